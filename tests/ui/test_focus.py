"""Where the keyboard is can be seen, and what it is in has a name."""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QWidget,
)

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer, rgb_of
from viewer.demo.build import ct_slice
from viewer.demo.kinds import object_of
from viewer.dicom.sop_classes import all_sop_classes
from viewer.kinds import family
from viewer.store.settings import Settings
from viewer.ui.cell_frame import CellFrame

Pixels = npt.NDArray[np.uint8]
RING = 3.0
"""Contrast of what tells that a control has the keyboard (WCAG 2.2, 2.4.13)."""
KIND_OF_VIEW = {family(one.kind).view: one.kind for one in all_sop_classes()}
PANELS = ("explain", "figures", "states", "marks", "header")
DIALOGS = (
    "settings",
    "habits",
    "show-not-shown",
    "export",
    "calibrate-display",
    "pick-layout",
    "command-search",
    "character-set",
    "go-to-image",
    "window-type",
    "about",
)


def luminance(rgb: Pixels) -> npt.NDArray[np.float64]:
    """Relative luminance of WCAG 2.2."""
    part = rgb.astype(float) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    weighed: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighed


def changed_pixels(before: Pixels, after: Pixels) -> int:
    """How many pixels changed by the contrast that is wanted."""
    if before.shape != after.shape:
        return before.size
    one, other = luminance(before) + 0.05, luminance(after) + 0.05
    return int((np.maximum(one, other) / np.minimum(one, other) >= RING).sum())


def focusable(root: QWidget) -> list[QWidget]:
    """Everything in a window that can have the keyboard."""
    return [
        widget
        for widget in (root, *root.findChildren(QWidget))
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.window() is root.window()
        and not widget.objectName().startswith("qt_spinbox")
    ]


def around(widget: QWidget) -> QWidget:
    """What shows that it has the keyboard: itself, or the cell that it fills."""
    parent: QWidget | None = widget
    while parent is not None and not isinstance(parent, CellFrame):
        parent = parent.parentWidget()
    fills = parent is not None and widget.width() > 0.5 * parent.width()
    fills = fills and not isinstance(widget, QAbstractScrollArea)
    return parent if fills and parent is not None else widget


def unseen(widgets: list[QWidget], elsewhere: QWidget) -> Iterator[str]:
    """The controls that look the same with the keyboard in them and without."""
    for widget in widgets:
        shows = around(widget)
        elsewhere.setFocus()
        QApplication.processEvents()
        before = rgb_of(shows.grab().toImage())
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if not widget.hasFocus():
            continue
        after = rgb_of(shows.grab().toImage())
        least = min(2 * shows.width(), 2 * shows.height())
        found = changed_pixels(before, after)
        if found < least:
            name = type(widget).__name__, widget.objectName()
            yield f"{name} of {type(widget.parent()).__name__}: {found} < {least}"


def nameless(root: QWidget) -> Iterator[str]:
    for widget in focusable(root):
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None or not spoken.text(QAccessible.Text.Name):
            yield f"{type(widget).__name__} {widget.objectName()}"


def somewhere_else(viewer: Viewer) -> QWidget:
    """A control outside of what is looked at."""
    return viewer.app.sides.tabs.tabBar()


def in_dialog(viewer: Viewer, action: str, look: Callable[[QWidget], None]) -> None:
    """Look at the window that an action opens, waiting for an answer or not."""
    before = set(QApplication.topLevelWidgets())
    seen: list[QWidget] = []

    def find() -> None:
        for one in QApplication.topLevelWidgets():
            if one not in before and one.isVisible() and one.isWindow():
                seen.append(one)
                try:
                    one.activateWindow()
                    QApplication.processEvents()
                    look(one)
                finally:
                    one.close()
                return

    QTimer.singleShot(0, find)
    viewer.app.menus.catch_up()
    viewer.app.menus.by_id[action].trigger()
    viewer.until(lambda: bool(seen))


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("view", sorted(KIND_OF_VIEW))
def test_the_keyboard_is_seen_and_heard_in_every_view(
    open_viewer: OpenViewer, write: Write, view: str, theme: str
) -> None:
    settings = Settings(theme=theme)  # type: ignore[arg-type]
    viewer = open_viewer(write("a", object_of(KIND_OF_VIEW[view])), settings=settings)
    cells = viewer.app.cells
    assert list(nameless(cells)) == []
    assert list(unseen(focusable(cells), somewhere_else(viewer))) == []


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_keyboard_is_seen_and_heard_around_the_cells(
    open_viewer: OpenViewer, write: Write, theme: str
) -> None:
    settings = Settings(theme=theme)  # type: ignore[arg-type]
    viewer = open_viewer(write("a", ct_slice()), settings=settings)
    parts = (viewer.app.sides.left, viewer.app.sides.right, viewer.app.status)
    for panel in PANELS:
        viewer.app.sides.tabs.bring(panel)
        viewer.wait()
        for part in parts:
            assert list(nameless(part)) == [], panel
            assert list(unseen(focusable(part), viewer.canvas)) == [], panel
    viewer.do("close-all")
    assert list(unseen(focusable(viewer.app.cells), somewhere_else(viewer))) == []


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("action", DIALOGS)
def test_the_keyboard_is_seen_and_heard_in_every_dialog(
    open_viewer: OpenViewer, write: Write, action: str, theme: str
) -> None:
    viewer = open_viewer(write("a/0", ct_slice()).parent)
    viewer.open(write("a/1", ct_slice(1)))
    viewer.app.preferences.change(theme=theme)
    faults: list[str] = []

    def look(dialog: QWidget) -> None:
        found = focusable(dialog)
        faults.extend(nameless(dialog))
        for widget in found:
            others = [one for one in found if one is not widget]
            if others:
                faults.extend(unseen([widget], others[0]))

    in_dialog(viewer, action, look)
    assert faults == []
