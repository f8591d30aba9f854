"""The manual's pages: a small part of Markdown as HTML, and sections to search in.

The text is our own; what comes from outside it (names, keys) is put in escaped, where
it says {what:which}.
"""

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from viewer.text import plain

REFERENCE = re.compile(r"\{([a-z]+):([A-Za-z0-9_+/.-]+)\}")
_INLINE = (
    (re.compile(r"!\[([^\]]*)\]\(([^)]+)\)"), r'<img src="\2" alt="\1"/>'),
    (re.compile(r"\[([^\]]+)\]\(([^)]+)\)"), r'<a href="\2">\1</a>'),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<b>\1</b>"),
    (re.compile(r"\*([^*]+)\*"), r"<i>\1</i>"),
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
)
_ITEM = re.compile(r"(?:- |\d+\. )")


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is shown."""

    name: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading."""

    page: str
    anchor: str
    heading: str
    text: str


def made_page(name: str, text: str, told: Callable[[str, str], str]) -> Page:
    """A page of Markdown; `told` gives the HTML of a reference."""
    filled = REFERENCE.sub(lambda found: told(found[1], found[2]), to_html(text))
    title = html.unescape(re.sub(r"<[^>]+>", "", filled.split("</h1>")[0]))
    return Page(name, title.strip(), filled)


def pictures_in(text: str) -> list[str]:
    """The names of the pictures of a page of Markdown."""
    return [found[2] for found in _INLINE[0][0].finditer(text)]


def to_html(text: str) -> str:
    """Headings, paragraphs, lists, tables, notes, pictures, links, bold and italic."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "\n".join(_block(block.strip("\n"), at) for at, block in enumerate(blocks))


def sections(pages: Sequence[Page]) -> list[Section]:
    """The parts of all pages, by their headings."""
    found = []
    for page in pages:
        for part in re.split(r"(?=<h[12]>)", page.html):
            named = re.match(r'<h[12]><a name="([^"]+)"></a>(.*?)</h[12]>', part)
            if named:
                rest = _words(part[named.end() :])
                found.append(Section(page.name, named[1], _words(named[2]), rest))
    return found


def search(found: Sequence[Section], typed: str) -> list[Section]:
    """Sections in which every typed word stands, those with it in the heading first."""
    words = plain(typed).split()
    if not words:
        return []
    rated = []
    for at, section in enumerate(found):
        heading, text = plain(section.heading), plain(section.text)
        if all(word in heading or word in text for word in words):
            missing = sum(word not in heading for word in words)
            rated.append((missing, at, section))
    return [one[-1] for one in sorted(rated, key=lambda one: one[:2])]


def _words(markup: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))).strip()


def _block(block: str, at: int) -> str:
    lines = block.split("\n")
    if heading := re.match(r"(#{1,2}) (.+)", block):
        level = len(heading[1])
        name = f'<a name="part{at}"></a>'
        return f"<h{level}>{name}{_inline(heading[2])}</h{level}>"
    if block.startswith("|"):
        return _table(lines)
    if block.startswith("> "):
        note = " ".join(line.removeprefix("> ") for line in lines)
        return f'<table class="note"><tr><td>{_inline(note)}</td></tr></table>'
    if _ITEM.match(block):
        kind = "ul" if block.startswith("- ") else "ol"
        items = re.split(r"\n(?=(?:- |\d+\. ))", block)
        texts = (_inline(_ITEM.sub("", item, count=1)) for item in items)
        return f"<{kind}>{''.join(f'<li>{text}</li>' for text in texts)}</{kind}>"
    if re.fullmatch(r"\{table:[a-z]+\}", block):
        return block
    return f"<p>{_inline(block)}</p>"


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    rows = [row for row in rows if set("".join(row)) - {"-", " "}]
    return table(tuple(_inline(cell) for cell in row) for row in rows)


def table(rows: Iterable[Iterable[str]]) -> str:
    """A table of HTML cells."""
    made = (f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="rows">{"".join(made)}</table>'


def _inline(text: str) -> str:
    marked = html.escape(" ".join(text.split()), quote=False)
    for pattern, replacement in _INLINE:
        marked = pattern.sub(replacement, marked)
    return marked
