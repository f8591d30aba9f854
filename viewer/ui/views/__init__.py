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


def _spectrum() -> type[QWidget]:
    from viewer.ui.views.spectrum import SpectrumView

    return SpectrumView


def _raw() -> type[QWidget]:
    from viewer.ui.views.raw import RawView

    return RawView


def _tree() -> type[QWidget]:
    from viewer.ui.views.tree import TreeView

    return TreeView


def _waveform() -> type[QWidget]:
    from viewer.ui.views.waveform import WaveformView

    return WaveformView


def _graphs() -> type[QWidget]:
    from viewer.ui.views.graphs import GraphsView

    return GraphsView


def _planes() -> type[QWidget]:
    from viewer.ui.views.planes import PlanesView

    return PlanesView


def _film() -> type[QWidget]:
    from viewer.ui.views.film import FilmView

    return FilmView


def _document() -> type[QWidget]:
    from viewer.ui.views.document import DocumentView

    return DocumentView


def _volume() -> type[QWidget]:
    from viewer.ui.views.volume import VolumeView

    return VolumeView


def _audio() -> type[QWidget]:
    from viewer.ui.views.audio import AudioView

    return AudioView


VIEWS: dict[str, Callable[[], type[QWidget]]] = {
    "stack": _stack,
    "card": _card,
    "report": _report,
    "spectrum": _spectrum,
    "raw": _raw,
    "tree": _tree,
    "waveform": _waveform,
    "graphs": _graphs,
    "planes": _planes,
    "film": _film,
    "document": _document,
    "audio": _audio,
    "volume": _volume,
}
"""The view word of a display set → what gives the class that shows it."""
