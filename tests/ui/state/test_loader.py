from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.ui.held import HeldPool
from tests.ui.sets import ct_set, sets_of
from viewer import limits
from viewer.demo.build import ct_slice
from viewer.demo.documents import report
from viewer.kinds.base import DisplaySet, Frame
from viewer.store.frame_cache import FrameCache
from viewer.ui.state.flights import key_of
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.loader import (
    AHEAD_PRIORITY,
    PREFETCH_AHEAD,
    PREFETCH_BEHIND,
    THUMBNAIL_PRIORITY,
    FrameLoader,
)
from viewer.ui.state.viewport import ViewportModel, What
from viewer.work.loading import Shown


class Room:
    """A viewport whose frames come when the test says so."""

    def __init__(self, qtbot: QtBot, cache_bytes: int = 10**8) -> None:
        self.qtbot = qtbot
        self.pool = HeldPool()
        self.jobs = Jobs(self.pool)
        self.cache = FrameCache(cache_bytes)
        self.loader = FrameLoader(self.jobs, self.cache)
        self.model = ViewportModel()
        self.loader.watch(self.model)

    def index_of(self, number: int) -> int:
        """Place in the stack of the frame that a question is about."""
        path = self.pool.held[number][1].frame.header.source.path
        return int(path.split(":")[1])

    def waiting(self, priority: int | None = None) -> list[int]:
        """Places of the frames that are asked for."""
        return [
            self.index_of(number)
            for number in self.pool.waiting()
            if priority in (None, self.pool.options[number]["priority"])
        ]

    def answer(self, index: int) -> None:
        """Answer the question about a place."""
        (number,) = (n for n in self.pool.waiting() if self.index_of(n) == index)
        running = sum(self.jobs.counts)
        self.pool.answer(number)
        self.qtbot.waitUntil(lambda: sum(self.jobs.counts) != running or self.settled())

    def settled(self) -> bool:
        return not any(future.done() for future in self.jobs._open)

    def answer_all(self) -> None:
        """Answer whatever is asked, also by the answers."""
        while self.pool.waiting():
            for number in self.pool.waiting():
                self.pool.answer(number)
            self.qtbot.waitUntil(self.settled)


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    room = Room(qtbot)
    yield room
    room.jobs.close()


@pytest.fixture
def stack() -> DisplaySet:
    return ct_set(40)


def shown_index(model: ViewportModel) -> int | None:
    return model.shown_what.index if model.shown else None


def test_what_the_state_says_is_delivered(room: Room, stack: DisplaySet) -> None:
    room.model.show_set(stack)
    assert room.waiting() == [20]
    room.answer(20)
    assert shown_index(room.model) == 20
    assert room.model.shown is not None
    assert room.model.shown.frame.header.source.path == "memory:20"


def test_neighbours_are_read_ahead_after_what_is_waited_for(
    room: Room, stack: DisplaySet
) -> None:
    room.model.show_set(stack)
    room.answer(20)
    ahead = [20 + n for n in range(1, PREFETCH_AHEAD + 1)]
    behind = [20 - n for n in range(1, PREFETCH_BEHIND + 1)]
    assert room.waiting(AHEAD_PRIORITY) == ahead + behind


def test_reading_ahead_follows_the_direction_of_scrolling(
    room: Room, stack: DisplaySet
) -> None:
    room.model.show_set(stack)
    room.answer_all()
    room.model.step(-1)
    room.qtbot.waitUntil(room.settled)
    assert room.waiting() == [15, 14, 13, 12, 11, 10, 9]


def test_the_ends_of_the_stack_are_not_passed(room: Room) -> None:
    room.model.show_set(ct_set(3), 2)
    room.answer(2)
    assert room.waiting() == [1, 0]


def test_a_frame_read_ahead_is_there_at_once(room: Room, stack: DisplaySet) -> None:
    room.model.show_set(stack)
    room.answer_all()
    asked = len(room.pool.held)
    room.model.step(1)
    assert shown_index(room.model) == 21
    assert room.index_of(asked) == 31


