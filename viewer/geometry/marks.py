"""What a reader draws on an image: a shape of named kind through points of its pixels.

A mark belongs to one frame of one SOP instance. Image coordinates are continuous:
(0, 0) is the outer corner of the first pixel, (0.5, 0.5) its centre.
"""

from dataclasses import replace
from typing import Literal, NamedTuple

from viewer.records import dataclass

Shape = Literal[
    "distance",
    "polyline",
    "angle",
    "cobb",
    "bidirectional",
    "ratio",
    "rectangle",
    "ellipse",
    "polygon",
    "freehand",
    "profile",
    "point",
    "arrow",
    "text",
    "calibration",
]

Point = tuple[float, float]
"""(column, row), continuous."""

POINTS: dict[Shape, tuple[int, int | None]] = {
    "distance": (2, 2),
    "polyline": (2, None),
    "angle": (3, 3),
    "cobb": (4, 4),
    "bidirectional": (4, 4),
    "ratio": (4, 4),
    "rectangle": (2, 2),
    "ellipse": (2, 2),
    "polygon": (3, None),
    "freehand": (3, None),
    "profile": (2, 2),
    "point": (1, 1),
    "arrow": (2, 2),
    "text": (1, 1),
    "calibration": (2, 2),
}
"""Fewest and most points of a shape, None for as many as are wanted.

An angle's second point is its corner. Cobb, bidirectional and ratio are two lines:
points one and two, three and four; which of a bidirectional or ratio is the long one,
its figures say.
Rectangle and ellipse have two opposite corners of the box around them, along rows and
columns.
An arrow points to its first point and has its text at the second.
"""

CLOSED: frozenset[Shape] = frozenset({"rectangle", "ellipse", "polygon", "freehand"})
"""Shapes with an inside, of which statistics are told."""


class FrameKey(NamedTuple):
    """The frame that marks belong to; `frame_index` counts from 0."""

    sop_instance_uid: str
    frame_index: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing drawn; its `uid` stays when it is moved or renamed.

    `text` is the reader's: the words of a text or arrow, the name of a measurement.
    `length_mm` is the known length of a calibration line. `label` is where the reader
    has put what stands beside it: (columns, rows) from the middle of the mark to the
    middle of the label; None where there is most room.
    """

    uid: str
    shape: Shape
    points: tuple[Point, ...]
    text: str = ""
    hidden: bool = False
    length_mm: float | None = None
    label: Point | None = None

    @property
    def is_whole(self) -> bool:
        """It has as many points as its shape needs."""
        fewest, most = POINTS[self.shape]
        return fewest <= len(self.points) and (most is None or len(self.points) <= most)

    @property
    def middle(self) -> Point:
        """Of the box around its points."""
        across, down = zip(*self.points, strict=True)
        return (min(across) + max(across)) / 2, (min(down) + max(down)) / 2

    @property
    def label_place(self) -> Point | None:
        """The middle of a label that was put somewhere, which moves with the mark."""
        if self.label is None:
            return None
        (x, y), (right, down) = self.middle, self.label
        return x + right, y + down

    def with_label(self, at: Point) -> "Mark":
        """With the middle of its label put there."""
        x, y = self.middle
        return replace(self, label=(at[0] - x, at[1] - y))

    def moved(self, by: Point) -> "Mark":
        """The whole of it, by (columns, rows)."""
        points = tuple((x + by[0], y + by[1]) for x, y in self.points)
        return replace(self, points=points)

    def with_point(self, index: int, at: Point) -> "Mark":
        """With one of its points elsewhere."""
        points = (*self.points[:index], at, *self.points[index + 1 :])
        return replace(self, points=points)
