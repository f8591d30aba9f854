import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.work import chores
from viewer import limits
from viewer.files.header import NotDicomError
from viewer.pixels.encoding import PixelError
from viewer.work import pool as pool_module
from viewer.work.pool import Failed, Pool

GUARD = 60
"""Seconds after which a test that hangs fails; none waits that long."""


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """For tests that leave it as they found it."""
    pool = Pool()
    yield pool
    pool.close()


@pytest.fixture
def own_pool() -> Iterator[Pool]:
    """One decode worker and a spare, for tests that kill."""
    pool = Pool(decode_workers=1, spare=1)
    yield pool
    pool.close()


@pytest.mark.parametrize("lane", ["decode", "header", "scan", "disk"])
def test_every_lane_answers(pool: Pool, lane: str) -> None:
    assert pool.submit(chores.double, 21, lane=lane).result(GUARD) == 42


def test_process_lanes_answer_from_another_process(pool: Pool) -> None:
    decode = pool.submit(chores.own_pid, None, lane="decode").result(GUARD)
    header = pool.submit(chores.own_pid, None, lane="header").result(GUARD)
    disk = pool.submit(chores.own_pid, None, lane="disk").result(GUARD)
    assert len({decode, header, disk}) == 3
    assert disk == os.getpid()


def test_a_decode_worker_has_numpy_and_neither_pydicom_nor_qt(pool: Pool) -> None:
    modules = pool.submit(chores.loaded_modules, None, lane="decode").result(GUARD)
    roots = {name.split(".")[0] for name in modules}
    assert {"numpy", "imagecodecs"} <= roots
    assert not {"pydicom", "PySide6", "pylibjpeg"} & roots


def test_the_header_worker_has_pydicom_and_no_qt(pool: Pool) -> None:
    modules = pool.submit(chores.loaded_modules, None, lane="header").result(GUARD)
    roots = {name.split(".")[0] for name in modules}
    assert "pydicom" in roots
    assert "PySide6" not in roots


@pytest.mark.parametrize("lane", ["decode", "header"])
def test_a_worker_is_confined(pool: Pool, lane: str) -> None:
    in_force = pool.submit(chores.limits_in_force, None, lane=lane).result(GUARD)
    assert in_force == {
        "RLIMIT_AS": limits.WORKER_ADDRESS_BYTES,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": limits.WORKER_OPEN_FILES,
    }


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's way")
def test_a_worker_uses_its_memory_again(pool: Pool) -> None:
    faults = pool.submit(chores.page_faults, 100, lane="decode").result(GUARD)
    assert faults < 100 * 128 / 10


@pytest.mark.parametrize("chore", [chores.allocate, chores.map_memory])
def test_five_gigabytes_are_refused_and_the_worker_lives(
    own_pool: Pool, chore: Callable[[int], int]
) -> None:
    before = own_pool.submit(chores.own_pid, None, lane="decode").result(GUARD)
    huge = own_pool.submit(chore, 5 * 1024**3, lane="decode")
    with pytest.raises(Failed, match="memory"):
        huge.result(GUARD)
    after = own_pool.submit(chores.own_pid, None, lane="decode").result(GUARD)
    assert after == before


def test_what_a_worker_prints_is_not_heard(
    own_pool: Pool, capfd: pytest.CaptureFixture[str]
) -> None:
    said = own_pool.submit(chores.print_loudly, None, lane="decode").result(GUARD)
    assert said == "said"
    assert capfd.readouterr() == ("", "")


# Death -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "signal_number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT]
)
def test_a_job_that_kills_two_workers_fails_with_a_sentence(
    own_pool: Pool, signal_number: int
) -> None:
    job = own_pool.submit(chores.kill_self, signal_number, lane="decode")
    with pytest.raises(Failed, match="may be damaged") as caught:
        job.result(GUARD)
    assert caught.value.detail == f"worker exit -{int(signal_number)}"
    assert own_pool.submit(chores.double, 1, lane="decode").result(GUARD) == 2


def test_lost_workers_are_counted(own_pool: Pool, tmp_path: Path) -> None:
    lost: list[int] = []
    own_pool.count_losses(lambda: lost.append(1))
    flag = tmp_path / "flag"
    flag.touch()
    own_pool.submit(chores.kill_self_once, str(flag), lane="decode").result(GUARD)
    assert lost == [1]


def test_a_job_whose_worker_dies_is_done_by_another(
    own_pool: Pool, tmp_path: Path
) -> None:
    first = own_pool.submit(chores.own_pid, None, lane="decode").result(GUARD)
    flag = tmp_path / "flag"
    flag.touch()
    job = own_pool.submit(chores.kill_self_once, str(flag), lane="decode")
    assert job.result(GUARD) != first


