"""The part of a frame that a presentation state shows, and how large (PS3.3 C.10.4)."""

from typing import Literal

from viewer.geometry.view_transform import Rotation
from viewer.records import dataclass

SizeMode = Literal["SCALE TO FIT", "TRUE SIZE", "MAGNIFY"]


@dataclass(frozen=True, slots=True)
class DisplayedArea:
    """A rectangle in frame coordinates, where the first pixel's corner is (0, 0).

    The standard's corners are pixels counted from 1, both inclusive: here the outer
    edges of these pixels. `aspect` is a pixel's height over its width, None when not
    stated. `spacing_mm` (row, column) is the size of a pixel where the mode is TRUE
    SIZE, `magnification` the screen pixels for a frame pixel where it is MAGNIFY.
    """

    left: float
    top: float
    right: float
    bottom: float
    mode: SizeMode = "SCALE TO FIT"
    aspect: float | None = None
    spacing_mm: tuple[float, float] | None = None
    magnification: float | None = None

    @property
    def width(self) -> float:
        """Frame pixels across."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Frame pixels down."""
        return self.bottom - self.top

    def to_frame(
        self, across: float, down: float, rotation: Rotation, flipped: bool
    ) -> tuple[float, float]:
        """(column, row) of a point given in parts of the area as it is displayed.

        (0, 0) is its top left and (1, 1) its bottom right corner after the rotation
        clockwise and the flip.
        """
        across = 1 - across if flipped else across
        x, y = {
            0: (across, down),
            90: (down, 1 - across),
            180: (1 - across, 1 - down),
            270: (1 - down, across),
        }[rotation]
        return self.left + x * self.width, self.top + y * self.height

    @property
    def centre(self) -> tuple[float, float]:
        """(column, row) of its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def area_between(
    first: tuple[float, float], last: tuple[float, float]
) -> DisplayedArea:
    """From the pixels (column, row) at its corners, counted from 1, both inside.

    Which is called top left is said after rotation and flip: they come in any order.
    """
    columns, rows = sorted((first[0], last[0])), sorted((first[1], last[1]))
    return DisplayedArea(columns[0] - 1, rows[0] - 1, columns[1], rows[1])
