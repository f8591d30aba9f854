"""From paths to a catalogue of display sets, in one thread, step by step."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.dicom import tags
from viewer.files.dataset import complete_header
from viewer.files.header import (
    Header,
    Identity,
    NotDicomError,
    OutOfReachError,
    UnreadableError,
)
from viewer.files.header_parts import reread
from viewer.files.index import IndexBuilder, Series
from viewer.files.reader import FileReader
from viewer.files.scan import Failed as Unreadable
from viewer.files.scan import Odd, Skipped, scan
from viewer.files.sources import Source
from viewer.files.stamp import Stamp, stamp_at
from viewer.kinds import display_sets, kind_of
from viewer.kinds.base import DisplaySet
from viewer.kinds.gaps import with_places
from viewer.kinds.presentation_state import with_images
from viewer.records import dataclass
from viewer.store.studies import Kind
from viewer.work import tasks
from viewer.work.catalogue import Catalogue, SeriesSets, study_of
from viewer.work.failure import Failed
from viewer.work.pool import Pool
from viewer.work.recollection import Recollection
from viewer.work.report_pace import ReportPace

if TYPE_CHECKING:
    from viewer.files.dicomdir import Directory
    from viewer.files.scan_archive import AskPassword
    from viewer.store.cache import Cache

__all__ = ["Catalogue", "CharacterSets", "Opener", "OpeningRequest", "SeriesSets"]

CharacterSets = Mapping[str, tuple[str, ...]]
"""By the UID of a study: the terms by which its texts are to be read."""


@dataclass(frozen=True, slots=True)
class OpeningRequest:
    """Paths and in-memory objects to add; `stop` says when to give up."""

    paths: Sequence[str]
    sources: Sequence[Source]
    stop: Callable[[], bool]
    report: Callable[[Catalogue], None]
    ask_password: AskPassword | None = None
    """For encrypted archives; called in the opening's thread, may wait there."""
    study_of: str = ""
    """A file that is open: add what else of its study lies in its folder."""
    character_sets: CharacterSets | None = None
    """When not None: how to read the texts of studies from now on."""
    closes: str = ""
    """The key of a study to forget."""
    renames: bool = False
    """What is open is to be called as it is in the language of now."""


