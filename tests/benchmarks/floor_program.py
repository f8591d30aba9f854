"""The least that any viewer does: import Qt and numpy, show a window, paint a slice.

Run as a process: python floor_program.py FILE TRACE [stay]. Writes one line to TRACE
when the slice has been painted, then ends, unless it is to stay.
"""

import sys

import numpy as np
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

SIZE = 512
FRAME_BYTES = SIZE * SIZE * 2
WINDOW_WIDTH, WINDOW_HEIGHT = 1400, 900
LEVELS = 4096


class Window(QWidget):
    """Paints one slice, read from the end of its file when first needed."""

    def __init__(self, path: str, trace: str) -> None:
        super().__init__()
        self._path = path
        self._trace = trace
        self.resize(WINDOW_WIDTH, WINDOW_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        with open(self._path, "rb") as file:
            file.seek(-FRAME_BYTES, 2)
            values = np.frombuffer(file.read(FRAME_BYTES), np.uint16)
        table = np.linspace(0, 255, LEVELS).astype(np.uint8)
        grey = np.take(table, values.reshape(SIZE, SIZE), mode="clip")
        image = QImage(grey.data, SIZE, SIZE, SIZE, QImage.Format.Format_Grayscale8)
        painter = QPainter(self)
        painter.drawImage(self.rect(), image)
        painter.end()
        with open(self._trace, "a", encoding="utf-8") as file:
            file.write('{"moment": "first-image"}\n')
        if len(sys.argv) < 4:
            QApplication.exit(0)


def main() -> int:
    """Show the window until it has painted."""
    application = QApplication(sys.argv[:1])
    window = Window(sys.argv[1], sys.argv[2])
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
