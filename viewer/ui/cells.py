"""The grid of cells on screen: each with the view that its kind of object names."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from viewer.geometry.layout import Layout
from viewer.ui.arranging import arrange, nearest
from viewer.ui.canvas.style import CanvasStyle
from viewer.ui.cell_frame import CellFrame, renew_pictures
from viewer.ui.state.grid import Grid, Sheet
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.widgets.drops import DISPLAY_SET_MIME, accept_copy
from viewer.ui.widgets.identity_bar import IdentityBar


class Cells(QWidget):
    """Follows the grid's state; cells that a smaller layout hides keep their view."""

    menu_asked = Signal(QPoint)
    jump_asked = Signal(object, object)
    """(`Reference` to show, model of the cell that names it)"""
    backdrop_asked = Signal(object)
    """A view that wants an image behind its voxels."""
    pointed = Signal(object, object)
    """(model of the cell, the Pointer over it or None when it left)"""
    clicked = Signal(object, object)
    """(model of the cell, the Pointer where it was clicked)"""
    apply_asked = Signal(object, object)
    """(`Applied` to use on an image, model of the cell that has it)"""
    lay_asked = Signal(object, object, object)
    """(`Reference` to an image, `Laid` to lay over it, model of the cell that asks)"""
    companions_asked = Signal(object, object, object)
    """(view that asks, references to objects, what to call with each of them)"""
    picture_asked = Signal(object, object)
    """(`Reference`, what to call with its small picture or None)"""
    save_asked = Signal(object)
    """Model of the cell whose document or sound is to be saved."""
    settled = Signal()
    """A view has drawn all that is seen of it."""
    set_dropped = Signal(str, object, bool)
    """(key of the display set, model of the cell, to be laid over the image)"""
    paths_dropped = Signal(list, object)
    """(paths, model of the cell)"""
    open_asked = Signal(str)
    """The id of an action that opens something."""

    def __init__(
        self,
        grid: Grid,
        choice: ToolChoice,
        on_new: Callable[[ViewportModel], None],
        parent: QWidget | None = None,
        *,
        beside: bool = False,
    ) -> None:
        """`beside`: those of the second window."""
        super().__init__(parent)
        self._grid = grid
        self._choice = choice
        self.on_new = on_new
        self._beside = beside
        self.second: Cells | None = None
        """The cells of the second window, once there are some."""
        self._frames: dict[ViewportModel, CellFrame] = {}
        self.image_style = CanvasStyle()
        self._awaiting = (False, False)
        self._recent: Sequence[str] = ()
        self.identity = IdentityBar(self)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.identity)
        self._layout = QGridLayout()
        self._layout.setSpacing(2)
        around.addLayout(self._layout, 1)
        self.setObjectName("cells")
        self.setAcceptDrops(True)
        grid.changed.connect(self._follow)
        self._follow()

    def put_above(self, widget: QWidget) -> None:
        """A strip over the cells: the newest under the older ones."""
        around = self.layout()
        assert isinstance(around, QVBoxLayout)
        around.insertWidget(around.indexOf(self.identity), widget)

    @property
    def frames(self) -> list[CellFrame]:
        """The cells of the sheet in this window, hidden ones too."""
        sheet = self._sheet
        return [self._frames[model] for model in sheet.cells] if sheet else []

    def frame_of(self, model: ViewportModel) -> CellFrame:
        """The cell of a model, in whichever window it is."""
        if model not in self._frames and self.second is not None:
            return self.second.frame_of(model)
        return self._frames[model]

    @property
    def _sheet(self) -> Sheet | None:
        return self._grid.beside if self._beside else self._grid.front

    @property
    def _visible(self) -> list[ViewportModel]:
        return self._sheet.visible() if self._sheet else []

    def _follow(self) -> None:
        sheet = self._sheet
        for model in sheet.cells if sheet else ():
            if model not in self._frames:
                self._add(model)
        visible = self._visible
        if sheet is not None:
            layout = Layout() if sheet.state.maximised else sheet.state.layout
            arrange(self._layout, [self._frames[one] for one in visible], layout)
            for number, model in enumerate(sheet.cells):
                frame = self._frames[model]
                frame.set_active(model is self._grid.active, number)
                frame.empty.set_beyond(sheet.state.tiled)
        for model, frame in self._frames.items():
            frame.setVisible(model in visible)

    def _add(self, model: ViewportModel) -> None:
        frame = CellFrame(model, self._choice, self)
        frame.activated.connect(lambda: self._grid.activate(model))
        frame.maximise_asked.connect(self._grid.toggle_maximised)
        frame.menu_asked.connect(self.menu_asked)
        frame.picture_asked.connect(self.picture_asked)
        frame.jump_asked.connect(lambda what: self.jump_asked.emit(what, model))
        frame.backdrop_asked.connect(self.backdrop_asked)
        frame.pointed.connect(lambda pointer: self.pointed.emit(model, pointer))
        frame.clicked.connect(lambda pointer: self.clicked.emit(model, pointer))
        frame.apply_asked.connect(lambda what: self.apply_asked.emit(what, model))
        frame.lay_asked.connect(lambda *what: self.lay_asked.emit(*what, model))
        frame.companions_asked.connect(self.companions_asked)
        frame.save_asked.connect(lambda: self.save_asked.emit(model))
        frame.settled.connect(self.settled)
        frame.set_dropped.connect(
            lambda key, above: self.set_dropped.emit(key, model, above)
        )
        frame.paths_dropped.connect(lambda paths: self.paths_dropped.emit(paths, model))
        frame.empty.asked.connect(self.open_asked)
        frame.set_style(self.image_style)
        frame.empty.set_awaiting(*self._awaiting)
        frame.empty.set_recent(self._recent)
        self._frames[model] = frame
        self.on_new(model)

    def set_style(self, style: CanvasStyle) -> None:
        """What the reader has chosen for every image, in every cell."""
        self.image_style = style
        for frame in self._frames.values():
            frame.set_style(style)

    def set_awaiting(self, awaiting: bool, anything_open: bool) -> None:
        """What empty cells say: being read, how to begin, or what to put there."""
        self._awaiting = (awaiting, anything_open)
        for frame in self._frames.values():
            frame.empty.set_awaiting(awaiting, anything_open)

    def set_recent(self, labels: Sequence[str]) -> None:
        """What empty cells offer to open again."""
        if labels != self._recent:
            self._recent = labels
            for frame in self._frames.values():
                frame.empty.set_recent(labels)

    def renew_pictures(self) -> None:
        """Let views ask again for pictures of what they refer to."""
        for frame in self._frames.values():
            renew_pictures(frame.view)

    def renew_views(self) -> None:
        """Make every view anew, in the language of now."""
        for frame in self._frames.values():
            frame.renew_views()

    @property
    def is_settled(self) -> bool:
        """Whether every view on screen has drawn all that is seen of it."""
        return all(self.frame_of(one).is_settled for one in self._grid.on_screen())

    def focus_active(self) -> None:
        """Give the keyboard to the active cell."""
        view = self.frame_of(self._grid.active).view
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(DISPLAY_SET_MIME):
            accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """A series let go beside the cells goes into the nearest one."""
        at = event.position().toPoint()
        frames = [self._frames[model] for model in self._visible]
        nearest(frames, at).dropEvent(event)
