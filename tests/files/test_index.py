from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.files.made import made, write
from viewer.demo.build import ct_slice
from viewer.files import index as index_module
from viewer.files.header import Header
from viewer.files.index import Index, IndexBuilder
from viewer.files.sameness import same_object
from viewer.files.sources import Source
from viewer.files.walk import walk_header


def index_of(*headers: Header) -> Index:
    builder = IndexBuilder()
    for header in headers:
        builder.add(header)
    return builder.index()


def tree(index: Index) -> list[list[list[list[str]]]]:
    """Paths by patient, study and series."""
    return [
        [
            [
                [header.source.path for header in series.headers]
                for series in study.series
            ]
            for study in patient.studies
        ]
        for patient in index.patients
    ]


def read(path: Path) -> Header:
    return walk_header(Source(str(path)))


def places(index: Index) -> list[str]:
    """Every path that the index names as shown, skipped, failed or a copy."""
    shown = [p for a in tree(index) for b in a for c in b for p in c]
    other = [skipped.path for skipped in index.skipped]
    other += [failed.path for failed in index.failed]
    return shown + other + [p for each in index.duplicates for p in each.paths[1:]]


def test_objects_of_one_series_stand_together() -> None:
    index = index_of(made("a"), made("b"), made("c", SeriesInstanceUID="1.2.4"))
    assert tree(index) == [[[["a", "b"], ["c"]]]]
    assert index.shown == 3


def test_two_ids_are_two_patients_even_with_the_same_uids() -> None:
    index = index_of(
        made("a", PatientID="1", PatientName="Doe^J"),
        made("b", PatientID="2", PatientName="Doe^J"),
    )
    assert tree(index) == [[[["a"]]], [[["b"]]]]


def test_one_id_of_two_issuers_is_two_patients() -> None:
    index = index_of(
        made("a", IssuerOfPatientID="Here"),
        made("b", IssuerOfPatientID="There"),
        made("c"),
    )
    assert sorted(tree(index)) == [[[["a"]]], [[["b"]]], [[["c"]]]]


def test_an_id_and_issuer_are_never_mistaken_for_another_pair() -> None:
    index = index_of(
        made("a", PatientID="1', '2", IssuerOfPatientID="3"),
        made("b", PatientID="1", IssuerOfPatientID="2', '3"),
        made("c", PatientID="1", IssuerOfPatientID="23"),
        made("d", PatientID="12", IssuerOfPatientID="3"),
    )
    assert len(index.patients) == 4


def test_padding_does_not_make_another_patient_or_series() -> None:
    index = index_of(
        made("a", PatientID="P1 ", SeriesInstanceUID="1.2.3\0"),
        made("b", PatientID="P1", SeriesInstanceUID="1.2.3"),
    )
    assert tree(index) == [[[["a", "b"]]]]


def test_without_an_id_the_studies_of_one_name_stay_apart() -> None:
    index = index_of(
        made("a", PatientID=None, PatientName="ANON", StudyInstanceUID="1.1"),
        made("b", PatientID="", PatientName="ANON", StudyInstanceUID="1.1"),
        made("c", PatientID=None, PatientName="ANON", StudyInstanceUID="1.2"),
        made("d", PatientID=None, PatientName="OTHER", StudyInstanceUID="1.1"),
    )
    assert sorted(tree(index)) == [[[["a", "b"]]], [[["c"]]], [[["d"]]]]


def test_without_any_identity_each_object_is_its_own_patient() -> None:
    nothing = {"PatientID": None, "StudyInstanceUID": None, "SeriesInstanceUID": None}
    index = index_of(made("a", **nothing), made("b", **nothing))
    assert sorted(tree(index)) == [[[["a"]]], [[["b"]]]]
    assert index.patients[0].studies[0].series[0].note == "without Series Instance UID"


def test_without_series_uids_objects_part_by_modality_number_and_description() -> None:
    def at(path: str, modality: str, number: int) -> Header:
        return made(
            path, SeriesInstanceUID=None, Modality=modality, SeriesNumber=number
        )

    index = index_of(
        at("a", "CT", 1), at("b", "CT", 2), at("c", "MR", 2), at("d", "CT", 1)
    )
    assert sorted(tree(index)[0][0]) == [["a", "d"], ["b"], ["c"]]


def test_two_names_under_one_id_are_reported() -> None:
    index = index_of(
        made("a", PatientName="Doe^Jane", StudyInstanceUID="1.1"),
        made("b", PatientName="DOE^JANE ", StudyInstanceUID="1.2"),
    )
    assert index.conflicts == ()
    index = index_of(
        made("a", PatientName="Doe^Jane", StudyInstanceUID="1.1"),
        made("b", PatientName="Roe^Richard", StudyInstanceUID="1.2"),
    )
    (conflict,) = index.conflicts
    assert "more than one name" in conflict.sentence
    assert conflict.paths == ("a", "b")
    assert index.patients[0].names == ("Doe, Jane", "Roe, Richard")


