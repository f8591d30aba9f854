"""A viewport plays by the clock: what is late is left out, nothing is slowed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.sets import ct_set, sets_of, shown_of
from viewer.demo.build import image
from viewer.kinds.base import DisplaySet
from viewer.kinds.timing import Way
from viewer.ui.state.cine import Cine
from viewer.ui.state.viewport import Play, Trouble, ViewportModel, What

FRAME_TIME = 0x00181063


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Player:
    """A viewport whose frames arrive at once, or when the test says so."""

    def __init__(self, display_set: DisplaySet, cine: Cine | None = None) -> None:
        self.clock = Clock()
        self.cine = cine or Cine(clock=self.clock)
        self.model = ViewportModel()
        self.arrives = True
        self.model.changed.connect(lambda old, new: self.bring() if self.arrives else 0)
        self.cine.watch(self.model)
        self.model.show_set(display_set, 0)
        self.bring()

    def bring(self) -> None:
        """Deliver what the viewport asks for."""
        frame = self.model.state.what.frame
        if frame is not None and self.model.shown_what != self.model.state.what:
            self.model.deliver(shown_of(frame), None)

    def play(self, speed: float = 1.0, way: Way | None = None) -> None:
        self.model.change(play=Play(True, speed, way or Way()))

    def after(self, milliseconds: float) -> int:
        """The frame in the viewport when so much more time has passed."""
        self.clock.now += milliseconds / 1000
        self.cine.advance(self.model)
        return self.model.state.what.index


def run(frames: int = 10, **elements: Any) -> DisplaySet:
    described = {"FrameIncrementPointer": FRAME_TIME, "FrameTime": "40", **elements}
    (found,) = sets_of([image(frames=frames, **described)])
    return found


@pytest.fixture
def player(qapp: object) -> Player:
    return Player(run())


def test_the_frame_that_is_due_is_shown(player: Player) -> None:
    player.play()
    assert [player.after(ms) for ms in (10, 31, 40, 79)] == [0, 1, 2, 4]


def test_after_the_last_frame_comes_the_first(player: Player) -> None:
    player.play()
    assert player.after(399) == 9
    assert player.after(2) == 0


def test_nothing_moves_until_it_plays_and_after_it_stops(player: Player) -> None:
    assert player.after(500) == 0
    player.play()
    assert player.after(85) == 2
    player.model.change(play=Play())
    assert player.after(500) == 2


def test_late_frames_are_dropped_and_nothing_is_slowed(player: Player) -> None:
    player.play()
    player.arrives = False
    assert player.after(41) == 1
    assert player.after(100) == 1
    player.bring()
    assert player.after(60) == 5


def test_a_frame_that_cannot_be_shown_does_not_stop_the_others(player: Player) -> None:
    player.play()
    player.arrives = False
    assert player.after(41) == 1
    player.model.deliver(None, Trouble("No."))
    assert player.after(40) == 2


def test_speed_changes_where_it_goes_on(player: Player) -> None:
    player.play()
    assert player.after(85) == 2
    player.model.change(play=Play(True, 0.5))
    assert player.after(60) == 2
    assert player.after(20) == 3
    player.model.change(play=Play(True, 4.0))
    assert player.after(20) == 5


def test_it_goes_on_from_where_the_reader_scrolls_to(player: Player) -> None:
    player.play()
    assert player.after(85) == 2
    player.model.go_to(7)
    assert player.after(41) == 8


def test_window_and_zoom_do_not_disturb_it(player: Player) -> None:
    player.play()
    assert player.after(85) == 2
    look = replace(player.model.state.look, inverted=True)
    camera = player.model.state.camera.rotated(90)
    player.model.change(look=look, camera=camera)
    assert player.after(40) == 3
    assert player.model.state.look == look
    assert player.model.state.camera == camera


def test_each_frame_stays_as_long_as_its_own_time(qapp: object) -> None:
    player = Player(
        run(
            4,
            FrameIncrementPointer=0x00181065,
            FrameTimeVector=["0", "10", "100", "10"],
        )
    )
    player.play()
    assert [player.after(ms) for ms in (9, 2, 98, 2)] == [0, 1, 1, 2]


def test_it_sweeps_between_the_trims(qapp: object) -> None:
    player = Player(run(6, StartTrim=2, StopTrim=4, PreferredPlaybackSequencing=1))
    player.play()
    assert [player.after(40 if n else 1) for n in range(7)] == [1, 2, 3, 2, 1, 2, 3]


def test_the_rate_that_is_seen_is_measured(player: Player) -> None:
    player.play()
    for _ in range(30):
        player.after(40)
    assert player.model.rate == pytest.approx(25)
    for _ in range(30):
        player.after(80)
    assert player.model.rate == pytest.approx(12.5)
    player.model.change(play=Play())
    assert player.model.rate is None


def test_another_display_set_does_not_play(player: Player) -> None:
    player.play()
    player.model.show_set(run(5, SeriesNumber=2), 0)
    assert not player.model.state.play.playing
    assert player.after(100) == 0
    player.play()
    player.model.show_set(None)
    assert not player.model.state.play.playing


def test_a_set_that_grows_while_it_plays_goes_on(player: Player) -> None:
    player.play()
    assert player.after(85) == 2
    player.model.change(what=What(run(20), 2))
    assert player.after(41) == 3
    assert player.after(400) == 13


def test_one_frame_does_not_play(qapp: object) -> None:
    player = Player(ct_set(1))
    player.play()
    assert not player.model.state.play.playing


def test_it_plays_by_itself_as_time_goes_by(player: Player, qtbot: QtBot) -> None:
    player.play()
    heard: list[int] = []
    player.model.changed.connect(lambda old, new: heard.append(new.what.index))

    def tick() -> bool:
        player.clock.now += 0.02
        return len(set(heard)) >= 4

    wait: Callable[..., None] = qtbot.waitUntil
    wait(tick, timeout=30_000)
    player.model.change(play=Play())


def test_it_plays_backward(player: Player) -> None:
    player.model.go_to(2)
    player.play(way=Way(backward=True))
    assert [player.after(40 if n else 1) for n in range(4)] == [2, 1, 0, 9]


def test_it_sweeps_where_the_reader_wants_it(qapp: object) -> None:
    player = Player(run(3))
    player.play(way=Way(sweeps=True))
    assert [player.after(40 if n else 1) for n in range(6)] == [0, 1, 2, 1, 0, 1]


def test_a_part_of_the_run_plays(player: Player) -> None:
    player.play(way=Way(first=3, last=5))
    assert [player.after(40 if n else 1) for n in range(5)] == [3, 4, 5, 3, 4]


def test_the_part_changes_while_it_plays_and_goes_on_from_the_frame(
    player: Player,
) -> None:
    player.play()
    assert player.after(121) == 3
    player.model.change(play=Play(True, 1.0, Way(first=2, last=4)))
    assert [player.after(41), player.after(40)] == [4, 2]


def test_no_frame_is_missed_by_rounding(qapp: object) -> None:
    player = Player(run(30, FrameTime="33.3"))
    player.play()
    seen = [player.after(33.3 if n else 0) for n in range(91)]
    assert seen == [n % 30 for n in range(91)]


class Pair:
    """Two viewports on screen that play together, with 10 and with 4 frames."""

    def __init__(self) -> None:
        self.clock = Clock()
        models: list[ViewportModel] = []
        self.cine = Cine(lambda: models, clock=self.clock)
        self.one, self.two = Player(run(10), self.cine), Player(run(4), self.cine)
        models += [self.one.model, self.two.model]
        self.cine.play_together(True, self.one.model)

    def after(self, milliseconds: float) -> tuple[int, int]:
        self.clock.now += milliseconds / 1000
        for player in (self.one, self.two):
            self.cine.advance(player.model)
        return self.one.model.state.what.index, self.two.model.state.what.index


@pytest.fixture
def pair(qapp: object) -> Pair:
    return Pair()


def test_those_that_play_together_are_at_the_same_phase(pair: Pair) -> None:
    """Ten frames of 40 ms take 400 ms: the four of the other take as long."""
    pair.one.play()
    assert pair.two.model.state.play.playing
    seen = [pair.after(1 if not n else 100) for n in range(5)]
    assert seen == [(0, 0), (2, 1), (5, 2), (7, 3), (0, 0)]


def test_the_rate_of_one_that_follows_is_told_as_it_is(pair: Pair) -> None:
    pair.one.play()
    pair.after(1)
    assert pair.one.model.nominal_rate == pytest.approx(25)
    assert pair.two.model.nominal_rate == pytest.approx(10)


def test_scrolling_one_takes_the_other_along(pair: Pair) -> None:
    pair.one.play()
    pair.after(1)
    pair.two.model.go_to(2)
    assert pair.after(1) == (5, 2)  # half of each round is over
    assert pair.after(41) == (7, 3)


def test_pausing_one_pauses_the_other(pair: Pair) -> None:
    pair.one.play()
    pair.after(10)
    pair.two.model.change(play=Play())
    assert not pair.one.model.state.play.playing
    assert pair.after(300) == (0, 0)


def test_speed_and_manner_of_one_are_those_of_all(pair: Pair) -> None:
    pair.one.play()
    pair.after(1)
    play = pair.one.model.state.play
    pair.one.model.change(play=replace(play, speed=2.0))
    assert pair.two.model.state.play.speed == 2.0
    assert pair.after(100)[1] == 2
    play = pair.two.model.state.play
    pair.two.model.change(play=replace(play, way=replace(play.way, backward=True)))
    assert pair.one.model.state.play.way.backward


def test_apart_again_each_plays_at_its_own_rate(pair: Pair) -> None:
    pair.one.play()
    pair.after(1)
    pair.cine.play_together(False, pair.one.model)
    pair.one.model.change(play=Play())
    assert pair.two.model.state.play.playing
    assert pair.after(41) == (0, 1)
    assert pair.two.model.nominal_rate == pytest.approx(25)


def test_one_that_is_not_on_screen_rests_and_goes_on_where_it_is_due(
    qapp: object,
) -> None:
    seen = [True]
    clock = Clock()
    player = Player(run(10), Cine(is_seen=lambda model: seen[0], clock=clock))
    player.clock = clock
    player.play()
    assert player.after(41) == 1
    seen[0] = False
    assert player.after(40) == 1
    seen[0] = True
    assert player.after(40) == 3
