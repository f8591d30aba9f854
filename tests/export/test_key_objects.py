"""Key images that leave, as others and our own reader take them."""

import shutil
from pathlib import Path

import pytest

from tests.export.made import complaints, image_of, output_of, parsed
from viewer.demo.build import ct_slice, image, ramp
from viewer.export.key_objects import KeyRequest, key_object_selection
from viewer.export.records import ExportError
from viewer.kinds.key_images import keys_of
from viewer.kinds.report import read_report

ONE, TWO = image_of(ct_slice(1)), image_of(ct_slice(2))
WORDS_OF_16_BITS = "1.2.840.10008.5.1.4.1.1.7.3"
"""Multi-frame grey images."""

MANY = image_of(
    image(ramp((4, 20, 30)), NumberOfFrames=4, SOPClassUID=WORDS_OF_16_BITS)
)


def content(*frames: int, description: str = "") -> bytes:
    keys = ((ONE, ()), (TWO, ()), (MANY, frames))
    return key_object_selection(KeyRequest(keys, description))


def test_a_selection_is_sound_for_dicom3tools(tmp_path: Path) -> None:
    assert complaints(content(1, 3, description="for the tumour board"), tmp_path) == []


@pytest.mark.skipif(shutil.which("dsrdump") is None, reason="needs DCMTK")
def test_dcmtk_reads_title_reason_and_images(tmp_path: Path) -> None:
    path = tmp_path / "keys.dcm"
    path.write_bytes(content(1, 3, description="for the tumour board"))
    told = output_of(["dsrdump", "+Pc", "+Pu", path])
    assert '113000,DCM,"Of Interest"' in told
    assert '"for the tumour board"' in told
    for one in (ONE, TWO, MANY):
        assert one.sop_instance_uid in told


def test_our_reader_finds_the_frames_that_were_chosen() -> None:
    report = read_report(parsed(content(1, 3)), "ko")
    keys = keys_of(report.references())
    assert keys == {
        ONE.sop_instance_uid.encode(): frozenset(),
        TWO.sop_instance_uid.encode(): frozenset(),
        MANY.sop_instance_uid.encode(): frozenset({1, 3}),
    }


def test_every_image_is_evidence_in_its_series() -> None:
    (study,) = parsed(content()).CurrentRequestedProcedureEvidenceSequence
    listed = {
        image.ReferencedSOPInstanceUID
        for series in study.ReferencedSeriesSequence
        for image in series.ReferencedSOPSequence
    }
    assert listed == {one.sop_instance_uid for one in (ONE, TWO, MANY)}


def test_no_key_image_no_document() -> None:
    with pytest.raises(ExportError):
        key_object_selection(KeyRequest(()))
