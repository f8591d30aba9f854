"""THE table of actions: menus, tool bar, keys and tooltips are made from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.text import mark
from viewer.ui.action_row import ActionRow
from viewer.ui.areas import explain_pixel
from viewer.ui.cine_actions import CINE_ACTIONS
from viewer.ui.colouring import COLOUR_MAP_ACTIONS
from viewer.ui.displays import CALIBRATE_ACTION
from viewer.ui.export_actions import EXPORT_ACTIONS
from viewer.ui.figures_actions import FIGURES_ACTION
from viewer.ui.fusion_actions import FUSION_ACTIONS
from viewer.ui.habit_actions import (
    CHANGE_ACTION,
    GO_TO_ACTION,
    HELP_ACTIONS,
    show_settings,
)
from viewer.ui.hanging_actions import HANGING_ACTIONS, QUADRANT_ACTION
from viewer.ui.help_actions import FAILURES_ACTION, MANUAL_ACTION, TOUR_ACTION
from viewer.ui.image_actions import (
    FILE_WINDOW_ACTIONS,
    GO_ACTIONS,
    IMAGE_ACTIONS,
    PRESET_ACTIONS,
    WINDOW_ACTIONS,
)
from viewer.ui.key_actions import KEY_ACTIONS, SAVE_MARKS_ACTIONS
from viewer.ui.layout_actions import CLOSE_STUDY_ACTION, LAYOUT_ACTIONS
from viewer.ui.link_actions import CROSSHAIR_ACTION, LINK_ACTIONS, REFERENCE_ACTIONS
from viewer.ui.look_actions import LOOK_ACTIONS
from viewer.ui.mark_actions import MARK_ACTIONS
from viewer.ui.mpr_actions import MPR_ACTIONS, PLANES_TOOL_ACTION
from viewer.ui.reading_texts import CHARACTER_SET_ACTION
from viewer.ui.recent import RECENT_ACTIONS
from viewer.ui.state_actions import STATE_ACTIONS
from viewer.ui.steering_actions import STEERING_ACTIONS, STEERING_SUBMENUS
from viewer.ui.teaching import TEACHING_ACTIONS
from viewer.ui.volume3d_actions import VOLUME3D_ACTIONS
from viewer.ui.whole_volume_actions import CURVE_ACTIONS, CURVE_TOOL_ACTION

if TYPE_CHECKING:
    from viewer.ui.app import App

MENUS = (
    ("file", mark("&File")),
    ("view", mark("&View")),
    ("image", mark("&Image")),
    ("window", mark("&Window")),
    ("tools", mark("&Tools")),
    ("measure", mark("Meas&ure")),
    ("layout", mark("&Layout")),
    ("go", mark("&Go")),
    ("help", mark("&Help")),
)
SUBMENUS = (
    ("recent", mark("Open recent"), "open-demo"),
    ("colour-map", mark("Colour map"), "window-type"),
    ("states", mark("Presentation state"), "reset"),
    ("mpr", mark("Planes through the volume (MPR)"), "reset"),
    ("fusion", mark("Fuse with"), "reset"),
    ("volume3d", mark("The volume in 3D"), "reset"),
    ("playing", mark("Playing"), "play"),
    ("mark", mark("Selected mark"), "previous-mark"),
    ("hanging", mark("Hanging protocol"), "stage-next"),
    ("links", mark("Linked viewports"), "link"),
    *STEERING_SUBMENUS,
)
"""(name, title, id of the action that it follows)"""


def _tool(name: str) -> Callable[[App], None]:
    return lambda app: app.choice.choose(name)


def _is_tool(name: str) -> Callable[[App], bool]:
    return lambda app: app.choice.name == name


_FILE = (
    ActionRow(
        "open-files",
        mark("Open files…"),
        "file",
        lambda app: app.opening.ask_files(),
        ("Ctrl+O",),
        "folder-open",
        tool_bar=1,
        worded=True,
    ),
    ActionRow(
        "open-folder",
        mark("Open folder…"),
        "file",
        lambda app: app.opening.ask_folder(),
        ("Ctrl+Shift+O",),
        "folder",
    ),
    ActionRow(
        "paste-paths",
        mark("Open the copied files"),
        "file",
        lambda app: app.opening.paste(),
        ("Ctrl+V",),
    ),
    ActionRow(
        "open-demo",
        mark("Open the demonstration study"),
        "file",
        lambda app: app.opening.demo(),
    ),
    ActionRow(
        "open-whole-study",
        mark("A file brings the rest of its study"),
        "file",
        lambda app: app.preferences.toggle_whole_study(),
        checked=lambda app: app.preferences.settings.open_whole_study,
        separated=True,
    ),
    ActionRow(
        "settings",
        mark("Settings…"),
        "file",
        show_settings,
        ("Ctrl+,",),
    ),
    CHANGE_ACTION,
    ActionRow(
        "show-not-shown",
        mark("What was not shown…"),
        "file",
        lambda app: app.opening.show_not_shown(),
        separated=True,
    ),
    CLOSE_STUDY_ACTION,
    ActionRow(
        "close-all",
        mark("Close everything"),
        "file",
        lambda app: app.close_all(),
        ("Ctrl+Shift+W",),
        "x",
    ),
    ActionRow(
        "quit",
        mark("Quit"),
        "file",
        lambda app: app.quit(),
        ("Ctrl+Q",),
        separated=True,
    ),
)
_VIEW = (
    ActionRow(
        "panel-thumbnails",
        mark("List of series"),
        "view",
        lambda app: app.preferences.toggle_panel("thumbnails"),
        ("F9",),
        "layout-sidebar",
        checked=lambda app: app.preferences.settings.show_thumbnails,
        tool_bar=6,
    ),
    ActionRow(
        "panel-header",
        mark("Header"),
        "view",
        lambda app: app.preferences.toggle_panel("header"),
        ("F10",),
        "layout-sidebar-right",
        enabled=lambda app: not app.preferences.settings.hides_identity,
        checked=lambda app: app.preferences.settings.show_header,
        tool_bar=6,
    ),
    ActionRow(
        "find-element",
        mark("Find in the header"),
        "view",
        lambda app: app.find_in_header(),
        ("Ctrl+F",),
        "search",
    ),
    ActionRow(
        "explain",
        mark("Explain this pixel"),
        "view",
        explain_pixel,
        ("Ctrl+E",),
        "target",
        enabled=lambda app: app.grid.active.shown is not None,
        checked=lambda app: app.grid.active.state.pin is not None,
    ),
    ActionRow(
        "annotations",
        mark("Texts over the image"),
        "view",
        lambda app: app.preferences.cycle_annotations(),
        ("O",),
        "typography",
        separated=True,
        tool_bar=5,
    ),
    *TEACHING_ACTIONS,
    CHARACTER_SET_ACTION,
    ActionRow(
        "smooth",
        mark("Smooth interpolation"),
        "view",
        lambda app: app.preferences.toggle_smooth(),
        ("Ctrl+I",),
        "blur",
        checked=lambda app: app.preferences.settings.smooth,
    ),
    *LOOK_ACTIONS,
    *REFERENCE_ACTIONS,
    CALIBRATE_ACTION,
    ActionRow(
        "light-theme",
        mark("Light theme"),
        "view",
        lambda app: app.preferences.toggle_theme(),
        (),
        "sun",
        checked=lambda app: app.preferences.settings.theme == "light",
        separated=True,
    ),
    ActionRow(
        "full-screen",
        mark("Full screen"),
        "view",
        lambda app: app.toggle_full_screen(),
        ("F11",),
        "maximize",
        checked=lambda app: app.seconds.in_use.isFullScreen(),
    ),
)
_TOOLS = (
    ActionRow(
        "tool-window",
        mark("Window"),
        "tools",
        _tool("window"),
        ("W",),
        "contrast-2",
        checked=_is_tool("window"),
        tool_bar=2,
        worded=True,
    ),
    ActionRow(
        "tool-zoom",
        mark("Zoom"),
        "tools",
        _tool("zoom"),
        ("Z",),
        "search",
        checked=_is_tool("zoom"),
        tool_bar=2,
    ),
    ActionRow(
        "tool-pan",
        mark("Pan"),
        "tools",
        _tool("pan"),
        ("P",),
        "arrows-move",
        checked=_is_tool("pan"),
        tool_bar=2,
    ),
    ActionRow(
        "tool-scroll",
        mark("Scroll"),
        "tools",
        _tool("scroll"),
        ("S",),
        "stack-2",
        checked=_is_tool("scroll"),
        tool_bar=2,
    ),
    ActionRow(
        "tool-magnifier",
        mark("Magnifier"),
        "tools",
        _tool("magnifier"),
        ("G",),
        "zoom-in",
        checked=_is_tool("magnifier"),
    ),
)
_HELP = (
    MANUAL_ACTION,
    TOUR_ACTION,
    ActionRow(
        "test-patterns",
        mark("Test patterns for the display"),
        "help",
        lambda app: app.opening.patterns(),
    ),
    *HELP_ACTIONS,
    FAILURES_ACTION,
    ActionRow(
        "about",
        mark("About Negatoscope"),
        "help",
        lambda app: app.show_about(),
        (),
        "info-circle",
    ),
)
CLOSING = 3
"""Rows that end something stand last in their menu."""

ACTIONS: tuple[ActionRow, ...] = (
    *_FILE[:-CLOSING],
    *EXPORT_ACTIONS,
    *SAVE_MARKS_ACTIONS,
    *_FILE[-CLOSING:],
    *RECENT_ACTIONS,
    *_VIEW,
    *IMAGE_ACTIONS,
    QUADRANT_ACTION,
    *STATE_ACTIONS,
    *MPR_ACTIONS,
    *CURVE_ACTIONS,
    *FUSION_ACTIONS,
    *VOLUME3D_ACTIONS,
    *WINDOW_ACTIONS,
    *FILE_WINDOW_ACTIONS,
    *PRESET_ACTIONS,
    *COLOUR_MAP_ACTIONS,
    *STEERING_ACTIONS,
    *_TOOLS,
    CROSSHAIR_ACTION,
    PLANES_TOOL_ACTION,
    CURVE_TOOL_ACTION,
    *LAYOUT_ACTIONS,
    *LINK_ACTIONS,
    *MARK_ACTIONS,
    *HANGING_ACTIONS,
    *KEY_ACTIONS,
    FIGURES_ACTION,
    *GO_ACTIONS,
    GO_TO_ACTION,
    *CINE_ACTIONS,
    *_HELP,
)
