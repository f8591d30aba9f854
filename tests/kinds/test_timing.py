"""Runs play at the rate that their object tells, in the order that it prefers."""

from typing import Any

import pytest

from tests.ui.sets import ct_set, phased_set, sets_of
from viewer.demo.build import image
from viewer.kinds.base import DisplaySet, FrameAxis
from viewer.kinds.timing import (
    DEFAULT_SOURCE,
    PHASES,
    POSITIONS,
    Way,
    courses,
    plays_by_itself,
    timing_of,
)

ULTRASOUND = "1.2.840.10008.5.1.4.1.1.3.1"
FRAME_TIME, FRAME_TIME_VECTOR = 0x00181063, 0x00181065


def run(frames: int = 5, **elements: Any) -> DisplaySet:
    dataset = image(frames=frames, sop_class_uid=ULTRASOUND, modality="US", **elements)
    (found,) = sets_of([dataset])
    return found


def test_frame_time_is_the_time_of_every_frame() -> None:
    made = run(FrameIncrementPointer=FRAME_TIME, FrameTime="40", CineRate=99)
    timing = timing_of(made, 0)
    assert timing.order == (0, 1, 2, 3, 4)
    assert timing.durations_ms == (40.0,) * 5
    assert (timing.source, timing.rate) == ("FrameTime", 25.0)
    assert plays_by_itself(made)


def test_a_vector_tells_how_long_each_frame_stays() -> None:
    made = run(
        FrameIncrementPointer=FRAME_TIME_VECTOR,
        FrameTimeVector=["0", "10", "20", "30", "40"],
    )
    timing = timing_of(made, 0)
    assert timing.durations_ms == (10.0, 20.0, 30.0, 40.0, 25.0)
    assert timing.source == "FrameTimeVector"


def test_a_vector_that_nothing_points_to_comes_before_the_default() -> None:
    vector = ["0", "10", "20", "30", "40"]
    timing = timing_of(run(FrameTimeVector=vector), 0)
    assert timing.durations_ms == (10.0, 20.0, 30.0, 40.0, 25.0)
    timing = timing_of(run(FrameTimeVector=vector, CineRate=20), 0)
    assert (timing.source, timing.rate) == ("CineRate", 20.0)


@pytest.mark.parametrize("vector", [["0", "10"], ["0", "0", "0", "0", "0"], None])
def test_a_vector_that_makes_no_sense_leaves_it_to_the_others(
    vector: list[str] | None,
) -> None:
    made = run(
        FrameIncrementPointer=FRAME_TIME_VECTOR, FrameTimeVector=vector, CineRate=20
    )
    timing = timing_of(made, 0)
    assert (timing.source, timing.rate) == ("CineRate", 20.0)


def test_the_recommended_rate_comes_before_the_cine_rate() -> None:
    timing = timing_of(run(RecommendedDisplayFrameRate=15, CineRate=30), 0)
    assert timing.source == "RecommendedDisplayFrameRate"
    assert timing.rate == pytest.approx(15)


def test_a_frame_time_that_nothing_points_to_is_better_than_none() -> None:
    timing = timing_of(run(FrameTime="50"), 0)
    assert (timing.source, timing.rate) == ("FrameTime", 20.0)


@pytest.mark.parametrize("frame_time", ["0", "-40", "1E9"])
def test_without_a_rate_it_is_the_default_and_says_so(frame_time: str) -> None:
    made = run(FrameIncrementPointer=FRAME_TIME, FrameTime=frame_time)
    timing = timing_of(made, 0)
    assert (timing.source, timing.rate) == (DEFAULT_SOURCE, 10.0)
    still = DisplaySet("image2d", "stack", "", made.frames)
    assert (plays_by_itself(made), plays_by_itself(still)) == (True, False)


def test_frames_outside_the_trims_are_left_out() -> None:
    assert timing_of(run(StartTrim=2, StopTrim=4), 0).order == (1, 2, 3)
    assert timing_of(run(StopTrim=3), 0).order == (0, 1, 2)
    assert timing_of(run(StartTrim=9, StopTrim=1), 0).order == (0, 1, 2, 3, 4)


def test_sweeping_goes_back_the_way_it_came() -> None:
    timing = timing_of(run(4, PreferredPlaybackSequencing=1), 0)
    assert timing.order == (0, 1, 2, 3, 2, 1)
    assert len(timing.durations_ms) == 6


