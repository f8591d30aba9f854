import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file

from tests.files.zips import zipped
from viewer.commands.info import run

KEYS = [
    "path",
    "sop_class_uid",
    "sop_class_name",
    "sop_class_retired",
    "sop_class_note",
    "kind",
    "transfer_syntax_uid",
    "transfer_syntax_name",
    "size",
    "resolution",
    "equipment",
    "compression",
    "patient",
    "study_instance_uid",
    "series_instance_uid",
    "sop_instance_uid",
    "warnings",
]


def named(name: str) -> str:
    path = get_testdata_file(name, download=False)
    assert isinstance(path, str)
    return path


def entries(
    capsys: pytest.CaptureFixture[str], *paths: str, code: int = 0
) -> list[dict[str, Any]]:
    assert run([*paths, "--json"]) == code
    read: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return read


def test_an_entry_has_the_keys_of_the_contract_in_their_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (entry,) = entries(capsys, named("CT_small.dcm"))
    assert list(entry) == KEYS
    assert list(entry["size"]) == [
        "rows",
        "columns",
        "frames",
        "samples_per_pixel",
        "bits_stored",
        "bits_allocated",
        "photometric_interpretation",
    ]
    assert list(entry["resolution"]) == ["row_spacing_mm", "column_spacing_mm", "basis"]
    assert list(entry["equipment"]) == [
        "modality",
        "manufacturer",
        "model",
        "station_name",
        "software_versions",
        "device_serial_number",
        "institution",
    ]
    assert list(entry["compression"]) == [
        "compressed",
        "lossy",
        "type",
        "previously_lossy",
        "ratio",
        "method",
    ]
    assert list(entry["patient"]) == ["id", "name", "birth_date", "sex"]


