"""A volume seen as a body: presets of colour and opacity, clip box, what was cut away.

A scene is the state of one cell. What it is made of is the voxels of a `VolumeStack`,
as planes are; nothing in it is a file's.
"""

from dataclasses import replace

from viewer.geometry.orbit import Orbit, Screen
from viewer.geometry.plane import Vector
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.scene_presets import PRESET_TITLES, PresetName
from viewer.kinds.sections import VolumeStack
from viewer.records import dataclass
from viewer.text import tr

Colour = tuple[float, float, float]
"""Red, green, blue from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Colour and opacity of a value; between stops both are linear.

    `opacity` is the part of the light that one millimetre stops.
    """

    value: float
    colour: Colour
    opacity: float


_CHALK, _BONE, _MARROW = (1.0, 0.99, 0.94), (0.94, 0.88, 0.74), (0.68, 0.42, 0.28)
_BLOOD, _DEEP, _FLESH = (0.86, 0.24, 0.16), (0.55, 0.08, 0.06), (0.96, 0.76, 0.62)
_AIR, _ALVEOLI = (0.35, 0.5, 0.62), (0.82, 0.66, 0.6)

HOUNSFIELD_STOPS: dict[PresetName, tuple[Stop, ...]] = {
    "bone": (
        Stop(130.0, _MARROW, 0.0),
        Stop(220.0, _MARROW, 0.12),
        Stop(420.0, _BONE, 0.6),
        Stop(1200.0, _CHALK, 0.95),
    ),
    "vessels": (
        Stop(110.0, _DEEP, 0.0),
        Stop(170.0, _DEEP, 0.2),
        Stop(280.0, _BLOOD, 0.7),
        Stop(480.0, _BLOOD, 0.8),
        Stop(650.0, _BONE, 0.9),
    ),
    "lung": (
        Stop(-990.0, _AIR, 0.0),
        Stop(-930.0, _AIR, 0.015),
        Stop(-780.0, _ALVEOLI, 0.06),
        Stop(-560.0, _ALVEOLI, 0.14),
        Stop(-420.0, _ALVEOLI, 0.0),
    ),
    "skin": (
        Stop(-420.0, _FLESH, 0.0),
        Stop(-220.0, _FLESH, 0.45),
        Stop(40.0, _FLESH, 0.9),
    ),
}
"""In Hounsfield units: for CT alone."""

_SOLID = 0.8
_CLEAR = 0.25
"""Of the window: what lies lower is air and noise, which hide everything else."""
_SHADE = (0.55, 0.5, 0.47)
_SMALLEST_WIDTH = 1e-6

Box = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
"""What is left, from 0 to 1 along columns, rows and slices of the volume."""

WHOLE: Box = ((0.0, 1.0), (0.0, 1.0), (0.0, 1.0))

FIRST_ZOOM = 1.4
"""Seen along an axis even a cube of voxels fits into the cell."""

THINNEST = 0.01
"""So much of a side is always left."""


@dataclass(frozen=True, slots=True)
class Carving:
    """All that lies behind an outline drawn on the screen is cut away.

    With `keeps` it is all that does not. `outline` is (x, y) in pixels of `screen`.
    """

    orbit: Orbit
    screen: Screen
    outline: tuple[tuple[float, float], ...]
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the picture of a volume is computed from, besides its voxels.

    `window` (lowest, highest value) is what surface and MIP go by; `shift` is added to
    the values of the other presets' stops. Both are in the unit of the volume.
    `point_mm` is what the reader has picked in the patient.
    """

    preset: PresetName
    window: tuple[float, float]
    orbit: Orbit = Orbit(zoom=FIRST_ZOOM)
    box: Box = WHOLE
    carvings: tuple[Carving, ...] = ()
    shift: float = 0.0
    point_mm: Vector | None = None

    @property
    def painted(self) -> "Scene":
        """All of it that the picture depends on."""
        return replace(self, point_mm=None)

    @property
    def is_projection(self) -> bool:
        """The largest value along each ray, not light that is stopped."""
        return self.preset == "mip"

    def stops(self) -> tuple[Stop, ...]:
        """In the unit of the volume, rising."""
        low, high = self.window
        if self.preset in HOUNSFIELD_STOPS:
            stops = HOUNSFIELD_STOPS[self.preset]
            return tuple(replace(s, value=s.value + self.shift) for s in stops)
        dark, light = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
        if self.is_projection:
            return Stop(low, dark, 1.0), Stop(high, light, 1.0)
        width = high - low
        return (
            Stop(low + width * _CLEAR, _SHADE, 0.0),
            Stop(low + width / 2, _SHADE, _SOLID),
            Stop(high, light, _SOLID),
        )

    def title(self) -> str:
        """ "3D · bone · computed" for people."""
        name = tr(PRESET_TITLES[self.preset])
        return tr("3D · {preset} · computed", preset=name)


def toned(scene: Scene, wider: float, higher: float) -> Scene:
    """Another window by parts of its width; other presets are shifted by them."""
    low, high = scene.window
    width = max(high - low, _SMALLEST_WIDTH)
    if scene.preset in HOUNSFIELD_STOPS:
        first, *_, last = HOUNSFIELD_STOPS[scene.preset]
        reach = last.value - first.value
        return replace(scene, shift=scene.shift + higher * reach)
    centre = (low + high) / 2 + higher * width
    half = max(width * (1 + wider), _SMALLEST_WIDTH) / 2
    return replace(scene, window=(centre - half, centre + half))


def boxed(scene: Scene, axis: int, ends: tuple[float, float]) -> Scene:
    """The clip box with other ends along one axis; never thinner than THINNEST."""
    low = min(max(ends[0], 0.0), 1.0 - THINNEST)
    high = max(min(ends[1], 1.0), low + THINNEST)
    box = list(scene.box)
    box[axis] = (low, high)
    return replace(scene, box=(box[0], box[1], box[2]))


def scene_set(stack: VolumeStack) -> DisplaySet:
    """The display set of a volume that is seen as a body: one object, no frames."""
    middle = stack.frames[len(stack.frames) // 2]
    return replace(
        stack.source,
        view="volume",
        frames=(Frame(middle.header, middle.frame_index),),
        phases=1,
        phase_axis="",
        phase_labels=(),
        axes=(),
        absent=(),
        card=None,
        whole=None,
        section=None,
        computed=None,
        solid=stack,
    )
