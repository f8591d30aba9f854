"""docs/kinds.md: a picture of an object of each of the 48 rows, as the window shows it.

`make gallery` draws it anew: python -m tests.gallery [FOLDER].
"""

import os
import re
import sys
import tempfile
from io import BytesIO
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from viewer.demo.build import to_bytes
from viewer.demo.rows import ROWS, object_of_row
from viewer.dicom.sop_classes import SopClass, sop_class
from viewer.store.settings import Settings
from viewer.ui.app import App
from viewer.work.pool import Pool

DOCS = Path(__file__).parent.parent / "docs"
WINDOW, CELL = (900, 620), (560, 420)
COLOURS = 128
"""Of a picture: a palette makes the files small."""
GUARD_MS = 30_000
COLUMNS = 3
HEAD = """# The 48 kinds of object

One synthetic object of each row of the users' table of SOP classes, as the window shows
it. Drawn by `make gallery`; the notes are those of the header panel.

"""


def main(folder: Path) -> int:
    """Write kinds.md and kinds/*.png; 0, or 1 when an object does not show."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert application is not None
    pictures = folder / "kinds"
    pictures.mkdir(parents=True, exist_ok=True)
    for old in pictures.glob("*.png"):
        old.unlink()
    pool = Pool()
    app = App(pool, Settings(show_thumbnails=False, show_header=False))
    app.window.setMinimumSize(1, 1)
    app.window.resize(*WINDOW)
    app.window.show()
    failed = []
    cells = []
    for number, uid in enumerate(ROWS, 1):
        known = sop_class(uid)
        assert known is not None
        name = f"{number:02}-{_slug(known.short)}.png"
        if not _draw(app, uid, pictures / name):
            failed.append(uid)
        cells.append(_entry(number, known, name))
    (folder / "kinds.md").write_text(HEAD + _table(cells), encoding="utf-8")
    app.window.close()
    pool.close()
    for uid in failed:
        sys.stderr.write(f"{uid}: not shown\n")
    return 1 if failed else 0


def _draw(app: App, uid: str, path: Path) -> bool:
    """Open the object from a file like any other and save its cell."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "object.dcm"
        file.write_bytes(to_bytes(object_of_row(uid)))
        app.opening.paths([str(file)])
        ready = _wait(app)
        model = app.grid.active
        frame = app.cells.frame_of(model)
        app.window.resize(
            app.window.width() + CELL[0] - frame.width(),
            app.window.height() + CELL[1] - frame.height(),
        )
        QApplication.processEvents()
        _save(frame.grab(), path)
        shown = model.shown is not None or model.content is not None
        app.close_all()
        ready = _wait(app) and ready
    return ready and shown


def _wait(app: App) -> bool:
    """Until nothing is being read, decoded or described."""
    loop = QEventLoop()
    poll = QTimer(interval=20)

    def look() -> None:
        if not app.workspace.state.scanning and app.is_idle:
            loop.quit()

    poll.timeout.connect(look)
    poll.start()
    QTimer.singleShot(GUARD_MS, loop, lambda: loop.exit(1))
    return loop.exec() == 0


def _save(pixmap: QPixmap, path: Path) -> None:
    buffer = QBuffer()
    pixmap.save(buffer, "PNG")
    with Image.open(BytesIO(buffer.data().data())) as image:
        palette = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        palette.save(path, optimize=True)


def _entry(number: int, known: SopClass, name: str) -> str:
    note = f"<br>{known.note}" if known.note else ""
    called = f"<br>in the table: {known.alias}" if known.alias else ""
    picture = f"![{known.name}](kinds/{name})"
    text = f"{number}. **{known.name}**<br>`{known.uid}`{called}{note}"
    return f"{picture}<br>{text}"


def _table(cells: list[str]) -> str:
    rows = ["|" + " |" * COLUMNS, "|" + "---|" * COLUMNS]
    for start in range(0, len(cells), COLUMNS):
        rows.append("| " + " | ".join(cells[start : start + COLUMNS]) + " |")
    return "\n".join(rows) + "\n"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS))