def test_values_are_those_that_pydicom_reads(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = named("CT_small.dcm")
    dataset = dcmread(path, stop_before_pixels=True)
    (entry,) = entries(capsys, path)
    assert entry["path"] == path
    assert entry["sop_class_uid"] == dataset.SOPClassUID
    assert entry["sop_class_name"] == "CT Image Storage"
    assert entry["kind"] == "image2d"
    assert (entry["size"]["rows"], entry["size"]["columns"]) == (128, 128)
    assert entry["resolution"]["row_spacing_mm"] == float(dataset.PixelSpacing[0])
    assert entry["resolution"]["basis"] == "PixelSpacing: in the patient"
    assert entry["equipment"]["manufacturer"] == dataset.Manufacturer
    assert entry["equipment"]["device_serial_number"] is None
    assert entry["patient"]["name"] == str(dataset.PatientName)
    assert entry["sop_instance_uid"] == dataset.SOPInstanceUID
    assert entry["compression"] == {
        "compressed": False,
        "lossy": False,
        "type": None,
        "previously_lossy": False,
        "ratio": [],
        "method": [],
    }


def test_an_object_that_needs_pydicom_is_described_in_a_worker(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (entry,) = entries(capsys, named("ExplVR_BigEnd.dcm"))
    assert entry["transfer_syntax_name"] == "Explicit VR Big Endian"
    assert entry["size"]["rows"] == 60


def test_a_lossy_image_says_how_lossy(capsys: pytest.CaptureFixture[str]) -> None:
    (entry,) = entries(capsys, named("JPEG-lossy.dcm"))
    assert entry["compression"] == {
        "compressed": True,
        "lossy": True,
        "type": "JPEG",
        "previously_lossy": False,
        "ratio": [76.0],
        "method": [],
    }


def test_an_object_without_pixels_has_no_size_resolution_or_compression(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (entry,) = entries(capsys, named("test-SR.dcm"))
    assert entry["kind"] == "sr"
    assert entry["size"] is None
    assert entry["resolution"] is None
    assert entry["compression"] is None


def test_a_folder_gives_an_entry_for_each_object_and_passes_over_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deeper").mkdir()
    shutil.copy(named("CT_small.dcm"), tmp_path / "IM10")
    shutil.copy(named("MR_small.dcm"), tmp_path / "IM2")
    shutil.copy(named("rtdose.dcm"), tmp_path / "deeper" / "dose")
    (tmp_path / "notes.txt").write_text("not an image")
    found = entries(capsys, str(tmp_path))
    names = [Path(entry["path"]).name for entry in found]
    assert names == ["IM2", "IM10", "dose"]


def test_a_named_file_that_cannot_be_read_is_reported_and_the_others_are_not_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not an image")
    missing = str(tmp_path / "missing.dcm")
    assert run([str(text), missing, named("CT_small.dcm"), "--json"]) == 1
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert found[0] == {
        "path": str(text),
        "error": "this is no DICOM object (a text file)",
    }
    assert found[1] == {
        "path": missing,
        "error": "there is no such file or folder",
    }
    assert found[2]["sop_class_name"] == "CT Image Storage"
    assert printed.err.splitlines() == [
        f"{text}: this is no DICOM object (a text file)",
        f"{missing}: there is no such file or folder",
    ]


def test_without_json_people_get_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([named("CT_small.dcm")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == named("CT_small.dcm")
    assert lines[1].split(maxsplit=2) == [
        "SOP",
        "Class",
        "CT Image Storage  (1.2.840.10008.5.1.4.1.1.2)",
    ]
    labels = [line[2:14].strip() for line in lines[1:] if line]
    assert labels == [
        "SOP Class",
        "Image size",
        "Resolution",
        "Equipment",
        "Compression",
        "Patient",
        "Study",
    ]


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--frame", "1", "x"]])
def test_wrong_usage_is_exit_code_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert "usage: negatoscope info" in capsys.readouterr().err


def test_help_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "usage: negatoscope info" in capsys.readouterr().out


def test_a_swapped_class_is_told_in_the_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = dcmread(named("CT_small.dcm"))
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.77.1.3"
    path = tmp_path / "slide"
    dataset.save_as(path)
    (entry,) = entries(capsys, str(path))
    assert entry["sop_class_name"] == "VL Slide-Coordinates Microscopic Image Storage"
    assert "swap" in entry["sop_class_note"]


def test_a_reader_that_has_seen_enough_ends_it_quietly(tmp_path: Path) -> None:
    for number in range(300):
        shutil.copy(named("MR_small_RLE.dcm"), tmp_path / f"{number}")
    program = [sys.executable, "-m", "viewer", "info", str(tmp_path)]
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.corpus
def test_every_hostile_file_ends_as_an_entry_or_an_error(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = sum(path.is_file() for path in (corpus / "hostile").rglob("*"))
    found = entries(capsys, str(corpus / "hostile"), code=1)
    assert len(found) == files > 200
    for entry in found:
        assert list(entry) in (KEYS, ["path", "error"])


def test_members_of_an_archive_are_described(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = named("CT_small.dcm")
    members = {"in/x": Path(path).read_bytes(), "text": b"text"}
    archive = zipped(tmp_path / "a.zip", members)
    (plain,) = entries(capsys, path)
    for given in (f"{archive}", f"{archive}!/in/x", f"{archive}!/in"):
        (entry,) = entries(capsys, given)
        assert entry == {**plain, "path": f"{archive}!/in/x"}
    (entry,) = entries(capsys, f"{archive}!/text", code=1)
    assert entry["error"] == "this is no DICOM object (a text file)"


@pytest.mark.corpus
def test_a_dicomdir_is_described_as_the_object_that_it_is(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = corpus / "dicomdir" / "two-patients" / "DICOMDIR"
    (entry,) = entries(capsys, str(path))
    assert (entry["path"], entry["kind"]) == (str(path), "dicomdir")


def test_what_is_wrong_with_the_pixels_is_among_the_warnings(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "cut.dcm"
    path.write_bytes(Path(named("CT_small.dcm")).read_bytes()[:-1000])
    (entry,) = entries(capsys, str(path))
    assert entry["warnings"] == ["The file ends early, within its pixel data."]
    assert run([str(path)]) == 0
    assert "ends early, within its pixel data" in capsys.readouterr().out
