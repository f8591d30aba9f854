"""Exports that take their time: films, pictures of a series, copies of objects.

Each tells how far it is, can be cancelled, and says at the end what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from viewer.export.copies import Copy, CopyReport, CopyRequest, copy_all
from viewer.export.movie import Scene, gif_bytes, gif_ticks
from viewer.export.stills import Still, StillForm, save_still
from viewer.text import tr, trn
from viewer.ui.frame_feed import FrameFeed
from viewer.ui.offscreen import array_of
from viewer.ui.state.jobs import Jobs
from viewer.work.failure import Failed

if TYPE_CHECKING:
    from viewer.ui.widgets.mp4 import Mp4Writer

FAILED_NAMED = 5


class Run(QObject):
    """One export on its way."""

    progressed = Signal(int)
    finished = Signal(str)
    """What became of it, for the reader."""

    def __init__(self, total: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.total = total
        self.is_over = False

    def start(self) -> None:
        """Begin; `finished` comes later."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Leave nothing that is not whole."""
        self.end(tr("Cancelled: nothing was written."))

    def end(self, sentence: str) -> None:
        """It is over, once."""
        if not self.is_over:
            self.is_over = True
            self.close()
            self.finished.emit(sentence)

    def close(self) -> None:
        """Let go of what it worked with."""


class FramesRun(Run):
    """Takes the pictures of a feed in their order."""

    def __init__(
        self, feed: FrameFeed, total: int, parent: QObject | None = None
    ) -> None:
        super().__init__(total, parent)
        self._feed = feed
        self._number = 0
        self._is_bringing = False

    def start(self) -> None:
        self.next()

    def next(self) -> None:
        """Bring the next picture, or say that there is none any more."""
        if self.is_over or self._is_bringing:
            return
        if self._number == self.total:
            self.complete()
            return
        self._is_bringing = True
        self._feed.bring(self._number, self._on_brought)

    def take(self, number: int, image: QImage) -> None:
        """One picture; `next` goes on."""
        raise NotImplementedError

    def complete(self) -> None:
        """All pictures have been taken."""
        raise NotImplementedError

    def close(self) -> None:
        self._feed.close()

    def _on_brought(self, image: QImage | None) -> None:
        self._is_bringing = False
        number = self._number
        self._number += 1
        self.progressed.emit(self._number)
        if self.is_over:
            return
        if image is None:
            self.end(
                tr(
                    "Frame {number} cannot be shown: nothing was written. Choose frames"
                    " before or after it.",
                    number=number + 1,
                )
            )
        else:
            self.take(number, image)


class FilmRun(FramesRun):
    """An MP4 film of one round."""

    def __init__(
        self,
        feed: FrameFeed,
        scenes: Sequence[Scene],
        path: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(feed, len(scenes), parent)
        self._scenes = scenes
        self._path = path
        self._writer: Mp4Writer | None = None

    def take(self, number: int, image: QImage) -> None:
        scene = self._scenes[number]
        even = image.copy(
            0,
            0,
            image.width() + image.width() % 2,
            image.height() + image.height() % 2,
        )
        if self._writer is None:
            self._begin(even)
        assert self._writer is not None
        self._writer.add(even, scene.begins_ms, scene.ends_ms)

    def complete(self) -> None:
        assert self._writer is not None
        self._writer.end()

    def cancel(self) -> None:
        if self._writer is not None:
            self._writer.cancel()
        super().cancel()

    def _begin(self, image: QImage) -> None:
        from viewer.ui.widgets.quiet_multimedia import quiet_multimedia

        quiet_multimedia()
        from viewer.ui.widgets.mp4 import Mp4Writer

        size = image.width(), image.height()
        self._writer = Mp4Writer(self._path, size, self.parent())
        self._writer.hungry.connect(self.next)
        self._writer.finished.connect(self._on_written)
        self._writer.start()

    def _on_written(self, sentence: str) -> None:
        self.end(sentence or tr("Saved: {name}", name=self._path.name))


class GifRun(FramesRun):
    """An animated GIF of one round, made in a thread when all pictures are there."""

    def __init__(
        self,
        feed: FrameFeed,
        scenes: Sequence[Scene],
        jobs: Jobs,
        write: Callable[[bytes], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(feed, len(scenes), parent)
        self._ticks = gif_ticks(scenes)
        self._jobs = jobs
        self._write = write
        self._pictures: list[NDArray[np.uint8]] = []

    def take(self, number: int, image: QImage) -> None:
        self._pictures.append(array_of(image))
        self.next()

    def complete(self) -> None:
        def make(pictures: list[NDArray[np.uint8]]) -> bytes:
            return gif_bytes(pictures, self._ticks, lambda: self.is_over)

        self._jobs.ask(
            make,
            self._pictures,
            lane="disk",
            done=self._on_made,
            failed=lambda failed: self.end(failed.sentence),
        )

    def _on_made(self, content: bytes) -> None:
        if not self.is_over:
            self._write(content)
            self.end("")


class StillsRun(FramesRun):
    """A picture file for each image, beside what is in the folder."""

    def __init__(
        self,
        feed: FrameFeed,
        stems: Sequence[str],
        form: StillForm,
        folder: Path,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(feed, len(stems), parent)
        self._stems = stems
        self._form = form
        self._folder = folder
        self._jobs = jobs
        self._written = 0

    def take(self, number: int, image: QImage) -> None:
        still = Still(array_of(image), self._form, self._folder, self._stems[number])
        self._jobs.ask(
            save_still,
            still,
            lane="disk",
            done=self._on_saved,
            failed=self._on_failed,
        )

    def complete(self) -> None:
        self.end(self._said())

    def cancel(self) -> None:
        self.end(tr("Cancelled.") + " " + self._said())

    def _on_saved(self, name: str) -> None:
        self._written += 1
        self.next()

    def _on_failed(self, failed: Failed) -> None:
        self.end(f"{failed.sentence} {self._said()}")

    def _said(self) -> str:
        return trn(
            "{count} file was written.", "{count} files were written.", self._written
        )


class CopyRun(Run):
    """Copies of DICOM objects, made in a thread."""

    _told = Signal(int)

    def __init__(
        self,
        copies: tuple[Copy, ...],
        folder: Path,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(len(copies), parent)
        self._copies = copies
        self._folder = folder
        self._jobs = jobs
        self._is_cancelled = False
        self._told.connect(self.progressed)

    def start(self) -> None:
        self._jobs.ask(
            copy_all,
            CopyRequest(
                self._copies,
                self._folder,
                lambda: self._is_cancelled,
                self._told.emit,
            ),
            lane="disk",
            done=lambda report: self.end(copy_sentence(report)),
            failed=lambda failed: self.end(failed.sentence),
        )

    def cancel(self) -> None:
        self._is_cancelled = True


def copy_sentence(report: CopyReport) -> str:
    """How many were copied, and which were not, with the reasons."""
    parts = [tr("Cancelled.")] if report.is_cancelled else []
    parts.append(
        trn(
            "{count} object was copied, byte for byte.",
            "{count} objects were copied, byte for byte.",
            len(report.written),
        )
    )
    if report.failed:
        parts.append(
            trn(
                "{count} could not be copied:",
                "{count} could not be copied:",
                len(report.failed),
            )
        )
        parts += [f"{name}: {why}" for name, why in report.failed[:FAILED_NAMED]]
        parts += ["…"] if len(report.failed) > FAILED_NAMED else []
    return " ".join(parts)
