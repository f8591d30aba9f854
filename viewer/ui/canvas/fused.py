"""A volume over the image of a cell: its colours, its bar, and what the corners say."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from viewer.geometry.view_transform import ViewTransform
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.readout import value_figure
from viewer.pixels.resample import Resampled, resample
from viewer.text import figure, tr
from viewer.ui.canvas.corner_text import Line, TextPainter
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.windowed import over_voi
from viewer.work.loading import Shown

ACTING = "◂"
"""Behind the layer that the window tool acts on."""


class FusedPicture:
    """Keeps what lies over one cell between repaints."""

    def __init__(self, model: ViewportModel) -> None:
        self._model = model
        self.clear()

    def clear(self) -> None:
        """Keep nothing of any frame."""
        self._resampled: Resampled | None = None
        self._resampled_for: tuple[object, ...] = ()
        self._words: npt.NDArray[Any] = np.empty((0, 0), np.uint32)
        self._words_for: tuple[object, ...] = ()

    def draw(
        self,
        painter: QPainter,
        transform: ViewTransform,
        origin: QPointF,
        smooth: bool = True,
    ) -> None:
        """Over the image that has been painted, from `origin` on."""
        fusion = self._model.state.fusion
        shown = self._model.overlaid.over(self._model.shown)
        if fusion is None or shown is None:
            return
        key = (shown.pyramid, transform, smooth)
        if key != self._resampled_for:
            self._resampled = resample(shown.pyramid, transform, smooth)
            self._resampled_for = key
        resampled = self._resampled
        if resampled is None or not resampled.values.size:
            return
        look = (resampled, fusion.look, fusion.opacity)
        if look != self._words_for:
            from viewer.pixels.fuse import words_over

            values = resampled.values
            self._words = words_over(values, shown.info, fusion.look, fusion.opacity)
            self._words_for = look
        height, width = self._words.shape
        form = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(self._words.data, width, height, self._words.strides[0], form)
        ratio = painter.device().devicePixelRatioF()
        left = origin.x() + resampled.left / ratio
        top = origin.y() + resampled.top / ratio
        painter.drawImage(QRectF(left, top, width / ratio, height / ratio), image)


def draw_bars(
    painter: QPainter, text: TextPainter, model: ViewportModel, area: QRect
) -> None:
    """What the colours stand for: those of the image, and those over it."""
    shown, look, fusion = model.shown, model.state.look, model.state.fusion
    over = model.overlaid.over(shown)
    bars = []
    if shown is not None and look.colour_map and not shown.info.is_colour:
        bars.append((look, shown.info, model.voi()))
    if fusion is not None and over is not None and fusion.look.colour_map:
        bars.append((fusion.look, over.info, over_voi(model)))
    for number, (look, info, voi) in enumerate(bars):
        from viewer.ui.canvas.colour_bar import bar_ends, draw_colour_bar

        ends = bar_ends(voi, info, look.inverted)
        draw_colour_bar(painter, text, look.colour_map, ends, area, number)


def fused_badges(model: ViewportModel) -> tuple[Line, ...]:
    """That two series are in one picture, or why they are not."""
    fusion, overlaid = model.state.fusion, model.overlaid
    if fusion is None or not fusion.is_on:
        return ()
    if overlaid.trouble:
        text = tr("Not fused with {series}: {reason}", **_named(model))
        return (Line(text, "error"),)
    if overlaid.progress is not None:
        count, total = overlaid.progress
        text = tr(
            "Fusing: {count} of {total} slices · Esc: the image alone",
            count=count,
            total=total,
        )
        return (Line(text, "lossy"),)
    lines = [Line(tr("FUSED with {series}", series=fusion.title), "state")]
    if fusion.by:
        lines.append(Line(tr("Registered by {name}", name=fusion.by), "state"))
    over = overlaid.shown
    notes = over.info.notes if over is not None else ()
    lines.extend(Line(f"{fusion.name}: {tr(note)}", "letter") for note in notes)
    return tuple(lines)


def fused_window_lines(model: ViewportModel, own: str) -> tuple[str, ...]:
    """The windows of both layers; the one that tools act on is pointed at.

    `own` is what is said of the image alone.
    """
    fusion, shown, over = model.state.fusion, model.shown, model.overlaid.shown
    if fusion is None or not fusion.is_on or shown is None or over is None:
        return (own,)
    from viewer.kinds.fusions import modality

    below, above = (ACTING, "")[fusion.is_windowed], ("", ACTING)[fusion.is_windowed]
    percent = tr("{percent} %", percent=figure(fusion.opacity * 100, ".0f"))
    inverted = tr(" · inverted") if fusion.look.inverted else ""
    window = _window_text(over, over_voi(model)) + inverted
    name = modality(shown.frame.header)
    return (
        f"{name} {own} {below}".strip(),
        f"{fusion.name} {window} · {percent} {above}".strip(),
    )


def _window_text(shown: Shown, voi: Window | LookupTable | None) -> str:
    """In SUV where the object allows it, else in the object's own unit."""
    if not isinstance(voi, Window):
        return tr("LUT {name}", name=voi.explanation) if voi else ""
    low, high = voi.centre - voi.width / 2, voi.centre + voi.width / 2
    suv = shown.info.suv
    if suv is not None and suv.factor is not None:
        ends = (value_figure(round(end * suv.factor, 3)) for end in (low, high))
        return f"{suv.name} " + "…".join(ends)
    unit = shown.info.unit
    return f"W {value_figure(voi.width)}  L {value_figure(voi.centre)} {unit}".strip()


def _named(model: ViewportModel) -> dict[str, str]:
    fusion = model.state.fusion
    series = fusion.title if fusion else ""
    return {"series": series, "reason": model.overlaid.trouble}
