"""What reports draw on an image: in a colour of its own, with its source beside it."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter

from viewer.geometry.view_transform import ViewTransform
from viewer.pixels.graphics import Annotation, Graphic, Note
from viewer.ui.canvas.corner_text import TextPainter
from viewer.ui.canvas.graphics import draw_annotations
from viewer.ui.state.foreign_marks import Foreign
from viewer.ui.widgets.colours import viewport_colours


def draw_foreign(
    painter: QPainter,
    text: TextPainter,
    found: tuple[Foreign, ...],
    transform: ViewTransform,
) -> None:
    """The regions of one frame; each with its words as the report has them."""
    colour = QColor(viewport_colours().foreign)
    annotations = [annotation_of(one) for one in found]
    draw_annotations(painter, text.font, annotations, transform, colour)


def annotation_of(foreign: Foreign) -> Annotation:
    """A region as something drawn in the units of the image."""
    region = foreign.region
    if region.shape == "POINT":
        graphics = tuple(Graphic("POINT", (point,)) for point in region.points)
    else:
        graphics = (Graphic(region.shape, region.points),)
    if not region.words:  # said beside the first line of the same figure
        return Annotation(foreign.source, (), graphics)
    lines = (*region.words, f"‹ {foreign.source} ›")
    anchor = max(point for graphic in graphics for point in graphic.chain())
    return Annotation(foreign.source, (), graphics, (Note(lines, anchor=anchor),))
