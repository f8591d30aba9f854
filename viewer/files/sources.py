"""Where a DICOM object comes from; always read, never written."""

import io
import os
from dataclasses import dataclass, field
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Source:
    """One DICOM object: a file by its path, or bytes in memory (the demo study).

    With `data` set, `path` is only a name ("demo:CT/12") and no file is touched.
    """

    path: str
    data: bytes | None = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The last part of the path, for short messages."""
        return os.path.basename(self.path)

    def open(self) -> BinaryIO:
        """The bytes from the start, for reading only. Raises OSError."""
        if self.data is not None:
            return io.BytesIO(self.data)
        return open(self.path, "rb")

    def read(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`. Raises OSError."""
        if self.data is not None:
            return self.data[offset : offset + length]
        with open(self.path, "rb", buffering=0) as file:
            file.seek(offset)
            return file.read(length)

    def size(self) -> int:
        """Bytes in all. Raises OSError."""
        return len(self.data) if self.data is not None else os.path.getsize(self.path)
