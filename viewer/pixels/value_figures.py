"""What a mark measures of the pixels' values: statistics of an area, value of a point.

Modality values in their own unit, and what else the object allows: real world values
and uptake. Never what is only displayed: windows, palettes, profiles, other pictures.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.inside import Inside, pixels_inside
from viewer.geometry.marks import CLOSED, Mark
from viewer.geometry.measure import box
from viewer.pixels.decode import Decoded
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.look import LookupTable
from viewer.pixels.mark_figures import Figure, FigureName, decimals
from viewer.pixels.real_world import RealWorldMap
from viewer.pixels.statistics import (
    Statistics,
    Values,
    left_out_of,
    statistics,
    step_of,
    values_inside,
)
from viewer.text import tr

_CODES = {
    "": "1",
    "HU": "[hnsf'U]",
    "mg/ml": "mg/ml",
    "%": "%",
    "Gy": "Gy",
    "cm²": "cm2",
    "cm²/ml": "cm2/ml",
    "counts": "{counts}",
    "counts/s": "{counts}/s",
    "Bq/ml": "Bq/ml",
    "mg/min/ml": "mg/min/ml",
    "µmol/min/ml": "umol/min/ml",
    "ml/min/g": "ml/min/g",
    "ml/g": "ml/g",
    "1/cm": "/cm",
    "µmol/ml": "umol/ml",
    "∝ counts": "{propcounts}",
    "∝ counts/s": "{propcounts}/s",
    "ml/min/ml": "ml/min/ml",
    "ml/ml": "ml/ml",
    "g/ml": "g/ml",
}
"""UCUM codes of units as they are written."""

_MAPS_MOST = 3
Figures = tuple[Figure, ...]
Notes = tuple[str, ...]


def value_figures(
    mark: Mark, decoded: Decoded, info: FrameInfo
) -> tuple[Figures, Notes]:
    """Of an area or a point; nothing of other marks."""
    inside = inside_of(mark, decoded)
    if inside is None:
        return (), ()
    measured = values_inside(inside, decoded, info)
    if measured.why_not:
        return (), (tr(measured.why_not),)
    notes = list(_notes(mark, decoded, info, inside))
    figures: list[Figure] = []
    for channel, values in measured.channels:
        found = statistics(values, measured.left_out)
        step = step_of(info, decoded.values.dtype, found) if info.has_voi else 1.0
        unit = "" if channel else info.unit
        label = unit or _lut_label(info)
        if decoded.difference is not None:
            label = f"Δ {label}".strip()
        code = _CODES.get(unit, "")
        figures += _told(mark, found, unit, code, label, step, channel)
    figures += _others(mark, inside, decoded, info)
    if measured.channels and mark.shape in CLOSED:
        count = measured.channels[0][1].size
        figures += _counts(count, measured.left_out)
    return tuple(figures), tuple(notes)


def inside_of(mark: Mark, decoded: Decoded) -> Inside | None:
    """The pixels of an area, or the one under a point; None of other marks."""
    rows, columns = decoded.values.shape[:2]
    if mark.shape in CLOSED:
        return pixels_inside(mark.shape, mark.points, rows, columns)
    if mark.shape != "point":
        return None
    column, row = (math.floor(part) for part in mark.points[0])
    if not (0 <= column < columns and 0 <= row < rows):
        return None
    one = np.ones((1, 1), np.bool_)
    return Inside(slice(row, row + 1), slice(column, column + 1), one)


def value_notes(decoded: Decoded, info: FrameInfo) -> Notes:
    """What is to be known of the frame's values."""
    notes = [tr(note) for note in info.notes]
    if decoded.difference is not None:
        notes.append(tr("The values are differences from the mask."))
    if isinstance(info.transform, LookupTable) and info.has_voi:
        notes.append(
            tr("The values are by the modality LUT, of type {kind}.", kind=info.unit)
            if info.unit
            else tr("The values are by a modality LUT that states no unit.")
        )
    if info.suv is not None and info.suv.factor is None:
        notes.append(tr("no SUV: {reason}", reason=tr(info.suv.refusal)))
    if info.colour == "supplemental":
        notes.append(tr("Pixels that hold colours are left out."))
    if info.is_colour and not info.has_voi:
        notes.append(tr("Red, green and blue as stored, without colour management."))
    return tuple(notes)


