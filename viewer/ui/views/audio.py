"""Sound: its wave form, heard from any place, saved as WAV."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from viewer.files.header import Header
from viewer.kinds.audio import Sound, wav_bytes
from viewer.text import figure, tr, trn
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.widgets.content_view import ContentView, SavedFile
from viewer.ui.widgets.document_head import DocumentHead
from viewer.ui.widgets.flow_layout import FlowLayout
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.playback import Playback, Sink
from viewer.ui.widgets.quiet_multimedia import quiet_multimedia
from viewer.ui.widgets.sound_wave import SoundWave, clock_text

SKIP_S = 5.0
"""Seconds that an arrow key goes, or a tenth of a shorter sound."""


def sound_device() -> Sink:
    """The computer's sound device; QtMultimedia takes a tenth of a second."""
    quiet_multimedia()
    from viewer.ui.widgets.sound_device import SoundDevice

    return SoundDevice()


class AudioView(ContentView):
    """One sound; `sink` and `clock` are what it is heard by."""

    word = "audio"
    own_keys = frozenset(
        {
            Qt.Key.Key_Space,
            Qt.Key.Key_Left,
            Qt.Key.Key_Right,
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
        }
    )

    def __init__(
        self,
        model: ViewportModel,
        choice: ToolChoice,
        parent: QWidget | None = None,
        *,
        sink: Callable[[], Sink] = sound_device,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.playback = Playback(sink, clock)
        super().__init__(model, choice, parent)
        self.playback.setParent(self)

    def build(self) -> QWidget:
        self.setObjectName("audioView")
        self._sound: Sound | None = None
        save = QPushButton(tr("Save as WAV…"), self)
        save.setObjectName("saveSound")
        save.clicked.connect(self.save_asked)
        self.add_tool(save)
        self.facts = DocumentHead(self)
        self.wave = SoundWave(self)
        self.wave.asked.connect(self.playback.go_to)
        self.wave.activated.connect(self.activated)
        self.button = QPushButton(self)
        self.button.setObjectName("playSound")
        self.button.setProperty("role", "primary")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its arrow keys move on
        self.button.clicked.connect(self.playback.toggle)
        self.time = plain_label(parent=self)
        self.time.setObjectName("soundTime")
        self.tracks = QComboBox(self)
        self.tracks.setAccessibleName(tr("Sounds"))
        self.tracks.currentIndexChanged.connect(self._on_track)
        self.volume = QSlider(Qt.Orientation.Horizontal, self)
        self.volume.setObjectName("soundVolume")
        self.volume.setAccessibleName(tr("Volume"))
        self.volume.setRange(0, 100)
        self.volume.setMaximumWidth(160)
        self.volume.valueChanged.connect(
            lambda value: self.playback.set_volume(value / 100)
        )
        self.playback.changed.connect(self._follow_playback)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return self._placed()

    def _placed(self) -> QWidget:
        controls = FlowLayout(spacing=12)
        controls.setContentsMargins(12, 8, 12, 8)
        for widget in (
            self.button,
            self.time,
            self.tracks,
            plain_label(tr("Volume"), self),
            self.volume,
        ):
            controls.addWidget(widget)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.facts)
        layout.addWidget(self.wave, 1)
        layout.addLayout(controls)
        return body

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, Sound)
        self._sound = content
        with QSignalBlocker(self.tracks):
            self.tracks.clear()
            for track in content.tracks:
                self.tracks.addItem(track.label)
        self.tracks.setVisible(len(content.tracks) > 1)
        self._on_track()

    def wipe(self) -> None:
        self._sound = None
        self.playback.show_track(None)
        self.wave.show_track(None)
        self.facts.show_facts("", ())
        with QSignalBlocker(self.tracks):
            self.tracks.clear()

    def holds(self) -> frozenset[str]:
        everything = frozenset({"picture", "words", "file"})
        return everything if self._sound else frozenset()

    def words(self) -> str:
        return "\n".join(filter(None, (self.head.who, *self._said())))

    def file(self) -> SavedFile:
        """The track that is shown, its samples unaltered."""
        track = self.playback.track
        assert track is not None
        content = wav_bytes(track)
        return SavedFile(tr("Save the sound"), "WAV (*.wav)", ".wav", content)

    def _on_track(self) -> None:
        if self._sound is None:
            return
        track = self._sound.tracks[max(self.tracks.currentIndex(), 0)]
        self.wave.show_track(track)
        self.playback.show_track(track)

    def _said(self) -> list[str]:
        """How it was recorded, and what is said of it."""
        track = self.playback.track
        if track is None or self._sound is None:
            return []
        bits = track.pcm.dtype.itemsize * 8
        count = track.pcm.shape[1]
        form = (
            self._sound.acquired,
            f"{figure(track.frequency_hz, ',g')} Hz",
            tr("{bits} bits", bits=bits),
            trn("{count} channel", "{count} channels", count),
        )
        return [" · ".join(filter(None, form)), *self._sound.said]

    def _follow_playback(self) -> None:
        playback = self.playback
        self.button.setText(tr("Pause") if playback.playing else tr("Play"))
        self.time.setText(
            f"{clock_text(playback.place_s)} / {clock_text(playback.seconds)}"
            if playback.track
            else ""
        )
        self.wave.show_place(playback.place_s)
        with QSignalBlocker(self.volume):
            self.volume.setValue(round(playback.volume * 100))
        notes = list(self._sound.notes) if self._sound else []
        notes += [playback.fault] if playback.fault else []
        self.facts.show_facts("\n".join(self._said()), notes)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        playback = self.playback
        skip = min(SKIP_S, playback.seconds / 10)
        places = {
            Qt.Key.Key_Left: playback.place_s - skip,
            Qt.Key.Key_Right: playback.place_s + skip,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: playback.seconds,
        }
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            playback.toggle()
        elif key in places:
            playback.go_to(places[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            louder = 0.1 if key == Qt.Key.Key_Up else -0.1
            playback.set_volume(playback.volume + louder)
        else:
            super().keyPressEvent(event)
