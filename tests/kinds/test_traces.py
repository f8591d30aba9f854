import math
from dataclasses import replace

import numpy as np
import pytest

from viewer.kinds.traces import (
    TWELVE,
    Strip,
    choices,
    layouts_for,
    marks_on,
    nice,
    rows_of,
    scale_of,
)
from viewer.kinds.waveform import Channel, Group, Mark, Recording


def group(*labels: str, unit: str = "mV", size: int = 1000, **more: object) -> Group:
    made = Group(
        label="RHYTHM",
        frequency_hz=100.0,
        channels=tuple(Channel(label, unit) for label in labels),
        samples=np.zeros((size, len(labels)), np.int16),
        extremes=((-1.0, 1.0),) * len(labels),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def recording(*groups: Group, marks: tuple[Mark, ...] = ()) -> Recording:
    return Recording(groups, marks, "")


def test_twelve_leads_offer_the_usual_papers() -> None:
    assert layouts_for(group(*TWELVE)) == ("3x4", "6x2", "stacked")
    assert layouts_for(group("I", "II")) == ("stacked",)


def test_the_rhythm_comes_before_the_median_beat() -> None:
    median = group(*TWELVE, label="MEDIAN BEAT")
    assert choices(recording(median, group(*TWELVE))) == ((1,), (0,))


def test_groups_of_the_same_time_stand_together() -> None:
    ecg, pressure = group("II"), group("AO", unit="mmHg", size=990)
    assert choices(recording(ecg, pressure)) == ((0, 1), (0,), (1,))


def test_groups_of_other_times_stand_apart() -> None:
    later = group("II", start_s=60.0)
    assert choices(recording(group("II"), later)) == ((0,), (1,))


def test_leads_take_turns_and_the_rhythm_runs_through() -> None:
    rows = rows_of(recording(group(*TWELVE)), (0,), "3x4", 1.0, 8.0)
    names = [[TWELVE[strip.channel] for strip in row] for row in rows]
    assert names == [
        ["I", "aVR", "V1", "V4"],
        ["II", "aVL", "V2", "V5"],
        ["III", "aVF", "V3", "V6"],
        ["II"],
    ]
    assert [(one.start_s, one.left) for one in rows[0]] == [
        (1.0, 0.0),
        (3.0, 0.25),
        (5.0, 0.5),
        (7.0, 0.75),
    ]
    assert rows[3] == (Strip(0, 1, 1.0, 8.0),)


def test_an_ecg_has_the_gain_that_was_chosen() -> None:
    scale = scale_of(group("I"), 0, mm_per_mv=5.0)
    assert (scale.per_mm, scale.middle, scale.text) == (0.2, 0.0, "")


def test_channels_of_one_unit_share_a_scale_that_shows_them() -> None:
    pressures = group("AO", "LV", unit="mmHg", extremes=((60.0, 130.0), (5.0, 135.0)))
    scales = [scale_of(pressures, channel, 10.0, row_mm=25.0) for channel in range(2)]
    assert scales[0] == scales[1]
    assert scales[0].per_mm == 10.0
    low, high = (scales[0].middle + side * 12.5 * 10.0 for side in (-1, 1))
    assert low <= 0
    assert high >= 135
    assert scales[0].text == "100 mmHg/cm"


def test_small_potentials_get_a_scale_in_microvolts() -> None:
    scale = scale_of(group("Fp1", extremes=((-0.05, 0.05),)), 0, 10.0)
    assert scale.per_mm == pytest.approx(0.005)
    assert scale.text == "50 µV/cm"


@pytest.mark.parametrize(
    ("value", "rounded"), [(0.03, 0.05), (1.0, 1.0), (1.2, 2.0), (60, 100), (0, 1.0)]
)
def test_scales_are_round_numbers(value: float, rounded: float) -> None:
    assert nice(value) == pytest.approx(rounded)


def test_marks_belong_to_the_channel_and_span_of_a_strip() -> None:
    marks = (
        Mark("late", 0, (0,), (9.0,)),
        Mark("here", 0, (), (2.0, 1.0)),
        Mark("other", 0, (1,), (1.5,)),
        Mark("whole", 0),
    )
    shown = marks_on(recording(group("I", "II"), marks=marks), Strip(0, 0, 0.0, 5.0))
    assert shown == [(1.0, "here"), (2.0, "here")]


@pytest.mark.parametrize("value", [0.0, -1.0, 5e-324, 1e-310, math.inf, math.nan])
def test_a_scale_of_impossible_values_is_one(value: float) -> None:
    assert nice(value) == 1.0
