"""Soft-edged shapes on a picture measured in millimetres, and smooth noise."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

Picture = np.ndarray[Any, np.dtype[np.floating[Any]]]
"""Floating point, in practice float32: rows, columns."""
Point = tuple[float, float, float]
"""x, y, z in mm: to the patient's left, back and head."""


@dataclass(slots=True)
class Plate:
    """One axial picture, its centre at x = y = 0; edges are about a pixel soft.

    Painting blends towards a value; only the shape's own box is touched.
    """

    values: Picture
    pixel_mm: float
    z_mm: float = 0.0
    edge_mm: float = 0.0
    """How soft edges are; 0 means one pixel."""
    mask: Picture | None = None
    """While set, where painting is allowed: 0 … 1 a pixel."""
    _x: Picture = field(init=False)
    _y: Picture = field(init=False)

    def __post_init__(self) -> None:
        rows, columns = self.values.shape
        self._x = axis_mm(columns, self.pixel_mm)[np.newaxis, :]
        self._y = axis_mm(rows, self.pixel_mm)[:, np.newaxis]

    def ellipse(
        self,
        centre: tuple[float, float],
        radii: tuple[float, float],
        value: float,
        angle_degrees: float = 0.0,
        rim: float | None = None,
        rim_mm: float = 1.6,
    ) -> None:
        """A filled ellipse; with `rim`, another value in its outermost millimetres."""
        box = self._box(*centre, max(radii) + self.pixel_mm + self.edge_mm)
        if box is None:
            return
        x, y = self._x[:, box[1]] - centre[0], self._y[box[0]] - centre[1]
        if angle_degrees:
            cosine, sine = _turn(angle_degrees)
            x, y = x * cosine + y * sine, y * cosine - x * sine
        inside = np.sqrt((x / radii[0]) ** 2 + (y / radii[1]) ** 2)
        depth_mm = (1 - inside) * min(radii)
        if rim is None:
            self._blend(box, depth_mm, value)
        else:
            self._blend(box, depth_mm, rim)
            self._blend(box, depth_mm - rim_mm, value)

    def ellipsoid(
        self, centre: Point, radii: Point, value: float, angle_degrees: float = 0.0
    ) -> None:
        """The section of an ellipsoid, turned about the z axis."""
        rest = 1 - ((self.z_mm - centre[2]) / radii[2]) ** 2
        if rest > 0:
            share = rest**0.5
            section = (radii[0] * share, radii[1] * share)
            self.ellipse(centre[:2], section, value, angle_degrees)

    def tube(
        self,
        start: Point,
        end: Point,
        radii: tuple[float, float],
        value: float,
        wall: float | None = None,
        wall_mm: float = 1.5,
    ) -> None:
        """The section of a round tube that narrows from its start to its end."""
        widest = max(radii) + (wall_mm if wall is not None else 0)
        low, high = sorted((start[2], end[2]))
        if not low - widest < self.z_mm < high + widest:
            return
        reach = widest + self.pixel_mm + self.edge_mm
        box = self._box_between(start, end, reach)
        if box is None:
            return
        distance_mm, radius_mm = self._to_axis(box, start, end, radii)
        if wall is not None:
            self._blend(box, radius_mm + wall_mm - distance_mm, wall)
        self._blend(box, radius_mm - distance_mm, value)

    def _to_axis(
        self,
        box: tuple[slice, slice],
        start: Point,
        end: Point,
        radii: tuple[float, float],
    ) -> tuple[Picture, Picture]:
        """Distance from the tube's axis and its radius there, for each pixel."""
        along = np.subtract(end, start, dtype=np.float32)
        squared = float(along @ along) or 1.0
        x = self._x[:, box[1]] - start[0]
        y = self._y[box[0]] - start[1]
        z = self.z_mm - start[2]
        share = np.clip((x * along[0] + y * along[1] + z * along[2]) / squared, 0, 1)
        distance_mm = np.sqrt(
            (x - share * along[0]) ** 2
            + (y - share * along[1]) ** 2
            + (z - share * along[2]) ** 2
        )
        return distance_mm, radii[0] + share * (radii[1] - radii[0])

    def _blend(self, box: tuple[slice, slice], depth_mm: Picture, value: float) -> None:
        amount = soft_step(depth_mm, self.edge_mm or self.pixel_mm)
        if self.mask is not None:
            amount *= self.mask[box]
        part = self.values[box]
        part += amount * (value - part)

    def _box(
        self, x_mm: float, y_mm: float, reach_mm: float
    ) -> tuple[slice, slice] | None:
        return self._box_between((x_mm, y_mm, 0), (x_mm, y_mm, 0), reach_mm)

    def _box_between(
        self, one: Point, other: Point, reach_mm: float
    ) -> tuple[slice, slice] | None:
        rows, columns = self.values.shape
        spans = []
        for axis, count in ((1, rows), (0, columns)):
            low, high = sorted((one[axis], other[axis]))
            middle = (count - 1) / 2
            first = int((low - reach_mm) / self.pixel_mm + middle)
            last = int((high + reach_mm) / self.pixel_mm + middle) + 2
            first, last = max(first, 0), min(last, count)
            if first >= last:
                return None
            spans.append(slice(first, last))
        return spans[0], spans[1]


