"""A pydicom data set as rows: for the header panel, the search and comparisons.

Made in a worker process; the records travel to the window, which never imports
pydicom. Every element is converted under its own guard, and nothing recurses.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from viewer import limits
from viewer.dicom.element_groups import group_of
from viewer.dicom.element_text import (
    ValueText,
    hexadecimal,
    text_of_bytes,
    text_of_value,
)
from viewer.dicom.values import visible
from viewer.text import figure, tr, trn

RowKind = Literal["value", "binary", "sequence", "item", "broken", "end"]


class ElementRow(NamedTuple):
    """One element or sequence item; plain data, English only where the standard is.

    `depth` counts sequences and items: an element of an item of a top-level sequence
    has 2. `value` is one bounded line: text, hexadecimal digits, what an item's code
    means, or why the element is broken. `full_value` is there when `value` does not
    tell all. `size` is a length in bytes, a count of items, or an item's number.
    `group` is a marked English heading, the same for all rows under a top-level one.
    """

    path: str
    tag: str
    vr: str
    keyword: str
    name: str
    kind: RowKind
    value: str = ""
    full_value: str | None = None
    size: int = 0
    depth: int = 0
    group: str = ""
    meaning: str = ""
    creator: str = ""


def is_private(row: ElementRow) -> bool:
    """An element of a maker's own (odd group)."""
    return row.tag[4:5] in ("1", "3", "5", "7", "9", "B", "D", "F")


def shown_name(row: ElementRow) -> str:
    """The name of an element for people, in the language of the window."""
    if row.kind == "item":
        return tr("Item {number}", number=row.size)
    if not is_private(row):
        return row.name or tr("Unknown element")
    name = row.name or tr("private")
    return f"{name} · {row.creator}" if row.creator else name


def shown_value(row: ElementRow) -> str:
    """The value of an element for people, in the language of the window."""
    if row.kind == "sequence":
        return trn("{count} item", "{count} items", row.size)
    if row.kind == "binary":
        length = trn("{count} byte", "{count} bytes", row.size)
        return f"{length} · {row.value}" if row.value else length
    if row.kind == "broken":
        return tr("cannot be read: {reason}", reason=row.value)
    if row.kind == "end":
        return tr(
            "The list ends here: the object has more than {count} elements.",
            count=figure(row.size, ","),
        )
    return f"{row.value} · {row.meaning}" if row.meaning else row.value


def binary_row(tag: int, vr: str, size: int, first: bytes) -> ElementRow:
    """A row for a top-level binary value that is not in the data set."""
    row = _blank(tag, vr, "", _Place())
    return row._replace(kind="binary", value=hexadecimal(first), size=size)


