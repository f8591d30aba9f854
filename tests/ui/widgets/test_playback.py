"""Playing a sound, with a clock and a device that the test moves."""

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from viewer.demo.sounds import voice
from viewer.kinds.audio import read_audio
from viewer.ui.widgets.playback import Playback


class Heard:
    """A device that remembers what it was asked to play."""

    def __init__(self) -> None:
        self.started: list[tuple[int, int, float]] = []
        self.first: int | None = None
        self.playing = False
        self.volume = -1.0
        self.refusal = ""
        self.broken = ""

    def start(self, pcm: Any, rate_hz: int, volume: float) -> str:
        if self.refusal:
            return self.refusal
        self.started.append((len(pcm), rate_hz, volume))
        self.first = int(pcm[0, 0]) if len(pcm) else None
        self.playing = True
        return ""

    def stop(self) -> None:
        self.playing = False

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def fault(self) -> str:
        return self.broken


class Desk:
    """A playback of two seconds at 1000 Hz, its device and its clock."""

    def __init__(self) -> None:
        self.now = 50.0
        self.sink = Heard()
        self.playback = Playback(lambda: self.sink, lambda: self.now)
        samples = np.arange(2000, dtype=np.int16)[:, None]
        self.track = read_audio(voice(samples, frequency_hz=1000), "").tracks[0]
        self.playback.show_track(self.track)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk()


def test_the_place_follows_the_clock_while_it_plays(desk: Desk) -> None:
    desk.playback.play()
    desk.now += 0.75
    assert desk.playback.place_s == pytest.approx(0.75)
    desk.playback.pause()
    desk.now += 10
    assert desk.playback.place_s == pytest.approx(0.75)
    assert not desk.sink.playing
    desk.playback.play()
    assert desk.sink.started[-1] == (1250, 1000, 0.8)
    assert desk.sink.first == 750


def test_it_ends_at_the_end_and_begins_again(desk: Desk) -> None:
    desk.playback.play()
    desk.now += 2.5
    desk.playback.look()
    assert (desk.playback.playing, desk.sink.playing) == (False, False)
    assert desk.playback.place_s == 2.0
    desk.playback.play()
    assert desk.playback.place_s == 0.0
    assert desk.sink.first == 0


def test_seeking_stays_within_the_sound_and_plays_on(desk: Desk) -> None:
    desk.playback.go_to(-5)
    assert desk.playback.place_s == 0.0
    desk.playback.play()
    desk.playback.go_to(1.5)
    assert desk.playback.playing
    assert desk.sink.first == 1500
    desk.playback.go_to(99)
    assert (desk.playback.playing, desk.playback.place_s) == (False, 2.0)


def test_the_volume_is_kept_within_bounds_and_reaches_the_device(desk: Desk) -> None:
    desk.playback.set_volume(0.3)
    desk.playback.play()
    assert desk.sink.started[-1][2] == 0.3
    desk.playback.set_volume(7)
    assert (desk.playback.volume, desk.sink.volume) == (1.0, 1.0)


def test_a_missing_device_is_told_and_nothing_plays(desk: Desk) -> None:
    desk.sink.refusal = "No device."
    desk.playback.play()
    assert (desk.playback.playing, desk.playback.fault) == (False, "No device.")
    desk.sink.refusal = ""
    desk.playback.play()
    assert (desk.playback.playing, desk.playback.fault) == (True, "")


def test_a_device_that_is_pulled_out_pauses_with_the_reason(desk: Desk) -> None:
    desk.playback.play()
    desk.now += 0.5
    desk.sink.broken = "Gone."
    desk.playback.look()
    assert (desk.playback.playing, desk.playback.fault) == (False, "Gone.")
    assert desk.playback.place_s == pytest.approx(0.5)


def test_another_track_is_silent_and_at_its_start(desk: Desk) -> None:
    desk.playback.play()
    desk.now += 1
    desk.playback.show_track(None)
    assert not desk.sink.playing
    assert (desk.playback.place_s, desk.playback.seconds) == (0.0, 0.0)
    desk.playback.play()
    assert not desk.playback.playing


def test_the_device_is_made_when_it_is_first_heard(qtbot: QtBot) -> None:
    made: list[Heard] = []

    def make() -> Heard:
        made.append(Heard())
        return made[-1]

    playback = Playback(make, lambda: 0.0)
    playback.show_track(Desk().track)
    playback.go_to(1)
    assert made == []
    playback.play()
    playback.pause()
    playback.play()
    assert len(made) == 1
