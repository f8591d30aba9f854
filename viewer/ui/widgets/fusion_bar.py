"""A bar under an image: what is laid over it, how much, which layer tools act on."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from viewer.dicom.values import caption
from viewer.kinds.fusions import modality
from viewer.text import figure, tr
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.state.windowed import acts_above
from viewer.ui.widgets.labels import ElidedLabel, plain_label

HEIGHT = 32
SLIDER_WIDTH = 120
END_SIGN = "×"


class FusionBar(QFrame):
    """Shown while something is laid over the image."""

    def __init__(self, model: ViewportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("fusionBar")
        self.setProperty("role", "strip")
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(8, 0, 8, 0)
        self._layout.setSpacing(6)
        self._make_switch()
        self._make_slider()
        self._make_buttons()
        model.changed.connect(self._on_changed)
        self._follow()

    @property
    def is_wanted(self) -> bool:
        """Something is laid over the image, seen or not."""
        return self._model.state.fusion is not None

    def _make_switch(self) -> None:
        self.switch = QCheckBox(self)
        self.switch.setObjectName("fusionOn")
        self.switch.setAccessibleName(tr("Show what is laid over"))
        self.switch.setToolTip(tr("Show what is laid over"))
        self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.switch.clicked.connect(lambda on: self._change(is_on=on))
        self.named = ElidedLabel(self)
        self.named.setObjectName("fusionName")
        self._layout.addWidget(self.switch)
        self._layout.addWidget(self.named, 1)

    def _make_slider(self) -> None:
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("fusionOpacity")
        self.slider.setAccessibleName(tr("How much of it is seen"))
        self.slider.setToolTip(tr("How much of it is seen"))
        self.slider.setRange(0, 100)
        self.slider.setFixedWidth(SLIDER_WIDTH)
        self.slider.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.slider.valueChanged.connect(lambda at: self._change(opacity=at / 100))
        self.percent = plain_label("")
        self.percent.setProperty("role", "secondary")
        self._layout.addWidget(self.slider)
        self._layout.addWidget(self.percent)

    def _make_buttons(self) -> None:
        self.layer = self._button("fusionLayer")
        self.layer.clicked.connect(self._switch_layer)
        self.end = self._button("fusionEnd")
        self.end.setText(END_SIGN)
        self.end.setToolTip(tr("Take off what is laid over"))
        self.end.setAccessibleName(tr("Take off what is laid over"))
        self.end.clicked.connect(lambda: self._model.change(fusion=None))

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout.addWidget(button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        """Leave out what a narrow cell has no room for: keys and menu have it too."""
        self.setFixedHeight(max(HEIGHT, self.layer.sizeHint().height()))
        room = self.width() - 16
        kept: list[QWidget] = [self.switch, self.end]
        for widget in (self.layer, self.slider, self.percent):
            needs = sum(_width(one) + 6 for one in (*kept, widget))
            widget.setVisible(needs <= room)
            if needs <= room:
                kept.append(widget)

    def _switch_layer(self) -> None:
        self._change(is_windowed=not acts_above(self._model.state))

    def _change(self, **fields: Any) -> None:
        fusion = self._model.state.fusion
        if fusion is not None:
            self._model.change(fusion=replace(fusion, **fields))

    def _on_changed(self, old: ViewportState, new: ViewportState) -> None:
        if new.fusion != old.fusion or new.what != old.what:
            self._follow()

    def _follow(self) -> None:
        state = self._model.state
        fusion, frame = state.fusion, state.what.frame
        self.setVisible(self.is_wanted)
        if fusion is None or frame is None:
            self.named.setText("")
            return
        self.switch.setChecked(fusion.is_on)
        self.named.setText(caption(fusion.title))
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(fusion.opacity * 100))
        percent = figure(fusion.opacity * 100, ".0f")
        self.percent.setText(tr("{percent} %", percent=percent))
        self.slider.setEnabled(fusion.is_on)
        self.layer.setEnabled(fusion.is_on)
        name = fusion.name if acts_above(state) else modality(frame.header)
        self.layer.setText(tr("Window: {layer}", layer=name))
        hint = tr("The window tool acts on {layer}: press to switch", layer=name)
        self.layer.setToolTip(hint)
        self.layer.setAccessibleName(hint)
        self._fit()


def _width(widget: QWidget) -> int:
    return max(widget.sizeHint().width(), widget.minimumWidth())
