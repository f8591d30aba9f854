"""The one Qt style sheet of the program, filled from a palette and a text size.

Lengths are written as at 100 % and scaled with the system's text size, in steps of
4 px; lines of 1 and 2 px stay as they are. A widget asks for a special look by its
dynamic property `role`: see `ROLES`.
"""

import re
from dataclasses import asdict
from pathlib import Path
from string import Template

from viewer.ui.widgets.colours import Colours, viewport_colours

ROLES = {
    "title": "QLabel: the largest type of a panel (16 px)",
    "strong": "QLabel: a word that stands out in a line of text",
    "secondary": "QLabel: what explains the line above",
    "small": "QLabel: 12 px, faint (where a value comes from, a UID)",
    "warning": "QLabel, QToolButton, QPushButton: something to look at",
    "error": "QLabel, QToolButton, QPushButton: something failed",
    "lossy": "QLabel: the lossy badge",
    "paper": "QTextEdit: white paper with dark text, in both themes",
    "card": "QFrame: raised surface with round corners",
    "panel": "QWidget: the surface of a side panel",
    "strip": "QFrame: a thin bar along an edge, with a line under it",
    "primary": "QPushButton: the one most likely wanted",
    "link": "QPushButton, QToolButton: reads as text, acts as a button",
    "steps": "QTextEdit: text on the panel itself, without a frame",
    "thumbnails": "QAbstractItemView: items are cards, without row shading",
}

_WINDOWS = """
QMainWindow, QDialog { background: $window; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMainWindow::separator { background: $window; width: 4px; height: 4px; }
QMainWindow::separator:hover { background: $accent; }
QDockWidget { color: $secondary; border: 0; }
QDockWidget::title { background: $panel; padding: 8px 12px; text-align: left; }
QDockWidget > QWidget, QWidget[role="panel"] { background: $panel; }
QSplitter::handle { background: $window; }
QSplitter::handle:horizontal { width: 4px; }
QSplitter::handle:vertical { height: 4px; }
QSplitter::handle:hover { background: $accent; }
QFrame[role="card"] { background: $raised; border: 0; border-radius: 8px; }
QFrame[role="strip"] {
  background: $panel; border: 0; border-bottom: 1px solid $line;
}
QScrollArea {
  background: transparent; border: 2px solid transparent; border-radius: 6px;
}
QScrollArea:focus { border-color: $accent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QStatusBar { background: $panel; color: $secondary; border-top: 1px solid $line; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { padding: 0 8px; }
QToolTip {
  background: $raised; color: $text; border: 1px solid $line; padding: 4px 8px;
}
"""

_TEXT = """
QLabel { background: transparent; }
QLabel:focus { border: 2px solid $accent; border-radius: 4px; }
QLabel:disabled { color: $faint; }
QLabel[role="title"] { font-size: 16px; font-weight: 600; color: $text; }
QLabel[role="strong"] { font-weight: 600; color: $text; }
QLabel[role="secondary"] { color: $secondary; }
QLabel[role="small"] { font-size: 12px; color: $faint; }
QLabel[role="warning"] { color: $warning; }
QLabel[role="error"] { color: $error; }
QLabel[role="lossy"] {
  color: $lossy_text; background: $lossy_fill; font-size: 12px;
  border-radius: 4px; padding: 0 8px;
}
"""

_MENUS = """
QMenuBar { background: $window; color: $secondary; padding: 0 4px; }
QMenuBar::item { background: transparent; padding: 8px 10px; border-radius: 6px; }
QMenuBar::item:selected, QMenuBar::item:pressed {
  background: $accent_fill; color: $text;
}
QMenu {
  background: $raised; color: $text; border: 1px solid $line; padding: 4px;
  menu-scrollable: 1;
}
QMenu::item {
  background: transparent; padding: 6px 24px 6px 12px; border-radius: 6px;
  min-height: 16px;
}
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $accent_fill; color: $text; }
QMenu::item:disabled { background: transparent; color: $faint; }
QMenu::separator { background: $line; height: 1px; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; left: 8px; }
QMenu::indicator:checked { image: url("$icons/control-menu-checked-$name.svg"); }
"""