def _notes(mark: Mark, decoded: Decoded, info: FrameInfo, inside: Inside) -> Notes:
    notes: list[str] = []
    rows, columns = decoded.values.shape[:2]
    if mark.shape in CLOSED:
        left, top, right, bottom = box(mark.points)
        if min(left, top) < 0 or right > columns or bottom > rows:
            notes.append(tr("Part of it is beyond the image: what is on it counts."))
        if not inside.mask.any():
            notes.append(tr("No centre of a pixel is inside: there are no values."))
            return tuple(notes)
    return (*notes, *value_notes(decoded, info))


def _lut_label(info: FrameInfo) -> str:
    """For values by a table that has no unit: they are never taken for others."""
    by_table = isinstance(info.transform, LookupTable) and info.has_voi
    return tr("LUT output") if by_table else ""


def _told(
    mark: Mark,
    found: Statistics,
    unit: str,
    code: str,
    label: str,
    step: float,
    channel: str = "",
) -> Figures:
    """The figures of one channel or quantity; none without values.

    Decimals go by the step from value to value, and to five figures at most.
    """
    if not found.count:
        return ()
    size = max(abs(found.least), abs(found.greatest))
    fine = decimals(max(step / 10, size / 10_000))
    coarse = decimals(max(step, size / 10_000))
    named: tuple[tuple[FigureName, float, int], ...] = (
        ("mean", found.mean, fine),
        ("deviation", found.deviation, fine),
        ("least", found.least, coarse),
        ("greatest", found.greatest, coarse),
    )
    if mark.shape == "point":
        named = (("value", found.mean, coarse),)
    return tuple(
        Figure(
            name, value, unit, code, "values", label, "", digits=digits, channel=channel
        )
        for name, value, digits in named
    )


def _counts(count: int, left_out: int) -> Figures:
    figures = [Figure("pixels", count, "", "{pixels}", "values", digits=0)]
    if left_out:
        figures.append(Figure("padding", left_out, "", "{pixels}", "values", digits=0))
    return tuple(figures)


def _others(mark: Mark, inside: Inside, decoded: Decoded, info: FrameInfo) -> Figures:
    """Real world values and uptake, as far as they are more than the modality value."""
    if not info.has_voi:
        return ()
    stored = inside.of(decoded.values)
    stored = stored[~left_out_of(stored, info)]
    figures: list[Figure] = []
    own = values_inside(inside, decoded, info).channels[0][1]
    for mapping in info.real_world[:_MAPS_MOST]:
        values = _mapped(stored, mapping)
        same = mapping.unit == info.unit and values is not None
        if values is None or (same and np.array_equal(values, own)):
            continue
        code = _CODES.get(mapping.unit, mapping.unit)
        figures += _scaled(mark, values, mapping.unit, code, mapping.label)
    suv = info.suv
    if suv is not None and suv.factor is not None and own.size:
        figures += _scaled(mark, own * suv.factor, "g/ml", "g/ml", suv.name)
    return tuple(figures)


def _scaled(mark: Mark, values: Values, unit: str, code: str, name: str) -> Figures:
    """Decimals by the size of the values: three that tell."""
    found = statistics(values)
    size = max(abs(found.greatest), abs(found.least))
    return _told(mark, found, unit, code, unit, size / 100, name)


def _mapped(stored: NDArray[Any], mapping: RealWorldMap) -> Values | None:
    """None where a value is outside the map, and without values."""
    if not stored.size or not (
        mapping.first <= stored.min() and stored.max() <= mapping.last
    ):
        return None
    if not mapping.entries:
        return mapping.slope * stored.astype(np.float64) + mapping.intercept
    table = np.frombuffer(mapping.entries, "<f8")
    values: Values = table[np.rint(stored - mapping.first).astype(np.intp)]
    return values
