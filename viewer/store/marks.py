"""The reader's marks and key images, kept for good: by study, instance and frame.

Private: UIDs, points and the reader's own words, no attribute of the patient.
"""

from __future__ import annotations

import json
import os
import re
import sys
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from viewer.geometry.marks import FrameKey, Mark, Shape
from viewer.records import dataclass
from viewer.store.folders import UsersFolder, named_path, users_folder
from viewer.store.lasting import Lasting

if TYPE_CHECKING:
    import sqlite3

VERSION = 1
"""Of the tables. What marks state is JSON, of which older programs use what they know:
a field that is new there needs no other version.
"""
SCHEMA = """
CREATE TABLE marks (
    uid TEXT PRIMARY KEY NOT NULL, study TEXT NOT NULL, instance TEXT NOT NULL,
    frame INTEGER NOT NULL, size TEXT NOT NULL, data TEXT NOT NULL,
    checksum INTEGER NOT NULL);
CREATE INDEX marks_by_study ON marks (study);
CREATE TABLE keys (
    study TEXT NOT NULL, instance TEXT NOT NULL, frame INTEGER NOT NULL,
    size TEXT NOT NULL, PRIMARY KEY (study, instance, frame)) WITHOUT ROWID
"""
VARIABLE = "NEGATOSCOPE_MARKS"
"""Environment variable with the path of the file, in place of the usual one."""

FOLDER = UsersFolder(
    *("APPDATA", "AppData/Roaming", ""),
    "Library/Application Support/Negatoscope",
    *("XDG_DATA_HOME", ".local/share"),
)
BESIDE_SETTINGS = "negatoscope-marks.sqlite"
_UID = re.compile(r"[0-9.]{1,64}")
_COLUMNS = "uid, study, instance, frame, size, data, checksum"
_PUT_MARK = (
    f"INSERT INTO marks ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (uid) DO UPDATE SET study=excluded.study,"
    " instance=excluded.instance, frame=excluded.frame, size=excluded.size,"
    " data=excluded.data, checksum=excluded.checksum"
)
_PUT_KEY = "INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?)"


def is_uid(text: str) -> bool:
    """It can be looked up again (PS3.5 9.1); anything else may be of two images."""
    return _UID.fullmatch(text) is not None


def marks_path(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    home: Path | None = None,
) -> Path:
    """Where marks are kept, by the conventions of the platform for a user's data.

    Settings that were sent elsewhere take them along.
    """
    named = named_path(VARIABLE, BESIDE_SETTINGS, environment)
    folder = users_folder(FOLDER, environment, platform, home)
    return named or folder / "marks.sqlite"


@dataclass(frozen=True, slots=True)
class KeptPlane:
    """Where a computed plane lies in the patient (LPS, mm), and what it is cut from.

    `source_uid` is the SOP Instance UID of the first slice; `spacing_mm` the size of
    its pixels. A slab has a thickness and a way to make one of its layers.
    """

    source_uid: str
    phase: int
    position_mm: tuple[float, float, float]
    row: tuple[float, float, float]
    column: tuple[float, float, float]
    spacing_mm: float
    slab_mm: float = 0.0
    blend: str = "max"


@dataclass(frozen=True, slots=True)
class Place:
    """The frame that something is kept for.

    `size` is (rows, columns) of its image: of another size, it is another image. A
    `plane` is no image: it is open where the slices are that it is cut from.
    """

    study_uid: str
    key: FrameKey
    size: tuple[int, int]
    plane: KeptPlane | None = None

    @property
    def open_with(self) -> str:
        """SOP Instance UID of the image that it is opened with."""
        return self.plane.source_uid if self.plane else self.key.sop_instance_uid


@dataclass(frozen=True, slots=True)
class MarkChange:
    """A mark as it is now; without one, the mark of that UID was deleted."""

    uid: str
    place: Place
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A frame that is a key image from now on, or no longer."""

    place: Place
    is_key: bool


Change = MarkChange | KeyChange


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of some studies, in the order in which it was made."""

    marks: tuple[tuple[Place, Mark], ...] = ()
    keys: tuple[Place, ...] = ()


class Marks:
    """Keeps changes and gives back what was kept; every method may take its time."""

    def __init__(self, path: Path | None = None) -> None:
        self._base = Lasting(
            path or marks_path(),
            SCHEMA,
            VERSION,
            salvage=_salvage,
            is_sound=_are_sound,
            tell=self._say,
        )
        self.tell: Callable[[str], None] = lambda name: None
        """Gets the name under which a damaged file is kept, in any thread."""

    def load(self, study_uids: Sequence[str]) -> Kept:
        """What was kept of these studies. Raises KeepingError."""
        return self._base.read(lambda base: _select(base, study_uids)) or Kept()

    def save(self, changes: Sequence[Change]) -> None:
        """All of them on the disk when it returns, or none. Raises KeepingError."""

        def put(base: sqlite3.Connection) -> None:
            for change in changes:
                _put(base, change)

        self._base.write(put)

    def count(self) -> int:
        """Marks that are kept. Raises KeepingError."""

        def counted(base: sqlite3.Connection) -> int:
            found = base.execute(
                "SELECT (SELECT COUNT(*) FROM marks) + (SELECT COUNT(*) FROM keys)"
            )
            return int(found.fetchone()[0])

        return self._base.read(counted) or 0

    def forget(self) -> None:
        """Leave nothing on the disk, backups neither. Raises OSError."""
        self._base.wipe()

    def close(self) -> None:
        """At the end of the program."""
        self._base.close()

    def _say(self, name: str) -> None:
        self.tell(name)


