"""A structured report as a document: headings, lines and tables in reading order.

Measurements that follow each other become one table, and so do sections of one name
that hold plain statements only (the irradiation events of a dose report).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from viewer.dicom.values import visible
from viewer.kinds.references import Reference
from viewer.kinds.report import Report, walk
from viewer.kinds.report_items import ContentItem, unit_text
from viewer.text import tr

MOST_COLUMNS = 12
"""A table of sections is not made wider than this: it could not be read."""

FEWEST_ROWS = 2
_NO_CELL = frozenset({"CONTAINER", "IMAGE", "SCOORD", "SCOORD3D", "TCOORD", "UIDREF"})
"""What a row of a table does not say: it is in the tree, images are links."""

_CONTEXT = ("HAS CONCEPT MOD", "HAS OBS CONTEXT", "HAS ACQ CONTEXT")


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a section; level 1 stands below the title of the document."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of a concept; `is_context` is who, when and how, in small type."""

    label: str
    text: str
    level: int
    notes: str = ""
    references: tuple[Reference, ...] = ()
    is_context: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under their titles; `references` has those of each row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    level: int
    references: tuple[tuple[Reference, ...], ...] = ()


Block = Heading | Line | Table


class Titled(Protocol):
    """A document to read, a report or a clinical document: its title and head."""

    @property
    def title(self) -> str: ...
    @property
    def head(self) -> tuple[tuple[str, str], ...]: ...


def blocks_of(report: Report) -> tuple[Block, ...]:
    """The content of a report, without its title and head."""
    return tuple(_section(report.root, 1))


def plain_text(report: Titled, blocks: Sequence[Block]) -> str:
    """The document as text for a clipboard."""
    lines = [report.title, *(f"{label}: {value}" for label, value in report.head), ""]
    for block in blocks:
        if isinstance(block, Heading):
            lines += ["", block.text]
        elif isinstance(block, Line):
            said = ": ".join(part for part in (block.label, block.text) if part)
            lines.append(f"{said} ({block.notes})" if block.notes else said)
        else:
            titles = (block.columns,) if any(block.columns) else ()
            lines += ["\t".join(row) for row in (*titles, *block.rows)]
    return "\n".join(lines)


def measurements(report: Report) -> list[tuple[str, ...]]:
    """Every measurement with the sections that it stands in, as rows of a table."""
    titles = tr("Section"), tr("Measurement"), tr("Value"), tr("Unit"), tr("Notes")
    rows: list[tuple[str, ...]] = [titles]
    for path, item in _with_sections(report.root, ()):
        if item.value_type == "NUM":
            number = item.number or item.value
            section = " › ".join(filter(None, path))
            rows.append(
                (section, item.title, number, unit_text(item.unit), _notes(item))
            )
    return rows


def _with_sections(
    item: ContentItem, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], ContentItem]]:
    yield path, item
    inner = (*path, item.title) if item.value_type == "CONTAINER" else path
    for child in item.children:
        yield from _with_sections(child, inner)


def _section(item: ContentItem, level: int) -> Iterator[Block]:
    """What stands below one item."""
    context = [child for child in item.children if child.relationship in _CONTEXT]
    others = [child for child in item.children if child.relationship not in _CONTEXT]
    for child in context:
        yield Line(child.title, child.value, level, _notes(child), is_context=True)
    if item.is_continuous:
        yield from _running_text(others, level)
        return
    for _, run in groupby(others, _run_key):
        yield from _run(list(run), level)


def _running_text(items: list[ContentItem], level: int) -> Iterator[Block]:
    """Statements that follow each other as one text, without their names."""
    for plain, run in groupby(items, lambda item: item.is_plain):
        members = list(run)
        if plain:
            text = " ".join(item.value for item in members if item.value)
            references = [one for item in members for one in _all_references(item)]
            notes = "; ".join(filter(None, map(_notes, members)))
            yield Line("", _several_lines(text), level, notes, tuple(references))
            continue
        for item in members:
            yield from _statement(item, level)


def _run_key(item: ContentItem) -> tuple[str, str]:
    """Neighbours with the same key may stand in one table."""
    if item.value_type == "NUM" and item.is_plain:
        return "measurements", ""
    if item.value_type == "CONTAINER":
        return "sections", item.title
    if item.value_type == "IMAGE" and not (item.title or item.children):
        return "images", ""
    return "statement", ".".join(map(str, item.place))


