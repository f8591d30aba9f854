import itertools
import signal
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.work import chores
from viewer.ui.state.jobs import Jobs
from viewer.work.pool import Failed, InlinePool, Pool

GUARD_MS = 60_000
"""Milliseconds after which a test that hangs fails; none waits that long."""


class Desk:
    """Collects what `done` and `failed` are given, and on which thread."""

    def __init__(self) -> None:
        self.answers: list[object] = []
        self.failures: list[Failed] = []
        self.threads: set[threading.Thread] = set()

    def done(self, answer: object) -> None:
        self.answers.append(answer)
        self.threads.add(threading.current_thread())

    def failed(self, failure: Failed) -> None:
        self.failures.append(failure)
        self.threads.add(threading.current_thread())


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs(Pool(decode_workers=1))
    yield jobs
    jobs.close()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("lane", ["decode", "disk"])
def test_an_answer_arrives_on_the_main_thread(
    qtbot: QtBot, jobs: Jobs, desk: Desk, lane: str
) -> None:
    jobs.ask(chores.double, 4, lane=lane, done=desk.done, failed=desk.failed)
    qtbot.waitUntil(lambda: desk.answers == [8], timeout=GUARD_MS)
    assert desk.threads == {threading.main_thread()}


def test_an_answer_never_arrives_within_the_call(qtbot: QtBot, desk: Desk) -> None:
    jobs = Jobs(InlinePool())
    jobs.ask(chores.double, 4, lane="disk", done=desk.done, failed=desk.failed)
    assert desk.answers == []
    qtbot.waitUntil(lambda: desk.answers == [8], timeout=GUARD_MS)


def test_a_failure_arrives_as_a_sentence_and_is_listed(
    qtbot: QtBot, jobs: Jobs, desk: Desk
) -> None:
    jobs.ask(
        chores.raise_pixel_error,
        None,
        lane="disk",
        done=desk.done,
        failed=desk.failed,
    )
    qtbot.waitUntil(lambda: len(desk.failures) == 1, timeout=GUARD_MS)
    assert desk.failures[0].sentence == "The frame is too short."
    assert desk.failures[0].detail == "jpeg: no EOI"
    assert jobs.failures == tuple(desk.failures)
    assert desk.answers == []


def test_a_worker_killed_in_a_job_fails_that_job_only(
    qtbot: QtBot, jobs: Jobs, desk: Desk
) -> None:
    jobs.ask(
        chores.kill_self,
        signal.SIGKILL,
        lane="decode",
        done=desk.done,
        failed=desk.failed,
    )
    jobs.ask(chores.double, 4, lane="decode", done=desk.done, failed=desk.failed)
    qtbot.waitUntil(lambda: desk.answers == [8], timeout=GUARD_MS)
    assert [failure.sentence for failure in desk.failures] == [
        "Reading this stopped the reading process: the file may be damaged."
    ]


@pytest.mark.parametrize("lane", ["decode", "disk", "scan"])
def test_of_forty_quick_questions_only_the_last_is_surely_answered(
    qtbot: QtBot, jobs: Jobs, desk: Desk, lane: str
) -> None:
    for number in range(40):
        jobs.ask(
            chores.double,
            number,
            lane=lane,
            done=desk.done,
            failed=desk.failed,
            owner="viewport",
            revision=number,
        )
    qtbot.waitUntil(lambda: jobs.counts == (0, 0), timeout=GUARD_MS)
    assert desk.answers == [78]
    assert desk.failures == []
    assert jobs.failures == ()


def test_an_answer_under_way_to_an_older_question_is_dropped(
    qtbot: QtBot, jobs: Jobs, desk: Desk
) -> None:
    gate, begun = threading.Event(), threading.Event()

    def slow(word: str) -> str:
        begun.set()
        gate.wait(60)
        return word

    def ask(word: str, revision: int) -> None:
        jobs.ask(
            slow,
            word,
            lane="scan",
            done=desk.done,
            failed=desk.failed,
            owner="viewport",
            revision=revision,
        )

    ask("old", 1)
    assert begun.wait(60)
    ask("new", 2)
    ask("too late", 1)
    gate.set()
    qtbot.waitUntil(lambda: jobs.counts == (0, 0), timeout=GUARD_MS)
    assert desk.answers == ["new"]


