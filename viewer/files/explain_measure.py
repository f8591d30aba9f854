"""What a length drawn on a frame rests on: its formula and the attributes behind it.

PS3.3 10.7.1 (spacing), C.8.5.5 (ultrasound regions).
"""

import math
from collections.abc import Sequence

from viewer.dicom import tags
from viewer.files.explain_place import magnification_aside, spacing_attributes
from viewer.files.explanation import (
    Attributes,
    Holder,
    Step,
    attributes,
    item_of,
    number,
    term,
)
from viewer.files.header import Header
from viewer.files.measures import Calibration, UserCalibration, calibration_of
from viewer.files.spatial import spacing_of
from viewer.files.ultrasound_regions import common_region, regions_of
from viewer.geometry.marks import Point
from viewer.text import figure, tr

_REGION = (
    tags.RegionSpatialFormat,
    tags.RegionFlags,
    tags.RegionLocationMinX0,
    tags.RegionLocationMinY0,
    tags.RegionLocationMaxX1,
    tags.RegionLocationMaxY1,
    tags.PhysicalUnitsXDirection,
    tags.PhysicalUnitsYDirection,
    tags.PhysicalDeltaX,
    tags.PhysicalDeltaY,
)
_NOT_MEASURED = (tags.NominalScannedPixelSpacing, tags.PixelAspectRatio)


def explain_distance(
    header: Header,
    frame_index: int,
    a: Point,
    b: Point,
    users: Sequence[UserCalibration] = (),
) -> Step:
    """The distance between two frame points, with its basis."""
    by = calibration_of(header, frame_index, (a, b), users)
    across, down = b[0] - a[0], b[1] - a[1]
    found = basis_attributes(header, frame_index, (a, b), by)
    if by.scale is None:
        sizes = (abs(across) * by.across.size, abs(down) * by.down.size)
        units = (by.across.unit, by.down.unit)
        parts = [f"{number(s)} {u}" for s, u in zip(sizes, units, strict=True)]
        value = " · ".join((f"↔ {parts[0]}", f"↕ {parts[1]}"))
        sentence = tr("Across and down measure different things here.")
        return Step("distance", value, f"{sentence} {_basis(by, found)}", found, sizes)
    aside, distances = magnification_aside(header, by.basis)
    unit = by.across.unit
    length = math.hypot(across * by.across.size, down * by.down.size)
    if by.is_physical:
        formula = (
            f"√(({term(across)} × {_short(by.across.size)})² + "
            f"({term(down)} × {_short(by.down.size)})²)"
        )
    else:
        formula = f"√({term(across)}² + {term(down)}²)"
    value = f"{figure(length, '.1f')} {by.labelled(unit)}"
    sentence = f"{formula}. {_basis(by, found)} {aside}".strip()
    return Step("distance", value, sentence, (*found, *distances), (length,), unit)


def explain_basis(
    header: Header, frame_index: int, points: Sequence[Point], by: Calibration
) -> Step:
    """What the size of a pixel between some points rests on."""
    found = basis_attributes(header, frame_index, points, by)
    value = tr(
        "1 pixel = {across} {across_unit} across × {down} {down_unit} down",
        across=_short(by.across.size),
        across_unit=by.across.unit,
        down=_short(by.down.size),
        down_unit=by.down.unit,
    )
    if not by.is_physical:
        value = tr("lengths are in pixels")
    sizes = (by.across.size, by.down.size)
    aside, distances = magnification_aside(header, by.basis)
    sentence = f"{_basis(by, found)} {aside}".strip()
    told = (*found, *distances)
    return Step("pixel size", value, sentence, told, sizes, by.across.unit)


def with_calibration(
    steps: Sequence[Step],
    header: Header,
    frame_index: int,
    at: Point,
    users: Sequence[UserCalibration],
) -> tuple[Step, ...]:
    """The steps of a pixel, and after its spacing what the reader's line says of it."""
    by = calibration_of(header, frame_index, (at,), users)
    if by.basis != "user":
        return tuple(steps)
    step = explain_basis(header, frame_index, (at,), by)
    names = [one.name for one in steps]
    place = names.index("spacing") + 1 if "spacing" in names else len(names)
    return (*steps[:place], step, *steps[place:])


def basis_attributes(
    header: Header, frame_index: int, points: Sequence[Point], by: Calibration
) -> Attributes:
    """Those that decided how large a pixel is between the points."""
    if by.basis == "region":
        region = common_region(regions_of(header, frame_index), points)
        assert region is not None
        sequence = tags.SequenceOfUltrasoundRegions
        return attributes(item_of(Holder(header), sequence, region.number), *_REGION)
    if by.basis == "user":
        return ()
    spacing = spacing_of(header, frame_index)
    if by.is_physical and spacing is not None:
        return spacing_attributes(header, frame_index, spacing)
    return attributes(Holder(header), *_NOT_MEASURED)


def _basis(by: Calibration, found: Attributes) -> str:
    if not found or not by.is_physical:
        sentence = by.sentence[:1].upper() + by.sentence[1:]
        return sentence if sentence.endswith(".") else f"{sentence}."
    return tr(
        "From {keyword} {tag}: {where}.",
        keyword=found[-1 if by.basis == "region" else 0].keyword,
        tag=found[-1 if by.basis == "region" else 0].tag,
        where=by.sentence,
    )


def _short(value: float) -> str:
    return figure(value, ".4g")
