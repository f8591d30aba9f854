"""The wave form: extremes by column, the place, a click that goes there."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.viewer import LEFT, NONE, move_mouse, pixels_of
from viewer.demo.sounds import voice
from viewer.kinds.audio import read_audio
from viewer.ui.widgets.sound_wave import AXIS_PX, SoundWave, clock_text, columns_of


@pytest.fixture
def wave(qtbot: QtBot) -> SoundWave:
    made = SoundWave()
    qtbot.addWidget(made)
    made.resize(400, 200)
    samples = np.zeros((1000, 1), np.int16)
    samples[500:] = 1000
    made.show_track(read_audio(voice(samples, frequency_hz=1000), "").tracks[0])
    made.show()
    return made


def test_columns_hold_the_extremes_of_their_parts() -> None:
    outline = np.array([[0, 1], [-2, 0], [0, 3], [-1, 4]], np.float32)
    assert columns_of(outline, 2).tolist() == [[-2, 1], [-1, 4]]
    assert columns_of(outline, 4).tolist() == outline.tolist()
    assert columns_of(outline, 8)[::2].tolist() == outline.tolist()
    assert columns_of(outline, 1).tolist() == [[-2, 4]]


def test_neighbouring_columns_touch() -> None:
    outline = np.array([[0, 0], [5, 5], [-3, -3]], np.float32)
    assert columns_of(outline, 3).tolist() == [[0, 0], [0, 5], [-3, 5]]


def test_the_loud_half_is_drawn_above_the_middle(wave: SoundWave) -> None:
    pixels = pixels_of(wave)[: 200 - AXIS_PX].astype(int)
    blue = pixels[..., 2] - pixels[..., 0] > 60
    middle = (200 - AXIS_PX) // 2
    top = round((200 - AXIS_PX) * 0.04)
    assert blue[middle - 2 : middle + 3, 5:195].any(axis=0).all()
    assert blue[top - 2 : top + 3, 205:395].any(axis=0).all()
    assert not blue[top - 2 : top + 3, 5:195].any()
    assert blue[middle // 2].sum() == 1, "the step from one to the other"


def test_the_place_is_a_line(wave: SoundWave) -> None:
    wave.show_place(0.25)
    assert wave.x_of(0.25) == 100
    row = pixels_of(wave)[20].astype(int)
    bright = np.flatnonzero(row[:, 0] > 200)
    assert set(bright) <= {99, 100}
    assert len(bright)


def test_clicks_and_drags_ask_for_a_time(wave: SoundWave, qtbot: QtBot) -> None:
    asked: list[float] = []
    wave.asked.connect(asked.append)
    QTest.mousePress(wave, LEFT, NONE, QPoint(100, 50))
    move_mouse(wave, (300, 50), LEFT, NONE)
    move_mouse(wave, (9000, 50), LEFT, NONE)
    assert asked == pytest.approx([0.25, 0.75, 1.0])


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0:00.0"), (65.24, "1:05.2"), (59.96, "1:00.0"), (3725, "1:02:05.0")],
)
def test_times_read_as_minutes_and_seconds(seconds: float, expected: str) -> None:
    assert clock_text(seconds) == expected


def test_nothing_is_drawn_of_no_sound(wave: SoundWave) -> None:
    wave.show_track(None)
    assert not pixels_of(wave).any()
    assert wave.x_of(3) == 0
