"""What a file is, told from its first bytes: perhaps DICOM, or what else."""

import struct

from viewer.text import mark, tr

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", mark("a PNG image")),
    (0, b"\xff\xd8\xff", mark("a JPEG image")),
    (0, b"\xff\x4f\xff\x51", mark("a JPEG 2000 code stream")),
    (4, b"jP  \r\n\x87\n", mark("a JPEG 2000 image")),
    (0, b"GIF8", mark("a GIF image")),
    (0, b"BM", mark("a BMP image")),
    (0, b"II*\0", mark("a TIFF image")),
    (0, b"MM\0*", mark("a TIFF image")),
    (8, b"WEBP", mark("a WebP image")),
    (4, b"ftyp", mark("an MP4 video")),
    (8, b"AVI ", mark("an AVI video")),
    (8, b"WAVE", mark("a WAV sound")),
    (0, b"%PDF", mark("a PDF document")),
    (0, b"PK\3\4", mark("a ZIP archive")),
    (0, b"PK\5\6", mark("a ZIP archive")),
    (0, b"\x1f\x8b", mark("a gzip archive")),
    (0, b"BZh", mark("a bzip2 archive")),
    (0, b"7z\xbc\xaf\x27\x1c", mark("a 7-Zip archive")),
    (0, b"Rar!", mark("a RAR archive")),
    (257, b"ustar", mark("a tar archive")),
    (344, b"n+1\0", mark("a NIfTI image")),
    (344, b"ni1\0", mark("a NIfTI image")),
    (0, b"NRRD000", mark("an NRRD image")),
    (0, b"\x89HDF\r\n\x1a\n", mark("an HDF5 file")),
    (0, b"SQLite format 3\0", mark("a SQLite database")),
    (0, b"\x7fELF", mark("a program")),
    (0, b"MZ", mark("a program")),
    (0, b"<?xml", mark("an XML document")),
    (0, b"\xef\xbb\xbf<?xml", mark("an XML document")),
    (0, b"<!DOCTYPE html", mark("an HTML page")),
    (0, b"<html", mark("an HTML page")),
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b")
_FIRST_GROUPS = frozenset({0x0002, 0x0004, 0x0008, 0x0010, 0x0018, 0x0020, 0x0028})
_SHORT_VRS = frozenset(
    b"AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US".split()
)
_LONG_VRS = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
_ELEMENTS_NEEDED = 3
_LONGEST_FIRST_VALUE = 64 * 1024


def what_it_is(start: bytes) -> str:
    """Words for a file that is not DICOM, by its first 8 KiB: "a PNG image"."""
    if not start:
        return tr("an empty file")
    if not any(start):
        return tr("nothing but zeros")
    for offset, magic, words in _MAGIC:
        if start.startswith(magic, offset):
            return tr(words)
    if _is_text(start):
        return tr("a text file")
    return tr("not DICOM")


def _is_text(start: bytes) -> bool:
    if any(byte < 32 and byte not in _TEXT_CONTROLS for byte in start):
        return False
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as fault:
        return fault.start > len(start) - 4
    return True


def looks_like_dicom(start: bytes, size: int) -> bool:
    """Whether a file without preamble begins like a data set or a meta header.

    The first elements must have a group that data sets begin with, ascend, name a
    VR (or, without VRs, be short) and fit into the file.
    """
    return any(
        _elements_follow(start, size, order, explicit)
        for order in "<>"
        for explicit in (True, False)
    )


def _elements_follow(start: bytes, size: int, order: str, explicit: bool) -> bool:
    position, last = 4 * start.startswith(b"DICM"), -1
    for count in range(_ELEMENTS_NEEDED):
        if position == size and count:
            return True
        head = start[position : position + 12]
        if len(head) < 8:
            return False
        group, element = struct.unpack_from(order + "HH", head)
        if group not in _FIRST_GROUPS or group << 16 | element <= last:
            return False
        last = group << 16 | element
        length = _value_end(head, order, explicit)
        if not 0 <= length <= min(size - position, _LONGEST_FIRST_VALUE):
            return False
        position += length
    return True


def _value_end(head: bytes, order: str, explicit: bool) -> int:
    """Bytes from the start of an element to the next, -1 when it cannot be one."""
    if not explicit:
        return int(8 + struct.unpack_from(order + "I", head, 4)[0])
    if head[4:6] in _SHORT_VRS:
        return int(8 + struct.unpack_from(order + "H", head, 6)[0])
    if head[4:6] in _LONG_VRS and len(head) == 12:
        return int(12 + struct.unpack_from(order + "I", head, 8)[0])
    return -1
