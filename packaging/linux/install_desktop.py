"""Puts Negatoscope into the desktop's menus and "Open with", or takes it out.

python install_desktop.py [--remove] [--prefix /usr/local] [--program PATH]

Without a prefix it is for this user only. What opens DICOM files by default stays as
it is: that is for the user to choose. (Desktop Entry and Shared MIME-info.)
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ICON = HERE.parent.parent / "viewer" / "resources" / "icons" / "negatoscope.svg"
ENTRY = "applications/negatoscope.desktop"
MIME = "mime/packages/negatoscope.xml"
THUMBNAILER = "thumbnailers/negatoscope.thumbnailer"
DRAWING = "icons/hicolor/scalable/apps/negatoscope.svg"
FILES = (ENTRY, MIME, THUMBNAILER, DRAWING)
DATABASES = (
    ("update-mime-database", "mime"),
    ("update-desktop-database", "applications"),
)


def data_folder(prefix: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Where desktops look: below a prefix, else in the user's own folder."""
    if prefix:
        return Path(prefix).absolute() / "share"
    named = Path(environment.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local" / "share"


def beside(python: Path) -> Path:
    """The program that was installed with this Python."""
    return python.parent / "negatoscope"


def entry(program: Path, name: str = "negatoscope.desktop") -> str:
    """The entry of that name, starting that very program wherever it lies."""
    text = (HERE / name).read_text(encoding="utf-8")
    return text.replace("\nTryExec=negatoscope\n", "\n").replace(
        "\nExec=negatoscope ",
        f"\nTryExec={_escaped(str(program))}\nExec={_quoted(str(program))} ",
    )


def install(folder: Path, program: Path) -> None:
    """Write the files and let the desktop know."""
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    for name in (ENTRY, THUMBNAILER):
        text = entry(program, Path(name).name)
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copyfile(HERE / "negatoscope.xml", folder / MIME)
    shutil.copyfile(ICON, folder / DRAWING)
    _update(folder)


def remove(folder: Path) -> None:
    """Take the files away again."""
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    _update(folder)


def _escaped(text: str) -> str:
    """As a value of type string."""
    return text.replace("\\", "\\\\")


def _quoted(argument: str) -> str:
    """One argument of an Exec line: quoted, and then escaped as any value."""
    for sign in '\\"`$':
        argument = argument.replace(sign, "\\" + sign)
    return _escaped(f'"{argument}"').replace("%", "%%")


def _update(folder: Path) -> None:
    for program, part in DATABASES:
        if shutil.which(program) is None:
            sys.stdout.write(f"{program} is not there: log in again to see it\n")
        elif (folder / part).is_dir():
            subprocess.run([program, str(folder / part)], check=True)


def main(words: Sequence[str]) -> int:
    """Install or remove; 1 when it cannot be done."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--prefix", default="", help="such as /usr/local")
    parser.add_argument("--program", default="", help="what the entry starts")
    parser.add_argument("--remove", action="store_true")
    options = parser.parse_args(words)
    folder = data_folder(options.prefix)
    program = Path(options.program or beside(Path(sys.executable))).absolute()
    try:
        if options.remove:
            remove(folder)
        elif not os.access(program, os.X_OK):
            sys.stderr.write(f"{program}: there is no such program\n")
            return 1
        else:
            install(folder, program)
    except (OSError, subprocess.CalledProcessError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(f"{'removed from' if options.remove else 'in'} {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
