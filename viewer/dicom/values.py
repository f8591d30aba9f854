"""Value bytes as text and numbers, by VR and character set (PS3.5 6.1, 6.2)."""

import math
import struct

_SINGLE_BYTE = {
    "": "iso8859-1",
    "ISO_IR 6": "iso8859-1",
    "ISO_IR 100": "iso8859-1",
    "ISO_IR 101": "iso8859-2",
    "ISO_IR 109": "iso8859-3",
    "ISO_IR 110": "iso8859-4",
    "ISO_IR 126": "iso8859-7",
    "ISO_IR 127": "iso8859-6",
    "ISO_IR 138": "iso8859-8",
    "ISO_IR 144": "iso8859-5",
    "ISO_IR 148": "iso8859-9",
    "ISO_IR 192": "utf-8",
    "ISO_IR 203": "iso8859-15",
    "GB18030": "gb18030",
    "GBK": "gbk",
}
_CHARACTER_SET_VRS = frozenset({"LO", "LT", "PN", "SH", "ST", "UC", "UT", "UN", ""})
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
_UNSIGNED = {signed: unsigned for unsigned, signed in _SIGNED.items()}


def decode_text(raw: bytes, vr: str, character_set: tuple[str, ...] = ()) -> str:
    """The value as text without trailing padding; undecodable bytes become U+FFFD.

    Several terms, or one that switches sets by escape sequences, go to pydicom.
    """
    raw = raw.rstrip(b"\0 ")
    if vr not in _CHARACTER_SET_VRS or (raw.isascii() and b"\x1b" not in raw):
        return raw.decode("iso8859-1")
    term = character_set[0].strip() if character_set else ""
    codec = _SINGLE_BYTE.get(term)
    if codec is None or len(character_set) > 1:
        return _decode_with_extensions(raw, vr, character_set)
    return raw.decode(codec, errors="replace")


def _decode_with_extensions(raw: bytes, vr: str, character_set: tuple[str, ...]) -> str:
    import warnings

    from pydicom.charset import convert_encodings, decode_bytes

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        encodings = convert_encodings(list(character_set))
        delimiters = {"\r", "\n", "\t", "\f"} if vr in ("LT", "ST", "UT") else {"\\"}
        if vr == "PN":
            delimiters |= {"^", "="}
            return "=".join(
                decode_bytes(part, encodings, {ord(d) for d in delimiters})
                for part in raw.split(b"=")
            )
        return decode_bytes(raw, encodings, {ord(d) for d in delimiters})


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
    """All values as integers; () when empty, malformed or not whole."""
    try:
        code = _STRUCTS.get(vr)
        if code in _SIGNED:
            if signed is not None:
                code = _SIGNED[code] if signed else _UNSIGNED[_SIGNED[code]]
            return tuple(int(v) for v in _unpack(raw, code, little_endian))
        if code is not None:
            values = _unpack(raw, code, little_endian)
        else:
            values = tuple(float(part) for part in _text_parts(raw))
        if any(value != int(value) for value in values):
            return ()
        return tuple(int(value) for value in values)
    except (ValueError, OverflowError, struct.error):
        return ()


def _text_parts(raw: bytes) -> list[bytes]:
    stripped = raw.strip(b"\0 ")
    return stripped.split(b"\\") if stripped else []


def _unpack(raw: bytes, code: str, little_endian: bool) -> tuple[int | float, ...]:
    size = struct.calcsize("<" + code)
    return struct.unpack(
        f"{'<' if little_endian else '>'}{len(raw) // size}{code}",
        raw[: len(raw) // size * size],
    )
