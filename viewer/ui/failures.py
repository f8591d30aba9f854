"""Offers the reports of failures, now and at the next start; sends none anywhere."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from viewer.store import log
from viewer.store.reports import NEW, SEEN, Reports, of_left
from viewer.store.session import left_behind, log_folder
from viewer.text import mark, tr
from viewer.ui.widgets.offer_bar import OfferBar

if TYPE_CHECKING:
    from viewer.ui.app import App

ENDED = mark(
    "Negatoscope ended unexpectedly the last time. A report without patient data was"
    " kept on this computer."
)
HAPPENED = mark(
    "Something failed inside the program. A report without patient data was kept on"
    " this computer."
)
REPORTS = "reports"


class Failures(QObject):
    """A bar below the cells while there is a report that nobody has seen."""

    def __init__(self, app: App, folder: Path) -> None:
        super().__init__(app)
        self._app = app
        self._reports = Reports(folder)
        self._bar: OfferBar | None = None

    def look_back(self, folder: Path) -> None:
        """Make reports of what windows that died have left, and offer them."""
        for left in left_behind(folder):
            report = of_left(left)
            log.note("found-a-window-that-died", reported=bool(report))
            if report:
                with contextlib.suppress(OSError):
                    self._reports.add(report, left.seen)
        if self._reports.new():
            self._offer(tr(ENDED))

    def tell(self) -> None:
        """A report was written just now."""
        if self._reports.new():
            self._offer(tr(HAPPENED))

    def _offer(self, sentence: str) -> None:
        if self._bar is None:
            self._bar = OfferBar(
                "failureOffer",
                (
                    ("show", mark("Show the report…")),
                    ("delete", mark("Delete it")),
                    ("close", mark("Not now")),
                ),
                self._app.window,
            )
            self._bar.pressed.connect(self._on_pressed)
            area = Qt.ToolBarArea.BottomToolBarArea
            self._app.window.addToolBar(area, self._bar)
        self._bar.say(sentence)

    def _on_pressed(self, what: str) -> None:
        new = self._reports.new()
        self._reports.mark_seen()
        assert self._bar is not None
        self._bar.hide()
        if what == "show":
            show_reports(self._app, self._reports)
        elif what == "delete":
            for path in new:
                seen = path.name.removesuffix(NEW) + SEEN
                self._reports.delete(path.with_name(seen))


def show_reports(app: App, reports: Reports | None = None) -> None:
    """The reports that are kept, newest first."""
    from viewer.ui.dialogs.failure import FailureDialog

    reports = reports or Reports(log_folder() / REPORTS)
    if not reports.all():
        app.status.tell(tr("There is no report of a failure."), "secondary")
        return
    reports.mark_seen()
    FailureDialog(reports, app.window).show()
