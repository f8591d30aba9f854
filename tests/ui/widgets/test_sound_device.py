"""The sound device: none is told, and samples are converted to what one likes."""

from typing import Any

import numpy as np
import pytest

from viewer.ui.widgets.quiet_multimedia import quiet_multimedia

quiet_multimedia()

from PySide6.QtMultimedia import (  # noqa: E402 (only after it is quiet)
    QAudioDevice,
    QAudioFormat,
    QMediaDevices,
)

from viewer.ui.widgets import sound_device  # noqa: E402
from viewer.ui.widgets.sound_device import SoundDevice  # noqa: E402


class Liking:
    """A device that likes one format only."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._form = QAudioFormat()
        self._form.setSampleRate(rate_hz)
        self._form.setChannelCount(channels)

    def preferredFormat(self) -> QAudioFormat:
        return self._form


@pytest.mark.usefixtures("qapp")
def test_a_computer_without_a_sound_device_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QMediaDevices, "defaultAudioOutput", lambda: QAudioDevice())
    device = SoundDevice()
    said = device.start(np.zeros((10, 1), np.uint8), 8000, 1.0)
    assert said == "No sound device was found. The sound can be seen and saved."
    assert device.fault() == ""
    device.set_volume(0.5)
    device.stop()


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (np.array([0, 128, 255], np.uint8), [-32768, 0, 32512]),
        (np.array([-32768, 0, 32767], np.int16), [-32768, 0, 32767]),
        (np.array([-(1 << 31), 0, 1 << 30], np.int32), [-32768, 0, 16384]),
    ],
)
def test_samples_are_brought_to_16_bits(stored: Any, expected: list[int]) -> None:
    device: Any = Liking(8000, 1)
    made, form = sound_device._converted(stored[:, None], 8000, device)
    assert made[:, 0].tolist() == expected
    assert form.sampleFormat() == QAudioFormat.SampleFormat.Int16
    assert (form.sampleRate(), form.channelCount()) == (8000, 1)


def test_a_sound_keeps_its_length_and_pitch_at_another_rate() -> None:
    times = np.arange(8000) / 8000
    tone = np.rint(20_000 * np.sin(2 * np.pi * 200 * times)).astype(np.int16)
    device: Any = Liking(48_000, 2)
    made, _ = sound_device._converted(tone[:, None], 8000, device)
    assert made.shape == (48_000, 2)
    assert np.array_equal(made[:, 0], made[:, 1])
    spectrum = np.abs(np.fft.rfft(made[:, 0]))
    assert spectrum.argmax() == 200