def test_a_worker_killed_from_outside_in_a_job_is_replaced(
    own_pool: Pool, tmp_path: Path
) -> None:
    pipe = tmp_path / "who"
    os.mkfifo(pipe)
    job = own_pool.submit(chores.tell_pid_and_sleep, str(pipe), lane="decode")
    for _attempt in range(2):
        os.kill(int(pipe.read_text()), signal.SIGKILL)
    with pytest.raises(Failed):
        job.result(GUARD)
    assert own_pool.submit(chores.double, 2, lane="decode").result(GUARD) == 4


def test_an_idle_worker_killed_from_outside_is_replaced(own_pool: Pool) -> None:
    pid = own_pool.submit(chores.own_pid, None, lane="decode").result(GUARD)
    os.kill(pid, signal.SIGKILL)
    assert own_pool.submit(chores.own_pid, None, lane="decode").result(GUARD) != pid


def test_the_warm_spare_steps_in_and_a_new_spare_is_started(own_pool: Pool) -> None:
    seen = set()
    for _ in range(4):
        pid = own_pool.submit(chores.own_pid, None, lane="decode").result(GUARD)
        assert own_pool.worker_pids == (pid,)
        os.kill(pid, signal.SIGKILL)
        seen.add(pid)
    assert len(seen) == 4


def test_the_second_try_is_what_retry_makes_of_the_request(own_pool: Pool) -> None:
    job = own_pool.submit(
        chores.die_unless_safe, "unsafe", lane="decode", retry=lambda request: "safe"
    )
    assert job.result(GUARD) == "safe"


def test_without_another_way_there_is_no_second_try(
    own_pool: Pool, tmp_path: Path
) -> None:
    flag = tmp_path / "flag"
    flag.touch()
    job = own_pool.submit(
        chores.kill_self_once, str(flag), lane="decode", retry=lambda request: None
    )
    with pytest.raises(Failed):
        job.result(GUARD)


def test_a_key_that_killed_two_workers_is_refused_at_once(own_pool: Pool) -> None:
    bad = own_pool.submit(
        chores.kill_self, signal.SIGKILL, lane="decode", key="file.dcm"
    )
    with pytest.raises(Failed, match="set aside") as first:
        bad.result(GUARD)
    assert not first.value.passing
    again = own_pool.submit(chores.double, 1, lane="decode", key="file.dcm")
    with pytest.raises(Failed, match="set aside") as caught:
        again.result(GUARD)
    assert caught.value.detail.startswith("refused")
    other = own_pool.submit(chores.double, 1, lane="decode", key="other.dcm")
    assert other.result(GUARD) == 2


# Deadlines -------------------------------------------------------------------------


def test_a_late_job_is_stopped_and_says_so(own_pool: Pool) -> None:
    pid = own_pool.submit(chores.own_pid, None, lane="decode").result(GUARD)
    job = own_pool.submit(
        chores.sleep_forever, None, lane="decode", deadline_seconds=0.2
    )
    with pytest.raises(Failed, match="took too long"):
        job.result(GUARD)
    assert own_pool.submit(chores.own_pid, None, lane="decode").result(GUARD) != pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_late_job_gets_its_other_way(own_pool: Pool) -> None:
    job = own_pool.submit(
        chores.sleep_or_answer,
        "slow",
        lane="decode",
        deadline_seconds=1.0,
        retry=lambda request: "fast" if request == "slow" else None,
    )
    assert job.result(GUARD) == "fast"


# Order and cancelling --------------------------------------------------------------


def test_within_a_lane_lower_priority_numbers_go_first(pool: Pool) -> None:
    gate, order = threading.Event(), list[str]()
    pool.submit(gate.wait, GUARD, lane="scan")
    jobs = [
        pool.submit(order.append, name, lane="scan", priority=priority)
        for name, priority in [("b", 10), ("c", 10), ("a", 0)]
    ]
    gate.set()
    for job in jobs:
        job.result(GUARD)
    assert order == ["a", "b", "c"]


def test_cancelling_an_owner_leaves_what_runs_and_what_others_asked(pool: Pool) -> None:
    gate, begun = threading.Event(), threading.Event()

    def wait_for_gate(_: object) -> str:
        begun.set()
        gate.wait(GUARD)
        return "done"

    running = pool.submit(wait_for_gate, None, lane="scan", owner="one")
    waiting = pool.submit(chores.double, 1, lane="scan", owner="one")
    other = pool.submit(chores.double, 2, lane="scan", owner="two")
    assert begun.wait(GUARD)
    pool.cancel("one")
    gate.set()
    assert running.result(GUARD) == "done"
    assert waiting.cancelled()
    assert other.result(GUARD) == 4


# Slow media ------------------------------------------------------------------------


