"""Parts of an ultrasound frame, each with units of its own (PS3.3 C.8.5.5)."""

from collections.abc import Sequence
from typing import NamedTuple

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.records import dataclass

_UNITS = {
    1: (1.0, "%", "%"),
    2: (1.0, "dB", "dB"),
    3: (10.0, "mm", "mm"),  # centimetres
    4: (1.0, "s", "s"),
    5: (1.0, "Hz", "Hz"),
    6: (1.0, "dB/s", "dB/s"),
    7: (1.0, "cm/s", "cm/s"),
    8: (1.0, "cm²", "cm2"),
    9: (1.0, "cm²/s", "cm2/s"),
    10: (1.0, "cm³", "cm3"),
    11: (1.0, "cm³/s", "cm3/s"),
    12: (1.0, "°", "deg"),
}
"""Of a code of units: by what to multiply, as it is written, UCUM."""

_RULED_ACROSS = (
    tags.ReferencePixelX0,
    tags.ReferencePixelPhysicalValueX,
    tags.PhysicalUnitsXDirection,
    tags.PhysicalDeltaX,
)
_RULED_DOWN = (
    tags.ReferencePixelY0,
    tags.ReferencePixelPhysicalValueY,
    tags.PhysicalUnitsYDirection,
    tags.PhysicalDeltaY,
)
_TWO_DIMENSIONAL = 1
_LOW_PRIORITY = 1
_REGIONS_MAX = 256


class Axis(NamedTuple):
    """What a pixel measures in one direction; `code` is the UCUM code of `unit`."""

    size: float
    unit: str
    code: str


_NOTHING = Axis(0.0, "", "")


class Ruler(NamedTuple):
    """Values along one direction of the frame, in the unit of its `Axis`.

    `at_zero` is the value at the frame's first edge, `per_pixel` has its sign.
    """

    at_zero: float
    per_pixel: float

    def value(self, place: float) -> float:
        """At a continuous column or row of the frame."""
        return self.at_zero + self.per_pixel * place


@dataclass(frozen=True, slots=True)
class Region:
    """Its edges in continuous pixels, and a pixel's measure in both directions.

    Lengths may be taken in any direction only where it is a picture in space. One that
    states no units measures nothing, and hides what is under it all the same.
    """

    left: float
    top: float
    right: float
    bottom: float
    across: Axis
    down: Axis
    is_spatial: bool
    low_priority: bool
    number: int
    """Its place in the sequence, from 0."""
    rulers: tuple[Ruler | None, Ruler | None] = (None, None)
    """Across and down, where a reference pixel and its value are given."""

    def has(self, point: tuple[float, float]) -> bool:
        """The point is in it or on its edge."""
        x, y = point
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    @property
    def measures(self) -> bool:
        """It states units, of both directions."""
        return _NOTHING not in (self.across, self.down)

    @property
    def calibration(self) -> tuple[Axis, Axis, bool]:
        """What is the same in regions that measure alike."""
        return self.across, self.down, self.is_spatial


def regions_of(header: Header, frame_index: int) -> tuple[Region, ...]:
    """The regions of a frame that have a place."""
    sequence = tags.SequenceOfUltrasoundRegions
    items = header.group_items(sequence, frame_index)
    items = items or header.items.get(sequence, ())
    found = (_region(item, at) for at, item in enumerate(items[:_REGIONS_MAX]))
    return tuple(region for region in found if region is not None)


def common_region(
    regions: Sequence[Region], points: Sequence[tuple[float, float]]
) -> Region | None:
    """The region that counts for all the points; None when they have none in common.

    Of regions over each other the one of high priority counts; a point in two of the
    same priority that measure differently has none. Points in several regions that
    measure alike have the first one's.
    """
    found = [_region_at(regions, point) for point in points]
    first = found[0] if found else None
    if first is None:
        return None
    alike = all(one and one.calibration == first.calibration for one in found)
    return first if alike else None


def _region_at(regions: Sequence[Region], at: tuple[float, float]) -> Region | None:
    here = [region for region in regions if region.has(at)]
    here = [one for one in here if not one.low_priority] or here
    alike = len({one.calibration for one in here}) == 1
    return here[0] if alike else None


def _region(item: Header, number: int) -> Region | None:
    edges = [
        item.integer(tag, signed=False)
        for tag in (
            tags.RegionLocationMinX0,
            tags.RegionLocationMinY0,
            tags.RegionLocationMaxX1,
            tags.RegionLocationMaxY1,
        )
    ]
    across = _axis(item, tags.PhysicalUnitsXDirection, tags.PhysicalDeltaX)
    down = _axis(item, tags.PhysicalUnitsYDirection, tags.PhysicalDeltaY)
    left, top, right, bottom = (-1 if edge is None else edge for edge in edges)
    if not 0 <= left <= right or not 0 <= top <= bottom:
        return None
    return Region(
        left,
        top,
        right + 1,
        bottom + 1,
        across or _NOTHING,
        down or _NOTHING,
        item.integer(tags.RegionSpatialFormat) == _TWO_DIMENSIONAL,
        bool((item.integer(tags.RegionFlags) or 0) & _LOW_PRIORITY),
        number,
        (
            _ruler(item, left, *_RULED_ACROSS) if across else None,
            _ruler(item, top, *_RULED_DOWN) if down else None,
        ),
    )


def _ruler(
    item: Header, edge: int, pixel: int, value: int, unit: int, delta: int
) -> Ruler | None:
    """By the reference pixel, which counts from the region's first (C.8.5.5.1.14)."""
    at, known = item.integer(pixel), item.number(value)
    step = item.number(delta)
    if at is None or known is None or step is None:
        return None
    factor = _UNITS[item.integer(unit) or 0][0]
    per_pixel = step * factor
    return Ruler(known * factor - per_pixel * (edge + at + 0.5), per_pixel)


def _axis(item: Header, unit_tag: int, delta_tag: int) -> Axis | None:
    known = _UNITS.get(item.integer(unit_tag) or 0)
    delta = item.number(delta_tag)
    if known is None or not delta:
        return None
    factor, unit, code = known
    return Axis(abs(delta) * factor, unit, code)
