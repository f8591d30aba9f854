"""ICC profiles in a header (PS3.3 C.11.15; ISO 15076-1): name, use, and whether sound.

Read without a library, so that a profile can be named and judged anywhere; what is
applied, and how, is in pixels/colour_management.py.
"""

import struct
from collections.abc import Callable
from dataclasses import field, replace
from functools import lru_cache
from typing import Literal

from viewer import limits
from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.records import dataclass
from viewer.text import mark, tr

Fault = Literal["", "damaged", "not for RGB", "blended"]
_WHY = {
    "damaged": mark("the profile is damaged"),
    "not for RGB": mark("the profile is not for RGB"),
    "blended": mark("two images are blended"),
}
_HEAD_BYTES = 128
_ENTRY = struct.Struct(">4sII")
_SIGNATURE = slice(36, 40)
_COLOUR_SPACE, _CONNECTION_SPACE = slice(16, 20), slice(20, 24)
_MOST_TAGS = 200
_TABLES = (b"A2B0", b"A2B1", b"D2B0", b"D2B1")
_MATRIX = (b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = (b"rTRC", b"gTRC", b"bTRC")
_SRGB_MATRIX = (
    (0.4361, 0.2225, 0.0139),
    (0.3851, 0.7169, 0.0971),
    (0.1431, 0.0606, 0.7141),
)
"""Columns of red, green and blue, adapted to D50 (IEC 61966-2-1, ISO 15076-1 E)."""
_MATRIX_TOLERANCE = 0.0015
_CURVE_TOLERANCE = 0.0015
_PROBES = 33
_STEEPEST = 4

Curve = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class IccProfile:
    """A profile as stored; `name` is its own, in plain text.

    `fault` is why it cannot be applied, "" when it can.
    `is_srgb`: its colours are those of sRGB already, nothing has to be changed.
    """

    data: bytes = field(repr=False)
    name: str
    fault: Fault = ""
    is_srgb: bool = False

    @property
    def changes_colours(self) -> bool:
        """To show the colours, they have to be transformed."""
        return not self.fault and not self.is_srgb


def read_icc_profile(header: Header, frame_index: int = 0) -> IccProfile | None:
    """The profile of a colour image, or of the optical path of a slide's frame.

    None without one, and for grey, to which none applies. Never raises: a profile
    that is not sound has a `fault`.
    """
    if not _has_colours(header):
        return None
    raw = header.elements.get(tags.ICCProfile, ("", b""))[1]
    raw = raw or _of_optical_path(header, frame_index)
    return _parsed(raw) if raw else None


def icc_text(profile: IccProfile) -> str:
    """ "ICC: sRGB IEC61966-2.1, applied" """
    name = profile.name or tr("without a name")
    if profile.fault:
        return tr(
            "ICC: {name}, not applied: {why}", name=name, why=tr(_WHY[profile.fault])
        )
    return tr("ICC: {name}, applied", name=name)


def _has_colours(header: Header) -> bool:
    """Three channels, a palette, or grey with colours in it (C.7.6.16.2.6)."""
    name = header.text(tags.PhotometricInterpretation).strip()
    if name == "CMYK":
        return False
    shown = header.text(tags.PixelPresentation).strip()
    return not name.startswith("MONOCHROME") or shown in ("COLOR", "MIXED")


def _of_optical_path(header: Header, frame_index: int) -> bytes:
    """PS3.3 C.8.12.5: of the path that the frame names, else of the first one."""
    paths = header.items.get(tags.OpticalPathSequence, ())
    named = header.group(tags.OpticalPathIdentificationSequence, frame_index)
    wanted = named.text(tags.OpticalPathIdentifier) if named else ""
    for path in paths:
        if not wanted or path.text(tags.OpticalPathIdentifier) == wanted:
            return path.elements.get(tags.ICCProfile, ("", b""))[1]
    return b""


@lru_cache(maxsize=8)
def _parsed(raw: bytes) -> IccProfile:
    size = int.from_bytes(raw[:4], "big")
    is_whole = _HEAD_BYTES + 4 <= size <= min(len(raw), limits.ICC_PROFILE_BYTES)
    if raw[_SIGNATURE] != b"acsp" or not is_whole:
        return IccProfile(b"", "", "damaged")
    data = raw[:size]
    parts = _parts(data)
    profile = IccProfile(data, _description(parts.get(b"desc", b"")))
    if data[_COLOUR_SPACE] != b"RGB ":
        return replace(profile, fault="not for RGB")
    has_tables = any(tag in parts for tag in _TABLES)
    has_matrix = all(tag in parts for tag in (*_MATRIX, *_CURVES))
    is_known = data[_CONNECTION_SPACE] in (b"XYZ ", b"Lab ")
    if not is_known or not (has_tables or has_matrix):
        return replace(profile, fault="damaged")
    return replace(profile, is_srgb=not has_tables and _is_srgb(parts))


def _parts(data: bytes) -> dict[bytes, bytes]:
    """The tagged elements that lie within the profile; {} when one does not."""
    count = int.from_bytes(data[_HEAD_BYTES : _HEAD_BYTES + 4], "big")
    first = _HEAD_BYTES + 4
    if count > _MOST_TAGS or first + count * _ENTRY.size > len(data):
        return {}
    parts: dict[bytes, bytes] = {}
    for index in range(count):
        tag, start, length = _ENTRY.unpack_from(data, first + index * _ENTRY.size)
        if start < first or start + length > len(data):
            return {}
        parts[tag] = data[start : start + length]
    return parts


def _description(part: bytes) -> str:
    """The ASCII of a version 2 description, or the first text of a version 4 one."""
    if part[:4] == b"desc":
        length = int.from_bytes(part[8:12], "big")
        text = part[12 : 12 + length].decode("ascii", "replace")
    elif part[:4] == b"mluc" and len(part) >= 28:
        length, start = struct.unpack_from(">II", part, 20)
        text = part[start : start + length].decode("utf-16-be", "replace")
    else:
        return ""
    return caption(text.split("\0")[0].strip())


def _is_srgb(parts: dict[bytes, bytes]) -> bool:
    for tag, expected in zip(_MATRIX, _SRGB_MATRIX, strict=True):
        found = _xyz(parts[tag])
        if len(found) != 3 or any(
            abs(one - other) > _MATRIX_TOLERANCE
            for one, other in zip(found, expected, strict=True)
        ):
            return False
    curves = [_curve(parts[tag]) for tag in _CURVES]
    return all(curve is not None and _is_srgb_curve(curve) for curve in curves)


def _xyz(part: bytes) -> tuple[float, ...]:
    if part[:4] != b"XYZ " or len(part) < 20:
        return ()
    return tuple(value / 65536 for value in struct.unpack_from(">3i", part, 8))


def _is_srgb_curve(curve: Curve) -> bool:
    levels = [index / (_PROBES - 1) for index in range(_PROBES)]
    return all(
        abs(curve(level) - _srgb_curve(level)) <= _CURVE_TOLERANCE for level in levels
    )


def _srgb_curve(level: float) -> float:
    """IEC 61966-2-1: coded → linear, both 0 … 1."""
    if level <= 0.04045:
        return level / 12.92
    return float(((level + 0.055) / 1.055) ** 2.4)


def _curve(part: bytes) -> Curve | None:
    """A sampled curve, or the parametric one that sRGB is written with; else None."""
    count = int.from_bytes(part[8:12], "big")
    if part[:4] == b"curv" and count > 1 and len(part) >= 12 + 2 * count:
        samples = struct.unpack_from(f">{count}H", part, 12)
        return lambda level: _sampled(samples, level)
    if part[:4] == b"para" and part[8:10] == b"\0\3" and len(part) >= 32:
        g, a, b, c, d = (value / 65536 for value in struct.unpack_from(">5i", part, 12))
        if not 1 <= g <= _STEEPEST:
            return None
        return lambda level: max(0, a * level + b) ** g if level >= d else c * level
    return None


def _sampled(samples: tuple[int, ...], level: float) -> float:
    place = level * (len(samples) - 1)
    left = min(int(place), len(samples) - 2)
    share = place - left
    return (samples[left] * (1 - share) + samples[left + 1] * share) / 65535
