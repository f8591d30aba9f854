"""Volumes are filled beside and let go; planes that come too late are not shown."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from tests.ui.held import HeldPool
from tests.ui.sets import ct_set, phased_set
from viewer.kinds.base import DisplaySet
from viewer.kinds.section_sets import section_set
from viewer.kinds.sections import Section, first_section
from viewer.pixels.encoding import PixelError
from viewer.store.frame_cache import FrameCache
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.loader import FrameLoader
from viewer.ui.state.viewport import ViewportModel, What
from viewer.ui.state.volumes import Volumes
from viewer.work.loading import load_frame
from viewer.work.volume_filling import SliceRequest, fill, sliced

GUARD_MS = 10_000
PIXELS = np.random.default_rng(6).integers(0, 4000, (16, 20)).astype(np.uint16)


class Bench:
    """A viewport, its loader and its volumes, whose jobs end when the test says so."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.pool = HeldPool()
        self.jobs = Jobs(self.pool)
        self.cache = FrameCache(1 << 24)
        self.loader = FrameLoader(self.jobs, self.cache)
        self.volumes = Volumes(self.jobs, self.loader)
        self.model = ViewportModel()
        for watcher in (self.loader, self.volumes):
            watcher.watch(self.model)

    def section(self, display_set: DisplaySet, **fields: Any) -> Section:
        stack = self.volumes.stores.stack(display_set, 0)
        return Section(
            **{
                **{
                    name: getattr(first_section(stack, "axial", 2), name)
                    for name in ("stack", "name", "point_mm", "facing")
                },
                **fields,
            }
        )

    def show(self, section: Section, by: int = 0) -> None:
        planes, at = section_set(section)
        self.model.change(what=What(planes, at + by))

    def asked(self, function: Callable[..., Any]) -> list[int]:
        """Questions of a kind that wait."""
        return [n for n in self.pool.waiting() if self.pool.held[n][0] is function]

    def answer(self, function: Callable[..., Any], count: int | None = None) -> None:
        for number in self.asked(function)[:count]:
            if self.pool.begin(number):
                self.pool.answer(number)
        QCoreApplication.processEvents()

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=GUARD_MS)

    def fill(self, count: int | None = None) -> None:
        """Let all slices come, or so many."""
        self.answer(load_frame, count)
        while self.asked(fill):
            self.answer(fill)


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def stack_set(slices: int = 5) -> DisplaySet:
    return ct_set(slices, pixels=PIXELS)


def test_the_plane_comes_when_all_slices_are_there(bench: Bench) -> None:
    bench.show(bench.section(stack_set()))
    assert len(bench.asked(load_frame)) == 5
    assert bench.model.progress == (0, 5)
    bench.fill(2)
    bench.until(lambda: bench.model.progress == (2, 5))
    assert bench.model.shown is None
    bench.fill()
    bench.until(lambda: bench.model.shown is not None)
    assert bench.model.shown is not None
    assert np.array_equal(bench.model.shown.decoded.values, PIXELS)
    assert bench.model.progress is None


def test_a_viewport_that_turns_to_something_else_ends_the_reading(bench: Bench) -> None:
    other = stack_set(2)
    bench.show(bench.section(stack_set()))
    bench.model.show_set(other, 0)
    assert len(bench.asked(load_frame)) == 1, "the frame that is shown now"


def test_a_volume_that_nobody_shows_stays_until_another_is_needed(
    bench: Bench,
) -> None:
    first = bench.section(stack_set())
    bench.show(first)
    bench.fill()
    bench.until(lambda: bench.model.shown is not None)
    bench.model.show_set(None)
    bench.show(first)
    assert bench.model.shown is not None, "at once"
    bench.show(bench.section(stack_set(4)))
    assert bench.volumes.stores.get(first.stack) is None


def test_a_slice_that_cannot_be_read_is_said(bench: Bench) -> None:
    bench.show(bench.section(stack_set()))

    def fails(request: object) -> None:
        raise PixelError("This slice is broken.")

    number = bench.asked(load_frame)[3]
    _, request, future = bench.pool.held[number]
    bench.pool.held[number] = (fails, request, future)
    bench.pool.begin(number)
    bench.pool.answer(number)
    bench.until(lambda: bench.model.trouble is not None)
    assert bench.model.trouble is not None
    assert bench.model.trouble.sentence == "This slice is broken."
    assert bench.asked(load_frame) == [], "nothing more is read"
    bench.model.ask_again()
    assert len(bench.asked(load_frame)) == 5


