import gc

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from viewer.ui.icons import ICONS, UnknownIconError, application_icon, icon
from viewer.ui.theme import DARK, LIGHT, Colours, apply_theme

NAMES = sorted(
    path.stem for path in ICONS.glob("*.svg") if not path.stem.startswith("control-")
)


def painted(picture: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    return picture.pixmap(QSize(20, 20), 2.0, mode).toImage()


def strongest(image: QImage) -> QColor:
    """The colour of the most opaque pixel."""
    pixels = (
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
    )
    return max(pixels, key=QColor.alpha)


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_valid_and_leaves_ink(name: str, qapp: QApplication) -> None:
    assert QSvgRenderer(str(ICONS / f"{name}.svg")).isValid()
    assert strongest(painted(icon(name, DARK))).alpha() > 200


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_an_icon_is_painted_in_the_text_colour(
    theme: Colours, qapp: QApplication
) -> None:
    assert strongest(painted(icon("photo", theme))).name() == theme.text


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_an_icon_has_a_pixel_for_each_pixel_of_the_screen(
    ratio: float, qapp: QApplication
) -> None:
    pixmap = icon("zoom-in", DARK).pixmap(QSize(20, 20), ratio)
    assert pixmap.devicePixelRatio() == ratio
    assert pixmap.size() == QSize(20, 20) * ratio


def test_a_disabled_icon_is_fainter_and_a_checked_one_keeps_its_ink(
    qapp: QApplication,
) -> None:
    picture = icon("contrast-2", DARK)
    normal, disabled = painted(picture), painted(picture, QIcon.Mode.Disabled)
    assert strongest(disabled).alpha() < strongest(normal).alpha()
    checked = picture.pixmap(QSize(20, 20), 2.0, QIcon.Mode.Normal, QIcon.State.On)
    assert checked.toImage() == normal


def test_an_icon_follows_the_theme_when_that_changes(qapp: QApplication) -> None:
    apply_theme(qapp, "dark")
    picture = icon("photo")
    dark = strongest(painted(picture)).name()
    apply_theme(qapp, "light")
    light = strongest(painted(picture)).name()
    apply_theme(qapp, "dark")
    assert (dark, light) == (DARK.text, LIGHT.text)


def test_icons_outlive_the_names_that_made_them(qapp: QApplication) -> None:
    copies = [QIcon(icon(name, DARK)) for name in NAMES * 5]
    gc.collect()
    copies[0].addPixmap(copies[1].pixmap(16, 16))  # detaches: clones the engine
    gc.collect()
    assert all(not copy.pixmap(16, 16).isNull() for copy in copies)


def test_an_unknown_name_is_refused_when_asked_for(qapp: QApplication) -> None:
    with pytest.raises(UnknownIconError, match="no-such-icon"):
        icon("no-such-icon")


@pytest.mark.parametrize("side", [16, 32, 256])
def test_the_program_has_an_icon_of_its_own(side: int, qapp: QApplication) -> None:
    image = application_icon().pixmap(QSize(side, side), 1.0).toImage()
    assert image.width() == side
    assert strongest(image).alpha() == 255


def test_the_licence_of_the_drawings_travels_with_them() -> None:
    licence = (ICONS / "LICENSE-tabler-icons.txt").read_text(encoding="utf-8")
    assert licence.startswith("MIT License")
    assert "Kuna" in licence
