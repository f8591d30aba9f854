"""A window that opens, waits until everything is in it, and is saved as a picture."""

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QTimer
from PySide6.QtWidgets import QApplication

from viewer.commands.output import (
    is_input,
    print_failure,
    save_whole,
    write_sentence,
)
from viewer.files.sources import MEMBER_MARK, absolute
from viewer.store.marks import Marks
from viewer.store.settings import Settings
from viewer.text import set_language
from viewer.ui.app import App
from viewer.ui.areas import explain_pixel
from viewer.ui.figures_actions import show_figures
from viewer.ui.language import install_qt_translation
from viewer.ui.marks_list import show_marks
from viewer.ui.state.annotations import key_of
from viewer.ui.theme import new_application
from viewer.work.opening import Opener, OpeningRequest
from viewer.work.pool import Pool

GUARD_MS = 55_000
"""A window that is not ready by then is saved as it is, and the exit code says so."""


def capture(options: argparse.Namespace) -> int:
    """Save the window to `options.output`; 0, or 1 when something failed."""
    application = QApplication.instance() or new_application()
    application.setApplicationName("negatoscope")
    set_language(options.language)
    install_qt_translation(application, options.language)
    pool = Pool()
    pool.speak(options.language)
    marks = Marks() if options.marks else None
    app = App(pool, _settings(options), marks=marks)
    app.workspace.ask_password = None  # nobody is there to answer
    app.window.setMinimumSize(1, 1)
    app.window.resize(*options.size)
    app.grid.arrange(options.layout)
    app.window.show()
    app.cells.focus_active()
    if options.demo:
        app.opening.demo()
    app.opening.paths(options.paths)
    ready = _wait(app, options)
    bring = BROUGHT.get(options.panel)
    if bring is not None:
        bring(app)
        ready = _wait(app, options) and ready
    saved = _save(app, Path(options.output))
    failed = _report(app, options.language, options.paths)
    app.window.close()
    pool.close()
    return 0 if ready and saved and not failed else 1


def _show_figures(app: App) -> None:
    """Of the first mark of the image, else of the first image with marks."""
    state, model = app.annotations.state, app.grid.active
    display_set = model.state.what.display_set
    keys = [key_of(frame) for frame in display_set.frames] if display_set else []
    marked = [at for at, key in enumerate(keys) if state.seen(key)]
    if marked and model.state.what.index not in marked:
        model.go_to(marked[0])
    here = state.seen(keys[model.state.what.index]) if keys else ()
    if here:
        app.annotations.select(here[0].uid)
    show_figures(app)


BROUGHT = {"explain": explain_pixel, "figures": _show_figures, "marks": show_marks}
"""Panels that are asked for once the images are there."""


def _settings(options: argparse.Namespace) -> Settings:
    """Nothing that was remembered; a named panel alone beside the cells."""
    if options.panel is None:
        return Settings(hang_automatically=False)
    return Settings(
        hang_automatically=False,
        show_thumbnails=options.panel == "thumbnails",
        show_header=options.panel != "thumbnails",
    )


def _wait(app: App, options: argparse.Namespace) -> bool:
    """Run until nothing is on its way; False when that took too long."""
    loop = QEventLoop()
    check = QTimer(singleShot=True, interval=0)

    def look() -> None:
        if app.workspace.state.scanning or not app.is_idle:
            return
        if _fill(app, options):
            return
        if options.panel == "states":
            app.sides.tabs.bring("states")
        loop.quit()

    check.timeout.connect(look)
    app.workspace.changed.connect(check.start)
    app.jobs.changed.connect(check.start)
    app.sides.follower.settled.connect(check.start)
    for panel in (app.sides.explainer, app.sides.figures):
        if panel is not None:
            panel.settled.connect(check.start)
    app.cells.settled.connect(check.start)
    for model in app.grid.cells:
        model.delivered.connect(check.start)
    QTimer.singleShot(GUARD_MS, lambda: loop.exit(1))
    check.start()
    return loop.exec() == 0


def _fill(app: App, options: argparse.Namespace) -> bool:
    """Put the display sets into the empty cells, in order; True when any was put."""
    sets = list(app.workspace.state.catalogue.sets())
    taken = {id(model.state.what.display_set) for model in app.grid.cells}
    waiting = [one for one in sets if id(one) not in taken]
    put = False
    for model in app.grid.visible():
        if model.state.what.display_set is None and waiting:
            model.show_set(waiting.pop(0))
            put = True
    return put


def _report(app: App, language: str, named: Sequence[str]) -> bool:
    """Failures to standard error, one line each; True when there was one."""
    index = app.workspace.state.catalogue.index
    reasons = {entry.path: entry.reason for entry in index.failed}
    if not index.shown:
        reasons |= {entry.path: entry.reason for entry in index.skipped}
    if language != "en" and reasons:
        reasons |= _english(app, named, reasons)
    reasons |= _troubles(app, language)
    for path, reason in reasons.items():
        print_failure(_as_named(path, named), reason)
    return bool(reasons)


def _as_named(path: str, named: Sequence[str]) -> str:
    """As other commands say it: what was named, and what is below it."""
    for name in named:
        whole = absolute(name)
        below = path.removeprefix(whole)
        if not below:
            return name
        if below != path and below.startswith((os.sep, MEMBER_MARK)):
            return name.rstrip(os.sep) + below
    return path


def _troubles(app: App, language: str) -> dict[str, str]:
    """Why a cell on screen has no picture; the reason when it is in English."""
    found = {}
    for model in app.grid.visible():
        frame = model.state.what.frame
        if model.trouble is not None and frame is not None:
            sentence = model.trouble.sentence
            no_picture = "No picture can be made of its pixel data."
            reason = sentence if language == "en" else no_picture
            found[frame.header.source.path] = reason
    return found


def _english(
    app: App, named: Sequence[str], wanted: Mapping[str, str]
) -> dict[str, str]:
    """Why the wanted ones are not shown, asked again: commands speak English."""
    set_language("en")
    app.pool.speak("en")
    paths = [absolute(name) for name in named]
    request = OpeningRequest(paths, (), lambda: False, lambda catalogue: None)
    index = Opener(app.pool).run(request).index
    reasons = {entry.path: entry.reason for entry in index.skipped}
    reasons |= {entry.path: entry.reason for entry in index.failed}
    return {path: reasons[path] for path in wanted if path in reasons}


def _save(app: App, output: Path) -> bool:
    """The window as PNG, whole or not at all, and never onto what it shows."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    app.window.grab().save(buffer, "PNG")
    try:
        catalogue = app.workspace.state.catalogue
        if any(is_input(path, str(output)) for path in catalogue.paths()):
            print_failure(str(output), "is one of the inputs; nothing written")
            return False
        save_whole(output, lambda file: file.write(content.data()))
    except OSError as problem:
        print_failure(str(output), write_sentence(problem))
        return False
    return True
