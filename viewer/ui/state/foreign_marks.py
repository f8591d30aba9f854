"""What the reports that are open draw on the images that are open: read only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from viewer.dicom import tags
from viewer.dicom.values import caption, date_text
from viewer.files.header import Header
from viewer.geometry.marks import FrameKey
from viewer.kinds.base import Frame
from viewer.records import dataclass
from viewer.text import tr, trn
from viewer.ui.state.annotations import key_of
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.workspace import Workspace
from viewer.work.failure import Failed
from viewer.work.tasks import ContentRequest, load_content

if TYPE_CHECKING:
    from viewer.kinds.report_regions import Region, Regions


@dataclass(frozen=True, slots=True)
class Foreign:
    """One region of a report: never moved, never measured anew."""

    region: Region
    report_uid: str
    source: str
    """The report by its title and date."""


@dataclass(frozen=True, slots=True)
class ForeignState:
    """By frame; of the reports in `hidden` (SOP Instance UIDs) nothing is drawn."""

    marks: Mapping[FrameKey, tuple[Foreign, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    hidden: frozenset[str] = frozenset()

    def seen(self, key: FrameKey | None) -> tuple[Foreign, ...]:
        """What is drawn on a frame."""
        marks = self.marks.get(key, ()) if key is not None else ()
        return tuple(one for one in marks if one.report_uid not in self.hidden)

    @property
    def reports(self) -> dict[str, str]:
        """Sources by the UID of their report, in the order of the images."""
        return {
            one.report_uid: one.source for some in self.marks.values() for one in some
        }


class ForeignMarks(QObject):
    """Reads each report once, when all has been read that is being opened."""

    changed = Signal(object, object)
    """(old state, new state)"""
    told = Signal(str)
    """What of a report is not drawn."""

    def __init__(
        self, workspace: Workspace, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.state = ForeignState()
        self._workspace = workspace
        self._jobs = jobs
        self._asked: set[object] = set()
        self._regions: list[tuple[Header, str, Regions]] = []
        workspace.changed.connect(lambda old, new: self._follow())

    def show(self, report_uid: str, shown: bool) -> None:
        """Draw what a report has, or not."""
        hidden = self.state.hidden
        hidden = hidden - {report_uid} if shown else hidden | {report_uid}
        self._set(ForeignState(self.state.marks, hidden))

    def _follow(self) -> None:
        state = self._workspace.state
        if state.scanning:
            return
        reports = [
            (one.kind, one.frames[0])
            for one in state.catalogue.sets()
            if one.view == "report"
        ]
        known = {frame.header.identity for _, frame in reports}
        self._asked &= known
        self._regions = [one for one in self._regions if one[0].identity in known]
        for kind, frame in reports:
            if frame.header.identity not in self._asked:
                self._asked.add(frame.header.identity)
                self._ask(kind, frame)
        self._place()

    def _ask(self, kind: str, frame: Frame) -> None:
        header = frame.header
        request = ContentRequest(header.source, kind, "report", header.stamp)
        self._jobs.ask(
            load_content,
            request,
            lane="header",
            done=partial(self._on_read, header),
            failed=_pass_over,
            priority=10,
            result_bytes=request.result_bytes,
        )

    def _on_read(self, header: Header, content: object) -> None:
        from viewer.kinds.report import Report

        if not isinstance(content, Report):
            return
        regions = content.regions
        if regions.drawn:
            self._regions.append((header, _source(header, content.title), regions))
            self._place()
        if regions.left_out:
            self.told.emit(
                trn(
                    "{count} region of the report {name} is not drawn: it is in no"
                    " image's pixels.",
                    "{count} regions of the report {name} are not drawn: they are in"
                    " no image's pixels.",
                    regions.left_out,
                    name=caption(content.title),
                )
            )

    def _place(self) -> None:
        """Put the regions onto the frames that are open."""
        wanted: dict[str, list[tuple[tuple[int, ...], Foreign]]] = {}
        for header, source, regions in self._regions:
            uid = header.text(tags.SOPInstanceUID)
            for region in regions.drawn:
                for reference in region.references:
                    frames = tuple(number - 1 for number in reference.frames)
                    one = Foreign(region, uid, source)
                    known = wanted.setdefault(reference.sop_instance_uid, [])
                    known.append((frames, one))
        marks: dict[FrameKey, tuple[Foreign, ...]] = {}
        for display_set in self._workspace.state.catalogue.sets() if wanted else ():
            for frame in display_set.frames:
                key = key_of(frame)
                if key is None or key in marks:
                    continue
                mine = tuple(
                    one
                    for frames, one in wanted.get(key.sop_instance_uid, ())
                    if not frames or key.frame_index in frames
                )
                if mine:
                    marks[key] = mine
        if marks != self.state.marks:
            self._set(ForeignState(MappingProxyType(marks), self.state.hidden))

    def _set(self, new: ForeignState) -> None:
        old = self.state
        if new != old:
            self.state = new
            self.changed.emit(old, new)


def _source(header: Header, title: str) -> str:
    made = date_text(header.text(tags.ContentDate))
    return " · ".join(part for part in (caption(title) or tr("Report"), made) if part)


def _pass_over(failed: Failed) -> None:
    """A report that cannot be read says so in its own view."""
