import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydicom import dcmread

from tests.files.made import write
from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.directories import directory, inventory
from viewer.files.dataset import read_dataset
from viewer.files.sources import Source
from viewer.kinds.base import ContentError
from viewer.kinds.directory import Entry, Tree, read_directory, walk

if TYPE_CHECKING:
    from pydicom import Dataset

SLICES = [
    *(ct_slice(number) for number in range(2)),
    ct_slice(0, PatientID="OTHER", PatientName="Other^One", StudyInstanceUID="1.2.9"),
]
FILES = [("CT/1", SLICES[0]), ("CT/2", SLICES[1]), ("CT/9", SLICES[2])]


def read(dataset: "Dataset", path: Path | None = None) -> Tree:
    """The tree of a file on disk, or of one in memory."""
    source = Source("memory", to_bytes(dataset))
    if path is not None:
        path.write_bytes(to_bytes(dataset))
        source = Source(str(path))
    return read_directory(read_dataset(source), "dicomdir")


def outline(tree: Tree) -> list[tuple[int, str, str]]:
    return [(depth, entry.kind, entry.file) for depth, entry in walk(tree.entries)]


EXPECTED = [
    (0, "Patient", ""),
    (1, "Study", ""),
    (2, "Series", ""),
    (3, "Image", "CT/1"),
    (3, "Image", "CT/2"),
    (0, "Patient", ""),
    (1, "Study", ""),
    (2, "Series", ""),
    (3, "Image", "CT/9"),
]


def test_records_stand_below_those_that_they_belong_to() -> None:
    tree = read(directory(FILES))
    assert outline(tree) == EXPECTED
    assert not tree.notes
    patients = [entry.title for depth, entry in walk(tree.entries) if depth == 0]
    assert patients == ["TEST, Builder · TEST-0001", "Other, One · OTHER"]
    assert dict(tree.facts)["Objects"] == "3"


def test_links_decide_and_not_the_order_of_the_file() -> None:
    dataset = directory(FILES)
    first = dataset.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity
    last = dataset.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity
    patients = [one for one in dataset.DirectoryRecordSequence if "PatientID" in one]
    dataset.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity = last
    patients[1].OffsetOfTheNextDirectoryRecord = first
    patients[0].OffsetOfTheNextDirectoryRecord = 0
    assert outline(read(dataset)) == EXPECTED[5:] + EXPECTED[:5]


def test_damaged_links_leave_the_order_of_the_file() -> None:
    dataset = directory(FILES)
    for record in dataset.DirectoryRecordSequence:
        record.OffsetOfTheNextDirectoryRecord += 4
    tree = read(dataset)
    assert outline(tree) == EXPECTED
    assert "damaged" in tree.notes[0]


def test_links_in_a_circle_come_to_an_end() -> None:
    dataset = directory(FILES[:2])
    first = dataset.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity
    for record in dataset.DirectoryRecordSequence:
        record.OffsetOfTheNextDirectoryRecord = first
        record.OffsetOfReferencedLowerLevelDirectoryEntity = first
    assert outline(read(dataset)) == EXPECTED[:5]


def test_missing_files_are_marked(tmp_path: Path) -> None:
    write(tmp_path, "CT/1", SLICES[0])
    write(tmp_path, "CT/9", SLICES[2])
    tree = read(directory(FILES), tmp_path / "DICOMDIR")
    objects = [entry for _, entry in walk(tree.entries) if entry.file]
    assert [entry.missing for entry in objects] == [False, True, False]
    assert tree.notes == ("⚠ 1 file that is listed is missing.",)
    reference = objects[0].reference
    assert reference is not None
    assert reference.path == str(tmp_path / "CT" / "1")
    assert reference.sop_instance_uid == SLICES[0].SOPInstanceUID


def test_a_file_outside_of_the_disc_counts_as_missing(tmp_path: Path) -> None:
    write(tmp_path, "out", SLICES[0])
    (tmp_path / "disc").mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such a name is not allowed in a CS
        dataset = directory([("../out", SLICES[0])])
        tree = read(dataset, tmp_path / "disc" / "DICOMDIR")
    (entry,) = (entry for _, entry in walk(tree.entries) if entry.file)
    assert entry.missing
    assert entry.reference is not None
    assert entry.reference.path == ""


def test_where_no_files_can_be_looked_for_none_is_missing() -> None:
    objects = [entry for _, entry in walk(read(directory(FILES)).entries) if entry.file]
    assert {entry.missing for entry in objects} == {None}


def test_an_empty_directory_says_so() -> None:
    with pytest.raises(ContentError, match="lists nothing"):
        read(directory([]))


def test_an_inventory_is_a_tree_of_studies() -> None:
    tree = read_directory(inventory(SLICES[:2]), "inventory")
    found = [(depth, entry.kind) for depth, entry in walk(tree.entries)]
    assert found == [(0, "Study"), (1, "Series"), (2, "Object"), (2, "Object")]
    *_, last = (entry for _, entry in walk(tree.entries))
    assert last.reference is not None
    assert last.reference.sop_instance_uid == SLICES[1].SOPInstanceUID
    assert last.title == "CT Image Storage · 2"
    assert dict(tree.facts)["State"] == "COMPLETE"


@pytest.mark.parametrize("name", ["DICOMDIR", "DICOMDIR-implicit", "DICOMDIR-bigEnd"])
def test_the_tree_of_a_real_disc_is_that_of_its_offsets(
    corpus: Path, name: str
) -> None:
    path = corpus / "dicomdir" / "two-patients" / name
    tree = read_directory(read_dataset(Source(str(path))), "dicomdir")
    plain = dcmread(path)
    by_place = {one.seq_item_tell: one for one in plain.DirectoryRecordSequence}

    def below(place: int) -> list[tuple[str, list[object]]]:
        found: list[tuple[str, list[object]]] = []
        while place:
            record = by_place[place]
            inner = below(record.OffsetOfReferencedLowerLevelDirectoryEntity)
            found.append((record.DirectoryRecordType, list(inner)))
            place = record.OffsetOfTheNextDirectoryRecord
        return found

    def shape(entries: tuple[Entry, ...]) -> list[tuple[str, list[object]]]:
        return [(entry.kind.upper(), list(shape(entry.children))) for entry in entries]

    first = plain.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity
    assert shape(tree.entries) == below(first)
    assert not any(entry.missing for _, entry in walk(tree.entries))
