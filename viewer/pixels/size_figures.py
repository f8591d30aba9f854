"""What a mark measures in space: lengths, angles and areas, in what they rest on.

Ends are placed to about half a pixel, and no figure has more decimals than that leaves.
"""

import math
from collections.abc import Sequence

from viewer.files.measures import Calibration
from viewer.files.ultrasound_regions import Axis
from viewer.geometry.marks import CLOSED, Mark, Point
from viewer.geometry.measure import (
    Scale,
    angle,
    area,
    cobb_angle,
    crosses_itself,
    length,
    outline,
    perimeter,
)
from viewer.pixels.mark_figures import Figure, FigureName, decimals
from viewer.text import tr

HALF, BOTH_ENDS = 0.5, 0.7
"""What an end is placed to, and what a line between two of them is known to: pixels."""
_WHOLE = Scale()


def places_of(mark: Mark) -> tuple[Point, ...]:
    """The points that must be measured alike for the mark to be measured."""
    return outline(mark.shape, mark.points) if mark.shape in CLOSED else mark.points


def size_figures(
    mark: Mark, by: Calibration
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """Figures of a whole mark, and sentences on what has none."""
    if mark.shape in CLOSED:
        return _area_figures(mark, by)
    if mark.shape in ("angle", "cobb"):
        return _angle_figures(mark, by)
    if mark.shape == "calibration" and mark.length_mm is not None:
        return (_known(mark.length_mm, by),), ()
    if mark.shape == "bidirectional":
        return _lengths(_axes(mark.points[:2], mark.points[2:], by), by)
    if mark.shape == "ratio":
        return _ratio_figures(mark, by)
    if mark.shape in ("distance", "polyline", "profile", "calibration"):
        return _lengths((("length", mark.points),), by)
    return (), ()


def _axes(
    first: Sequence[Point], second: Sequence[Point], by: Calibration
) -> tuple[tuple[FigureName, Sequence[Point]], ...]:
    """In the order of the mark; named by which is longer, not by what was meant."""
    scale = by.scale or _WHOLE
    if length(first, scale) >= length(second, scale):
        return ("long axis", first), ("short axis", second)
    return ("short axis", first), ("long axis", second)


def _ratio_figures(
    mark: Mark, by: Calibration
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """Shorter over longer, which needs the shape of the pixels only, and both."""
    if by.is_physical and by.scale is None:
        return (), (
            tr("Across and down measure different things here: there is no ratio."),
        )
    lines = mark.points[:2], mark.points[2:]
    above, below = sorted(length(line, by.angle_scale) for line in lines)
    if not above:
        return (), ()
    basis, sentence = by.basis, by.sentence
    if not by.is_physical:
        basis = "pixels" if by.aspect == 1.0 else "aspect"
        sentence = tr("by the shape of the pixels")
    value = above / below
    error = BOTH_ENDS * by.angle_scale.smaller / below * math.hypot(1.0, value)
    digits = min(decimals(error), 3)
    found = Figure("ratio", value, "", "1", basis, "", sentence, digits)
    named: tuple[FigureName, FigureName] = ("shorter", "longer")
    if length(lines[0], by.angle_scale) > length(lines[1], by.angle_scale):
        named = ("longer", "shorter")
    sizes, notes = _lengths(tuple(zip(named, lines, strict=True)), by)
    return (found, *sizes), notes


def _lengths(
    lines: Sequence[tuple[FigureName, Sequence[Point]]], by: Calibration
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    scale = by.scale
    if scale is not None:
        return tuple(
            _size(name, length(points, scale), by, BOTH_ENDS * scale.smaller)
            for name, points in lines
        ), ()
    note = tr("Across and down measure different things here: there is no length.")
    if len(lines) > 1 or len(lines[0][1]) != 2:
        return (), (note,)
    (start, end) = lines[0][1]
    across, down = abs(end[0] - start[0]), abs(end[1] - start[1])
    figures = (
        _along("across", across, by.across, by),
        _along("down", down, by.down, by),
    )
    return figures, (note,)


def _along(name: FigureName, pixels: float, axis: Axis, by: Calibration) -> Figure:
    return Figure(
        name,
        pixels * axis.size,
        axis.unit,
        axis.code,
        by.basis,
        by.labelled(axis.unit),
        by.sentence,
        decimals(BOTH_ENDS * axis.size),
    )


def _size(name: FigureName, value: float, by: Calibration, error: float) -> Figure:
    unit, code = by.across.unit, by.across.code
    if name == "area":
        unit += "²"
        code = f"{code}2" if by.is_physical else "{square_pixels}"
    label = by.labelled(unit)
    digits = decimals(error)
    return Figure(name, value, unit, code, by.basis, label, by.sentence, digits)


def _known(length_mm: float, by: Calibration) -> Figure:
    label = tr("mm, known length")
    whole = length_mm == int(length_mm)
    digits = 0 if whole else 1
    return Figure("length", length_mm, "mm", "mm", "user", label, by.sentence, digits)


def _angle_figures(
    mark: Mark, by: Calibration
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    if by.is_physical and by.scale is None:
        return (), (
            tr("Across and down measure different things here: there is no angle."),
        )
    scale, points = by.angle_scale, mark.points
    if mark.shape == "angle":
        degrees = angle(points[0], points[1], points[2], scale)
        lines = [points[:2], points[1:]]
        name: FigureName = "angle"
    else:
        degrees = cobb_angle(points, scale)
        lines = [points[:2], points[2:]]
        name = "cobb angle"
    if degrees is None:
        return (), ()
    shortest = min(length(line, scale) for line in lines)
    error = math.degrees(HALF * scale.smaller / shortest)
    basis, sentence = by.basis, by.sentence
    if not by.is_physical:
        basis = "pixels" if by.aspect == 1.0 else "aspect"
        sentence = tr("by the shape of the pixels")
    digits = min(decimals(error), 1)
    return (Figure(name, degrees, "°", "deg", basis, "°", sentence, digits),), ()


def _area_figures(
    mark: Mark, by: Calibration
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    scale = by.scale
    if scale is None:
        return (), (
            tr("Across and down measure different things here: there is no area."),
        )
    around = perimeter(mark.shape, mark.points, scale)
    surface = area(mark.shape, mark.points, scale)
    figures = (
        _size("area", surface, by, HALF * scale.smaller * around),
        _size("perimeter", around, by, BOTH_ENDS * scale.smaller),
    )
    if not crosses_itself(mark.shape, mark.points):
        return figures, ()
    note = tr("The outline crosses itself: all that it goes round is inside, once.")
    return figures, (note,)
