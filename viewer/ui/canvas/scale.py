"""The letters at the four sides of an image and its scale bar."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.measures import UserCalibration, seen_spacing, spacing_label
from viewer.files.spatial import Spacing, orientation_of, states_orientation
from viewer.geometry.plane import (
    EdgeLetters,
    edge_letters,
    letters_of_cosines,
    shown_edges,
)
from viewer.geometry.view_transform import ViewTransform
from viewer.text import figure
from viewer.ui.canvas.corner_text import Line, TextPainter
from viewer.ui.canvas.kept import Kept
from viewer.ui.widgets.colours import viewport_colours
from viewer.work.loading import Shown

EDGE, ROOM = 14, 13
BAR_LENGTHS_MM = (1, 2, 5, 10, 20, 50, 100, 200, 500)
LONGEST_BAR = 0.28
"""Of the cell's height."""
BAR_BELOW_MIDDLE = 18
LINES_BELOW_BAR = 8
"""Room kept for the texts of the corner under it."""


def letters_of(
    header: Header, frame_index: int, transform: ViewTransform
) -> EdgeLetters:
    """Orientation letters as the image lies on the screen (PS3.3 C.7.6.1.1.1), as the
    language has them.

    From the cosines, else from PatientOrientation, else none; none too when there
    are cosines that make no sense.
    """
    quadruped = header.text(tags.AnatomicalOrientationType) == "QUADRUPED"
    cosines = orientation_of(header, frame_index)
    directions: tuple[str, ...] = ()
    if cosines is not None:
        directions = letters_of_cosines(*cosines, quadruped)
    elif not states_orientation(header, frame_index):
        directions = header.texts(tags.PatientOrientation)
    edges = edge_letters(directions, transform.rotation, transform.flipped, quadruped)
    return shown_edges(edges, quadruped)


def taken(area: QRect) -> tuple[QRectF, ...]:
    """The room of letters and bar, as far as nothing else should stand there."""
    width, height = area.width(), area.height()
    side, thick = 2.0 * EDGE, 1.5 * EDGE
    left, top = float(area.left()), float(area.top())
    middle_x, middle_y = left + (width - side) / 2, top + (height - side) / 2
    return (
        QRectF(left, middle_y, side, side),
        QRectF(left + width - side, middle_y, side, height / 3),
        QRectF(middle_x, top, side, thick),
        QRectF(middle_x, top + height - thick, side, thick),
    )


def letter_rooms(area: QRect) -> tuple[QRect, ...]:
    """Where letters stand."""
    return tuple(
        QRect(round(x) - ROOM, round(y) - ROOM * 3 // 4, 2 * ROOM, ROOM * 3 // 2)
        for x, y in _letter_places(area)
    )


def clear_of_letters(area: QRect) -> QRegion:
    """What is left for lines: none is to run through a letter."""
    left = QRegion(area)
    for room in letter_rooms(area):
        left -= QRegion(room)
    return left


def _letter_places(area: QRect) -> tuple[tuple[float, float], ...]:
    """Left, right, top, bottom."""
    middle_x, middle_y = area.center().x(), area.center().y()
    return (
        (area.left() + EDGE + 2, middle_y),
        (area.right() - EDGE - 8, middle_y),
        (middle_x, area.top() + EDGE),
        (middle_x, area.bottom() - EDGE),
    )


def draw_letters(
    painter: QPainter, text: TextPainter, letters: EdgeLetters, area: QRect
) -> None:
    """One word in the middle of each side."""
    words = letters.left, letters.right, letters.top, letters.bottom
    for word, (x, y) in zip(words, _letter_places(area), strict=True):
        if word:
            text.draw_at(painter, Line(word, "letter"), QPointF(x, y))


def bar_length(
    spacing: Spacing | None, transform: ViewTransform, longest: float
) -> tuple[float, float] | None:
    """(mm, device pixels) of the longest round bar of at most `longest` pixels.

    None when nothing says how large a pixel is.
    """
    if spacing is None or not spacing.is_calibrated:
        return None
    if transform.rotation in (0, 180):
        pixels_per_mm = transform.scale_y / spacing.row_mm
    else:
        pixels_per_mm = transform.scale_x / spacing.column_mm
    fitting = [length for length in BAR_LENGTHS_MM if length * pixels_per_mm <= longest]
    if not fitting:
        return None
    return float(fitting[-1]), fitting[-1] * pixels_per_mm


def draw_bar(
    painter: QPainter,
    text: TextPainter,
    spacing: Spacing | None,
    transform: ViewTransform,
    area: QRect,
    label: str = "{unit}",
) -> None:
    """A vertical bar at the right side; `label` says what its length rests on."""
    ratio = painter.device().devicePixelRatioF()
    top = float(area.center().y() + BAR_BELOW_MIDDLE)
    room = area.bottom() - LINES_BELOW_BAR * text.line_height() - top
    longest = min(room, area.height() * LONGEST_BAR) * ratio
    bar = bar_length(spacing, transform, longest)
    if bar is None or spacing is None:
        return
    length_mm, device_pixels = bar
    length = device_pixels / ratio
    x = area.right() - 20.0
    middle, bottom = top + length / 2, top + length
    for colour, width in ((QColor(0, 0, 0, 200), 3.5), (_colour(), 1.4)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        for y in (top, middle, bottom):
            painter.drawLine(QPointF(x - 5, y), QPointF(x, y))
    said = label.replace("{unit}", _label(length_mm))
    text.draw_at(
        painter, Line(said, "letter"), QPointF(x - 8 - 3.4 * len(said), bottom + 10)
    )


def draw_bar_of(
    painter: QPainter,
    text: TextPainter,
    shown: Shown,
    users: Sequence[UserCalibration],
    transform: ViewTransform,
    area: QRect,
    kept: Kept | None = None,
) -> None:
    """The bar of a frame, by its reader's calibration where there is one."""
    spacing, label = (kept or Kept()).get(
        "bar", (shown, users), lambda: _spacing_of(shown, users)
    )
    if spacing is not None:
        draw_bar(painter, text, spacing, transform, area, label)


def _spacing_of(
    shown: Shown, users: Sequence[UserCalibration]
) -> tuple[Spacing | None, str]:
    header, frame_index = shown.frame.header, shown.frame.frame_index
    spacing = seen_spacing(header, frame_index, users)
    return spacing, spacing_label(spacing, header) if spacing is not None else ""


def _label(length_mm: float) -> str:
    if length_mm >= 10:
        return f"{figure(length_mm / 10, 'g')} cm"
    return f"{figure(length_mm, 'g')} mm"


def _colour() -> QColor:
    return QColor(viewport_colours().letter)
