"""Lets each cell say whether it shows the current study of its patient or a prior."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from viewer.ui.state.viewport import ViewportModel

if TYPE_CHECKING:
    from viewer.ui.app import App


class Standing(QObject):
    """Compares the studies on screen, once what the cells show has settled."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._compare)
        self._compared: object = None
        app.grid.changed.connect(self._timer.start)
        app.workspace.changed.connect(self._timer.start)
        app.preferences.changed.connect(self._timer.start)

    def watch(self, model: ViewportModel) -> None:
        """Follow one more viewport."""
        model.changed.connect(self._timer.start)
        model.delivered.connect(self._timer.start)

    def _compare(self) -> None:
        app = self._app
        hides = app.preferences.settings.hides_identity
        shown = [
            (model, model.on_screen.display_set)
            for model in app.grid.on_screen()
            if model.on_screen.display_set is not None
        ]
        catalogue = app.workspace.state.catalogue
        asked = [(id(model), id(one)) for model, one in shown], id(catalogue), hides
        if asked == self._compared:
            return
        self._compared = asked
        headers = [one.own.first for _, one in shown if one is not None]
        patients = catalogue.index.patients
        studies = [study.first for patient in patients for study in patient.studies]
        texts = [""] * len(headers)
        if len(studies) > 1:
            from viewer.kinds.standing import standings

            texts = standings(headers, studies, hides_dates=hides)
        said = dict(zip((model for model, _ in shown), texts, strict=True))
        for model in app.grid.on_screen():
            app.cells.frame_of(model).tell_standing(said.get(model, ""))
