"""The tabs over the grid: one for each open study, none while there is only one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from viewer.ui.widgets.labels import plain_tip
from viewer.ui.widgets.wording import said

WIDEST = 280
"""Logical pixels of a tab; the middle of a longer title is left out."""


@dataclass(frozen=True, slots=True)
class StudyTab:
    """What one tab says; `key` tells its study."""

    key: str
    title: str
    tip: str


class StudyTabs(QTabBar):
    """Says which study is asked for; what is shown is told to it."""

    chosen = Signal(str)
    close_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: tuple[StudyTab, ...] = ()
        self.setObjectName("studyTabs")
        said(self.setAccessibleName, "Open studies")
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.currentChanged.connect(self._on_current)
        self.hide()

    def show_tabs(self, tabs: Sequence[StudyTab], current: str) -> None:
        """These tabs, with the one of a study in front; hidden while it is alone."""
        blocker = QSignalBlocker(self)
        if tuple(tabs) != self._tabs:
            self._tabs = tuple(tabs)
            while self.count() > len(tabs):
                self.removeTab(self.count() - 1)
            for place, tab in enumerate(tabs):
                if place == self.count():
                    self.addTab("")
                    button = self._close_button(place)
                    self.setTabButton(place, QTabBar.ButtonPosition.RightSide, button)
                self.setTabText(place, tab.title.replace("&", "&&"))
                self.setTabToolTip(place, plain_tip(tab.tip))
                self.setAccessibleTabName(place, tab.tip or tab.title)
        keys = [tab.key for tab in tabs]
        if current in keys:
            self.setCurrentIndex(keys.index(current))
        blocker.unblock()
        self.setVisible(len(tabs) > 1)

    def tabSizeHint(self, index: int) -> QSize:
        size = super().tabSizeHint(index)
        return QSize(min(size.width(), WIDEST), size.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def _close_button(self, place: int) -> QToolButton:
        """Tabs come and go at the end: a button stays with its place."""
        button = QToolButton(self)
        button.setObjectName(f"close-study-{place + 1}")
        button.setText("×")
        button.setProperty("role", "link")
        said(button.setToolTip, "Close this study")
        said(button.setAccessibleName, "Close this study")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.close_asked.emit(self._tabs[place].key))
        return button

    def _on_current(self, place: int) -> None:
        if 0 <= place < len(self._tabs):
            self.chosen.emit(self._tabs[place].key)
