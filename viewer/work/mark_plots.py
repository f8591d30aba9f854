"""The graph of a mark: how often values occur in an area, or what lies along a line.

Of modality values, as their statistics are; Qt-free.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from viewer.files.measures import UserCalibration
from viewer.geometry.inside import interpolated, samples_along
from viewer.geometry.marks import CLOSED, Mark
from viewer.geometry.measure import length
from viewer.kinds.graphs import Graph, Line, rows_of, with_unit
from viewer.pixels.colour import ybr_full_to_rgb
from viewer.pixels.pipeline import modality_values
from viewer.pixels.statistics import (
    RGB,
    histogram,
    left_out_of,
    statistics,
    step_of,
    values_inside,
    why_no_values,
)
from viewer.pixels.value_figures import inside_of
from viewer.text import tr
from viewer.work.loading import Shown
from viewer.work.measuring import calibration_for

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class MarkPlot:
    """`graph` is for looking at; its first `lines` are the numbers themselves."""

    graph: Graph
    lines: int

    def rows(self) -> list[list[str]]:
        """The numbers as rows for CSV, titles first, with a point as decimal sign."""
        return rows_of(replace(self.graph, lines=self.graph.lines[: self.lines]))


def plot_of(
    mark: Mark, shown: Shown, users: Sequence[UserCalibration] = ()
) -> MarkPlot | None:
    """Of an area or a profile; None of other marks, and where there are no values."""
    if not mark.is_whole:
        return None
    if mark.shape in CLOSED:
        return _histogram(mark, shown)
    return _profile(mark, shown, users) if mark.shape == "profile" else None


def _histogram(mark: Mark, shown: Shown) -> MarkPlot | None:
    inside = inside_of(mark, shown.decoded)
    assert inside is not None
    measured = values_inside(inside, shown.decoded, shown.info)
    lines, grey = [], len(measured.channels) == 1
    for channel, values in measured.channels:
        found = statistics(values)
        if not found.count:
            return None
        kind = shown.decoded.values.dtype
        step = step_of(shown.info, kind, found) if shown.info.has_voi else 1.0
        middles, counts = histogram(values, step)
        lines.append(Line(channel or tr("Pixels"), middles, counts, "steps"))
        if grey:
            lines += _spread(found.mean, found.deviation, float(counts.max()))
    if not lines:
        return None
    x_title = with_unit(_quantity(shown), shown.info.unit if grey else "")
    title = tr("Histogram")
    graph = Graph(title, tuple(lines), x_title, tr("Pixels"), is_rgb=not grey)
    return MarkPlot(graph, 1 if grey else len(lines))


def _spread(mean: float, deviation: float, top: float) -> list[Line]:
    """The mean, and one deviation to both sides of it at half the height."""
    upright = np.array([mean, mean]), np.array([0.0, top])
    around = np.array([mean - deviation, mean + deviation]), np.full(2, top / 2)
    return [Line(tr("Mean"), *upright), Line(tr("Mean ± SD"), *around)]


def _profile(
    mark: Mark, shown: Shown, users: Sequence[UserCalibration]
) -> MarkPlot | None:
    if why_no_values(shown.decoded, shown.info):
        return None
    rows, columns = shown.decoded.values.shape[:2]
    start, end = mark.points
    places, parts = samples_along(start, end, rows, columns)
    by = calibration_for(mark, shown, users)
    if by.scale is not None:
        whole, unit = length(mark.points, by.scale), by.labelled(by.across.unit)
    else:
        whole, unit = length(mark.points, by.angle_scale), "px"
    lines = tuple(
        Line(channel, parts * whole, values)
        for channel, values in _values_at(places, shown)
    )
    if not any(np.isfinite(line.y).any() for line in lines):
        return None
    y_title = with_unit(_quantity(shown), shown.info.unit)
    x_title = with_unit(tr("Distance"), unit)
    rgb = len(lines) > 1
    graph = Graph(tr("Profile"), lines, x_title, y_title, is_rgb=rgb)
    return MarkPlot(graph, len(lines))


def _values_at(places: Numbers, shown: Shown) -> list[tuple[str, Numbers]]:
    """Modality values between pixel centres, of colours each channel."""
    values, info = shown.decoded.values, shown.info
    columns, rows = (np.floor(places[:, axis]) for axis in (0, 1))
    down = slice(max(int(rows.min()) - 1, 0), max(int(rows.max()) + 2, 0))
    across = slice(max(int(columns.min()) - 1, 0), max(int(columns.max()) + 2, 0))
    part = values[down, across]
    if not part.size:
        return [("", np.full(len(places), np.nan))]
    within = places - (across.start, down.start)
    beyond = (places < 0).any(axis=1)
    beyond |= (places[:, 0] > values.shape[1]) | (places[:, 1] > values.shape[0])
    if info.has_voi:
        out = left_out_of(part, info)
        channels = [("", modality_values(part, info))]
    else:
        out = np.zeros(part.shape[:2], np.bool_)
        rgb = part if info.colour == "rgb" else ybr_full_to_rgb(part.astype(np.uint8))
        channels = [(name, rgb[..., at].astype(float)) for at, name in enumerate(RGB)]
    found = []
    for name, channel in channels:
        along = interpolated(channel, out, within)
        along[beyond] = np.nan
        found.append((name, along))
    return found


def _quantity(shown: Shown) -> str:
    if shown.decoded.difference is not None:
        return tr("Difference")
    return tr("Value")
