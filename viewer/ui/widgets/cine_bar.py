"""A bar under a picture: play and pause, how fast, and how fast in truth."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QToolButton, QWidget

from viewer.kinds.base import DisplaySet
from viewer.kinds.timing import DEFAULT_SOURCE, Timing, plays_by_itself, timing_of
from viewer.text import figure, tr
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.widgets.labels import plain_label

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
HEIGHT = 32
PLAY_SIGN, PAUSE_SIGN = "▶", "❚❚"


class CineBar(QFrame):
    """Shown for runs that tell their own rate, and for others once they have played."""

    def __init__(self, model: ViewportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._set: DisplaySet | None = None
        self._timing: Timing | None = None
        self.is_wanted = False
        self.setObjectName("cineBar")
        self.setProperty("role", "strip")
        self.setFixedHeight(HEIGHT)
        self.button = QToolButton(self)
        self.button.setObjectName("cinePlay")
        self.button.setFixedWidth(48)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(lambda: toggle(model))
        self.speeds = QComboBox(self)
        self.speeds.setObjectName("cineSpeed")
        self.speeds.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.speeds.setAccessibleName(tr("Speed"))
        self.speeds.setToolTip(tr("Speed"))
        for speed in SPEEDS:
            self.speeds.addItem(f"{figure(speed, 'g')} ×", speed)
        self.speeds.activated.connect(self._on_speed)
        self.said = plain_label(parent=self)
        self.said.setObjectName("cineRate")
        self.said.setProperty("role", "secondary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self.button)
        layout.addWidget(self.speeds)
        layout.addWidget(self.said, 1)
        model.changed.connect(self._follow)
        model.rated.connect(self._say)
        self._follow()

    def _follow(self) -> None:
        state = self._model.state
        if state.what.display_set is not self._set:
            self._set, self._timing = state.what.display_set, None
            self.is_wanted = self._set is not None and plays_by_itself(self._set)
        self.is_wanted = self.is_wanted or state.play.playing
        self.setVisible(self.is_wanted)
        if not self.is_wanted or self._set is None:
            return
        if self._timing is None or state.what.index not in self._timing.order:
            self._timing = timing_of(self._set, state.what.index)
        playing = state.play.playing
        self.button.setText(PAUSE_SIGN if playing else PLAY_SIGN)
        name = tr("Pause") if playing else tr("Play")
        self.button.setToolTip(name)
        self.button.setAccessibleName(name)
        with QSignalBlocker(self.speeds):
            self.speeds.setCurrentIndex(self.speeds.findData(state.play.speed))
        self._say()

    def _say(self) -> None:
        if self._timing is None:
            return
        rate = self._timing.rate * self._model.state.play.speed
        source = self._timing.source
        name = tr(DEFAULT_SOURCE) if source == DEFAULT_SOURCE else source
        parts = [tr("{rate} frames/s", rate=_rate_text(rate)), name]
        if self._model.rate is not None:
            parts.append(tr("{rate} seen", rate=_rate_text(self._model.rate)))
        self.said.setText(" · ".join(parts))

    def _on_speed(self, row: int) -> None:
        play = self._model.state.play
        self._model.change(play=replace(play, speed=self.speeds.itemData(row)))


def toggle(model: ViewportModel) -> None:
    """Play, or pause."""
    play = model.state.play
    model.change(play=replace(play, playing=not play.playing))


def change_speed(model: ViewportModel, by: int) -> None:
    """So many steps faster or slower."""
    play = model.state.play
    place = SPEEDS.index(play.speed) + by
    speed = SPEEDS[min(max(place, 0), len(SPEEDS) - 1)]
    model.change(play=replace(play, speed=speed))


def _rate_text(rate: float) -> str:
    return figure(rate, ".3g")
