"""A tree that nobody may write, with hashes before and after a use of everything.

Objects of every class of the gallery, an archive and a disc; every action of the
program is tried on each of them, the command line beside it.
"""

import shutil
import zipfile
from pathlib import Path

from pydicom.data import get_testdata_file

from tests.campaign.everything import answered_dialogs, try_everything
from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record
from tests.campaign.session import Session
from tests.ui.test_read_only import state
from viewer.demo.build import RLE_LOSSLESS, ct_slice, enhanced_mr, to_bytes
from viewer.demo.documents import report
from viewer.demo.rows import ROWS, object_of_row

KINDS_A_TURN = 2


def run(plan: Plan) -> Record:
    """Each turn opens some kinds; the first one the disc and the archive too."""
    disc, out = plan.folder / "disc", plan.folder / "out"
    out.mkdir()
    _fill(disc)
    before = state(disc)
    done = turn = 0
    faults: list[str] = []
    kinds = [disc / "kinds" / uid for uid in ROWS]
    groups = [[disc / "ct", disc / "scans.zip", disc / "set" / "DICOMDIR"]]
    groups += [
        kinds[at : at + KINDS_A_TURN] for at in range(0, len(kinds), KINDS_A_TURN)
    ]
    with Session(plan, remember=True) as session, answered_dialogs(out):
        for turn, group in enumerate(groups):
            if turn and plan.elapsed > plan.seconds:
                break
            session.open(*group)
            done += try_everything(session, every_set=turn > 0)
            session.close_studies()
        faults += session.faults
        stall = session.watch.longest_seconds * 1000
    after = state(disc)
    changed = {path for path, _ in before.items() ^ after.items()}
    faults += [f"changed: {path}" for path in sorted(changed)]
    for path in (disc, *disc.rglob("*")):
        path.chmod(0o755)
    return Record(
        "read_only",
        done,
        plan.seed,
        plan.elapsed,
        restarts=session.restarts,
        longest_stall_ms=stall,
        peak_memory_mb=peak_memory_mb(),
        bytes_changed=len(changed),
        faults=tuple(faults),
        note=f"actions tried on {len(before)} files and folders that are read only",
    )


def _fill(disc: Path) -> None:
    shutil.copytree(str(get_testdata_file("dicomdirtests")), disc / "set")
    for name in ("ct", "kinds"):
        (disc / name).mkdir()
    for number in range(3):
        (disc / "ct" / str(number)).write_bytes(to_bytes(ct_slice(number)))
    packed = to_bytes(ct_slice(9, SeriesNumber=9), RLE_LOSSLESS)
    (disc / "ct" / "packed").write_bytes(packed)
    (disc / "ct" / "frames").write_bytes(to_bytes(enhanced_mr()))
    (disc / "ct" / "report").write_bytes(to_bytes(report()))
    for uid in ROWS:
        (disc / "kinds" / uid).write_bytes(to_bytes(object_of_row(uid)))
    with zipfile.ZipFile(disc / "scans.zip", "w") as archive:
        archive.write(disc / "ct" / "0", "CT/0")
    for path in (*disc.rglob("*"), disc):
        path.chmod(0o555 if path.is_dir() else 0o444)
