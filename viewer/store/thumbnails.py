"""Small pictures of frames seen before, so that none is decoded only for its tile.

Kept by path, state of the file (`files/stamp.py`) and frame; what the code that draws
them drew in another version is not used.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Iterable
from struct import Struct, error
from typing import TYPE_CHECKING

from viewer import __version__, limits
from viewer.files.sources import Source
from viewer.files.stamp import Stamp, is_young, stamp_at, stamp_text
from viewer.records import dataclass
from viewer.store.database import Database

if TYPE_CHECKING:
    import sqlite3

VERSION = 1
DRAWING = f"{__version__} 2"
"""To be counted up whenever the same frame makes another small picture."""

SCHEMA = """
CREATE TABLE pictures (
    path BLOB NOT NULL, frame INTEGER NOT NULL, stamp TEXT NOT NULL,
    drawing TEXT NOT NULL, drawn INTEGER NOT NULL, checksum INTEGER NOT NULL,
    data BLOB NOT NULL);
CREATE UNIQUE INDEX pictures_by_path ON pictures (path, frame)
"""
LARGEST_SIDE = 1024
_HEAD = Struct("<HHB")


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """Rows of one byte (grey) or three (red, green, blue) a pixel, without gaps."""

    width: int
    height: int
    colour: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class PictureKey:
    """A frame of a file in one state."""

    source: Source
    stamp: Stamp
    frame_index: int

    @property
    def row(self) -> tuple[bytes, int, str, str]:
        """Path, frame, state and what drew it."""
        path = os.fsencode(self.source.path)
        return path, self.frame_index, stamp_text(self.stamp), DRAWING


class Thumbnails:
    """The pictures that were drawn longest ago go first."""

    def __init__(
        self, database: Database, limit_bytes: int = limits.THUMBNAIL_CACHE_BYTES
    ) -> None:
        self._database = database
        self._limit_bytes = limit_bytes

    def get(self, key: PictureKey) -> SmallPicture | None:
        """The picture of a frame; None without a sound one, or of a changed file."""
        found = self._database.read(
            lambda base: base.execute(
                "SELECT data, checksum FROM pictures WHERE path = ? AND frame = ?"
                " AND stamp = ? AND drawing = ?",
                key.row,
            ).fetchone()
        )
        if found is None:
            return None
        data, checksum = found
        if not isinstance(data, bytes) or checksum != _checksum(key, data):
            return None
        try:
            return _picture(data) if stamp_at(key.source) == key.stamp else None
        except OSError:
            return None

    def keep(self, kept: tuple[PictureKey, SmallPicture]) -> None:
        """Add a picture, in the place of one of the same frame in another state."""
        key, picture = kept
        if is_young(key.stamp):
            return
        data = _HEAD.pack(picture.width, picture.height, picture.colour)
        data += zlib.compress(picture.data, 1)
        row = (*key.row, time.time_ns(), _checksum(key, data), data)
        self._database.write(lambda base: self._insert(base, row))
        self._database.shrink()

    def forget(self, paths: Iterable[str]) -> None:
        """Forget the pictures of files that are gone."""
        rows = [(os.fsencode(path),) for path in paths]
        if rows:
            self._database.write(
                lambda base: base.executemany(
                    "DELETE FROM pictures WHERE path = ?", rows
                )
            )

    def forget_folder(self, folder: str) -> None:
        """Forget the pictures of all that lay in a folder that is gone."""
        below = os.fsencode(folder.rstrip(os.sep)) + os.fsencode(os.sep)
        end = below[:-1] + bytes([below[-1] + 1])
        self._database.write(
            lambda base: base.execute(
                "DELETE FROM pictures WHERE path >= ? AND path < ?", (below, end)
            )
        )

    def _insert(self, base: sqlite3.Connection, row: tuple[object, ...]) -> None:
        base.execute(
            "INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?, ?, ?, ?)", row
        )
        (total,) = base.execute("SELECT SUM(LENGTH(data)) FROM pictures").fetchone()
        if total <= self._limit_bytes:
            return
        oldest = base.execute("SELECT rowid, LENGTH(data) FROM pictures ORDER BY drawn")
        dropped = []
        for number, nbytes in oldest.fetchall():
            if total <= self._limit_bytes * 0.9:
                break
            dropped.append((number,))
            total -= nbytes
        base.executemany("DELETE FROM pictures WHERE rowid = ?", dropped)


def _picture(data: bytes) -> SmallPicture | None:
    try:
        width, height, colour = _HEAD.unpack_from(data)
        size = width * height * (3 if colour else 1)
        if not 0 < width <= LARGEST_SIDE or not 0 < height <= LARGEST_SIDE:
            return None
        pixels = zlib.decompressobj().decompress(data[_HEAD.size :], size + 1)
    except (error, zlib.error):
        return None
    return (
        SmallPicture(width, height, bool(colour), pixels)
        if len(pixels) == size
        else None
    )


def _checksum(key: PictureKey, data: bytes) -> int:
    return zlib.crc32(data, zlib.crc32(repr(key.row).encode()))