def test_a_frame_passed_by_is_neither_read_nor_shown(
    room: Room, stack: DisplaySet
) -> None:
    room.model.show_set(stack)
    for _ in range(5):
        room.model.step(1)
    assert room.waiting() == [25]
    room.answer(25)
    assert shown_index(room.model) == 25


def test_an_answer_that_comes_late_is_not_shown(room: Room, stack: DisplaySet) -> None:
    room.model.show_set(stack)
    room.pool.begin(0)
    room.model.step(5)
    room.answer(20)
    assert room.model.shown is None
    room.answer(25)
    assert shown_index(room.model) == 25


def test_a_key_held_down_shows_what_was_being_read_on_the_way(
    room: Room, stack: DisplaySet
) -> None:
    """Each with its own number, and at the end the last one that was asked for."""
    room.model.show_set(stack, 0)
    room.answer_all()
    room.cache.clear()
    for index in (30, 31, 32):
        room.model.go_to(index)
        if index < 32:
            room.pool.begin(len(room.pool.held) - 1)
    room.answer(31)
    assert shown_index(room.model) == 31
    assert room.model.is_waiting
    room.answer(30)
    assert shown_index(room.model) == 31
    room.answer(32)
    assert shown_index(room.model) == 32
    assert not room.model.is_waiting


def test_a_frame_on_the_way_by_another_state_or_of_another_stack_is_not_shown(
    room: Room, stack: DisplaySet
) -> None:
    room.model.show_set(stack, 0)
    room.answer_all()
    room.model.go_to(30)
    room.pool.begin(len(room.pool.held) - 1)
    room.cache.clear()
    room.model.show_set(ct_set(4, SeriesNumber=7), 1)
    room.answer(30)
    assert room.model.shown is None


def test_a_frame_stays_on_screen_until_the_next_of_its_stack_is_there(
    room: Room, stack: DisplaySet
) -> None:
    room.model.show_set(stack)
    room.answer(20)
    room.model.go_to(0)
    assert shown_index(room.model) == 20


def test_nothing_of_the_last_series_is_on_screen_while_another_loads(
    room: Room, stack: DisplaySet
) -> None:
    room.model.show_set(stack)
    room.answer_all()
    room.model.show_set(sets_of([ct_slice(9, PatientName="Other")])[0])
    room.model.show_set(ct_set(2, WindowCenter=99))
    assert room.model.shown is None or room.model.shown.frame in (
        room.model.state.what.display_set.frames  # type: ignore[union-attr]
    )


def test_trouble_is_delivered_with_its_sentence(room: Room) -> None:
    dataset = ct_slice(0)
    dataset.BitsAllocated = 7
    room.model.show_set(sets_of([dataset])[0])
    room.answer_all()
    assert room.model.shown is None
    assert room.model.trouble is not None
    assert room.model.trouble.sentence.endswith(".")


def test_a_neighbour_that_cannot_be_read_disturbs_nobody(room: Room) -> None:
    stack = ct_set(3)
    room.model.show_set(stack, 0)
    room.answer(0)
    (number,) = (n for n in room.pool.waiting() if room.index_of(n) == 1)
    room.pool.held[number][2].set_exception(OSError("gone"))
    room.qtbot.waitUntil(room.settled)
    assert room.model.trouble is None
    assert shown_index(room.model) == 0
    room.model.step(1)
    assert 1 in room.waiting(0)


def test_an_object_without_a_picture_asks_for_nothing(room: Room) -> None:
    with room.qtbot.waitSignal(room.model.delivered):
        room.model.show_set(sets_of([report()])[0])
    assert room.waiting() == []
    assert room.model.shown is None


def test_a_look_or_camera_is_not_worth_a_job(room: Room, stack: DisplaySet) -> None:
    room.model.show_set(stack)
    room.answer_all()
    asked = len(room.pool.held)
    room.model.change(look=replace(room.model.state.look, inverted=True))
    room.model.change(camera=room.model.state.camera.rotated(90))
    assert len(room.pool.held) == asked


