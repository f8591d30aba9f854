"""3D models as facts: triangles, extents, names. STL, OBJ and MTL (PS3.3 C.35).

All three are read as numbers and words; nothing that they name is looked for.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer import limits
from viewer.dicom.values import caption
from viewer.text import tr

_HEAD = 84
_TRIANGLE = np.dtype(
    [("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("more", "<u2")]
)
_MOST_NAMES = 50


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What a 3D file holds: its form in words, counts, extents and names.

    `extents` are the least and greatest x, y and z; `triangles` are corners (count, 3,
    3) as x, y, z; both in the file's unit, and empty where it is not known. `names`
    are (label, text) rows.
    """

    form: str
    count: int | None = None
    extents: tuple[tuple[float, float], ...] = ()
    triangles: NDArray[np.float32] | None = None
    names: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def read_stl(data: bytes) -> Model:
    """A binary or text STL; one that begins like text may be binary all the same."""
    if len(data) >= _HEAD:
        (stated,) = struct.unpack_from("<I", data, 80)
        fits = len(data) == _HEAD + stated * _TRIANGLE.itemsize
        if fits or data[:100].lstrip()[:5].lower() != b"solid":
            return _binary_stl(data, stated)
    return _ascii_stl(data)


def _binary_stl(data: bytes, stated: int) -> Model:
    present = min(stated, (len(data) - _HEAD) // _TRIANGLE.itemsize)
    corners = np.frombuffer(data, _TRIANGLE, present, _HEAD)["corners"]
    notes = []
    if present < stated:
        notes.append(
            tr(
                "It states {stated} triangles and ends after {present}.",
                stated=stated,
                present=present,
            )
        )
    title = caption(data[:80].split(b"\0")[0].decode("latin-1").strip())
    return _model(tr("STL, binary"), corners, title, notes)


def _ascii_stl(data: bytes) -> Model:
    form = tr("STL, text")
    first = data.split(b"\n", 1)[0][:1000].strip()
    title = caption(first[5:].decode("utf-8", "replace").strip())
    if len(data) > limits.MODEL_TEXT_BYTES:
        return Model(form, names=_named(title), notes=(_too_large(),))
    words = data.split()
    found = [at for at, word in enumerate(words) if word.lower() == b"vertex"]
    points = _points([words[at + 1 : at + 4] for at in found])
    notes = []
    if len(points) != len(found) or len(points) % 3:
        notes.append(tr("Some of its corners are no numbers or are missing."))
    whole = len(points) // 3 * 3
    return _model(form, points[:whole].reshape(-1, 3, 3), title, notes)


def _model(form: str, corners: Any, title: str, notes: list[str]) -> Model:
    corners = corners.astype(np.float32)
    finite = np.isfinite(corners).all(axis=(1, 2))
    if not finite.all():
        lost = int((~finite).sum())
        notes.append(tr("{count} triangles have corners at no place.", count=lost))
    return _measured(form, corners[finite], _named(title), notes, len(corners))


def _measured(
    form: str,
    triangles: NDArray[np.float32],
    names: tuple[tuple[str, str], ...],
    notes: list[str],
    count: int,
) -> Model:
    extents: tuple[tuple[float, float], ...] = ()
    if len(triangles):
        points = triangles.reshape(-1, 3).astype(np.float64)
        ends = zip(points.min(axis=0), points.max(axis=0), strict=True)
        extents = tuple((float(low), float(high)) for low, high in ends)
    return Model(form, count, extents, triangles, names, tuple(notes))


def read_obj(data: bytes) -> Model:
    """A Wavefront OBJ: its faces as triangles, the material files that it names."""
    form = "OBJ"
    if len(data) > limits.MODEL_TEXT_BYTES:
        return Model(form, notes=(_too_large(),))
    vertices: list[list[bytes]] = []
    corners: list[tuple[int, int, int]] = []
    names: dict[bytes, dict[str, None]] = {
        b"mtllib": {},
        b"usemtl": {},
        b"o": {},
        b"g": {},
    }
    for line in data.splitlines():
        word, _, rest = line.strip().partition(b" ")
        if word == b"v":
            vertices.append(rest.split()[:3])
        elif word == b"f":
            corners += _fan(rest.split(), len(vertices))
        elif word in names and len(names[word]) < _MOST_NAMES:
            names[word].setdefault(caption(rest.decode("utf-8", "replace")))
    points = _points(vertices)
    whole = len(points) == len(vertices)
    indices = np.array(corners, np.int64).reshape(-1, 3)
    valid = ((indices >= 0) & (indices < len(points))).all(axis=1) & whole
    notes = (
        []
        if valid.all()
        else [tr("Some of its faces name corners that are not there.")]
    )
    labels = {
        b"mtllib": tr("Material files"),
        b"usemtl": tr("Materials"),
        b"o": tr("Objects"),
        b"g": tr("Groups"),
    }
    rows = tuple(
        (labels[key], caption(", ".join(found)))
        for key, found in names.items()
        if found
    )
    return _measured(form, points[indices[valid]], rows, notes, len(indices))


def _fan(words: list[bytes], known: int) -> list[tuple[int, int, int]]:
    """A face of any number of corners as triangles, corners counted from 0."""
    places = []
    for word in words:
        first = word.split(b"/")[0]
        if not first.removeprefix(b"-").isdigit() or len(first) > 12:
            return []
        number = int(first)
        places.append(number - 1 if number > 0 else known + number)
    return [(places[0], two, three) for two, three in pairwise(places[1:])]


def read_mtl(data: bytes) -> Model:
    """A material library: each material with its colour."""
    if len(data) > limits.MODEL_TEXT_BYTES:
        return Model("MTL", notes=(_too_large(),))
    rows: list[tuple[str, str]] = []
    for line in data.splitlines():
        word, _, rest = line.strip().partition(b" ")
        said = caption(rest.decode("utf-8", "replace"))
        if word == b"newmtl" and len(rows) < _MOST_NAMES:
            rows.append((said or tr("Material"), ""))
        elif word == b"Kd" and rows:
            rows[-1] = (rows[-1][0], tr("colour {values}", values=said))
    return Model("MTL", names=tuple(rows))


def _points(rows: list[list[bytes]]) -> NDArray[np.float32]:
    """Texts of x, y, z as numbers; empty when one is none."""
    try:
        return np.array(rows, np.float64).reshape(-1, 3).astype(np.float32)
    except (ValueError, OverflowError):
        return np.empty((0, 3), np.float32)


def _named(title: str) -> tuple[tuple[str, str], ...]:
    return ((tr("Header"), title),) if title else ()


def _too_large() -> str:
    megabytes = limits.MODEL_TEXT_BYTES // 1_000_000
    return tr(
        "It is text of more than {megabytes} MB and not read.", megabytes=megabytes
    )
