"""Value bytes as text and numbers, by VR (PS3.5 6.2)."""

import contextlib
import math
import re
import struct
from datetime import datetime, timedelta, timezone

from viewer import limits
from viewer.dicom import character_sets
from viewer.text import DATE, FIGURES, mark, tr

_PERSON_DELIMITERS = b"\\^=\r\n\t\f"
_ONE_VALUE = frozenset({"LT", "ST", "UT", "UR"})
_ONE_VALUE_DELIMITERS = b"\r\n\t\f"
_STRUCTS = {
    "US": "H",
    "SS": "h",
    "UL": "I",
    "SL": "i",
    "UV": "Q",
    "SV": "q",
    "FL": "f",
    "FD": "d",
    "AT": "H",
    "OW": "H",
}
_SIGNED = {"H": "h", "I": "i", "Q": "q", "h": "h", "i": "i", "q": "q"}
_BEYOND = 2**64
"""No integer of the standard is so large; one that is makes later figures overflow."""
_UNSIGNED = {"H": "H", "I": "I", "Q": "Q", "h": "H", "i": "I", "q": "Q"}


def decode_text(raw: bytes, vr: str, character_set: tuple[str, ...] = ()) -> str:
    """The value as text without trailing padding; undecodable bytes become U+FFFD.

    The character set is used for every VR: those that should be plain ASCII are, save
    in files that break the rule in their own set.
    """
    raw = raw.rstrip(b"\0 ")
    if vr == "PN":
        return character_sets.decode(raw, character_set, _PERSON_DELIMITERS)
    if vr in _ONE_VALUE:
        return character_sets.decode(raw, character_set, _ONE_VALUE_DELIMITERS)
    return character_sets.decode(raw, character_set)


def parse_numbers(raw: bytes, vr: str, little_endian: bool) -> tuple[float, ...]:
    """All values as finite floats; () when empty or when one of them is none."""
    try:
        if vr in _STRUCTS:
            values = tuple(float(v) for v in _unpack(raw, _STRUCTS[vr], little_endian))
        else:
            values = tuple(float(part) for part in _text_parts(raw))
    except (ValueError, struct.error):
        return ()
    return values if all(map(math.isfinite, values)) else ()


def parse_integers(
    raw: bytes, vr: str, little_endian: bool, signed: bool | None = None
) -> tuple[int, ...]:
    """All values as integers; () when empty, malformed, not whole or over 64 bits."""
    try:
        code = _STRUCTS.get(vr)
        if code in _SIGNED:
            if signed is not None:
                code = (_SIGNED if signed else _UNSIGNED)[code]
            return tuple(int(v) for v in _unpack(raw, code, little_endian))
        if code is not None:
            values = _unpack(raw, code, little_endian)
        else:
            values = tuple(float(part) for part in _text_parts(raw))
        if any(value != int(value) or abs(value) >= _BEYOND for value in values):
            return ()
        return tuple(int(value) for value in values)
    except (ValueError, OverflowError, struct.error):
        return ()


def _text_parts(raw: bytes) -> list[bytes]:
    """Raises ValueError for what Python takes for a number and the standard not."""
    stripped = raw.strip(b"\0 ")
    if b"_" in stripped:
        raise ValueError("underscore")
    return stripped.split(b"\\") if stripped else []


