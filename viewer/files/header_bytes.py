"""A header as bytes and back, to be kept between two starts.

Plain numbers and values with their lengths: nothing that is read can run. Whatever does
not fit together is refused, and the file is read again.
"""

import zlib
from collections.abc import Mapping
from functools import lru_cache
from struct import Struct, error, pack, unpack

from viewer import __version__
from viewer.dicom import tags
from viewer.files.header import Element, Header
from viewer.files.sources import Source
from viewer.files.stamp import Stamp
from viewer.files.walk import CURVE_MARKS, OVERLAY_MARKS, PICTURE_CHANGING
from viewer.files.walked_elements import WalkedElements

FORM = 1
"""Of these bytes; another number makes all that was kept be read again."""

_DEPTH = 8
_HEAD = Struct("<BIQqHHHHI")
_GROUP = Struct("<II")
_WALKED, _COMPLETE, _WANTS, _LITTLE = 1, 2, 4, 8
_SEPARATOR = "\x1f"


def reading_version() -> str:
    """Another one whenever headers hold something else than they did."""
    kept = sorted(tags.VR_BY_TAG.items()), sorted(OVERLAY_MARKS), sorted(CURVE_MARKS)
    table = zlib.crc32(repr((kept, sorted(PICTURE_CHANGING))).encode())
    return f"{__version__} {FORM} {table:08x}"


def header_bytes(header: Header) -> bytes:
    """All of a header but its source and its stamp.

    Raises ValueError for one that cannot be kept.
    """
    parts: list[bytes] = []
    try:
        _put(header, parts)
    except (error, UnicodeError) as fault:
        raise ValueError("a header that cannot be kept") from fault
    return b"".join(parts)


def header_from(data: bytes, source: Source, stamp: Stamp | None) -> Header:
    """The header of `header_bytes`. Raises ValueError."""
    try:
        header, position = _take(data, 0, source, stamp, _DEPTH)
    except (error, UnicodeError, KeyError) as fault:
        raise ValueError("not a header") from fault
    if position != len(data):
        raise ValueError("more than a header")
    return header


def _put(header: Header, parts: list[bytes]) -> None:
    elements = header.elements
    walked = isinstance(elements, WalkedElements)
    cuts = _cuts(elements)
    texts = [
        header.transfer_syntax_uid.encode("utf-8", "surrogatepass"),
        "\\".join(header.character_set).encode("utf-8", "surrogatepass"),
        _SEPARATOR.join(header.warnings).encode("utf-8", "surrogatepass"),
    ]
    if any(_SEPARATOR in warning for warning in header.warnings):
        raise ValueError("a warning that would be taken apart")
    flags = _WALKED * walked + _COMPLETE * header.complete
    flags += _WANTS * header.wants_dataset + _LITTLE * header.little_endian
    parts.append(
        _HEAD.pack(
            flags,
            header.pixel_tag,
            header.pixel_offset,
            header.pixel_length,
            *map(len, texts),
            len(header.items),
            len(cuts),
        )
    )
    parts += texts
    parts.append(pack(f"<{len(cuts)}I", *cuts))
    parts.append(pack(f"<{len(cuts)}I", *map(len, cuts.values())))
    parts += cuts.values()
    for tag, items in header.items.items():
        parts.append(_GROUP.pack(tag, len(items)))
        for item in items:
            _put(item, parts)


def _cuts(elements: Mapping[int, Element]) -> Mapping[int, bytes]:
    """VR, two bytes and the value of each element, as the walker cuts them."""
    if isinstance(elements, WalkedElements):
        return elements.cut
    cuts = {}
    for tag, (vr, value) in elements.items():
        if len(vr) not in (0, 2):
            raise ValueError("a VR that is none")
        cuts[tag] = vr.encode("latin-1").ljust(4, b"\0") + value
    return cuts


def _take(
    data: bytes, position: int, source: Source, stamp: Stamp | None, depth: int
) -> tuple[Header, int]:
    """A header that begins at the position, and where it ends."""
    flags, pixel_tag, pixel_offset, pixel_length, *lengths, groups, count = (
        _HEAD.unpack_from(data, position)
    )
    syntax_length, terms_length, warnings_length = lengths
    syntax_at = position + _HEAD.size
    terms_at = syntax_at + syntax_length
    warnings_at = terms_at + terms_length
    keys_at = warnings_at + warnings_length
    sizes_at = keys_at + 4 * count
    values_at = sizes_at + 4 * count
    if not depth or values_at > len(data):
        raise ValueError("not a header")
    values = _values(data[sizes_at:values_at])
    cuts = dict(
        zip(
            _keys(data[keys_at:sizes_at]),
            values.unpack_from(data, values_at),
            strict=True,
        )
    )
    terms, warnings = data[terms_at:warnings_at], data[warnings_at:keys_at]
    position = values_at + values.size
    items: dict[int, tuple[Header, ...]] = {}
    if groups:
        items, position = _take_items(data, position, source, groups, depth - 1)
    header = Header(
        source,
        WalkedElements(cuts) if flags & _WALKED else _elements(cuts),
        _text(data[syntax_at:terms_at]),
        bool(flags & _LITTLE),
        _terms(terms) if terms else (),
        pixel_tag,
        pixel_offset,
        pixel_length,
        bool(flags & _COMPLETE),
        bool(flags & _WANTS),
        items,
        _warnings(warnings) if warnings else (),
        stamp,
    )
    return header, position


def _take_items(
    data: bytes, position: int, source: Source, groups: int, depth: int
) -> tuple[dict[int, tuple[Header, ...]], int]:
    found = {}
    for _ in range(groups):
        tag, count = _GROUP.unpack_from(data, position)
        position += _GROUP.size
        items = []
        for _ in range(count):
            item, position = _take(data, position, source, None, depth)
            items.append(item)
        found[tag] = tuple(items)
    return found, position


def _elements(cuts: Mapping[int, bytes]) -> dict[int, Element]:
    return {
        tag: (cut[:2].decode("latin-1").strip("\0"), cut[4:])
        for tag, cut in cuts.items()
    }


@lru_cache(maxsize=256)
def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")


@lru_cache(maxsize=256)
def _terms(raw: bytes) -> tuple[str, ...]:
    return tuple(_text(raw).split("\\"))


def _warnings(raw: bytes) -> tuple[str, ...]:
    return tuple(_text(raw).split(_SEPARATOR))


@lru_cache(maxsize=1024)
def _keys(raw: bytes) -> tuple[int, ...]:
    """Tags, which are the same in most headers of a series."""
    return unpack(f"<{len(raw) // 4}I", raw)


@lru_cache(maxsize=1024)
def _values(raw: bytes) -> Struct:
    """Values of these sizes, one after the other; most headers have them in common."""
    return Struct(
        "<" + "".join(f"{size}s" for size in unpack(f"<{len(raw) // 4}I", raw))
    )
