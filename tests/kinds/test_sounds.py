"""Which waveforms are sound: modality and channels tell, where the class does not."""

from typing import Any

import numpy as np
import pytest

from tests.ui.sets import header_of, sets_of
from viewer.demo.documents import waveform
from viewer.demo.sounds import voice
from viewer.kinds import kind_of
from viewer.kinds.sounds import GENERAL_ECG, sounds

ECG_12 = "1.2.840.10008.5.1.4.1.1.9.1.1"


def kind(dataset: Any) -> str:
    return kind_of(header_of(dataset))


def test_what_older_tables_call_audio_is_told_by_its_content() -> None:
    assert kind(voice(sop_class_uid=GENERAL_ECG)) == "waveform_audio"
    assert kind(waveform(SOPClassUID=GENERAL_ECG)) == "waveform_ecg"
    assert kind(voice(sop_class_uid=GENERAL_ECG, Modality="ECG")) == "waveform_audio"


def test_an_electrocardiogram_of_the_modality_of_sound_stays_one() -> None:
    three = waveform(np.zeros((50, 3), np.int16), SOPClassUID=GENERAL_ECG)
    three.Modality = "AU"
    assert kind(three) == "waveform_ecg"
    measured = waveform(np.zeros((50, 1), np.int16), SOPClassUID=GENERAL_ECG)
    measured.Modality = "AU"
    assert kind(measured) == "waveform_ecg"


@pytest.mark.parametrize(
    ("modality", "frequency_hz", "sensitivity", "expected"),
    [
        ("AU", 8000.0, None, True),
        ("AU", 1000.0, None, True),
        ("AU", 8000.0, 1.0, True),
        ("AU", 1000.0, 1.0, False),
        ("ECG", 8000.0, None, True),
        ("ECG", 1000.0, None, False),
        ("ECG", 8000.0, 1.0, False),
    ],
)
def test_modality_sampling_and_sensitivity_decide(
    modality: str, frequency_hz: float, sensitivity: float | None, expected: bool
) -> None:
    dataset = voice(
        sop_class_uid=GENERAL_ECG, frequency_hz=frequency_hz, Modality=modality
    )
    if sensitivity is not None:
        channel = dataset.WaveformSequence[0].ChannelDefinitionSequence[0]
        channel.ChannelSensitivity = sensitivity
    assert sounds(header_of(dataset)) is expected


def test_another_class_is_sound_only_by_its_modality() -> None:
    assert not sounds(header_of(voice(sop_class_uid=ECG_12, Modality="ECG")))
    assert sounds(header_of(voice(sop_class_uid=ECG_12)))
    assert kind(voice(sop_class_uid="1.2.3.4")) == "waveform_audio"


def test_only_doubtful_waveforms_are_read_whole_for_it() -> None:
    assert not header_of(waveform()).complete
    assert header_of(voice(sop_class_uid=GENERAL_ECG)).complete


def test_a_sound_is_not_called_an_ecg() -> None:
    (one,) = sets_of([voice(sop_class_uid=GENERAL_ECG)])
    assert (one.view, one.label) == ("audio", "Audio")
    (other,) = sets_of([voice()])
    assert other.label == "Voice"
    (named,) = sets_of([voice(SeriesDescription="Dictation")])
    assert named.label == "Dictation"
