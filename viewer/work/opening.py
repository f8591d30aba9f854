"""From paths to a catalogue of display sets, in one thread, step by step."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from viewer.dicom import tags
from viewer.files.dataset import complete_header
from viewer.files.header import Header, NotDicomError, UnreadableError
from viewer.files.index import Index, IndexBuilder, Series
from viewer.files.mates import study_mates
from viewer.files.scan import Failed as Unreadable
from viewer.files.scan import Odd, Skipped, scan
from viewer.files.sources import Source
from viewer.kinds import display_sets
from viewer.kinds.base import DisplaySet
from viewer.work import tasks
from viewer.work.failure import Failed
from viewer.work.pool import Pool

if TYPE_CHECKING:
    from viewer.files.dicomdir import Directory
    from viewer.files.scan_archive import AskPassword

SECONDS_BETWEEN_REPORTS = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class SeriesSets:
    """A series and the display sets it splits into."""

    series: Series
    display_sets: tuple[DisplaySet, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """What is open: the index, and the display sets of each series in its order.

    `arrived` is the first display set that this opening brought (images before
    other objects), None when it brought nothing; `finished` is False in reports
    that are made while the scan goes on.
    """

    index: Index
    series: tuple[SeriesSets, ...]
    arrived: DisplaySet | None = None
    finished: bool = True
    files_seen: int = 0
    mates: int = 0
    """Objects that were added because they are of the study of a file."""

    def sets(self) -> Iterator[DisplaySet]:
        """All display sets in the order of the tree."""
        for entry in self.series:
            yield from entry.display_sets

    def headers(self) -> Iterator[Header]:
        """Of all objects, in the order of the tree."""
        for entry in self.series:
            yield from entry.series.headers


@dataclass(frozen=True, slots=True)
class OpeningRequest:
    """Paths and in-memory objects to add; `stop` says when to give up."""

    paths: Sequence[str]
    sources: Sequence[Source]
    stop: Callable[[], bool]
    report: Callable[[Catalogue], None]
    ask_password: "AskPassword | None" = None
    """For encrypted archives; called in the opening's thread, may wait there."""
    study_of: str = ""
    """A file that is open: add what else of its study lies in its folder."""


class Opener:
    """Adds what it is given to one index. Used from one thread at a time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._builder = IndexBuilder()
        self._split: dict[str, SeriesSets] = {}
        self._new: set[str] = set()
        self._seen = 0

    def run(self, request: OpeningRequest) -> Catalogue:
        """Read everything, reporting on the way; the last catalogue is returned."""
        self._new.clear()
        self._seen = 0
        if request.study_of:
            return self._add_mates(request)
        reported = 0.0
        for source in request.sources:
            self._complete(source)
        for found in scan(
            request.paths,
            request.stop,
            read_directory=self._read_directory,
            ask_password=request.ask_password,
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
            now = time.monotonic()
            if self._new and now - reported > SECONDS_BETWEEN_REPORTS:
                reported = now
                request.report(self._catalogue(finished=False))
        return self._catalogue(finished=True)

    def _add_mates(self, request: OpeningRequest) -> Catalogue:
        """Add the rest of a study; nothing else of the folder is counted."""
        before = self._catalogue(finished=False)
        known = {header.source.path: header for header in before.headers()}
        given = known.get(request.study_of)
        if given is not None:
            for header in study_mates(given, known, request.stop):
                self._seen += 1
                self._add(header)
        catalogue = self._catalogue(finished=True)
        return replace(catalogue, mates=catalogue.index.shown - before.index.shown)

    def _add(self, header: Header) -> None:
        """Add a header; a multi-frame object is read whole, for its frames' order,
        and so is a waveform that may be sound."""
        several = (header.integer(tags.NumberOfFrames) or 1) > 1
        several = several or header.present(tags.WaveformSequence)
        if header.wants_dataset and several and not header.complete:
            self._complete(header.source)
        else:
            self._keep(header)

    def _keep(self, header: Header) -> None:
        self._builder.add(header)
        self._new.add(header.source.path)

    def _complete(self, source: Source) -> None:
        """Read a header through pydicom, in the header process."""
        answer = self._pool.submit(complete_header, source, lane="header")
        try:
            self._keep(answer.result())
        except NotDicomError as error:
            self._builder.skip(source.path, str(error))
        except (UnreadableError, Failed) as error:
            self._builder.fail(source.path, str(error))

    def _read_directory(self, source: Source) -> "Directory | None":
        """The index of a disc, read in the header process."""
        try:
            return self._pool.submit(
                tasks.read_directory, source, lane="header"
            ).result()
        except (NotDicomError, UnreadableError, Failed):
            return None

    def _catalogue(self, *, finished: bool) -> Catalogue:
        index = self._builder.index()
        series = tuple(
            self._sets_of(entry)
            for patient in index.patients
            for study in patient.studies
            for entry in study.series
        )
        return Catalogue(index, series, self._arrived(series), finished, self._seen)

    def _sets_of(self, series: Series) -> SeriesSets:
        """Split a series, unless it is the same as in the last report."""
        known = self._split.get(series.key)
        if known is None or known.series is not series:
            known = SeriesSets(series, display_sets(series))
            self._split[series.key] = known
        return known

    def _arrived(self, series: tuple[SeriesSets, ...]) -> DisplaySet | None:
        other: DisplaySet | None = None
        for entry in series:
            for candidate in entry.display_sets:
                if not self._new.isdisjoint(
                    frame.header.source.path for frame in candidate.frames
                ):
                    if candidate.view == "stack":
                        return candidate
                    other = other or candidate
        return other
