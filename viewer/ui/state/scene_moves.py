"""What drags, wheel and keys make of a scene."""

from collections.abc import Callable
from dataclasses import replace

from viewer.geometry.orbit import Orbit, rolled, shifted, twisted, zoomed
from viewer.kinds.scenes import Scene, toned

TURN_DEGREES = 180.0
"""For a drag over the shorter side of the cell."""
NOTCH_ZOOM = 1.15
DRAG_ZOOM = 4.0


def turned(scene: Scene, change: Callable[[Orbit], Orbit]) -> Scene:
    """Seen from elsewhere."""
    return replace(scene, orbit=change(scene.orbit))


def notched(scene: Scene, notches: float) -> Scene:
    """Larger by so many notches of the wheel."""
    factor = float(NOTCH_ZOOM**notches)
    return turned(scene, lambda orbit: zoomed(orbit, factor))


def dragged(
    scene: Scene, what: str, right: float, down: float, diameter_mm: float
) -> Scene:
    """After a drag by parts of the shorter side of a cell, which shows `diameter_mm`
    of the patient at zoom 1."""
    orbit = scene.orbit
    if what == "turn":
        orbit = rolled(orbit, right * TURN_DEGREES, down * TURN_DEGREES)
    elif what == "twist":
        orbit = twisted(orbit, right * TURN_DEGREES)
    elif what == "zoom":
        orbit = zoomed(orbit, DRAG_ZOOM**-down)
    elif what == "move":
        part_mm = diameter_mm / orbit.zoom
        orbit = shifted(orbit, right * part_mm, down * part_mm)
    elif what == "tone":
        return toned(scene, right, -down)
    return replace(scene, orbit=orbit)