def test_at_rest_the_plane_is_made_finer(bench: Bench) -> None:
    bench.show(bench.section(stack_set()))
    bench.fill()
    bench.until(lambda: bool(bench.asked(sliced)))
    (number,) = bench.asked(sliced)
    request = bench.pool.held[number][1]
    assert isinstance(request, SliceRequest)
    assert request.smooth
    quick = bench.model.shown
    bench.answer(sliced)
    bench.until(lambda: bench.model.shown is not quick)
    assert bench.volumes.is_settled


def test_a_finer_plane_that_comes_too_late_is_dropped(bench: Bench) -> None:
    bench.show(bench.section(stack_set()))
    bench.fill()
    bench.until(lambda: bool(bench.asked(sliced)))
    (late,) = bench.asked(sliced)
    bench.model.step(1)
    now = bench.model.shown
    assert now is not None
    assert now.frame is bench.model.state.what.frame
    bench.pool.begin(late)
    bench.pool.answer(late)
    QCoreApplication.processEvents()
    assert bench.model.shown is now


def test_a_smooth_plane_that_comes_after_smoothing_has_ended_is_dropped(
    bench: Bench,
) -> None:
    """What the header panel says of its values would not be true."""
    bench.show(bench.section(stack_set()))
    bench.fill()
    bench.until(lambda: bool(bench.asked(sliced)))
    (late,) = bench.asked(sliced)
    bench.model.change(look=replace(bench.model.state.look, smooth=False))
    now = bench.model.shown
    bench.pool.begin(late)
    bench.pool.answer(late)
    QCoreApplication.processEvents()
    assert bench.model.shown is now
    assert bench.volumes.is_settled


def test_a_slab_on_the_way_is_shown_as_what_it_is(bench: Bench) -> None:
    """While the reader goes on: never under the number of another one."""
    bench.show(bench.section(stack_set(9), slab_mm=15.0))
    bench.fill()
    bench.until(lambda: bool(bench.asked(sliced)))
    late = bench.asked(sliced)[0]
    before = bench.model.state.what
    bench.model.step(2)
    bench.pool.begin(late)
    bench.pool.answer(late)
    bench.until(lambda: bench.model.shown is not None)
    assert bench.model.shown is not None
    assert bench.model.shown.frame is before.frame
    assert bench.model.on_screen == before
    assert bench.model.is_waiting
    bench.until(lambda: bool(bench.asked(sliced)))
    bench.answer(sliced)
    bench.until(lambda: not bench.model.is_waiting)
    assert bench.model.shown.frame is bench.model.state.what.frame


def test_another_phase_of_the_same_object_is_another_volume(bench: Bench) -> None:
    """Its planes lie in the same places and come from the same file."""
    display_set = phased_set(4, 2)
    first = bench.section(display_set)
    bench.show(first)
    bench.fill()
    bench.until(lambda: bench.model.shown is not None)
    second = bench.volumes.stores.stack(display_set, 5)
    bench.show(replace(first, stack=second))
    assert bench.model.shown is None
    bench.fill()
    bench.until(lambda: bench.model.shown is not None)


def test_slices_that_are_kept_lend_their_memory_to_the_volume(bench: Bench) -> None:
    """One copy of the volume, whatever was looked at before."""
    display_set = stack_set()
    bench.model.show_set(display_set, 0)
    bench.answer(load_frame)
    bench.until(lambda: bench.model.shown is not None)
    section = bench.section(display_set)
    bench.show(section)
    bench.fill()
    bench.until(lambda: _is_filled(bench, section))
    store = bench.volumes.stores.get(section.stack)
    assert store is not None
    assert store.filled is not None
    kept = [shown for shown, _ in bench.cache._kept.values()]
    assert kept
    for shown in kept:
        values = shown.decoded.values  # type: ignore[attr-defined]
        assert np.shares_memory(values, store.filled.volume.values)
        assert np.array_equal(values, PIXELS)


def _is_filled(bench: Bench, section: Section) -> bool:
    store = bench.volumes.stores.get(section.stack)
    return store is not None and store.filled is not None
