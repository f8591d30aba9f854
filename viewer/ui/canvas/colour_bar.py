"""The bar beside a picture in a colour map: which colour stands for which value."""

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from viewer.pixels.colour_maps import colour_map
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.resample import rgb_words
from viewer.text import figure
from viewer.ui.canvas.corner_text import Line, TextPainter

LEFT = 34
"""Beside the letter in the middle of the left side."""
WIDTH = 12
PART_OF_HEIGHT = 0.36
BESIDE = 90
"""From one bar to the next, with room for the figures."""
SHORTEST = 60
"""Smaller cells have no room for a bar with its figures."""


def bar_ends(
    voi: Window | LookupTable | None, info: FrameInfo, inverted: bool
) -> tuple[str, str]:
    """What the brightest and the darkest grey level stand for, with the unit.

    Uptake is in SUV where the object allows it.
    For a SIGMOID, which has no ends, the values at its nominal ones (PS3.3 C.11.2.1.3).
    """
    if isinstance(voi, Window):
        half, shift = voi.width / 2, 0.0
        if voi.function == "LINEAR":
            half, shift = (voi.width - 1) / 2, 0.5
        low, high = voi.centre - shift - half, voi.centre - shift + half
    elif voi is not None:
        low, high = voi.first, voi.first + len(voi.entries) // 2 - 1
    else:
        return "", ""
    unit = info.unit if info.transform_before_voi else ""
    ends = [f"{_number(value)} {unit}".strip() for value in (high, low)]
    suv = info.suv if info.transform_before_voi else None
    if suv is not None and suv.factor is not None:
        ends = [f"{suv.name} {_number(value * suv.factor)}" for value in (high, low)]
    if info.inverse != inverted:
        ends.reverse()
    return ends[0], ends[1]


def draw_colour_bar(
    painter: QPainter,
    text: TextPainter,
    label: str,
    ends: tuple[str, str],
    area: QRect,
    beside: int = 0,
) -> None:
    """The colours of a map from the brightest grey level down, and what both ends mean.

    `beside` so many bars that stand there already.
    """
    height = area.height() * PART_OF_HEIGHT
    if height < SHORTEST:
        return
    words = rgb_words(np.ascontiguousarray(colour_map(label)[::-1, None]))
    image = QImage(words.data, 1, len(words), 4, QImage.Format.Format_RGB32)
    top = area.center().y() - height / 2
    left = area.left() + LEFT + beside * BESIDE
    place = QRectF(left, top, WIDTH, height)
    painter.drawImage(place, image)
    painter.setPen(QPen(QColor(255, 255, 255, 160), 1))
    painter.drawRect(place)
    for end, y in zip(
        ends,
        (top - text.line_height() / 2 - 2, top + height + text.line_height() / 2 + 2),
        strict=True,
    ):
        line = Line(end)
        text.draw_at(painter, line, QPointF(left + text.width_of(line) / 2, y))


def _number(value: float) -> str:
    form = ".0f" if value == int(value) and abs(value) < 1e9 else ".4g"
    return figure(value, form).replace("-", "−")
