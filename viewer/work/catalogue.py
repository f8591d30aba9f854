"""What is open: the index, and the display sets of each series."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from viewer.files.header import Header
from viewer.files.index import Index, Series
from viewer.files.tree import patient_key, study_key
from viewer.kinds.base import DisplaySet
from viewer.records import dataclass

if TYPE_CHECKING:
    from viewer.pixels.presentation_state import PresentationState


@dataclass(frozen=True, slots=True, eq=False)
class SeriesSets:
    """A series and the display sets it splits into."""

    series: Series
    display_sets: tuple[DisplaySet, ...]
    missing: int | None = None
    """Slices that are missing; they get their places when all is read, None before."""


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
    missing: int = 0
    """Slices that are missing from the stacks."""

    def states(self) -> Iterator[PresentationState]:
        """All presentation states in the order of the tree."""
        return (entry.state for entry in self.sets() if entry.state is not None)

    def sets(self) -> Iterator[DisplaySet]:
        """All display sets in the order of the tree."""
        for entry in self.series:
            yield from entry.display_sets

    def headers(self) -> Iterator[Header]:
        """Of all objects, in the order of the tree."""
        for entry in self.series:
            yield from entry.series.headers

    def paths(self) -> Iterator[str]:
        """Of all DICOM files: those shown, unreadable ones, and copies."""
        for header in self.headers():
            if header.source.data is None:
                yield header.source.path
        for failed in self.index.failed:
            yield failed.path
        for duplicate in self.index.duplicates:
            yield from duplicate.paths


def study_of(header: Header) -> str:
    """The key of an object's study, as the index has it."""
    return study_key(patient_key(header), header)
