"""Files that change under their names between two openings of their folder."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.files.made import made, write
from tests.files.test_index import read, tree
from viewer.demo.build import ct_slice
from viewer.files.index import IndexBuilder


def slices(folder: Path, name: str, count: int = 3, **elements: Any) -> list[Path]:
    """An export of a patient, always under the same file names."""
    paths = []
    for number in range(count):
        dataset = ct_slice(
            number,
            PatientName=name,
            PatientID=name,
            StudyInstanceUID=f"1.2.{len(name)}",
            SOPInstanceUID=f"1.2.{len(name)}.{number}",
            **elements,
        )
        new = write(folder, "new", dataset)
        paths.append(new.replace(folder / f"IM{number}"))
    return paths


def names(builder: IndexBuilder) -> list[tuple[str, ...]]:
    return [patient.names for patient in builder.index().patients]


def test_a_folder_used_again_shows_only_what_is_in_it_now(tmp_path: Path) -> None:
    builder = IndexBuilder()
    for path in slices(tmp_path, "Alice"):
        builder.add(read(path))
    assert names(builder) == [("Alice",)]
    paths = slices(tmp_path, "Bob")
    for path in paths:
        builder.add(read(path))
    index = builder.index()
    assert names(builder) == [("Bob",)]
    assert tree(index) == [[[list(map(str, paths))]]]
    assert (index.shown, index.duplicates, index.conflicts) == (3, (), ())


def test_what_did_not_change_keeps_its_header(tmp_path: Path) -> None:
    builder = IndexBuilder()
    first, second = slices(tmp_path, "Alice", 2)
    builder.add(read(first))
    builder.add(read(second))
    before = builder.index().patients[0].studies[0].series[0]
    write(tmp_path, "new", ct_slice(0, PatientName="Bob", PatientID="Bob")).replace(
        first
    )
    builder.add(read(first))
    builder.add(read(second))
    index = builder.index()
    assert names(builder) == [("Alice",), ("Bob",)]
    assert index.patients[0].first is before.headers[1]
    assert len(before.headers) == 2


def test_a_series_of_the_same_length_is_not_the_old_one(tmp_path: Path) -> None:
    """Else what was made of the old headers would be shown."""
    builder = IndexBuilder()
    for path in slices(tmp_path, "Alice"):
        builder.add(read(path))
    before = builder.index().patients[0].studies[0].series[0]
    for path in slices(tmp_path, "Alice", WindowCenter=99):
        builder.add(read(path))
    after = builder.index().patients[0].studies[0].series[0]
    assert after.key == before.key
    assert after is not before
    assert not set(map(id, after.headers)) & set(map(id, before.headers))


def test_names_that_have_gone_are_no_longer_reported(tmp_path: Path) -> None:
    builder = IndexBuilder()
    one = write(tmp_path, "a", ct_slice(0, PatientName="Doe^Jane"))
    other = write(tmp_path, "b", ct_slice(1, PatientName="Roe^Max"))
    builder.add(read(one))
    builder.add(read(other))
    assert len(builder.index().conflicts) == 1
    write(tmp_path, "new", ct_slice(1, PatientName="Doe^Jane")).replace(other)
    builder.add(read(other))
    assert builder.index().conflicts == ()
    assert names(builder) == [("Doe, Jane",)]


def test_a_copy_takes_the_place_of_what_has_changed(tmp_path: Path) -> None:
    builder = IndexBuilder()
    paths = [write(tmp_path, name, ct_slice()) for name in "abc"]
    for path in paths:
        builder.add(read(path))
    write(tmp_path, "new", ct_slice(5)).replace(paths[0])
    builder.add(read(paths[0]))
    index = builder.index()
    assert tree(index) == [[[[str(paths[1]), str(paths[0])]]]]
    assert [one.paths for one in index.duplicates] == [(str(paths[1]), str(paths[2]))]
    write(tmp_path, "new", ct_slice(6)).replace(paths[2])
    builder.add(read(paths[2]))
    assert builder.index().duplicates == ()
    assert builder.index().shown == 3


def test_a_conflict_ends_when_its_objects_do(tmp_path: Path) -> None:
    builder = IndexBuilder()
    one = write(tmp_path, "a", ct_slice(0, SOPInstanceUID="1.5"))
    other = write(tmp_path, "b", ct_slice(1, SOPInstanceUID="1.5"))
    builder.add(read(one))
    builder.add(read(other))
    assert len(builder.index().conflicts) == 1
    write(tmp_path, "new", ct_slice(1, SOPInstanceUID="1.6")).replace(other)
    builder.add(read(other))
    assert builder.index().conflicts == ()
    assert builder.index().shown == 2


def test_objects_without_instance_uid_are_replaced_too() -> None:
    builder = IndexBuilder()
    first, second = (replace(made("a"), stamp=(number, 0, 0)) for number in (1, 2))
    builder.add(first)
    builder.add(made("b"))
    builder.add(second)
    (series,) = builder.index().patients[0].studies[0].series
    assert builder.index().shown == 2
    assert series.headers[1] is second
