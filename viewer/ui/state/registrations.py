"""The Spatial Registration objects that are open, each read once beside."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QObject, Signal

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.kinds.base import DisplaySet
from viewer.kinds.registrations import (
    DEFORMABLE_REGISTRATION,
    SPATIAL_REGISTRATION,
    Registration,
)
from viewer.ui.state.jobs import Jobs
from viewer.work.tasks import load_registration

_READ = (SPATIAL_REGISTRATION, DEFORMABLE_REGISTRATION)


class Registrations(QObject):
    """Those of what is open; what cannot be read joins nothing."""

    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._read: dict[Hashable, Registration | None] = {}
        self._open: set[Hashable] = set()
        self._waiting = 0

    @property
    def known(self) -> tuple[Registration, ...]:
        """Of the objects that are open."""
        found = (self._read.get(key) for key in self._open)
        return tuple(one for one in found if one is not None)

    @property
    def is_settled(self) -> bool:
        """All of them have been read."""
        return not self._waiting

    def follow(self, sets: Sequence[DisplaySet]) -> None:
        """Read those that are new."""
        headers = [
            frame.header
            for display_set in sets
            if display_set.kind == "registration"
            for frame in display_set.frames
            if frame.header.text(tags.SOPClassUID).strip() in _READ
        ]
        self._open = {header.identity for header in headers}
        for header in headers:
            if header.identity not in self._read:
                self._read[header.identity] = None
                self._waiting += 1
                self._ask(header)

    def _ask(self, header: Header) -> None:
        key = header.identity
        self._jobs.ask(
            load_registration,
            header.source,
            lane="header",
            done=lambda made: self._keep(key, made),
            failed=lambda failed: self._keep(key, None),
        )

    def _keep(self, key: Hashable, made: Registration | None) -> None:
        self._read[key] = made
        self._waiting -= 1
        self.changed.emit()
