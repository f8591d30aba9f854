import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.work import chores
from viewer import limits
from viewer.pixels.encoding import PixelError
from viewer.work.pool import Failed, InlinePool, Pool

GUARD = 60
"""Seconds after which a test that hangs fails; none waits that long."""

ROOT = Path(__file__).parent.parent.parent
SHARED_MEMORY = Path("/dev/shm")


def shared_blocks(process: int) -> list[str]:
    """Names of the blocks that this process has created and not removed."""
    return [path.name for path in SHARED_MEMORY.glob(f"negatoscope-{process}-*")]


def test_nothing_is_started_before_it_is_needed() -> None:
    threads = threading.active_count()
    pool = Pool()
    assert pool.worker_pids == ()
    assert threading.active_count() == threads
    pool.close()


def test_what_starts_processes_is_not_imported_before_there_are_any() -> None:
    code = (
        "import sys; from viewer.work.pool import Pool; Pool();"
        "sys.exit('multiprocessing.connection' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_warm_workers_answer_from_processes_that_were_running_already() -> None:
    pool = Pool(decode_workers=2)
    pool.warm()
    pids = {
        pool.submit(chores.own_pid, None, lane="decode").result(GUARD) for _ in range(9)
    }
    assert pids <= set(pool.worker_pids)
    assert len(pool.worker_pids) == 2
    pool.close()


def test_closing_leaves_no_process_and_no_shared_memory() -> None:
    before = shared_blocks(os.getpid())
    pool = Pool()
    for _ in range(4):
        pool.submit(
            chores.picture, 1 << 20, lane="decode", result_bytes=1 << 21
        ).result(GUARD)
    pids = pool.worker_pids
    assert pids
    assert len(shared_blocks(os.getpid())) > len(before)
    pool.close()
    assert shared_blocks(os.getpid()) == before
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_closing_ends_running_jobs_and_cancels_waiting_ones(tmp_path: Path) -> None:
    pool = Pool(decode_workers=1)
    pipe = tmp_path / "who"
    os.mkfifo(pipe)
    running = pool.submit(chores.tell_pid_and_sleep, str(pipe), lane="decode")
    waiting = pool.submit(chores.double, 1, lane="decode")
    pid = int(pipe.read_text())
    pool.close()
    assert waiting.cancelled()
    assert isinstance(running.exception(GUARD), Failed)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert pool.submit(chores.double, 1, lane="decode").cancelled()


def test_a_thread_that_does_not_end_does_not_hold_up_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "CLOSING_SECONDS", 0.1)
    pool, gate, begun = Pool(), threading.Event(), threading.Event()

    def wait_for_gate(_: object) -> bool:
        begun.set()
        return gate.wait(GUARD)

    job = pool.submit(wait_for_gate, None, lane="scan")
    assert begun.wait(GUARD)
    pool.close()
    assert not job.done()
    gate.set()
    assert job.result(GUARD)


def test_closing_twice_is_the_same_as_once() -> None:
    pool = Pool()
    pool.close()
    pool.close()


FORGETFUL = """
import os
import signal
import threading
from tests.work import chores
from viewer.work.pool import Pool

if __name__ == "__main__":
    pool = Pool()
    pool.submit(chores.picture, 1 << 20, lane="decode", result_bytes=1 << 21).result(60)
    print(os.getpid(), flush=True)
    pool.submit(chores.sleep_forever, None, lane="decode")
    pool.submit(threading.Event().wait, None, lane="scan")
    {ending}
"""


@pytest.mark.parametrize("ending", ["pass", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_program_that_forgets_to_close_leaves_nothing(
    tmp_path: Path, ending: str
) -> None:
    script = tmp_path / "forgetful.py"
    script.write_text(FORGETFUL.format(ending=ending))
    # The resource tracker and the workers hold stderr: reading to its end waits
    # until the last of them is gone.
    process = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=GUARD,
    )
    assert process.returncode == (0 if ending == "pass" else -signal.SIGKILL)
    if ending == "pass":
        assert process.stderr == ""
    assert shared_blocks(int(process.stdout)) == []


# The pool for tests ----------------------------------------------------------------


def test_the_inline_pool_answers_at_once_in_this_process() -> None:
    pool = InlinePool()
    done = pool.submit(chores.own_pid, None, lane="decode", owner="me", result_bytes=9)
    assert done.done()
    assert done.result() == os.getpid()
    bad = pool.submit(chores.raise_pixel_error, None, lane="disk")
    assert isinstance(bad.exception(), PixelError)
    pool.warm()
    pool.cancel("me")
    pool.close()
