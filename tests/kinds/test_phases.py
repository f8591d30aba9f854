"""Phases beside phases: by number where there are as many, else by their times."""

from typing import Any

import pytest

from tests.ui.sets import header_of
from viewer.demo.build import ct_slice
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.phases import in_phase_beside, phase_beside, phase_times_s
from viewer.kinds.stacks import Placed, placed


def dynamic(
    times: list[str], name: str, axis: str = "time", slices: int = 2, **more: Any
) -> Placed:
    """So many slices at each of these times of acquisition, HHMMSS."""
    frames = tuple(
        Frame(
            header_of(
                ct_slice(
                    at,
                    AcquisitionTime=time,
                    SOPInstanceUID=f"2.25.{len(name)}{phase}{at}",
                    **more,
                )
            )
        )
        for phase, time in enumerate(times)
        for at in range(slices)
    )
    labels = tuple(times)
    made = DisplaySet("image2d", "stack", name, frames, len(times), axis, labels)
    return placed(made)


TWENTY = [f"1000{second:02}" for second in range(0, 60, 3)]
TEN = [f"1415{second:02}.5" for second in range(0, 60, 6)]


def test_times_are_counted_from_the_first_phase() -> None:
    found = phase_times_s(dynamic(TEN, "a").display_set)
    assert found == pytest.approx([6.0 * number for number in range(10)])


def test_delays_after_a_trigger_are_times_too() -> None:
    same = dynamic(TEN[:2], "a", "trigger time", TriggerTime="40")
    assert phase_times_s(same.display_set) is None, "they do not rise"
    frames = tuple(
        Frame(header_of(ct_slice(0, TriggerTime=str(delay)))) for delay in (0, 40, 95)
    )
    made = DisplaySet("image2d", "stack", "", frames, 3, "trigger time", ("",) * 3)
    assert phase_times_s(made) == pytest.approx((0.0, 0.04, 0.095))


def test_as_many_phases_go_by_their_number() -> None:
    one, other = dynamic(TEN, "a"), dynamic(TWENTY[:10], "bb", slices=3)
    assert phase_beside(one, 2 * 7 + 1, other) == 7
    assert in_phase_beside(one, 2 * 7 + 1, other, 3 * 2 + 1) == 3 * 7 + 1


def test_other_numbers_go_by_the_time_since_the_first() -> None:
    """By hand: phase 4 of every 6 s is at 24 s, as is phase 8 of every 3 s."""
    ten, twenty = dynamic(TEN, "a"), dynamic(TWENTY, "bb")
    assert phase_beside(ten, 2 * 4, twenty) == 8
    assert phase_beside(twenty, 2 * 9, ten) in (4, 5)
    assert phase_beside(twenty, 2 * 19, ten) == 9
    short = dynamic(TWENTY[:4], "ccc")
    assert phase_beside(ten, 2 * 5, short) is None, "30 s: that one has ended at 9 s"


def test_phases_of_another_kind_and_of_the_same_series_are_left_alone() -> None:
    one = dynamic(TEN, "a")
    assert phase_beside(one, 4, dynamic(TEN, "bb", "b-value")) is None
    assert phase_beside(one, 4, one) is None
    assert phase_beside(one, 4, dynamic(TEN[:1], "bb")) is None
    assert in_phase_beside(one, 4, one, 7) == 7


def test_without_times_other_numbers_do_not_follow() -> None:
    echoes, more = dynamic(TEN, "a", "echo"), dynamic(TWENTY, "bb", "echo")
    assert phase_beside(echoes, 4, more) is None
