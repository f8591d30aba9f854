"""Guarded looks into a pydicom data set, for what the views show of an object.

Every function takes a keyword of PS3.6, or the tag of an element of a repeating group,
and never raises: what is absent, malformed or of another type is "", None or (). Texts
are plain, without padding and not cut.
"""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from viewer.records import dataclass

if TYPE_CHECKING:
    from pydicom import Dataset


@dataclass(frozen=True, slots=True)
class Code:
    """A coded concept (PS3.3 8.8): value, scheme and the meaning that people read."""

    value: str
    scheme: str = ""
    meaning: str = ""

    def __str__(self) -> str:
        return self.meaning or self.value


def text(item: "Dataset", keyword: str | int) -> str:
    """The value as text; several values joined by a backslash."""
    value = _plain(item, keyword)
    if isinstance(value, bytes):
        return value.decode("latin-1").strip(" \0")
    if _is_many(value):
        return "\\".join(str(part) for part in value).strip(" \0")
    return "" if value is None else str(value).strip(" \0")


def texts(item: "Dataset", keyword: str | int) -> tuple[str, ...]:
    """Each value as text, stripped."""
    value = _plain(item, keyword)
    parts = value if _is_many(value) else () if value is None else (value,)
    return tuple(str(part).strip(" \0") for part in parts)


def numbers(item: "Dataset", keyword: str | int) -> tuple[float, ...]:
    """All values as finite numbers; () when one of them is none."""
    value = _value(item, keyword)
    parts = value if _is_many(value) else () if value is None else (value,)
    try:
        found = tuple(float(part) for part in parts)
    except (TypeError, ValueError, OverflowError):
        return ()
    return found if all(math.isfinite(number) for number in found) else ()


def number(item: "Dataset", keyword: str | int) -> float | None:
    """The first value as a finite number."""
    found = numbers(item, keyword)
    return found[0] if found else None


def integers(item: "Dataset", keyword: str | int) -> tuple[int, ...]:
    """All values as integers, fractions cut off."""
    return tuple(int(value) for value in numbers(item, keyword))


def integer(item: "Dataset", keyword: str | int) -> int | None:
    """The first value as an integer."""
    found = integers(item, keyword)
    return found[0] if found else None


def items(item: "Dataset", keyword: str) -> tuple["Dataset", ...]:
    """The items of a sequence."""
    from pydicom.sequence import Sequence as Items

    value = _value(item, keyword)
    return tuple(value) if isinstance(value, Items) else ()


def raw(item: "Dataset", keyword: str | int) -> bytes:
    """The bytes of a binary value, as in the file."""
    value = _value(item, keyword)
    return bytes(value) if isinstance(value, bytes | bytearray) else b""


def vr(item: "Dataset", tag: int) -> str:
    """The value representation that an element has in the file, "" when absent."""
    try:
        return str(item.get_item(tag).VR or "")
    except Exception:  # noqa: BLE001 (a broken element costs itself only)
        return ""


def code(item: "Dataset", keyword: str) -> Code | None:
    """The first coded concept of a code sequence."""
    found = items(item, keyword)
    return code_of(found[0]) if found else None


def code_of(item: "Dataset") -> Code | None:
    """The coded concept of one item; long and URN values are values too."""
    value = (
        text(item, "CodeValue")
        or text(item, "LongCodeValue")
        or text(item, "URNCodeValue")
    )
    meaning = text(item, "CodeMeaning")
    if not value and not meaning:
        return None
    return Code(value, text(item, "CodingSchemeDesignator"), meaning)


def representation(item: "Dataset", keyword: str) -> str:
    """The VR of an element, "" when it is absent or cannot be read."""
    try:
        return str(item[keyword].VR) if keyword in item else ""
    except Exception:  # noqa: BLE001 (a broken value costs itself only)
        return ""


def walked(dataset: "Dataset") -> Iterator["Dataset"]:
    """The data set and all items nested in it, outer ones first, in their order."""
    waiting: list[Any] = [dataset]
    while waiting:
        item = waiting.pop()
        yield item
        nested: list[Any] = []
        for tag in list(item.keys()):
            nested += _nested(item, tag)
        waiting += reversed(nested)


def _nested(item: Any, tag: Any) -> list[Any]:
    try:
        known = item.get_item(tag).VR
        if known not in ("SQ", "UN", None):
            return []
        element = item[tag]
        return list(element.value or ()) if element.VR == "SQ" else []
    except Exception:  # noqa: BLE001 (a broken sequence costs itself only)
        return []


def _value(item: "Dataset", keyword: str | int) -> Any:
    try:
        if isinstance(keyword, int):
            return item[keyword].value if keyword in item else None
        return item.get(keyword)
    except Exception:  # noqa: BLE001 (a broken value costs itself only)
        return None


def _plain(item: "Dataset", keyword: str | int) -> Any:
    """A value that is no sequence, whose items would all be written out as text."""
    from pydicom.sequence import Sequence as Items

    value = _value(item, keyword)
    return None if isinstance(value, Items) else value


def _is_many(value: object) -> bool:
    from pydicom.multival import MultiValue

    return isinstance(value, MultiValue | list | tuple)
