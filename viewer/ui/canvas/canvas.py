"""The one 2D painter: a frame in its cell, with texts, and the pointer over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontDatabase,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.geometry.view_transform import ViewTransform
from viewer.text import tr
from viewer.ui.canvas.corner_text import Corners, Line, TextPainter
from viewer.ui.canvas.gestures import Gestures
from viewer.ui.canvas.graphics import GraphicsPicture
from viewer.ui.canvas.guides import draw_guides
from viewer.ui.canvas.kept import Kept
from viewer.ui.canvas.laying import Laying
from viewer.ui.canvas.marks_layer import MarksLayer
from viewer.ui.canvas.overlay import corners
from viewer.ui.canvas.picture import CellPicture
from viewer.ui.canvas.scale import draw_bar_of, draw_letters, letters_of
from viewer.ui.canvas.spoken import Spoken
from viewer.ui.canvas.style import CanvasStyle
from viewer.ui.canvas.waiting import draw_waiting
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel, ViewportState, What
from viewer.ui.tools.base import Pointer
from viewer.ui.tools.picking import shown_key
from viewer.ui.widgets.colours import text_scale, viewport_colours

if TYPE_CHECKING:
    from viewer.ui.canvas.lens import Lens

TEXT_PX = 12
LATE_MS = 150
"""A frame that takes longer says so; until then nothing flickers."""
SHARPEN_MS = 80
"""After the last zoom or pan step the picture is resampled smoothly."""
SLOW_PIXELS = 1_500_000
"""Cells larger than this are resampled coarsely while zooming and panning."""


class Canvas(QWidget):
    """Paints what a viewport's model says; changes the model through tools only."""

    activated = Signal()
    menu_asked = Signal(QPoint)
    maximise_asked = Signal()
    pointed = Signal(object)
    """The Pointer under the mouse, None when it left."""
    clicked = Signal(object)
    """The Pointer where the left button was pressed and let go without moving."""

    def __init__(
        self, model: ViewportModel, choice: ToolChoice, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = model
        self.pointer: Pointer | None = None
        self.canvas_style = CanvasStyle()
        self._picture = CellPicture()
        self._laying = Laying(model)
        self._lens: Lens | None = None
        self._graphics = GraphicsPicture()
        self.gestures = Gestures(self, model, choice)
        self.marks = MarksLayer(self, choice)
        self._spoken = Spoken(self, choice)
        self._keys = choice.keys
        self._sharpen = QTimer(self, singleShot=True, interval=SHARPEN_MS)
        self._sharpen.timeout.connect(self.update)
        self._late = QTimer(self, singleShot=True, interval=LATE_MS)
        self._late.timeout.connect(self._on_late)
        self._is_late = False
        self._text = TextPainter(text_font())
        self._kept = Kept()
        self.setObjectName("canvas")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        model.changed.connect(self._on_changed)
        model.delivered.connect(self._on_delivered)
        model.guides.changed.connect(self.update)
        model.progressed.connect(self.update)
        model.overlaid.changed.connect(self.update)
        model.early.changed.connect(self.update)

    def set_style(self, style: CanvasStyle) -> None:
        """What the reader has chosen for every image."""
        self.canvas_style = style
        if self._text.font != text_font():
            self._text = TextPainter(text_font())
        self._spoken.soon()
        self.update()

    def transform(self) -> ViewTransform | None:
        """Frame ↔ device pixels of this cell, None without a frame."""
        cell = self.model.cell()
        return cell.transform(self.model.state.camera) if cell else None

    def corners(self) -> Corners:
        """What the corners say now."""
        style = self.canvas_style
        display = style.display(self.screen())
        return corners(
            self.model,
            style.detail,
            self.pointer,
            hides_identity=style.hides_identity,
            display="" if display.is_measured else display.state,
            is_key=shown_key(self.model) in self._keys.state,
            kept=self._kept,
        )

    def pointer_at(self, position: QPointF) -> Pointer:
        """A pointer from a position in the widget's logical pixels."""
        ratio = self.devicePixelRatioF()
        x, y = position.x() * ratio, position.y() * ratio
        transform = self.transform()
        column, row = transform.to_image(x, y) if transform else (0.0, 0.0)
        return Pointer(x, y, column, row, ratio)

    def _on_changed(self, old: ViewportState, new: ViewportState) -> None:
        if new.camera != old.camera and self.width() * self.height() > SLOW_PIXELS:
            self._sharpen.start()
        if new.camera != old.camera:
            _point_again(self)
        waiting = self.model.is_waiting
        if waiting and not self._is_late and not self._late.isActive():
            self._late.start()
        self.update()

    def _on_delivered(self) -> None:
        if not self.model.is_waiting:
            self._late.stop()
            self._is_late = False
        if self.model.shown is None:
            self._picture.clear()
            self._laying.clear()
            self._lens = None
            self._graphics.clear()
            self._text.clear()
            self._kept.clear()
            self.marks.clear()
        else:
            _point_again(self)
        self.update()

    def _on_late(self) -> None:
        self._is_late = self.model.is_waiting
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(viewport_colours().viewport))
        if self.model.trouble is not None or self.model.shown is None:
            if self.model.early.preview is not None:
                from viewer.ui.canvas.preview import draw_preview

                draw_preview(painter, self._text, self)
            elif self.model.trouble is None and self.model.state.what.frame is not None:
                draw_waiting(painter, self._text, self.rect(), self.model.progress)
            return
        transform = self.transform()
        assert transform is not None
        self._paint_picture(painter, transform)
        hidden = self.model.state.look.hidden_layers
        self._graphics.draw(
            painter, self._text.font, self.model.shown, transform, hidden
        )
        if self.canvas_style.detail != "none":
            _draw_marks(
                painter, self._text, self.model, transform, self.rect(), self._kept
            )
            _draw_section(
                painter, self._text, self.model, transform, self.rect(), self._kept
            )
        if self.model.state.pin is not None:
            from viewer.ui.canvas.pin import draw_pin

            draw_pin(painter, transform, self.model.state.pin)
        self.marks.paint(painter, self._text)
        guides = self.model.guides.state
        draw_guides(painter, self._text, guides, transform, self.rect())
        self._text.draw(painter, self.corners(), self.rect())
        if self._is_late:
            _draw_late(painter, self._text, self.model.state.what, self.width())

    def _paint_picture(self, painter: QPainter, transform: ViewTransform) -> None:
        shown, look = self.model.shown, self.model.state.look
        assert shown is not None
        smooth = look.smooth and not self._sharpen.isActive()
        driving = self.canvas_style.driving(self.screen())
        made = self._picture.image(shown, look, transform, smooth, driving)
        if made is None:
            return
        image, left, top = made
        ratio = self.devicePixelRatioF()
        painter.drawImage(
            QRectF(
                left / ratio, top / ratio, image.width() / ratio, image.height() / ratio
            ),
            image,
        )
        self._laying.draw(painter, transform, QPointF(), smooth)
        lens = self.model.state.lens
        if lens is not None:
            from viewer.ui.canvas.lens import Lens

            self._lens = self._lens or Lens()
            above = Laying(self.model).draw
            self._lens.draw(
                painter, self._text, shown, look, transform, lens, driving, above
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        ratio = self.devicePixelRatioF()
        size = (round(self.width() * ratio), round(self.height() * ratio))
        self.model.size = (max(size[0], 1), max(size[1], 1))
        self.model.pixels_per_mm = _pixels_per_mm(self)
        self.model.resized.emit()
        self.pointer = None  # whatever it is over now, it comes with its next move
        self.pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()
        self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer = self.pointer_at(event.position())
        self.gestures.move(event)
        self.pointed.emit(self.pointer)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and not self.gestures.double_click(event):
            self.maximise_asked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.activated.emit()
        self.gestures.wheel(event)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.gestures.cancel()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer = None
        self.pointed.emit(None)
        self.update()

    def cancel_gesture(self) -> bool:
        """Esc: take back a drag, end what is drawn or selected; False for nothing."""
        return self.gestures.cancel() or self.marks.cancel()


def _point_again(canvas: Canvas) -> None:
    """The picture is another one, or has moved, under a pointer that is still."""
    pointer = canvas.pointer
    if pointer is not None:
        place = QPointF(pointer.x, pointer.y) / pointer.ratio
        canvas.pointer = canvas.pointer_at(place)
        if canvas.pointer != pointer:
            canvas.pointed.emit(canvas.pointer)


def _pixels_per_mm(widget: QWidget) -> float:
    """Device pixels for a millimetre, as the screen reports its size."""
    dots_per_inch = widget.screen().physicalDotsPerInch()  # of logical pixels
    return max(dots_per_inch, 0.0) * widget.devicePixelRatioF() / 25.4


def text_font() -> QFont:
    """The font of the texts over an image: the system's, with figures of one width."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(round(TEXT_PX * text_scale()))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _draw_section(
    painter: QPainter,
    text: TextPainter,
    model: ViewportModel,
    transform: ViewTransform,
    area: QRect,
    kept: Kept,
) -> None:
    """The lines in which planes through a volume cross, and a curve through it."""
    if model.on_screen.is_cut:
        from viewer.ui.canvas.section_lines import draw_section_lines

        draw_section_lines(painter, model, transform, area)
    shown = model.shown
    is_curved = shown is not None and shown.frame.curved is not None
    if model.state.path is not None or is_curved:
        from viewer.ui.canvas.path_lines import draw_path

        draw_path(painter, text, model, transform, area, kept)


def _draw_marks(
    painter: QPainter,
    text: TextPainter,
    model: ViewportModel,
    transform: ViewTransform,
    area: QRect,
    kept: Kept,
) -> None:
    """Orientation letters, the scale bar, and the bar of a colour map."""
    shown = model.shown
    assert shown is not None
    header, frame_index = shown.frame.header, shown.frame.frame_index
    letters = kept.get(
        "letters",
        (shown, transform.rotation, transform.flipped),
        lambda: letters_of(header, frame_index, transform),
    )
    draw_letters(painter, text, letters, area)
    draw_bar_of(painter, text, shown, model.state.calibrations, transform, area, kept)
    if model.state.look.colour_map or model.state.fusion is not None:
        from viewer.ui.canvas.fused import draw_bars

        draw_bars(painter, text, model, area)


def _draw_late(painter: QPainter, text: TextPainter, what: What, width: int) -> None:
    """The picture is still an older one: say which is on its way."""
    sentence = tr("Loading image {number} …", number=what.index + 1)
    if what.is_cut:
        sentence = tr("Computing plane {number} …", number=what.index + 1)
    line = Line(sentence, "lossy")
    text.draw_at(painter, line, QPointF(width / 2, 3.5 * text.line_height()))