def test_two_birth_dates_under_one_id_are_reported() -> None:
    index = index_of(
        made("a", PatientBirthDate="19700101"), made("b", PatientBirthDate="19700102")
    )
    assert [conflict.paths for conflict in index.conflicts] == [("a", "b")]


def test_patients_are_in_the_order_of_their_names() -> None:
    index = index_of(
        made("z", PatientID="1", PatientName="Zeta^A"),
        made("b", PatientID="2", PatientName="beta^A"),
        made("a", PatientID="3", PatientName="Alpha^A"),
        made("nobody", PatientID=None),
        made("unnamed", PatientID="4"),
    )
    assert [patient.id for patient in index.patients] == ["4", "3", "2", "1", ""]


def test_studies_are_in_order_the_newest_first() -> None:
    def dated(date: str) -> Header:
        return made(date, StudyInstanceUID=f"1.{date}", StudyDate=date)

    index = index_of(dated("20240101"), dated("20260101"), dated("20250101"))
    dates = [study.first.source.path for study in index.patients[0].studies]
    assert dates == ["20260101", "20250101", "20240101"]


def test_series_are_in_the_order_of_their_numbers_those_without_last() -> None:
    def numbered(number: int | None) -> Header:
        uid = f"1.{number or 0}"
        return made(str(number), SeriesInstanceUID=uid, SeriesNumber=number)

    index = index_of(numbered(None), numbered(10), numbered(9))
    series = index.patients[0].studies[0].series
    assert [each.first.source.path for each in series] == ["9", "10", "None"]


def test_the_same_bytes_twice_are_held_once(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, ct_slice()) for name in "abc"]
    index = index_of(*map(read, paths))
    assert tree(index) == [[[[str(paths[0])]]]]
    (duplicate,) = index.duplicates
    assert duplicate.paths == tuple(map(str, paths))
    assert duplicate.sop_instance_uid == ct_slice().SOPInstanceUID
    assert index.shown == 1
    assert index.conflicts == ()


def test_what_cannot_be_compared_any_more_is_not_called_different(
    tmp_path: Path,
) -> None:
    """A medium that was removed: its copy stands apart, and the reader is told why."""
    one, other = (write(tmp_path, name, ct_slice()) for name in ("one", "other"))
    headers = read(one), read(other)
    one.unlink()
    index = index_of(*headers)
    assert index.shown == 2
    (conflict,) = index.conflicts
    assert "could not be compared" in conflict.sentence
    assert "ifferent" not in conflict.sentence


def test_the_same_path_twice_counts_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a", ct_slice())
    index = index_of(read(path), read(path))
    assert index.shown == 1
    assert index.duplicates == ()


def test_other_content_under_the_same_uid_is_shown_apart_and_reported(
    tmp_path: Path,
) -> None:
    first = write(tmp_path, "a", ct_slice(0))
    other = ct_slice(0, WindowCenter=41)
    paths = [first, write(tmp_path, "b", other), write(tmp_path, "c", other)]
    index = index_of(*map(read, paths))
    assert tree(index) == [[[[str(first)], [str(paths[1])]]]]
    assert [each.paths for each in index.duplicates] == [tuple(map(str, paths[1:]))]
    (conflict,) = index.conflicts
    assert conflict.paths == (str(first), str(paths[1]))
    assert ct_slice().SOPInstanceUID in conflict.sentence
    notes = [series.note for series in index.patients[0].studies[0].series]
    assert notes[0] == ""
    assert "same UIDs" in notes[1]


def test_many_objects_of_one_uid_are_one_report(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, f"{number}", ct_slice(number, SOPInstanceUID="1.5"))
        for number in range(5)
    ]
    index = index_of(*map(read, paths))
    assert index.shown == 5
    assert [conflict.paths for conflict in index.conflicts] == [tuple(map(str, paths))]
    assert tree(index) == [[[[str(path)] for path in paths]]]


def test_many_objects_of_one_uid_are_not_compared_each_with_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = [np.full((8, 8), number, np.uint16) for number in range(30)]
    headers = [
        read(write(tmp_path, f"{number}", ct_slice(0, values)))
        for number, values in enumerate(pixels)
    ]
    again = read(write(tmp_path, "again", ct_slice(0, pixels[20])))
    asked: list[tuple[str, str]] = []

    def compare(one: Header, other: Header) -> bool | None:
        asked.append((one.source.path, other.source.path))
        return same_object(one, other)

    monkeypatch.setattr(index_module, "same_object", compare)
    index = index_of(*headers, again)
    assert index.shown == 30
    assert [each.paths for each in index.duplicates] == [
        (str(tmp_path / "20"), str(tmp_path / "again"))
    ]
    assert len(asked) <= 10 + 1
    assert len({str(tree(index)[0][0][n]) for n in range(30)}) == 30


