"""The programs that measure, in the order of the page; each runs by itself."""

from collections.abc import Callable
from typing import NamedTuple

from tests.benchmarks.figure import Figure, absent
from tests.benchmarks.files import Files


class Program(NamedTuple):
    """What a program is about, and how it measures. `seconds` are more than enough."""

    title: str
    measure: Callable[[Files], list[Figure]]
    seconds: float = 180.0


def _first_image(files: Files) -> list[Figure]:
    from tests.benchmarks.first_image import figures

    return figures(files.ct, files.folder, files.scratch)


def _screen(files: Files) -> list[Figure]:
    from tests.benchmarks.screen import figures

    return figures(files.ct, files.scratch)


def _scan(files: Files) -> list[Figure]:
    from tests.benchmarks.scan import figures

    return figures(files.folder, files.scratch)


def _scan_large(files: Files) -> list[Figure]:
    from tests.benchmarks.scan_large import figures

    return figures(files.large_study)


def _growth(files: Files) -> list[Figure]:
    from tests.benchmarks.scan_large import growth_figures

    return growth_figures(files.large_study, files.parts, files.scratch)


def _whole_series(files: Files) -> list[Figure]:
    from tests.benchmarks.whole_series import figures

    return figures(files.ct)


def _decode(files: Files) -> list[Figure]:
    from tests.benchmarks.frame_decode import figures

    return figures(files.scratch)


def _series(files: Files) -> list[Figure]:
    from tests.benchmarks.series_decode import figures

    return figures(files.scratch)


def _command_line(files: Files) -> list[Figure]:
    from tests.benchmarks.command_line import figures

    return figures(files.scratch)


def _window(files: Files) -> list[Figure]:
    from tests.benchmarks.window_step import figures

    return figures(files.ct, files.mammogram)


def _linked(_: Files) -> list[Figure]:
    from tests.benchmarks.linked_step import figures

    return figures()


def _mammograms(files: Files) -> list[Figure]:
    from tests.benchmarks.mammograms import figures

    return figures(files.mammograms)


def _runs(files: Files) -> list[Figure]:
    from tests.benchmarks.runs import figures

    return figures(files.ct, files.scratch)


def _cine(files: Files) -> list[Figure]:
    from tests.benchmarks.cine import figures

    return figures(files.angiogram)


def _study_2000(files: Files) -> list[Figure]:
    from tests.benchmarks.large_rows import figures_of_2000

    return figures_of_2000(files.large_study[:3], files.parts[2])


def _study_10000(files: Files) -> list[Figure]:
    from tests.benchmarks.large_rows import figures_of_10000

    return figures_of_10000(files.large_study, files.parts[-1])


def _stall(files: Files) -> list[Figure]:
    from tests.benchmarks.sessions import stall_figures

    return stall_figures(files.compressed_mammogram, files.ct)


def _memory(files: Files) -> list[Figure]:
    from tests.benchmarks.sessions import memory_figures

    return memory_figures(files.ct)


def _reslice(files: Files) -> list[Figure]:
    from tests.benchmarks import reslicing, volume_ready, volume_window

    planes = [*reslicing.figures(), *volume_ready.figures(files.ct)]
    return [*planes, *volume_window.figures(files.ct)]


def _rendering(files: Files) -> list[Figure]:
    from tests.benchmarks import rendering
    from viewer.work.rendering_extra import has_vtk

    if not has_vtk():
        why = "VTK is not installed (the extra 3d)"
        return [absent("a volume as a body", "ms", why, of_peer=False)]
    return rendering.figures(files.ct)


def _recovery(_: Files) -> list[Figure]:
    from tests.benchmarks.recovery import figures

    return figures()


def _references(_: Files) -> list[Figure]:
    from tests.benchmarks.references import figures

    return figures()


PROGRAMS: dict[str, Program] = {
    "first-image": Program("Start and first image", _first_image),
    "screen": Program("First image on a screen, beside other viewers", _screen),
    "scan": Program("Reading the headers of a folder", _scan),
    "scan-10000": Program("10,000 files", _scan_large),
    "growth": Program("Growth with the number of files", _growth),
    "whole-series": Program("A whole series in memory", _whole_series),
    "decode": Program("Decoding a frame", _decode),
    "series": Program("Decoding a series in the worker processes", _series),
    "command-line": Program("A picture by the command line", _command_line),
    "window": Program("Steps of window, zoom and pan, 1600 × 1200", _window),
    "linked": Program("Nine linked viewports", _linked),
    "mammograms": Program("Four mammograms side by side", _mammograms),
    "runs": Program("Images that run past", _runs),
    "cine": Program("An angiographic run", _cine),
    "study-2000": Program("A study of 2,000 slices, end to end", _study_2000, 960.0),
    "study-10000": Program("A study of 10,000 slices (5 GB)", _study_10000, 960.0),
    "stall": Program("Standstill while a large frame is decoded", _stall),
    "memory": Program("Memory", _memory),
    "reslice": Program("Planes through a volume", _reslice),
    "rendering": Program("A volume as a body (3D)", _rendering),
    "recovery": Program("After the death of a worker", _recovery),
    "references": Program("References that Qt's binding counts", _references),
}
