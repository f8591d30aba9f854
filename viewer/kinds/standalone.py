"""Tables, overlays, curves and prints: kinds that are objects of their own.

What reads them is imported when asked for: the index of a folder needs the kinds of its
objects, and neither numpy nor pydicom.
"""

from typing import TYPE_CHECKING

from viewer.kinds.base import Kind
from viewer.kinds.card import documents

if TYPE_CHECKING:
    from pydicom import Dataset


def _luts(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.lut import read_luts

    return read_luts(dataset, kind)


def _colours(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.lut import read_colours

    return read_colours(dataset, kind)


def _curves(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.curve import read_curves

    return read_curves(dataset, kind)


def _planes(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.overlay_planes import read_planes

    return read_planes(dataset, kind)


def _print(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.print_objects import read_print

    return read_print(dataset, kind)


STANDALONE: tuple[Kind, ...] = (
    Kind(("lut",), "graphs", documents("graphs"), _luts),
    Kind(("palette",), "graphs", documents("graphs"), _colours),
    Kind(("curve",), "graphs", documents("graphs"), _curves),
    Kind(("overlay",), "planes", documents("planes"), _planes),
    Kind(("print",), "film", documents("film"), _print),
)
