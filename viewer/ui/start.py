"""Starts the window: as little as possible before it shows, the rest after."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from viewer.store.cache import Cache
from viewer.store.managed import Managed, load_managed
from viewer.store.marks import Marks
from viewer.store.settings import Settings, load_settings
from viewer.text import mark, set_language, tr
from viewer.ui.app import App
from viewer.ui.endings import Endings, end_at_once
from viewer.ui.file_events import FileEvents
from viewer.ui.language import install_qt_translation, language_of
from viewer.ui.single_instance import Claim
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.theme import new_application
from viewer.ui.trace import VARIABLE, moment
from viewer.ui.watching import Watching
from viewer.work.pool import Pool

if TYPE_CHECKING:
    from viewer.ui.gathering import Gathering

FIRST_WORDS = mark(
    "Negatoscope is not a medical device and not cleared for primary diagnosis."
)
FROM_DISC = mark("Nothing of this disc is kept.")
LATEST_MS = 1500
"""The side panels are made by then, picture or not."""


def start(
    paths: Sequence[str], claim: Claim, *, demo: bool = False, from_disc: bool = False
) -> int:
    """Show the window, open what was named, run until the window closes.

    `from_disc` leaves no trace: the disc is a patient's, the computer may be anyone's.
    """
    end_at_once()
    watching = Watching(keeps=not from_disc)
    application = _named_application()
    events = FileEvents(application)
    if sys.platform == "darwin":  # only there do they come, and every event pays for it
        application.installEventFilter(events)
    app, pool = _made(application, claim, from_disc=from_disc)

    def receive() -> None:
        from viewer.ui.gathering import Gathering

        gathering = Gathering(app.opening, app)
        gathering.follow(paths)
        _listen(app, claim, gathering)
        events.received.connect(gathering.take)
        events.begin()
        watching.attach(app)

    finish = _finish_after_first_picture(app, receive)
    app.workspace.brought.connect(lambda told: moment("opened", paths=len(told)))
    if os.environ.get(VARIABLE):
        from viewer.ui.traced import Traced

        Traced(app)
    app.opening.paths(paths)
    app.window.show()
    app.cells.focus_active()
    moment("window-shown")
    if not paths and not demo:
        finish()
    if demo:
        QTimer.singleShot(0, app.opening.demo)
    code = application.exec()
    pool.close()
    watching.close()
    return code


def _made(
    application: QApplication, claim: Claim, *, from_disc: bool
) -> tuple[App, Pool]:
    """The window in its language, with what the hospital and the reader have set."""
    told: list[tuple[str, dict[str, object]]] = []
    managed, settings = loaded(lambda note, **values: told.append((note, values)))
    if from_disc:
        settings = Settings(**{**managed.defaults, **managed.locked})
    language = language_of(settings.language)
    set_language(language)
    install_qt_translation(application, language)
    pool = Pool()
    pool.speak(language)
    app = App(
        pool,
        settings,
        remember=not from_disc,
        late_panels=True,
        cache=None if from_disc else _calm_cache(claim),
        marks=None if from_disc else Marks(),
    )
    app.preferences.managed = managed
    first = ((FROM_DISC,) if from_disc else ()) + first_words(settings)
    for note, values in (*told, *((note, {}) for note in first)):
        app.status.note(tr(note, **values))
    return app, pool


def _named_application() -> QApplication:
    application = new_application()
    application.setApplicationName("negatoscope")
    application.setApplicationDisplayName("Negatoscope")
    application.setDesktopFileName("negatoscope")
    return application


def loaded(tell: Callable[..., None]) -> tuple[Managed, Settings]:
    """What the hospital and what the reader has set."""
    managed = load_managed(tell=tell)
    return managed, load_settings(tell=tell, managed=managed)


def _calm_cache(claim: Claim) -> Cache:
    """What waits until the first picture is on screen."""
    cache = Cache(writes=claim.is_ours)
    cache.calm.clear()
    return cache


def first_words(settings: Settings) -> tuple[str, ...]:
    """What a new reader is told, until it is pressed; nothing at later starts."""
    return () if settings.window_geometry else (FIRST_WORDS,)


def _listen(app: App, claim: Claim, gathering: Gathering) -> None:
    """From now on later starts hand over to this window."""
    from viewer.ui.receiver import Receiver

    receiver = Receiver(claim, app)
    receiver.received.connect(app.window.come_forward)
    receiver.received.connect(gathering.take)
    receiver.received.connect(lambda paths: moment("handed-over", paths=len(paths)))
    app.window.closed.connect(receiver.close)
    Endings(app).asked.connect(app.window.close)
    receiver.listen()
    moment("listening")


def follow_motion(app: App) -> None:
    """Let signs move or not, as the reader or the system wants it."""
    from viewer.ui.motion import begin

    begin(app)


def _finish_after_first_picture(
    app: App, then: Callable[[], None]
) -> Callable[[], None]:
    """Paint the first picture before anything that can wait is made.

    Returns what makes the rest at once; it does so one time only.
    """
    cell = app.grid.cells[0]
    is_finished = False

    def finish() -> None:
        nonlocal is_finished
        if not is_finished:
            is_finished = True
            app.keeping.calm()
            app.menus.complete()
            app.sides.complete()
            app.seconds.reopen()
            follow_motion(app)
            gc.freeze()  # the window lives on: to look through it again takes 40 ms
            gc.enable()
            QTimer.singleShot(0, app.pool.warm)
            QTimer.singleShot(0, then)

    def delivered() -> None:
        if cell.shown is not None and not is_finished:
            app.cells.frames[0].view.repaint()
            moment("first-image")
        if cell.shown is not None or cell.trouble is not None:
            finish()

    cell.delivered.connect(delivered)
    app.workspace.changed.connect(
        lambda old, new: finish() if not new.scanning and not _waits(cell) else None
    )
    latest = QTimer(app, singleShot=True, interval=LATEST_MS)
    latest.timeout.connect(finish)
    latest.start()
    return finish


def _waits(cell: ViewportModel) -> bool:
    """A picture is on its way to this cell."""
    display_set = cell.state.what.display_set
    stack = display_set is not None and display_set.view == "stack"
    return stack and cell.shown is None and cell.trouble is None
