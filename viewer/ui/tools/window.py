"""Window width and centre by dragging: right is wider, down is brighter, or as the
reader has set it."""

from dataclasses import replace

from viewer.pixels.look import Window
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.state.windowed import (
    windowed_look,
    windowed_shown,
    windowed_voi,
    with_look,
)
from viewer.ui.tools.base import Pointer
from viewer.ui.tools.drag import DragTool

STEPS_PER_WIDTH = 256
SLOWEST, FASTEST = 4096, 512
"""A pixel of drag is the width / 256, at least the frame's range / 4096, at most
its range / 512: fine in a narrow window, never a crawl in a wide one. The reader's
own speed multiplies it."""


class WindowTool(DragTool):
    """Changes the VOI window of a grey image; colour is left as it is."""

    name = "window"
    cursor = "window"

    def __init__(self) -> None:
        super().__init__()
        self._window: Window | None = None
        self._speed = 1.0

    def begin(self, view: ViewportModel) -> None:
        shown, voi = windowed_shown(view), windowed_voi(view)
        self._window = None
        if shown is None or voi is None or shown.value_range is None:
            return
        low, high = shown.value_range
        span = max(high - low, 1e-6)
        if not isinstance(voi, Window):
            voi = Window((low + high) / 2, span)
        self._window = voi
        speed = voi.width / STEPS_PER_WIDTH
        speed = min(max(speed, span / SLOWEST), max(span / FASTEST, speed / 4))
        self._speed = speed * self.drags.window_speed

    def move(
        self, view: ViewportModel, start: ViewportState, pressed: Pointer, at: Pointer
    ) -> None:
        window = self._window
        if window is None:
            return
        drag = self.drags
        right = at.x - pressed.x if drag.right_is_wider else pressed.x - at.x
        down = at.y - pressed.y if drag.down_is_brighter else pressed.y - at.y
        smallest = 1.0 if window.function == "LINEAR" and self._speed >= 0.02 else 1e-3
        width = max(
            smallest,
            _rounded(window.width + right * self._speed, self._speed),
        )
        is_narrow = window.function == "LINEAR" and width < 1
        changed = replace(
            window,
            centre=_rounded(window.centre - down * self._speed, self._speed),
            width=width,
            function="LINEAR_EXACT" if is_narrow else window.function,
            explanation="",
        )
        view.change(**with_look(start, replace(windowed_look(start), voi=changed)))


def _rounded(value: float, speed: float) -> float:
    """Whole numbers where a step is that coarse, so that W and L read well."""
    return float(round(value)) if speed >= 0.05 else round(value, 4)
