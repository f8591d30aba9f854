"""Damaged files in the window: a picture, a marked picture or a sentence, and it lives.

Files of pydicom and archives of them, with header, pixels and directory damaged.
"""

from collections import Counter

from tests.campaign.everything import answered_dialogs
from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record
from tests.campaign.session import Session, timed_out_is_a_fault
from tests.conftest import CORPUS
from tests.mutants import damaged_archive, mutants
from tests.test_mutants import seeds

ARCHIVE_EVERY = 12


def run(plan: Plan) -> Record:
    """One file after the other, in one window."""
    chance, ends, files = plan.chance(), Counter[str](), seeds()
    shared = [path for path in CORPUS.rglob("*.dcm") if path.stat().st_size < 100_000]
    made = mutants([*files, *sorted(shared)], plan.count, plan.seed)
    tried = known = 0
    out = plan.folder / "out"
    with Session(plan) as session, answered_dialogs(out):
        for turn in plan.turns():
            mutant = next(made)
            path = plan.folder / mutant.name
            data = mutant.data
            if turn % ARCHIVE_EVERY == ARCHIVE_EVERY - 1:
                path = path.with_suffix(".zip")
                data = damaged_archive(chance.sample(files, 3), chance)
            path.write_bytes(data)
            with timed_out_is_a_fault(session, path.name):
                session.open(path)
                ends[_end(session, path.name)] += 1
                session.app.window.grab()
                session.close_studies()
            if len(session.faults) > known:
                known = len(session.faults) + 1
                session.faults.append(f"so with {path.name}")
            path.unlink()
            tried += 1
        stall, faults = session.watch.longest_seconds * 1000, tuple(session.faults)
    return Record(
        "window",
        tried,
        plan.seed,
        plan.elapsed,
        restarts=session.restarts,
        longest_stall_ms=stall,
        peak_memory_mb=peak_memory_mb(),
        faults=faults,
        note="damaged files, "
        + ", ".join(f"{count} {end}" for end, count in ends.most_common()),
    )


def _end(session: Session, name: str) -> str:
    end = session.shown()
    index = session.app.workspace.state.catalogue.index
    if end == "nothing":
        if not (index.skipped or index.failed or index.duplicates):
            session.faults.append(f"{name}: nothing is shown, and nothing said")
        return "not shown"
    trouble = session.viewer.model.trouble
    if trouble is not None and "unexpected error" in trouble.sentence:
        session.faults.append(f"{name}: {trouble.sentence} {trouble.detail}")
    return end
