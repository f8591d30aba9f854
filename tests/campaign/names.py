"""Hostile names: in DICOMDIR, in archives, in what is exported.

Nothing outside the disc is opened, nothing outside the chosen folder is written.
"""

import io
import os
import struct
import sys
import warnings
import zipfile
from pathlib import Path
from typing import Any

from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record
from tests.campaign.session import Session, timed_out_is_a_fault
from tests.files.test_dicomdir import dicomdir
from viewer.demo.build import ct_slice, to_bytes
from viewer.export.copies import CopyRequest, copies_of, copy_all
from viewer.files.sources import Source
from viewer.files.walk import walk_header

LINKED = "link/secret"
SECRET = "SECRET^Of another folder"
NAMES = (
    *("../secret", "../../secret", "..\\secret", "A/../../secret", "/etc/passwd"),
    *("{outside}/secret", "C:\\secret", "\\\\host\\share\\secret", "//host/secret"),
    *("secret:stream", "secret\0.dcm", "CON", "aux.dcm", "NUL", "a" * 5000),
    *("A" + "/A" * 2000, "%2e%2e/secret", "....//secret", LINKED, "~/secret"),
    *("\u202ecod.terces", "$(touch gone)", "`touch gone`", "; rm -rf x", "-rf", "--"),
    *("file:///etc/passwd", "secret\n.dcm", " ", ".", "..", "\\", "/", "\udcff"),
)


class Guard:
    """Notes every file that this process opens outside of what it may."""

    def __init__(self) -> None:
        self.outside = ""
        self.opened: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.listdir", "os.scandir", "shutil.copyfile"):
            path = (
                os.path.realpath(os.fsdecode(arguments[0]))
                if _is_path(arguments)
                else ""
            )
            if self.outside and path.startswith(self.outside):
                self.opened.append(path)


def _is_path(arguments: tuple[Any, ...]) -> bool:
    first = arguments[0] if arguments else None
    return isinstance(first, str | bytes | os.PathLike) and "\0" not in str(first)


def run(plan: Plan) -> Record:
    """Each name in a DICOMDIR, in an archive and in the attributes of an export."""
    tried, faults, guard = 0, list[str](), Guard()
    outside, disc = plan.folder / "outside", plan.folder / "disc"
    outside.mkdir()
    disc.mkdir()
    (outside / "secret").write_bytes(to_bytes(ct_slice(0, PatientName=SECRET)))
    (plan.folder / "secret").write_bytes(to_bytes(ct_slice(1, PatientName=SECRET)))
    link = disc / "link"
    with Session(plan) as session:
        for turn in plan.turns():
            name = NAMES[turn % len(NAMES)].replace("{outside}", str(outside))
            # A folder that is opened is read through its links; a DICOMDIR is not.
            guard.outside = "" if name == LINKED else os.path.realpath(outside)
            link.unlink(missing_ok=True)
            if name == LINKED:
                link.symlink_to(outside)
            way = (_by_directory, _by_archive)[turn // len(NAMES) % 2]
            with timed_out_is_a_fault(session, repr(name)):
                session.open(way(disc, name))
                if _shows_secret(session):
                    faults.append(f"{way.__name__} {name!r}: led out of the disc")
                session.close_studies()
            faults += _export(plan.folder / f"out-{turn}", name)
            tried += 1
        faults += session.faults
        stall = session.watch.longest_seconds * 1000
    faults += [f"opened {path}" for path in dict.fromkeys(guard.opened)]
    return Record(
        "names",
        tried,
        plan.seed,
        plan.elapsed,
        longest_stall_ms=stall,
        peak_memory_mb=peak_memory_mb(),
        faults=tuple(faults),
        note="hostile names in DICOMDIR, archives and exports",
    )


def _shows_secret(session: Session) -> bool:
    headers = session.app.workspace.state.catalogue.headers()
    return any("SECRET" in str(header.text(0x00100010)) for header in headers)


def _by_directory(disc: Path, name: str) -> Path:
    plain = name.encode("ascii", "replace").decode()
    parts: list[str] = plain.split("/") if "/" in plain else [plain]
    return dicomdir(disc / "DICOMDIR", [parts])


def _by_archive(disc: Path, name: str) -> Path:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("placeholder", to_bytes(ct_slice(2)))
    raw = name.encode("utf-8", "surrogateescape")[:60_000]
    path = disc / "named.zip"
    path.write_bytes(_renamed(file.getvalue(), b"placeholder", raw))
    return path


def _renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Both heads of the member say the other name; the directory's place is mended."""
    grown = len(new) - len(old)
    local = data.index(b"PK\1\2")
    length = struct.pack("<H", len(new))
    first = data[:26] + length + data[28:30] + new + data[30 + len(old) : local]
    entry = data[local:]
    end = entry.index(b"PK\5\6")
    directory = entry[:28] + length + entry[30:46] + new + entry[46 + len(old) : end]
    tail = bytearray(entry[end:])
    struct.pack_into("<II", tail, 12, len(directory), local + grown)
    return first + directory + bytes(tail)


def _export(folder: Path, name: str) -> list[str]:
    """Copies under names from hostile attributes stay in the folder."""
    folder.mkdir()
    plain = name.encode("ascii", "replace").decode()[:60].replace("\0", "?")
    dataset = ct_slice(3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of texts that are not allowed
        for keyword in ("Modality", "PatientID", "SOPInstanceUID"):
            dataset[keyword].value = "marker"
        data = to_bytes(dataset).replace(b"marker", plain.encode()[:6].ljust(6))
    header = walk_header(Source("memory", data))
    before = set(folder.parent.iterdir())
    done = copy_all(
        CopyRequest(copies_of([header]), folder, lambda: False, lambda n: None)
    )
    after = set(folder.parent.iterdir())
    inside = {path.name for path in folder.iterdir()}
    if after != before or inside != set(done.written) or not done.written:
        return [f"an export named {plain!r} was written elsewhere: {done}"]
    return []
