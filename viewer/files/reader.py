"""How a scan learns what a file is: by reading it."""

from viewer.files.byte_window import OddHeader
from viewer.files.found import Failed, Found, Odd, Skipped, os_sentence
from viewer.files.header import NotDicomError
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.text import tr


class FileReader:
    """Reads each file. One that remembers may know it already (`recollection.py`)."""

    def found(self, source: Source) -> Found:
        """What a source holds."""
        try:
            return walk_header(source)
        except NotDicomError as fault:
            return Skipped(source.path, str(fault))
        except OddHeader as fault:
            return Odd(source, str(fault))
        except FileNotFoundError:  # its name has just been read
            sentence = tr("the medium was removed or the file is gone")
            return Failed(source.path, sentence)
        except OSError as fault:
            return Failed(source.path, os_sentence(fault))

    def is_archive(self, path: str) -> bool:
        """Whether a file that is no DICOM is a zip archive."""
        from viewer.files.archive import is_archive

        return is_archive(Source(path))
