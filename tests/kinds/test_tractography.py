"""Tracks and their lengths, against lengths by hand and DCMTK's reading of points."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset

from tests.demo.validator import errors_in
from viewer import limits
from viewer.demo.build import to_bytes
from viewer.demo.parts import item
from viewer.demo.tracts import tractography
from viewer.files.dataset import read_dataset
from viewer.files.sources import Source
from viewer.kinds.card_content import CardContent
from viewer.kinds.tractography import length_mm, read_tractography


def read(dataset: Dataset) -> CardContent:
    data = to_bytes(dataset)
    return read_tractography(read_dataset(Source("tracts", data)), "tractography")


def told(content: CardContent) -> dict[str, str]:
    sets = content.tables[0]
    return dict(zip(sets.columns, sets.rows[0], strict=True))


def with_tracks(*tracks: bytes) -> Dataset:
    dataset = tractography()
    dataset.TrackSetSequence[0].TrackSequence = [
        item(PointCoordinatesData=track) for track in tracks
    ]
    return dataset


def test_the_built_object_is_valid(tmp_path: Path) -> None:
    assert errors_in(tractography(), tmp_path) == []


def test_a_set_says_how_many_tracks_it_has_and_how_long_they_are() -> None:
    found = told(read(tractography()))
    assert (found["Tracks"], found["Points"]) == ("3", "7")
    assert found["Shortest [mm]"] == "0.5"
    assert found["Mean length [mm]"] == "7.5"  # (5 + 17 + 0.5) / 3
    assert found["Longest [mm]"] == "17.0"
    assert "Without a length" not in found


@pytest.mark.skipif(not shutil.which("dcmdump"), reason="DCMTK is not installed")
def test_lengths_are_those_of_the_points_that_another_reader_prints(
    tmp_path: Path,
) -> None:
    path = tmp_path / "tracts.dcm"
    path.write_bytes(to_bytes(tractography()))
    said = subprocess.run(
        ["dcmdump", "+L", "+P", "0066,0016", str(path)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lengths = []
    for line in said.splitlines():
        values = line.split()[2].split("\\")
        points = np.array(values, float).reshape(-1, 3)
        steps = np.diff(points, axis=0)
        lengths.append(sum(sum(part**2 for part in step) ** 0.5 for step in steps))
    assert lengths == pytest.approx([5, 17, 0.5])
    found = told(read(tractography()))
    assert float(found["Mean length [mm]"]) == pytest.approx(sum(lengths) / 3)


def test_a_set_says_what_it_is_and_how_it_was_made() -> None:
    table = read(tractography()).tables[1]
    (row,) = table.rows
    assert row == (
        "1",
        "Lateral corticospinal tract",
        "Single Tensor",
        "Straight lines",
    )


def test_the_statistics_of_its_maker_are_shown_as_they_are() -> None:
    table = read(tractography()).tables[2]
    assert table.title == "Statistics of Left corticospinal"
    assert table.rows == (("Fractional Anisotropy", "Mean", "0.45", "no units"),)


def test_points_in_the_other_byte_order_are_as_far_apart() -> None:
    swapped = np.array([0, 0, 0, 3, 4, 0], ">f4").tobytes()
    assert length_mm(swapped, ">f4") == 5.0


@pytest.mark.parametrize(
    "points",
    [
        b"",
        np.zeros(3, "<f4").tobytes(),
        np.zeros(7, "<f4").tobytes(),
        np.array([0, 0, 0, np.nan, 0, 0], "<f4").tobytes(),
        np.array([0, 0, 0, np.inf, 0, 0], "<f4").tobytes(),
    ],
)
def test_what_is_no_line_has_no_length_and_is_counted(points: bytes) -> None:
    good = np.array([0, 0, 0, 0, 0, 9], "<f4").tobytes()
    found = told(read(with_tracks(good, points)))
    assert (found["Tracks"], found["Without a length"]) == ("2", "1")
    assert found["Shortest [mm]"] == found["Longest [mm]"] == "9.0"


def test_an_object_without_sets_is_an_empty_card() -> None:
    assert read(tractography(TrackSetSequence=None)).tables == ()


def test_a_card_has_no_more_tables_than_others_have() -> None:
    dataset = tractography()
    dataset.TrackSetSequence = [dataset.TrackSetSequence[0]] * limits.CARD_TABLES
    content = read(dataset)
    assert len(content.tables) == limits.CARD_TABLES
    assert len(content.tables[0].rows) == limits.CARD_TABLES
