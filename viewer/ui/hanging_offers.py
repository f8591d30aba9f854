"""Which protocols fit what is open, once all of it is read and a picture is there."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.files.tree import patient_key, study_key
from viewer.geometry.fit import Camera
from viewer.geometry.layout import Layout
from viewer.pixels.look import Look
from viewer.text import tr, trn
from viewer.ui.state.grid import GridState, Sheet
from viewer.ui.state.hanging import HangingModel
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.workspace import WorkspaceState

if TYPE_CHECKING:
    from viewer.files.index import Patient, Study
    from viewer.hanging.library import Library
    from viewer.hanging.plan import StudySets
    from viewer.hanging.rules import Problem
    from viewer.ui.app import App
    from viewer.work.opening import Catalogue

AFTER_MS = 10
"""After a picture, in another turn of the event loop than the one that paints it."""


class Offers(QObject):
    """Fills `plans` of the model; says when the best may be applied unasked."""

    found = Signal()
    """`plans` are those of what is shown and open now."""
    certain = Signal()
    """The first plan is beyond doubt, and the reader has touched nothing."""

    def __init__(self, app: App, model: HangingModel) -> None:
        super().__init__(app)
        self._app = app
        self._model = model
        self._seen: tuple[Catalogue, str] | None = None
        self._layouts = {app.grid.state.sheet: app.grid.state.layout}
        """Of sheets that were empty when something began to be read, as they were."""
        self._is_reading = False
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self._consider)
        app.workspace.changed.connect(self._on_workspace)
        app.grid.changed.connect(self._on_grid)

    def watch(self, model: ViewportModel) -> None:
        """Hear of a new cell."""
        model.delivered.connect(self._timer.start)

    def reload(self) -> None:
        """Read all files of rules again, and say what became of them."""
        self.read(self._tell)

    def _on_workspace(self, old: WorkspaceState, state: WorkspaceState) -> None:
        grid = self._app.grid
        if not state.catalogue.series:
            self._model.change(plans=())
            self._seen = None
        if state.scanning and not old.scanning and _is_empty(grid.sheet):
            self._layouts[grid.state.sheet] = grid.state.layout
        self._timer.start()

    def _on_grid(self, old: GridState, new: GridState) -> None:
        if _is_empty(self._app.grid.sheet) and old.sheet != new.sheet:
            self._layouts[new.sheet] = new.layout
        self._timer.start()

    def _consider(self) -> None:
        """Find what fits the active study, if it is another or more of it is there."""
        state, found = self._app.workspace.state, self._study()
        if state.scanning or found is None or self._app.grid.active.shown is None:
            return
        seen = state.catalogue, found[1].key
        if self._seen == seen:
            return
        if self._model.state.library is None:
            self.read(self._timer.start)
            return
        self._seen = seen
        self._find()
        layout = self._layouts.pop(self._app.grid.state.sheet, None)
        if self._app.preferences.settings.hang_automatically and layout is not None:
            self._hang_unasked(layout, *found)

    def _hang_unasked(self, layout: Layout, patient: Patient, study: Study) -> None:
        """By the best plan, or the newest study of the patient by its best plan."""
        if not self._is_untouched(layout):
            return
        newest = self._newest(patient, study)
        if newest is not None:
            self._app.workplaces.go(newest.key)
        elif self._model.state.plans and self._model.state.plans[0].is_certain:
            self.certain.emit()

    def _newest(self, patient: Patient, study: Study) -> Study | None:
        """A newer study that has its protocol: an older one would be its prior."""
        from viewer.hanging.plan import plans

        library = self._model.state.library
        assert library is not None
        catalogue = self._app.workspace.state.catalogue
        own, _ = _sets_of(catalogue, patient, study)
        for newer in patient.studies:  # the newest first
            current, earlier = _sets_of(catalogue, patient, newer)
            if newer.key == study.key or not current.date > own.date:
                continue
            found = plans(library.protocols, current, earlier)
            if found and found[0].is_certain and found[0].has_prior:
                return newer
        return None

    def _find(self) -> None:
        from viewer.hanging.plan import plans

        found, library = self._study(), self._model.state.library
        if found is not None and library is not None:
            current, earlier = _sets_of(self._app.workspace.state.catalogue, *found)
            self._model.change(plans=plans(library.protocols, current, earlier))
            self.found.emit()

    def _study(self) -> tuple[Patient, Study] | None:
        """Patient and study of what hangs, else of what the active cell shows."""
        shown, plan = (
            self._app.grid.active.state.what.display_set,
            self._model.state.plan,
        )
        if shown is None:
            return None
        key = study_key(patient_key(shown.first), shown.first)
        key = plan.study_key if plan is not None else key
        for patient in self._app.workspace.state.catalogue.index.patients:
            for study in patient.studies:
                if study.key == key:
                    return patient, study
        return None

    def _is_untouched(self, layout: Layout) -> bool:
        """The reader has changed neither the layout nor what the first cell shows."""
        grid = self._app.grid
        models = grid.sheet.models()
        shown = [one for one in models if one.state.what.display_set is not None]
        if layout != grid.state.layout or shown != [grid.active] or grid.state.tiled:
            return False
        state = grid.active.state
        display_set = state.what.display_set
        assert display_set is not None
        return (
            state.what.index == display_set.middle
            and state.look == Look(smooth=state.look.smooth)
            and state.camera == Camera()
            and state.pin is None
        )

    def read(self, then: Callable[[], None]) -> None:
        """Read the files of rules, find what fits, and go on."""
        from viewer.hanging.library import SHIPPED, load_library, own_folder

        if self._is_reading:
            return
        self._is_reading = True

        def done(library: Library) -> None:
            self._is_reading = False
            self._model.change(library=library)
            self._find()
            then()

        self._app.jobs.ask(
            load_library,
            (SHIPPED, own_folder()),
            lane="disk",
            done=done,
            failed=lambda failed: self._app.status.note(failed.sentence),
        )

    def _tell(self) -> None:
        """How many there are, and what is wrong with the others."""
        library = self._model.state.library
        assert library is not None
        for problem in library.problems:
            self._app.status.note(explained(problem))
        count = len(library.protocols)
        told = trn("{count} hanging protocol", "{count} hanging protocols", count)
        self._app.status.tell(told, "secondary")


def _is_empty(sheet: Sheet) -> bool:
    return all(one.state.what.display_set is None for one in sheet.models())


def explained(problem: Problem) -> str:
    """The file, the key, what is wrong and what to do, in a sentence each."""
    where = os.path.basename(problem.path)
    if problem.key:
        where = tr("{file}, {key}", file=where, key=problem.key)
    return f"{where}: {problem.wrong} {problem.remedy}"


def _sets_of(
    catalogue: Catalogue, patient: Patient, study: Study
) -> tuple[StudySets, list[StudySets]]:
    """The study, and the earlier ones of the patient, the newest first."""
    from viewer.hanging.plan import study_sets

    by_key = {entry.series.key: entry.display_sets for entry in catalogue.series}

    def made(one: Study) -> StudySets:
        sets = [part for series in one.series for part in by_key.get(series.key, ())]
        return study_sets(one.key, sets)

    current = made(study)
    others = [made(one) for one in patient.studies if one.key != study.key]
    earlier = [one for one in others if one.date and one.date < current.date]
    return current, sorted(earlier, key=lambda one: one.date, reverse=True)
