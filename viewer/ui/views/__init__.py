"""One view per way of showing an object; this is the table.

Each is imported when a cell first needs it: a start shows one of them.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget


def _stack() -> type[QWidget]:
    from viewer.ui.views.stack import StackView

    return StackView


def _card() -> type[QWidget]:
    from viewer.ui.views.card import CardView

    return CardView


def _report() -> type[QWidget]:
    from viewer.ui.views.report import ReportView

    return ReportView


def _waveform() -> type[QWidget]:
    from viewer.ui.views.waveform import WaveformView

    return WaveformView


def _document() -> type[QWidget]:
    from viewer.ui.views.document import DocumentView

    return DocumentView


def _audio() -> type[QWidget]:
    from viewer.ui.views.audio import AudioView

    return AudioView


VIEWS: dict[str, Callable[[], type[QWidget]]] = {
    "stack": _stack,
    "card": _card,
    "report": _report,
    "waveform": _waveform,
    "document": _document,
    "audio": _audio,
}
"""The view word of a display set → what gives the class that shows it."""
