"""The pictures of the manual, from the running program, in each of its languages.

`make manual` draws them anew: the demonstration study, a window of fixed size, nothing
remembered. The same machine draws the same bytes.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 (the platform comes first)
from PySide6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402

from viewer.geometry.marks import Mark  # noqa: E402
from viewer.store.settings import Settings  # noqa: E402
from viewer.text import set_language  # noqa: E402
from viewer.ui.app import App  # noqa: E402
from viewer.ui.language import (  # noqa: E402
    install_qt_translation,
    languages,
)
from viewer.ui.manual import FOLDER  # noqa: E402
from viewer.ui.state.annotations import key_of  # noqa: E402
from viewer.ui.theme import new_application  # noqa: E402
from viewer.work.pool import Pool  # noqa: E402

SIZE = (1160, 720)
QUALITY = 82
LOOK_MS = 20
TYPING_MS = 500
MARKS = (
    ("distance", ((150.0, 200.0), (150.0, 330.0))),
    ("ellipse", ((300.0, 220.0), (380.0, 290.0))),
    ("angle", ((210.0, 400.0), (260.0, 340.0), (330.0, 400.0))),
)


def wait(app: App) -> None:
    """Until nothing is on its way."""
    loop, look = QEventLoop(), QTimer(interval=LOOK_MS)

    def settled() -> None:
        if not app.workspace.state.scanning and app.is_idle:
            loop.quit()

    look.timeout.connect(settled)
    look.start()
    loop.exec()
    QApplication.processEvents()


def rest(milliseconds: int) -> None:
    """For what waits until nobody types."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def do(app: App, *actions: str) -> None:
    """Actions, one after another."""
    for name in actions:
        app.menus.by_id[name].trigger()
        wait(app)


def start(app: App) -> QWidget:
    """Nothing is open."""
    return app.window


def opened(app: App) -> QWidget:
    """The demonstration study."""
    app.opening.demo()
    wait(app)
    app.grid.active.go_to(app.grid.active.state.what.count // 2)
    return app.window


def layouts(app: App) -> QWidget:
    """Four series."""
    do(app, "layout-2x2")
    sets = list(app.workspace.state.catalogue.sets())
    for model, display_set in zip(app.grid.visible(), sets, strict=False):
        model.show_set(display_set)
    return app.window


def compare(app: App) -> QWidget:
    """Slices beside a plane across them."""
    first, second = list(app.workspace.state.catalogue.sets())[:1] * 2
    do(app, "layout-1x2")
    for model, display_set in zip(app.grid.visible(), (first, second), strict=True):
        model.show_set(display_set)
    wait(app)
    app.grid.activate(app.grid.visible()[1])
    do(app, "mpr-coronal")
    app.grid.activate(app.grid.visible()[0])
    do(app, "link")
    return app.window


def measure(app: App) -> QWidget:
    """Marks with their figures."""
    do(app, "link", "layout-1x1")
    model = app.grid.active
    model.show_set(next(iter(app.workspace.state.catalogue.sets())))
    model.go_to(model.state.what.count // 2)
    wait(app)
    frame = model.on_screen.frame
    key = key_of(frame) if frame else None
    assert key is not None
    for number, (shape, points) in enumerate(MARKS, 1):
        app.annotations.put(key, Mark(f"2.25.{number}", shape, points))
    app.annotations.select("")
    return app.window


def planes(app: App) -> QWidget:
    """Three planes at once."""
    app.annotations.clear()
    do(app, "mpr-three")
    return app.window


def header(app: App) -> QWidget:
    """Elements that answer to a word."""
    do(app, "mpr-images", "layout-1x1", "find-element")
    app.sides.header.filter.setText("0028")
    rest(TYPING_MS)
    return app.window


def export(app: App) -> QWidget:
    """The dialog."""
    app.sides.header.filter.clear()
    do(app, "export")
    return dialog(app, "exportDialog")


def settings(app: App) -> QWidget:
    """The dialog."""
    dialog(app, "exportDialog").close()
    app.preferences.change(hang_automatically=True)
    do(app, "settings")
    return dialog(app, "settingsDialog")


def dialog(app: App, name: str) -> QWidget:
    """One that is open."""
    found = app.window.findChild(QDialog, name)
    assert found is not None, name
    return found


SCENES: tuple[Callable[[App], QWidget], ...] = (
    start,
    opened,
    layouts,
    compare,
    measure,
    planes,
    header,
    export,
    settings,
)


def draw(application: QApplication, code: str, folder: Path) -> None:
    """All pictures in one language."""
    folder.mkdir(parents=True, exist_ok=True)
    set_language(code)
    install_qt_translation(application, code)
    pool = Pool()
    pool.speak(code)
    app = App(pool, Settings(hang_automatically=False))
    app.window.resize(*SIZE)
    app.window.show()
    app.cells.focus_active()
    for scene in SCENES:
        widget = scene(app)
        wait(app)
        picture = widget.grab().toImage()
        assert picture.save(str(folder / f"{scene.__name__}.jpg"), "JPG", QUALITY)
    dialog(app, "settingsDialog").close()
    app.window.close()
    pool.close()


def main() -> int:
    """Every language, or the one that is named; elsewhere with a second word."""
    application = new_application()
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    for code in sys.argv[1:2] or languages():
        draw(application, code, folder / code / "pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
