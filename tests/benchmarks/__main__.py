"""Measure everything and print one table; 1 when a ceiling is missed.

python -m tests.benchmarks [scan] [decode] [series] [window] [linked] [first-image]
    [stall] [memory] [reslice] [rendering] [recovery] [runs]
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import data
from tests.benchmarks.figure import Figure, table


def _scan(files: "Files") -> list[Figure]:
    from tests.benchmarks.scan import figures

    return figures(files.folder, files.scratch)


def _decode(files: "Files") -> list[Figure]:
    from tests.benchmarks.frame_decode import figures

    return figures(files.scratch)


def _series(files: "Files") -> list[Figure]:
    from tests.benchmarks.series_decode import figures

    return figures(files.scratch)


def _window(files: "Files") -> list[Figure]:
    from tests.benchmarks.window_step import figures

    return figures(files.ct, files.mammogram)


def _linked(files: "Files") -> list[Figure]:
    from tests.benchmarks.linked_step import figures

    return figures()


def _first_image(files: "Files") -> list[Figure]:
    from tests.benchmarks.first_image import figures

    return figures(files.ct, files.folder, files.scratch)


def _stall(files: "Files") -> list[Figure]:
    from tests.benchmarks.sessions import stall_figures

    return stall_figures(files.compressed_mammogram, files.ct)


def _memory(files: "Files") -> list[Figure]:
    from tests.benchmarks.sessions import memory_figures

    return memory_figures(files.ct)


def _reslice(files: "Files") -> list[Figure]:
    from tests.benchmarks import reslicing, volume_ready, volume_window

    planes = [*reslicing.figures(), *volume_ready.figures(files.ct)]
    return [*planes, *volume_window.figures(files.ct)]


def _rendering(files: "Files") -> list[Figure]:
    from tests.benchmarks import rendering
    from viewer.work.rendering_extra import has_vtk

    if not has_vtk():
        sys.stderr.write("3D is not measured: VTK is not installed (the extra 3d)\n")
        return []
    return rendering.figures(files.ct)


def _recovery(files: "Files") -> list[Figure]:
    from tests.benchmarks.recovery import figures

    return figures()


def _runs(files: "Files") -> list[Figure]:
    from tests.benchmarks.runs import figures

    return figures(files.ct, files.scratch)


MEASURED: dict[str, Callable[["Files"], list[Figure]]] = {
    "first-image": _first_image,
    "scan": _scan,
    "decode": _decode,
    "series": _series,
    "window": _window,
    "linked": _linked,
    "stall": _stall,
    "memory": _memory,
    "reslice": _reslice,
    "rendering": _rendering,
    "recovery": _recovery,
    "runs": _runs,
}


class Files:
    """What is measured on, made in one temporary folder."""

    def __init__(self, root: Path) -> None:
        self.scratch = root / "scratch"
        self.scratch.mkdir()
        self.ct = data.make_ct(root / "ct")
        self.folder = data.make_folder(root / "folder")
        self.mammogram = data.make_mammogram(root / "mg.dcm", compressed=False)
        self.compressed_mammogram = data.make_mammogram(
            root / "mg-j2k.dcm", compressed=True
        )


def main(names: list[str]) -> int:
    """Measure what is named, or everything."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    unknown = set(names) - set(MEASURED)
    if unknown:
        sys.stderr.write(f"unknown: {', '.join(sorted(unknown))}\n{__doc__}")
        return 2
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="negatoscope-bench-") as folder:
        files = Files(Path(folder))
        figures = [
            figure
            for name, measure in MEASURED.items()
            if not names or name in names
            for figure in measure(files)
        ]
    sys.stdout.write(table(figures) + "\n")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    seconds = time.monotonic() - begun
    sys.stdout.write(f"{seconds:.0f} s in all; load {load:.1f} at the end\n")
    return int(any(figure.verdict == "MISSED" for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
