"""Clinical documents (HL7 CDA R2): head and narrative sections as blocks to read.

Only the narrative is shown (the part that is attested), not the coded entries.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from viewer import limits
from viewer.dicom.values import caption, date_text, visible
from viewer.kinds.report_blocks import Block, Heading, Line, Table
from viewer.kinds.xml_tree import Node
from viewer.text import tr

_INLINE = frozenset({"content", "linkHtml", "sub", "sup", "footnote", "footnoteRef"})
_SHIFTED = {
    "sup": (str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ"), "^"),
    "sub": (str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎"), "_"),
}
_MOST_LEVELS = 6
_WIDEST = 100
"""Columns of a table, and columns that one cell may span."""


@dataclass(frozen=True, slots=True)
class Clinical:
    """A document: title, (label, value) rows of its head, blocks in reading order.

    `family_name` and `birth_date` (YYYYMMDD) are those of its patient, "" unknown.
    """

    title: str
    head: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    family_name: str = ""
    birth_date: str = ""


def read_clinical(root: Node) -> Clinical | None:
    """The document; None when the XML is something else."""
    if root.name != "ClinicalDocument":
        return None
    patient = root.first("recordTarget", "patientRole", "patient")
    name = patient.first("name") if patient else None
    title = root.first("title")
    blocks = _within_limits(_all_blocks(root))
    family = name.first("family") if name else None
    return Clinical(
        (caption(title.text()) if title else "") or tr("Clinical document"),
        tuple(row for row in _head(root, name) if row[1]),
        tuple(blocks),
        family.text() if family else "",
        _value(patient.first("birthTime") if patient else None)[:8],
    )


def _all_blocks(root: Node) -> Iterator[Block]:
    for section in _sections(root.first("component", "structuredBody")):
        yield from _section_blocks(section, 1)
    plain = root.first("component", "nonXMLBody", "text")
    if plain is not None:
        yield _without_narrative(plain)


def _within_limits(blocks: Iterable[Block]) -> Iterator[Block]:
    """As many blocks as can be laid out at once; what is left out is told."""
    cells, letters = limits.TABLE_CELLS, limits.PLAIN_TEXT_BYTES
    for number, block in enumerate(blocks, 1):
        if isinstance(block, Table):
            cells -= len(block.rows) * len(block.columns)
            letters -= sum(len(text) for row in block.rows for text in row)
        else:
            letters -= len(block.text)
        if min(cells, letters, limits.NARRATIVE_BLOCKS - number) < 0:
            yield Line("", tr("⚠ The document goes on; the rest is in its XML."), 1)
            return
        yield block


def _head(root: Node, name: Node | None) -> list[tuple[str, str]]:
    role = root.first("recordTarget", "patientRole")
    patient = role.first("patient") if role else None
    ids = (
        [one.attributes.get("extension", "") for one in role.elements("id")]
        if role
        else []
    )
    sex = patient.first("administrativeGenderCode") if patient else None
    authors = [
        _name(author.first("assignedAuthor", "assignedPerson", "name"))
        for author in root.elements("author")
    ]
    custodian = root.first(
        "custodian",
        "assignedCustodian",
        "representedCustodianOrganization",
        "name",
    )
    signer = root.first(
        "legalAuthenticator", "assignedEntity", "assignedPerson", "name"
    )
    return [
        (tr("Patient"), _name(name)),
        (tr("Patient ID"), caption(", ".join(filter(None, ids)))),
        (
            tr("Born"),
            date_text(_value(patient.first("birthTime") if patient else None)[:8]),
        ),
        (tr("Sex"), _code(sex)),
        (tr("Date"), date_text(_value(root.first("effectiveTime"))[:8])),
        (tr("Author"), ", ".join(filter(None, authors))),
        (tr("Signed by"), _name(signer)),
        (tr("Institution"), caption(custodian.text()) if custodian else ""),
    ]


def _value(node: Node | None) -> str:
    return node.attributes.get("value", "") if node else ""


def _code(node: Node | None) -> str:
    if node is None:
        return ""
    return caption(
        node.attributes.get("displayName") or node.attributes.get("code", "")
    )


def _name(node: Node | None) -> str:
    """A person's name, family name first; as written where it has no parts."""
    if node is None:
        return ""
    parts = {
        kind: " ".join(one.text() for one in node.elements(kind))
        for kind in ("family", "prefix", "given", "suffix")
    }
    if not any(parts.values()):
        return caption(node.text())
    first = " ".join(filter(None, (parts["prefix"], parts["given"])))
    return caption(", ".join(filter(None, (parts["family"], first, parts["suffix"]))))


def _sections(node: Node | None) -> list[Node]:
    """The sections right below a body or a section."""
    if node is None:
        return []
    found = (component.first("section") for component in node.elements("component"))
    return [section for section in found if section is not None]


