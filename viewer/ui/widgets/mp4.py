"""An MP4 film (MPEG-4 Part 2) through Qt's FFmpeg, each picture at its own time.

It is written beside its place and moved there when it is whole.
"""

import contextlib
import os
from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QMediaCaptureSession,
    QMediaFormat,
    QMediaMetaData,
    QMediaRecorder,
    QVideoFrame,
    QVideoFrameFormat,
    QVideoFrameInput,
)

from viewer.export.appearance import NOTICE
from viewer.text import tr

TIMES_A_SECOND = 60.0
"""The film counts in thousandths of this: 1/60000 s, whatever the frames' own times."""

SAME_MS = 0.05

_STOPPED = QMediaRecorder.RecorderState.StoppedState
_FORM = QVideoFrameFormat.PixelFormat.Format_BGRX8888


class Mp4Writer(QObject):
    """Takes pictures of one size with even sides; `hungry` asks for the next ones.

    A film tells when each picture begins; the last one stays as long as the one before.
    Where it should not, it comes twice, each time for half of its time. When the film
    has ended, well or not, the writer goes by itself.
    """

    hungry = Signal()
    finished = Signal(str)
    """"" when the film stands in its place, else why it does not."""

    def __init__(
        self, path: Path, size: tuple[int, int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._part = path.with_name(f".{path.stem}.{os.getpid()}.part.mp4")
        self._waiting: deque[QVideoFrame] = deque()
        self._is_over = self._is_told = False
        self._sent_end = False
        self._last: tuple[QImage, float, float] | None = None
        self._length_ms = self._length_before_ms = 0.0
        film = QVideoFrameFormat(QSize(*size), _FORM)
        film.setStreamFrameRate(TIMES_A_SECOND)
        self._input = QVideoFrameInput(film, self)
        self._recorder = QMediaRecorder(self)
        self._session = QMediaCaptureSession(self)
        self._session.setVideoFrameInput(self._input)
        self._session.setRecorder(self._recorder)
        form = QMediaFormat(QMediaFormat.FileFormat.MPEG4)
        form.setVideoCodec(QMediaFormat.VideoCodec.MPEG4)
        self._recorder.setMediaFormat(form)
        self._recorder.setQuality(QMediaRecorder.Quality.VeryHighQuality)
        told = QMediaMetaData()
        told.insert(QMediaMetaData.Key.Comment, NOTICE)
        self._recorder.setMetaData(told)
        self._recorder.setOutputLocation(QUrl.fromLocalFile(str(self._part)))
        self._recorder.setAutoStop(True)
        self._input.readyToSendVideoFrame.connect(self._send)
        self._recorder.recorderStateChanged.connect(self._on_state)
        self._recorder.errorOccurred.connect(self._on_error)

    def start(self) -> None:
        """Begin; pictures are asked for."""
        self._recorder.record()

    @property
    def waits(self) -> int:
        """Pictures that have not been taken yet."""
        return len(self._waiting)

    def add(self, image: QImage, begins_ms: float, ends_ms: float) -> None:
        """One picture, for a time counted from the beginning."""
        frame = QVideoFrame(image.convertToFormat(QImage.Format.Format_RGB32))
        frame.setStreamFrameRate(TIMES_A_SECOND)
        frame.setStartTime(round(begins_ms * 1000))
        frame.setEndTime(round(ends_ms * 1000))
        self._waiting.append(frame)
        self._last = image, begins_ms, ends_ms
        self._length_before_ms, self._length_ms = self._length_ms, ends_ms - begins_ms
        self._send()

    def end(self) -> None:
        """There are no more pictures."""
        self._is_over = True
        if self._last and abs(self._length_ms - self._length_before_ms) > SAME_MS:
            image, begins_ms, ends_ms = self._last
            self._last = None
            self.add(image, (begins_ms + ends_ms) / 2, ends_ms)
        self._send()

    def cancel(self) -> None:
        """Nothing is left of it."""
        self._waiting.clear()
        self._give_up(tr("Cancelled."))

    def _send(self) -> None:
        if self._is_told:
            return
        while self._waiting:
            if not self._input.sendVideoFrame(self._waiting[0]):
                return
            self._waiting.popleft()
        if not self._is_over:
            self.hungry.emit()
        elif not self._sent_end:
            self._sent_end = self._input.sendVideoFrame(QVideoFrame())

    def _on_error(self, error: QMediaRecorder.Error, text: str) -> None:
        if error != QMediaRecorder.Error.NoError:
            self._give_up(self._failure(text))

    def _on_state(self, state: QMediaRecorder.RecorderState) -> None:
        if state != _STOPPED:
            return
        if self._is_told or not self._sent_end:
            self._give_up(self._failure(tr("the encoder stopped before its end")))
            return
        try:
            os.replace(self._part, self._path)
        except OSError as fault:
            reason = fault.strerror or str(fault)
            self._give_up(self._failure(reason))
            return
        self._tell("")
        self.deleteLater()

    def _failure(self, reason: str) -> str:
        return tr(
            "{name} was not saved: {reason}. Choose another folder, or a GIF.",
            name=self._path.name,
            reason=reason.rstrip("."),
        )

    def _give_up(self, sentence: str) -> None:
        """Say why, and leave nothing; the encoder may take its time to let go."""
        self._tell(sentence)
        with contextlib.suppress(OSError):
            self._part.unlink()
        if self._recorder.recorderState() == _STOPPED:
            self.deleteLater()
        else:
            self._recorder.stop()

    def _tell(self, sentence: str) -> None:
        """Once."""
        if not self._is_told:
            self._is_told = True
            self.finished.emit(sentence)