def test_a_growing_stack_keeps_the_frame_that_is_on_its_way(room: Room) -> None:
    """While a folder is read, slow pictures must not be begun anew each time."""
    small, large = ct_set(3), ct_set(6)
    room.model.show_set(small, 0)
    room.pool.begin(0)
    room.model.change(what=What(large, 0))
    assert room.waiting() == [0]
    room.answer(0)
    assert shown_index(room.model) == 0
    assert room.model.shown_what.display_set is large


def test_a_small_cache_keeps_the_latest(qtbot: QtBot) -> None:
    room = Room(qtbot, cache_bytes=3 * 16 * 16 * 2)
    room.model.show_set(ct_set(10), 0)
    room.answer_all()
    assert room.cache.nbytes <= room.cache.limit_bytes
    assert shown_index(room.model) == 0
    room.jobs.close()


@pytest.mark.parametrize("fits", [0, 3, 12, 14, 20])
def test_no_more_is_read_ahead_than_fits_into_its_share(
    qtbot: QtBot, fits: int
) -> None:
    frame_bytes = 16 * 16 * 2
    room = Room(qtbot, cache_bytes=int(fits * frame_bytes / limits.AHEAD_SHARE))
    room.model.show_set(ct_set(40))
    room.answer(20)
    order = [*range(21, 21 + PREFETCH_AHEAD), *range(19, 19 - PREFETCH_BEHIND, -1)]
    assert room.waiting() == order[:fits]
    room.jobs.close()


def test_viewports_share_what_is_read_ahead(qtbot: QtBot) -> None:
    frame_bytes = 16 * 16 * 2
    room = Room(qtbot, cache_bytes=int(12 * frame_bytes / limits.AHEAD_SHARE))
    other = ViewportModel()
    room.loader.watch(other)
    other.show_set(ct_set(1), 0)
    room.answer_all()
    room.model.show_set(ct_set(40))
    room.answer(20)
    assert len(room.waiting()) == 6
    room.jobs.close()


def test_what_is_asked_for_is_not_behind_what_is_read_ahead(
    room: Room, stack: DisplaySet
) -> None:
    room.model.show_set(stack)
    room.answer(20)
    asked_before = len(room.pool.held)
    room.model.go_to(2)
    assert len(room.pool.held) == asked_before + 1
    assert room.waiting(0) == [2]
    order = sorted(
        room.pool.waiting(), key=lambda number: room.pool.options[number]["priority"]
    )
    assert room.index_of(order[0]) == 2


def test_thumbnails_come_last_and_use_what_is_there(
    room: Room, stack: DisplaySet
) -> None:
    made: list[Any] = []
    room.loader.thumbnail(stack.frames[3], made.append)
    assert room.waiting(THUMBNAIL_PRIORITY) == [3]
    room.answer(3)
    assert isinstance(made[0], Shown)
    room.model.show_set(stack, 3)
    room.answer_all()
    room.loader.thumbnail(stack.frames[3], made.append)
    assert np.array_equal(made[1].decoded.values, made[0].decoded.values)


def test_nothing_is_kept_after_clearing(room: Room, stack: DisplaySet) -> None:
    """Frames on their way when all is closed must not come back into the cache."""
    room.model.show_set(stack)
    room.answer(20)
    for number in room.pool.waiting():
        room.pool.begin(number)
    room.model.show_set(None)
    room.loader.clear()
    room.answer_all()
    assert len(room.cache) == 0
    assert room.model.shown is None


def test_frames_are_known_by_object_and_number(stack: DisplaySet) -> None:
    frame = stack.frames[3]
    assert key_of(frame) == key_of(ct_set(5).frames[3])
    assert key_of(frame) != key_of(stack.frames[4])
    assert key_of(frame) != key_of(Frame(frame.header, 1))
