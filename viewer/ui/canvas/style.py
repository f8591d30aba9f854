"""What the reader has chosen for every image: texts, and how screens are driven."""

from PySide6.QtGui import QScreen

from viewer.pixels.display import Display
from viewer.records import dataclass
from viewer.ui.canvas.overlay import Detail


@dataclass(frozen=True, slots=True)
class CanvasStyle:
    """How images are painted, besides their own look and camera.

    `hides_identity`: no name, ID, date or place, for teaching. `displays` are the
    screens of which something is known.
    """

    detail: Detail = "all"
    hides_identity: bool = False
    displays: tuple[Display, ...] = ()

    def display(self, screen: QScreen) -> Display:
        """What is known of a screen."""
        key = screen_key(screen)
        found = (one for one in self.displays if one.screen == key)
        return next(found, Display(key))

    def driving(self, screen: QScreen) -> bytes | None:
        """What a screen is driven with for each grey level, None to leave it alone."""
        display = self.display(screen)
        if not display.points:
            return None
        from viewer.pixels.calibration import driving_levels

        return driving_levels(display)


def screen_key(screen: QScreen) -> str:
    """The screen itself, not only its socket: another one there is not calibrated."""
    parts = (
        screen.name(),
        screen.manufacturer(),
        screen.model(),
        screen.serialNumber(),
    )
    return " · ".join(part.strip() for part in parts if part.strip())