def test_copies_that_others_have_written_are_copies(tmp_path: Path) -> None:
    one = write(tmp_path, "a", ct_slice())
    other = write(tmp_path, "b", ct_slice(), transfer_syntax_uid="1.2.840.10008.1.2")
    third = tmp_path / "c"
    third.write_bytes(one.read_bytes().replace(b"NEGATOSCOPE", b"ELSEWHERE  "))
    index = index_of(*map(read, (one, other, third)))
    assert [each.paths for each in index.duplicates] == [
        (str(one), str(other), str(third))
    ]
    assert (index.shown, index.conflicts) == (1, ())


def test_a_whole_series_sent_twice_with_changes_makes_two_whole_series(
    tmp_path: Path,
) -> None:
    slices = range(4)
    old = [
        write(tmp_path, f"old{i}", ct_slice(i, SOPInstanceUID=f"1.{i}")) for i in slices
    ]
    new = [
        write(tmp_path, f"new{i}", ct_slice(i, SOPInstanceUID=f"1.{i}", WindowWidth=9))
        for i in slices
    ]
    index = index_of(*map(read, [*old, *new]))
    assert tree(index) == [[[list(map(str, old)), list(map(str, new))]]]
    assert len(index.conflicts) == 4


def test_one_uid_in_two_series_is_reported_and_both_stay_where_they_belong(
    tmp_path: Path,
) -> None:
    same: dict[str, Any] = {"SOPInstanceUID": "1.5"}
    one = write(tmp_path, "a", ct_slice(**same, SeriesInstanceUID="1.1"))
    two = write(tmp_path, "b", ct_slice(**same, SeriesInstanceUID="1.2"))
    index = index_of(read(one), read(two))
    assert tree(index) == [[[[str(one)], [str(two)]]]]
    assert all(not s.note for s in index.patients[0].studies[0].series)
    assert len(index.conflicts) == 1


def test_a_copy_that_cannot_be_read_again_is_not_taken_for_identical() -> None:
    gone = [made(name, SOPInstanceUID="1.9") for name in "ab"]
    headers = [
        Header(Source(f"/nowhere/{number}"), header.elements)
        for number, header in enumerate(gone)
    ]
    index = index_of(*headers)
    assert index.shown == 2
    assert len(index.conflicts) == 1


def test_objects_without_an_instance_uid_are_all_shown() -> None:
    assert index_of(made("a"), made("b")).shown == 2


def test_every_file_is_in_exactly_one_place(tmp_path: Path) -> None:
    builder = IndexBuilder()
    paths = [write(tmp_path, f"{n}", ct_slice(n % 3)) for n in range(6)]
    for path in paths:
        builder.add(read(path))
    builder.skip("notes.txt", "a text file")
    builder.skip("notes.txt", "a text file")
    builder.fail("broken", "it is damaged")
    assert sorted(places(builder.index())) == sorted(
        [*map(str, paths), "notes.txt", "broken"]
    )


@pytest.mark.usefixtures("corpus")
def test_every_file_of_the_corpus_is_in_exactly_one_place(corpus: Path) -> None:
    from viewer.files.scan import Failed, Odd, Skipped, scan

    builder, seen = IndexBuilder(), []
    for found in scan([str(corpus)], lambda: False):
        if isinstance(found, Odd):
            builder.fail(found.source.path, "odd")
            seen.append(found.source.path)
        elif isinstance(found, Skipped | Failed):
            builder.skip(found.path, found.reason)
            seen.append(found.path)
        else:
            builder.add(found)
            seen.append(found.source.path)
    files = [str(path) for path in corpus.rglob("*") if path.is_file()]
    assert sorted(seen) == sorted(files)
    assert sorted(places(builder.index())) == sorted(files)


def test_a_snapshot_does_not_change_and_reuses_what_did_not_grow() -> None:
    builder = IndexBuilder()
    builder.add(made("a"))
    builder.add(made("b", SeriesInstanceUID="1.9"))
    before = builder.index()
    builder.add(made("c"))
    after = builder.index()
    assert tree(before) == [[[["a"], ["b"]]]]
    assert tree(after) == [[[["a", "c"], ["b"]]]]
    old, new = before.patients[0].studies[0], after.patients[0].studies[0]
    assert old.series[1] is new.series[1]
    assert old.series[0].key == new.series[0].key


def test_an_index_of_nothing_is_empty() -> None:
    assert tree(IndexBuilder().index()) == []


def test_what_opens_at_last_is_no_longer_skipped_or_failed() -> None:
    builder = IndexBuilder()
    builder.skip("a", "not listed")
    builder.fail("b", "encrypted")
    builder.fail("c", "gone")
    builder.skip("c", "a text file")
    for path in ("a", "b"):
        builder.add(made(path, SOPInstanceUID=path))
        builder.fail(path, "gone meanwhile")
    index = builder.index()
    assert sorted(places(index)) == ["a", "b", "c"]
    assert [one.path for one in index.skipped] == ["c"]
    assert index.failed == ()
