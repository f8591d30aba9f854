"""Image ↔ screen: scale, rotation by quarter turns, flip and pan of one viewport.

Image coordinates are continuous with the corner of the first pixel at (0, 0); screen
coordinates are device pixels with the viewport's corner at (0, 0), so that the centre
of the first pixel of either is (0.5, 0.5).
"""

from dataclasses import replace
from typing import Literal

from viewer.records import dataclass

Rotation = Literal[0, 90, 180, 270]

_COSINE = {0: 1, 90: 0, 180: -1, 270: 0}
_SINE = {0: 0, 90: 1, 180: 0, 270: -1}


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """What a viewport of `width` × `height` device pixels shows of an image.

    `scale_x` is the size of an image pixel along its row in device pixels, `scale_y`
    along its column: they differ when pixels are not square. The picture is scaled,
    then rotated clockwise by `rotation`, then flipped left–right. `centre` is the
    image point (column, row) in the middle of the viewport.
    """

    width: int
    height: int
    scale_x: float
    scale_y: float
    centre: tuple[float, float]
    rotation: Rotation = 0
    flipped: bool = False

    @classmethod
    def fitting(
        cls,
        columns: int,
        rows: int,
        width: int,
        height: int,
        aspect: float = 1.0,
        rotation: Rotation = 0,
        flipped: bool = False,
    ) -> "ViewTransform":
        """The whole image, as large as it goes, in the middle.

        `aspect` is a pixel's height over its width.
        """
        wide, high = float(columns), rows * aspect
        if rotation in (90, 270):
            wide, high = high, wide
        scale = min(max(width, 1) / max(wide, 1e-9), max(height, 1) / max(high, 1e-9))
        centre = columns / 2, rows / 2
        return cls(width, height, scale, scale * aspect, centre, rotation, flipped)

    def to_screen(self, column: float, row: float) -> tuple[float, float]:
        """Image point → device pixels."""
        x = (column - self.centre[0]) * self.scale_x
        y = (row - self.centre[1]) * self.scale_y
        cosine, sine = _COSINE[self.rotation], _SINE[self.rotation]
        x, y = cosine * x - sine * y, sine * x + cosine * y
        return (-x if self.flipped else x) + self.width / 2, y + self.height / 2

    def to_image(self, x: float, y: float) -> tuple[float, float]:
        """Device pixels → image point (column, row)."""
        across, down = self._turned_back(x - self.width / 2, y - self.height / 2)
        return (
            self.centre[0] + across / self.scale_x,
            self.centre[1] + down / self.scale_y,
        )

    def panned(self, dx: float, dy: float) -> "ViewTransform":
        """The picture moved by device pixels (right, down)."""
        across, down = self._turned_back(dx, dy)
        centre = (
            self.centre[0] - across / self.scale_x,
            self.centre[1] - down / self.scale_y,
        )
        return replace(self, centre=centre)

    def zoomed(self, factor: float, x: float, y: float) -> "ViewTransform":
        """Enlarged by `factor` with the image point at screen (x, y) left in place."""
        column, row = self.to_image(x, y)
        centre = (
            column + (self.centre[0] - column) / factor,
            row + (self.centre[1] - row) / factor,
        )
        return replace(
            self,
            scale_x=self.scale_x * factor,
            scale_y=self.scale_y * factor,
            centre=centre,
        )

    def _turned_back(self, x: float, y: float) -> tuple[float, float]:
        """A screen offset along the image's own axes, still in device pixels."""
        x = -x if self.flipped else x
        cosine, sine = _COSINE[self.rotation], _SINE[self.rotation]
        return cosine * x + sine * y, cosine * y - sine * x
