"""Panels behind each other in one place; each is made when it is first looked at."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from viewer.text import tr
from viewer.ui.widgets.wording import said, worded


class Tabs(QTabWidget):
    """A bar of titles, and under it the panel of the one that is chosen.

    With one panel there is no bar. A panel says what takes the keyboard in it by its
    focus proxy.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self.setObjectName("tabs")
        self.setDocumentMode(True)
        self.setTabBarAutoHide(True)
        self.tabBar().setExpanding(False)
        for part in (self, self.tabBar()):
            said(part.setAccessibleName, "Panels")
        self.currentChanged.connect(self._complete)

    def add(self, name: str, title: str, make: Callable[[], QWidget]) -> None:
        """One more panel, made by `make` when it is first in front; a marked title."""
        page = QWidget(self)
        page.setObjectName(f"tab-{name}")
        page.setProperty("role", "panel")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        self._makers[page.objectName()] = make
        self.addTab(page, "")
        worded(page, lambda: self.setTabText(self.indexOf(page), tr(title)))
        if self.currentWidget() is page:
            self._complete()

    def bring(self, name: str) -> None:
        """Put a panel in front."""
        page = self.findChild(QWidget, f"tab-{name}")
        assert page is not None
        self.setCurrentWidget(page)

    def is_in_front(self, name: str) -> bool:
        """That panel is the chosen one."""
        page = self.currentWidget()
        return page is not None and page.objectName() == f"tab-{name}"

    def take_keyboard(self) -> None:
        """Give the keyboard to the panel in front."""
        page = self.currentWidget()
        layout = page.layout() if page else None
        item = layout.itemAt(0) if layout else None
        panel = item.widget() if item else None
        if panel is not None:
            panel.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _complete(self) -> None:
        page = self.currentWidget()
        make = self._makers.pop(page.objectName(), None) if page else None
        layout = page.layout() if page else None
        if make is not None and layout is not None:
            panel = make()
            layout.addWidget(panel)
            panel.show()