class Opener:
    """Adds what it is given to one index. Used from one thread at a time.

    Goes on from a catalogue, where one is given: another opener may be held up. With a
    `cache`, files that it knows are not read.
    """

    def __init__(
        self,
        pool: Pool,
        cache: Cache | None = None,
        known: Catalogue | None = None,
        character_sets: CharacterSets | None = None,
    ) -> None:
        self._pool = pool
        self._cache = cache
        self._character_sets = character_sets or {}
        self._reader = FileReader()
        self._unkept: list[tuple[Recollection, OpeningRequest]] = []
        self._builder = IndexBuilder()
        self._split: dict[str, SeriesSets] = {}
        self._named: frozenset[str] = frozenset()
        """Paths of this opening, not what was found below them."""
        self._states: list[Header] = []
        """Presentation states of this opening, still to be read whole."""
        self._shown_by: dict[Identity, DisplaySet] = {}
        self._new: set[str] = set()
        self._seen = 0
        if known is not None:
            self._take_over(known)

    def _take_over(self, known: Catalogue) -> None:
        for header in known.headers():
            self._builder.add(self._read_as_wanted(header))
        for skipped in known.index.skipped:
            self._builder.skip(skipped.path, skipped.reason)
        for failed in known.index.failed:
            self._builder.fail(failed.path, failed.reason)

    def run(self, request: OpeningRequest) -> Catalogue:
        """Read everything, reporting on the way; the last catalogue is returned."""
        self._new.clear()
        self._states.clear()
        self._named = frozenset(request.paths)
        self._seen = 0
        self._reader = self._reader_for(request)
        if request.character_sets is not None or request.closes:
            self._read_again(request)
        if request.renames:
            self._rename()
        if request.study_of:
            return self._add_mates(request)
        pace = ReportPace()
        for source in request.sources:
            self._complete(source)
        for found in scan(
            request.paths,
            request.stop,
            read_directory=self._read_directory,
            ask_password=request.ask_password,
            reader=self._reader,
        ):
            self._seen += 1
            if isinstance(found, Skipped):
                self._builder.skip(found.path, found.reason)
            elif isinstance(found, Unreadable):
                self._builder.fail(found.path, found.reason)
            elif isinstance(found, Odd):
                self._complete(found.source)
            else:
                self._add(found)
            if self._new and pace.is_due():
                with pace.spent():
                    request.report(self._catalogue(finished=False))
        self._complete_states(request.stop)
        return self._catalogue(finished=True)

    def keep(self, _: None = None) -> None:
        """Let the cache keep what has been read since, when nobody waits."""
        while self._unkept:
            recollection, request = self._unkept.pop(0)
            recollection.keep(() if request.stop() else request.paths)

    def _reader_for(self, request: OpeningRequest) -> FileReader:
        if self._cache is None:
            return FileReader()
        recollection = Recollection(self._cache, knows_odd=not request.study_of)
        self._unkept.append((recollection, request))
        return recollection

    def _add_mates(self, request: OpeningRequest) -> Catalogue:
        """Add the rest of a study; nothing else of the folder is counted."""
        from viewer.files.mates import study_mates

        before = self._catalogue(finished=False)
        known = {header.source.path: header for header in before.headers()}
        given = known.get(request.study_of)
        if given is not None:
            for header in study_mates(given, known, request.stop, self._reader):
                self._seen += 1
                self._add(header)
        self._complete_states(request.stop)
        catalogue = self._catalogue(finished=True)
        return replace(catalogue, mates=catalogue.index.shown - before.index.shown)

    def _add(self, header: Header) -> None:
        """Add a header; a multi-frame object is read whole, for its frames' order.

        A waveform that may be sound is too.

        So are presentation states, but at the end: no picture waits for them.
        """
        several = (header.integer(tags.NumberOfFrames) or 1) > 1
        several = several or header.present(tags.WaveformSequence)
        if not header.complete and kind_of(header) == "presentation_state":
            self._states.append(header)
        elif header.wants_dataset and several and not header.complete:
            self._complete(header.source, odd=False)
        else:
            self._keep(header)

    def _complete_states(self, stop: Callable[[], bool]) -> None:
        """What cannot be read whole stays what has been seen of it: a card."""
        for header in self._states:
            whole = header
            with contextlib.suppress(NotDicomError, UnreadableError, Failed):
                if not stop():
                    answer = self._pool.submit(
                        complete_header, header.source, lane="header"
                    )
                    whole = answer.result()
            self._keep(whole)
        self._states.clear()

    def _read_again(self, request: OpeningRequest) -> None:
        """Build the index anew, for texts are part of who and what belongs together."""
        before, self._builder = self._builder, IndexBuilder()
        if request.character_sets is not None:
            self._character_sets = request.character_sets
        self._split.clear()
        for header in before.headers():
            if not request.closes or study_of(header) != request.closes:
                self._builder.add(self._read_as_wanted(header))
        index = before.index()
        for skipped in index.skipped:
            self._builder.skip(skipped.path, skipped.reason)
        for failed in index.failed:
            self._builder.fail(failed.path, failed.reason)

    def _rename(self) -> None:
        """Split all series again; what is called the same stays the set that it is."""
        self._shown_by.clear()
        for key, known in list(self._split.items()):
            sets = display_sets(known.series)
            if known.missing is not None:
                sets = tuple(map(with_places, sets))
            if list(map(_called, sets)) != list(map(_called, known.display_sets)):
                self._split[key] = replace(known, display_sets=sets)

    def _read_as_wanted(self, header: Header) -> Header:
        if not self._character_sets:
            return header
        wanted = self._character_sets.get(header.text(tags.StudyInstanceUID), ())
        is_so = header.source.character_set == wanted
        return header if is_so else reread(header, wanted)

    def _keep(self, header: Header) -> None:
        self._builder.add(self._read_as_wanted(header))
        self._new.add(header.source.path)

    def _complete(self, source: Source, *, odd: bool = True) -> None:
        """Read a header through pydicom, in the header process."""
        reader = self._reader
        stamp = _present(source)
        answer = self._pool.submit(complete_header, source, lane="header")
        try:
            header = answer.result()
        except NotDicomError as error:
            self._builder.skip(source.path, str(error))
        except (UnreadableError, Failed) as error:
            self._builder.fail(source.path, str(error))
            if isinstance(reader, Recollection) and _is_final(error):
                reader.learn_reason(source, stamp, Kind.FAILED, str(error))
        else:
            self._keep(header)
            if isinstance(reader, Recollection):
                reader.learn(source, header, odd=odd)

    def _read_directory(self, source: Source) -> Directory | None:
        """The index of a disc, read in the header process."""
        try:
            return self._pool.submit(
                tasks.read_directory, source, lane="header"
            ).result()
        except (NotDicomError, UnreadableError, Failed):
            return None

    def _catalogue(self, *, finished: bool) -> Catalogue:
        index = self._builder.index()
        split = tuple(
            self._sets_of(entry, finished)
            for patient in index.patients
            for study in patient.studies
            for entry in study.series
        )
        series = self._with_images(split)
        missing = sum(entry.missing or 0 for entry in series)
        return Catalogue(
            index,
            series,
            self._arrived(series),
            finished,
            self._seen,
            missing=missing,
        )

    def _sets_of(self, series: Series, finished: bool) -> SeriesSets:
        """Split a series, unless it is the same as in the last report."""
        known = self._split.get(series.key)
        if known is None or known.series is not series:
            known = SeriesSets(series, display_sets(series))
        if finished and known.missing is None:
            sets = tuple(map(with_places, known.display_sets))
            known = SeriesSets(series, sets, sum(one.missing for one in sets))
        self._split[series.key] = known
        return known

    def _with_images(self, split: tuple[SeriesSets, ...]) -> tuple[SeriesSets, ...]:
        """Presentation states with the images that they refer to."""
        if not any(one.state for entry in split for one in entry.display_sets):
            return split
        images = {
            frame.header.text(tags.SOPInstanceUID): frame.header
            for entry in split
            for one in entry.display_sets
            for frame in one.frames
            if one.view == "stack"
        }
        return tuple(
            replace(
                entry,
                display_sets=tuple(
                    self._state_set(one, images) for one in entry.display_sets
                ),
            )
            if any(one.state for one in entry.display_sets)
            else entry
            for entry in split
        )

    def _state_set(self, card: DisplaySet, images: dict[str, Header]) -> DisplaySet:
        """The same as in the last report when nothing about it has changed."""
        if card.state is None:
            return card
        made = with_images(card, images)
        known = self._shown_by.get(card.state.identity)
        if known is None or (known.frames, known.absent) != (
            made.frames,
            made.absent,
        ):
            known = self._shown_by[card.state.identity] = made
        return known

    def _arrived(self, series: tuple[SeriesSets, ...]) -> DisplaySet | None:
        """A presentation state that was named, else an image, else what there is."""
        found: dict[int, DisplaySet] = {}
        for entry in series:
            for candidate in entry.display_sets:
                if not self._new.isdisjoint(_paths(candidate)):
                    found.setdefault(self._rank(candidate), candidate)
        return found[min(found)] if found else None

    def _rank(self, candidate: DisplaySet) -> int:
        """Lower ones are shown first."""
        if candidate.view != "stack":
            return 3
        if candidate.state is None:
            return 1
        return 0 if candidate.state.identity[0] in self._named else 2


def _called(display_set: DisplaySet) -> tuple[object, ...]:
    """All texts of a set, and which it is."""
    axes = tuple((axis.name, axis.labels) for axis in display_set.axes)
    phases = display_set.phase_axis, display_set.phase_labels
    return display_set.label, phases, axes, display_set.first.identity


def _paths(display_set: DisplaySet) -> Iterator[str]:
    return (frame.header.source.path for frame in display_set.own.frames)


def _present(source: Source) -> Stamp | None:
    """The state of the file before it is read; None of what has none."""
    try:
        return stamp_at(source)
    except OSError:
        return None


def _is_final(error: Exception) -> bool:
    """Of what the file holds, and not of how the reading went."""
    return isinstance(error, UnreadableError) and not isinstance(error, OutOfReachError)
