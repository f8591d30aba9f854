"""Offers an earlier study of the patient that was opened lately, and opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.dicom import tags
from viewer.dicom.values import date_text
from viewer.text import tr

if TYPE_CHECKING:
    from viewer.store.cache import Cache
    from viewer.ui.app import App
    from viewer.ui.hanging import Hanging
    from viewer.work.earlier import EarlierStudy


class EarlierStudies(QObject):
    """Asks the index of known files once for each study; nothing takes the keyboard."""

    def __init__(self, app: App, cache: Cache | None, hanging: Hanging) -> None:
        super().__init__(hanging)
        self._app = app
        self._hanging = hanging
        self._cache = cache
        self._asked = ""
        self._offered: EarlierStudy | None = None
        self._hangs = False
        app.workspace.changed.connect(self._on_workspace)
        app.status.offer_taken.connect(self.open)

    def open(self) -> None:
        """Open what is offered; it hangs beside where a protocol says so."""
        offered = self._offered
        if offered is not None:
            self._offer(None)
            self._hangs = True
            self._app.workspace.open(list(offered.paths), joins=True)

    def ask(self) -> None:
        """A study has been read: look for an earlier one."""
        if self._hangs:
            self._hang()
        settings = self._app.preferences.settings
        shown = self._app.grid.active.state.what.display_set
        if shown is None or self._cache is None:
            return
        asked = shown.first.text(tags.StudyInstanceUID)
        if asked == self._asked or not (settings.keep_recent and settings.keep_index):
            return
        self._asked = asked
        self._offer(None)
        from viewer.work.earlier import EarlierRequest, find_earlier

        headers = self._app.workspace.state.catalogue.headers()
        self._app.jobs.ask(
            find_earlier,
            EarlierRequest(
                self._cache.studies,
                settings.recent_paths,
                shown.first,
                frozenset(one.text(tags.StudyInstanceUID) for one in headers),
            ),
            lane="disk",
            done=lambda found: self._on_found(asked, found),
            failed=lambda failed: None,
        )

    def _on_found(self, asked: str, found: tuple[EarlierStudy, ...]) -> None:
        if asked == self._asked and found:
            self._offer(found[0])

    def _offer(self, study: EarlierStudy | None) -> None:
        self._offered = study
        text = ""
        if study is not None:
            date = date_text(study.date) or study.date
            kind = study.modality
            text = tr("Earlier: {modality} of {date} ▸", modality=kind, date=date)
        self._app.status.offer(text)

    def _hang(self) -> None:
        """The reader has asked for the earlier study: let it hang beside at once."""
        self._hangs = False
        plans = self._hanging.state.plans
        if plans and plans[0].has_prior:
            self._hanging.apply(plans[0])

    def _on_workspace(self) -> None:
        if not self._app.workspace.state.catalogue.series:
            self._asked = ""
            self._hangs = False
            self._offer(None)
