"""Collects the licence texts of all that a bundle contains into one folder.

Of each Python distribution the texts that its package carries; of Python its own; of
Qt, whose packages carry none, the texts of the LGPL (FFmpeg in it: LGPL-2.1); of each
library of the system its `copyright` file (Debian). What has no text, or may not be
passed on, is an error.
"""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN_TEXTS = Path(__file__).resolve().parent / "licence_texts"

FORBIDDEN = {"python-gdcm", "pylibjpeg-libjpeg"}
FORBIDDEN_LIBRARIES = re.compile(
    r"lib(readline|gdbm|db-5|Qt6(Charts|DataVisualization|Graphs|VirtualKeyboard))"
)
"""GPL or Sleepycat: not to be given away together with the rest."""

TEXTS_ELSEWHERE = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "pyside6-addons": ("LGPL-3.0.txt", "GPL-3.0.txt", "LGPL-2.1.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "pyjpegls": ("pyjpegls.txt",),
}
"""Distributions that carry no text of their licence; `licence_texts` has it."""

_TEXT = re.compile(r"(^|/)(licen[cs]es?|copying|notice|authors|patents)", re.IGNORECASE)


class LicenceError(Exception):
    """Something has no licence text, or may not be in a bundle."""


def collect(
    files: Iterable[Path], modules: Iterable[str], folder: Path
) -> list[tuple[str, str]]:
    """Copy the texts for these files and modules to `folder`.

    Returns (place below "licences", file) pairs. Raises LicenceError.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("LICENSE", "THIRD-PARTY.md"):
        shutil.copyfile(ROOT / name, folder / name)
    _copy_python(folder / "python")
    known = list(distributions())
    files = [path.absolute() for path in files]
    _refuse_libraries(files)
    used = _used(known, files, set(modules))
    for one in (*used, distribution("pyinstaller")):  # whose starter is the program
        _copy_distribution(one, folder)
    if sys.platform.startswith("linux"):
        _copy_system(files, used, folder / "system")
    texts = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), str(path)) for path in texts]


def name_of(one: Distribution) -> str:
    """As PyPI compares names."""
    return re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower()


def _used(
    known: list[Distribution], files: list[Path], modules: set[str]
) -> list[Distribution]:
    """Distributions with a file or a module in the bundle."""
    paths = {str(path) for path in files}
    found: dict[str, Distribution] = {}
    for one in known:
        for file in one.files or ():
            module = re.sub(r"(/__init__)?\.py$", "", str(file)).replace("/", ".")
            if module in modules or str(one.locate_file(file)) in paths:
                found[name_of(one)] = one
                break
    refused = FORBIDDEN & set(found)
    if refused:
        raise LicenceError(f"may not be in a bundle: {', '.join(sorted(refused))}")
    return [found[name] for name in sorted(found) if name != "negatoscope"]


def _refuse_libraries(files: list[Path]) -> None:
    refused = [path.name for path in files if FORBIDDEN_LIBRARIES.match(path.name)]
    if refused:
        raise LicenceError(f"may not be in a bundle: {', '.join(sorted(refused))}")


def _copy_distribution(one: Distribution, folder: Path) -> None:
    name = name_of(one)
    place = folder / name
    place.mkdir()
    for file in one.files or ():
        source = Path(str(one.locate_file(file)))
        is_code = source.suffix in (".py", ".pyc", ".pyi")
        if is_code or not _TEXT.search(str(file)) or not source.is_file():
            continue
        target = place / str(file).replace("/", "_").replace("\\", "_")
        shutil.copyfile(source, target)
    for text in TEXTS_ELSEWHERE.get(name, ()):
        shutil.copyfile(OWN_TEXTS / text, place / text)
    if not any(place.iterdir()):
        raise LicenceError(f"{name} carries no text of its licence")


def _copy_python(place: Path) -> None:
    place.mkdir()
    standard = Path(sysconfig.get_path("stdlib"))
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for text in (
        standard / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path("/usr/share/doc", name, "copyright"),
    ):
        if text.is_file():
            shutil.copyfile(text, place / "LICENSE.txt")
            return
    raise LicenceError(f"no LICENSE.txt of Python in {standard}")


def _copy_system(files: list[Path], used: list[Distribution], place: Path) -> None:
    """The `copyright` files of the Debian packages that libraries came from."""
    inside = [str(Path(str(one.locate_file(""))).resolve()) for one in used]
    inside += [str(Path(sysconfig.get_path("stdlib")).resolve()), str(ROOT)]
    if sys.base_prefix != "/usr":  # else Python's own library is a package too
        inside.append(str(Path(sys.base_prefix).resolve()))
    inside.append(str(place.parent.parent.resolve()))  # modules, compiled just now
    strangers = {
        path.resolve()
        for path in files
        if not str(path.resolve()).startswith(tuple(inside))
    }
    place.mkdir()
    for package in sorted({_package_of(path) for path in strangers}):
        text = Path("/usr/share/doc", package, "copyright")
        if not text.is_file():
            raise LicenceError(f"no {text}")
        shutil.copyfile(text, place / f"{package}.txt")


def _package_of(library: Path) -> str:
    """The Debian package that a file belongs to; merged /usr has two names for it."""
    for path in (str(library), str(library).removeprefix("/usr")):
        answer = subprocess.run(
            ["dpkg-query", "--search", path], capture_output=True, text=True
        )
        if answer.returncode == 0:
            return answer.stdout.split(":")[0]
    raise LicenceError(f"{library} belongs to no package: its licence is unknown")
