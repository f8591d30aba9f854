"""What single lanes do otherwise: answers of threads, and the renderer of 3D."""

import signal
import sys
import threading
import weakref

import pytest

from tests.work import chores
from viewer.work.pool import Failed, Pool

GUARD = 60
"""Seconds after which a test that hangs fails; none waits that long."""


def test_a_thread_keeps_no_answer_until_its_next_job() -> None:
    """A volume that is closed would stay in memory for as long."""
    pool = Pool()
    gone = threading.Event()
    weakref.finalize(pool.submit(chores.thing, 0, lane="disk").result(GUARD), gone.set)
    assert gone.wait(GUARD)
    pool.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_a_renderer_that_ends_blames_no_file() -> None:
    pool = Pool()
    killed = pool.submit(chores.kill_self, signal.SIGKILL, lane="render")
    with pytest.raises(Failed, match=r"renders 3D ended: there may be too little mem"):
        killed.result(GUARD)
    assert pool.submit(chores.double, 21, lane="render").result(GUARD) == 42
    pool.close()
