"""The list of marks in the window: where it leads, and its table as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from viewer.geometry.marks import FrameKey
from viewer.text import mark
from viewer.ui.mpr import show_section
from viewer.ui.state.annotations import key_of

if TYPE_CHECKING:
    from viewer.ui.app import App


def add_marks_tab(app: App) -> None:
    """Put the list behind the other panels of the right side."""
    app.sides.tabs.add("marks", mark("Marks"), lambda: _panel(app))


def show_marks(app: App) -> None:
    """Bring the list to the front, with the keyboard in it."""
    app.preferences.change(show_header=True)
    app.sides.complete()
    app.sides.tabs.bring("marks")
    app.sides.tabs.take_keyboard()


def go_to_mark(app: App, key: FrameKey, uid: str) -> None:
    """Show the frame, in a viewport that has its series or in the active one."""
    what = app.measured.place(key)
    if what is None or what.display_set is None:
        return
    app.annotations.select(uid)
    if what.display_set.section is not None:
        from viewer.ui.state.section_links import section_of

        section = section_of(what)
        if section is not None:
            show_section(app, section)
        return
    for model in (app.grid.active, *app.grid.on_screen()):
        display_set = model.state.what.display_set
        is_cut = model.state.what.is_cut
        frames = display_set.frames if display_set and not is_cut else ()
        index = next((n for n, one in enumerate(frames) if key_of(one) == key), None)
        if index is not None:
            app.grid.activate(model)
            model.go_to(index)
            return
    app.grid.active.show_set(what.display_set, what.index)


def _panel(app: App) -> QWidget:
    from viewer.ui.panels.marks import MarksPanel

    panel = MarksPanel(app.annotations, app.measured, app.foreign)
    panel.went.connect(lambda key, uid: go_to_mark(app, key, uid))
    panel.numbers_asked.connect(lambda: app.outgoing.save_table())
    app.workspace.changed.connect(panel.fill_soon)
    return panel
