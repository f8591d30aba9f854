"""Attributes of a data set as the plain texts that cards show, found by paths."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from viewer import limits
from viewer.dicom.sop_classes import sop_class
from viewer.dicom.values import caption, date_text, person_name, time_text, visible
from viewer.kinds.card_layout import Listing
from viewer.kinds.reading import (
    code_of,
    integers,
    items,
    numbers,
    raw,
    representation,
    text,
    texts,
)
from viewer.pixels.cielab import srgb_of
from viewer.text import figure, trn

if TYPE_CHECKING:
    from pydicom import Dataset

_REALS = frozenset({"DS", "FD", "FL"})
_WHOLE = frozenset({"IS", "SL", "SS", "SV", "UL", "US", "UV"})
_LONG = frozenset({"LT", "ST", "UT"})
_BYTES = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})
_MATRIX = 16
_MOST_VALUES = 12


def reached(dataset: "Dataset", path: str) -> Iterator["Dataset"]:
    """Every item that a path of sequences leads to; "" is the data set itself."""
    if not path:
        yield dataset
        return
    first, _, rest = path.partition("/")
    for item in items(dataset, first):
        yield from reached(item, rest)


def value_at(candidates: Sequence["Dataset"], path: str) -> str:
    """The text that a path leads to in the first of some items that has one."""
    holders, _, keyword = path.rpartition("/")
    for candidate in candidates:
        found = [
            said
            for item in reached(candidate, holders)
            if (said := value_of(item, keyword))
        ]
        if found:
            return ", ".join(dict.fromkeys(found[:_MOST_VALUES]))
    return ""


def value_of(item: "Dataset", keyword: str) -> str:
    """One attribute as plain text; "" when it is absent, empty or malformed."""
    if keyword.startswith("#"):
        count = len(items(item, keyword[1:]))
        return str(count) if count else ""
    if keyword.endswith("CIELabValue"):
        words = integers(item, keyword)
        return _colour(srgb_of(words)) if len(words) == 3 else ""
    if keyword == "ROIDisplayColor":
        words = integers(item, keyword)
        return _colour(words) if len(words) == 3 else ""
    return _plain(item, keyword, representation(item, keyword))


def _plain(item: "Dataset", keyword: str, vr: str) -> str:
    if vr == "SQ":
        return _of_items(items(item, keyword))
    if vr in _REALS or vr in _WHOLE:
        return _numbers(numbers(item, keyword), ".0f" if vr in _WHOLE else ".6g")
    if vr == "PN":
        return ", ".join(filter(None, map(person_name, texts(item, keyword))))
    if vr in ("DA", "DT", "TM"):
        return _moment(text(item, keyword), vr)
    if vr == "UI":
        known = [sop_class(uid) for uid in texts(item, keyword)]
        names = [
            one.name if one else caption(uid)
            for one, uid in zip(known, texts(item, keyword), strict=True)
        ]
        return ", ".join(names[:_MOST_VALUES])
    if vr in _LONG:
        return paragraph(text(item, keyword))
    if vr in _BYTES:
        size = len(raw(item, keyword))
        return trn("{count} byte", "{count} bytes", size) if size else ""
    return caption(", ".join(texts(item, keyword)[:_MOST_VALUES]))


def paragraph(words: str) -> str:
    """A long text with its lines, every character visible, cut where it is absurd."""
    longest = limits.CARD_CHARACTERS
    cut = words if len(words) <= longest else words[: longest - 1] + "…"
    lines = cut.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(visible(line.rstrip()) for line in lines).strip("\n")


def table_of(dataset: "Dataset", listing: Listing) -> tuple[tuple[str, ...], ...]:
    """The rows of a table, all cells of them, in the order of the columns."""
    others = {
        sequence: {
            value: item
            for item in reached(dataset, sequence)
            if (value := value_of(item, keyword))
        }
        for sequence, keyword in listing.joined
    }
    rows = []
    for item in reached(dataset, listing.items):
        own = value_of(item, listing.key) if listing.key else ""
        beside = [found[own] for found in others.values() if own in found]
        rows.append(
            tuple(value_at([item, *beside], path) for _, path in listing.columns)
        )
        if len(rows) >= limits.CARD_ITEMS:
            break
    return tuple(rows)


def _of_items(found: tuple["Dataset", ...]) -> str:
    """Codes by their meaning, references by their class, else how many items."""
    said = []
    for item in found[:_MOST_VALUES]:
        known = code_of(item)
        refers = sop_class(text(item, "ReferencedSOPClassUID"))
        if known is not None:
            said.append(caption(str(known)))
        elif refers is not None:
            said.append(refers.short)
    if said:
        return ", ".join(dict.fromkeys(said))
    return trn("{count} item", "{count} items", len(found)) if found else ""


def _numbers(values: tuple[float, ...], form: str) -> str:
    if len(values) == _MATRIX:
        rows = [values[at : at + 4] for at in range(0, _MATRIX, 4)]
        return "\n".join("  ".join(figure(one, ".5g") for one in row) for row in rows)
    shown = " \\ ".join(figure(value, form) for value in values[:_MOST_VALUES])
    return shown + " …" if len(values) > _MOST_VALUES else shown


def _moment(words: str, vr: str) -> str:
    if vr == "DA":
        return date_text(words)
    if vr == "TM":
        return time_text(words)
    return f"{date_text(words[:8])} {time_text(words[8:14])}".strip() if words else ""


def _colour(rgb: Sequence[int]) -> str:
    red, green, blue = (min(max(part, 0), 255) for part in rgb)
    return f"#{red:02x}{green:02x}{blue:02x}"
