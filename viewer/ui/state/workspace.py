"""What is open, and the opening of more."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.dicom import tags
from viewer.files.index import Index
from viewer.files.sources import Source
from viewer.kinds.base import DisplaySet
from viewer.records import dataclass
from viewer.text import tr
from viewer.ui.state.grid import Grid
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.rooms import close_sheets, forget_study, may_replace, room_for
from viewer.ui.state.viewport import ViewportModel, ViewportState, What
from viewer.work.failure import Failed
from viewer.work.opening import Catalogue, CharacterSets, Opener, OpeningRequest
from viewer.work.pool import Pool

if TYPE_CHECKING:
    from viewer.files.scan_archive import AskPassword
    from viewer.store.cache import Cache

KEEPING_PRIORITY = 10
"""What is to be opened goes first."""

PATIENCE_MS = 2_000
"""After cancelling: how long the file that is being read may still take."""


@dataclass(frozen=True, slots=True)
class WorkspaceState:
    """The catalogue of everything open, and whether more is being read."""

    catalogue: Catalogue
    scanning: bool = False


@dataclass(slots=True, eq=False)
class _Opening:
    """One thing that is being opened: where it goes, and what it put there.

    One that `joins` what is open takes no cell that shows something.
    """

    target: ViewportModel
    joins: bool = False
    named: bool = False
    """The reader has said into which cell, by dropping it there."""
    paths: Sequence[str] = ()
    sources: Sequence[Source] = ()
    study_of: str = ""
    character_sets: CharacterSets | None = None
    closes: str = ""
    renames: bool = False
    scan: Future[Catalogue] | None = None
    placed: ViewportState | None = None
    stop: threading.Event = field(default_factory=threading.Event)


class Workspace(QObject):
    """Opens paths off the main thread and puts the first picture into a cell."""

    changed = Signal(object, object)
    """(old state, new state)"""
    cut_again: Callable[[What, What], What] = staticmethod(lambda old, found: found)
    """What was made of a volume, of the images that were found; set with volumes."""
    told = Signal(str)
    """A sentence on something that could not be done at all."""
    brought = Signal(list)
    """The paths of an opening that has brought something."""
    completed = Signal(int)
    """So many more objects of a study were added."""
    _reported = Signal(object, object)

    def __init__(
        self,
        jobs: Jobs,
        pool: Pool,
        grid: Grid,
        parent: QObject | None = None,
        cache: "Cache | None" = None,
    ) -> None:
        super().__init__(parent)
        self._cache = cache
        self.state = WorkspaceState(Catalogue(Index(), ()))
        self._jobs = jobs
        self._grid = grid
        self._pool = pool
        self._opener = Opener(pool, cache)
        self._character_sets: CharacterSets = {}
        self._openings: list[_Opening] = []
        self._studies_of: list[str] = []
        self._stopped: list[_Opening] = []
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        self.ask_password: AskPassword | None = None
        """How to ask for the password of an archive; None: they stay closed."""
        self._reported.connect(self._on_report)

    def open(
        self,
        paths: Sequence[str],
        *,
        sources: Sequence[Source] = (),
        target: ViewportModel | None = None,
        joins: bool = False,
    ) -> None:
        """Add files and folders; the first picture goes to `target` or the active cell.

        Without a target, a study that the active cell is not of has its own sheet.
        The picture moves once to the middle of its display set when all is read,
        unless the reader has touched the cell meanwhile. What `joins` an opening
        before it leaves the cell as it is.
        """
        named, target = target is not None, target or self._grid.active
        self._ask(_Opening(target, joins, named, paths, sources))

    def add_study(self, path: str) -> None:
        """Add the rest of a file's study from its folder, once the file is open."""
        self._studies_of.append(path)
        self._add_studies()

    def _add_studies(self) -> None:
        while self._studies_of and not self._openings:
            path = self._studies_of.pop(0)
            headers = self.state.catalogue.headers()
            if any(header.source.path == path for header in headers):
                self._ask(_Opening(self._grid.active, True, study_of=path))

    def read_texts(self, study_uid: str, character_set: tuple[str, ...]) -> None:
        """Read the texts of a study by other terms; by its files' own for ()."""
        self._character_sets = {**self._character_sets, study_uid: character_set}
        sets = self._character_sets
        self._ask(_Opening(self._grid.active, joins=True, character_sets=sets))

    def tell_again(self) -> None:
        """In another language: what series are called is made with their sets."""
        self._ask(_Opening(self._grid.active, joins=True, renames=True))

    def _ask(self, opening: _Opening) -> None:
        self._openings.append(opening)
        if not opening.renames:
            self.change(scanning=True)
        opening.scan = self._jobs.ask(
            self._opener.run,
            OpeningRequest(
                opening.paths,
                opening.sources,
                opening.stop.is_set,
                lambda catalogue: self._reported.emit(catalogue, opening),
                self.ask_password,
                opening.study_of,
                opening.character_sets,
                opening.closes,
                opening.renames,
            ),
            lane="scan",
            done=lambda catalogue: self._on_finished(catalogue, opening),
            failed=lambda failed: self._on_failed(failed, opening),
        )

    def close_study(self, study: str) -> None:
        """Forget one study; no cell shows it any more."""
        forget_study(self._grid, study)
        self._ask(_Opening(self._grid.active, joins=True, closes=study))

    def await_more(self) -> None:
        """Say that something to open is being made."""
        self.change(scanning=True)

    def close_all(self) -> None:
        """Forget everything that is open."""
        self.cancel()
        self._openings.clear()
        self._character_sets = {}
        self._opener = Opener(self._pool, self._cache)
        close_sheets(self._grid)
        self.change(catalogue=Catalogue(Index(), ()), scanning=False)

    def cancel(self) -> None:
        """Stop reading; what has been read stays."""
        self._studies_of.clear()
        for opening in self._openings:
            opening.stop.set()
        self._stopped += self._openings
        if self._stopped:
            self._patience.start()

    def _give_up(self) -> None:
        """A scan that does not even end waits for a medium that does not answer.

        It is left behind, and what it read since its last report with it.
        """
        scans = [one.scan for one in self._stopped if one.scan and not one.scan.done()]
        held = [one for one in self._stopped if one.scan and one.scan.running()]
        self._stopped.clear()
        if not scans:
            return
        left, self._openings = self._openings, []
        for scan in (*scans, *(one.scan for one in left if one.scan)):
            scan.cancel()
        self._pool.relieve("scan")
        known, sets = self.state.catalogue, self._character_sets
        self._opener = Opener(self._pool, self._cache, known, sets)
        for opening in left:
            if not opening.stop.is_set():
                self._ask(opening)
        self.change(scanning=bool(self._openings))
        self.told.emit(
            tr(
                "Reading {name} was given up: the medium does not answer. Put it in"
                " anew, or open a copy of it.",
                name=", ".join(_names(held)),
            )
        )

    def change(self, **fields: object) -> None:
        """Replace fields of the state."""
        old, new = self.state, replace(self.state, **fields)  # type: ignore[arg-type]
        self.state = new
        self.changed.emit(old, new)

    def _on_report(self, catalogue: Catalogue, opening: _Opening) -> None:
        if opening in self._openings:
            self._take(catalogue, opening)

    def _on_finished(self, catalogue: Catalogue, opening: _Opening) -> None:
        if opening in self._openings:
            self._openings.remove(opening)
            self._take(catalogue, opening)
            if opening.paths and catalogue.arrived is not None:
                self.brought.emit(list(opening.paths))
            if catalogue.mates:
                self.completed.emit(catalogue.mates)
            self._add_studies()
            self._keep()

    def _keep(self) -> None:
        """Let the cache keep what was read, when nothing waits to be opened."""
        if self._cache is not None and not self._openings:
            self._jobs.ask(
                self._opener.keep,
                None,
                lane="scan",
                done=lambda answer: None,
                failed=lambda failed: None,
                priority=KEEPING_PRIORITY,
            )

    def _on_failed(self, failed: Failed, opening: _Opening) -> None:
        if opening in self._openings:
            self._openings.remove(opening)
            self.change(scanning=bool(self._openings))
            self.told.emit(failed.sentence)
            self._add_studies()

    def _take(self, catalogue: Catalogue, opening: _Opening) -> None:
        self.change(catalogue=catalogue, scanning=bool(self._openings))
        self._follow(catalogue, opening)
        self._place(catalogue, opening)

    def _follow(self, catalogue: Catalogue, opening: _Opening) -> None:
        """Keep each cell on its frame while its display set grows or is reordered."""
        for model in self._grid.models():
            what = model.state.what
            if what.display_set is None or what.frame is None:
                continue
            found = _find(catalogue, what.display_set, what)
            if found is None or found.display_set is what.display_set:
                continue
            if found.display_set is None:
                model.show_set(None)
                continue
            untouched = model.state is opening.placed
            if what.frame.is_computed:
                found = self.cut_again(what, found)
            assert found.display_set is not None
            if found.display_set.view == what.display_set.view:
                model.change(what=found)
            else:  # a presentation state whose images have come, or gone
                model.show_set(found.display_set, found.index)
            if untouched:
                opening.placed = model.state

    def _place(self, catalogue: Catalogue, opening: _Opening) -> None:
        target, arrived = opening.target, catalogue.arrived
        if arrived is None or (opening.joins and _shows(target, opening)):
            return
        if opening.placed is None:
            target = opening.target = room_for(
                self._grid, arrived, target, named=opening.named
            )
            target.show_set(arrived, None if catalogue.finished else 0)
            opening.placed = target.state
        elif (
            catalogue.finished
            and target.state is opening.placed
            and may_replace(self._grid, target, arrived)
        ):
            target.show_set(arrived)


