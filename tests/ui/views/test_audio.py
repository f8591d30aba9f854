"""Sounds are seen, heard through a device that the test holds, and saved as WAV."""

import io
import wave
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenViewer, Write
from tests.ui.sets import sets_of
from tests.ui.viewer import LEFT, NONE, Viewer
from tests.ui.widgets.test_playback import Heard
from viewer.demo.sounds import voice
from viewer.kinds.audio import read_audio
from viewer.kinds.sounds import GENERAL_ECG
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.views import audio
from viewer.ui.views.audio import AudioView

SAMPLES = np.arange(-5000, 5000, dtype=np.int16)[:, None]


class Player:
    """The view of ten seconds of sound with a device and a clock of the test."""

    def __init__(self, qtbot: QtBot) -> None:
        self.sink, self.now = Heard(), 0.0
        dataset = voice(SAMPLES, frequency_hz=1000)
        model = ViewportModel()
        model.show_set(sets_of([dataset])[0])
        self.view = AudioView(
            model, ToolChoice(), sink=lambda: self.sink, clock=lambda: self.now
        )
        qtbot.addWidget(self.view)
        self.view.resize(600, 400)
        self.view.show()
        model.deliver_content(read_audio(dataset, "waveform_audio"), None)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.view, key)

    @property
    def place_s(self) -> float:
        return self.view.playback.place_s


@pytest.fixture
def player(qtbot: QtBot) -> Player:
    return Player(qtbot)


def test_space_plays_and_pauses(player: Player) -> None:
    assert (player.view.button.text(), player.view.time.text()) == (
        "Play",
        "0:00.0 / 0:10.0",
    )
    player.press(Qt.Key.Key_Space)
    assert player.sink.playing
    assert player.view.button.text() == "Pause"
    player.now = 2.5
    player.view.playback.look()
    assert player.view.time.text() == "0:02.5 / 0:10.0"
    player.press(Qt.Key.Key_Space)
    assert not player.sink.playing


def test_the_button_plays_and_the_clock_ends_it(player: Player) -> None:
    player.view.button.click()
    player.now = 11
    player.view.playback.look()
    assert player.view.button.text() == "Play"
    assert player.view.time.text() == "0:10.0 / 0:10.0"


def test_keys_go_through_the_sound(player: Player) -> None:
    player.press(Qt.Key.Key_Right)
    player.press(Qt.Key.Key_Right)
    assert player.place_s == pytest.approx(2.0)
    player.press(Qt.Key.Key_Left)
    assert player.place_s == pytest.approx(1.0)
    player.press(Qt.Key.Key_End)
    assert player.place_s == 10.0
    player.press(Qt.Key.Key_Home)
    assert player.place_s == 0.0


def test_a_click_on_the_wave_goes_there(player: Player) -> None:
    wave_form = player.view.wave
    QTest.mouseClick(wave_form, LEFT, NONE, QPoint(wave_form.width() // 4, 50))
    assert player.place_s == pytest.approx(2.5, abs=0.05)
    player.press(Qt.Key.Key_Space)
    assert player.sink.first == SAMPLES[int(player.place_s * 1000), 0]


def test_the_volume_has_a_slider_and_keys(player: Player) -> None:
    player.view.volume.setValue(40)
    assert player.view.playback.volume == 0.4
    player.press(Qt.Key.Key_Up)
    assert player.view.volume.value() == 50


def test_without_a_device_the_wave_form_and_the_reason_are_there(
    player: Player,
) -> None:
    player.sink.refusal = "No sound device was found."
    player.press(Qt.Key.Key_Space)
    notes = player.view.findChild(QLabel, "documentNotes")
    assert isinstance(notes, QLabel)
    assert notes.text() == "⚠ No sound device was found."
    assert player.view.button.text() == "Play"


def test_several_sounds_can_be_chosen(qtbot: QtBot) -> None:
    dataset = voice(SAMPLES, frequency_hz=1000)
    second = voice(SAMPLES[:500], frequency_hz=1000).WaveformSequence[0]
    dataset.WaveformSequence.append(second)
    player = Player(qtbot)
    player.view.model.deliver_content(read_audio(dataset, "waveform_audio"), None)
    assert player.view.tracks.isVisible()
    player.view.tracks.setCurrentIndex(1)
    assert player.view.playback.seconds == 0.5


def sound(viewer: Viewer) -> AudioView:
    return viewer.child("audioView", AudioView)


def test_a_sound_is_saved_with_its_samples(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(write("voice", voice(SAMPLES, frequency_hz=1000)))
    path = str(tmp_path / "out")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
    viewer.child("saveSound", QPushButton).click()
    data = (tmp_path / "out.wav").read_bytes()
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getframerate(), file.getnframes()) == (1000, len(SAMPLES))
        assert file.readframes(len(SAMPLES)) == SAMPLES.astype("<i2").tobytes()


def test_it_is_said_how_it_was_recorded(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("voice", voice()))
    said = viewer.child("documentFacts", QLabel).text()
    assert said == "2026-11-22 10:15:00 · 8,000 Hz · 8 bits · 1 channel"
    assert sound(viewer).words().startswith("TEST, Builder")


def test_the_audio_row_of_older_tables_is_played_with_its_note(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("voice", voice(sop_class_uid=GENERAL_ECG)))
    assert "General ECG" in viewer.child("documentNotes", QLabel).text()
    note = viewer.child("sopClassNote", QLabel).text()
    assert "Waveform Storage - Audio" in note


def test_keys_reach_the_sound_and_not_the_window(
    open_viewer: OpenViewer, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio, "sound_device", Heard)
    viewer = open_viewer(write("voice", voice()))
    viewer.do("layout-1x2")
    viewer.press_key("Right")
    assert sound(viewer).playback.place_s == pytest.approx(0.24)
    assert viewer.app.grid.state.active == 0


def test_nothing_of_a_sound_stays_after_closing(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("voice", voice()))
    shown = sound(viewer)
    viewer.app.close_all()
    assert shown.playback.track is None
    assert (shown.time.text(), shown.facts.facts.text()) == ("", "")
    assert not shown.holds()
