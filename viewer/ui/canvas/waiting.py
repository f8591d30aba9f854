"""What a cell says while its picture is on its way."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from viewer.text import tr
from viewer.ui.canvas.corner_text import Line, TextPainter
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.widgets.colours import viewport_colours


def making_badges(model: ViewportModel) -> tuple[Line, ...]:
    """How many views of a turning MIP are there: until all are, it turns haltingly."""
    shown, progress = model.shown, model.progress
    if shown is None or progress is None or not shown.frame.is_computed:
        return ()
    done, count = progress
    text = tr(
        "Views made: {done} of {count} · Esc: back to the images",
        done=done,
        count=count,
    )
    return (Line(text, "lossy"),)


def draw_waiting(
    painter: QPainter,
    text: TextPainter,
    area: QRect,
    progress: tuple[int, int] | None = None,
) -> None:
    """A frame, or a volume of which so many slices of all are there.

    Why there is none is said by the view.
    """
    said = tr("Loading…")
    if progress is not None:
        done, count = progress
        said = tr(
            "Loading the volume: {done} of {count}\nEsc: back to the images",
            done=done,
            count=count,
        )
    painter.setPen(QColor(viewport_colours().secondary))
    painter.setFont(text.font)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), said)