_BUTTONS = """
QToolBar {
  background: $panel; border: 0; border-bottom: 1px solid $line;
  padding: 6px 8px; spacing: 4px;
}
QToolBar::separator { background: $line; width: 1px; height: 1px; margin: 6px; }
QToolButton {
  background: transparent; color: $text; border: 2px solid transparent;
  border-radius: 6px; padding: 4px 6px; min-height: 20px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $line; }
QToolButton:checked { background: $accent_fill; border: 2px solid $accent; }
QToolButton:focus { border: 2px solid $accent; }
QToolButton:checked:focus { border-color: $text; }
QToolButton:disabled { color: $faint; }
QToolButton[popupMode="MenuButtonPopup"], QToolButton[popupMode="InstantPopup"] {
  padding-right: 20px;
}
QToolButton::menu-button { border: 0; width: 20px; }
QToolButton::menu-arrow, QToolButton::menu-indicator {
  image: url("$icons/control-down-$name.svg"); width: 16px; height: 16px;
}
QToolButton::menu-indicator {
  subcontrol-origin: border; subcontrol-position: center right; right: 4px;
}
QPushButton {
  background: $raised; color: $text; border: 2px solid $line; border-radius: 6px;
  padding: 0 12px; min-height: 24px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:checked, QPushButton[role="primary"] {
  background: $accent_fill; color: $text; border-color: $accent_fill;
}
QPushButton[role="primary"]:hover { border-color: $accent; }
QPushButton:focus, QPushButton[role="primary"]:focus { border-color: $accent; }
QPushButton:checked:focus { border-color: $text; }
QPushButton:disabled { color: $faint; background: transparent; }
QPushButton[role="link"], QPushButton[role="warning"], QPushButton[role="error"],
QToolButton[role="link"], QToolButton[role="warning"], QToolButton[role="error"] {
  background: transparent; border-color: transparent; padding: 0 8px;
}
QPushButton[role="link"], QToolButton[role="link"] { color: $accent; }
QPushButton[role="warning"], QToolButton[role="warning"] { color: $warning; }
QPushButton[role="error"], QToolButton[role="error"] { color: $error; }
QPushButton[role="link"]:hover, QPushButton[role="warning"]:hover,
QPushButton[role="error"]:hover, QToolButton[role="link"]:hover,
QToolButton[role="warning"]:hover, QToolButton[role="error"]:hover {
  background: $hover;
}
QPushButton[role="link"]:focus, QPushButton[role="warning"]:focus,
QPushButton[role="error"]:focus, QToolButton[role="link"]:focus,
QToolButton[role="warning"]:focus, QToolButton[role="error"]:focus {
  border-color: $accent;
}
QCheckBox, QRadioButton {
  spacing: 8px; min-height: 24px; border: 2px solid transparent; border-radius: 6px;
}
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {
  background: $window; border: 1px solid $faint; border-radius: 4px;
  width: 14px; height: 14px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
  background: $accent; border-color: $accent;
  image: url("$icons/control-checked-$name.svg");
}
QRadioButton::indicator:checked { background: $accent; border: 4px solid $window; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
  background: $window; color: $text; border: 1px solid $line; border-radius: 6px;
  padding: 1px 9px; selection-background-color: $accent_fill; selection-color: $text;
}
QTextEdit[role="paper"] {
  background: #ffffff; color: #15181d; border-radius: 0; padding: 0;
  border: 2px solid #ffffff;
  selection-background-color: #d6e7f8; selection-color: #15181d;
}
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 26px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus,
QAbstractSpinBox:focus {
  border: 2px solid $accent; padding: 0 8px;
}
QTextEdit[role="paper"]:focus { border: 2px solid #1c69b8; padding: 0; }
QTextEdit[role="steps"] {
  background: transparent; border: 2px solid transparent; padding: 0 4px;
}
QTextEdit[role="steps"]:focus { border-color: $accent; padding: 0 4px; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: $faint; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {
  border: 0; padding: 0; min-height: 16px;
}
QComboBox::drop-down, QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  background: transparent; border: 0; width: 24px;
}
QComboBox::down-arrow, QAbstractSpinBox::down-arrow {
  image: url("$icons/control-down-$name.svg"); width: 14px; height: 14px;
}
QAbstractSpinBox::up-arrow {
  image: url("$icons/control-up-$name.svg"); width: 14px; height: 14px;
}
QTabWidget::pane { border: 0; background: $panel; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab {
  background: transparent; color: $secondary; padding: 0 4px; margin-right: 1px;
  border: 2px solid transparent; border-top-left-radius: 6px;
  border-top-right-radius: 6px; min-height: 26px;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { background: $raised; color: $text; }
QTabBar::tab:selected:focus { border-color: $accent; }
QProgressBar {
  background: $line; border: 0; border-radius: 2px; min-height: 4px; max-height: 4px;
  color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSlider {
  min-height: 28px; min-width: 28px; border: 2px solid transparent;
  border-radius: 6px;
}
QSlider:focus { border-color: $accent; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::groove:vertical { background: $line; width: 4px; border-radius: 2px; }
QSlider::handle {
  background: $accent; border: 2px solid $accent; border-radius: 6px;
}
QSlider::handle:horizontal { width: 8px; margin: -4px 0; }
QSlider::handle:vertical { height: 8px; margin: 0 -4px; }
QSlider::handle:disabled { background: $faint; border-color: $faint; }
"""

