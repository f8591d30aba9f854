"""What lies over a cell to relate it to others: lines, the point, how it follows."""

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from viewer.geometry.intersect import Segment
from viewer.records import dataclass

if TYPE_CHECKING:
    from viewer.kinds.sections import PlaneName

Mode = Literal["position", "offset", "index"]


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """Where a slice of the active cell cuts this image, in its coordinates.

    `label` is the number of a first or last slice, "" for the slice that is shown.
    """

    segment: Segment
    label: str = ""


@dataclass(frozen=True, slots=True)
class SlabEdge:
    """Where a side of the slab of another plane through the volume cuts this one."""

    segment: Segment
    plane: "PlaneName"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the point that the reader has marked lies over this image.

    `distance_mm` is how far from the slice; within half a spacing it is in it.
    """

    column: float
    row: float
    distance_mm: float
    is_within: bool


@dataclass(frozen=True, slots=True)
class Following:
    """How the cell follows the active one through its stack.

    `offset_mm` or `offset_images` goes with the mode "offset". `beyond_mm` is how far
    the nearest slice is when none matches, None by index.
    """

    mode: Mode
    is_outside: bool = False
    beyond_mm: float | None = None
    offset_mm: float | None = None
    offset_images: int | None = None


@dataclass(frozen=True, slots=True)
class Guides:
    """All of it, for one cell; an empty one has nothing to draw."""

    lines: tuple[ReferenceLine, ...] = ()
    spot: Spot | None = None
    following: Following | None = None
    slabs: tuple[SlabEdge, ...] = ()


class GuideModel(QObject):
    """The guides of one cell: set by the links, drawn by the canvas."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = Guides()

    def show(self, state: Guides) -> None:
        """Replace them; equal ones emit nothing."""
        if state != self.state:
            self.state = state
            self.changed.emit()
