"""What is measured on: made when first asked for, in one temporary folder.

Run as a process: python -m tests.benchmarks.files FOLDER NAME PART …. The makers import
much that a program that measures starts must not have in memory.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PARTS = (500, 1000, 2000, 5000, 10_000)
"""How many slices of the large study there are up to the end of each folder."""
SMALL = 20
"""By so much fewer when the programs are only tried."""
SLICE_BYTES = 512 * 512 * 2 + 8192
SPARE_BYTES = 2 * 1024**3


class NoRoom(Exception):
    """The disk has no room for the large study."""


class Files:
    """Each is made once, whichever process asks for it first."""

    def __init__(self, root: Path, *, small: bool = False) -> None:
        self._root = root
        self.scratch = root / "scratch"
        self.scratch.mkdir(exist_ok=True)
        self.parts = tuple(part // SMALL for part in PARTS) if small else PARTS
        """How many slices there are up to each folder of the large study."""

    @property
    def ct(self) -> Path:
        """300 slices in a folder."""
        return self._made("ct")

    @property
    def folder(self) -> Path:
        """2,000 files of 20 series."""
        return self._made("folder")

    @property
    def mammogram(self) -> Path:
        """Uncompressed."""
        return self._made("mammogram")

    @property
    def mammograms(self) -> Path:
        """The four usual views, uncompressed, in a folder."""
        return self._made("mammograms")

    @property
    def compressed_mammogram(self) -> Path:
        """In JPEG 2000."""
        return self._made("compressed-mammogram")

    @property
    def angiogram(self) -> Path:
        """500 frames in lossless JPEG, 30 a second."""
        return self._made("angiogram")

    @property
    def large_study(self) -> list[Path]:
        """Its folders, the first of which are a study of their own. Raises NoRoom."""
        free, needed = shutil.disk_usage(self._root).free, self.parts[-1] * SLICE_BYTES
        if not (self._root / "large").exists() and free < needed + SPARE_BYTES:
            gigabytes = (
                f"{needed / 1e9:.1f} GB are needed, {free / 1e9:.1f} GB are free"
            )
            raise NoRoom(gigabytes)
        return sorted(self._made("large").iterdir())

    def _made(self, name: str) -> Path:
        path = self._root / name
        if not path.exists():
            parts = map(str, self.parts)
            command = [sys.executable, "-m", __name__, str(self._root), name, *parts]
            subprocess.run(command, check=True)
        return path


def main(folder: Path, name: str, parts: tuple[int, ...]) -> None:
    """Make one of them; it has its name when it is whole."""
    from tests.benchmarks import data
    from tests.benchmarks.large_study import make_large_study

    makers: dict[str, Callable[[Path], object]] = {
        "ct": data.make_ct,
        "folder": data.make_folder,
        "mammogram": data.make_mammogram,
        "mammograms": data.make_mammograms,
        "compressed-mammogram": data.make_compressed_mammogram,
        "angiogram": data.make_angiogram,
        "large": lambda path: make_large_study(path, parts),
    }
    begun = folder / f"unfinished-{name}"
    makers[name](begun)
    begun.rename(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], tuple(map(int, sys.argv[3:])))
