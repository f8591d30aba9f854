import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file

from viewer.commands import index
from viewer.commands.index import run
from viewer.demo.build import ct_slice, enhanced_mr, image, to_bytes
from viewer.demo.documents import report
from viewer.demo.parts import item
from viewer.work.pool import InlinePool

if TYPE_CHECKING:
    from pydicom import Dataset

ROOT = Path(__file__).parents[2]


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without processes; the tests of whole runs below use them."""
    monkeypatch.setattr(index, "Pool", InlinePool)


def write(path: Path, dataset: "Dataset") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_bytes(dataset))
    return str(path)


def indexed(
    capsys: pytest.CaptureFixture[str], *paths: Path | str, code: int = 0
) -> dict[str, Any]:
    assert run([*map(str, paths), "--json"]) == code
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def whole_run(*words: Path | str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "viewer", "index", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def sets_of(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for patient in entry["patients"]:
        for study in patient["studies"]:
            for series in study["series"]:
                yield from series["display_sets"]


def places(entry: dict[str, Any]) -> Counter[str]:
    """How often each path stands anywhere."""
    found = Counter(
        instance["path"] for one in sets_of(entry) for instance in one["instances"]
    )
    found.update(row["path"] for row in entry["skipped"] + entry["failed"])
    found.update(path for row in entry["duplicates"] for path in row["paths"])
    return found


@pytest.mark.usefixtures("inline")
def test_the_keys_are_those_of_the_contract_in_their_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slice_ = ct_slice(SeriesDescription="Head", StudyDescription="Fall")
    path = write(tmp_path / "a", slice_)
    entry = indexed(capsys, path)
    expected = {
        "patients": [
            {
                "id": "TEST-0001",
                "name": "TEST^Builder",
                "studies": [
                    {
                        "study_instance_uid": slice_.StudyInstanceUID,
                        "date": "20261122",
                        "description": "Fall",
                        "series": [
                            {
                                "series_instance_uid": slice_.SeriesInstanceUID,
                                "number": 1,
                                "modality": "CT",
                                "description": "Head",
                                "display_sets": [
                                    {
                                        "kind": "image2d",
                                        "label": "Head",
                                        "count": 1,
                                        "instances": [
                                            {
                                                "sop_instance_uid": (
                                                    slice_.SOPInstanceUID
                                                ),
                                                "path": path,
                                                "frames": 1,
                                            }
                                        ],
                                    }
                                ],
                            }
                        ],
                    }
                ],
            }
        ],
        "skipped": [],
        "failed": [],
        "duplicates": [],
    }
    assert json.dumps(entry) == json.dumps(expected)


@pytest.mark.usefixtures("inline")
def test_slices_stand_in_the_order_of_their_position_not_of_their_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places_mm = {name: (index * 7 % 5) for index, name in enumerate("edcba")}
    for name, at in places_mm.items():
        write(tmp_path / name, ct_slice(at, SeriesDescription="Head"))
    (only,) = sets_of(indexed(capsys, tmp_path))
    names = [Path(one["path"]).name for one in only["instances"]]
    assert names == sorted(places_mm, key=places_mm.__getitem__)
    assert only["count"] == 5


@pytest.mark.usefixtures("inline")
def test_a_multi_frame_object_is_one_instance_with_its_frames(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "run", enhanced_mr(4))
    (only,) = sets_of(indexed(capsys, tmp_path))
    assert (only["kind"], only["count"]) == ("multiframe_volume", 4)
    assert [one["frames"] for one in only["instances"]] == [4]


@pytest.mark.usefixtures("inline")
def test_an_object_in_two_planes_is_two_sets_each_with_its_frames(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = enhanced_mr(3)
    del dataset.SharedFunctionalGroupsSequence[0].PlaneOrientationSequence
    planes = ([1, 0, 0, 0, 1, 0], [0, 1, 0, 0, 0, -1], [0, 1, 0, 0, 0, -1])
    groups = dataset.PerFrameFunctionalGroupsSequence
    for group, plane in zip(groups, planes, strict=True):
        group.PlaneOrientationSequence = [item(ImageOrientationPatient=plane)]
    write(tmp_path / "run", dataset)
    found = list(sets_of(indexed(capsys, tmp_path)))
    assert [one["count"] for one in found] == [1, 2]
    assert [one["instances"][0]["frames"] for one in found] == [1, 2]


@pytest.mark.usefixtures("inline")
def test_objects_without_pictures_have_their_kind_and_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "sr", report())
    (only,) = sets_of(indexed(capsys, tmp_path))
    assert only["kind"] == "sr"
    assert [(one["path"], one["frames"]) for one in only["instances"]] == [(path, 1)]


@pytest.mark.usefixtures("inline")
def test_every_file_is_in_exactly_one_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = write(tmp_path / "1", ct_slice(0))
    write(tmp_path / "2", ct_slice(1))
    copies = [shutil.copy(first, tmp_path / name) for name in ("3", "4")]
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "cut").write_bytes(b"\0" * 128 + b"DICM")
    missing = tmp_path / "missing"
    entry = indexed(capsys, tmp_path, missing, code=1)
    found = places(entry)
    assert set(found) == {str(path) for path in [*tmp_path.iterdir(), missing]}
    assert set(found.values()) == {1}
    assert entry["duplicates"] == [
        {
            "sop_instance_uid": str(ct_slice(0).SOPInstanceUID),
            "paths": [str(path) for path in copies],
        }
    ]
    assert entry["skipped"] == [
        {"path": str(tmp_path / "notes.txt"), "reason": "a text file"}
    ]
    assert {row["path"] for row in entry["failed"]} >= {str(missing)}


@pytest.mark.usefixtures("inline")
def test_what_an_object_does_not_say_is_null(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = image(
        PatientID=None, PatientName=None, StudyDate=None, StudyInstanceUID=None
    )
    del bare.SeriesNumber, bare.SeriesInstanceUID
    write(tmp_path / "bare", bare)
    (patient,) = indexed(capsys, tmp_path)["patients"]
    (study,) = patient["studies"]
    (series,) = study["series"]
    assert (patient["id"], patient["name"]) == (None, None)
    assert (study["study_instance_uid"], study["date"]) == (None, None)
    assert (series["series_instance_uid"], series["number"]) == (None, None)


def test_what_fails_is_told_in_one_line_each_and_the_rest_is_there(
    tmp_path: Path,
) -> None:
    good = write(tmp_path / "good", ct_slice())
    missing = tmp_path / "missing"
    answer = whole_run(missing, good, "--json")
    assert answer.returncode == 1
    assert answer.stderr == f"{missing}: there is no such file or folder\n"
    assert places(json.loads(answer.stdout)) == {good: 1, str(missing): 1}


def test_people_get_a_tree(tmp_path: Path) -> None:
    first = write(
        tmp_path / "1", ct_slice(0, SeriesDescription="Head", PatientName="A^B")
    )
    shutil.copy(first, tmp_path / "2")
    (tmp_path / "notes.txt").write_text("no picture")
    answer = whole_run(tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines() == [
        "A, B  TEST-0001",
        "  Study · 2026-11-22",
        "    Series 1 · CT · Head",
        "          1 × image2d · Head",
        "",
        "Skipped: 1",
        f"  {tmp_path / 'notes.txt'}: a text file",
        "Duplicates: 1",
        f"  {tmp_path / '2'}: the same as {first}",
        "Objects: 1",
    ]


@pytest.mark.usefixtures("inline")
def test_a_doubt_about_identity_is_said_without_a_flood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(4):
        write(tmp_path / f"{number}", ct_slice(number, PatientName=f"NAME^{number}"))
    assert run([str(tmp_path)]) == 0
    (line,) = [
        one for one in capsys.readouterr().out.splitlines() if "more than one" in one
    ]
    assert line.startswith(f"  {tmp_path / '0'}, {tmp_path / '1'} and 2 more: ")


@pytest.mark.parametrize("words", [[], ["--json"], ["a", "--tree"]])
def test_wrong_usage_ends_with_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    assert "negatoscope index: error:" in capsys.readouterr().err


@pytest.mark.usefixtures("inline")
def test_a_real_object_is_indexed_as_pydicom_reads_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = get_testdata_file("CT_small.dcm", download=False)
    assert isinstance(path, str)
    data_set = dcmread(path)
    (patient,) = indexed(capsys, path)["patients"]
    assert (patient["id"], patient["name"]) == (
        data_set.PatientID,
        str(data_set.PatientName),
    )
    assert patient["studies"][0]["date"] == data_set.StudyDate


def test_every_file_of_the_corpus_is_in_exactly_one_place(corpus: Path) -> None:
    answer = whole_run(corpus, "--json")
    found = places(json.loads(answer.stdout))
    files = {
        os.path.join(folder, name)
        for folder, _, names in os.walk(corpus)
        for name in names
    }
    # A file that is a container (an archive) stands there by its members, and what
    # a DICOMDIR lists and is missing has failed.
    there = {path.split("!/")[0] for path in found}
    assert {path for path in there if os.path.lexists(path)} == files
    missing = {one["path"] for one in json.loads(answer.stdout)["failed"]}
    assert there - files <= missing
    assert set(found.values()) == {1}
    for line in answer.stderr.splitlines():
        assert line.count(": ") >= 1, line


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize("folder", ["volume-ct", "volume-mr"])
def test_real_volumes_stand_in_the_order_of_another_reader(
    corpus: Path, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """SimpleITK sorts by the position along the normal (GDCM's IPP sorter)."""
    simple_itk = import_module("SimpleITK")
    stacks = list(sets_of(indexed(capsys, corpus / folder)))
    compared = 0
    for one in stacks:
        paths = [instance["path"] for instance in one["instances"]]
        headers = [dcmread(path, stop_before_pixels=True) for path in paths]
        if len(paths) < 3 or "ImagePositionPatient" not in headers[0]:
            continue
        folders = {os.path.dirname(path) for path in paths}
        uid = headers[0].SeriesInstanceUID
        read = simple_itk.ImageSeriesReader.GetGDCMSeriesFileNames
        theirs = [path for place in folders for path in read(place, uid)]
        if sorted(theirs) == sorted(paths):
            assert paths in (theirs, theirs[::-1])
            compared += 1
    assert compared
