"""What is kept of opened folders: on or off, how much it is, and forgetting it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from viewer.store.cache import Cache
from viewer.text import tr
from viewer.ui.preferences import Preferences
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.mark_keeper import MarkKeeper
from viewer.ui.widgets.status import StatusBar

if TYPE_CHECKING:
    from viewer.ui.widgets.forgetting import Kept


class Keeping(QObject):
    """Makes the cache follow the settings, and tells of its trouble."""

    _troubled = Signal(str, str)

    def __init__(
        self,
        cache: Cache | None,
        jobs: Jobs,
        preferences: Preferences,
        status: StatusBar,
        window: QWidget,
        marks: MarkKeeper | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._cache = cache
        self._marks = marks
        self._jobs = jobs
        self._preferences = preferences
        self._status = status
        self._is_on = preferences.settings.keep_index
        self._troubled.connect(self._on_trouble)
        preferences.changed.connect(self._follow)
        if cache is not None:
            cache.tell = self._troubled.emit
            cache.switch(self._is_on)

    @property
    def can_forget(self) -> bool:
        """Something may be kept, and this window is the one that keeps it."""
        return self._cache is not None and self._cache.writes

    def nbytes(self) -> tuple[int, int]:
        """Bytes on disk: of the index, of the small pictures."""
        return self._cache.nbytes() if self._cache else (0, 0)

    def forget(self, done: Callable[[], None] = lambda: None) -> None:
        """Remove all that is kept; `done` when it is gone, or could not be removed."""
        if self._cache is None or not self._cache.writes:
            done()
            return

        def wiped(reason: str) -> None:
            if reason:
                sentence = tr(
                    "What is kept could not be removed: {reason}", reason=reason
                )
                self._status.note(sentence)
            done()

        self._jobs.ask(
            self._cache.wipe,
            None,
            lane="disk",
            done=wiped,
            failed=lambda failed: wiped(failed.sentence),
        )

    def kept(self) -> Kept:
        """How much is kept, and how to forget it, for the settings' dialog."""
        from viewer.ui.widgets.forgetting import Kept

        forget = self.forget if self.can_forget else None
        if self._marks is None:
            return Kept(self.nbytes, forget)
        return Kept(self.nbytes, forget, self._marks.count, self._forget_marks)

    def calm(self) -> None:
        """The first picture is on screen, or there is none to come."""
        if self._cache is not None:
            self._cache.calm.set()

    def close(self) -> None:
        """At the end of the program."""
        if self._cache is not None:
            self._cache.close()

    def _forget_marks(self) -> None:
        assert self._marks is not None
        reason = self._marks.forget()
        if reason:
            self._status.note(
                tr("The marks could not be removed: {reason}", reason=reason)
            )

    def _follow(self) -> None:
        is_on = self._preferences.settings.keep_index
        if is_on == self._is_on:
            return
        self._is_on = is_on
        if self._cache is not None:
            self._cache.switch(is_on)
        if not is_on:
            self.forget()

    def _on_trouble(self, sentence: str, reason: str) -> None:
        self._status.note(tr(sentence, reason=reason))
