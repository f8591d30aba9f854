"""Workers killed in the middle of a frame, as a reader scrolls through a series.

What is shown afterwards has the values of its own slice, marked where the first decoder
was given up; a frame that ends two workers is a sentence with "Why" and "Copy details",
and its file is set aside while the others go on.
"""

import contextlib
import os
import signal
from pathlib import Path

import numpy as np
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record
from tests.campaign.session import Session, timed_out_is_a_fault
from tests.pixels.streams import jpeg_2000
from viewer.demo.build import compress, ct_slice, to_bytes
from viewer.ui.widgets.trouble_note import TroubleNote

SLICES, SIZE = 8, 480
JPEG_2000 = "1.2.840.10008.1.2.4.90"
STUBBORN_EVERY = 5


def run(plan: Plan) -> Record:
    """Each turn kills once; now and then a frame has every worker of its killed."""
    chance = plan.chance()
    noise = np.random.default_rng(plan.seed).integers(0, 4000, (SIZE, SIZE), np.uint16)
    folder = _series(plan.folder / "series", noise)
    kills = tried = 0
    set_aside: set[int] = set()
    with Session(plan) as session:
        session.open(folder)
        for turn in plan.turns():
            number = chance.choice([n for n in range(SLICES) if n not in set_aside])
            is_stubborn = turn % STUBBORN_EVERY == STUBBORN_EVERY - 1
            if is_stubborn and len(set_aside) > SLICES // 2:
                continue
            tried += 1
            with timed_out_is_a_fault(session, f"slice {number}"):
                kills += _killed(session, number, 6 if is_stubborn else 1)
                _check(session, number, noise, set_aside)
        faults = tuple(session.faults)
        stall = session.watch.longest_seconds * 1000
    return Record(
        "worker_kills",
        tried,
        plan.seed,
        plan.elapsed,
        restarts=kills,
        longest_stall_ms=stall,
        peak_memory_mb=peak_memory_mb(),
        faults=faults,
        note=f"decoders killed mid-frame, {len(set_aside)} files set aside",
    )


def _series(
    folder: Path, noise: np.ndarray[tuple[int, ...], np.dtype[np.uint16]]
) -> Path:
    """Slices of noise, each with its number added: slow to decode, and told apart."""
    folder.mkdir(parents=True)
    for number in range(SLICES):
        dataset = compress(
            ct_slice(number, noise + np.uint16(number)), JPEG_2000, jpeg_2000
        )
        (folder / str(number)).write_bytes(to_bytes(dataset))
    return folder


def _killed(session: Session, number: int, times: int) -> int:
    """Ask for the slice anew and kill the workers that decode; how many were."""
    app, model = session.app, session.viewer.model
    app.loader.clear()
    model.go_to(number - 1 if number else number + 1)
    session.viewer.wait()
    app.loader.clear()
    model.go_to(number)
    kills = 0
    while kills < times and model.on_screen.index != number and model.trouble is None:
        QTest.qWait(30)
        if app.jobs.counts[0] == 0 and app.jobs.counts[1] == 0:
            break
        for pid in session.pool.worker_pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                kills += 1
    session.viewer.wait()
    session.look()
    return kills


def _check(
    session: Session,
    number: int,
    noise: np.ndarray[tuple[int, ...], np.dtype[np.uint16]],
    set_aside: set[int],
) -> None:
    model, faults = session.viewer.model, session.faults
    if model.state.what.index != number:
        faults.append(
            f"slice {number} was asked for, {model.state.what.index} is there"
        )
        return
    if model.trouble is not None:
        set_aside.add(number)
        _check_note(session)
    elif model.shown is None:
        faults.append(f"slice {number}: neither a picture nor a sentence")
    else:
        frame = model.shown.frame
        own = int(Path(frame.header.source.path).name)
        if not np.array_equal(model.shown.decoded.values, noise + own):
            faults.append(f"slice {number}: other values than those of its file")


def _check_note(session: Session) -> None:
    """The sentence is on screen, tells why, and its words can be copied."""
    frame = session.app.cells.frame_of(session.viewer.model)
    note = session.viewer.child("troubleNote", TroubleNote, frame)
    model = session.viewer.model
    assert model.trouble is not None
    note.copy.click()
    if model.trouble.sentence not in QApplication.clipboard().text():
        session.faults.append("the details were not copied")
    if not model.trouble.detail:
        session.faults.append("nothing says why")
