"""The names of the members of zip archives (APPNOTE 4.4.17, appendix D, 4.6.9).

Without a mark of its own a name is in the alphabet of the first PCs. The archives that
macOS and many Linux programs write are in UTF-8 all the same.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator

_IS_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_FIELD = struct.Struct("<HH")
_ABOUT = struct.Struct("<BI")


def member_name(entry: zipfile.ZipInfo) -> str:
    """As who made the archive saw it, as far as that can be known."""
    name = entry.filename
    if entry.flag_bits & _IS_UTF8:
        return name
    try:
        raw = name.encode("cp437")
        return _unicode_path(entry.extra, raw) or raw.decode("utf-8")
    except UnicodeError:
        return name


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """The name as a field of its own has it, "" when there is none of this name."""
    for kind, content in _fields(extra):
        if kind == _UNICODE_PATH and len(content) > _ABOUT.size:
            version, checksum = _ABOUT.unpack_from(content)
            if version == 1 and checksum == zlib.crc32(raw):
                return content[_ABOUT.size :].decode("utf-8").replace("\0", "")
    return ""


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _FIELD.size <= len(extra):
        kind, length = _FIELD.unpack_from(extra, at)
        at += _FIELD.size
        yield kind, extra[at : at + length]
        at += length