def _section_blocks(section: Node, level: int) -> Iterator[Block]:
    title = section.first("title")
    if title is not None and title.text():
        yield Heading(visible(title.text()), min(level, _MOST_LEVELS))
    narrative = section.first("text")
    if narrative is not None:
        yield from _flow(narrative, min(level, _MOST_LEVELS))
    for inner in _sections(section):
        yield from _section_blocks(inner, level + 1)


def _words(node: Node) -> str:
    """The text of a narrative element; nothing runs together that stands apart.

    Raised and lowered text stays so (10⁹ is not 109), deleted text is marked.
    """
    parts: list[str] = []
    for child in node.children:
        parts.append(child if isinstance(child, str) else _inline(child))
    text = "".join(parts)
    if node.attributes.get("revised") == "delete":
        return tr("[deleted: {text}]", text=_spaced(text))
    return text


def _inline(node: Node) -> str:
    text = _words(node)
    if node.name in _SHIFTED and text.strip():
        table, sign = _SHIFTED[node.name]
        plain = text.strip()
        if all(ord(letter) in table for letter in plain):
            return plain.translate(table)
        return f"{sign}({plain})"
    return text if node.name in _INLINE else f" {text} "


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _flow(node: Node, level: int) -> Iterator[Block]:
    """Paragraphs, lists and tables in their order; texts between them are lines."""
    words: list[str] = []
    for child in node.children:
        if isinstance(child, str):
            words.append(child)
        elif child.name in _INLINE and not _has_blocks(child):
            words.append(_inline(child))
        else:
            yield from _line(words, level)
            words = []
            yield from _block(child, level)
    yield from _line(words, level)


def _line(words: list[str], level: int) -> Iterator[Block]:
    text = visible(_spaced("".join(words)))
    if text:
        yield Line("", text, level)


def _has_blocks(node: Node) -> bool:
    return any(child.name not in _INLINE for child in node.elements())


def _block(node: Node, level: int) -> Iterator[Block]:
    if node.name == "list":
        yield from _list(node, level)
    elif node.name == "table":
        yield from _table(node, level)
    elif node.name == "caption":
        yield _caption(node, level)
    else:
        if node.name == "renderMultiMedia":
            name = visible(node.attributes.get("referencedObject", ""))
            said = tr("A picture of the document that is not shown: {name}", name=name)
            yield Line("", said, level, is_context=True)
        yield from _flow(node, level)


def _caption(node: Node, level: int) -> Line:
    return Line("", visible(_spaced(_words(node))), level, is_context=True)


def _list(node: Node, level: int) -> Iterator[Block]:
    ordered = node.attributes.get("listType") == "ordered"
    heading = node.first("caption")
    if heading is not None:
        yield _caption(heading, level)
    inner = min(level + 1, _MOST_LEVELS)
    for number, item in enumerate(node.elements("item"), 1):
        mark = f"{number}." if ordered else "•"
        for at, part in enumerate(_flow(item, inner)):
            if at == 0 and isinstance(part, Line) and not part.is_context:
                yield Line("", f"{mark} {part.text}", inner)
            else:
                yield part


def _table(node: Node, level: int) -> Iterator[Block]:
    heading = node.first("caption")
    if heading is not None:
        yield _caption(heading, level)
    head = _rows(node.elements("thead"))
    body = [*node.elements("tbody"), node, *node.elements("tfoot")]
    grid = _grid([*head, *_rows(body)])
    if grid:
        titles = grid[0] if head else ("",) * len(grid[0])
        yield Table(titles, tuple(grid[1:] if head else grid), level)


def _rows(parts: list[Node]) -> list[Node]:
    return [row for part in parts for row in part.elements("tr")]


def _grid(rows: list[Node]) -> list[tuple[str, ...]]:
    """Texts of the cells, all rows as wide as the widest; spanned cells are empty."""
    taken: set[tuple[int, int]] = set()
    texts: dict[tuple[int, int], str] = {}
    for at, row in enumerate(rows):
        column = 0
        for cell in row.elements():
            while (at, column) in taken:
                column += 1
            if cell.name not in ("td", "th") or column >= _WIDEST:
                continue
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            texts[at, column] = visible(_spaced(_words(cell)))
            taken |= {
                (at + below, column + right)
                for below in range(min(down, len(rows) - at))
                for right in range(across)
            }
            if len(taken) > limits.TABLE_CELLS:
                break
    width = 1 + max((column for _, column in taken), default=-1)
    height = 1 + max((row for row, _ in taken), default=-1)
    height = min(height, limits.TABLE_CELLS // max(width, 1) + 2)
    return [
        tuple(texts.get((row, column), "") for column in range(width))
        for row in range(height)
    ]


def _span(cell: Node, name: str) -> int:
    stated = cell.attributes.get(name, "1")
    number = int(stated) if stated.isdecimal() and len(stated) < 6 else 1
    return min(max(number, 1), _WIDEST)


def _without_narrative(text: Node) -> Line:
    kind = caption(text.attributes.get("mediaType", ""))
    return Line(
        "",
        tr("Its body is no XML but a file inside it ({kind}), not shown.", kind=kind),
        1,
    )