_LISTS = """
QAbstractItemView {
  background: $panel; alternate-background-color: $alternate; color: $text;
  border: 2px solid transparent; border-radius: 6px; outline: 0;
  selection-background-color: $accent_fill; selection-color: $text;
}
QAbstractItemView:focus { border-color: $accent; }
QTreeView::item, QListView::item, QTableView::item { min-height: 24px; border: 0; }
QTreeView::item:hover, QListView::item:hover, QTableView::item:hover {
  background: $hover;
}
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected {
  background: $accent_fill; color: $text;
}
QTreeView::branch:hover { background: $hover; }
QTreeView::branch:selected { background: $accent_fill; }
QAbstractItemView[role="thumbnails"]::item {
  background: $raised; border: 2px solid transparent; border-radius: 8px;
}
QAbstractItemView[role="thumbnails"]::item:selected { border-color: $accent; }
QHeaderView { background: $panel; border: 0; }
QHeaderView::section {
  background: $panel; color: $secondary; border: 0;
  border-bottom: 1px solid $line; padding: 4px 8px; min-height: 20px;
}
QScrollBar { background: transparent; border: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

_ON_BLACK = """
#emptyCell QLabel[role="title"] { color: $text; }
#emptyCell QLabel[role="secondary"] { color: $secondary; }
#emptyCell QPushButton[role="link"] { color: $accent; }
#emptyCell QPushButton[role="link"]:hover { background: $hover; }
"""
"""With the colours of viewports, which are black in both themes."""

_ICONS = (Path(__file__).parent.parent / "resources" / "icons").as_posix()
_SHEET = Template(_WINDOWS + _TEXT + _MENUS + _BUTTONS + _FIELDS + _LISTS)
_LENGTH = re.compile(r"\b(\d+)px")
_HAIRLINE_PX = 2


def style_sheet(colours: Colours, scale: float = 1.0) -> str:
    """The style sheet of the whole application; `scale` 1 is 100 %."""

    def scaled(length: re.Match[str]) -> str:
        pixels = int(length[1])
        return f"{pixels if pixels <= _HAIRLINE_PX else round(pixels * scale)}px"

    sheet = _SHEET.substitute(asdict(colours), icons=_ICONS)
    sheet += Template(_ON_BLACK).substitute(asdict(viewport_colours()))
    return _LENGTH.sub(scaled, sheet)
