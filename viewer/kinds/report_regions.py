"""What a structured report draws on images: its spatial coordinates (PS3.3 C.18.6).

With the words that belong to them: the name or finding of the group that they stand
in, and its measurements as the report has them; nothing is computed anew. Coordinates
are of the image's pixels, in which the outer corner of the first one is 0, 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from viewer import limits
from viewer.dicom.values import caption
from viewer.geometry.outlines import Point
from viewer.kinds.reading import code, integers, items, numbers, text
from viewer.kinds.references import Reference, reference_of
from viewer.kinds.report_items import unit_text
from viewer.pixels.graphics import Shape

if TYPE_CHECKING:
    from pydicom import Dataset

_NAMES = (("112039", "DCM"), ("121071", "DCM"), ("112040", "DCM"))
"""Tracking Identifier, Finding; a Tracking Unique Identifier is no name for people."""

_FEWEST: dict[str, int] = {"POINT": 1, "POLYLINE": 2, "CIRCLE": 2, "ELLIPSE": 4}


@dataclass(frozen=True, slots=True)
class Region:
    """One figure on some frames; `words` are what the report says of it, line by line.

    Of a POINT each point is one of its own.
    """

    shape: Shape
    points: tuple[Point, ...]
    references: tuple[Reference, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regions:
    """All regions of a report; `left_out` are those that are in no image's pixels."""

    drawn: tuple[Region, ...] = ()
    left_out: int = 0


def read_regions(dataset: "Dataset") -> Regions:
    """Of a data set with a content tree; never raises."""
    reader = _Reader(dataset)
    reader.visit(dataset, (), 0)
    return Regions(tuple(reader.found), reader.left_out)


class _Reader:
    def __init__(self, root: "Dataset") -> None:
        self.found: list[Region] = []
        self.left_out = 0
        self._root = root
        self._left = limits.REPORT_ITEMS
        self._points = limits.GRAPHIC_POINTS

    def visit(self, item: "Dataset", words: tuple[str, ...], depth: int) -> None:
        """An item and what stands below it.

        `words` are of the group around it: its name or "", then what was measured.
        """
        self._left -= 1
        if self._left <= 0 or depth > limits.SEQUENCE_DEPTH:
            return
        kind = text(item, "ValueType").upper()
        if kind == "SCOORD":
            self._take(item, words)
        elif kind == "SCOORD3D":
            self.left_out += 1
        below = items(item, "ContentSequence")
        if kind == "CONTAINER":
            words = _said(below) or words
        elif kind == "NUM":
            words = (words[0] if words else "", _measured(item))
        taken = len(self.found)
        for child in below:
            self.visit(child, words, depth + 1)
            if kind == "NUM" and len(self.found) > taken:
                words = ()  # said once, beside the first of its lines

    def _take(self, item: "Dataset", words: tuple[str, ...]) -> None:
        references = tuple(dict.fromkeys(self._images(item)))
        shape = text(item, "GraphicType").upper()
        values = numbers(item, "GraphicData")
        points = tuple(zip(values[0::2], values[1::2], strict=False))
        if shape == "MULTIPOINT":
            shape = "POINT"
        whole = text(item, "PixelOriginInterpretation").upper() == "VOLUME"
        self._points -= len(points)
        fits = len(points) >= _FEWEST.get(shape, 1) and self._points >= 0
        for known in get_args(Shape):
            if shape == known and shape in _FEWEST and references and fits:
                if whole:
                    break
                said = tuple(filter(None, words))
                self.found.append(Region(known, points, references, said))
                return
        self.left_out += 1

    def _images(self, item: "Dataset") -> Iterator[Reference]:
        """The images that an item was selected from, named there or elsewhere."""
        for child in items(item, "ContentSequence"):
            place = integers(child, "ReferencedContentItemIdentifier")
            named = self._at(place) if place else child
            if named is None or text(named, "ValueType").upper() != "IMAGE":
                continue
            for one in map(reference_of, items(named, "ReferencedSOPSequence")):
                if one is not None:
                    yield one

    def _at(self, place: tuple[int, ...]) -> "Dataset | None":
        """The item at a place; the root is 1 (C.17.3.2.5)."""
        item = self._root
        for number in place[1 : limits.SEQUENCE_DEPTH]:
            below = items(item, "ContentSequence")
            if not 0 < number <= len(below):
                return None
            item = below[number - 1]
        return item


def _said(below: tuple["Dataset", ...]) -> tuple[str, ...]:
    """The name of a group or "", then its measurements; () when it says neither."""
    named = [
        caption(text(item, "TextValue") or str(code(item, "ConceptCodeSequence") or ""))
        for item in below
        if (concept := code(item, "ConceptNameCodeSequence")) is not None
        and (concept.value, concept.scheme) in _NAMES
    ]
    measured = [
        _measured(item)
        for item in below
        if text(item, "ValueType").upper() == "NUM" and not _has_region(item)
    ]
    told = ("".join(named[:1]), *filter(None, measured))
    return told if any(told) else ()


def _has_region(item: "Dataset") -> bool:
    return any(
        text(child, "ValueType").upper() == "SCOORD"
        for child in items(item, "ContentSequence")
    )


def _measured(item: "Dataset") -> str:
    """Name, number as in the file, and unit."""
    name = code(item, "ConceptNameCodeSequence")
    for value in items(item, "MeasuredValueSequence"):
        unit = unit_text(code(value, "MeasurementUnitsCodeSequence"))
        number = caption(text(value, "NumericValue"))
        return caption(f"{name or ''} {number} {unit}".strip())
    return ""
