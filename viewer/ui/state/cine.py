"""Playing what viewports show by the clock: frames are dropped, never slowed."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import field, replace

from PySide6.QtCore import QObject, Qt, QTimer

from viewer.kinds.base import DisplaySet
from viewer.kinds.timing import Timing, timing_of
from viewer.records import dataclass
from viewer.ui.state.beat import Beat, Round
from viewer.ui.state.playing import can_play
from viewer.ui.state.viewport import Play, ViewportModel, ViewportState

MEASURED_S, MEASURED_FRAMES = 1.0, 3
"""The actual rate is that of the last second, or of so many frames of slow ones."""
SOONEST_MS = 4
UNSEEN_MS = 200
"""After which one that is not on screen is looked at again: nobody sees its frames."""

Clock = Callable[[], float]


@dataclass(slots=True, eq=False)
class _Run:
    """One viewport that plays."""

    display_set: DisplaySet
    timing: Timing
    round: Round
    timer: QTimer
    beat: Beat
    asked: int = -1
    shown: deque[float] = field(default_factory=deque)

    def due(self, now: float) -> int:
        """The place in the display set that is to be seen."""
        return self.timing.order[self.round.entry(self.beat.phase(now))]

    def left_ms(self, now: float) -> int:
        """Milliseconds of the clock until the next frame is due."""
        left = self.round.left(self.beat.phase(now)) * self.beat.lasts_ms
        return max(SOONEST_MS, round(left))

    def nominal_rate(self) -> float:
        """Frames a second as they should be."""
        return 1000 * len(self.timing.order) / self.beat.lasts_ms

    def rate(self) -> float | None:
        """Frames a second as they come; None until there is enough to tell by."""
        if len(self.shown) < 2 or self.shown[-1] <= self.shown[0]:
            return None
        return (len(self.shown) - 1) / (self.shown[-1] - self.shown[0])

    def follow(self, beat: Beat) -> None:
        """Go on by another beat, at once."""
        self.beat = beat
        self.shown.clear()
        self.timer.start(0)


class Cine(QObject):
    """Watches viewports and moves those that play (`ViewportState.play`).

    The clock decides which frame is due. While one is still being brought, nothing
    newer is asked for: each that arrives is the newest there was time for. With
    `together` those on screen play by one beat: whatever the number of frames, all are
    at the same phase of their rounds, and a round takes as long as the leader's, who is
    the one that the reader touched last.
    """

    def __init__(
        self,
        beside: Callable[[], Sequence[ViewportModel]] = tuple,
        is_seen: Callable[[ViewportModel], bool] = lambda model: True,
        clock: Clock = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """`beside`: those that may play together; `is_seen`: one is on screen."""
        super().__init__(parent)
        self._is_seen = is_seen
        self._clock = clock
        self._beside = beside
        self._runs: dict[ViewportModel, _Run] = {}
        self._leader: ViewportModel | None = None
        self.together = False

    def watch(self, model: ViewportModel) -> None:
        """Play whatever this viewport's state says, from now on."""
        model.changed.connect(
            lambda old, new, model=model: self._on_changed(model, old, new)
        )
        model.delivered.connect(lambda model=model: self._on_delivered(model))

    def play_together(self, together: bool, leader: ViewportModel) -> None:
        """From now on those on screen play by one beat, or each by its own."""
        self.together = together
        if not together:
            for model, run in list(self._runs.items()):
                run.follow(self._own_beat(run, model.state))
            return
        if leader not in self._runs:
            leader = next((one for one in self._beside() if one in self._runs), leader)
        if leader in self._runs:
            self._lead(leader)

    def advance(self, model: ViewportModel) -> None:
        """Show the frame that is due by the clock."""
        run = self._runs.get(model)
        if run is None:
            return
        if not self._is_seen(model):
            run.timer.start(UNSEEN_MS)
            return
        now = self._clock()
        if _is_settled(model):
            run.asked = run.due(now)
            model.go_to(run.asked)
            if model in self._runs and self._runs[model] is run and _is_settled(model):
                run.timer.start(run.left_ms(now))
        model.tell_rate(run.rate(), run.nominal_rate())

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        run = self._runs.get(model)
        if not new.play.playing or new.what.display_set is None:
            if run is not None:
                self._stop(model)
                if new.what.display_set is old.what.display_set:
                    self._pause_others(model)
        elif run is None or run.display_set is not new.what.display_set:
            self._start(model, new)
        elif new.play.way != old.play.way:
            self._start(model, new)
            self._insist(model)
        elif new.play.speed != old.play.speed:
            self._on_speed(model, run, new.play.speed)
        elif new.what.index not in (old.what.index, run.asked):
            self._on_scroll(model, run, new)

    def _on_scroll(self, model: ViewportModel, run: _Run, state: ViewportState) -> None:
        """Go on from there; elsewhere in the set another round is played."""
        run.asked = state.what.index
        if run.asked not in run.timing.places:
            self._start(model, state)
            return
        run.follow(self._own_beat(run, state))
        self._lead(model)

    def _insist(self, model: ViewportModel) -> None:
        """Let the others change too, where the reader changed how this one plays."""
        run, leading = self._runs.get(model), self._playing_leader(model)
        if run is not None and leading is not None:
            manner = run.timing.sweeps, run.timing.backward
            if manner != (leading.timing.sweeps, leading.timing.backward):
                self._lead(model)

    def _start(self, model: ViewportModel, state: ViewportState) -> None:
        """Join those that play on screen where all play together, else lead."""
        self._stop(model)
        what = state.what
        assert what.display_set is not None
        timing = timing_of(what.display_set, what.index, state.play.way)
        if len(timing.order) < 2:
            model.change(play=replace(state.play, playing=False))
            return
        timer = QTimer(self, singleShot=True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(lambda: self.advance(model))
        run = _Run(what.display_set, timing, Round.of(timing), timer, Beat(0, 1))
        run.asked = what.index
        self._runs[model] = run
        leading = self._playing_leader(model)
        run.follow(leading.beat if leading else self._own_beat(run, state))
        if leading is None:
            self._lead(model)

    def _own_beat(self, run: _Run, state: ViewportState) -> Beat:
        """As its own timing says, from the frame that it shows."""
        phase = run.round.phase_of(run.timing.order, state.what.index)
        lasts_ms = run.round.lasts_ms / state.play.speed
        return Beat(self._clock(), lasts_ms, phase)

    def _on_speed(self, model: ViewportModel, run: _Run, speed: float) -> None:
        leading = self._playing_leader(model)
        if leading is not None and self._speed_of(self._leader) == speed:
            return
        now = self._clock()
        run.follow(Beat(now, run.round.lasts_ms / speed, run.beat.phase(now)))
        self._lead(model)

    def _speed_of(self, model: ViewportModel | None) -> float | None:
        return model.state.play.speed if model else None

    def _playing_leader(self, model: ViewportModel) -> _Run | None:
        """The run whose beat this viewport is to follow, None for its own."""
        leader = self._leader
        if not self.together or leader is None or leader is model:
            return None
        here = leader in self._beside() and model in self._beside()
        return self._runs.get(leader) if here else None

    def _lead(self, leader: ViewportModel) -> None:
        """Let the others on screen play by this one's beat, in its manner."""
        if not self.together or leader not in self._beside():
            return
        self._leader = leader
        led, play = self._runs[leader], leader.state.play
        for model in self._beside():
            if model is leader or not can_play(model):
                continue
            own = model.state.play.way
            way = replace(own, sweeps=led.timing.sweeps, backward=play.way.backward)
            model.change(play=Play(True, play.speed, way))
            if model in self._runs:
                self._runs[model].follow(led.beat)

    def _pause_others(self, paused: ViewportModel) -> None:
        if self.together and paused in self._beside():
            self._leader = None
            for model in self._beside():
                model.change(play=replace(model.state.play, playing=False))

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
            late = run.due(now) != model.state.what.index
            run.timer.start(0 if late else run.left_ms(now))


def _is_settled(model: ViewportModel) -> bool:
    """What was asked for last is there, or is known not to be."""
    if model.trouble is not None:
        return True
    return model.shown is not None and model.shown_what == model.state.what
