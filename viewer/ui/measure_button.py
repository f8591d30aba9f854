"""The button of the tool bar that offers every tool that draws marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QToolBar, QToolButton

from viewer.ui.icons import icon
from viewer.ui.mark_actions import MEASURING_ACTIONS
from viewer.ui.widgets.wording import said

if TYPE_CHECKING:
    from viewer.ui.menus import Menus
    from viewer.ui.state.tool_choice import ToolChoice

FIRST = "ruler-measure"


def add_measure_button(bar: QToolBar, menus: Menus, choice: ToolChoice) -> QToolButton:
    """Shows the tool that is chosen, pressed in while it draws marks."""
    button = QToolButton(bar)
    button.setObjectName("measureTools")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    said(button.setAccessibleName, "Measure and mark")
    said(button.setToolTip, "Measure and mark")
    menu = QMenu(button)
    menus.completed.connect(
        lambda: menu.addActions([menus.by_id[row.id] for row in MEASURING_ACTIONS])
    )
    menu.aboutToShow.connect(menus.catch_up)
    button.setMenu(menu)
    button.setCheckable(True)
    icons = {row.id.removeprefix("tool-"): row.icon for row in MEASURING_ACTIONS}

    def follow(name: str) -> None:
        in_menu = name in icons and name != "distance"
        button.setIcon(icon(icons[name] if in_menu else FIRST))
        button.setChecked(in_menu)

    choice.changed.connect(follow)
    follow(choice.name)
    bar.addWidget(button)
    return button
