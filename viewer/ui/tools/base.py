"""What a mouse tool is: three gestures on a viewport's model, no widget."""

from typing import ClassVar

from viewer.records import dataclass
from viewer.store.habits import Drags
from viewer.ui.state.annotations import Annotations
from viewer.ui.state.viewport import ViewportModel


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is.

    `x`, `y` are device pixels from the cell's top left; `column`, `row` are frame
    coordinates, the first pixel's centre at 0.5, 0.5, also outside the frame.
    """

    x: float
    y: float
    column: float = 0.0
    row: float = 0.0
    ratio: float = 1.0
    """Device pixels of a logical one."""
    alone: bool = False
    """Ctrl was held at the press: one thing is meant, and not what goes with it."""


class Tool:
    """One tool; its state lives only between press and release."""

    name: ClassVar[str]
    cursor: ClassVar[str] = "arrow"
    drags = Drags()
    """As the reader wants it; set by who makes the tool."""
    annotations: Annotations
    """What it may draw in; set by who makes the tool."""

    def press(self, view: ViewportModel, at: Pointer) -> None:
        """The button went down."""

    def drag(self, view: ViewportModel, at: Pointer) -> None:
        """The pointer moved with the button down."""

    def release(self, view: ViewportModel, at: Pointer) -> None:
        """The button went up."""

    def click(self, view: ViewportModel, at: Pointer) -> bool:
        """The button went up where it went down; False when that means nothing to it.

        Neither `drag` nor `release` is called then.
        """
        return False

    def cancel(self, view: ViewportModel) -> None:
        """Esc or focus lost: put the state back."""

    def end(self, view: ViewportModel) -> None:
        """The gesture is over, after a release or a cancel, and after a mere click."""
