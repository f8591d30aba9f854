"""A bar under a picture: play either way, which part, how fast, how fast in truth."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from viewer.kinds.base import DisplaySet
from viewer.kinds.timing import (
    DEFAULT_SOURCE,
    Timing,
    Way,
    courses,
    plays_by_itself,
    timing_of,
)
from viewer.text import figure, tr
from viewer.ui.state import playing
from viewer.ui.state.playing import SPEEDS
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.widgets.labels import ElidedLabel
from viewer.ui.widgets.range_strip import RangeStrip

HEIGHT = 32
PLAY_SIGN, BACK_SIGN, PAUSE_SIGN = "▶", "◀", "‖"
STEP_SIGNS = ("‹", "›")
SWEEP_SIGN = "⇄"
WIDE, WIDER, WIDEST = 300, 460, 640
"""Logical pixels of the bar from which on more of it is shown."""


class CineBar(QFrame):
    """Shown for runs that tell their own rate, and for others once they have played."""

    def __init__(self, model: ViewportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._set: DisplaySet | None = None
        self._way = Way()
        self._speed = 0.0
        self._timing: Timing | None = None
        self.is_wanted = False
        self.setObjectName("cineBar")
        self.setProperty("role", "strip")
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(8, 0, 8, 0)
        self._layout.setSpacing(4)
        self._make_buttons()
        self._make_choices()
        self.said = ElidedLabel(self)
        self.said.setObjectName("cineRate")
        self.said.setProperty("role", "secondary")
        self._layout.addWidget(self.said, 4)
        model.changed.connect(self._follow)
        model.rated.connect(self._say)
        self._follow()

    def _make_buttons(self) -> None:
        model = self._model
        self.back = self._button("cineBack", tr("Play backward"), BACK_SIGN)
        self.back.clicked.connect(lambda: playing.toggle(model, backward=True))
        self.button = self._button("cinePlay", tr("Play"), PLAY_SIGN)
        self.button.clicked.connect(lambda: playing.toggle(model))
        self.steps = (
            self._button("cineStepBack", tr("One frame back"), STEP_SIGNS[0]),
            self._button("cineStepOn", tr("One frame on"), STEP_SIGNS[1]),
        )
        for button, by in zip(self.steps, (-1, 1), strict=True):
            button.clicked.connect(partial(lambda by: playing.step(model, by), by))
        self.strip = RangeStrip(self)
        self.strip.asked.connect(self._on_asked)
        self.strip.ranged.connect(partial(playing.set_range, model))
        self._layout.addWidget(self.strip, 3)
        self.sweep = self._button("cineSweep", tr("To and fro"), SWEEP_SIGN)
        self.sweep.setCheckable(True)
        self.sweep.clicked.connect(lambda: playing.toggle_sweep(model))

    def _make_choices(self) -> None:
        model = self._model
        self.along = self._choice("cineAlong", tr("What plays"))
        self.along.activated.connect(partial(playing.play_along, model))
        self.speeds = self._choice("cineSpeed", tr("Speed"))
        for speed in SPEEDS:
            self.speeds.addItem(_times(speed), speed)
        self.speeds.activated.connect(
            lambda row: playing.set_speed(model, self.speeds.itemData(row))
        )
        self.rate = QDoubleSpinBox(self)
        self.rate.setObjectName("cineTyped")
        self.rate.setAccessibleName(tr("Frames a second"))
        self.rate.setToolTip(tr("Frames a second"))
        self.rate.setSuffix(tr(" /s"))
        self.rate.setRange(0.01, 1000)
        self.rate.setDecimals(2)
        self.rate.setKeyboardTracking(False)
        self.rate.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.rate.valueChanged.connect(partial(playing.set_rate, model))
        self.rate.editingFinished.connect(self._give_back_focus)
        self._layout.addWidget(self.rate)

    def type_rate(self) -> None:
        """Let the reader type frames a second."""
        self.is_wanted = True
        self._follow()
        self.rate.show()
        self.rate.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.rate.selectAll()

    def _button(self, name: str, title: str, sign: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(sign)
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setMinimumWidth(34)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout.addWidget(button)
        return button

    def _choice(self, name: str, title: str) -> QComboBox:
        choice = QComboBox(self)
        choice.setObjectName(name)
        choice.setAccessibleName(title)
        choice.setToolTip(title)
        choice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout.addWidget(choice)
        return choice

    def _on_asked(self, place: int) -> None:
        if self._timing is not None:
            self._model.go_to(self._timing.places[place])

    def _give_back_focus(self) -> None:
        if self.rate.hasFocus():
            view = self.parentWidget()
            if view is not None:
                view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        state = self._model.state
        if state.what.display_set is not self._set:
            self._set, self._timing = state.what.display_set, None
            self.is_wanted = self._set is not None and plays_by_itself(self._set)
            self._name_courses()
        self.is_wanted = self.is_wanted or state.play.playing
        self.setVisible(self.is_wanted)
        if not self.is_wanted or self._set is None:
            return
        made = self._timing
        stale = made is None or state.what.index not in made.places
        if stale or state.play.way != self._way:
            self._way = state.play.way
            made = self._timing = timing_of(self._set, state.what.index, self._way)
            self.sweep.setChecked(made.sweeps)
            self.along.setCurrentIndex(made.along)
            stale = True
        assert made is not None
        at = state.what.index
        place = made.places.index(at) if at in made.places else -1
        self.strip.show_part(len(made.places), place, made.first, made.last)
        self._show_playing()
        if stale or self._speed != state.play.speed:
            self._speed = state.play.speed
            self._show_speed(made, self._speed)

    def _name_courses(self) -> None:
        names = courses(self._set) if self._set is not None else ()
        self.along.clear()
        self.along.addItems(list(names))
        self._fit()

    def _show_playing(self) -> None:
        play = self._model.state.play
        backward = play.playing and play.way.backward
        forward = play.playing and not backward
        for button, on, sign, name in (
            (self.button, forward, PLAY_SIGN, tr("Play")),
            (self.back, backward, BACK_SIGN, tr("Play backward")),
        ):
            text = PAUSE_SIGN if on else sign
            if button.text() != text:
                button.setText(text)
                button.setToolTip(tr("Pause") if on else name)
                button.setAccessibleName(tr("Pause") if on else name)

    def _show_speed(self, made: Timing, speed: float) -> None:
        self.speeds.setPlaceholderText(_times(speed))
        self.speeds.setCurrentIndex(self.speeds.findData(speed))
        with QSignalBlocker(self.rate):
            self.rate.setValue(made.rate * speed)
        self._say()

    def _say(self) -> None:
        if self._timing is None:
            return
        model, source = self._model, self._timing.source
        rate = model.nominal_rate or self._timing.rate * model.state.play.speed
        name = tr(DEFAULT_SOURCE) if source == DEFAULT_SOURCE else source
        seen = model.rate
        parts = (
            tr("{rate} frames/s", rate=_rate_text(rate)),
            tr("{rate} seen", rate=_rate_text(seen)) if seen is not None else "",
            name,
        )
        text = " · ".join(filter(None, parts))
        if text != self.said.text():
            self.said.setText(text)
            self.said.setToolTip(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        """Leave out what a narrow cell has no room for: keys and menu have it too."""
        self.setFixedHeight(max(HEIGHT, self._layout.minimumSize().height()))
        width = self.width()
        shown: tuple[tuple[QWidget, Callable[[], bool]], ...] = (
            (self.strip, lambda: width >= WIDE),
            (self.back, lambda: width >= WIDE),
            (self.sweep, lambda: width >= WIDER),
            (self.along, lambda: width >= WIDER and self.along.count() > 1),
            (self.rate, lambda: width >= WIDEST or self.rate.hasFocus()),
            (self.steps[0], lambda: width >= WIDEST),
            (self.steps[1], lambda: width >= WIDEST),
        )
        for widget, has_room in shown:
            widget.setVisible(has_room())


def _times(speed: float) -> str:
    return f"{figure(speed, '.3g')} ×"


def _rate_text(rate: float) -> str:
    return figure(rate, ".3g")