def _select(base: sqlite3.Connection, study_uids: Sequence[str]) -> Kept:
    marks: list[tuple[Place, Mark]] = []
    keys: list[Place] = []
    for study in study_uids:
        rows = base.execute(
            f"SELECT {_COLUMNS} FROM marks WHERE study = ? ORDER BY rowid", (study,)
        )
        for row in rows:
            found = _understood(row)
            if found is not None:
                marks.append(found)
        rows = base.execute(
            "SELECT study, instance, frame, size FROM keys WHERE study = ?", (study,)
        )
        keys += [_place(*row) for row in rows]
    return Kept(tuple(marks), tuple(keys))


def _put(base: sqlite3.Connection, change: Change) -> None:
    place = change.place
    frame = (place.study_uid, place.key.sop_instance_uid, place.key.frame_index)
    size = f"{place.size[0]}x{place.size[1]}"
    if isinstance(change, KeyChange):
        base.execute(
            "DELETE FROM keys WHERE study = ? AND instance = ? AND frame = ?", frame
        )
        if change.is_key:
            base.execute(_PUT_KEY, (*frame, size))
    elif change.mark is None:
        base.execute("DELETE FROM marks WHERE uid = ?", (change.uid,))
    else:
        cells = (change.uid, *frame, size, _data(change.mark, place.plane))
        base.execute(_PUT_MARK, (*cells, _checksum(*cells)))


def _data(mark: Mark, plane: KeptPlane | None) -> str:
    """All of a mark but its UID, and its plane; only what is stated."""
    stated: dict[str, object] = {"shape": mark.shape, "points": mark.points}
    if mark.text:
        stated["text"] = mark.text
    if mark.hidden:
        stated["hidden"] = True
    if mark.length_mm is not None:
        stated["length_mm"] = mark.length_mm
    if plane is not None:
        stated["plane"] = asdict(plane)
    if mark.label is not None:
        stated["label"] = mark.label
    return json.dumps(stated, separators=(",", ":"))


def _understood(row: Sequence[object]) -> tuple[Place, Mark] | None:
    """A row as a mark; None when it is damaged or of a shape that is not known."""
    *cells, checksum = row
    uid, study, instance, frame, size, data = cells
    if checksum != _checksum(*cells):
        return None
    try:
        stated = json.loads(str(data))
        shape = stated["shape"]
        if shape not in get_args(Shape):
            return None
        length, label = stated.get("length_mm"), stated.get("label")
        found = Mark(
            str(uid),
            shape,
            tuple((float(x), float(y)) for x, y in stated["points"]),
            str(stated.get("text", "")),
            bool(stated.get("hidden", False)),
            None if length is None else float(length),
            None if label is None else (float(label[0]), float(label[1])),
        )
        place = _place(study, instance, frame, size)
        if "plane" in stated:
            place = replace(place, plane=_plane(stated["plane"]))
    except (IndexError, KeyError, TypeError, ValueError):
        return None
    return (place, found) if found.is_whole else None


def _place(study: object, instance: object, frame: object, size: object) -> Place:
    rows, _, columns = str(size).partition("x")
    key = FrameKey(str(instance), int(str(frame)))
    return Place(str(study), key, (int(rows), int(columns)))


def _plane(stated: dict[str, Any]) -> KeptPlane:
    """Raises KeyError, TypeError or ValueError where it is none."""

    def vector(name: str) -> tuple[float, float, float]:
        x, y, z = stated[name]
        return float(x), float(y), float(z)

    return KeptPlane(
        str(stated["source_uid"]),
        int(stated["phase"]),
        vector("position_mm"),
        vector("row"),
        vector("column"),
        float(stated["spacing_mm"]),
        float(stated["slab_mm"]),
        str(stated["blend"]),
    )


def _checksum(*cells: object) -> int:
    return zlib.crc32("\0".join(map(str, cells)).encode("utf-8", "replace"))


def _are_sound(base: sqlite3.Connection) -> bool:
    """Every row of a mark has its checksum: SQLite itself does not look into rows."""
    rows = base.execute(f"SELECT {_COLUMNS} FROM marks")
    return all(checksum == _checksum(*cells) for *cells, checksum in rows)


def _salvage(damaged: sqlite3.Connection, good: sqlite3.Connection) -> None:
    for row in damaged.execute(f"SELECT {_COLUMNS} FROM marks ORDER BY rowid"):
        if _understood(row) is not None:
            good.execute(_PUT_MARK, row)
    for row in damaged.execute("SELECT study, instance, frame, size FROM keys"):
        good.execute(_PUT_KEY, row)
