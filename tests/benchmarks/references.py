"""Does Qt's binding steal references to None and True, as PySide6 6.12.0 does (T10)?"""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.figure import Figure, Target, figure
from tests.benchmarks.window_step import application

CALLS = 1000
NONE = Target("T10", 0.0)


class _Emitter(QObject):
    told = Signal()


def figures() -> list[Figure]:
    """References lost or won by so many calls."""
    application()
    widget, emitter = QWidget(), _Emitter()
    drifts = []
    for constant in (None, True):
        before = sys.getrefcount(constant)
        for _ in range(CALLS):
            widget.update()
            emitter.told.emit()
            QApplication.processEvents()
        drifts.append(abs(sys.getrefcount(constant) - before))
    drift = float(max(drifts)) if max(drifts) > CALLS / 10 else 0.0
    return [figure(f"references lost in {CALLS:,} calls of Qt", drift, "", None, NONE)]