def test_slow_files_do_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "SLOW_SECONDS", 0.01)
    pool, gate = Pool(), threading.Event()
    slow = [
        pool.submit(gate.wait, GUARD, lane="disk")
        for _ in range(pool_module.DISK_THREADS)
    ]
    assert pool.submit(chores.double, 2, lane="disk").result(GUARD) == 4
    assert not any(job.done() for job in slow)
    gate.set()
    assert all(job.result(GUARD) for job in slow)
    pool.close()


def test_there_is_an_end_to_the_threads_that_wait_for_slow_media(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool_module, "SLOW_SECONDS", 0.01)
    pool, gate, begun = Pool(), threading.Event(), threading.Semaphore(0)

    def wait(_: object) -> bool:
        begun.release()
        return gate.wait(GUARD)

    most = pool_module.DISK_THREADS_MOST
    jobs = [pool.submit(wait, None, lane="disk") for _ in range(most + 1)]
    for _ in range(most):
        assert begun.acquire(timeout=GUARD)
    assert not begun.acquire(timeout=0.2)
    gate.set()
    assert all(job.result(GUARD) for job in jobs)
    pool.close()


def test_a_thread_that_never_comes_back_is_relieved() -> None:
    pool, gate, begun = Pool(), threading.Event(), threading.Event()

    def hang(_: object) -> int:
        begun.set()
        gate.wait(GUARD)
        return threading.get_ident()

    hung = pool.submit(hang, None, lane="scan")
    assert begun.wait(GUARD)
    waiting = pool.submit(_thread, None, lane="scan")
    pool.relieve("scan")
    other = waiting.result(GUARD)
    gate.set()
    assert hung.result(GUARD) != other
    assert {
        pool.submit(_thread, None, lane="scan").result(GUARD) for _ in range(5)
    } == {other}
    pool.close()


def _thread(_: object) -> int:
    return threading.get_ident()


# Answers ---------------------------------------------------------------------------


@pytest.mark.parametrize("room", [0, 1, 1 << 20, 1 << 21, 1 << 24])
def test_an_array_arrives_whole_and_writable_whatever_the_room(
    pool: Pool, room: int
) -> None:
    answer = pool.submit(
        chores.picture, 1 << 20, lane="decode", result_bytes=room
    ).result(GUARD)
    assert answer.name == "ramp"
    assert np.array_equal(answer.values, np.arange(1 << 20, dtype=np.uint16))
    answer.values[0] = 7


def test_an_answer_is_not_changed_by_the_next_one(own_pool: Pool) -> None:
    def ask() -> chores.Picture:
        return own_pool.submit(
            chores.picture, 1 << 20, lane="decode", result_bytes=1 << 21
        ).result(GUARD)

    first = ask()
    first.values[:] = 9
    assert ask().values[5] == 5
    assert (first.values == 9).all()


def test_an_answer_of_a_foreign_class_is_refused(own_pool: Pool) -> None:
    job = own_pool.submit(chores.answer_with_foreign_class, None, lane="decode")
    with pytest.raises(Failed) as caught:
        job.result(GUARD)
    assert "decimal.Decimal" in caught.value.detail


def test_a_request_that_cannot_be_sent_fails_without_harm(own_pool: Pool) -> None:
    with pytest.raises(Exception, match="pickle"):
        own_pool.submit(lambda request: request, 1, lane="decode").result(GUARD)
    assert own_pool.submit(chores.double, 1, lane="decode").result(GUARD) == 2


def test_the_viewers_own_errors_arrive_as_they_are(pool: Pool) -> None:
    with pytest.raises(PixelError, match="too short") as caught:
        pool.submit(chores.raise_pixel_error, None, lane="decode").result(GUARD)
    assert caught.value.detail == "jpeg: no EOI"
    with pytest.raises(NotDicomError, match="PNG"):
        pool.submit(chores.raise_not_dicom, None, lane="decode").result(GUARD)
    with pytest.raises(Failed, match="did not work") as failed:
        pool.submit(chores.raise_failed, None, lane="decode").result(GUARD)
    assert failed.value.detail == "because"


def test_other_errors_arrive_without_their_text(pool: Pool) -> None:
    with pytest.raises(Failed, match="unexpected") as caught:
        pool.submit(chores.raise_value_error, None, lane="decode").result(GUARD)
    assert caught.value.detail.startswith("ValueError < work/chores.py:")
    assert "Doe" not in str(caught.value.args)


def test_a_task_that_exits_does_not_end_its_worker(own_pool: Pool) -> None:
    pid = own_pool.submit(chores.own_pid, None, lane="decode").result(GUARD)
    with pytest.raises(Failed):
        own_pool.submit(chores.raise_system_exit, None, lane="decode").result(GUARD)
    assert own_pool.submit(chores.own_pid, None, lane="decode").result(GUARD) == pid
