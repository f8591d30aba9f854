"""Sounds: samples against the formula, the codec tables and the wave module."""

import io
import wave
from typing import Any

import numpy as np
import pytest

from viewer.demo.documents import waveform
from viewer.demo.sounds import voice
from viewer.kinds.audio import Sound, pcm_of, read_audio, wav_bytes
from viewer.kinds.base import ContentError
from viewer.kinds.companding import expanded
from viewer.kinds.sounds import GENERAL_ECG


def read(dataset: Any) -> Sound:
    return read_audio(dataset, "waveform_audio")


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (np.array([0, 128, 255], np.uint8), np.array([0, 128, 255], np.uint8)),
        (np.array([-128, 0, 127], np.int8), np.array([0, 128, 255], np.uint8)),
        (np.array([-32768, 0, 5], np.int16), np.array([-32768, 0, 5], np.int16)),
        (np.array([0, 32768, 65535], np.uint16), np.array([-32768, 0, 32767], "i2")),
        (np.array([0, 1 << 31], np.uint32), np.array([-(1 << 31), 0], np.int32)),
    ],
)
def test_samples_become_those_of_a_wav_file(stored: Any, expected: Any) -> None:
    made = pcm_of(stored)
    assert made.dtype == expected.dtype
    assert np.array_equal(made, expected)


def test_padding_is_silence() -> None:
    stored = np.array([5, 0, 7], np.uint8)
    assert pcm_of(stored, padding=0).tolist() == [5, 128, 7]
    assert pcm_of(np.array([5, -9], np.int16), padding=-9).tolist() == [5, 0]


@pytest.mark.parametrize("dtype", [np.uint8, np.int16])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_saved_sound_has_the_samples_of_the_object(dtype: Any, channels: int) -> None:
    random = np.random.default_rng(1)
    top = np.iinfo(dtype)
    samples = random.integers(top.min, top.max, (999, channels)).astype(dtype)
    (track,) = read(voice(samples, frequency_hz=11025)).tracks
    with wave.open(io.BytesIO(wav_bytes(track))) as file:
        assert file.getframerate() == 11025
        assert file.getnchannels() == channels
        assert file.getsampwidth() == samples.dtype.itemsize
        assert file.readframes(file.getnframes()) == samples.tobytes()
    assert track.seconds == pytest.approx(999 / 11025)


@pytest.mark.parametrize("form", ["MB", "AB"])
def test_companded_samples_are_expanded_to_16_bits(form: str) -> None:
    codes = np.arange(256, dtype=np.uint8)[:, None]
    (track,) = read(voice(codes, form=form)).tracks
    assert track.pcm.dtype == np.int16
    assert np.array_equal(track.pcm, expanded(codes, form))


def test_the_outline_holds_the_extremes_of_the_loudest() -> None:
    samples = np.zeros((100_000, 1), np.int16)
    samples[70_001], samples[30_001] = 20_000, -5_000
    (track,) = read(voice(samples)).tracks
    outline = track.outline[:, 0]
    part = 100_000 // 4096
    assert outline[70_001 // part].tolist() == [0.0, 1.0]
    assert outline[30_001 // part].tolist() == [-0.25, 0.0]
    assert np.count_nonzero(outline) == 2


def test_a_silent_sound_has_a_flat_outline() -> None:
    (track,) = read(voice(np.full((10, 1), 128, np.uint8))).tracks
    assert not track.outline.any()


def test_an_object_of_an_ecgs_class_says_why_it_is_played() -> None:
    assert read(voice()).notes == ()
    (note,) = read(voice(sop_class_uid=GENERAL_ECG)).notes
    assert "General ECG Waveform Storage" in note


@pytest.mark.parametrize("frequency_hz", [1e-300, 0.5, 1e9, 1e308])
def test_absurd_sampling_frequencies_are_no_sound(frequency_hz: float) -> None:
    with pytest.raises(ContentError, match="no sound"):
        read(voice(frequency_hz=frequency_hz))


def test_annotations_are_said_once() -> None:
    said = [
        {"UnformattedTextValue": "Dictated."},
        {"UnformattedTextValue": "Dictated."},
    ]
    assert read(voice(WaveformAnnotationSequence=said)).said == ("Dictated.",)


def test_an_object_without_samples_says_so() -> None:
    with pytest.raises(ContentError, match="no waveform"):
        read(voice(WaveformSequence=[]))
    with pytest.raises(ContentError, match="no samples"):
        read(voice(np.empty((0, 1), np.uint8)))


def test_samples_of_64_bits_are_refused_with_a_sentence() -> None:
    dataset = waveform(np.zeros((40, 1), np.int16))
    dataset.WaveformSequence[0].WaveformBitsAllocated = 64
    dataset.WaveformSequence[0].WaveformSampleInterpretation = "SV"
    with pytest.raises(ContentError, match="64 bits"):
        read(dataset)
