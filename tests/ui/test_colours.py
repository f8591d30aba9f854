"""Colours that are told apart by everyone, and text that can be read on anything.

Colour vision by Machado, Oliveira and Fernandes (2009), severity 1, in linear RGB;
distances in CIELAB (D65, CIE 1976); contrast by WCAG 2.2.
"""

from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from tests.ui.conftest import OpenViewer
from tests.ui.test_theme import READABLE, contrast
from tests.ui.viewer import rgb_of
from viewer.ui.canvas.canvas import text_font
from viewer.ui.canvas.corner_text import Corners, Line, TextPainter
from viewer.ui.canvas.inks import NIGHT, PAPER
from viewer.ui.canvas.section_lines import COLOURS
from viewer.ui.widgets.colours import viewport_colours

Floats = npt.NDArray[np.float64]
VISION: dict[str, list[list[float]]] = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
APART = 15.0
"""In CIELAB; 2.3 is just noticeable side by side."""
ON_IMAGES = viewport_colours()
SETS = {
    "lines on paper": PAPER.lines,
    "lines at night": NIGHT.lines,
    "channels on paper": PAPER.primaries,
    "channels at night": NIGHT.primaries,
    "planes": tuple(COLOURS.values()),
    "marks, those of reports, errors": (
        ON_IMAGES.mark,
        ON_IMAGES.foreign,
        ON_IMAGES.error,
    ),
    "marks and the active cell": (ON_IMAGES.mark, ON_IMAGES.accent),
}


def lab(colour: str, vision: str) -> Floats:
    """CIELAB of "#rrggbb" as it is seen."""
    part = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(VISION[vision]) @ linear, 0, 1)
    ratio = TO_XYZ @ seen / WHITE
    root = np.where(
        ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116
    )
    return np.array(
        [116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])]
    )


def distance(one: str, other: str, vision: str) -> float:
    return float(np.linalg.norm(lab(one, vision) - lab(other, vision)))


def test_distances_are_those_of_the_published_formula() -> None:
    """Red and green of one luminance fall together without red cones."""
    assert lab("#ffffff", "usual") == pytest.approx([100, 0, 0], abs=0.02)
    assert lab("#ff0000", "usual") == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    usual = distance("#b03030", "#307030", "usual")
    assert distance("#b03030", "#307030", "deuteranopia") < usual / 3


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("name", SETS)
def test_colours_of_a_set_are_told_apart(name: str, vision: str) -> None:
    near = {
        pair: round(distance(*pair, vision))
        for pair in combinations(SETS[name], 2)
        if distance(*pair, vision) < APART
    }
    assert near == {}


@pytest.mark.parametrize("ground", ["#ffffff", "#808080", "#000000"])
@pytest.mark.parametrize("tone", ["text", "letter", "mark", "state", "lossy", "error"])
def test_text_over_an_image_is_read_on_the_worst_ground(
    qapp: QApplication, tone: str, ground: str
) -> None:
    """By its outline or its ground: the letters differ from what is around them."""
    image = QImage(240, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    text = TextPainter(text_font())
    line = Line("HHHHHH", tone)  # type: ignore[arg-type]
    text.draw(painter, Corners(top_left=(line,)), QRect(0, 0, 240, 120))
    painter.end()
    box = rgb_of(image)[8:28, 8:70].reshape(-1, 3)
    seen = ["#{:02x}{:02x}{:02x}".format(*pixel) for pixel in np.unique(box, axis=0)]
    brightest = max(seen, key=lambda one: contrast(one, "#000000"))
    letters = contrast(brightest, "#000000")
    around = min(seen, key=lambda one: contrast(one, "#000000"))
    assert letters >= READABLE
    assert contrast(brightest, around) >= READABLE


def shown_text(root: QWidget) -> list[QWidget]:
    kinds = (QLabel, QAbstractButton, QLineEdit, QComboBox)
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, kinds)
        and widget.isVisible()
        and widget.isEnabled()
        and text_of(widget)
        and widget.width() > 20
    ]


def text_of(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    assert isinstance(widget, QLabel | QAbstractButton | QLineEdit)
    return "" if isinstance(widget, QLabel) and widget.pixmap() else widget.text()


def ink_contrast(widget: QWidget) -> float:
    """The strongest pixel inside a widget against the commonest one."""
    window = widget.window()
    place = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())
    pixels = rgb_of(window.grab(place.adjusted(4, 4, -4, -4)).toImage()).reshape(-1, 3)
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    names = ["#{:02x}{:02x}{:02x}".format(*one) for one in colours]
    ground = names[int(counts.argmax())]
    return max(contrast(name, ground) for name in names)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_rendered_texts_of_the_window_can_be_read(
    open_viewer: OpenViewer, thirty_slices: Path, theme: str
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.app.preferences.change(theme=theme)
    viewer.app.cells.focus_active()
    for panel in ("explain", "figures", "states", "marks", "header"):
        viewer.app.sides.tabs.bring(panel)
        viewer.wait()
        for widget in shown_text(viewer.app.window):
            found = ink_contrast(widget)
            assert found >= READABLE, (text_of(widget), round(found, 2))
