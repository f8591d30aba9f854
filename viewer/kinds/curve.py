"""Curves of the groups 5000 to 501E, alone or within an image (PS3.3-2004 C.10.2).

A dimension is written point by point, or as a start and a step (C.10.2.1.5).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer import limits
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.files.walk import CURVE_MARKS
from viewer.kinds.base import ContentError, DisplaySet, Frame
from viewer.kinds.graphs import Fact, Form, Graph, Graphs, Line, Numbers, with_unit
from viewer.kinds.labels import label_of
from viewer.kinds.reading import integer, integers, numbers, raw, text, texts, vr
from viewer.kinds.references import references_of
from viewer.text import mark, tr

if TYPE_CHECKING:
    from pydicom import Dataset

GROUPS = range(0x5000, 0x5020, 2)

_DIMENSIONS, _POINTS, _TYPE, _DESCRIPTION = 0x0005, 0x0010, 0x0020, 0x0022
_UNITS, _LABELS, _REPRESENTATION = 0x0030, 0x0040, 0x0103
_LOWEST, _HIGHEST, _RANGE = 0x0104, 0x0105, 0x0106
_DESCRIPTOR, _START, _STEP = 0x0110, 0x0112, 0x0114
_LABEL, _OVERLAY, _DATA = 0x2500, 0x2610, 0x3000

_REPRESENTATIONS = {
    0: ("US", "u2"),
    1: ("SS", "i2"),
    2: ("FL", "f4"),
    3: ("FD", "f8"),
    4: ("SL", "i4"),
}
_TYPE_NAMES = {
    "TAC": mark("Time activity curve"),
    "PROF": mark("Image profile"),
    "HIST": mark("Histogram"),
    "ROI": mark("Outline of a region"),
    "TABL": mark("Table of values"),
    "FILT": mark("Filter kernel"),
    "POLY": mark("Polyline"),
    "ECG": mark("ECG"),
    "PRESSURE": mark("Pressure"),
    "FLOW": mark("Flow"),
    "PHYSIO": mark("Physiological signal"),
    "RESP": mark("Respiration"),
}
_FORMS: dict[str, Form] = {"HIST": "steps", "ROI": "outline", "TABL": "points"}
"""How the points of a type are joined, where not one after another."""

_UNIT_NAMES = {
    "SEC": "s",
    "CNTS": "counts",
    "MM": "mm",
    "PIXL": "px",
    "NONE": "",
    "BPM": "1/min",
    "CM": "cm",
    "CMS": "cm/s",
    "CM2": "cm²",
    "CM2S": "cm²/s",
    "CM3": "cm³",
    "CM3S": "cm³/s",
    "CMS2": "cm/s²",
    "DGRC": "°C",
    "BQML": "Bq/ml",
    "CPS": "counts/s",
    "MMHG": "mmHg",
}
"""Axis Units of the standard, and what PET and pressures have in common use; others
are shown as they are."""

_OF_THE_OBJECT = (
    (mark("Units of the values"), "Units"),
    (mark("Counts source"), "CountsSource"),
    (mark("Decay correction"), "DecayCorrection"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One group: its coordinates by dimension, each an array of equal length."""

    group: int
    title: str
    type: str
    coordinates: tuple[Numbers, ...]
    units: tuple[str, ...]
    labels: tuple[str, ...]
    facts: tuple[Fact, ...]


def read_curves(dataset: "Dataset", kind: str) -> Graphs:
    """The curves of an object as graphs. Raises ContentError when there is none.

    Several curves over the same axes stand in a graph of all of them first.
    """
    little_endian = getattr(getattr(dataset, "layout", None), "little_endian", True)
    curves: list[Curve] = []
    notes: list[str] = []
    for group in GROUPS:
        if (group, _DATA) not in dataset:
            continue
        try:
            curves.append(_curve(dataset, group, little_endian, notes))
        except ContentError as error:
            notes.append(str(error))
    if not curves:
        raise ContentError(notes[0] if notes else tr("It holds no curve."))
    extra = tuple(
        (label, caption(text(dataset, keyword)))
        for label, keyword in _OF_THE_OBJECT
        if text(dataset, keyword)
    )
    graphs = [_graph([curve], extra) for curve in curves]
    alike = {(one.x_title, one.y_title, one.is_plane) for one in graphs}
    if len(curves) > 1 and len(alike) == 1:
        graphs.insert(0, _graph(curves, extra))
    return Graphs(tuple(graphs), references_of(dataset), tuple(notes))


