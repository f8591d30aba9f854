"""From where a volume is looked at: standard views, turning, and rays into the patient.

Rays are parallel, so that near and far have one scale. Patient coordinates (LPS, mm).
"""

import math
from dataclasses import replace
from typing import Literal

from viewer.geometry.plane import Vector, cross, dot, letters, shown_letters
from viewer.records import dataclass

ViewName = Literal["A", "P", "L", "R", "H", "F"]

STANDARD_VIEWS: dict[ViewName, tuple[Vector, Vector]] = {
    "A": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
    "P": ((-1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
    "L": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    "R": ((0.0, -1.0, 0.0), (0.0, 0.0, -1.0)),
    "H": ((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    "F": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
}
"""Seen from there: what lies to the right of the screen, and what lies down."""

LARGEST_ZOOM = 40.0
SMALLEST_ZOOM = 0.2

_LETTER_COSINE = 0.35
"""Edges name the directions that lie within about 70° of them."""


@dataclass(frozen=True, slots=True)
class Orbit:
    """The eye: which patient direction goes right and which down on the screen.

    `shift_mm` is how far the picture was moved to the right and down; at `zoom` 1 the
    whole volume fits into the shorter side of the cell, however it is turned.
    """

    right: Vector = STANDARD_VIEWS["A"][0]
    down: Vector = STANDARD_VIEWS["A"][1]
    shift_mm: tuple[float, float] = (0.0, 0.0)
    zoom: float = 1.0

    @property
    def into(self) -> Vector:
        """Away from the eye, into the screen."""
        return cross(self.right, self.down)

    @property
    def standard(self) -> ViewName | None:
        """Which standard view this is, None when it is turned away from all."""
        for name, (right, down) in STANDARD_VIEWS.items():
            if dot(self.right, right) > 1 - 1e-9 and dot(self.down, down) > 1 - 1e-9:
                return name
        return None


@dataclass(frozen=True, slots=True)
class Screen:
    """A picture of `columns` × `rows` pixels of what an orbit shows.

    `centre_mm` is the point about which it turns, `diameter_mm` the diameter of the
    sphere around it that holds everything.
    """

    columns: int
    rows: int
    centre_mm: Vector
    diameter_mm: float

    def pixel_mm(self, orbit: Orbit) -> float:
        """How much of the patient a pixel shows."""
        return self.diameter_mm / orbit.zoom / min(self.columns, self.rows)

    def middle_mm(self, orbit: Orbit) -> Vector:
        """The point of the patient in the middle of the screen, at mid-depth."""
        across, along = orbit.shift_mm
        shifted = _plus(self.centre_mm, orbit.right, -across)
        return _plus(shifted, orbit.down, -along)

    def start_mm(self, orbit: Orbit, x: float, y: float) -> Vector:
        """Where the ray of a place on the screen begins, before everything."""
        pixel_mm = self.pixel_mm(orbit)
        point = self.middle_mm(orbit)
        point = _plus(point, orbit.right, (x - self.columns / 2) * pixel_mm)
        point = _plus(point, orbit.down, (y - self.rows / 2) * pixel_mm)
        return _plus(point, orbit.into, -self.diameter_mm)

    def place(self, orbit: Orbit, point_mm: Vector) -> tuple[float, float]:
        """Where a point of the patient is on the screen (x, y), in pixels."""
        middle, pixel_mm = self.middle_mm(orbit), self.pixel_mm(orbit)
        x, y, z = (p - m for p, m in zip(point_mm, middle, strict=True))
        away = (x, y, z)
        return (
            self.columns / 2 + dot(away, orbit.right) / pixel_mm,
            self.rows / 2 + dot(away, orbit.down) / pixel_mm,
        )


def seen_from(orbit: Orbit, name: ViewName) -> Orbit:
    """A standard view, in the middle; the zoom stays."""
    right, down = STANDARD_VIEWS[name]
    return Orbit(right, down, zoom=orbit.zoom)


def rolled(orbit: Orbit, across_degrees: float, down_degrees: float) -> Orbit:
    """Turned as if a ball were rolled by its front: to the right, and down."""
    angle = math.hypot(across_degrees, down_degrees)
    if not angle:
        return orbit
    about = _sum(
        _scaled(orbit.down, -across_degrees / angle),
        _scaled(orbit.right, down_degrees / angle),
    )
    return _turned(orbit, about, -angle)


def twisted(orbit: Orbit, degrees: float) -> Orbit:
    """Turned in the plane of the screen; what is seen goes clockwise."""
    return _turned(orbit, orbit.into, -degrees)


def zoomed(orbit: Orbit, factor: float) -> Orbit:
    """Larger by a factor, within bounds."""
    zoom = min(max(orbit.zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
    return replace(orbit, zoom=zoom)


def shifted(orbit: Orbit, across_mm: float, down_mm: float) -> Orbit:
    """What is seen, moved over the screen."""
    across, down = orbit.shift_mm
    return replace(orbit, shift_mm=(across + across_mm, down + down_mm))


def edge_texts(orbit: Orbit, quadruped: bool = False) -> tuple[str, str, str, str]:
    """Letters at the left, right, top and bottom edge, as the language has them."""
    right, down = orbit.right, orbit.down
    return (
        _main_letters(_scaled(right, -1.0), quadruped),
        _main_letters(right, quadruped),
        _main_letters(_scaled(down, -1.0), quadruped),
        _main_letters(down, quadruped),
    )


def _main_letters(way: Vector, quadruped: bool) -> str:
    """Without the directions that hardly go that way."""
    x, y, z = (part if abs(part) > _LETTER_COSINE else 0.0 for part in way)
    return shown_letters(letters((x, y, z), quadruped), quadruped)


def _turned(orbit: Orbit, about: Vector, degrees: float) -> Orbit:
    right = _rotated(orbit.right, about, degrees)
    down = _rotated(orbit.down, about, degrees)
    right = _unit(right)
    down = _unit(_plus(down, right, -dot(down, right)))
    return replace(orbit, right=right, down=down)


def _rotated(vector: Vector, about: Vector, degrees: float) -> Vector:
    """Rodrigues' formula, right-handed about a unit vector."""
    angle = math.radians(degrees)
    along = dot(vector, about) * (1 - math.cos(angle))
    turned = _sum(
        _scaled(vector, math.cos(angle)), _scaled(cross(about, vector), math.sin(angle))
    )
    return _plus(turned, about, along)


def _plus(point: Vector, way: Vector, factor: float) -> Vector:
    return _sum(point, _scaled(way, factor))


def _sum(one: Vector, other: Vector) -> Vector:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _scaled(vector: Vector, factor: float) -> Vector:
    return vector[0] * factor, vector[1] * factor, vector[2] * factor


def _unit(vector: Vector) -> Vector:
    return _scaled(vector, 1.0 / math.sqrt(dot(vector, vector)))
