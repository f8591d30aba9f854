"""Keeps what the reader draws as it is drawn, and brings it back with its study."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from types import MappingProxyType

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.dicom import tags
from viewer.geometry.marks import FrameKey, Mark
from viewer.store.lasting import NEWER, RESTORED, KeepingError
from viewer.store.marks import Change, Kept, KeyChange, MarkChange, Marks, Place, is_uid
from viewer.text import tr, trn
from viewer.ui.state.annotations import Annotations, AnnotationsState
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.mark_edits import image_of, mark_edits, size_of, uid_of
from viewer.ui.state.own_keys import OwnKeys
from viewer.ui.state.workspace import Workspace
from viewer.work.failure import Failed

WAIT_SECONDS = 0.010
"""So long a mark waits for the disk before it is shown as not saved yet."""

AGAIN_MS = 3_000
"""After the disk refused: when it is asked again."""

CLOSING_SECONDS = 3.0
LANE = "keep"

_Thing = str | FrameKey
"""A mark by its uid, a key image by its frame."""


class MarkKeeper(QObject):
    """Writes every edit at once; a mark that is not on the disk is named unsaved.

    Without a store nothing is kept, and nothing is said to be.
    """

    told = Signal(str)
    """A sentence on trouble, which stays until the reader has seen it."""
    _damaged = Signal(str)

    def __init__(
        self,
        store: Marks | None,
        annotations: Annotations,
        keys: OwnKeys,
        workspace: Workspace,
        jobs: Jobs,
        parent: QObject | None = None,
        plane_of: Callable[[FrameKey], Place | None] = lambda key: None,
        note_plane: Callable[[Place], None] = lambda place: None,
    ) -> None:
        """`plane_of` tells where a frame is kept that is a plane through a volume.

        `note_plane` is told of those that were kept.
        """
        super().__init__(parent)
        self._plane_of = plane_of
        self._note_plane = note_plane
        self._store = store
        self._annotations = annotations
        self._keys = keys
        self._workspace = workspace
        self._jobs = jobs
        self._unsaved: dict[_Thing, Change] = {}
        self._writing: tuple[Future[None], dict[_Thing, Change]] | None = None
        self._asked: set[str] = set()
        self._waiting: dict[bytes, Kept] = {}
        self._refused: set[FrameKey] = set()
        self._places: dict[FrameKey, Place] = {}
        self._trouble = ""
        self._has_begun = False
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._write)
        annotations.edited.connect(self._on_edited)
        keys.edited.connect(self._on_keys)
        workspace.changed.connect(lambda old, new: self._on_workspace())
        self._damaged.connect(lambda name: self.told.emit(tr(RESTORED, name=name)))
        if store is not None:
            store.tell = self._damaged.emit

    @property
    def has_unsaved(self) -> bool:
        """Something that the reader did is not on the disk."""
        return bool(self._unsaved)

    def begin(self) -> None:
        """The first picture is on screen: bring what was kept of what is open."""
        self._has_begun = True
        self._on_workspace()

    def count(self) -> int | None:
        """Marks and key images that are kept; None when that cannot be told."""
        try:
            return self._store.count() if self._store else 0
        except KeepingError:
            return None

    def forget(self) -> str:
        """Remove all that was ever kept; why that failed, "" when it did not.

        What is on the screen stays there, for this session.
        """
        self._unsaved.clear()
        self._show_unsaved()
        try:
            if self._store is not None:
                self._settle()
                self._store.forget()
        except OSError as fault:
            return fault.strerror or type(fault).__name__
        return ""

    def save_now(self) -> bool:
        """Write what is not on the disk, whatever time it takes; False if refused."""
        if self._store is None:
            return True
        self._settle()
        if self._unsaved:
            try:
                self._store.save(tuple(self._unsaved.values()))
                self._unsaved.clear()
            except KeepingError as error:
                self._tell_trouble(error)
        self._show_unsaved()
        return not self._unsaved

    def close(self) -> None:
        """At the end of the program."""
        self.save_now()
        if self._store is not None:
            self._store.close()

    def _settle(self) -> None:
        """Wait for what is being written."""
        if self._writing is not None:
            wait((self._writing[0],), CLOSING_SECONDS)

    def _on_edited(self, old: AnnotationsState, new: AnnotationsState) -> None:
        if self._store is None:
            return
        for key, uid, mark in mark_edits(old, new):
            place = self._place_of(key)
            if place is not None:
                self._unsaved[uid] = MarkChange(uid, place, mark)
        self._write()

    def _on_keys(self, old: frozenset[FrameKey], new: frozenset[FrameKey]) -> None:
        if self._store is None:
            return
        for key in old ^ new:
            place = self._place_of(key)
            if place is not None:
                self._unsaved[key] = KeyChange(place, key in new)
        self._write()

    def _place_of(self, key: FrameKey) -> Place | None:
        """Where a frame's marks are kept; None, and said, when nowhere can be.

        Also of one that was open: a step may be taken back after its study was closed.
        """
        if key in self._places:
            return self._places[key]
        uid = key.sop_instance_uid.encode("ascii", "replace")
        for header in self._workspace.state.catalogue.headers():
            if uid_of(header) == uid:
                study = header.text(tags.StudyInstanceUID).strip()
                if is_uid(study) and is_uid(key.sop_instance_uid):
                    self._places[key] = Place(study, key, size_of(header))
                    return self._places[key]
                break
        plane = self._plane_of(key)
        if plane is not None:
            self._places[key] = plane
            return plane
        if key not in self._refused:
            self._refused.add(key)
            self.told.emit(
                tr(
                    "What is marked here is not kept: the image has no valid UID, or"
                    " it is computed of a whole volume."
                )
            )
        return None

    def _write(self) -> None:
        """Ask for all that is unsaved; one question at a time keeps the order."""
        if self._store is None or self._writing is not None or not self._unsaved:
            self._show_unsaved()
            return
        batch = dict(self._unsaved)
        self._again.stop()
        future = self._jobs.ask(
            self._store.save,
            tuple(batch.values()),
            lane=LANE,
            done=lambda nothing: self._on_written(batch),
            failed=lambda failed: self._on_refused(batch, failed),
        )
        if future is None:
            return
        self._writing = (future, batch)
        wait((future,), WAIT_SECONDS)
        if future.done() and future.exception() is None:
            self._acknowledge(batch)
        self._show_unsaved()

    def _acknowledge(self, batch: dict[_Thing, Change]) -> None:
        """What is on the disk, unless it has changed again since."""
        for thing, change in batch.items():
            if self._unsaved.get(thing) is change:
                del self._unsaved[thing]
        if self._writing is not None and self._writing[1] is batch:
            self._writing = None

    def _on_written(self, batch: dict[_Thing, Change]) -> None:
        self._acknowledge(batch)
        if self._trouble:
            self._trouble = ""
            self.told.emit(tr("The marks are saved again."))
        self._write()

    def _on_refused(self, batch: dict[_Thing, Change], failed: Failed) -> None:
        if self._writing is not None and self._writing[1] is batch:
            self._writing = None
        self._tell_trouble(KeepingError(failed.sentence))
        self._show_unsaved()
        self._again.start()

    def _tell_trouble(self, error: KeepingError) -> None:
        reason = str(error)
        if reason != self._trouble:
            self._trouble = reason
            self.told.emit(tr("Marks are not saved: {reason}", reason=_plain(reason)))

    def _show_unsaved(self) -> None:
        uids = frozenset(thing for thing in self._unsaved if isinstance(thing, str))
        self._annotations.note_unsaved(uids)

    def _on_workspace(self) -> None:
        if self._store is None or not self._has_begun:
            return
        catalogue = self._workspace.state.catalogue
        if not catalogue.series:
            self._asked.clear()
            self._waiting.clear()
            return
        open_now = {
            study.uid for one in catalogue.index.patients for study in one.studies
        }
        new = sorted(uid for uid in open_now - self._asked if is_uid(uid))
        if new:
            self._asked.update(new)
            self._jobs.ask(
                self._store.load,
                new,
                lane=LANE,
                done=self._on_loaded,
                failed=lambda failed: self.told.emit(
                    tr(
                        "Kept marks cannot be read: {reason}",
                        reason=_plain(failed.sentence),
                    )
                ),
            )
        self._bring()

    def _on_loaded(self, kept: Kept) -> None:
        by_image: dict[bytes, tuple[list[tuple[Place, Mark]], list[Place]]] = {}
        for place, mark in kept.marks:
            by_image.setdefault(image_of(place), ([], []))[0].append((place, mark))
        for place in kept.keys:
            by_image.setdefault(image_of(place), ([], []))[1].append(place)
        for uid, (marks, keys) in by_image.items():
            self._waiting[uid] = Kept(tuple(marks), tuple(keys))
        self._bring()

    def _bring(self) -> None:
        """Those whose images have come by now; never onto another image."""
        if not self._waiting:
            return
        marks: dict[FrameKey, list[Mark]] = {}
        keys: list[FrameKey] = []
        others = 0
        for header in self._workspace.state.catalogue.headers():
            kept = self._waiting.pop(uid_of(header), None)
            if kept is None:
                continue
            study, size = header.text(tags.StudyInstanceUID).strip(), size_of(header)
            for place, mark in kept.marks:
                is_same = place.plane is not None or place.size == size
                if place.study_uid == study and is_same:
                    marks.setdefault(place.key, []).append(mark)
                    self._places[place.key] = place
                    if place.plane is not None:
                        self._note_plane(place)
                else:
                    others += 1
            keys += [
                place.key
                for place in kept.keys
                if (place.study_uid, place.size) == (study, size)
            ]
        together = {key: tuple(some) for key, some in marks.items()}
        if marks:
            self._annotations.bring(MappingProxyType(together))
        self._keys.bring(keys)
        if others:
            self.told.emit(
                trn(
                    "{count} mark is of another image with the same UID: not shown.",
                    "{count} marks are of other images with the same UID: not shown.",
                    others,
                )
            )


def _plain(reason: str) -> str:
    """A reason of ours in the reader's language; SQLite's as it is."""
    return tr(NEWER) if reason == NEWER else reason
