"""The look of the window: Fusion, a palette of our own and one style sheet.

Qt's own colour scheme switch is ignored on some platforms, so it is not used.
"""

import sys

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from viewer.ui.style_sheet import style_sheet
from viewer.ui.widgets.colours import (
    DARK,
    LIGHT,
    Colours,
    choose_colours,
    choose_text_scale,
    colours,
    text_scale,
    viewport_colours,
)

__all__ = [
    "DARK",
    "LIGHT",
    "Colours",
    "apply_theme",
    "colours",
    "new_application",
    "system_text_scale",
    "text_scale",
    "viewport_colours",
]

BODY_PX = 13
_SYSTEM_TEXT_PX = 12 if sys.platform == "win32" else 13
"""The height of the system's text when nobody has changed it."""

_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "panel",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "window",
    QPalette.ColorRole.AlternateBase: "alternate",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "faint",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.Light: "hover",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.Shadow: "window",
    QPalette.ColorRole.Highlight: "accent_fill",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
}
_TEXT_ROLES = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)


def new_application() -> QApplication:
    """The application of this process, in Fusion.

    Told as an argument: a style that Python holds takes 5 ms of the start.
    """
    return QApplication([*sys.argv[:1], "-style", "fusion"])


def system_text_scale() -> float:
    """The system's text size against its usual one; at least 1."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    return max(1.0, QFontInfo(font).pixelSize() / _SYSTEM_TEXT_PX)


def apply_theme(application: QApplication, name: str, percent: int = 100) -> Colours:
    """Dress the whole application in "dark" or "light" and return its colours.

    `percent` is the text size that the reader wants, of the system's.
    May be called again at any time; widgets follow, and what paints by itself
    hears `QEvent.PaletteChange`.
    """
    chosen = choose_colours(name)
    scale = system_text_scale() * percent / 100
    choose_text_scale(scale)
    application.setPalette(_palette(chosen))
    application.setFont(_font(scale))
    application.setStyleSheet(style_sheet(chosen, scale))
    return chosen


def _font(scale: float) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(round(BODY_PX * scale))
    return font


def _palette(chosen: Colours) -> QPalette:
    palette = QPalette()
    for role, field in _ROLES.items():
        palette.setColor(role, QColor(getattr(chosen, field)))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.faint))
    return palette
