"""Another language while the program runs: all that is said is said again, in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialog

from viewer.text import retold, set_language
from viewer.ui.displays import show_display
from viewer.ui.language import install_qt_translation
from viewer.ui.recent import show_recent
from viewer.ui.widgets.wording import say_again

if TYPE_CHECKING:
    from viewer.pixels.look import LookupTable, Window
    from viewer.ui.app import App
    from viewer.ui.state.viewport import ViewportModel

    Voi = Window | LookupTable | None


def speak(app: App, code: str) -> None:
    """Speak a language: window, panels, cells, workers.

    Texts of widgets that stay are set again (`Wording`); views are made anew, since
    what they show is read in a language; dialogs that are open close.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    closed = _close_dialogs(application)
    set_language(code)
    app.pool.speak(code)
    install_qt_translation(application, code)
    for window in application.topLevelWidgets():
        window.setLocale(QLocale(code))
    say_again()
    app.contents.clear()
    for model in app.grid.models():
        _tell_again(model)
    app.cells.renew_views()
    if app.cells.second is not None:
        app.cells.second.renew_views()
    for model in filter(_is_read, app.grid.models()):
        model.asked_again.emit()
    app.workspace.tell_again()
    app.sides.tell_again()
    app.layouts.tell()
    app.status.tell_again()
    show_recent(app)
    show_display(app)
    app.grid.changed.emit(app.grid.state, app.grid.state)
    app.menus.refresh()
    if "settingsDialog" in closed:
        app.menus.by_id["settings"].trigger()


def _close_dialogs(application: QApplication) -> set[str]:
    """Our own that are open, for each is made in one language; what they are called."""
    found = [
        dialog
        for window in application.topLevelWidgets()
        for dialog in (window, *window.findChildren(QDialog))
        if isinstance(dialog, QDialog)
        and dialog.isVisible()
        and type(dialog).__module__.startswith("viewer.ui.dialogs.")
    ]
    for dialog in found:
        dialog.close()
    return {dialog.objectName() for dialog in found}


def _tell_again(model: ViewportModel) -> None:
    """Why there is no picture, and what its windows are called."""
    trouble, state = model.trouble, model.state
    if trouble is not None:
        model.trouble = replace(trouble, sentence=retold(trouble.sentence))
    voi = _named(state.look.voi)
    model.change(look=replace(state.look, voi=voi))
    if state.fusion is not None:
        look = state.fusion.look
        look = replace(look, voi=_named(look.voi))
        model.change(fusion=replace(state.fusion, look=look))


def _named(voi: Voi) -> Voi:
    """A preset is called as it is in the language of now."""
    return replace(voi, explanation=retold(voi.explanation)) if voi else None


def _is_read(model: ViewportModel) -> bool:
    """It shows what was read from an object: sentences of its own among it."""
    display_set = model.state.what.display_set
    return display_set is not None and display_set.view not in ("stack", "volume")
