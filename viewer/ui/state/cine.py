"""Playing what a viewport shows by the clock: frames are dropped, never slowed."""

import bisect
import itertools
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Qt, QTimer

from viewer.kinds.base import DisplaySet
from viewer.kinds.timing import Timing, timing_of
from viewer.ui.state.viewport import ViewportModel, ViewportState

MEASURED_S, MEASURED_FRAMES = 1.0, 3
"""The actual rate is that of the last second, or of so many frames of slow ones."""
SOONEST_MS = 4

Clock = Callable[[], float]


@dataclass(slots=True, eq=False)
class _Run:
    """One viewport that plays; `ends_ms` is when each frame of the round is over."""

    display_set: DisplaySet
    timing: Timing
    ends_ms: list[float]
    speed: float
    timer: QTimer
    started: float = 0.0
    offset_ms: float = 0.0
    asked: int = -1
    shown: deque[float] = field(default_factory=deque)

    def at_ms(self, now: float) -> float:
        """Where in the round it should be at a time of the clock."""
        played = (now - self.started) * 1000 * self.speed
        return (self.offset_ms + played) % self.ends_ms[-1]

    def entry(self, now: float) -> int:
        """The place in the round that is due."""
        found = bisect.bisect_right(self.ends_ms, self.at_ms(now))
        return min(found, len(self.ends_ms) - 1)

    def due_ms(self, now: float) -> float:
        """Milliseconds of the clock until the next frame is due."""
        left = self.ends_ms[self.entry(now)] - self.at_ms(now)
        return left / self.speed

    def anchor(self, index: int, now: float) -> None:
        """Go on from a frame; from the first where the round leaves it out."""
        order = self.timing.order
        entry = order.index(index) if index in order else 0
        self.started = now
        self.offset_ms = self.ends_ms[entry - 1] if entry else 0.0


class Cine(QObject):
    """Watches viewports and moves those that play (`ViewportState.play`).

    The clock decides which frame is due. While one is still being brought, nothing
    newer is asked for: each that arrives is the newest there was time for.
    """

    def __init__(
        self, clock: Clock = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._runs: dict[ViewportModel, _Run] = {}

    def watch(self, model: ViewportModel) -> None:
        """Play whatever this viewport's state says, from now on."""
        model.changed.connect(
            lambda old, new, model=model: self._on_changed(model, old, new)
        )
        model.delivered.connect(lambda model=model: self._on_delivered(model))

    def advance(self, model: ViewportModel) -> None:
        """Show the frame that is due by the clock."""
        run = self._runs.get(model)
        if run is None:
            return
        now = self._clock()
        if _is_settled(model):
            run.asked = run.timing.order[run.entry(now)]
            model.go_to(run.asked)
            if model in self._runs and self._runs[model] is run and _is_settled(model):
                run.timer.start(max(SOONEST_MS, round(run.due_ms(now))))
        _tell(model, run, now)

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        run = self._runs.get(model)
        if not new.play.playing or new.what.display_set is None:
            if run is not None:
                self._stop(model)
        elif run is None or run.display_set is not new.what.display_set:
            self._start(model, new)
        elif new.play.speed != run.speed:
            now = self._clock()
            run.offset_ms, run.started = run.at_ms(now), now
            run.speed = new.play.speed
            run.shown.clear()
            run.timer.start(0)
        elif new.what.index not in (old.what.index, run.asked):
            self._start(model, new)

    def _start(self, model: ViewportModel, state: ViewportState) -> None:
        self._stop(model)
        what = state.what
        assert what.display_set is not None
        timing = timing_of(what.display_set, what.index)
        if len(timing.order) < 2:
            model.change(play=replace(state.play, playing=False))
            return
        timer = QTimer(self, singleShot=True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(lambda: self.advance(model))
        ends = list(itertools.accumulate(timing.durations_ms))
        run = _Run(what.display_set, timing, ends, state.play.speed, timer)
        run.anchor(what.index, self._clock())
        run.asked = what.index
        self._runs[model] = run
        timer.start(0)

    def _stop(self, model: ViewportModel) -> None:
        run = self._runs.pop(model, None)
        if run is not None:
            run.timer.stop()
            run.timer.deleteLater()
            model.tell_rate(None)

    def _on_delivered(self, model: ViewportModel) -> None:
        run = self._runs.get(model)
        if run is None or not _is_settled(model):
            return
        now = self._clock()
        run.shown.append(now)
        while now - run.shown[0] > MEASURED_S and len(run.shown) > MEASURED_FRAMES:
            run.shown.popleft()
        if not run.timer.isActive():
            late = run.timing.order[run.entry(now)] != model.state.what.index
            run.timer.start(0 if late else round(run.due_ms(now)))


def _is_settled(model: ViewportModel) -> bool:
    """What was asked for last is there, or is known not to be."""
    if model.trouble is not None:
        return True
    return model.shown is not None and model.shown_what == model.state.what


def _tell(model: ViewportModel, run: _Run, now: float) -> None:
    """The rate at which frames really came, once there is enough to tell by."""
    if len(run.shown) > 1 and run.shown[-1] > run.shown[0]:
        model.tell_rate((len(run.shown) - 1) / (run.shown[-1] - run.shown[0]))
