"""Byte-for-byte copies of DICOM objects in a folder; nothing there is written over.

Names are of our own (modality, series, number): a source's name may name a patient,
and a member of an archive may be called anything. What a file holds stays as it is,
the patient's identity too.
"""

import contextlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from viewer.dicom import tags
from viewer.export.writing import move_beside, write_sentence
from viewer.files.header import Header
from viewer.files.sources import ArchiveError, Source
from viewer.files.stamp import CHANGED
from viewer.text import tr

SUFFIX = ".dcm"
_PART_BYTES = 1024 * 1024
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_LONGEST_WORD = 16


@dataclass(frozen=True, slots=True)
class Copy:
    """One object and the name, without suffix, that its copy is to have."""

    source: Source
    stem: str


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """What to copy, and where to.

    `tell` hears how many are done, `is_cancelled` is asked before each part of a file.
    """

    copies: tuple[Copy, ...]
    folder: Path
    is_cancelled: Callable[[], bool]
    tell: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class CopyReport:
    """Names that were written, and (source, reason) of what was not."""

    written: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    is_cancelled: bool = False


class CancelledError(Exception):
    """The reader has had enough."""


def copies_of(headers: Iterable[Header]) -> tuple[Copy, ...]:
    """One for each object, whatever the number of its frames."""
    found: dict[object, Copy] = {}
    for header in headers:
        if header.identity not in found:
            found[header.identity] = Copy(header.source, stem_of(header))
    return tuple(found.values())


def stem_of(header: Header) -> str:
    """Modality, series and number: nothing that names a patient, nothing unsafe."""
    modality = _word(header.text(tags.Modality)) or "DICOM"
    series = header.integer(tags.SeriesNumber)
    number = header.integer(tags.InstanceNumber)
    parts = [modality]
    parts += [f"{_positive(series):03}"] if series is not None else []
    parts += [f"{_positive(number):05}"] if number is not None else []
    return "_".join(parts)


def copy_all(request: CopyRequest) -> CopyReport:
    """Copy one after the other; what fails is told and the others go on."""
    written: list[str] = []
    failed: list[tuple[str, str]] = []
    for done, copy in enumerate(request.copies):
        request.tell(done)
        try:
            written.append(_copy(copy, request))
        except CancelledError:
            return CopyReport(tuple(written), tuple(failed), is_cancelled=True)
        except OSError as fault:
            failed.append((copy.source.name, _reason(fault)))
    request.tell(len(request.copies))
    return CopyReport(tuple(written), tuple(failed))


def _copy(copy: Copy, request: CopyRequest) -> str:
    """The name of the file that was written. Raises OSError or CancelledError."""
    handle, temporary = tempfile.mkstemp(dir=request.folder, prefix=".copy.")
    try:
        with open(handle, "wb") as file, copy.source.open() as source:
            length = _pour(source, file, request.is_cancelled)
            if length != copy.source.size():
                raise OSError(tr(CHANGED))
            file.flush()
            os.fsync(file.fileno())
        return move_beside(temporary, request.folder, copy.stem, SUFFIX)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _pour(source: BinaryIO, file: BinaryIO, is_cancelled: Callable[[], bool]) -> int:
    length = 0
    while not is_cancelled():
        part = source.read(_PART_BYTES)
        if not part:
            return length
        length += file.write(part)
    raise CancelledError


def _reason(fault: OSError) -> str:
    if isinstance(fault, ArchiveError):
        return str(fault)
    if fault.errno is None:
        return str(fault)
    return write_sentence(fault)


def _word(text: str) -> str:
    return _UNSAFE.sub("", text)[:_LONGEST_WORD]


def _positive(number: int) -> int:
    return max(number, 0)
