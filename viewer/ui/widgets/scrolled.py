"""A part of a panel that is as high as it wants to be, or scrolls where it cannot."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

LEAST_LINES = 4


class Scrolled(QScrollArea):
    """Around one widget whose height follows from its width."""

    def __init__(self, inside: QWidget, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        inside.installEventFilter(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        edge = 2 * self.frameWidth()
        return self.widget().heightForWidth(width - edge) + edge

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, LEAST_LINES * self.fontMetrics().height())

    def eventFilter(self, inside: QObject, event: QEvent) -> bool:
        """What is in it wants another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(inside, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Only what there is to scroll is a stop for the keyboard."""
        super().resizeEvent(event)
        policy = Qt.FocusPolicy
        is_whole = self.verticalScrollBar().maximum() == 0
        self.setFocusPolicy(policy.NoFocus if is_whole else policy.TabFocus)
