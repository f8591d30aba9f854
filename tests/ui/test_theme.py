from dataclasses import asdict
from itertools import product

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QProxyStyle,
    QPushButton,
    QStyle,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from viewer.ui.canvas.inks import NIGHT, PAPER, Inks, panel_inks
from viewer.ui.style_sheet import ROLES, style_sheet
from viewer.ui.theme import DARK, LIGHT, Colours, apply_theme, text_scale
from viewer.ui.widgets.colours import choose_colours, colours, viewport_colours
from viewer.ui.widgets.empty import EmptyCell

SURFACES = ("window", "panel", "alternate", "raised", "hover")
TEXTS = ("text", "secondary", "faint", "accent", "mark", "letter")
SIGNS = ("reference_line", "warning", "error")
READABLE = 4.5


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2 from "#rrggbb"."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_guideline_does() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("text", "surface"), list(product(TEXTS + SIGNS, SURFACES)))
def test_every_text_is_readable_on_every_surface(
    theme: Colours, text: str, surface: str
) -> None:
    assert contrast(getattr(theme, text), getattr(theme, surface)) >= READABLE


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_filled_surfaces_carry_readable_text(theme: Colours) -> None:
    assert contrast(theme.text, theme.accent_fill) >= READABLE
    assert contrast(theme.text, theme.line) >= READABLE
    assert contrast(theme.lossy_text, theme.lossy_fill) >= READABLE


def test_what_is_painted_on_images_is_readable_on_black() -> None:
    on_image = viewport_colours()
    assert on_image.viewport == "#000000"
    for field in TEXTS + SIGNS:
        assert contrast(getattr(on_image, field), "#000000") >= READABLE


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_style_sheet_has_no_open_field_and_scales_with_the_text(
    theme: Colours,
) -> None:
    sheet = style_sheet(theme, 2.0)
    assert "$" not in sheet
    assert "min-height: 48px" in sheet  # rows of 24 at 100 %
    assert "border: 2px solid" in sheet  # the outline stays 2
    assert asdict(theme)["accent_fill"] in sheet
    assert style_sheet(theme) != sheet


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_rule(role: str) -> None:
    assert f'[role="{role}"]' in style_sheet(DARK)


def test_a_theme_dresses_the_application_and_can_change(qapp: QApplication) -> None:
    for theme in (LIGHT, DARK):
        assert apply_theme(qapp, theme.name) is theme
        assert colours() is theme
        palette = qapp.palette()
        assert palette.color(QPalette.ColorRole.Window).name() == theme.panel
        assert palette.color(QPalette.ColorRole.WindowText).name() == theme.text
        assert viewport_colours() is DARK


def test_an_unknown_theme_is_the_dark_one(qapp: QApplication) -> None:
    assert apply_theme(qapp, "sepia") is DARK


def test_text_is_13_pixels_times_the_text_size_of_the_system(
    qapp: QApplication,
) -> None:
    apply_theme(qapp, "dark")
    first = qapp.font().pixelSize()
    apply_theme(qapp, "light")
    assert first == qapp.font().pixelSize() == round(13 * text_scale())
    assert text_scale() >= 1


@pytest.mark.parametrize(
    "widget_class", [QPushButton, QToolButton, QLineEdit, QComboBox, QCheckBox]
)
def test_what_can_be_hit_is_at_least_28_pixels_high(
    qtbot: QtBot, qapp: QApplication, widget_class: type[QWidget]
) -> None:
    apply_theme(qapp, "dark")
    widget = widget_class()
    qtbot.addWidget(widget)
    widget.ensurePolished()
    assert widget.sizeHint().height() >= 28
    if widget_class is QToolButton:
        assert widget.sizeHint().width() >= 28


def test_rows_of_a_tree_are_24_pixels_high(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, "dark")
    tree = QTreeWidget()
    qtbot.addWidget(tree)
    item = QTreeWidgetItem(tree, ["0010,0010"])
    tree.show()
    assert tree.visualItemRect(item).height() == round(24 * text_scale())


def test_keyboard_focus_is_outlined_in_the_accent_colour(
    qtbot: QtBot, qapp: QApplication
) -> None:
    theme = apply_theme(qapp, "dark")
    window = QWidget()
    qtbot.addWidget(window)
    button = QPushButton("Open", window)
    button.resize(120, 28)
    window.show()
    middle_of_edge = (60, 1)
    before = button.grab().toImage().pixelColor(*middle_of_edge).name()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    after = button.grab().toImage().pixelColor(*middle_of_edge).name()
    assert (before, after) == (theme.line, theme.accent)


class _DesktopStyle(QProxyStyle):
    """Of a desktop that wants pictures on buttons: dark ones on our dark ground."""

    def styleHint(self, hint: QStyle.StyleHint, *rest: object) -> int:
        if hint == QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, *rest)  # type: ignore[arg-type]


def test_buttons_of_dialogs_have_no_pictures_of_the_desktop(
    qapp: QApplication, qtbot: QtBot
) -> None:
    wanted = QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    style = _DesktopStyle()
    box.setStyle(style)
    apply_theme(qapp, "dark")
    assert box.style().styleHint(wanted, None, box) == 0


@pytest.mark.parametrize("inks", [PAPER, NIGHT])
def test_graphs_can_be_read_on_paper_and_at_night(inks: Inks) -> None:
    assert contrast(inks.ink, inks.paper) >= READABLE
    for colour in (*inks.lines, *inks.primaries):
        assert contrast(colour, inks.paper) >= READABLE


def test_a_graph_beside_an_image_is_dark_in_the_dark_theme() -> None:
    choose_colours("dark")
    assert panel_inks() is NIGHT
    choose_colours("light")
    assert panel_inks() is PAPER
    choose_colours("dark")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_invitation_is_readable_on_the_black_of_viewports(
    qtbot: QtBot, qapp: QApplication, theme: str
) -> None:
    apply_theme(qapp, theme)
    cell = EmptyCell()
    qtbot.addWidget(cell)
    cell.set_recent(["one"])
    cell.show()
    link = cell.findChild(QPushButton, "empty-recent-1")
    assert link is not None
    for one in (*cell.findChildren(QLabel), link):
        colour = one.palette().color(one.foregroundRole()).name()
        assert contrast(colour, viewport_colours().viewport) >= READABLE
    apply_theme(qapp, DARK.name)
