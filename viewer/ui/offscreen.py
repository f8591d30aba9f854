"""Pictures of frames for files: painted by a canvas out of sight, as a cell would."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from viewer.export.appearance import Appearance
from viewer.geometry.fit import Camera, Cell
from viewer.text import tr
from viewer.ui.canvas.canvas import Canvas
from viewer.ui.canvas.style import CanvasStyle
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel, What
from viewer.work.loading import Shown


class Offscreen:
    """A canvas with the look and the camera of a viewport; `close` ends it."""

    def __init__(
        self,
        model: ViewportModel,
        choice: ToolChoice,
        style: CanvasStyle,
        appearance: Appearance,
        parent: QWidget,
    ) -> None:
        self._source = model.state
        self._size = model.size
        self._volume = model.overlaid.filled
        self._natural = appearance.natural
        self._model = ViewportModel()
        self._canvas = Canvas(self._model, choice, parent)
        self._canvas.hide()
        self._canvas.set_style(
            replace(
                style,
                detail=style.detail if appearance.texts else "none",
                hides_identity=style.hides_identity or not appearance.identity,
                displays=(),
            )
        )

    def paint(self, what: What, shown: Shown) -> QImage:
        """A frame of the display set, in device pixels."""
        look = self._source.look
        self._model.change(
            what=what,
            look=look,
            camera=self._source.camera,
            calibrations=self._source.calibrations,
        )
        self._model.deliver(shown, None)
        self._model.change(look=look)
        self._lay_over(shown)
        width, height = self._size
        if self._natural:
            width, height = natural_size(shown, self._source.camera.rotation)
        ratio = self._canvas.devicePixelRatioF()
        self._canvas.resize(-int(-width // ratio), -int(-height // ratio))
        self._model.size = (
            round(self._canvas.width() * ratio),
            round(self._canvas.height() * ratio),
        )
        if self._natural:
            self._model.change(camera=self._at_the_corner())
        image = self._canvas.marks.leaving()
        image.setDevicePixelRatio(1)
        made = image.copy(0, 0, width, height)
        if self._canvas.canvas_style.detail != "none":
            _write_notice(made)
        return made

    def _lay_over(self, shown: Shown) -> None:
        """What is fused with the images, as fine as at rest."""
        fusion = self._source.fusion
        if fusion is None or not fusion.is_on or self._volume is None:
            return
        from viewer.kinds.registrations import NotJoinedError
        from viewer.work.volume_filling import SliceRequest, sliced

        self._model.change(fusion=fusion)
        try:
            over = sliced(SliceRequest(self._volume, fusion.over(shown.frame)))
        except NotJoinedError as reason:
            self._model.overlaid.tell(str(reason))
        else:
            self._model.overlaid.show(over, shown.frame)

    def close(self) -> None:
        """Nothing is left of it."""
        self._canvas.deleteLater()
        QApplication.sendPostedEvents(self._canvas, QEvent.Type.DeferredDelete)

    def _at_the_corner(self) -> Camera:
        """One to one, with the frame's corner in that of the picture."""
        cell = self._model.cell()
        assert cell is not None
        middle = cell.columns / 2, cell.rows / 2
        camera = replace(self._source.camera, zoom=1.0, centre=middle)
        transform = cell.transform(camera)
        ends = (
            transform.to_screen(0, 0),
            transform.to_screen(cell.columns, cell.rows),
        )
        left, top = (min(one) for one in zip(*ends, strict=True))
        return cell.panned(camera, -left, -top)


def _write_notice(image: QImage) -> None:
    """Whoever gets the picture is told what it is not for."""
    painter = QPainter(image)
    painter.setPen(QColor("white"))
    bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter
    words = tr("Not cleared for primary diagnosis")
    area = image.rect().adjusted(0, 0, 0, -2)
    place = painter.boundingRect(area, int(bottom), words)
    painter.fillRect(place.adjusted(-3, 0, 3, 0), QColor("black"))
    painter.drawText(area, int(bottom), words)
    painter.end()


def natural_size(shown: Shown, rotation: int) -> tuple[int, int]:
    """(width, height) at one to one; pixels that are not square are drawn as such."""
    rows, columns = shown.decoded.values.shape[:2]
    scale_x, scale_y = Cell(columns, rows, shown.aspect, 1, 1).pixel_scale()
    width, height = round(columns * scale_x), round(rows * scale_y)
    return (height, width) if rotation in (90, 270) else (width, height)


def array_of(image: QImage) -> NDArray[np.uint8]:
    """(rows, columns) where nothing is in colour, else (rows, columns, 3)."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    raw: Any = rgb.constBits()
    rows = np.frombuffer(raw, np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    flat = rows[:, : 3 * rgb.width()]
    colours = flat.reshape(rgb.height(), rgb.width(), 3)
    red = colours[..., 0]
    grey = np.array_equal(red, colours[..., 1]) and np.array_equal(red, colours[..., 2])
    return red.copy() if grey else colours.copy()
