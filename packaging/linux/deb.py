"""Makes the Debian package of the bundle: what runs, and what a desktop asks for."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

from linux.libraries import Needs, needs

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NAME = "negatoscope"
METAINFO = "io.github.negatoscope.negatoscope.metainfo.xml"
COMPRESSION = ("-Zxz", "-z0")
"""A fifth more bytes than the best, for a tenth of the time; read everywhere."""

CONTROL = """\
Package: negatoscope
Version: {version}
Section: science
Priority: optional
Architecture: {architecture}
Maintainer: The Negatoscope authors <negatoscope@users.noreply.github.com>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: {recommends}
Homepage: https://github.com/negatoscope/negatoscope
Description: viewer of medical images (DICOM)
 Negatoscope opens DICOM: images of CT, MR, ultrasound, X-ray and other
 devices, with reports, waveforms and documents. It works without a network
 and never changes a file that it opens.
 .
 It is not a medical device and not cleared for diagnosis.
"""
COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Negatoscope
Source: https://github.com/negatoscope/negatoscope
Comment: Everything that the program runs on lies in /usr/lib/negatoscope;
 the licences of all of it, text by text, in /usr/lib/negatoscope/licences.

Files: *
Copyright: 2026 The Negatoscope authors
License: Expat

License: Expat
"""
CHANGES = """\
negatoscope ({version}) unstable; urgency=medium

  * What is new is told in CHANGELOG.md.gz beside this file.

 -- The Negatoscope authors <negatoscope@users.noreply.github.com>  \
Sat, 28 Nov 2026 00:00:00 +0000
"""
OVERRIDES = """\
# The bundle carries Python, Qt and codecs as their makers built them.
negatoscope: embedded-library
negatoscope: library-not-linked-against-libc
negatoscope: package-installs-python-bytecode
negatoscope: hardening-no-fortify-functions
negatoscope: hardening-no-bindnow
negatoscope: hardening-no-pie
negatoscope: unstripped-binary-or-object
negatoscope: unstripped-static-library
negatoscope: custom-library-search-path
negatoscope: shared-library-lacks-prerequisites
negatoscope: sharedobject-in-library-directory-missing-soname
negatoscope: extra-license-file
negatoscope: no-changelog
negatoscope: initial-upload-closes-no-bugs
"""


def build(dist: Path, work: Path) -> Path:
    """Lay the files out below `work`, pack them into `dist`. Raises LibraryError."""
    tree = work / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    usr = tree / "usr"
    program = usr / "lib" / NAME
    shutil.copytree(dist / NAME, program, symlinks=True)
    (usr / "bin").mkdir()
    (usr / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    _add_desktop_files(usr / "share", work / "icons")
    _add_documents(usr / "share")
    _set_modes(tree)
    (tree / "DEBIAN").mkdir()
    control = _control(usr, needs(program))
    (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    made = dist / f"{NAME}_{version()}_{_architecture()}.deb"
    subprocess.run(
        ["dpkg-deb", *COMPRESSION, "--root-owner-group", "--build", tree, made],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return made


def version() -> str:
    """Of the program."""
    source = (ROOT / "viewer" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', source)
    assert found is not None
    return found[1]


def _add_desktop_files(share: Path, icons: Path) -> None:
    for source, place in (
        (HERE / f"{NAME}.desktop", "applications"),
        (HERE / f"{NAME}.xml", "mime/packages"),
        (HERE / METAINFO, "metainfo"),
        (HERE / f"{NAME}.thumbnailer", "thumbnailers"),
        (
            ROOT / "viewer" / "resources" / "icons" / f"{NAME}.svg",
            "icons/hicolor/scalable/apps",
        ),
    ):
        _copy(source, share / place / source.name)
    for drawn in icons.glob("*.png"):
        size = f"{drawn.stem}x{drawn.stem}"
        _copy(drawn, share / "icons" / "hicolor" / size / "apps" / f"{NAME}.png")


def _add_documents(share: Path) -> None:
    documents = share / "doc" / NAME
    for source, place in (
        (HERE / f"{NAME}.1", share / "man" / "man1" / f"{NAME}.1.gz"),
        (ROOT / "CHANGELOG.md", documents / "CHANGELOG.md.gz"),
    ):
        _compress(source.read_bytes(), place)
    _compress(CHANGES.format(version=version()).encode(), documents / "changelog.gz")
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").split("\n\n", 2)[2]
    lines = (f" {line}" if line else " ." for line in licence.strip().split("\n"))
    copyright_text = COPYRIGHT + "\n".join(lines) + "\n"
    (documents / "copyright").write_text(copyright_text, encoding="utf-8")
    _copy(ROOT / "THIRD-PARTY.md", documents / "THIRD-PARTY.md")
    overrides = share / "lintian" / "overrides" / NAME
    overrides.parent.mkdir(parents=True)
    overrides.write_text(OVERRIDES, encoding="utf-8")


def _compress(content: bytes, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(gzip.compress(content, 9, mtime=0))


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _set_modes(tree: Path) -> None:
    """Readable by all, whatever the umask of who builds it."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or (path.name == NAME and path.parent.name == NAME)
            path.chmod(0o755 if runs and _may_run(path) else 0o644)


def _may_run(path: Path) -> bool:
    return path.is_dir() or os.access(path, os.X_OK)


def _control(usr: Path, found: Needs) -> str:
    size = sum(path.lstat().st_size for path in usr.rglob("*") if not path.is_dir())
    return CONTROL.format(
        version=version(),
        architecture=_architecture(),
        kilobytes=-(-size // 1024),
        depends=", ".join([f"libc6 (>= {found.libc})", *found.depends]),
        recommends=", ".join(found.recommends),
    )


def _architecture() -> str:
    command = ["dpkg", "--print-architecture"]
    return subprocess.run(
        command, capture_output=True, text=True, check=True
    ).stdout.strip()
