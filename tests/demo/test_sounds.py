"""The built voice conforms to its IOD and is a sound of speech."""

from pathlib import Path

import numpy as np

from tests.demo.validator import errors_in
from viewer.demo.sounds import PITCH_HZ, VOICE_HZ, voice, vowels


def test_an_independent_validator_finds_no_error(tmp_path: Path) -> None:
    assert errors_in(voice(), tmp_path) == []


def test_the_voice_has_its_pitch() -> None:
    sound = vowels(2.4)[: VOICE_HZ // 2]
    correlation = np.correlate(sound, sound, "full")[len(sound) - 1 :]
    shortest = VOICE_HZ // 400
    period = shortest + int(correlation[shortest : VOICE_HZ // 60].argmax())
    assert abs(VOICE_HZ / period - PITCH_HZ) < 3


def test_samples_are_stored_as_they_are() -> None:
    samples = np.array([[1, -1], [300, -300]], np.int16)
    group = voice(samples, frequency_hz=11025).WaveformSequence[0]
    assert group.WaveformSampleInterpretation == "SS"
    assert (group.NumberOfWaveformChannels, group.NumberOfWaveformSamples) == (2, 2)
    stored = np.frombuffer(group.WaveformData, "<i2").reshape(2, 2)
    assert np.array_equal(stored, samples)
