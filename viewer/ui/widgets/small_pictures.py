"""The small pictures of tiles: kept from before, or made of the decoded frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPixmap

from viewer.kinds.base import Frame
from viewer.store.thumbnails import PictureKey, SmallPicture
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.loader import THUMBNAIL_PRIORITY, FrameLoader
from viewer.work.loading import Shown

if TYPE_CHECKING:
    from viewer.store.thumbnails import Thumbnails

Done = Callable[[QPixmap | None], None]


class SmallPictures(QObject):
    """Brings them one by one; with `kept`, those drawn before are not drawn again."""

    def __init__(
        self,
        jobs: Jobs,
        loader: FrameLoader,
        draw: Callable[[Shown], QPixmap],
        kept: Thumbnails | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._draw = draw
        self._jobs = jobs
        self._loader = loader
        self._kept = kept

    def ask(self, frame: Frame, done: Done) -> None:
        """The small picture of a frame, after all else; None when it has none."""
        key = _key_of(frame)
        if self._kept is None or key is None:
            self._loader.thumbnail(
                frame, lambda shown: done(self._draw(shown) if shown else None)
            )
            return

        def recalled(found: SmallPicture | None) -> None:
            if found is None:
                self._loader.thumbnail(
                    frame, lambda shown: self._made(key, shown, done)
                )
            else:
                done(pixmap_of(found))

        self._jobs.ask(
            self._kept.get,
            key,
            lane="disk",
            done=recalled,
            failed=lambda failed: recalled(None),
            priority=THUMBNAIL_PRIORITY,
        )

    def _made(self, key: PictureKey, shown: Shown | None, done: Done) -> None:
        """Show what was drawn, and keep it."""
        if shown is None:
            done(None)
            return
        pixmap = self._draw(shown)
        done(pixmap)
        assert self._kept is not None
        self._jobs.ask(
            self._kept.keep,
            (key, small_picture_of(pixmap)),
            lane="disk",
            done=lambda answer: None,
            failed=lambda failed: None,
            priority=THUMBNAIL_PRIORITY,
        )


def small_picture_of(pixmap: QPixmap) -> SmallPicture:
    """What is on the screen as it can be kept, nothing of it lost."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB888)
    width, height = image.width(), image.height()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, -1)
    pixels = rows[:, : 3 * width].reshape(height, width, 3)
    colour = bool((pixels != pixels[..., :1]).any())
    data = pixels if colour else pixels[..., 0]
    return SmallPicture(width, height, colour, data.tobytes())


def pixmap_of(small: SmallPicture) -> QPixmap:
    """The picture as the screen takes it."""
    form = QImage.Format.Format_Grayscale8
    if small.colour:
        form = QImage.Format.Format_RGB888
    bytes_per_line = small.width * (3 if small.colour else 1)
    image = QImage(small.data, small.width, small.height, bytes_per_line, form)
    return QPixmap.fromImage(image)


def _key_of(frame: Frame) -> PictureKey | None:
    """None of what is not kept: what is in memory, or behind a password."""
    header = frame.header
    if header.stamp is None or header.source.password:
        return None
    return PictureKey(header.source, header.stamp, frame.frame_index)
