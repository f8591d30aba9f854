import csv
from pathlib import Path

import pytest
from pydicom._uid_dict import UID_dictionary

from viewer.dicom.sop_classes import all_sop_classes, sop_class

ROOT = "1.2.840.10008."
STORAGE = ROOT + "5.1.4.1.1."


@pytest.fixture(scope="session")
def reference(corpus: Path) -> Path:
    return corpus.parent / "reference"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_names_and_retirement_equal_pydicoms_dictionary() -> None:
    compared = 0
    for known in all_sop_classes():
        if known.uid not in UID_dictionary:
            continue
        name, _, _, retired, _ = UID_dictionary[known.uid]
        assert known.name == name
        assert known.retired == (retired == "Retired")
        compared += 1
    assert compared == 221


def test_every_storage_class_of_pydicoms_dictionary_is_known() -> None:
    missing = [
        uid
        for uid, (name, kind, *_) in UID_dictionary.items()
        if kind == "SOP Class"
        and name.removesuffix(" SOP Class").removesuffix(" - Trial").endswith("Storage")
        and sop_class(uid) is None
    ]
    assert missing == []


def test_every_class_of_the_reference_has_its_name_and_kind(reference: Path) -> None:
    rows = table(reference / "storage_kinds.tsv")
    assert len(rows) == 225
    for row in rows:
        known = sop_class(row["uid"])
        assert known is not None, row["uid"]
        assert (known.name, known.kind) == (row["standard_name"], row["kind"])
        assert known.retired == (row["status"] == "retired")


def test_every_row_of_the_older_table_is_found_by_uid_and_by_name(
    reference: Path,
) -> None:
    rows = table(reference / "seed_sop_classes.tsv")
    assert len(rows) == 48
    for row in rows:
        known = sop_class(row["uid"])
        assert known is not None
        assert known.kind == row["kind"]
        assert row["seed_name"] in (known.name, known.alias)
        told = not row["status"].startswith(("ok:", "name: seed"))
        if told or row["retired"] == "retired":
            assert known.note, row
        else:
            assert known.note is None, row


def test_a_swapped_name_is_set_right_and_said() -> None:
    slide = sop_class(STORAGE + "77.1.3")
    photo = sop_class(STORAGE + "77.1.4")
    assert slide is not None
    assert photo is not None
    assert slide.name == "VL Slide-Coordinates Microscopic Image Storage"
    assert photo.name == "VL Photographic Image Storage"
    assert "77.1.4" in (slide.note or "")
    assert "77.1.3" in (photo.note or "")


def test_the_unregistered_uid_stands_for_the_grayscale_presentation_state() -> None:
    meant = sop_class(STORAGE + "11.1")
    given = sop_class(STORAGE + "1.11.1")
    assert meant is not None
    assert given is not None
    assert (given.name, given.kind, given.retired) == (meant.name, meant.kind, False)
    assert "not registered" in (given.note or "")
    assert meant.note is None


def test_the_row_that_older_tables_call_audio_is_the_general_ecg() -> None:
    known = sop_class(STORAGE + "9.1.2")
    assert known is not None
    assert (known.name, known.kind) == ("General ECG Waveform Storage", "waveform_ecg")
    assert "9.4.1" in (known.note or "")


def test_a_current_class_in_nobodys_way_has_no_note() -> None:
    known = sop_class(STORAGE + "2")
    assert known is not None
    assert (known.short, known.note) == ("CT", None)


def test_padding_does_not_hide_a_class_and_a_private_one_is_unknown() -> None:
    assert sop_class(STORAGE + "2\0") is sop_class(STORAGE + "2")
    assert sop_class("1.3.12.2.1107.5.9.1") is None
    assert sop_class("") is None


def test_short_names_fit_under_a_thumbnail() -> None:
    assert max(len(known.short) for known in all_sop_classes()) <= 24
    assert all(known.short for known in all_sop_classes())