def test_questions_of_one_revision_live_side_by_side(
    qtbot: QtBot, jobs: Jobs, desk: Desk
) -> None:
    for number in range(3):
        jobs.ask(
            chores.double,
            number,
            lane="scan",
            done=desk.done,
            failed=desk.failed,
            owner="viewport",
            revision=7,
        )
    qtbot.waitUntil(lambda: desk.answers == [0, 2, 4], timeout=GUARD_MS)


def test_owners_do_not_disturb_each_other(qtbot: QtBot, jobs: Jobs, desk: Desk) -> None:
    for owner, revision in (("left", 5), ("right", 1), (None, 0)):
        jobs.ask(
            str,
            owner,
            lane="scan",
            done=desk.done,
            failed=desk.failed,
            owner=owner,
            revision=revision,
        )
    qtbot.waitUntil(lambda: desk.answers == ["left", "right", "None"], timeout=GUARD_MS)


def test_cancelling_drops_what_waits_and_what_runs(
    qtbot: QtBot, jobs: Jobs, desk: Desk
) -> None:
    gate, begun, ran = threading.Event(), threading.Event(), list[int]()

    def slow(_: object) -> None:
        begun.set()
        gate.wait(60)

    for function in (slow, ran.append):
        jobs.ask(
            function,
            1,
            lane="scan",
            done=desk.done,
            failed=desk.failed,
            owner="viewport",
        )
    assert begun.wait(60)
    jobs.cancel("viewport")
    gate.set()
    qtbot.waitUntil(lambda: jobs.counts == (0, 0), timeout=GUARD_MS)
    assert (desk.answers, desk.failures, ran) == ([], [], [])


def test_the_numbers_of_jobs_are_told_and_end_at_zero(
    qtbot: QtBot, jobs: Jobs, desk: Desk
) -> None:
    told: list[tuple[int, int]] = []
    seen = threading.Event()
    jobs.changed.connect(lambda running, waiting: told.append((running, waiting)))
    jobs.changed.connect(lambda running, waiting: seen.set())
    jobs.ask(
        lambda _: seen.wait(GUARD_MS / 1000),
        None,
        lane="scan",
        done=lambda _: None,
        failed=desk.failed,
    )
    for number in range(5):
        jobs.ask(chores.double, number, lane="scan", done=desk.done, failed=desk.failed)
    qtbot.waitUntil(lambda: told[-1:] == [(0, 0)], timeout=GUARD_MS)
    assert len(desk.answers) == 5
    assert max(sum(counts) for counts in told) >= 1
    assert all(before != after for before, after in itertools.pairwise(told))


def test_an_error_in_the_askers_own_code_is_not_swallowed(
    qtbot: QtBot, jobs: Jobs
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("a fault of the window")

    with qtbot.captureExceptions() as caught:
        jobs.ask(chores.double, 1, lane="disk", done=broken, failed=broken)
        qtbot.waitUntil(lambda: len(caught) == 1, timeout=GUARD_MS)
    assert str(caught[0][1]) == "a fault of the window"


def test_after_closing_nothing_arrives_and_nothing_is_asked(
    qtbot: QtBot, jobs: Jobs, desk: Desk
) -> None:
    jobs.ask(chores.double, 1, lane="disk", done=desk.done, failed=desk.failed)
    jobs.close()
    jobs.ask(chores.double, 1, lane="disk", done=desk.done, failed=desk.failed)
    marker = Desk()
    other = Jobs(InlinePool())
    other.ask(chores.double, 1, lane="disk", done=marker.done, failed=marker.failed)
    qtbot.waitUntil(lambda: marker.answers == [2], timeout=GUARD_MS)
    assert (desk.answers, desk.failures, jobs.counts) == ([], [], (0, 0))
