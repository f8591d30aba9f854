"""Layers, graphics and texts of a presentation state (PS3.3 C.10.5, C.10.7).

PIXEL units are frame coordinates: (0, 0) is the corner of the first pixel. DISPLAY
units are parts of the displayed area as it lies on the screen.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, get_args

from viewer import limits
from viewer.dicom import tags
from viewer.dicom.values import caption, visible
from viewer.files.header import Header
from viewer.geometry.outlines import (
    ROUND_STEPS,
    SMOOTH_STEPS,
    Point,
    circle,
    ellipse,
    smooth,
)
from viewer.pixels.cielab import srgb_of
from viewer.pixels.references import Reference, read_references

Units = Literal["PIXEL", "DISPLAY"]
Shape = Literal["POINT", "POLYLINE", "INTERPOLATED", "CIRCLE", "ELLIPSE"]
Justification = Literal["LEFT", "CENTER", "RIGHT"]
Rgb = tuple[int, int, int]
_Read = TypeVar("_Read")

_FEWEST_POINTS: dict[Shape, int] = {
    "POINT": 1,
    "POLYLINE": 2,
    "INTERPOLATED": 2,
    "CIRCLE": 2,
    "ELLIPSE": 4,
}


@dataclass(frozen=True, slots=True)
class Layer:
    """Layers of a higher `order` lie over the others; `colour` None: not stated."""

    name: str
    order: int = 0
    colour: Rgb | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Graphic:
    """One figure."""

    shape: Shape
    points: tuple[Point, ...]
    units: Units = "PIXEL"
    filled: bool = False

    @property
    def length(self) -> int:
        """Points of the line that is drawn."""
        if self.shape in ("CIRCLE", "ELLIPSE"):
            return ROUND_STEPS
        steps = SMOOTH_STEPS if self.shape == "INTERPOLATED" else 1
        return len(self.points) * steps

    def chain(self) -> tuple[Point, ...]:
        """The line that is drawn, in the figure's own units; a point is itself."""
        if self.shape == "CIRCLE":
            return circle(*self.points[:2])
        if self.shape == "ELLIPSE":
            return ellipse(self.points[:4])
        if self.shape == "INTERPOLATED":
            return smooth(self.points)
        return self.points


@dataclass(frozen=True, slots=True)
class Note:
    """One text, in a box or at an anchor; a visible anchor gets a line to the text."""

    lines: tuple[str, ...]
    box: tuple[Point, Point] | None = None
    box_units: Units = "PIXEL"
    justification: Justification = "LEFT"
    anchor: Point | None = None
    anchor_units: Units = "PIXEL"
    anchor_visible: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is drawn in one layer over the frames that it refers to."""

    layer: str
    references: tuple[Reference, ...] = ()
    graphics: tuple[Graphic, ...] = ()
    notes: tuple[Note, ...] = ()


def read_layers(header: Header) -> tuple[Layer, ...]:
    """All layers from the lowest to the topmost; those without a name are left out."""
    items = header.items.get(tags.GraphicLayerSequence, ())[: limits.STATE_ITEMS]
    layers = [
        Layer(
            name,
            item.integer(tags.GraphicLayerOrder) or 0,
            _colour(item),
            caption(item.text(tags.GraphicLayerDescription)),
        )
        for item in items
        if (name := item.text(tags.GraphicLayer).strip())
    ]
    return tuple(sorted(layers, key=lambda layer: layer.order))


def bounded(annotations: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    """Without what is too much to be drawn: the last ones are left out."""
    points, notes = 0, 0
    kept = []
    for annotation in annotations:
        graphics = []
        for graphic in annotation.graphics:
            points += graphic.length
            if points <= limits.GRAPHIC_POINTS:
                graphics.append(graphic)
        room = max(limits.STATE_NOTES - notes, 0)
        notes += len(annotation.notes)
        kept.append(
            replace(annotation, graphics=tuple(graphics), notes=annotation.notes[:room])
        )
    return tuple(kept)


def read_annotations(header: Header) -> tuple[Annotation, ...]:
    """Graphics and texts; a malformed one costs itself only."""
    items = header.items.get(tags.GraphicAnnotationSequence, ())
    return tuple(
        Annotation(
            item.text(tags.GraphicLayer).strip(),
            read_references(item),
            _all_of(item, tags.GraphicObjectSequence, _read_graphic),
            _all_of(item, tags.TextObjectSequence, _read_note),
        )
        for item in items[: limits.STATE_ITEMS]
    )


def _all_of(
    item: Header, tag: int, read: Callable[[Header], _Read | None]
) -> tuple[_Read, ...]:
    found = item.items.get(tag, ())[: limits.STATE_ITEMS]
    return tuple(one for one in map(read, found) if one is not None)


def _read_graphic(item: Header) -> Graphic | None:
    shape = item.text(tags.GraphicType).strip()
    units = _units(item, tags.GraphicAnnotationUnits)
    points = _points(item, tags.GraphicData)
    for known in get_args(Shape):
        if shape == known and units and len(points) >= _FEWEST_POINTS[known]:
            filled = item.text(tags.GraphicFilled).strip() == "Y"
            return Graphic(known, points, units, filled)
    return None


def _read_note(item: Header) -> Note | None:
    text = item.text(tags.UnformattedTextValue)[: limits.NOTE_CHARACTERS]
    lines = tuple(visible(line) for line in text.splitlines())
    box_units = _units(item, tags.BoundingBoxAnnotationUnits)
    anchor_units = _units(item, tags.AnchorPointAnnotationUnits)
    first = _points(item, tags.BoundingBoxTopLeftHandCorner)
    last = _points(item, tags.BoundingBoxBottomRightHandCorner)
    anchor = _points(item, tags.AnchorPoint)
    box = (first[0], last[0]) if box_units and first and last else None
    at = anchor[0] if anchor_units and anchor else None
    if not any(lines) or (box is None and at is None):
        return None
    return Note(
        lines,
        box,
        box_units or "PIXEL",
        _justification(item),
        at,
        anchor_units or "PIXEL",
        item.text(tags.AnchorPointVisibility).strip() == "Y",
    )


def _justification(item: Header) -> Justification:
    named = item.text(tags.BoundingBoxTextHorizontalJustification).strip()
    known = (one for one in get_args(Justification) if one == named)
    return next(known, "LEFT")


def _units(item: Header, tag: int) -> Units | None:
    named = item.text(tag).strip()
    return next((units for units in get_args(Units) if units == named), None)


def _points(item: Header, tag: int) -> tuple[Point, ...]:
    """Pairs (column, row); a number without its partner is left out."""
    numbers = item.numbers(tag)[: 2 * limits.GRAPHIC_POINTS]
    return tuple(zip(numbers[0::2], numbers[1::2], strict=False))


def _colour(item: Header) -> Rgb | None:
    """The recommended colour, else the recommended grey (P-value of 16 bits)."""
    lab = item.integers(tags.GraphicLayerRecommendedDisplayCIELabValue)
    if len(lab) == 3:
        return srgb_of(lab)
    rgb = item.integers(tags.GraphicLayerRecommendedDisplayRGBValue)
    if len(rgb) == 3:
        return (rgb[0] >> 8, rgb[1] >> 8, rgb[2] >> 8)
    grey = item.integer(tags.GraphicLayerRecommendedDisplayGrayscaleValue)
    return None if grey is None else (grey >> 8, grey >> 8, grey >> 8)
