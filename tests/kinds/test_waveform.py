"""Waveforms: values against pydicom's own reading and the formula by hand."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file

from viewer.demo.documents import waveform
from viewer.demo.ecg import electrocardiogram
from viewer.demo.parts import code
from viewer.files.dataset import read_dataset
from viewer.files.sources import Source
from viewer.kinds.base import ContentError
from viewer.kinds.traces import TWELVE
from viewer.kinds.waveform import BLOCK, Mark, Recording, read_waveform

if TYPE_CHECKING:
    from pydicom import Dataset


def read(dataset: "Dataset") -> Recording:
    return read_waveform(dataset, "waveform_ecg")


def group_item(dataset: "Dataset") -> Any:
    return dataset.WaveformSequence[0]


def test_values_equal_those_of_pydicom() -> None:
    path = get_testdata_file("waveform_ecg.dcm", download=False)
    assert path is not None
    recording = read(read_dataset(Source(str(path))))
    plain = dcmread(path)
    assert len(recording.groups) == len(plain.WaveformSequence)
    for number, group in enumerate(recording.groups):
        theirs = plain.waveform_array(number)
        assert group.samples.shape == theirs.shape
        for channel, told in enumerate(group.channels):
            assert told.unit == "mV"
            ours = group.values(channel, 0, len(theirs))
            np.testing.assert_allclose(ours, theirs[:, channel] / 1000, rtol=1e-12)


def test_sensitivity_correction_and_baseline_make_the_value() -> None:
    dataset = waveform(np.array([[10], [-4]], np.int16), [code("1", "X", "Lead I")])
    channel = group_item(dataset).ChannelDefinitionSequence[0]
    channel.ChannelSensitivity = "2.5"
    channel.ChannelSensitivityCorrectionFactor = "1.1"
    channel.ChannelBaseline = "100"
    group = read(dataset).groups[0]
    assert group.channels[0].label == "I"
    expected = [(10 * 2.5 * 1.1 + 100) / 1000, (-4 * 2.5 * 1.1 + 100) / 1000]
    np.testing.assert_allclose(group.values(0, 0, 2), expected)
    assert group.extremes[0] == pytest.approx((min(expected), max(expected)))


def test_pressures_keep_their_unit() -> None:
    dataset = waveform(np.array([[10], [20]], np.int16), [code("1", "X", "Aorta")])
    channel = group_item(dataset).ChannelDefinitionSequence[0]
    channel.ChannelSensitivity = "0.5"
    channel.ChannelSensitivityUnitsSequence = [code("mm[Hg]", "UCUM", "mmHg")]
    group = read(dataset).groups[0]
    assert group.channels[0].unit == "mmHg"
    assert group.values(0, 0, 2).tolist() == [5.0, 10.0]


def test_a_channel_without_sensitivity_has_values_without_a_unit() -> None:
    dataset = waveform(np.array([[10]], np.int16), [code("1", "X", "Something")])
    channel = group_item(dataset).ChannelDefinitionSequence[0]
    del channel.ChannelSensitivity
    group = read(dataset).groups[0]
    assert (group.channels[0].unit, group.values(0, 0, 1).tolist()) == ("", [10.0])


def test_padding_is_no_value() -> None:
    dataset = waveform(np.array([[1], [-32768], [3]], np.int16))
    group_item(dataset).WaveformPaddingValue = (-32768).to_bytes(
        2, "little", signed=True
    )
    group = read(dataset).groups[0]
    values = group.values(0, 0, 3)
    assert np.isnan(values).tolist() == [False, True, False]
    assert group.extremes[0] == pytest.approx((0.0025, 0.0075))


def test_twelve_bits_that_were_not_extended_get_their_sign() -> None:
    dataset = waveform(np.array([[5], [0xFFF]], np.int16))
    group_item(dataset).ChannelDefinitionSequence[0].WaveformBitsStored = 12
    assert read(dataset).groups[0].samples.ravel().tolist() == [5, -1]


def test_twelve_bits_that_were_extended_stay_as_they_are() -> None:
    dataset = waveform(np.array([[-5], [2000]], np.int16))
    group_item(dataset).ChannelDefinitionSequence[0].WaveformBitsStored = 12
    assert read(dataset).groups[0].samples.ravel().tolist() == [-5, 2000]


@pytest.mark.parametrize(
    ("form", "bits", "dtype"),
    [("SB", 8, "<i1"), ("UB", 8, "<u1"), ("US", 16, "<u2"), ("SL", 32, "<i4")],
)
def test_samples_of_every_size_are_read(form: str, bits: int, dtype: str) -> None:
    samples = np.array([[1, 2], [3, 100]])
    dataset = waveform(samples.astype(np.int16))
    item = group_item(dataset)
    item.WaveformSampleInterpretation, item.WaveformBitsAllocated = form, bits
    item.WaveformData = samples.astype(dtype).tobytes()
    for channel in item.ChannelDefinitionSequence:
        channel.WaveformBitsStored = bits
    assert read(dataset).groups[0].samples.tolist() == samples.tolist()


def test_marks_have_their_channels_and_times() -> None:
    dataset = waveform(
        WaveformAnnotationSequence=[
            {
                "UnformattedTextValue": "Beat",
                "ReferencedWaveformChannels": [1, 2],
                "ReferencedSamplePositions": [1, 51],
            },
            {
                "ConceptNameCodeSequence": [code("2:16016", "MDC", "RR Interval")],
                "NumericValue": "982",
                "MeasurementUnitsCodeSequence": [code("ms", "UCUM", "millisecond")],
                "ReferencedWaveformChannels": [1, 0],
            },
        ]
    )
    assert read(dataset).marks == (
        Mark("Beat", 0, (1,), (0.0, 0.1)),
        Mark("RR Interval 982 ms"),
    )


def test_long_recordings_have_an_envelope_of_their_extremes() -> None:
    rows = BLOCK * (2 * BLOCK + 1)
    samples = np.zeros((rows, 1), np.int16)
    samples[BLOCK + 3], samples[BLOCK + 9] = 50, -70
    envelope = read(waveform(samples)).groups[0].envelope
    assert envelope is not None
    assert envelope[0].tolist() == [[0, 0]]
    assert envelope[1].tolist() == [[-70, 50]]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"SamplingFrequency": 0}, "no sampling frequency"),
        (
            {"NumberOfWaveformChannels": 0, "ChannelDefinitionSequence": []},
            "no channels",
        ),
        ({"WaveformData": b""}, "no samples"),
    ],
)
def test_a_group_that_makes_no_sense_says_why(
    fault: dict[str, Any], words: str
) -> None:
    dataset = waveform()
    for keyword, value in fault.items():
        setattr(group_item(dataset), keyword, value)
    with pytest.raises(ContentError, match=words):
        read(dataset)


def test_a_broken_group_costs_itself_only() -> None:
    dataset = waveform()
    broken = waveform().WaveformSequence[0]
    broken.SamplingFrequency = 0
    dataset.WaveformSequence = [broken, dataset.WaveformSequence[0]]
    recording = read(dataset)
    assert len(recording.groups) == 1
    assert recording.notes == ("Group 1 has no sampling frequency.",)


def test_fewer_samples_than_claimed_are_shown_as_far_as_they_go() -> None:
    dataset = waveform(np.zeros((10, 2), np.int16))
    group_item(dataset).NumberOfWaveformSamples = 1_000_000
    assert len(read(dataset).groups[0].samples) == 10


def test_the_demonstration_is_a_recording_of_twelve_leads(tmp_path: Path) -> None:
    recording = read(electrocardiogram()[1])
    labels = [one.label for one in recording.groups[0].channels]
    assert tuple(labels) == TWELVE
    assert recording.groups[0].seconds == 10.0
