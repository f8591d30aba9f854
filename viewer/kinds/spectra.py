"""Spectra of voxels and their arithmetic: axes, phase, parts, maps (PS3.3 C.8.14)."""

import math
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.plane import Plane, Vector
from viewer.kinds.references import Reference

Part = Literal["real", "imaginary", "magnitude", "phase"]
AxisName = Literal["ppm", "Hz", "ms", "point"]

USUAL_PPM = (0.0, 5.0)


@dataclass(frozen=True, slots=True)
class Slab:
    """One of the slabs whose intersection was excited: its middle, normal, mm."""

    middle_mm: Vector
    normal: Vector
    thickness_mm: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the voxels of one frame lie; `plane` is None where that is not stated.

    `position_mm` of the plane is the centre of the first voxel.
    """

    plane: Plane | None = None
    thickness_mm: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Spectra:
    """All spectra of an object.

    `values` is (frames, rows, columns, point rows, points), complex or real. In the
    frequency domain the first point is the one of the highest frequency. `offset_hz`
    is each point's distance from the transmitter's frequency, () when not known;
    `times_ms` is there for signals that stayed in the time domain.
    """

    values: NDArray[Any]
    representation: str
    offset_hz: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    times_ms: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    transmitter_mhz: float = 0.0
    reference_ppm: float | None = None
    nucleus: str = ""
    doubtful_ppm: bool = False
    """The header's figures for the axis contradict each other."""

    grids: tuple[Grid, ...] = ()
    slabs: tuple[Slab, ...] = ()
    frame_of_reference: str = ""
    references: tuple[Reference, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader must know of the numbers, one sentence each."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What of the signal can be shown; the part to begin with comes first."""
        if np.iscomplexobj(self.values):
            return ("real", "imaginary", "magnitude", "phase")
        names: dict[str, Part] = {
            "IMAGINARY": "imaginary",
            "MAGNITUDE": "magnitude",
            "PHASE": "phase",
        }
        return (names.get(self.representation, "real"),)

    @property
    def axes(self) -> tuple[AxisName, ...]:
        """The axes that the header has the figures for; the best one comes first."""
        if self.times_ms.size:
            return ("ms", "point")
        if not self.offset_hz.size:
            return ("point",)
        if self.transmitter_mhz <= 0 or self.reference_ppm is None:
            return ("Hz", "point")
        return ("Hz", "ppm", "point") if self.doubtful_ppm else ("ppm", "Hz", "point")

    def axis(self, name: AxisName) -> NDArray[np.float64]:
        """The place of each point on an axis; "point" counts from 1."""
        if name == "ppm":
            return (self.reference_ppm or 0.0) + self.offset_hz / self.transmitter_mhz
        if name == "Hz":
            return self.offset_hz
        if name == "ms":
            return self.times_ms
        return np.arange(1.0, self.values.shape[-1] + 1)

    def spectrum(
        self, place: tuple[int, int, int, int], zero: float = 0.0, first: float = 0.0
    ) -> NDArray[Any]:
        """One voxel's points at (frame, row, column, point row), phase corrected.

        `zero` degrees turn all points; `first` degrees are the difference between the
        two ends of the spectrum, 0 in its middle.
        """
        values: NDArray[Any] = self.values[place]
        if not np.iscomplexobj(values) or (zero == 0 and first == 0):
            return values
        middle = np.linspace(-0.5, 0.5, values.size)
        turned: NDArray[Any] = values * np.exp(1j * np.radians(zero + first * middle))
        return turned

    def usual_ends(self) -> tuple[int, int] | None:
        """The points that readers of proton spectra look at: from 5 to 0 ppm.

        None for all, where there are no such points or the axis is in doubt.
        """
        if self.nucleus != "1H" or self.axes[0] != "ppm":
            return None
        shift = self.axis("ppm")
        seen = np.flatnonzero((shift >= USUAL_PPM[0]) & (shift <= USUAL_PPM[1]))
        covered = shift[-1] < USUAL_PPM[0] and shift[0] > USUAL_PPM[1]
        return (int(seen[0]), int(seen[-1])) if covered and seen.size > 1 else None

    def map(self, frame: int, point_row: int, among: NDArray[Any]) -> NDArray[Any]:
        """Mean magnitude over some points (mask) for each voxel: (rows, columns)."""
        values = self.values[frame, :, :, point_row][..., among]
        if values.shape[-1] == 0:
            return np.zeros(values.shape[:2])
        mean: NDArray[Any] = np.abs(values).mean(axis=-1)
        return mean


def part_of(values: NDArray[Any], part: Part) -> NDArray[np.float64]:
    """The part of a spectrum that is drawn; phase in degrees."""
    if not np.iscomplexobj(values):
        return values.astype(np.float64)
    if part == "phase":
        return np.asarray(np.degrees(np.angle(values)), np.float64)
    if part == "magnitude":
        return np.asarray(np.abs(values), np.float64)
    return np.asarray(values.imag if part == "imaginary" else values.real, np.float64)


def excited(slabs: tuple[Slab, ...], plane: Plane) -> list[tuple[float, float]]:
    """The outline, in image coordinates of a plane, of what all slabs have in common.

    [] when there are fewer than two slabs or the plane does not meet them all.
    """
    if len(slabs) < 2:
        return []
    far = 1e4
    corners = [(-far, -far), (far, -far), (far, far), (-far, far)]
    for slab in slabs:
        for sign in (1.0, -1.0):
            corners = _cut(corners, slab, plane, sign)
    return [] if any(max(map(abs, one)) >= far - 1 for one in corners) else corners


def _cut(
    corners: list[tuple[float, float]], slab: Slab, plane: Plane, sign: float
) -> list[tuple[float, float]]:
    """The part of a polygon that lies on the inner side of one face of a slab."""

    def depth(point: tuple[float, float]) -> float:
        place = plane.to_patient(*point)
        along = sum(
            (p - m) * n
            for p, m, n in zip(place, slab.middle_mm, slab.normal, strict=True)
        )
        return slab.thickness_mm / 2 - sign * along

    kept: list[tuple[float, float]] = []
    for one, other in zip(corners, corners[1:] + corners[:1], strict=True):
        inside, next_inside = depth(one), depth(other)
        if inside >= 0:
            kept.append(one)
        if (inside < 0) != (next_inside < 0):
            part = inside / (inside - next_inside)
            kept.append(
                (
                    one[0] + part * (other[0] - one[0]),
                    one[1] + part * (other[1] - one[1]),
                )
            )
    return kept


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers between two ends, at most about `most`."""
    span = high - low
    if not math.isfinite(span) or span <= 0 or most < 1:
        return []
    raw = span / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= raw)
    first = math.ceil(low / step - 1e-6)
    return [
        number * step
        for number in range(first, first + most + 2)
        if number * step <= high + step / 1e6
    ]
