"""What is kept between two starts to show known things sooner, and where."""

import os
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from viewer.files.header_bytes import reading_version
from viewer.store import studies, thumbnails
from viewer.store.database import Database
from viewer.store.folders import UsersFolder, named_path, users_folder
from viewer.store.studies import Studies
from viewer.store.thumbnails import Thumbnails

VARIABLE = "NEGATOSCOPE_CACHE"
"""Environment variable with the path of the folder, in place of the usual one."""

FOLDER = UsersFolder(
    *("LOCALAPPDATA", "AppData/Local", "Cache"),
    "Library/Caches/Negatoscope",
    *("XDG_CACHE_HOME", ".cache"),
)
BESIDE_SETTINGS = "negatoscope-cache"
"""Its name where the settings have been sent to another place than the usual."""

PATIENCE_SECONDS = 0.25
"""How long reading waits for the first picture, which comes before everything."""

KEEPING_PATIENCE_SECONDS = 5.0
"""How long writing does, for which nobody waits."""

Tell = Callable[[str, str], None]


def cache_folder(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    home: Path | None = None,
) -> Path:
    """Where the index and the small pictures are kept, by the platform's conventions.

    Settings that were sent elsewhere take them along.
    """
    named = named_path(VARIABLE, BESIDE_SETTINGS, environment)
    return named or users_folder(FOLDER, environment, platform, home)


class Cache:
    """The index of studies and the small pictures, with one switch for both."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        writes: bool = True,
        tell: Tell = lambda sentence, reason: None,
    ) -> None:
        """`tell` gets sentences of `database.py` with a reason, in any thread."""
        folder = folder or cache_folder()
        self.tell = tell
        self._told: set[str] = set()
        self._index = Database(
            folder / "studies.sqlite",
            studies.SCHEMA,
            studies.VERSION,
            writes=writes,
            tell=self._say,
        )
        self._pictures = Database(
            folder / "thumbnails.sqlite",
            thumbnails.SCHEMA,
            thumbnails.VERSION,
            writes=writes,
            tell=self._say,
        )
        self.studies = Studies(self._index, reading_version())
        self.thumbnails = Thumbnails(self._pictures)
        self.calm = threading.Event()
        """Set once the first picture is on screen, or none is to come."""
        self.calm.set()

    @property
    def writes(self) -> bool:
        """Only the window that later starts hand over to keeps anything."""
        return self._index.writes

    def switch(self, on: bool) -> None:
        """Use what is kept and keep more, or neither."""
        self._index.is_on = self._pictures.is_on = on

    def wait_for_calm(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Let the first picture of the program come first."""
        if self._index.is_on:
            self.calm.wait(seconds)

    def nbytes(self) -> tuple[int, int]:
        """Bytes on disk: of the index, of the small pictures."""
        return self._index.nbytes(), self._pictures.nbytes()

    def wipe(self, _: None = None) -> str:
        """Forget everything and leave no file; why that failed, "" when it did not.

        Waits for what is being written: not for the main thread.
        """
        try:
            self._index.wipe()
            self._pictures.wipe()
        except OSError as fault:
            return fault.strerror or type(fault).__name__
        return ""

    def close(self) -> None:
        """At the end of the program."""
        self._index.close()
        self._pictures.close()

    def _say(self, sentence: str, reason: str) -> None:
        if sentence not in self._told:  # both databases may have the same trouble
            self._told.add(sentence)
            self.tell(sentence, reason)
