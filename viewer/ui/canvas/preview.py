"""Paints a reduced picture, exactly where the frame will lie, and says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from viewer.geometry.fit import Cell
from viewer.geometry.view_transform import ViewTransform
from viewer.kinds.captions import captions
from viewer.text import tr
from viewer.ui.canvas.corner_text import Corners, Line, TextPainter
from viewer.ui.canvas.picture import CellPicture
from viewer.ui.canvas.scale import draw_letters, letters_of
from viewer.work.previews import Preview

if TYPE_CHECKING:
    from viewer.ui.canvas.canvas import Canvas

LINES_FROM_TOP = 3.5


def reduced_text(preview: Preview) -> str:
    """What stands on the picture as long as it is not the image itself."""
    return tr(
        "Reduced resolution, 1 : {factor} – the exact image is being decoded",
        factor=preview.factor,
    )


def preview_transform(preview: Preview, canvas: Canvas) -> ViewTransform:
    """Frame ↔ device pixels of the cell, as it will be for the exact image."""
    model = canvas.model
    cell = Cell(
        preview.columns,
        preview.rows,
        preview.painted.aspect,
        *model.size,
        pixels_per_mm=model.pixels_per_mm,
    )
    return cell.transform(model.state.camera)


def draw_preview(painter: QPainter, text: TextPainter, canvas: Canvas) -> None:
    """The picture, whose it is, how it lies: neither scale bar nor marks nor values."""
    preview = canvas.model.early.preview
    assert preview is not None
    transform = preview_transform(preview, canvas)
    _draw_picture(painter, preview, transform, canvas)
    frame, detail = preview.frame, canvas.canvas_style.detail
    texts = captions(
        frame.header, frame.frame_index, canvas.canvas_style.hides_identity
    )
    if detail != "none":
        letters = letters_of(frame.header, frame.frame_index, transform)
        draw_letters(painter, text, letters, canvas.rect())
    side = (Line(texts.side, "letter"),) if texts.side else ()
    mirrored = canvas.model.state.camera.flipped
    corners = Corners(
        top_left=_lines(texts.patient if detail != "none" else ()),
        top_right=_lines(texts.study if detail == "all" else ()),
        bottom_left=(Line(tr("MIRRORED"), "letter"),) if mirrored else (),
        bottom_right=side,
    )
    text.draw(painter, corners, canvas.rect())
    at = QPointF(canvas.width() / 2, LINES_FROM_TOP * text.line_height())
    text.draw_at(painter, Line(reduced_text(preview), "lossy"), at)


def _draw_picture(
    painter: QPainter, preview: Preview, transform: ViewTransform, canvas: Canvas
) -> None:
    """Within the edges of the frame: the rim of the picture lies beyond them."""
    style, look = canvas.canvas_style, canvas.model.state.look
    picture = CellPicture()
    made = picture.image(
        preview.painted,
        look,
        preview.view(transform),
        look.smooth,
        style.driving(canvas.screen()),
    )
    if made is None:
        return
    image, left, top = made
    ratio = canvas.devicePixelRatioF()
    x, y = transform.to_screen(0, 0)
    right, bottom = transform.to_screen(preview.columns, preview.rows)
    frame = QRectF(QPointF(x, y) / ratio, QPointF(right, bottom) / ratio).normalized()
    size = image.width() / ratio, image.height() / ratio
    painter.save()
    painter.setClipRect(frame)
    painter.drawImage(QRectF(left / ratio, top / ratio, *size), image)
    painter.restore()


def _lines(texts: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(Line(text) for text in texts if text)
