"""Which packages of Debian the libraries in a folder need beside themselves."""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_OPTIONAL = ("plugins/printsupport/", "ayland", "libQt6WlShell")
"""What needs them is left out by Qt where they are absent: recommended only."""

_NOT_EVERYWHERE = {
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
"""What a machine without a desktop, which may build packages, does not have."""

_LIBC = re.compile(
    r"ld-linux.*|lib(c|m|dl|rt|pthread|util|resolv|mvec|anl)\.so\.[0-9]+"
)


class LibraryError(Exception):
    """A library is needed that no package here brings."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Package names, sorted; `libc` is the oldest version of the C library."""

    depends: tuple[str, ...]
    recommends: tuple[str, ...]
    libc: str


def needs(folder: Path) -> Needs:
    """Read every program and library of the folder. Raises LibraryError."""
    binaries = [path for path in folder.rglob("*") if _is_elf(path)]
    carried = {path.name for path in folder.rglob("*.so*")}
    always: set[str] = set()
    perhaps: set[str] = set()
    newest = (2, 0)
    for binary in binaries:
        told = _told(binary)
        wanted = set(re.findall(r"^\s+NEEDED\s+(\S+)$", told, re.MULTILINE)) - carried
        where = perhaps if any(one in str(binary) for one in _OPTIONAL) else always
        where |= {name for name in wanted if not _LIBC.fullmatch(name)}
        for version in re.findall(r"\bGLIBC_(\d+(?:\.\d+)+)$", told, re.MULTILINE):
            newest = max(newest, tuple(map(int, version.split("."))))
    depends = _packages(always)
    return Needs(
        tuple(sorted(depends)),
        tuple(sorted(_packages(perhaps) - depends)),
        ".".join(map(str, newest)),
    )


def _is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _told(binary: Path) -> str:
    command = ["objdump", "--private-headers", str(binary)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _packages(names: Iterable[str]) -> set[str]:
    cache = subprocess.run(
        ["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True
    ).stdout
    places = dict(re.findall(r"^\t(\S+) \(.*\) => (\S+)$", cache, re.MULTILINE))
    return {_package_of(name, places.get(name, "")) for name in names}


def _package_of(name: str, place: str) -> str:
    if not place and name in _NOT_EVERYWHERE:
        return _NOT_EVERYWHERE[name]
    if not place:
        raise LibraryError(f"{name} is needed, and not here")
    for path in (place, place.removeprefix("/usr"), f"/usr{place}"):
        answer = subprocess.run(
            ["dpkg-query", "--search", path], capture_output=True, text=True
        )
        if answer.returncode == 0:
            # As of 2024 some end in t64 and provide their former name too.
            return answer.stdout.split(":")[0].removesuffix("t64")
    raise LibraryError(f"{name} is in no package of this system")
