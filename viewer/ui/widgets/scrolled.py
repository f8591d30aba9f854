"""What scrolls where it has not the height that its texts need."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from viewer.ui.widgets.wording import said

LEAST = 96


class Scrolled(QScrollArea):
    """As high as its widget wants to be at this width; less where there is no room."""

    def __init__(self, widget: QWidget, name: str = "") -> None:
        """`name` is marked English text: who does not see it hears that it scrolls."""
        super().__init__()
        if name:
            said(self.setAccessibleName, name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Maximum)
        self._inside = widget
        self.setWidget(widget)
        widget.installEventFilter(self)

    def sizeHint(self) -> QSize:
        edges = self.size() - self.maximumViewportSize()
        across, down = edges.width(), edges.height()
        height = self._inside.heightForWidth(self.width() - across)
        return QSize(self._inside.sizeHint().width() + across, height + down)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(LEAST, self.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Only what there is to scroll is a stop for the keyboard."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        # Qt keeps a bar that only its own width makes necessary.
        is_whole = self.height() >= self.sizeHint().height()
        bars, focus = Qt.ScrollBarPolicy, Qt.FocusPolicy
        self.setVerticalScrollBarPolicy(
            bars.ScrollBarAlwaysOff if is_whole else bars.ScrollBarAsNeeded
        )
        self.setFocusPolicy(focus.NoFocus if is_whole else focus.TabFocus)
