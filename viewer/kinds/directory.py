"""DICOMDIR and inventories as the trees that they are (PS3.3 F, C.38).

Records of a DICOMDIR hang together by byte offsets, which copying tools often leave
wrong: then they stand in the order of the file, by their types.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viewer import limits
from viewer.dicom.sop_classes import sop_class
from viewer.dicom.values import caption, date_text, person_name
from viewer.files.dicomdir import Disc
from viewer.kinds.base import ContentError
from viewer.kinds.card_values import value_of
from viewer.kinds.reading import code, integer, items, text, texts
from viewer.kinds.references import Reference
from viewer.text import figure, mark, tr, trn

if TYPE_CHECKING:
    from pydicom import Dataset

_FIRST = "OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity"
_NEXT = "OffsetOfTheNextDirectoryRecord"
_BELOW = "OffsetOfReferencedLowerLevelDirectoryEntity"
_LEVELS = {"PATIENT": 0, "STUDY": 1, "SERIES": 2}
_OBJECT = 3
_TYPES = {
    "PATIENT": mark("Patient"),
    "STUDY": mark("Study"),
    "SERIES": mark("Series"),
    "IMAGE": mark("Image"),
}
_TITLES = {
    "PATIENT": ("PatientID", "PatientBirthDate", "PatientSex"),
    "STUDY": ("StudyDescription", "StudyID", "AccessionNumber"),
    "SERIES": ("SeriesNumber", "SeriesDescription", "BodyPartExamined"),
}
_OBJECT_TITLES = (
    "InstanceNumber",
    "ContentLabel",
    "ContentDescription",
    "DocumentTitle",
    "StructureSetLabel",
    "RTPlanLabel",
    "ContentDate",
)
_FACTS = (
    (mark("Name"), "FileSetID"),
    (mark("Purpose"), "InventoryPurpose"),
    (mark("Description"), "InventoryInstanceDescription"),
    (mark("Down to"), "InventoryLevel"),
    (mark("State"), "InventoryCompletionStatus"),
    (mark("Of"), "ContentDate"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the tree: what it is and says, and the object it stands for.

    `file` is the path that the record gives, as written; `missing` whether nothing
    lies there, None where there is no file or it cannot be known.
    """

    kind: str
    title: str
    file: str = ""
    missing: bool | None = None
    reference: Reference | None = None
    children: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A directory or inventory: facts of its own, entries, and what is wrong."""

    facts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


def read_directory(dataset: "Dataset", kind: str) -> Tree:
    """The tree of a data set. Raises ContentError when nothing is listed."""
    notes: list[str] = []
    if kind == "inventory":
        entries = _inventory(dataset)
    else:
        entries, notes = _directory(dataset)
    if not entries:
        raise ContentError(tr("It lists nothing."))
    lines = list(walk(entries))
    missing = sum(entry.missing is True for _, entry in lines)
    if missing:
        words = trn(
            "⚠ {count} file that is listed is missing.",
            "⚠ {count} files that are listed are missing.",
            missing,
        )
        notes.append(words)
    if len(lines) >= limits.TREE_ENTRIES:
        most = figure(limits.TREE_ENTRIES, ",")
        notes.append(tr("⚠ Only the first {count} entries are shown.", count=most))
    named = [(tr(label), value_of(dataset, keyword)) for label, keyword in _FACTS]
    objects = sum(entry.reference is not None for _, entry in lines)
    facts = [(label, value) for label, value in named if value]
    facts.append((tr("Objects"), figure(objects, ",")))
    return Tree(tuple(facts), entries, tuple(notes))


def walk(entries: Sequence[Entry]) -> Iterable[tuple[int, Entry]]:
    """(depth, entry) of everything, from above to below."""
    waiting = [(0, entry) for entry in reversed(entries)]
    while waiting:
        depth, entry = waiting.pop()
        yield depth, entry
        waiting += [(depth + 1, child) for child in reversed(entry.children)]


@dataclass(slots=True, eq=False)
class _Node:
    """A record on its way into the tree."""

    record: "Dataset"
    level: int
    children: list["_Node"]


def _directory(dataset: "Dataset") -> tuple[tuple[Entry, ...], list[str]]:
    records = items(dataset, "DirectoryRecordSequence")[: limits.TREE_ENTRIES]
    nodes = [_Node(record, _level(record), []) for record in records]
    notes = []
    roots = _linked(dataset, nodes)
    if roots is None:
        roots = _nested(nodes)
        if any(node.level < _OBJECT for node in nodes):
            notes.append(
                tr("The links between its records are damaged; their order is used.")
            )
    disc = _disc(dataset)
    return tuple(_entry(node, disc) for node in roots), notes


def _level(record: "Dataset") -> int:
    return _LEVELS.get(text(record, "DirectoryRecordType").upper(), _OBJECT)


def _linked(dataset: "Dataset", nodes: list[_Node]) -> list[_Node] | None:
    """The root records by their offsets; None when they do not reach every record."""
    by_place = {getattr(node.record, "seq_item_tell", None): node for node in nodes}
    reached: set[int] = set()
    roots = _chain(by_place, integer(dataset, _FIRST) or 0, reached)
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        node.children = _chain(by_place, integer(node.record, _BELOW) or 0, reached)
        waiting += node.children
    if len(reached) == len(nodes):
        return roots
    for node in nodes:
        node.children = []
    return None


def _chain(
    by_place: dict[int | None, _Node], place: int, reached: set[int]
) -> list[_Node]:
    """Records that follow each other; one met before ends the chain."""
    found = []
    while (node := by_place.get(place)) is not None and id(node) not in reached:
        reached.add(id(node))
        found.append(node)
        place = integer(node.record, _NEXT) or 0
    return found


def _nested(nodes: list[_Node]) -> list[_Node]:
    """Records in the order of the file, each below the last one of a higher level."""
    roots: list[_Node] = []
    above: list[_Node] = []
    for node in nodes:
        while above and above[-1].level >= node.level:
            above.pop()
        (above[-1].children if above else roots).append(node)
        above.append(node)
    return roots


def _entry(root: _Node, disc: "_Files") -> Entry:
    """A record and all below it, the lowest ones first: nothing recurses."""
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        order.append(node)
        waiting += node.children
    made: dict[int, Entry] = {}
    for node in reversed(order):
        children = tuple(made[id(child)] for child in node.children)
        made[id(node)] = _made(node.record, children, disc)
    return made[id(root)]


def _made(record: "Dataset", children: tuple[Entry, ...], disc: "_Files") -> Entry:
    kind = text(record, "DirectoryRecordType").upper()
    parts = tuple(part for part in texts(record, "ReferencedFileID") if part)
    path, missing = disc.look(parts)
    reference = None
    if parts:
        reference = Reference(
            text(record, "ReferencedSOPClassUIDInFile"),
            text(record, "ReferencedSOPInstanceUIDInFile"),
            path=path,
        )
    title = _title(record, kind)
    if integer(record, "RecordInUseFlag") == 0:
        title = f"{title} · {tr('no longer in use')}"
    return Entry(
        caption(tr(_TYPES[kind]) if kind in _TYPES else kind.capitalize()),
        title,
        caption("/".join(parts)),
        missing,
        reference,
        children,
    )


def _title(record: "Dataset", kind: str) -> str:
    """What a record says of itself."""
    parts = []
    if kind == "PATIENT":
        parts.append(person_name(text(record, "PatientName")) or tr("No patient name"))
    elif kind == "STUDY":
        parts.append(date_text(text(record, "StudyDate")))
    elif kind == "SERIES":
        parts.append(caption(text(record, "Modality")))
    else:
        known = sop_class(text(record, "ReferencedSOPClassUIDInFile"))
        parts += [known.short if known else "", _concept(record)]
    keywords = _TITLES.get(kind, _OBJECT_TITLES)
    parts += [value_of(record, keyword) for keyword in keywords]
    found = [part for part in dict.fromkeys(parts) if part]
    return " · ".join(found) or caption(text(record, f"{kind.title()}InstanceUID"))


def _concept(record: "Dataset") -> str:
    return caption(str(code(record, "ConceptNameCodeSequence") or ""))


class _Files:
    """The files beside a DICOMDIR, where they can be looked for."""

    def __init__(self, disc: Disc | None) -> None:
        self._disc = disc

    def look(self, parts: tuple[str, ...]) -> tuple[str, bool | None]:
        """(path of a file ID or "", whether it is missing or None if unknown)."""
        if not parts or self._disc is None:
            return "", None
        path = self._disc.path_of(parts)
        return path or "", path is None


def _disc(dataset: "Dataset") -> _Files:
    source = getattr(getattr(dataset, "layout", None), "source", None)
    if source is None or source.data is not None or source.member:
        return _Files(None)
    folder = os.path.dirname(source.path)
    return _Files(Disc(folder, lambda below: os.listdir(below or ".")))


def _inventory(dataset: "Dataset") -> tuple[Entry, ...]:
    studies = items(dataset, "InventoriedStudiesSequence")
    more = items(dataset, "IncorporatedInventoryInstanceSequence")
    entries = [_study(study) for study in studies[: limits.INVENTORY_STUDIES]]
    entries += [
        Entry(
            tr("Inventory"),
            caption(text(item, "ReferencedSOPInstanceUID")),
            reference=Reference(
                text(item, "ReferencedSOPClassUID"),
                text(item, "ReferencedSOPInstanceUID"),
            ),
        )
        for item in more[: limits.INVENTORY_STUDIES]
    ]
    return tuple(entries)


def _study(study: "Dataset") -> Entry:
    series = items(study, "InventoriedSeriesSequence")[: limits.INVENTORY_STUDIES]
    person = person_name(text(study, "PatientName")) or tr("No patient name")
    parts = [person, value_of(study, "PatientID"), date_text(text(study, "StudyDate"))]
    parts += [value_of(study, "StudyDescription"), value_of(study, "AccessionNumber")]
    title = " · ".join(part for part in parts if part)
    return Entry(tr("Study"), title, children=tuple(map(_series, series)))


def _series(series: "Dataset") -> Entry:
    found = items(series, "InventoriedInstancesSequence")[: limits.INVENTORY_STUDIES]
    children = tuple(
        Entry(
            tr("Object"),
            " · ".join(
                filter(
                    None,
                    (
                        value_of(one, "SOPClassUID"),
                        value_of(one, "InstanceNumber"),
                    ),
                )
            ),
            reference=Reference(text(one, "SOPClassUID"), text(one, "SOPInstanceUID")),
        )
        for one in found
    )
    parts = [caption(text(series, "Modality"))]
    parts += [value_of(series, key) for key in ("SeriesNumber", "SeriesDescription")]
    title = " · ".join(part for part in parts if part)
    return Entry(tr("Series"), title, children=children)
