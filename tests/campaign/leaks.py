"""Planted identifiers, searched in all that the program leaves behind.

A session with everything tried on files whose identifying texts are words that stand
nowhere else. Settings, recent paths, small pictures, marks, temporary files, the folder
of the running window, its title and what it printed must hold none of them. The index
of known files holds headers, which its owner alone may read, until it is forgotten:
then no file holds any.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from tests.campaign.everything import answered_dialogs, try_everything
from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record
from tests.campaign.session import Session
from viewer.demo.build import RLE_LOSSLESS, ct_slice, enhanced_mr, to_bytes
from viewer.demo.documents import report
from viewer.geometry.marks import FrameKey, Mark

WORDS: dict[str, str] = {
    "PatientName": "CANARYNAME^Zoe",
    "PatientID": "CANARYIDENT",
    "OtherPatientIDs": "CANARYOTHER",
    "AccessionNumber": "CANARYACC",
    "ReferringPhysicianName": "CANARYREF^Doc",
    "InstitutionName": "CANARYINST",
    "StudyDescription": "CANARYSTUDY",
    "SeriesDescription": "CANARYSERIES",
    "PatientComments": "CANARYREMARK",
    "PatientAddress": "CANARYSTREET",
}
CANARY = "CANARY"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
INDEX = "studies.sqlite"


def run(plan: Plan) -> Record:
    """One session, its end, and the forgetting."""
    places = {name: plan.folder / name for name in ("files", "out", "temporary")}
    for place in places.values():
        place.mkdir()
    kept, printed = plan.folder / "kept", plan.folder / "printed.txt"
    os.environ["TMPDIR"] = str(places["temporary"])
    tempfile.tempdir = None
    _fill(places["files"])
    faults: list[str] = []
    before = os.dup(2)
    with printed.open("wb") as file:
        os.dup2(file.fileno(), 2)
    try:
        with Session(plan, remember=True) as session, answered_dialogs(places["out"]):
            session.open(places["files"])
            _draw(session)
            tried = try_everything(session)
            if CANARY in session.app.window.windowTitle():
                faults.append("the title of the window names a patient")
            found = _found(kept, places["temporary"], printed)
            leaks = [place for place in found if INDEX not in place]
            if not any(INDEX in place for place in found):
                faults.append("the search found nothing where something is kept")
            faults += _modes(kept)
            session.close_studies()
            forgotten: list[bool] = []
            session.app.keeping.forget(lambda: forgotten.append(True))
            session.viewer.until(lambda: bool(forgotten))
            faults += session.faults
            stall = session.watch.longest_seconds * 1000
    finally:
        os.dup2(before, 2)
        os.close(before)
    leaks += _found(places["temporary"], printed, Path(os.environ["XDG_RUNTIME_DIR"]))
    leaks += _found(kept)
    return Record(
        "leaks",
        tried,
        plan.seed,
        plan.elapsed,
        restarts=session.restarts,
        longest_stall_ms=stall,
        peak_memory_mb=peak_memory_mb(),
        identifiers_leaked=len(set(leaks)),
        faults=(*faults, *(f"leaked into {place}" for place in set(leaks))),
        note=f"actions on files with {len(WORDS)} planted identifiers",
    )


def _fill(folder: Path) -> None:
    words: dict[str, Any] = dict(WORDS)
    for number in range(3):
        syntax = RLE_LOSSLESS if number else ""
        made = to_bytes(ct_slice(number, **words), syntax)
        (folder / str(number)).write_bytes(made)
    for name, dataset in (("frames", enhanced_mr()), ("report", report())):
        for keyword, value in words.items():
            setattr(dataset, keyword, value)
        (folder / name).write_bytes(to_bytes(dataset))
    (folder / "torn").write_bytes(to_bytes(ct_slice(9, **words))[:900])


def _draw(session: Session) -> None:
    frame = session.viewer.model.on_screen.frame
    if frame is not None:
        key = FrameKey(frame.header.text(0x00080018))
        session.app.annotations.put(key, Mark("2.25.77", "point", ((2.5, 2.5),)))
        session.viewer.wait()


def _found(*places: Path) -> list[str]:
    """Files in which a planted word stands, in any of the encodings."""
    hits: list[str] = []
    for place in places:
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for path in files:
            if not path.is_file() or path.is_socket():
                continue
            data = path.read_bytes()
            if any(CANARY.encode(encoding) in data for encoding in ENCODINGS):
                hits.append(f"{place.name}/{path.relative_to(place)}")
    return hits


def _modes(kept: Path) -> list[str]:
    """What is kept is for its owner alone."""
    return [
        f"others may read {path.name}"
        for path in kept.rglob("*")
        if path.is_file() and path.stat().st_mode & 0o077
    ]