def _unpack(raw: bytes, code: str, little_endian: bool) -> tuple[int | float, ...]:
    size = struct.calcsize("<" + code)
    return struct.unpack(
        f"{'<' if little_endian else '>'}{len(raw) // size}{code}",
        raw[: len(raw) // size * size],
    )


def person_name(text: str) -> str:
    """A PN value as people read it: "SILVA, João" or "Yamada, Tarou (山田 太郎)".

    "" when every component is empty (PS3.5 6.2.1).
    """
    groups = [caption(group) for group in text.split("\\")[0].split("=")[:3]]
    alphabetic = _alphabetic(groups[0])
    others = [" ".join(filter(None, group.split("^"))) for group in groups[1:]]
    other = next(filter(None, others), "")
    if alphabetic and other:
        return f"{alphabetic} ({other})"
    return alphabetic or other


def _alphabetic(group: str) -> str:
    family, given, middle, prefix, suffix = (
        part.strip() for part in (group.split("^") + [""] * 5)[:5]
    )
    first = " ".join(filter(None, (prefix, given, middle)))
    return ", ".join(filter(None, (family, first, suffix)))


def date_text(text: str) -> str:
    """A DA or DT value as the language writes dates; what is none, as it is.

    "2026-11-22" in English, "22/11/2026" in Portuguese.
    """
    match = _DATE.match(text.strip())
    if match is None:
        return caption(text)
    year, month, day = match.groups()
    return tr(DATE, year=year, month=month, day=day)


def time_text(text: str) -> str:
    """A TM value as "10:31", "10:31:05" or "10:31:05.25"; what is none, as it is.

    Parts of a second stand to the millisecond, and only when they are not 0.
    """
    match = _TIME.match(text.strip())
    if match is None:
        return caption(text)
    hours, minutes, seconds, part = match.groups()
    part = (part or "")[:3].rstrip("0")
    clock = ":".join(filter(None, (hours, minutes, seconds)))
    return f"{clock}{tr(FIGURES)[5]}{part}" if part else clock


def zone_text(text: str) -> str:
    """An offset from UTC such as "-0300" as "−03:00"; "" for what is none."""
    match = re.fullmatch(_ZONE, text.strip())
    return f"{match[1].replace('-', '−')}{match[2]}:{match[3]}" if match else ""


def datetime_text(text: str) -> str:
    """A DT value as date, time and zone, as far as it states them."""
    match = re.fullmatch(_DATETIME, text.strip())
    if match is None:
        return caption(text)
    date, time, zone = (part or "" for part in match.groups())
    parts = date_text(date), time_text(time) if time else "", zone_text(zone)
    return " ".join(filter(None, parts))


def moment_of(text: str) -> datetime | None:
    """A DT value, or a DA and a TM joined, to the second at least; else None."""
    match = re.fullmatch(_DATETIME, text.strip())
    if match is None or len(match[2] or "") < 6:
        return None
    with contextlib.suppress(ValueError):  # the 31st of February, hour 25
        when = datetime.strptime(match[1] + match[2][:6], "%Y%m%d%H%M%S")
        zone = re.fullmatch(_ZONE, match[3] or "")
        if zone is None:
            return when
        sign = -1 if zone[1] == "-" else 1
        offset = timedelta(hours=int(zone[2]), minutes=int(zone[3]))
        return when.replace(tzinfo=timezone(sign * offset))
    return None


def age_text(text: str) -> str:
    """An AS value as "56 y"; what is no age is returned as it is."""
    match = _AGE.match(text.strip())
    if match is None:
        return caption(text)
    pattern = {
        "Y": mark("{count} y"),
        "M": mark("{count} mo"),
        "W": mark("{count} wk"),
        "D": mark("{count} d"),
    }[match[2].upper()]
    return tr(pattern, count=int(match[1]))


def sex_text(text: str) -> str:
    """A Patient's Sex as "M", "F" or a word."""
    code = text.strip().upper()
    return tr("other sex") if code == "O" else caption(code)


def visible(text: str) -> str:
    """The text with what cannot be seen made visible: nothing hides or turns letters.

    Line ends become ↵, other control characters their picture (␛), direction marks
    and invisible separators their number (⟨202E⟩).
    """
    if text.isascii() and text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_VISIBLE)


def caption(text: str) -> str:
    """A value for one line of a list, a card or a corner: visible, and cut."""
    text = text.strip()
    longest = limits.CAPTION_CHARACTERS
    return visible(text if len(text) <= longest else text[: longest - 1] + "…")


_DATE = re.compile(r"(\d{4})[.\-/]?(\d\d)[.\-/]?(\d\d)")
_TIME = re.compile(r"(\d\d):?(\d\d)(?::?(\d\d)(?:\.(\d{1,6}))?)?(?!\d)")
_ZONE = r"([+-])(\d\d)(\d\d)"
_DATETIME = r"(\d{8})(\d{2,6}(?:\.\d{1,6})?)?([+-]\d{4})?"
"""Seldom met: compiled when they are first."""
_AGE = re.compile(r"(\d{1,3})([DWMYdwmy])$")
_VISIBLE = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
_VISIBLE |= {
    code: f"⟨{code:04X}⟩"
    for codes in (
        range(0x80, 0xA0),
        (0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF),
        range(0x202A, 0x202F),
        range(0x2060, 0x2070),
        range(0xFFF9, 0xFFFC),
    )
    for code in codes
}
_VISIBLE |= {ord("\n"): "↵", ord("\r"): "↵"}
