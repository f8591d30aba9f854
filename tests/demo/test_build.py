import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import Dataset, dcmread
from pydicom.uid import UID

from viewer.demo import build, documents
from viewer.demo.parts import uid

NATIVE = [
    build.IMPLICIT_LITTLE,
    build.EXPLICIT_LITTLE,
    build.EXPLICIT_BIG,
    build.DEFLATED,
]


def read(file: bytes, force: bool = False) -> Dataset:
    return dcmread(BytesIO(file), force=force)


def everything() -> list[Dataset]:
    slices = [build.ct_slice(index) for index in range(2)]
    return [
        *slices,
        build.image(),
        build.image(samples=3, frames=2),
        build.enhanced_mr(),
        documents.encapsulated(),
        documents.waveform(),
        documents.report(),
        documents.presentation_state(slices),
        documents.key_objects(slices),
    ]


@pytest.mark.parametrize("syntax", NATIVE)
@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.uint16, np.int16, np.uint32])
def test_native_pixels_come_back_from_every_transfer_syntax(
    syntax: str, kind: Any
) -> None:
    pixels = build.ramp((5, 7), kind)
    dataset = read(build.to_bytes(build.image(pixels), syntax))
    assert dataset.file_meta.TransferSyntaxUID == syntax
    assert np.array_equal(dataset.pixel_array, pixels)


@pytest.mark.parametrize("frames", [1, 3])
@pytest.mark.parametrize("samples", [1, 3])
def test_frames_and_colours_keep_their_axes(frames: int, samples: int) -> None:
    shape = (frames, 6, 8, samples)
    pixels = build.ramp(shape, np.uint8).squeeze(
        tuple(axis for axis in (0, 3) if shape[axis] == 1)
    )
    dataset = read(build.to_bytes(build.image(pixels, samples=samples)))
    assert (dataset.Rows, dataset.Columns) == (6, 8)
    assert dataset.get("NumberOfFrames", 1) == frames
    assert np.array_equal(dataset.pixel_array, pixels)
    assert np.array_equal(
        build.native_frames(dataset).squeeze(), np.asarray(pixels).squeeze()
    )


def test_rle_is_encoded_and_the_data_set_given_stays_native() -> None:
    given = build.ct_slice()
    before = given.PixelData
    dataset = read(build.to_bytes(given, build.RLE_LOSSLESS))
    assert dataset.file_meta.TransferSyntaxUID == build.RLE_LOSSLESS
    assert np.array_equal(dataset.pixel_array, build.native_frames(given)[0])
    assert given.PixelData is before


def test_encoded_frames_are_written_one_a_fragment() -> None:
    dataset = build.image(samples=3, frames=2)
    build.compress(dataset, build.JPEG_BASELINE, lambda frame: frame.tobytes()[:11])
    file = read(build.to_bytes(dataset))
    assert file.file_meta.TransferSyntaxUID == build.JPEG_BASELINE
    offsets = np.frombuffer(file.PixelData[8:16], "<u4")
    assert offsets.tolist() == [0, 8 + 12]
    assert file["PixelData"].is_undefined_length


def test_a_file_may_lack_its_preamble_or_its_meta_header() -> None:
    dataset = build.ct_slice()
    whole = build.to_bytes(dataset)
    assert whole[128:132] == b"DICM"
    bare = build.to_bytes(dataset, preamble=False)
    assert whole[132:] == bare
    naked = build.to_bytes(dataset, meta=False)
    assert naked[:4] == b"\x08\x00\x05\x00"
    assert read(naked, force=True).SOPInstanceUID == dataset.SOPInstanceUID


def test_keywords_replace_elements_and_none_removes_them() -> None:
    dataset = build.ct_slice(PatientID="X", WindowCenter=None, Rows=99)
    assert dataset.PatientID == "X"
    assert "WindowCenter" not in dataset
    assert dataset.Rows == 99


def test_the_same_object_has_the_same_uids_and_bytes_each_time() -> None:
    first, again = (build.to_bytes(build.ct_slice(3)) for _ in range(2))
    assert first == again
    assert build.ct_slice(3).SOPInstanceUID != build.ct_slice(4).SOPInstanceUID
    assert uid("a", 1) == uid("a", 1) != uid("a", 2)
    assert UID(uid("a")).is_valid


def test_the_frames_of_an_enhanced_object_differ_in_position_and_window() -> None:
    groups = build.enhanced_mr(3).PerFrameFunctionalGroupsSequence
    heights = [
        group.PlanePositionSequence[0].ImagePositionPatient[2] for group in groups
    ]
    assert heights == [0, 4, 8]
    assert groups[2].FrameVOILUTSequence[0].WindowCenter == 520


def test_a_waveform_keeps_its_samples_channel_by_channel() -> None:
    samples = np.array([[1, -1], [2, -2], [3, -3]], np.int16)
    dataset = read(build.to_bytes(documents.waveform(samples, frequency_hz=250)))
    group = dataset.WaveformSequence[0]
    assert (group.NumberOfWaveformChannels, group.NumberOfWaveformSamples) == (2, 3)
    volts = dataset.waveform_array(0)
    assert np.allclose(volts, samples * 2.5)


def test_a_state_and_a_key_object_name_the_images_they_are_about() -> None:
    images = [build.ct_slice(index) for index in range(2)]
    series = documents.presentation_state(images).ReferencedSeriesSequence[0]
    wanted = [image.SOPInstanceUID for image in images]
    assert series.SeriesInstanceUID == images[0].SeriesInstanceUID
    assert [
        reference.ReferencedSOPInstanceUID
        for reference in series.ReferencedImageSequence
    ] == wanted
    keys = documents.key_objects(images).ContentSequence
    assert [
        content.ReferencedSOPSequence[0].ReferencedSOPInstanceUID for content in keys
    ] == wanted


@pytest.mark.skipif(not shutil.which("dcmdump"), reason="DCMTK is not installed")
@pytest.mark.parametrize("number", range(len(everything())))
def test_dcmtk_reads_what_is_built_without_complaint(
    number: int, tmp_path: Path
) -> None:
    path = tmp_path / "object.dcm"
    path.write_bytes(build.to_bytes(everything()[number]))
    answer = subprocess.run(
        ["dcmdump", "-q", str(path)], capture_output=True, text=True
    )
    assert answer.returncode == 0
    assert answer.stderr == ""
    assert "PatientID" in answer.stdout
