"""The main window: it places things and has no behaviour of its own."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QToolBar, QToolButton, QWidget

from viewer.ui.icons import application_icon
from viewer.ui.screens import first_size
from viewer.ui.widgets.colours import text_scale
from viewer.ui.widgets.drops import accept_copy, dropped_paths
from viewer.ui.widgets.wording import said

TITLE = "Negatoscope"
SMALLEST = (880, 560)
FIRST_SIZE = (1440, 900)
ICON_SIDE = 20
THUMBNAILS_WIDTH = 200
HEADER_WIDTH = 360


class MainWindow(QMainWindow):
    """Thumbnails left, cells in the middle, header right, tools above, status below."""

    paths_dropped = Signal(list)
    closed = Signal()
    """Before anything ends."""
    screen_changed = Signal()
    """The window lies on another screen than before, or on its first one."""

    def __init__(self, closing: Callable[[], None]) -> None:
        super().__init__()
        self._closing = closing
        self.may_close: Callable[[], bool] = lambda: True
        """Asked first; who says no asks the reader, and closes it later."""
        self.setObjectName("mainWindow")
        self.setWindowTitle(TITLE)
        self.setWindowIcon(application_icon())
        self.setMinimumSize(*SMALLEST)
        self.resize(first_size(QSize(*FIRST_SIZE)))
        self.setAcceptDrops(True)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("splitter")
        self.splitter.setChildrenCollapsible(False)
        self.setCentralWidget(self.splitter)
        self.tool_bar = QToolBar(self)
        self.tool_bar.setObjectName("toolBar")
        self.tool_bar.setMovable(False)
        said(self.tool_bar.setAccessibleName, "Tools")
        self._size_icons()
        self.addToolBar(self.tool_bar)
        more = self.tool_bar.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:
            said(more.setAccessibleName, "More tools")

    def place(self, left: QWidget, middle: QWidget, right: QWidget) -> None:
        """Put the three parts beside each other; the middle takes what is left."""
        left.setMinimumWidth(168)
        right.setMinimumWidth(280)
        for widget in (left, middle, right):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setStretchFactor(2, 0)

    def set_widths(self, left: int, right: int) -> None:
        """Widths of the side panels in logical pixels."""
        middle = max(self.width() - left - right, 200)
        self.splitter.setSizes([left, middle, right])

    def come_forward(self) -> None:
        """In front of other windows, as far as the desktop lets a program do that."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _size_icons(self) -> None:
        side = round(ICON_SIDE * text_scale())
        self.tool_bar.setIconSize(QSize(side, side))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_icons()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.paths_dropped.emit(dropped_paths(event.mimeData()))
        accept_copy(event)

    def showEvent(self, event: QShowEvent) -> None:
        handle = self.windowHandle()
        kind = Qt.ConnectionType.UniqueConnection
        handle.screenChanged.connect(self._on_screen, kind)

    def _on_screen(self) -> None:
        self.screen_changed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.closed.emit()
        self._closing()
        event.accept()
