"""Frames of nuclear medicine stand and differ by their vectors."""

import itertools
from typing import Any

from pydicom import Dataset

from viewer.demo.build import image, to_bytes
from viewer.demo.parts import code, item
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.kinds.base import DisplaySet
from viewer.kinds.multiframe import runs
from viewer.kinds.vectors import vector_axes, vector_ranks, vectors_of

NUCLEAR = "1.2.840.10008.5.1.4.1.1.20"
WINDOW, DETECTOR, VIEW = 0x00540010, 0x00540020, 0x00540090


def nuclear(pointer: list[int], **elements: Any) -> Dataset:
    """An NM image with as many frames as its vectors have values."""
    vectors = [value for value in elements.values() if isinstance(value, list)]
    return image(
        frames=len(vectors[0]),
        sop_class_uid=NUCLEAR,
        modality="NM",
        FrameIncrementPointer=pointer,
        **elements,
    )


def header_of(dataset: Dataset) -> Header:
    return complete_header(Source("made", to_bytes(dataset)))


def dual() -> Header:
    """Two energy windows × two detectors × three views, in a mixed order."""
    grid = list(itertools.product((1, 2), (1, 2), (1, 2, 3)))[::-1]
    dataset = nuclear(
        [WINDOW, DETECTOR, VIEW],
        EnergyWindowVector=[place[0] for place in grid],
        DetectorVector=[place[1] for place in grid],
        AngularViewVector=[place[2] for place in grid],
    )
    limits = item(EnergyWindowLowerLimit=126, EnergyWindowUpperLimit=154)
    dataset.EnergyWindowInformationSequence = [
        item(EnergyWindowName="Tc99m"),
        item(EnergyWindowRangeSequence=[limits]),
    ]
    dataset.DetectorInformationSequence = [
        item(ViewCodeSequence=[code("399348003", "SCT", "antero-posterior")]),
        item(),
    ]
    return header_of(dataset)


def run_of(header: Header) -> DisplaySet:
    (run,) = runs([header], "nm")
    return run


def test_the_pointer_decides_the_order_of_frames_and_axes() -> None:
    run = run_of(dual())
    assert [frame.frame_index for frame in run.frames] == list(range(12))[::-1]
    assert [axis.name for axis in run.axes] == [
        "energy window",
        "detector",
        "angular view",
    ]
    assert run.axes[2].places[:4] == (0, 1, 2, 0)
    assert run.phases == 1


def test_another_pointer_gives_another_order() -> None:
    dataset = nuclear(
        [DETECTOR, WINDOW], EnergyWindowVector=[1, 1, 2, 2], DetectorVector=[1, 2, 1, 2]
    )
    run = run_of(header_of(dataset))
    assert [frame.frame_index for frame in run.frames] == [0, 2, 1, 3]
    assert [axis.name for axis in run.axes] == ["detector", "energy window"]


def test_places_are_called_as_the_object_calls_them() -> None:
    axes = run_of(dual()).axes
    assert axes[0].labels == ("Tc99m", "126–154 keV")
    assert axes[1].labels == ("antero-posterior", "detector 2")
    assert axes[2].labels[0] == "angular view 1"


def test_the_angle_of_a_view_follows_from_its_rotation() -> None:
    dataset = nuclear([VIEW], AngularViewVector=[1, 2, 3])
    dataset.RotationInformationSequence = [
        item(StartAngle=10, AngularStep=6, RotationDirection="CW")
    ]
    (axis,) = vector_axes(header_of(dataset), 3, range(3))
    assert axis.labels[1] == "angular view 2 (4°)"
    assert axis.labels[2] == "angular view 3 (358°)"
    dataset.DetectorInformationSequence = [item(), item()]
    (axis,) = vector_axes(header_of(dataset), 3, range(3))
    assert axis.labels[1] == "angular view 2"


def test_a_vector_of_the_wrong_length_says_nothing() -> None:
    dataset = nuclear([WINDOW, DETECTOR], EnergyWindowVector=[1, 2, 2])
    dataset.DetectorVector = [1, 2]
    header = header_of(dataset)
    assert [tag for tag, _ in vectors_of(header, 3)] == [WINDOW]
    dataset.EnergyWindowVector = [1]
    assert vector_ranks(header_of(dataset), 3) is None


def test_what_all_frames_share_is_no_axis() -> None:
    dataset = nuclear(
        [WINDOW, VIEW], EnergyWindowVector=[1, 1], AngularViewVector=[1, 2]
    )
    assert [axis.name for axis in run_of(header_of(dataset)).axes] == ["angular view"]


def test_stepping_along_an_axis_leaves_the_others_as_they_are() -> None:
    run = run_of(dual())
    assert run.neighbour(0, 0, 1) == 6
    assert run.neighbour(0, 1, 1) == 3
    assert run.neighbour(4, 2, 1) == 5
    assert run.neighbour(5, 2, 1) == 5
    assert run.neighbour(7, 0, -1) == 1


def test_where_the_same_place_is_missing_the_nearest_is_next() -> None:
    dataset = nuclear(
        [0x00540030, 0x00540100],
        PhaseVector=[1, 1, 1, 2, 2],
        TimeSliceVector=[1, 2, 3, 1, 2],
    )
    run = run_of(header_of(dataset))
    assert run.neighbour(2, 0, 1) == 4
    assert run.neighbour(4, 0, -1) == 1
    assert run.neighbour(4, 1, 1) == 4


def test_names_of_energy_windows_are_worth_the_whole_header() -> None:
    dataset = nuclear([WINDOW], EnergyWindowVector=[1, 2])
    dataset.EnergyWindowInformationSequence = [item(EnergyWindowName="Tc99m")]
    assert walk_header(Source("made", to_bytes(dataset))).wants_dataset


def test_vectors_of_a_file_that_lies_break_nothing() -> None:
    dataset = nuclear([WINDOW], EnergyWindowVector=[9, 0])
    dataset.EnergyWindowInformationSequence = [item(EnergyWindowName="Tc99m")]
    axes = run_of(header_of(dataset)).axes
    assert axes[0].labels == ("energy window 0", "energy window 9")
