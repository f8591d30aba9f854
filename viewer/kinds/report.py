"""Structured reports and key object notes: the head of the document and its tree.

PS3.3 C.17.2 (SR Document General), C.17.3 (content), C.17.6 (key objects).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from viewer.dicom.values import caption, date_text, person_name, time_text
from viewer.kinds.reading import code, items, text
from viewer.kinds.references import Reference
from viewer.kinds.report_items import ContentItem, read_items
from viewer.kinds.report_regions import Regions, read_regions
from viewer.text import mark, tr

if TYPE_CHECKING:
    from pydicom import Dataset

_FLAGS = {
    "COMPLETE": mark("complete"),
    "PARTIAL": mark("partial"),
    "VERIFIED": mark("verified"),
    "UNVERIFIED": mark("not verified"),
    "PRELIMINARY": mark("preliminary"),
    "FINAL": mark("final"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """A document: title, (label, value) rows of its head, and the content tree.

    `regions` are what it draws on images.
    """

    title: str
    head: tuple[tuple[str, str], ...]
    root: ContentItem
    regions: Regions = field(default_factory=Regions)

    def references(self) -> tuple[Reference, ...]:
        """Every object that the content refers to, each once, in reading order."""
        found: dict[Reference, None] = {}
        for item in walk(self.root):
            for reference in item.references:
                found.setdefault(reference)
        return tuple(found)


def walk(item: ContentItem) -> "list[ContentItem]":
    """An item and all below it, in reading order."""
    found: list[ContentItem] = []
    waiting = [item]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += reversed(one.children)
    return found


def read_report(dataset: "Dataset", kind: str) -> Report:
    """The document of a data set; never raises."""
    root = read_items(dataset)
    title = root.title or tr("Report without a title")
    return Report(title, _head(dataset), root, read_regions(dataset))


def _head(dataset: "Dataset") -> tuple[tuple[str, str], ...]:
    rows = [
        (tr("Date"), _when(dataset)),
        (tr("State"), _state(dataset)),
        (tr("Reason"), caption(text(dataset, "CompletionFlagDescription"))),
        *((tr("Verified by"), name) for name in _verifiers(dataset)),
        *((tr("Author"), name) for name in _authors(dataset)),
        (tr("Institution"), caption(text(dataset, "InstitutionName"))),
        (tr("Accession number"), caption(text(dataset, "AccessionNumber"))),
        (tr("Procedure"), _procedure(dataset)),
        (tr("Earlier documents"), _count(dataset, "PredecessorDocumentsSequence")),
    ]
    return tuple((label, value) for label, value in rows if value)


def _when(dataset: "Dataset") -> str:
    date = date_text(text(dataset, "ContentDate"))
    return f"{date} {time_text(text(dataset, 'ContentTime'))}".strip()


def _state(dataset: "Dataset") -> str:
    flags = [
        text(dataset, keyword).upper()
        for keyword in ("CompletionFlag", "VerificationFlag", "PreliminaryFlag")
    ]
    return ", ".join(
        tr(_FLAGS[flag]) if flag in _FLAGS else caption(flag) for flag in flags if flag
    )


def _verifiers(dataset: "Dataset") -> list[str]:
    found = []
    for item in items(dataset, "VerifyingObserverSequence"):
        moment = text(item, "VerificationDateTime")
        parts = (
            person_name(text(item, "VerifyingObserverName")),
            caption(text(item, "VerifyingOrganization")),
            date_text(moment),
        )
        found.append(", ".join(part for part in parts if part))
    return found


def _authors(dataset: "Dataset") -> list[str]:
    people = items(dataset, "AuthorObserverSequence")
    names = [
        person_name(text(item, "PersonName")) or caption(text(item, "StationName"))
        for item in people
    ]
    return [name for name in names if name]


def _procedure(dataset: "Dataset") -> str:
    found = code(dataset, "PerformedProcedureCodeSequence")
    return caption(str(found)) if found else ""


def _count(dataset: "Dataset", keyword: str) -> str:
    count = len(items(dataset, keyword))
    return str(count) if count else ""
