"""Images: the canvas, and the slider that tells and sets the place in the stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QWidget

from viewer.dicom.values import caption
from viewer.files.summary import summary
from viewer.kinds.base import Frame
from viewer.ui.canvas.canvas import Canvas
from viewer.ui.canvas.style import CanvasStyle
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.widgets.cine_bar import CineBar
from viewer.ui.widgets.position_slider import WIDTH, PositionSlider
from viewer.ui.widgets.trouble_note import TroubleNote

if TYPE_CHECKING:
    from viewer.ui.widgets.fusion_bar import FusionBar

TOP_AND_BOTTOM = 72
"""Room left for the corner texts above and below the slider."""


class StackView(QWidget):
    """Frames of one display set, one at a time."""

    def __init__(
        self, model: ViewportModel, choice: ToolChoice, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = model
        self.canvas = Canvas(model, choice, self)
        self.slider = PositionSlider(self)
        self.slider.asked.connect(lambda index: self.canvas.activated.emit())
        self.slider.asked.connect(model.go_to)
        self.cine = CineBar(model, self)
        self.fusion: FusionBar | None = None
        """Made when something is laid over an image here for the first time."""
        self.trouble = TroubleNote(self)
        self.trouble.asked_again.connect(model.ask_again)
        self.setFocusProxy(self.canvas)
        model.changed.connect(self._follow)
        model.delivered.connect(self._on_delivered)
        self._follow()

    def set_style(self, style: CanvasStyle) -> None:
        """What the reader has chosen for every image."""
        self.canvas.set_style(style)

    def holds(self) -> frozenset[str]:
        """What there is to save, copy or print."""
        return frozenset({"picture"} if self.model.shown else ())

    def picture(self) -> QImage:
        """The cell as it is on the screen, texts and marks included.

        A reduced picture does not leave the program.
        """
        self.model.early.drop()
        return self.canvas.marks.leaving()

    def cancel_gesture(self) -> bool:
        """Take back a drag in progress; False when there was none."""
        return self.canvas.cancel_gesture()

    def _follow(self) -> None:
        what = self.model.state.what
        self.slider.show_position(what.index, what.count, is_cut=what.is_cut)
        if self.fusion is None and self.model.state.fusion is not None:
            from viewer.ui.widgets.fusion_bar import FusionBar

            self.fusion = FusionBar(self.model, self)
        if self.canvas.height() != self._room():
            self._place()

    def _on_delivered(self) -> None:
        trouble, frame = self.model.trouble, self.model.state.what.frame
        if trouble is None or frame is None:
            self.trouble.hide()
            return
        self.trouble.tell(
            trouble.sentence,
            _named(frame),
            trouble.detail,
            passing=trouble.passing,
        )
        self.trouble.place(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _bars(self) -> list[QWidget]:
        """Those that there is something for, from above to below."""
        return [bar for bar in (self.fusion, self.cine) if bar and bar.is_wanted]

    def _room(self) -> int:
        """The height that the bars leave to the image."""
        return self.height() - sum(bar.height() for bar in self._bars())

    def _place(self) -> None:
        """The canvas over all, less the bars that there is something for."""
        room = self._room()
        self.canvas.setGeometry(0, 0, self.width(), room)
        top = room
        for bar in self._bars():
            bar.setGeometry(0, top, self.width(), bar.height())
            top += bar.height()
        height = max(room - 2 * TOP_AND_BOTTOM, 40)
        top = (room - height) // 2
        self.slider.setGeometry(self.width() - WIDTH, top, WIDTH, height)
        self.slider.raise_()
        self.trouble.place(self)


def _named(frame: Frame) -> str:
    """File, SOP Class and transfer syntax: which object it is."""
    if frame.is_missing:
        return ""
    header = frame.header
    known = summary(header)
    parts = (
        header.source.name,
        known.sop_class_name or known.sop_class_uid,
        known.transfer_syntax_name or known.transfer_syntax_uid,
    )
    return " · ".join(caption(part) for part in parts if part)
