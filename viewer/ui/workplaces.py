"""Open studies as tabs: each brings back the sheet that it was left with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.dicom import tags
from viewer.dicom.values import caption, date_text, time_text
from viewer.files.header import Header
from viewer.kinds.base import DisplaySet
from viewer.kinds.captions import patient_lines
from viewer.text import tr
from viewer.ui.state.rooms import bring_study
from viewer.work.catalogue import Catalogue, study_of

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.widgets.study_tabs import StudyTab, StudyTabs


class Workplaces(QObject):
    """Follows what is open and which sheet is in front.

    A study has a tab from when it is open, and a sheet from when it is first chosen
    or opened; any series may stand in the cells of any sheet.
    """

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self.tabs: StudyTabs | None = None
        """Once two studies have been open."""
        self._studies: dict[str, Header] = {}
        app.workspace.changed.connect(self._on_workspace)
        app.grid.changed.connect(self._show)
        app.preferences.changed.connect(self._show)

    @property
    def count(self) -> int:
        """Open studies."""
        return len(self._studies)

    def go(self, study: str) -> None:
        """Bring a study's sheet to the front; with its first series when it is new."""
        sheet = bring_study(self._app.grid, study)
        shows = any(one.state.what.display_set for one in sheet.models())
        first = _first_of(self._app.workspace.state.catalogue, study)
        if not shows and first is not None:
            sheet.active.show_set(first)
        self._show()

    def step(self, by: int) -> None:
        """The next or previous study, around the ends."""
        keys = list(self._studies)
        if len(keys) > 1:
            front = self._app.grid.front.study
            place = keys.index(front) + by if front in keys else 0
            self.go(keys[place % len(keys)])
            self._app.cells.focus_active()

    def close_current(self) -> None:
        """Close the study in front."""
        front = self._app.grid.front.study
        if front in self._studies:
            self.close(front)

    def close(self, study: str) -> None:
        """Close a study: its sheet goes, and no cell shows it any more."""
        grid, keys = self._app.grid, list(self._studies)
        if grid.front.study == study and len(keys) > 1:
            place = keys.index(study)
            self.go(keys[place + 1] if place + 1 < len(keys) else keys[place - 1])
        for sheet in [one for one in grid.sheets if one.study == study]:
            grid.close_sheet(sheet)
        self._app.workspace.close_study(study)
        self._app.forget(lambda header: study_of(header) == study)

    def _on_workspace(self) -> None:
        """Studies stay in the order in which they came."""
        found = {
            study.key: study.first
            for patient in self._app.workspace.state.catalogue.index.patients
            for study in patient.studies
        }
        kept = [key for key in self._studies if key in found]
        new = [key for key in found if key not in self._studies]
        self._studies = {key: found[key] for key in (*kept, *new)}
        self._show()

    def _show(self) -> None:
        if self.tabs is None and self.count < 2:
            return
        if self.tabs is None:
            from viewer.ui.widgets.study_tabs import StudyTabs

            self.tabs = StudyTabs()
            self.tabs.chosen.connect(self._on_chosen)
            self.tabs.close_asked.connect(self.close)
            self._app.cells.put_above(self.tabs)
        hides = self._app.preferences.settings.hides_identity
        tabs = [
            _tab(key, header, number, hides)
            for number, (key, header) in enumerate(self._studies.items(), 1)
        ]
        tabs = _told_apart(tabs, list(self._studies.values()))
        self.tabs.show_tabs(tabs, self._app.grid.front.study)

    def _on_chosen(self, study: str) -> None:
        self.go(study)
        self._app.menus.soon()


def _tab(key: str, header: Header, number: int, hides_identity: bool) -> StudyTab:
    from viewer.ui.widgets.study_tabs import StudyTab

    if hides_identity:
        title = tr("Study {number}", number=number)
        return StudyTab(key, title, title)
    patient = patient_lines(header)
    date = date_text(header.text(tags.StudyDate)) or tr("no date")
    name = caption(header.text(tags.StudyDescription) or header.text(tags.Modality))
    return StudyTab(
        key, f"{patient[0]} · {date}", " · ".join(filter(None, (*patient, date, name)))
    )


def _told_apart(tabs: Sequence[StudyTab], headers: Sequence[Header]) -> list[StudyTab]:
    """Studies of one patient and day by their times, else by numbers."""
    titles = [tab.title for tab in tabs]
    timed = [
        " ".join(filter(None, (title, time_text(header.text(tags.StudyTime)[:6]))))
        if titles.count(title) > 1
        else title
        for title, header in zip(titles, headers, strict=True)
    ]
    return [
        replace(tab, title=f"{title} ({place})" if timed.count(title) > 1 else title)
        for place, (tab, title) in enumerate(zip(tabs, timed, strict=True), 1)
    ]


def sets_of(catalogue: Catalogue, study: str) -> list[DisplaySet]:
    """The display sets of a study in their order; none of one that is not open."""
    keys = {
        series.key
        for patient in catalogue.index.patients
        for one in patient.studies
        if one.key == study
        for series in one.series
    }
    return [
        display_set
        for entry in catalogue.series
        if entry.series.key in keys
        for display_set in entry.display_sets
    ]


def _first_of(catalogue: Catalogue, study: str) -> DisplaySet | None:
    """The display set that a study is begun with: images before other objects."""
    sets = sets_of(catalogue, study)
    images = [one for one in sets if one.view == "stack" and one.state is None]
    return next(iter(images or sets), None)
