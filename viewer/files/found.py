"""What a scan finds: a header, or a path with the reason why there is none."""

from viewer.files.header import Header
from viewer.files.sources import ArchiveError, Source
from viewer.records import dataclass
from viewer.text import tr


@dataclass(frozen=True, slots=True)
class Odd:
    """Looks like DICOM, but pydicom is to read its header (`complete_header`)."""

    source: Source
    detail: str = ""
    """Why the fast walker gave it up; for support, not for readers."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Not DICOM; the reason says what it looks like."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A file or folder that cannot be read; the reason is a sentence."""

    path: str
    reason: str


Found = Header | Odd | Skipped | Failed


def os_sentence(fault: OSError) -> str:
    """Why the operating system refused, in words for a reader."""
    if isinstance(fault, ArchiveError):
        return str(fault)
    if isinstance(fault, FileNotFoundError):
        return tr("there is no such file or folder")
    if isinstance(fault, PermissionError):
        return tr("you are not allowed to read it")
    return tr("it cannot be read: {reason}", reason=fault.strerror or str(fault))