def axis_mm(count: int, pixel_mm: float) -> Picture:
    """Pixel centres along one axis, in mm from the middle."""
    return ((np.arange(count) - (count - 1) / 2) * pixel_mm).astype(np.float32)


def soft_step(depth: Picture, width: float) -> Picture:
    """0 outside, 1 inside, straight between, over `width`."""
    amount: Picture = np.clip(depth / width + 0.5, 0, 1)
    return amount


def squircle(x: Picture, y: Picture, radii: tuple[float, float]) -> Picture:
    """1 on a rounded rectangle with these half axes, less inside, more outside."""
    u, v = (x / radii[0]) ** 2, (y / radii[1]) ** 2
    rounded: Picture = np.sqrt(np.maximum(u + v - 0.22 * u * v, 0))
    return rounded


def blur(values: Picture) -> Picture:
    """Each pixel mixed with its neighbours, 1-2-1 along both axes."""
    out = values.copy()
    out[1:-1] = (values[:-2] + 2 * values[1:-1] + values[2:]) * np.float32(0.25)
    mixed = out.copy()
    mixed[:, 1:-1] = (out[:, :-2] + 2 * out[:, 1:-1] + out[:, 2:]) * np.float32(0.25)
    return mixed


def stretch(grid: Picture, shape: tuple[int, int]) -> Picture:
    """A coarse grid drawn out to `shape`, linear between its points."""
    down = _between(shape[0], grid.shape[0])
    across = _between(shape[1], grid.shape[1])
    stretched: Picture = down @ grid @ across.T
    return stretched


def smooth_noise(
    random: np.random.Generator, shape: tuple[int, int], cells: int
) -> Picture:
    """Noise of deviation about 1 whose grains are a `cells`-th of the height."""
    columns = max(2, cells * shape[1] // shape[0])
    return stretch(
        random.standard_normal((cells + 1, columns + 1), dtype=np.float32), shape
    )


def fractal_noise(
    random: np.random.Generator,
    shape: tuple[int, int],
    octaves: tuple[int, ...],
    persistence: float = 0.6,
) -> Picture:
    """Smooth noises of ever finer grain added up, each weaker by `persistence`."""
    total = np.zeros(shape, np.float32)
    for number, cells in enumerate(octaves):
        total += smooth_noise(random, shape, cells) * np.float32(persistence**number)
    return total


def _between(count: int, points: int) -> Picture:
    """Weights of linear interpolation: (count, points)."""
    position = np.linspace(0, points - 1, count)
    distance = np.abs(position[:, np.newaxis] - np.arange(points)[np.newaxis, :])
    weights: Picture = np.maximum(0, 1 - distance).astype(np.float32)
    return weights


def _turn(angle_degrees: float) -> tuple[float, float]:
    angle = np.deg2rad(angle_degrees)
    return float(np.cos(angle)), float(np.sin(angle))