def test_a_stack_of_single_images_plays_at_the_default_rate() -> None:
    made = ct_set(3)
    timing = timing_of(made, 1)
    assert timing.order == (0, 1, 2)
    assert timing.source == DEFAULT_SOURCE
    assert not plays_by_itself(made)


def test_repeats_in_time_play_at_the_same_position() -> None:
    assert timing_of(phased_set(positions=3, phases=2), 4).order == (1, 4)


def test_other_phases_are_played_through_one_at_a_time() -> None:
    made = phased_set(positions=3, phases=2)
    echoes = DisplaySet("image2d", "stack", "", made.frames, 2, "echo", ("1", "2"))
    assert timing_of(echoes, 4).order == (3, 4, 5)


def test_of_several_axes_the_last_one_plays() -> None:
    plain = ct_set(6)
    windows = FrameAxis("energy window", (0, 0, 0, 1, 1, 1), ("low", "high"))
    slots = FrameAxis("time slot", (0, 1, 2, 0, 1, 2), ("1", "2", "3"))
    made = DisplaySet("nm", "stack", "", plain.frames, axes=(windows, slots))
    assert timing_of(made, 4).order == (3, 4, 5)


def test_time_plays_before_any_other_axis() -> None:
    plain = ct_set(6)
    times = FrameAxis("time", (0, 0, 0, 1, 1, 1), ("1", "2"), moves=True)
    slices = FrameAxis("slice", (0, 1, 2, 0, 1, 2), ("1", "2", "3"))
    made = DisplaySet(
        "multiframe_volume", "stack", "", plain.frames, axes=(times, slices)
    )
    assert timing_of(made, 4).order == (1, 4)


def test_the_reader_chooses_what_a_time_series_plays_along() -> None:
    made = phased_set(positions=3, phases=2)
    assert courses(made) == ("position", "time")
    assert timing_of(made, 4, Way(along=POSITIONS)).order == (3, 4, 5)
    assert timing_of(made, 4, Way(along=PHASES)).order == (1, 4)
    echoes = DisplaySet("image2d", "stack", "", made.frames, 2, "", ("1", "2"))
    assert courses(echoes) == ("position", "phase")
    assert timing_of(echoes, 4, Way(along=PHASES)).order == (1, 4)


def test_the_reader_chooses_one_of_several_axes() -> None:
    plain = ct_set(6)
    times = FrameAxis("time", (0, 0, 0, 1, 1, 1), ("1", "2"), moves=True)
    slices = FrameAxis("slice", (0, 1, 2, 0, 1, 2), ("1", "2", "3"))
    made = DisplaySet(
        "multiframe_volume", "stack", "", plain.frames, axes=(times, slices)
    )
    assert courses(made) == ("time", "slice")
    assert timing_of(made, 4).along == 0
    assert timing_of(made, 4, Way(along=1)).order == (3, 4, 5)
    assert timing_of(made, 4, Way(along=7)).order == (1, 4)


def test_the_reader_decides_on_range_direction_and_sweeping() -> None:
    made = run(6, StartTrim=2, StopTrim=5, PreferredPlaybackSequencing=1)
    kept = timing_of(made, 0)
    assert (kept.first, kept.last, kept.sweeps) == (1, 4, True)
    assert timing_of(made, 0, Way(sweeps=False)).order == (1, 2, 3, 4)
    assert timing_of(made, 0, Way(first=0, sweeps=False)).order == (0, 1, 2, 3, 4)
    whole = timing_of(made, 0, Way(first=0, last=5, sweeps=False))
    assert whole.order == whole.places == (0, 1, 2, 3, 4, 5)
    assert timing_of(made, 0, Way(sweeps=False, backward=True)).order == (4, 3, 2, 1)
    assert timing_of(made, 0, Way(backward=True)).order == (4, 3, 2, 1, 2, 3)


def test_a_range_that_makes_no_sense_is_the_whole_round() -> None:
    for way in (Way(first=3, last=3), Way(first=4, last=1), Way(last=99)):
        assert timing_of(run(), 0, way).order == (0, 1, 2, 3, 4)


def test_going_back_each_frame_keeps_its_own_time() -> None:
    made = run(
        FrameIncrementPointer=FRAME_TIME_VECTOR,
        FrameTimeVector=["0", "10", "20", "30", "40"],
    )
    timing = timing_of(made, 0, Way(backward=True))
    assert timing.durations_ms == (25.0, 40.0, 30.0, 20.0, 10.0)