def _run(run: list[ContentItem], level: int) -> Iterator[Block]:
    kind, title = _run_key(run[0])
    if kind == "measurements" and len(run) >= FEWEST_ROWS:
        yield _measurement_table(run, level)
        return
    if kind == "sections" and len(run) >= FEWEST_ROWS:
        table = _section_table(run, level + 1)
        if table is not None:
            yield Heading(title, level)
            yield table
            return
    if kind == "images":
        references = [one for item in run for one in item.references]
        yield Line("", "", level, references=tuple(references))
        return
    for item in run:
        yield from _statement(item, level)


def _statement(item: ContentItem, level: int) -> Iterator[Block]:
    if item.value_type == "CONTAINER":
        if item.title:
            yield Heading(item.title, level)
        yield from _section(item, level + 1 if item.title else level)
        return
    plain = item.is_plain
    references = _all_references(item) if plain else item.references
    yield Line(item.title, _several_lines(item.value), level, _notes(item), references)
    if not plain:
        below = [child for child in item.children if child.relationship not in _CONTEXT]
        for child in below:
            yield from _statement(child, level + 1)


def _measurement_table(run: list[ContentItem], level: int) -> Table:
    rows: list[tuple[str, ...]] = [
        (
            item.title,
            item.number or item.value,
            unit_text(item.unit) if item.number else "",
            _notes(item),
        )
        for item in run
    ]
    columns = (tr("Measurement"), tr("Value"), tr("Unit"), tr("Notes"))
    used = [at for at in range(4) if at < 2 or any(row[at] for row in rows)]
    shown = tuple(tuple(row[at] for at in used) for row in rows)
    titles = tuple(columns[at] for at in used)
    return Table(titles, shown, level, tuple(map(_all_references, run)))


def _section_table(run: list[ContentItem], level: int) -> Table | None:
    """Sections of one name as rows; None when they hold more than a row can say."""
    if any(len(walk(item)) > 4 * MOST_COLUMNS for item in run):
        return None
    leaves = [list(_leaves(item)) for item in run]
    titles = list(dict.fromkeys(leaf.title for row in leaves for leaf in row))
    repeats = any(len({leaf.title for leaf in row}) < len(row) for row in leaves)
    if repeats or not titles or len(titles) > MOST_COLUMNS:
        return None
    units = {title: _common_unit(title, leaves) for title in titles}
    rows = tuple(
        tuple(_cell(title, row, units[title]) for title in titles) for row in leaves
    )
    columns = tuple(
        f"{title} [{units[title]}]" if units[title] else title for title in titles
    )
    return Table(columns, rows, level, tuple(map(_all_references, run)))


def _leaves(item: ContentItem) -> Iterator[ContentItem]:
    for one in walk(item):
        if one.value_type not in _NO_CELL:
            yield one


def _common_unit(title: str, rows: Iterable[Iterable[ContentItem]]) -> str:
    """The unit of a column where all its measurements have the same; else ""."""
    units = {
        unit_text(leaf.unit) if leaf.number else None
        for row in rows
        for leaf in row
        if leaf.title == title
    }
    return (units.pop() or "") if len(units) == 1 else ""


def _cell(title: str, row: Iterable[ContentItem], unit: str) -> str:
    values = [
        leaf.number if unit and leaf.number else leaf.value
        for leaf in row
        if leaf.title == title
    ]
    return ", ".join(value for value in values if value)


def _notes(item: ContentItem) -> str:
    """How a statement is meant: its modifiers, and when it was observed."""
    parts = [
        ": ".join(part for part in (child.title, child.value) if part)
        for child in item.children
        if child.relationship in _CONTEXT
    ]
    return "; ".join(filter(None, (*parts, item.date)))


def _all_references(item: ContentItem) -> tuple[Reference, ...]:
    found: dict[Reference, None] = {}
    for one in walk(item):
        for reference in one.references:
            found.setdefault(reference)
    return tuple(found)


def _several_lines(value: str) -> str:
    """A text with its own line ends, all else that is invisible made visible."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(map(visible, lines))
