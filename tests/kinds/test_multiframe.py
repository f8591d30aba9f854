import itertools
import math
from typing import Any

from pydicom import Dataset

from tests.files.made import AXIAL, SAGITTAL, made
from viewer.demo.build import enhanced_mr, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.files.spatial import orientation_of
from viewer.files.walk import walk_header
from viewer.kinds.multiframe import runs


def enhanced(
    places: list[tuple[float, dict[str, Any]]], *, whole: bool = True
) -> Header:
    """An enhanced MR: (height, elements of its frame content) of every frame."""
    dataset = enhanced_mr(len(places))
    groups = dataset.PerFrameFunctionalGroupsSequence
    for group, (height, values) in zip(groups, places, strict=True):
        group.PlanePositionSequence[0].ImagePositionPatient = [0, 0, height]
        echo = Dataset()
        for keyword, value in values.items():
            if keyword == "EffectiveEchoTime":
                echo.EffectiveEchoTime = value
                group.MREchoSequence = [echo]
            else:
                setattr(group.FrameContentSequence[0], keyword, value)
    source = Source("made", to_bytes(dataset))
    return complete_header(source) if whole else walk_header(source)


def order(header: Header) -> list[int]:
    (run,) = runs([header], "multiframe_volume")
    return [frame.frame_index for frame in run.frames]


def test_each_object_is_a_set_of_its_own_by_number() -> None:
    headers = [
        made(str(n), NumberOfFrames=3, InstanceNumber=n, SeriesDescription="Run")
        for n in (2, 1)
    ]
    sets = runs(headers, "cine")
    assert [one.label for one in sets] == ["Run · 1", "Run · 2"]
    assert [[frame.frame_index for frame in one.frames] for one in sets] == [
        [0, 1, 2]
    ] * 2
    assert {one.view for one in sets} == {"stack"}


def test_one_run_needs_no_number() -> None:
    (one,) = runs([made(NumberOfFrames=2, SeriesDescription="Run")], "cine")
    assert one.label == "Run"


def test_frames_stand_as_in_the_file_until_their_groups_are_read() -> None:
    mixed: list[tuple[float, dict[str, Any]]] = [(8, {}), (0, {}), (4, {})]
    assert order(enhanced(mixed, whole=False)) == [0, 1, 2]
    assert order(enhanced(mixed)) == [1, 2, 0]


def test_dimension_indices_decide_the_direction() -> None:
    falling: list[tuple[float, dict[str, Any]]] = [
        (height, {"DimensionIndexValues": [1, index]})
        for height, index in ((0, 3), (4, 2), (8, 1))
    ]
    assert order(enhanced(falling)) == [2, 1, 0]


def test_repeated_positions_are_phases() -> None:
    places: list[tuple[float, dict[str, Any]]] = [
        (height, {"EffectiveEchoTime": echo})
        for height, echo in itertools.product((0, 4, 8), (20.0, 40.0))
    ]
    (one,) = runs([enhanced(places)], "multiframe_volume")
    assert (one.phases, one.phase_axis) == (2, "echo")
    assert one.phase_labels == ("TE 20 ms", "TE 40 ms")
    assert [frame.frame_index for frame in one.frames] == [0, 2, 4, 1, 3, 5]


def test_unequal_repeats_stay_in_one_set() -> None:
    places: list[tuple[float, dict[str, Any]]] = [
        (0, {"EffectiveEchoTime": 20.0}),
        (4, {"EffectiveEchoTime": 20.0}),
        (0, {"EffectiveEchoTime": 40.0}),
        (4, {"EffectiveEchoTime": 40.0}),
        (8, {"EffectiveEchoTime": 40.0}),
    ]
    assert order(enhanced(places)) == [0, 1, 2, 3, 4]


def test_indices_order_frames_without_positions() -> None:
    dataset = enhanced_mr(3)
    for group, index in zip(
        dataset.PerFrameFunctionalGroupsSequence, (2, 3, 1), strict=True
    ):
        del group.PlanePositionSequence
        group.FrameContentSequence[0].DimensionIndexValues = [1, index]
    assert order(complete_header(Source("made", to_bytes(dataset)))) == [2, 0, 1]


def test_a_false_number_of_frames_costs_nothing() -> None:
    (one,) = runs([made(NumberOfFrames=2_147_483_647)], "cine")
    assert len(one.frames) == 10_000


def turned(*planes: tuple[float, ...]) -> Header:
    """An enhanced MR whose frames have these orientations."""
    dataset = enhanced_mr(len(planes))
    (shared,) = dataset.SharedFunctionalGroupsSequence
    del shared.PlaneOrientationSequence
    groups = dataset.PerFrameFunctionalGroupsSequence
    for number, (group, cosines) in enumerate(zip(groups, planes, strict=True)):
        orientation = Dataset()
        orientation.ImageOrientationPatient = list(cosines)
        group.PlaneOrientationSequence = [orientation]
        place = [0, 0, -number] if cosines == AXIAL else [-number, 0, 0]
        group.PlanePositionSequence[0].ImagePositionPatient = place
    return complete_header(Source("made", to_bytes(dataset)))


def test_two_orientations_in_one_object_are_two_sets_with_their_frames() -> None:
    header = turned(AXIAL, SAGITTAL, AXIAL, SAGITTAL, SAGITTAL)
    sets = runs([header], "multiframe_volume")
    found = [[frame.frame_index for frame in one.frames] for one in sets]
    assert [sorted(part) for part in found] == [[0, 2], [1, 3, 4]]
    assert [one.label.split(" · ")[-1] for one in sets] == ["axial", "sagittal"]
    for one in sets:
        planes = {orientation_of(header, frame.frame_index) for frame in one.frames}
        assert len(planes) == 1
        assert one.phases == 1


def test_frames_that_turn_about_an_axis_stay_one_set() -> None:
    angles = [math.pi * number / 12 for number in range(12)]
    header = turned(*[(math.cos(a), math.sin(a), 0, 0, 0, -1) for a in angles])
    (one,) = runs([header], "multiframe_volume")
    assert len(one.frames) == 12


def test_two_stacks_of_one_plane_are_two_sets() -> None:
    dataset = enhanced_mr(4)
    for number, group in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        group.FrameContentSequence[0].StackID = "AB"[number // 2]
        place = [0, 0, (number % 2) * 4 + number // 2]
        group.PlanePositionSequence[0].ImagePositionPatient = place
    sets = runs(
        [complete_header(Source("made", to_bytes(dataset)))], "multiframe_volume"
    )
    assert [[frame.frame_index for frame in one.frames] for one in sets] == [
        [0, 1],
        [2, 3],
    ]
    assert [one.label.split(" · ")[-1] for one in sets] == [
        "axial stack A",
        "axial stack B",
    ]
