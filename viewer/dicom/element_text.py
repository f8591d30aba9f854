"""One element's value as bounded text: what the header panel, search and copy show."""

import re
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from viewer import limits
from viewer.dicom.sop_classes import sop_class
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.dicom.values import decode_text, visible
from viewer.text import tr

TextKind = Literal["value", "binary"]

_BINARY = frozenset({"OB", "OW", "OF", "OD", "OL", "OV", "UN"})
_NUMBERS = {
    "US": "H",
    "SS": "h",
    "UL": "I",
    "SL": "i",
    "UV": "Q",
    "SV": "q",
    "FL": "f",
    "FD": "d",
    "AT": "HH",
}
_ONE_VALUE = frozenset({"LT", "ST", "UT", "UR"})


class ValueText(NamedTuple):
    """`value` is cut and in one line; `full` is there when it does not tell all.

    `size` is the length in bytes.
    """

    kind: TextKind
    value: str
    full: str | None = None
    size: int = 0
    meaning: str = ""


def text_of_bytes(
    raw: bytes, vr: str, little_endian: bool, terms: Sequence[str]
) -> ValueText:
    """The text of a value as it stands in the file. Raises ValueError and such."""
    size = len(raw)
    if vr in _NUMBERS:
        return _fitted(_numbers(raw, vr, little_endian), size, _at_meaning(raw, vr))
    if vr in _BINARY and not (vr == "UN" and _is_plain(raw)):
        return ValueText("binary", hexadecimal(raw), None, size)
    text = decode_text(raw[: limits.FULL_VALUE_CHARACTERS], vr, tuple(terms))
    if vr not in _ONE_VALUE:
        text = "\\".join(part.strip() for part in text.split("\\"))
    return _fitted(text, size, uid_meaning(text) if vr == "UI" else "")


def text_of_value(value: Any, vr: str) -> ValueText:
    """The text of a value that pydicom has already converted."""
    if isinstance(value, bytes):
        return text_of_bytes(value, "UN" if vr not in _BINARY else vr, True, ())
    if value is None:
        return ValueText("value", "")
    if isinstance(value, str) or not isinstance(value, Sequence):
        text = str(value)
    else:
        text = "\\".join(map(str, value[: limits.FULL_VALUE_CHARACTERS // 2]))
    return _fitted(text, len(text), uid_meaning(text) if vr == "UI" else "")


@lru_cache(maxsize=1024)
def uid_meaning(uid: str) -> str:
    """The registered name of a UID, with the one that older tables use; "" if none."""
    known = sop_class(uid)
    if known is not None:
        return f"{known.name} ({known.alias})" if known.alias else known.name
    syntax = transfer_syntax(uid)
    if syntax is not None:
        return syntax.name
    from pydicom.uid import UID

    name = UID(uid).name
    return "" if name == uid else str(name)


def _fitted(text: str, size: int, meaning: str = "") -> ValueText:
    shown = visible(text[: limits.VALUE_CHARACTERS])
    if len(text) > limits.VALUE_CHARACTERS:
        return ValueText("value", shown + "…", text, size, meaning)
    lines = "\n" in text or "\r" in text
    return ValueText("value", shown, text if lines else None, size, meaning)


def _numbers(raw: bytes, vr: str, little_endian: bool) -> str:
    code = _NUMBERS[vr]
    each = struct.calcsize("<" + code)
    if len(raw) % each:
        raise ValueError(
            tr(
                "{count} bytes are no whole number of {vr} values",
                count=len(raw),
                vr=vr,
            )
        )
    most = limits.FULL_VALUE_CHARACTERS // 8
    order = "<" if little_endian else ">"
    values = struct.iter_unpack(order + code, raw[: most * each])
    if vr == "AT":
        return "\\".join(f"({group:04X},{number:04X})" for group, number in values)
    if vr == "FL":
        return "\\".join(f"{value:.9g}" for (value,) in values)
    return "\\".join(str(value) for (value,) in values)


def _at_meaning(raw: bytes, vr: str) -> str:
    if vr != "AT" or len(raw) != 4:
        return ""
    from pydicom.datadict import keyword_for_tag

    low, high = struct.unpack("<HH", raw)
    return str(keyword_for_tag(low << 16 | high))


def hexadecimal(raw: bytes) -> str:
    """The first bytes, and a sign when there are more."""
    shown = raw[: limits.VALUE_BYTES].hex(" ")
    return shown + " …" if len(raw) > limits.VALUE_BYTES else shown


_PLAIN = re.compile(rb"[\x20-\x7e\r\n\t]+[\x00 ]?")


def _is_plain(raw: bytes) -> bool:
    """Of unknown VR, but a text that anybody can read."""
    return len(raw) <= limits.VALUE_CHARACTERS and bool(_PLAIN.fullmatch(raw))
