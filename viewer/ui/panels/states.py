"""The presentation states of the image in the active cell, and the layers of one."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from viewer.dicom.values import caption
from viewer.pixels.graphics import Layer
from viewer.pixels.presentation_state import PresentationState
from viewer.text import mark, tr
from viewer.ui.state.state_choice import StateChoice
from viewer.ui.widgets.colours import viewport_colours
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.wording import said, worded

SWATCH = 12
NAME = Qt.ItemDataRole.UserRole


class StatesPanel(QWidget):
    """A list to choose from, "None" first; below it a switch for each layer."""

    object_asked = Signal(object)
    """The chosen state is to be shown as the object that it is."""

    def __init__(self, choice: StateChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self.setObjectName("statesPanel")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.list = _list("states", mark("Presentation states of this image"))
        self.message = plain_label("", self)
        self.message.setObjectName("statesMessage")
        self.message.setProperty("role", "secondary")
        self.message.setWordWrap(True)
        self.title = plain_label("", self)
        said(self.title.setText, "Layers")
        self.title.setProperty("role", "strong")
        self.layers = _list("layers", mark("Layers of the presentation state"))
        self.header = QPushButton(self)
        said(self.header.setText, "Header of the state")
        self.header.setObjectName("stateHeader")
        self.header.setProperty("role", "link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.message)
        layout.addWidget(self.list)
        layout.addWidget(self.header, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.title)
        layout.addWidget(self.layers)
        layout.addStretch(1)
        self.setFocusProxy(self.list)
        self.list.currentRowChanged.connect(self._on_row)
        self.layers.itemChanged.connect(self._on_layer)
        self.header.clicked.connect(lambda: self.object_asked.emit(self._choice.chosen))
        choice.changed.connect(self._fill)
        worded(self, self._fill)

    def _fill(self) -> None:
        choices, chosen = self._choice.choices, self._choice.chosen
        blocked = QSignalBlocker(self.list)
        self.list.clear()
        for text in (tr("None: the image as it is"), *map(_described, choices)):
            self.list.addItem(text)
        self.list.setCurrentRow(choices.index(chosen) + 1 if chosen in choices else 0)
        del blocked
        self.list.setVisible(bool(choices))
        self.message.setText(_told(choices, chosen))
        self.message.setVisible(bool(self.message.text()))
        self.header.setVisible(chosen is not None)
        self._fill_layers(self._choice.layers, self._choice.hidden_layers)

    def _fill_layers(self, layers: Iterable[Layer], hidden: frozenset[str]) -> None:
        blocked = QSignalBlocker(self.layers)
        self.layers.clear()
        for layer in layers:
            words = (caption(layer.name), layer.description)
            item = QListWidgetItem(" · ".join(filter(None, words)))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            shown = layer.name not in hidden
            item.setCheckState(
                Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked
            )
            item.setIcon(_swatch(layer))
            item.setData(NAME, layer.name)
            self.layers.addItem(item)
        del blocked
        self.layers.setVisible(self.layers.count() > 0)
        self.title.setVisible(self.layers.count() > 0)

    def _on_row(self, row: int) -> None:
        choices = self._choice.choices
        if 0 <= row <= len(choices):
            self._choice.choose(choices[row - 1] if row else None)

    def _on_layer(self, item: QListWidgetItem) -> None:
        shown = item.checkState() == Qt.CheckState.Checked
        self._choice.show_layer(item.data(NAME), shown)


def _list(name: str, spoken: str) -> QListWidget:
    made = QListWidget()
    made.setObjectName(name)
    said(made.setAccessibleName, spoken)
    made.setIconSize(QSize(SWATCH, SWATCH))
    made.setWordWrap(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustToContents)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
    return made


def _described(state: PresentationState) -> str:
    """Label; then description, creator and date where they are stated."""
    more = (state.description, state.creator, state.created)
    name = state.label or tr("without a name")
    return "\n".join(filter(None, (name, " · ".join(filter(None, more)))))


def _told(
    choices: tuple[PresentationState, ...], chosen: PresentationState | None
) -> str:
    """What the list does not say."""
    if chosen is not None and chosen not in choices:
        name = chosen.label or tr("without a name")
        return tr("The chosen state, {name}, is not for this image.", name=name)
    return "" if choices else tr("No presentation state refers to this image.")


def _swatch(layer: Layer) -> QPixmap:
    """The layer's colour."""
    picture = QPixmap(SWATCH, SWATCH)
    rgb = layer.colour
    picture.fill(QColor(*rgb) if rgb else QColor(viewport_colours().mark))
    return picture