def _shows(target: ViewportModel, opening: _Opening) -> bool:
    """The cell shows something that this opening did not put there."""
    shown = target.state.what.display_set is not None
    return shown and opening.placed is None


def _find(catalogue: Catalogue, old: DisplaySet, what: What) -> What | None:
    """Where the frame stands now; nowhere in a `What` of nothing: its file has changed.

    None when the catalogue does not know it. A file that has changed is followed only
    when it still is the same object: never to another patient's.
    """
    frame = what.frame
    assert frame is not None
    if old.state is not None:
        return _find_state(catalogue, old, what)
    path, number = frame.header.source.path, frame.frame_index
    uid = frame.header.text(tags.SOPInstanceUID)
    changed: What | None = None
    for candidate in catalogue.sets():
        if candidate is old.listed:
            return what
        if candidate.state is not None:
            continue
        for index, other in enumerate(candidate.frames):
            if other.frame_index != number or other.header.source.path != path:
                continue
            found = What(candidate, index)
            if other.header.stamp == frame.header.stamp:
                return found if candidate.kind == old.kind else None
            same = uid and uid == other.header.text(tags.SOPInstanceUID)
            changed = found if same else What()
    if changed is None and frame.is_missing:
        return _find(catalogue, old, What(old, what.index + number))
    return changed


def _find_state(catalogue: Catalogue, old: DisplaySet, what: What) -> What | None:
    """The same presentation state, at the same frame where that is still open."""
    shown = what.frame
    assert old.state is not None
    assert shown is not None
    for candidate in catalogue.sets():
        if candidate.state and candidate.state.identity[:2] == old.state.identity[:2]:
            same = (
                index
                for index, frame in enumerate(candidate.frames)
                if frame.header.identity[:2] == shown.header.identity[:2]
                and frame.frame_index == shown.frame_index
            )
            return What(candidate, next(same, 0))
    return None


def _names(openings: Sequence[_Opening]) -> list[str]:
    """What the reader opened: the last parts of paths."""
    paths = [path for one in openings for path in one.paths]
    paths += [source.path for one in openings for source in one.sources[:1]]
    return [os.path.basename(path.rstrip("/\\")) for path in paths]
