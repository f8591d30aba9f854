"""Playing a sound: place, start, pause, seek, volume; the device is a parameter."""

import time
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from viewer.kinds.audio import Track

STEP_MS = 40
"""Between two looks at the clock, while it plays."""

USUAL_VOLUME = 0.8


class Sink(Protocol):
    """What makes a sound audible. One sound at a time."""

    def start(self, pcm: NDArray[np.generic], rate_hz: int, volume: float) -> str:
        """Play samples (time, channels) from their start; "" or why it cannot."""

    def stop(self) -> None:
        """Be silent, at once."""

    def set_volume(self, volume: float) -> None:
        """0 is silence, 1 the sound as it is."""

    def fault(self) -> str:
        """Why it has fallen silent before the end; "" while all is well."""


class Playback(QObject):
    """One track and a place in it; `sink` is made when it is first heard."""

    changed = Signal()
    """Place, playing or not, volume, or a reason why there is no sound."""

    def __init__(
        self,
        sink: Callable[[], Sink],
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.track: Track | None = None
        self.playing = False
        self.volume = USUAL_VOLUME
        self.fault = ""
        """Why nothing is heard."""
        self._make_sink = sink
        self._sink: Sink | None = None
        self._clock = clock
        self._place_s = 0.0
        self._since = 0.0
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self.look)

    @property
    def seconds(self) -> float:
        """How long the track lasts; 0 without one."""
        return self.track.seconds if self.track else 0.0

    @property
    def place_s(self) -> float:
        """Seconds from the start of the track."""
        if not self.playing:
            return self._place_s
        return min(self._place_s + self._clock() - self._since, self.seconds)

    def show_track(self, track: Track | None) -> None:
        """Another track, at its start and silent."""
        self.pause()
        self.track, self._place_s, self.fault = track, 0.0, ""
        self.changed.emit()

    def play(self) -> None:
        """Go on, from the start when it is at the end."""
        if self.track is None or self.playing:
            return
        if self._place_s >= self.seconds:
            self._place_s = 0.0
        if self._sink is None:
            self._sink = self._make_sink()
        first = int(self._place_s * self.track.frequency_hz)
        rest, rate = self.track.pcm[first:], self.track.rate_hz
        self.fault = self._sink.start(rest, rate, self.volume)
        if not self.fault:
            self.playing, self._since = True, self._clock()
            self._timer.start()
        self.changed.emit()

    def pause(self) -> None:
        """Stay at this place."""
        if not self.playing:
            return
        self._place_s = self.place_s
        self.playing = False
        self._timer.stop()
        if self._sink is not None:
            self._sink.stop()
        self.changed.emit()

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def go_to(self, seconds: float) -> None:
        """Another place; it plays on from there if it was playing."""
        was_playing = self.playing
        self.pause()
        self._place_s = min(max(seconds, 0.0), self.seconds)
        if was_playing and self._place_s < self.seconds:
            self.play()
        self.changed.emit()

    def set_volume(self, volume: float) -> None:
        """0 … 1."""
        self.volume = min(max(volume, 0.0), 1.0)
        if self._sink is not None:
            self._sink.set_volume(self.volume)
        self.changed.emit()

    def look(self) -> None:
        """See how far it is, and end at the end."""
        fault = self._sink.fault() if self._sink is not None else ""
        if fault or self.place_s >= self.seconds:
            self.pause()
            self.fault = fault
        self.changed.emit()