def has_curves(header: Header) -> bool:
    """Whether an object, an image perhaps, holds curves."""
    return any(header.present(mark) for mark in CURVE_MARKS)


def curves_of(header: Header) -> DisplaySet:
    """The curves within an image as a display set of their own, to stand beside it."""
    label = " · ".join(filter(None, (label_of(header), tr("Curves"))))
    return DisplaySet("curve", "graphs", label, (Frame(header),))


def _curve(
    dataset: "Dataset", group: int, little_endian: bool, notes: list[str]
) -> Curve:
    def at(element: int) -> int:
        return group << 16 | element

    label = caption(text(dataset, at(_LABEL)))
    description = caption(text(dataset, at(_DESCRIPTION)))
    type_name = text(dataset, at(_TYPE)).upper()
    place = tr("Curve {number}", number=(group - GROUPS[0]) // 2 + 1)
    title = label or description or _type_name(type_name) or place
    coordinates = _coordinates(dataset, group, little_endian, title, notes)
    facts = (
        (mark("Type of data"), _type_text(type_name)),
        (mark("Description"), description),
        (mark("Points"), str(len(coordinates[0]))),
        (mark("Dimensions"), str(len(coordinates))),
        (mark("Representation"), _representation(dataset, group)[0]),
        (mark("Range"), " … ".join(map(caption, texts(dataset, at(_RANGE))))),
        (mark("Lowest coordinates"), _list(dataset, at(_LOWEST))),
        (mark("Highest coordinates"), _list(dataset, at(_HIGHEST))),
        (mark("Overlay group"), _list(dataset, at(_OVERLAY))),
        (mark("Element group"), f"{group:04X}"),
    )
    return Curve(
        group,
        title,
        type_name,
        coordinates,
        tuple(_unit(one) for one in texts(dataset, at(_UNITS))),
        tuple(caption(one) for one in texts(dataset, at(_LABELS))),
        tuple((name, value) for name, value in facts if value),
    )


def _type_text(type_name: str) -> str:
    known = _type_name(type_name)
    if known in ("", type_name):
        return caption(type_name)
    return f"{type_name} – {known}"


def _type_name(type_name: str) -> str:
    return tr(_TYPE_NAMES[type_name]) if type_name in _TYPE_NAMES else ""


def _list(dataset: "Dataset", tag: int) -> str:
    return ", ".join(f"{value:g}" for value in numbers(dataset, tag))


def _unit(term: str) -> str:
    return _UNIT_NAMES.get(term.upper(), caption(term))


def _representation(dataset: "Dataset", group: int) -> tuple[str, str]:
    """VR and numpy type of a value; US where the object does not say."""
    stated = integer(dataset, group << 16 | _REPRESENTATION)
    return _REPRESENTATIONS.get(stated if stated is not None else 0, ("", ""))


def _coordinates(
    dataset: "Dataset", group: int, little_endian: bool, title: str, notes: list[str]
) -> tuple[Numbers, ...]:
    """Of each dimension, those with a start and a step among them."""
    base = group << 16
    dimensions = integer(dataset, base | _DIMENSIONS) or 0
    if not 1 <= dimensions <= limits.CURVE_DIMENSIONS:
        raise ContentError(
            tr("{name} has {count} dimensions.", name=title, count=dimensions)
        )
    descriptor = integers(dataset, base | _DESCRIPTOR)
    spaced = [
        at for at in range(dimensions) if at < len(descriptor) and descriptor[at] == 0
    ]
    written = dimensions - len(spaced)
    values = _values(dataset, group, little_endian)
    claimed = integer(dataset, base | _POINTS) or 0
    points = claimed
    if written:
        held = len(values) // written
        points = min(claimed or held, held)
        if points < claimed:
            notes.append(
                tr(
                    "{name} announces {claimed} points, the object holds {held}.",
                    name=title,
                    claimed=claimed,
                    held=held,
                )
            )
    if not points:
        raise ContentError(tr("{name} has no points.", name=title))
    explicit = iter(values[: points * written].reshape(points, written).T)
    return tuple(
        _spaced(dataset, base, dimension, spaced, points)
        if dimension in spaced
        else next(explicit)
        for dimension in range(dimensions)
    )


def _spaced(
    dataset: "Dataset", base: int, dimension: int, spaced: list[int], points: int
) -> Numbers:
    """start + step × n; given for each dimension, or for those that are spaced only."""

    def of(element: int, absent: float) -> float:
        found = numbers(dataset, base | element)
        place = spaced.index(dimension) if len(found) <= len(spaced) else dimension
        return found[place] if place < len(found) else absent

    return of(_START, 0.0) + of(_STEP, 1.0) * np.arange(points, dtype=np.float64)


def _values(dataset: "Dataset", group: int, little_endian: bool) -> Numbers:
    """All numbers of the curve data in their order.

    Words of a big endian file are swapped, whatever they make up; bytes never are.
    """
    tag = group << 16 | _DATA
    data = raw(dataset, tag)
    if not data:
        return np.array(numbers(dataset, tag), np.float64)
    _, kind = _representation(dataset, group)
    if not kind:
        raise ContentError(tr("A curve is in a representation that is not defined."))
    if vr(dataset, tag) == "OW" and not little_endian:
        words = np.frombuffer(data, np.uint16, len(data) // 2)
        data = words.byteswap().tobytes()
    dtype: np.dtype[Any] = np.dtype(kind).newbyteorder("<")
    found = np.frombuffer(data, dtype, len(data) // dtype.itemsize)
    return found.astype(np.float64)


def _graph(curves: list[Curve], extra: tuple[Fact, ...]) -> Graph:
    first = curves[0]
    single = len(curves) == 1
    is_plane = (
        first.type in ("ROI", "POLY")
        and len(first.coordinates) == 2
        and first.units[:1] in ((), ("",), ("px",))
        and first.units[1:2] in ((), ("",), ("px",))
    )
    x_title, y_title = _titles(first, is_plane)
    return Graph(
        title=first.title if single else tr("All curves"),
        lines=tuple(line for curve in curves for line in _lines(curve)),
        x_title=x_title,
        y_title=y_title,
        facts=(*first.facts, *extra) if single else extra,
        is_plane=is_plane,
    )


def _lines(curve: Curve) -> list[Line]:
    """Each dimension over the first one; a single one over the number of its point."""
    form = _FORMS.get(curve.type, "line")
    if len(curve.coordinates) == 1:
        (y,) = curve.coordinates
        return [Line(curve.title, np.arange(1.0, len(y) + 1), y, form)]
    x, *others = curve.coordinates
    if len(others) == 1:
        return [Line(curve.title, x, others[0], form)]
    return [
        Line(_part(curve.labels, at) or f"{curve.title} {at}", x, y, form)
        for at, y in enumerate(others, 1)
    ]


def _titles(curve: Curve, is_plane: bool) -> tuple[str, str]:
    if len(curve.coordinates) == 1:
        name = _part(curve.labels, 0) or tr("Value")
        return tr("Point"), with_unit(name, _part(curve.units, 0))
    unit = "px" if is_plane else ""
    names = (tr("Column"), tr("Row")) if is_plane else ("x", "y")
    if curve.type == "TAC" and _part(curve.units, 0) == "s":
        names = (tr("Time"), tr("Activity"))
    x, y = (
        with_unit(_part(curve.labels, at) or names[at], _part(curve.units, at) or unit)
        for at in (0, 1)
    )
    return x, y


def _part(parts: tuple[str, ...], at: int) -> str:
    return parts[at] if at < len(parts) else ""
