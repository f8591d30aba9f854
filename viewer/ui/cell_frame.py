"""One cell on screen: an outline, and in it the view of what its model holds."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from viewer.text import tr
from viewer.ui.canvas.style import CanvasStyle
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.views import VIEWS
from viewer.ui.views.stack import StackView
from viewer.ui.widgets.colours import viewport_colours
from viewer.ui.widgets.content_view import ContentView
from viewer.ui.widgets.drops import DISPLAY_SET_MIME, accept_copy, dropped_paths
from viewer.ui.widgets.empty import EmptyCell
from viewer.ui.widgets.outline import OUTLINE, draw_outline, has_keyboard
from viewer.ui.widgets.standing_label import StandingLabel
from viewer.ui.widgets.veil import Veil

SMALLEST = 96


class CellFrame(QWidget):
    """One cell: an outline, and inside it the view of what the model holds."""

    activated = Signal()
    maximise_asked = Signal()
    menu_asked = Signal(QPoint)
    pointed = Signal(object)
    jump_asked = Signal(object)
    backdrop_asked = Signal(object)
    clicked = Signal(object)
    apply_asked = Signal(object)
    lay_asked = Signal(object, object)
    companions_asked = Signal(object, object, object)
    picture_asked = Signal(object, object)
    save_asked = Signal()
    settled = Signal()
    set_dropped = Signal(str, bool)
    """(key of the display set, with Ctrl: over the image)"""
    paths_dropped = Signal(list)

    def __init__(
        self, model: ViewportModel, choice: ToolChoice, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = model
        self.is_active = False
        self._choice = choice
        self._style = CanvasStyle()
        self._views: dict[str, QWidget] = {}
        self.empty = EmptyCell(self)
        self.veil = Veil(self)
        self.standing = StandingLabel(self)
        around = QVBoxLayout(self)
        around.setContentsMargins(OUTLINE, OUTLINE, OUTLINE, OUTLINE)
        self._stack = QStackedLayout()
        around.addLayout(self._stack)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.veil)
        self.setObjectName("cell")
        self.setAcceptDrops(True)
        model.changed.connect(self._on_changed)
        policy = QSizePolicy.Policy.Ignored
        self.setSizePolicy(policy, policy)
        self.setMinimumSize(SMALLEST, SMALLEST)
        self._show_view()

    def hasHeightForWidth(self) -> bool:
        """All cells of a row are as high as their layout says, whatever they show."""
        return False

    @property
    def view(self) -> QWidget:
        """The view that is showing."""
        widget = self._stack.currentWidget()
        assert widget is not None
        return widget

    @property
    def is_settled(self) -> bool:
        """Whether the view has drawn all that is seen of it."""
        view = self.view
        return not isinstance(view, ContentView) or view.is_settled()

    def set_active(self, active: bool, number: int) -> None:
        """Mark the cell as the active one, or not."""
        self.is_active = active
        self.setAccessibleName(tr("Viewport {number}", number=number + 1))
        self._describe()
        self.update()

    def tell_standing(self, text: str) -> None:
        """Which study of its patient it shows; images say so among their texts."""
        self.model.standing = text
        view = self.view
        self.standing.tell("" if isinstance(view, StackView) else text)
        self._describe()
        if isinstance(view, StackView):
            view.canvas.update()

    def _describe(self) -> None:
        active = tr("active") if self.is_active else ""
        self.setAccessibleDescription(
            ", ".join(filter(None, (active, self.model.standing)))
        )

    def set_style(self, style: CanvasStyle) -> None:
        """What the reader has chosen for every image."""
        self._style = style
        for view in self._views.values():
            if isinstance(view, StackView):
                view.set_style(style)
        self._show_view()

    def cancel_gesture(self) -> bool:
        """Take back a drag in progress; False when there was none."""
        cancel = getattr(self.view, "cancel_gesture", None)
        return cancel is not None and bool(cancel())

    def renew_views(self) -> None:
        """Make the views anew, in another language, as their models are."""
        focus = QApplication.focusWidget()
        had_keyboard = focus is not None and self.isAncestorOf(focus)
        old, self._views = list(self._views.values()), {}
        self._show_view()
        for view in old:
            self._stack.removeWidget(view)
            view.hide()
            view.deleteLater()
        self.tell_standing(self.model.standing)
        if had_keyboard:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, old: ViewportState, new: ViewportState) -> None:
        if old.what.display_set is not new.what.display_set:
            self._show_view()

    def _show_view(self) -> None:
        display_set = self.model.state.what.display_set
        if display_set is None:
            self._stack.setCurrentWidget(self.empty)
            return
        if self._style.hides_identity and display_set.view != "stack":
            self._stack.setCurrentWidget(self.veil)
            return
        view = self._views.get(display_set.view)
        if view is None:
            view = self._views[display_set.view] = self._make(display_set.view)
            self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def _make(self, word: str) -> QWidget:
        view: QWidget = VIEWS[word]()(self.model, self._choice)  # type: ignore[arg-type]
        source: QWidget = view
        if isinstance(view, StackView):
            view.set_style(self._style)
            source = view.canvas
            view.slider.pressed.connect(self.activated)
        for name in (
            "activated",
            "maximise_asked",
            "menu_asked",
            "pointed",
            "clicked",
            "jump_asked",
            "backdrop_asked",
            "apply_asked",
            "lay_asked",
            "companions_asked",
            "picture_asked",
            "save_asked",
            "settled",
        ):
            signal = getattr(source, name, None)
            if signal is not None:
                signal.connect(getattr(self, name))
        renew_pictures(view)
        return view

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if mime.hasFormat(DISPLAY_SET_MIME) or mime.hasUrls():
            accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        mime = event.mimeData()
        self.activated.emit()
        if mime.hasFormat(DISPLAY_SET_MIME):
            key = bytes(mime.data(DISPLAY_SET_MIME).data()).decode("ascii", "replace")
            above = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.set_dropped.emit(key, above)
        else:
            self.paths_dropped.emit(dropped_paths(mime))
        accept_copy(event)

    def mousePressEvent(self, event: QEvent) -> None:
        self.activated.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.standing.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(viewport_colours().viewport))
        if self.is_active:
            draw_outline(painter, self.rect(), is_whole=has_keyboard(self))


def renew_pictures(view: QWidget) -> None:
    """Let a view ask again for pictures of what it refers to."""
    renew = getattr(view, "renew_pictures", None)
    if renew is not None:
        renew()
