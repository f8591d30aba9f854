"""Enhanced objects: several dimensions besides the position are axes of their own."""

import itertools
from typing import Any

from pydicom import Dataset

from viewer.demo.build import enhanced_mr, to_bytes
from viewer.demo.parts import item
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.kinds.base import DisplaySet
from viewer.kinds.dimensions import dimension_axes, indices_of
from viewer.kinds.multiframe import runs

FRAME_CONTENT, ECHO = 0x00209111, 0x00189114
POSITION, TIME, ECHO_TIME = 0x00209057, 0x00209128, 0x00189082


def built(pointers: list[tuple[int, int]], **labels: str) -> Dataset:
    """Two slices at two times of two echoes, their dimensions in this order."""
    grid = list(itertools.product((1, 2), (1, 2), (1, 2)))
    dataset = enhanced_mr(len(grid))
    dataset.DimensionIndexSequence = [
        item(DimensionIndexPointer=pointer, FunctionalGroupPointer=group, **labels)
        for pointer, group in pointers
    ]
    groups = dataset.PerFrameFunctionalGroupsSequence
    for group, (time, echo, place) in zip(groups, grid, strict=True):
        values = {POSITION: place, TIME: time, ECHO_TIME: echo}
        content = group.FrameContentSequence[0]
        content.InStackPositionNumber = place
        content.TemporalPositionIndex = time
        content.DimensionIndexValues = [values.get(tag, 1) for tag, _ in pointers]
        group.PlanePositionSequence[0].ImagePositionPatient = [0, 0, place * 4]
        group.MREchoSequence = [item(EffectiveEchoTime=20.0 * echo)]
    return dataset


THREE = [(POSITION, FRAME_CONTENT), (ECHO_TIME, ECHO), (TIME, FRAME_CONTENT)]


def header_of(dataset: Dataset) -> Header:
    return complete_header(Source("made", to_bytes(dataset)))


def run_of(dataset: Any) -> DisplaySet:
    (run,) = runs([header_of(dataset)], "multiframe_volume")
    return run


def test_each_dimension_is_an_axis_and_the_position_the_last() -> None:
    run = run_of(built(THREE))
    assert [axis.name for axis in run.axes] == ["echo", "time", "slice"]
    assert run.axes[0].labels == ("TE 20 ms", "TE 40 ms")
    assert run.axes[1].labels == ("phase 1", "phase 2")
    assert run.axes[2].places[:2] == (0, 1)
    assert [axis.moves for axis in run.axes] == [False, True, False]


def test_one_dimension_besides_the_position_is_a_row_of_phases() -> None:
    dataset = built(THREE)
    for group in dataset.PerFrameFunctionalGroupsSequence:
        echo = group.MREchoSequence[0].EffectiveEchoTime
        group.FrameContentSequence[0].DimensionIndexValues = [
            group.FrameContentSequence[0].InStackPositionNumber,
            int(echo // 20),
            1,
        ]
    header = header_of(dataset)
    assert dimension_axes(header, 8, range(8)) == ()


def test_a_dimension_of_the_makers_has_the_name_that_they_give() -> None:
    private = [(POSITION, FRAME_CONTENT), (ECHO_TIME, ECHO), (0x00191001, 0x00191000)]
    dataset = built(private, DimensionDescriptionLabel="Flow <b>")
    for number, group in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        group.FrameContentSequence[0].DimensionIndexValues[2] = number // 4 + 1
    axes = dimension_axes(header_of(dataset), 8, range(8))
    assert [axis.name for axis in axes] == ["echo", "Flow <b>", "slice"]
    assert axes[1].labels == ("Flow <b> 1", "Flow <b> 2")


def test_indices_that_do_not_tell_the_frames_apart_make_no_axes() -> None:
    dataset = built(THREE)
    for group in dataset.PerFrameFunctionalGroupsSequence[:2]:
        group.FrameContentSequence[0].DimensionIndexValues = [1, 1, 1]
    assert dimension_axes(header_of(dataset), 8, range(8)) == ()


def test_indices_that_are_missing_or_uneven_say_nothing() -> None:
    dataset = built(THREE)
    content = dataset.PerFrameFunctionalGroupsSequence[3].FrameContentSequence[0]
    content.DimensionIndexValues = [1, 1]
    assert indices_of(header_of(dataset), 8) is None
    del content.DimensionIndexValues
    assert indices_of(header_of(dataset), 8) is None
    assert dimension_axes(header_of(dataset), 8, range(8)) == ()


def test_a_sequence_of_another_length_makes_no_axes() -> None:
    dataset = built(THREE)
    del dataset.DimensionIndexSequence[2]
    assert dimension_axes(header_of(dataset), 8, range(8)) == ()
