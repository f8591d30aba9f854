"""Draws the icon of the program in the sizes and files that desktops ask for."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DRAWING = ROOT / "viewer" / "resources" / "icons" / "negatoscope.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
_IN_ICO = tuple((size, size) for size in SIZES if size <= 256)


def draw(folder: Path) -> list[Path]:
    """PNG files "48.png" …, "negatoscope.ico" and "negatoscope.icns"."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(DRAWING))
    made = []
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        made.append(folder / f"{size}.png")
        image.save(str(made[-1]))
    del application
    largest = Image.open(made[-1])
    for name, options in (("ico", {"sizes": _IN_ICO}), ("icns", {})):
        made.append(folder / f"negatoscope.{name}")
        largest.save(made[-1], **options)
    return made
