"""Rows of the table of actions: what measures and marks, and what is done to marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.text import mark, tr
from viewer.ui import marking
from viewer.ui.action_row import ActionRow
from viewer.ui.tools.picking import shown_key

if TYPE_CHECKING:
    from viewer.ui.app import App


def _tool(
    name: str, text: str, icon: str, key: str = "", separated: bool = False
) -> ActionRow:
    return ActionRow(
        f"tool-{name}",
        text,
        "measure",
        lambda app: app.choice.choose(name),
        (key,) if key else (),
        icon,
        checked=lambda app: app.choice.name == name,
        tool_bar=2 if name == "distance" else 0,
        separated=separated,
    )


def _is_chosen(app: App) -> bool:
    return marking.chosen(app) is not None


def _has_label(app: App) -> bool:
    found = marking.chosen(app)
    return found is not None and found[1].label is not None


def _can_copy(by: int) -> Callable[[App], bool]:
    return lambda app: marking.can_copy(app, by)


def _can_undo(app: App) -> bool:
    return app.annotations.can_undo or marking.drawn(app) is not None


def _undo_text(app: App) -> str:
    if not _can_undo(app):
        return tr("Undo")
    from viewer.ui.undo_text import undo_text

    return undo_text(app)


def _redo_text(app: App) -> str:
    step = app.annotations.step(back=False)
    if step is None:
        return tr("Redo")
    from viewer.ui.undo_text import step_text

    return tr("Redo: {step}", step=step_text(*step))


def _has_marks(app: App) -> bool:
    return bool(app.annotations.state.seen(shown_key(app.grid.active)))


MEASURING_ACTIONS = (
    _tool("distance", mark("Distance"), "ruler-2", "L"),
    _tool("polyline", mark("Length along a line"), "timeline", "Shift+L"),
    _tool("bidirectional", mark("Bidirectional"), "arrows-cross", "B"),
    _tool("ratio", mark("Ratio of two lengths"), "divide", "Shift+B"),
    _tool("angle", mark("Angle"), "angle", "A", separated=True),
    _tool("cobb", mark("Cobb angle"), "vector-triangle", "Shift+A"),
    _tool("ellipse", mark("Ellipse"), "oval", "E", separated=True),
    _tool("rectangle", mark("Rectangle"), "rectangle", "R"),
    _tool("polygon", mark("Polygon"), "polygon", "Shift+F"),
    _tool("freehand", mark("Freehand area"), "lasso", "F"),
    _tool("point", mark("Point"), "crosshair", "D", separated=True),
    _tool("profile", mark("Profile line"), "chart-line", "Shift+P"),
    _tool("arrow", mark("Arrow"), "arrow-up-left", "Shift+T", separated=True),
    _tool("text", mark("Text"), "letter-t", "T"),
    _tool("calibration", mark("Calibrate by a known length"), "ruler-3"),
)
"""The tools that draw marks, in the order of menus."""

_EDITING = (
    ActionRow(
        "undo-mark",
        _undo_text,
        "measure",
        marking.undo,
        ("Ctrl+Z",),
        "arrow-back-up",
        enabled=_can_undo,
        separated=True,
    ),
    ActionRow(
        "redo-mark",
        _redo_text,
        "measure",
        marking.redo,
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "arrow-forward-up",
        enabled=lambda app: app.annotations.step(back=False) is not None,
    ),
    ActionRow(
        "remove-point",
        mark("Take back the last point"),
        "measure",
        marking.remove_point,
        ("Backspace",),
        enabled=lambda app: marking.drawn(app) is not None,
        in_cells=True,
    ),
    ActionRow(
        "next-mark",
        mark("Next mark on the image"),
        "measure",
        lambda app: marking.select_next(app, 1),
        ("N",),
        enabled=_has_marks,
        separated=True,
    ),
    ActionRow(
        "previous-mark",
        mark("Previous mark on the image"),
        "measure",
        lambda app: marking.select_next(app, -1),
        ("Shift+N",),
        enabled=_has_marks,
    ),
    ActionRow(
        "marks-visible",
        mark("Show marks"),
        "measure",
        lambda app: app.annotations.show(not app.annotations.state.visible),
        ("Shift+M",),
        "eye",
        checked=lambda app: app.annotations.state.visible,
        separated=True,
    ),
    ActionRow(
        "marks-unhide",
        mark("Show the hidden marks of this image"),
        "measure",
        marking.show_hidden,
        enabled=lambda app: bool(marking.hidden_here(app)),
    ),
)
_CHOSEN = (
    ActionRow(
        "rename-mark",
        mark("Text of the mark…"),
        "mark",
        marking.rename,
        ("F2",),
        enabled=_is_chosen,
    ),
    ActionRow(
        "copy-mark-value",
        mark("Copy the value"),
        "mark",
        marking.copy_value,
        ("Ctrl+C",),
        "copy",
        enabled=_is_chosen,
        in_cells=True,
    ),
    ActionRow(
        "copy-mark-next",
        mark("Copy to the next image"),
        "mark",
        lambda app: marking.copy_to(app, 1),
        enabled=_can_copy(1),
        separated=True,
    ),
    ActionRow(
        "copy-mark-previous",
        mark("Copy to the previous image"),
        "mark",
        lambda app: marking.copy_to(app, -1),
        enabled=_can_copy(-1),
    ),
    ActionRow(
        "copy-mark-all",
        mark("Copy to all images of the series"),
        "mark",
        lambda app: marking.copy_to(app, None),
        enabled=lambda app: marking.can_copy(app, 1) or marking.can_copy(app, -1),
    ),
    ActionRow(
        "copy-mark-range",
        mark("Copy to a range of images…"),
        "mark",
        marking.ask_range,
        enabled=lambda app: marking.can_copy(app, 1) or marking.can_copy(app, -1),
    ),
    ActionRow(
        "free-label",
        mark("Put its label back"),
        "mark",
        marking.free_label,
        enabled=_has_label,
        separated=True,
    ),
    ActionRow(
        "hide-mark",
        mark("Hide the mark"),
        "mark",
        marking.hide,
        (),
        "eye-off",
        enabled=_is_chosen,
        separated=True,
    ),
    ActionRow(
        "delete-mark",
        mark("Delete the mark"),
        "mark",
        marking.delete,
        ("Delete",),
        "trash",
        enabled=_is_chosen,
        in_cells=True,
    ),
)
MARK_ACTIONS = (*MEASURING_ACTIONS, *_EDITING, *_CHOSEN)
