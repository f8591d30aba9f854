"""Patients side by side: who is named, over which picture, and what is linked.

Pairs of patients that differ in one attribute × layouts × links. The corner of every
viewport names the patient in the file whose pixels are painted, the bar over the grid
appears for two patients and for no other pair, and nothing links them unasked.
"""

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from pydicom import dcmread

from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record
from tests.campaign.session import Session, timed_out_is_a_fault
from viewer.demo.build import to_bytes
from viewer.demo.oblique import AXIAL, oblique_series
from viewer.ui.state.viewport import ViewportModel

SLICES = 7
ONE: dict[str, Any] = {
    "PatientName": "ALPHA^Ann",
    "PatientID": "ID-1",
    "PatientBirthDate": "19500101",
}
OTHERS: dict[str, tuple[dict[str, Any], bool]] = {
    "the same patient": ({}, False),
    "another name, the same ID": ({"PatientName": "BETA^Bob"}, True),
    "another ID, the same name": ({"PatientID": "ID-2"}, True),
    "another birth date": ({"PatientBirthDate": "19600606"}, True),
    "another issuer": ({"IssuerOfPatientID": "B"}, True),
    "no ID and no name": ({"PatientID": "", "PatientName": ""}, True),
}
"""What the second patient has otherwise, and whether it is another patient."""

LAYOUTS = ("1x2", "2x1", "2x2")
LINKS = (False, True)


def run(plan: Plan) -> Record:
    """All of the matrix, in one window."""
    faults: list[str] = []
    matrix = list(product(OTHERS, LAYOUTS, LINKS))
    tried = 0
    with Session(plan) as session:
        for turn in plan.turns():
            name, layout, linked = matrix[turn % len(matrix)]
            more, is_other = OTHERS[name]
            where = f"{name}, {layout}, linked {linked}"
            folder = plan.folder / str(turn)
            first = _series(folder / "a", "a", ONE, 100)
            second = _series(folder / "b", "b", {**ONE, **more}, 500)
            with timed_out_is_a_fault(session, where):
                _open(session, layout, first, second)
                said = _links(session, linked, is_other)
                said += _names(session, is_other)
                faults += [f"{where}: {sentence}" for sentence in said]
                if session.app.linking.links.state.switches.on:
                    session.viewer.press_key("U")
                session.close_studies()
            tried += 1
        faults += session.faults
        stall = session.watch.longest_seconds * 1000
    return Record(
        "mixups",
        tried,
        plan.seed,
        plan.elapsed,
        restarts=session.restarts,
        longest_stall_ms=stall,
        peak_memory_mb=peak_memory_mb(),
        faults=tuple(faults),
        note="pairs of patients × layouts × links",
    )


def _series(folder: Path, name: str, patient: dict[str, Any], grey: int) -> Path:
    folder.mkdir(parents=True)
    made = oblique_series(name, AXIAL, slices=SLICES, gap_mm=5.0, **patient)
    for number, dataset in enumerate(made):
        dataset.StudyInstanceUID = f"2.25.{grey}"
        shape = (dataset.Rows, dataset.Columns)
        pixels = np.full(shape, grey + number, np.uint16)
        dataset.PixelData = pixels.tobytes()
        (folder / str(number)).write_bytes(to_bytes(dataset))
    return folder


def _open(session: Session, layout: str, first: Path, second: Path) -> None:
    session.viewer.do(f"layout-{layout}")
    cells = session.app.grid.visible()
    session.viewer.open(first, target=cells[0])
    session.viewer.open(second, target=session.app.grid.visible()[1])
    session.app.grid.activate(session.app.grid.visible()[0])
    session.viewer.wait()


def _shown(session: Session) -> list[ViewportModel]:
    return [model for model in session.app.grid.visible() if model.shown is not None]


def _links(session: Session, linked: bool, is_other: bool) -> list[str]:
    """Two patients do not follow each other before the reader says so."""
    models = _shown(session)
    if len(models) < 2:
        return [f"{len(models)} pictures in place of two"]
    session.viewer.press_key("Home")
    if not linked:
        return []
    session.viewer.press_key("U")
    before = models[1].state.what.index
    for _ in range(3):
        session.viewer.press_key("Down")
    has_moved = models[1].state.what.index != before
    if is_other and has_moved:
        return ["another patient's images followed unasked"]
    return []


def _names(session: Session, is_other: bool) -> list[str]:
    """The corner names who is in the file whose pixels are painted."""
    faults: list[str] = []
    bar = session.app.cells.identity
    if bar.isVisible() != is_other:
        faults.append("the bar over the grid is wrong about two patients")
    for model in _shown(session):
        assert model.shown is not None
        path = model.shown.frame.header.source.path
        truth = dcmread(path)
        own = np.unique(np.frombuffer(truth.PixelData, np.uint16))
        if not np.array_equal(np.unique(model.shown.decoded.values), own):
            faults.append(f"{path}: other pixels than those of the file that is named")
        corners = session.viewer.canvas_of(model).corners()
        texts = " ".join(line.text for line in corners.top_left)
        name = str(truth.PatientName).split("^")[0]
        if name and name.casefold() not in texts.casefold():
            faults.append(f"the corner says {texts!r} over a picture of {name}")
        strangers = {"ALPHA", "BETA"} - {name}
        if any(other.casefold() in texts.casefold() for other in strangers):
            faults.append(f"the corner names a stranger: {texts!r}")
    return faults