def element_rows(
    dataset: Any, character_set: tuple[str, ...] = ()
) -> tuple[ElementRow, ...]:
    """All elements of a pydicom data set, file meta first, each in the file's order.

    `character_set` has the terms to read texts by, () for those of the data set.
    Never raises for what the data set holds. Past `limits.TREE_ROWS` rows the last
    one says that the list ends.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _all_rows(dataset, _Place(terms=character_set))


def _all_rows(dataset: Any, root: "_Place") -> tuple[ElementRow, ...]:
    rows: list[ElementRow] = []
    spent = 0
    meta = getattr(dataset, "file_meta", None)
    stack: list[Iterator[Any]] = [_elements(dataset, root)]
    if meta is not None:
        stack.append(_elements(meta, _Place()))
    while stack:
        found = next(stack[-1], None)
        if found is None:
            stack.pop()
        elif not isinstance(found, ElementRow):
            stack.append(found)
        elif len(rows) >= limits.TREE_ROWS:
            rows.append(ElementRow("", "", "", "", "", "end", size=limits.TREE_ROWS))
            break
        else:
            spent += len(found.full_value or "")
            kept = spent <= limits.FULL_VALUES_CHARACTERS
            rows.append(found if kept else found._replace(full_value=None))
    return tuple(rows)


class _Place(NamedTuple):
    """Where in the data set: what elements inherit from those around them."""

    path: str = ""
    depth: int = 0
    group: str = ""
    terms: tuple[str, ...] = ()
    signed: bool = False


def _elements(dataset: Any, place: _Place) -> Iterator[Any]:
    """Rows of one data set or item; an iterator in between is its nested rows."""
    forced = not place.depth and place.terms
    place = place._replace(
        terms=forced or _own_terms(dataset) or place.terms,
        signed=_own_sign(dataset, place.signed),
    )
    for tag in sorted(map(int, dataset.keys())):
        try:
            row, items = _element(dataset, tag, place)
        except Exception as error:  # noqa: BLE001 (a broken value costs its row only)
            row, items = _broken(tag, place, error), ()
        yield row
        if items:
            yield _items(items, row, place)


def _items(items: Sequence[Any], row: ElementRow, place: _Place) -> Iterator[Any]:
    for number, item in enumerate(items, start=1):
        path = f"{row.path}[{number}]"
        try:
            value = _code_of(item, place)
        except Exception:  # noqa: BLE001 (only a help for the reader)
            value = ""
        yield ElementRow(
            path,
            "",
            "",
            "",
            "",
            "item",
            value,
            None,
            number,
            place.depth + 1,
            row.group,
        )
        yield _elements(
            item,
            place._replace(path=path + ".", depth=place.depth + 2, group=row.group),
        )


def _element(dataset: Any, tag: int, place: _Place) -> tuple[ElementRow, Sequence[Any]]:
    from pydicom.dataelem import RawDataElement
    from pydicom.sequence import Sequence as Items

    element = dataset.get_item(tag, keep_deferred=True)
    creator = _creator(dataset, tag, place)
    vr = _vr(element.VR, tag, creator, place.signed)
    row = _blank(tag, vr, creator, place)
    if isinstance(element, RawDataElement) and vr != "SQ":
        raw = element.value or b""
        little_endian = element.is_little_endian
        return _filled(row, text_of_bytes(raw, vr, little_endian, place.terms)), ()
    value = dataset[tag].value if vr == "SQ" else element.value
    if not isinstance(value, Items):
        if vr == "SQ" and value:
            raise ValueError(tr("the sequence has no items that can be read"))
        return _filled(row, text_of_value(value, vr)), ()
    row = row._replace(vr="SQ", kind="sequence", size=len(value))
    if place.depth >= 2 * limits.SEQUENCE_DEPTH:
        most = limits.SEQUENCE_DEPTH
        reason = tr("nested deeper than {limit} sequences", limit=most)
        return row._replace(kind="broken", value=reason), ()
    return row, value


def _blank(tag: int, vr: str, creator: str, place: _Place) -> ElementRow:
    text, keyword, name = _named(tag, creator)
    return ElementRow(
        place.path + text,
        text,
        vr,
        keyword,
        name,
        "value",
        depth=place.depth,
        group=place.group or group_of(tag),
        creator=creator,
    )


def _filled(row: ElementRow, text: ValueText) -> ElementRow:
    return row._replace(
        kind=text.kind,
        value=text.value,
        full_value=text.full,
        size=text.size,
        meaning=text.meaning,
    )


def _broken(tag: int, place: _Place, error: Exception) -> ElementRow:
    reason = " ".join(str(error).split()) or type(error).__name__
    row = _blank(tag, "", "", place)
    return row._replace(kind="broken", value=visible(reason[:200]))


_VR = re.compile(r"[A-Z]{2}")


def _vr(stated: str | None, tag: int, creator: str, signed: bool) -> str:
    """The file's VR, or the dictionary's where the file has none worth the name."""
    vr = str(stated or "")
    if not _VR.fullmatch(vr) or vr == "UN":
        vr = _dictionary_vr(tag, creator)
    if " or " in vr:
        if vr.startswith("US or SS"):
            return "SS" if signed else "US"
        return "OW"
    return vr


@lru_cache(maxsize=4096)
def _dictionary_vr(tag: int, creator: str) -> str:
    from pydicom.datadict import dictionary_VR, private_dictionary_VR

    if not tag & 0xFFFF:
        return "UL"
    try:
        if not tag >> 16 & 1:
            return dictionary_VR(tag)
        if 0x10 <= tag & 0xFFFF <= 0xFF:
            return "LO"
        return private_dictionary_VR(tag, creator)
    except KeyError:
        return "UN"


@lru_cache(maxsize=4096)
def _named(tag: int, creator: str) -> tuple[str, str, str]:
    """ "(gggg,eeee)", keyword and name; the same strings for the same tag."""
    from pydicom.datadict import (
        dictionary_description,
        keyword_for_tag,
        private_dictionary_description,
    )

    text = f"({tag >> 16:04X},{tag & 0xFFFF:04X})"
    try:
        if not tag >> 16 & 1:
            return text, keyword_for_tag(tag), dictionary_description(tag)
        if 0x10 <= tag & 0xFFFF <= 0xFF:
            return text, "", "Private Creator"
        return text, "", private_dictionary_description(tag, creator)
    except KeyError:
        return text, "", "" if tag & 0xFFFF else "Group Length"


def _creator(dataset: Any, tag: int, place: _Place) -> str:
    """Who owns a private element (PS3.5 7.8.1); "" for any other."""
    block = tag >> 8 & 0xFF
    if not tag >> 16 & 1 or block < 0x10:
        return ""
    return _plain_text(dataset, tag & 0xFFFF0000 | block, place.terms)


def _plain_text(dataset: Any, tag: int, terms: Sequence[str] = ()) -> str:
    """A short text of the data set; "" when absent or unusable."""
    element = dataset.get_item(tag, keep_deferred=True) if tag in dataset else None
    if element is None:
        return ""
    if isinstance(element.value, bytes):
        return text_of_bytes(element.value, "LO", True, terms).value
    return text_of_value(element.value, "LO").value


def _own_terms(dataset: Any) -> tuple[str, ...]:
    text = _plain_text(dataset, 0x00080005)
    return tuple(text.split("\\")) if text else ()


def _own_sign(dataset: Any, inherited: bool) -> bool:
    element = dataset.get_item(0x00280103) if 0x00280103 in dataset else None
    if element is None:
        return inherited
    value = element.value
    return value in (1, b"\1\0", b"\0\1")


def _code_of(item: Any, place: _Place) -> str:
    """ "Chest (T-D3000, SRT)" for an item that is a code (PS3.3 8.8)."""
    terms = _own_terms(item) or place.terms
    meaning = _plain_text(item, 0x00080104, terms)
    if not meaning:
        return ""
    code = (_plain_text(item, tag, terms) for tag in (0x00080100, 0x00080102))
    inside = ", ".join(filter(None, code))
    return f"{meaning} ({inside})" if inside else meaning
