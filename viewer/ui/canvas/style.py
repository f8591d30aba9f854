"""What the reader has chosen for every image: texts, and what screens show."""

from dataclasses import dataclass

from viewer.ui.canvas.overlay import Detail


@dataclass(frozen=True, slots=True)
class CanvasStyle:
    """How images are painted, besides their own look and camera.

    `hides_identity`: no name, ID, date or place, for teaching.
    """

    detail: Detail = "all"
    hides_identity: bool = False
