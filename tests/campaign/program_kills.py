"""The program killed at any moment while marking: what it called saved is there.

The window runs as its own process; what it showed as saved stands on its output, and is
compared with the file of marks as another process finds it.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record
from tests.ui.test_killed import PROGRAM
from viewer.demo.build import ct_slice, to_bytes
from viewer.store.lasting import KeepingError
from viewer.store.marks import Marks

ROOT = Path(__file__).parent.parent.parent
DRAWN = 100_000
"""More than it comes to."""

START_SECONDS, LONGEST_SECONDS = 60.0, 1.5


def run(plan: Plan) -> Record:
    """Each run goes on with the file of the run before."""
    chance, tried, lost = plan.chance(), 0, 0
    faults: list[str] = []
    dataset = ct_slice()
    image = plan.folder / "image"
    image.write_bytes(to_bytes(dataset))
    store, promised = plan.folder / "marks" / "marks.sqlite", set[str]()
    for _ in plan.turns():
        saved = _run(plan.folder, image, store, chance.uniform(0.02, LONGEST_SECONDS))
        if not saved:
            faults.append("no mark was drawn before the program was killed")
            continue
        promised |= saved
        tried += 1
        try:
            kept = Marks(store).load([str(dataset.StudyInstanceUID)])
        except KeepingError as error:
            faults.append(f"the marks cannot be read: {error}")
            continue
        lost += len(promised - {mark.uid for _, mark in kept.marks})
    return Record(
        "program_kills",
        tried,
        plan.seed,
        plan.elapsed,
        peak_memory_mb=peak_memory_mb(),
        marks_lost=lost,
        faults=tuple(faults),
        note=f"kills while marking, {len(promised)} marks acknowledged",
    )


def _run(folder: Path, image: Path, store: Path, seconds: float) -> set[str]:
    """Start, let it draw so long, kill; what it said was saved."""
    environment = {
        **os.environ,
        "NEGATOSCOPE_SETTINGS": str(folder / "settings.json"),
        "NEGATOSCOPE_MARKS": str(store),
    }
    command = [sys.executable, "-c", PROGRAM, str(image), str(DRAWN)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    lines = [first, *process.stdout.read().split(b"\n")]
    process.wait(START_SECONDS)
    whole = [line for line in lines if line.strip().endswith(b"]")]
    return set(json.loads(whole[-1])) if whole else set()
