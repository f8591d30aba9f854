"""Pictures for files: a frame with its texts, or a view, painted without a window."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QEventLoop, QRect, QRectF, QSize, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from viewer.commands.drawing import Drawing
from viewer.commands.pixel_stages import Displayed
from viewer.kinds.base import Frame
from viewer.pixels.resample import Pyramid
from viewer.store.settings import Settings
from viewer.ui.canvas.canvas import text_font
from viewer.ui.canvas.corner_text import TextPainter
from viewer.ui.canvas.graphics import draw_graphics
from viewer.ui.canvas.overlay import corners
from viewer.ui.canvas.scale import draw_bar_of, draw_letters, letters_of, taken
from viewer.ui.canvas.shapes import MarksPicture
from viewer.ui.kept_marks import kept_marks
from viewer.ui.preferences import dress
from viewer.ui.state.annotations import AnnotationsState
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.theme import new_application
from viewer.ui.views import VIEWS
from viewer.ui.widgets.content_view import ContentView
from viewer.work.loading import Shown

VIEW_SIZE = QSize(1024, 768)
"""Of an object without pixels; taller where its view needs it."""

DRAWING_MS = 30_000
"""For a page of a document; a usual one takes some 50."""

REFERENCE_PX = 512
"""Texts have their size of the screen on a picture whose shorter side is this."""

SMALLEST_TEXT = 0.6
"""Of that size, on small pictures: less could not be read."""


def painted(drawing: Drawing) -> NDArray[np.uint8]:
    """Grey (rows, columns) or RGB (rows, columns, 3), as the object's picture is."""
    application = QApplication.instance() or new_application()
    if drawing.displayed is None:
        assert isinstance(application, QApplication)
        if not application.styleSheet():
            dress(Settings())
        return _view(drawing)
    return _annotated(drawing, drawing.displayed)


def _view(drawing: Drawing) -> NDArray[np.uint8]:
    model = ViewportModel()
    kind: Any = VIEWS[drawing.display_set.view]()
    view: QWidget = kind(model, ToolChoice())
    model.show_set(drawing.display_set, drawing.index)
    model.deliver_content(drawing.content, None)
    view.ensurePolished()
    view.resize(VIEW_SIZE.expandedTo(view.minimumSizeHint()))
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(image)
    if isinstance(view, ContentView) and not view.is_settled():
        _wait(view)
        view.render(image)
    view.deleteLater()
    QApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)
    return _array(image.convertToFormat(QImage.Format.Format_RGB888))


def _wait(view: ContentView) -> None:
    """Until the view has drawn everything, or for as long as that may take."""
    loop = QEventLoop()
    view.settled.connect(loop.quit)
    QTimer.singleShot(DRAWING_MS, loop.quit)
    loop.exec()


def _annotated(drawing: Drawing, displayed: Displayed) -> NDArray[np.uint8]:
    """The picture itself, with the texts that the canvas would draw at 1:1."""
    frame = drawing.display_set.frames[drawing.index]
    model = _model(drawing, frame, displayed)
    rows, columns = displayed.picture.shape[:2]
    cell = model.cell()
    assert cell is not None
    transform = cell.transform(model.state.camera)
    marks, users = kept_marks(frame) if drawing.marks else (AnnotationsState(), ())
    image = _image(_to_be_drawn_on(displayed, bool(marks.marks)))
    ratio = max(min(rows, columns) / REFERENCE_PX, SMALLEST_TEXT)
    image.setDevicePixelRatio(ratio)
    area = QRect(0, 0, round(columns / ratio), round(rows / ratio))
    text = TextPainter(text_font())
    painter = QPainter(image)
    assert model.shown is not None
    draw_graphics(painter, text.font, model.shown, transform)
    model.change(calibrations=users)
    if drawing.texts:
        letters = letters_of(frame.header, frame.frame_index, transform)
        draw_letters(painter, text, letters, area)
        draw_bar_of(painter, text, model.shown, users, transform, area)
        text.draw(painter, corners(model, "all", None), area)
    if marks.marks:
        _draw_marks(painter, text, marks, model, drawing.texts)
    painter.end()
    return _array(image)


def _draw_marks(
    painter: QPainter,
    text: TextPainter,
    marks: AnnotationsState,
    model: ViewportModel,
    has_texts: bool,
) -> None:
    """As the canvas does, clear of the texts that are there."""
    ratio = painter.device().devicePixelRatioF()
    cell = QRect(0, 0, round(model.size[0] / ratio), round(model.size[1] / ratio))

    def texts() -> list[QRectF]:
        if not has_texts:
            return []
        lines = text.places(corners(model, "all", None), cell, ratio)
        return [*(place for _, place in lines), *taken(cell)]

    MarksPicture().draw(painter, text, marks, model, None, texts)


def _model(drawing: Drawing, frame: Frame, displayed: Displayed) -> ViewportModel:
    """A viewport of the picture's size that shows it; the picture stands for values."""
    model = ViewportModel()
    rows, columns = displayed.picture.shape[:2]
    model.size = (columns, rows)
    model.show_set(drawing.display_set, drawing.index)
    model.show_state(displayed.state)
    shown = Shown(
        frame=frame.shown_by(displayed.state),
        decoded=displayed.decoded,
        info=displayed.info,
        pyramid=Pyramid((displayed.picture,)),
        default_voi=displayed.voi,
        aspect=1.0,
        value_range=None,
    )
    model.deliver(shown, None)
    return model


def _to_be_drawn_on(displayed: Displayed, marks: bool) -> NDArray[np.uint8]:
    """Grey only where nothing is drawn in a colour: by the state, or as marks."""
    picture, state = displayed.picture, displayed.state
    colours = {layer.colour for layer in state.layers} if state else set()
    has_colours = any(colour and len(set(colour)) > 1 for colour in colours)
    if picture.ndim == 3 or not (has_colours or marks):
        return picture
    return np.repeat(picture[..., np.newaxis], 3, axis=-1)


def _image(picture: NDArray[np.uint8]) -> QImage:
    """An image of its own memory, to be painted on."""
    grey, rgb = QImage.Format.Format_Grayscale8, QImage.Format.Format_RGB888
    height, width = picture.shape[:2]
    form = grey if picture.ndim == 2 else rgb
    flat = np.ascontiguousarray(picture)
    return QImage(flat.data, width, height, flat.strides[0], form).copy()


def _array(image: QImage) -> NDArray[np.uint8]:
    channels = 1 if image.format() == QImage.Format.Format_Grayscale8 else 3
    raw: Any = image.constBits()
    rows = np.frombuffer(raw, np.uint8).reshape(image.height(), image.bytesPerLine())
    used = rows[:, : channels * image.width()]
    shape = (image.height(), image.width(), 3)
    return used.copy() if channels == 1 else used.reshape(shape).copy()
