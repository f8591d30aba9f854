"""Where the reader looks from: the camera, and what it means in a cell of some size."""

from dataclasses import replace

from viewer.geometry.displayed_area import DisplayedArea
from viewer.geometry.view_transform import Rotation, ViewTransform
from viewer.records import dataclass

SMALLEST_ZOOM = 0.02
LARGEST_ZOOM = 64.0


@dataclass(frozen=True, slots=True)
class Camera:
    """How a frame lies in its cell.

    `zoom` is device pixels per frame pixel along the finer axis, None to fit the
    cell. `centre` is the frame point (column, row; the first pixel's centre is
    0.5, 0.5) at the cell's centre, None for the frame's centre. The frame is first
    rotated clockwise, then flipped left to right (PS3.3 C.10.6).
    """

    zoom: float | None = None
    centre: tuple[float, float] | None = None
    rotation: Rotation = 0
    flipped: bool = False

    @property
    def turn(self) -> tuple[Rotation, bool]:
        """How it is rotated and flipped."""
        return self.rotation, self.flipped

    def rotated(self, degrees: int) -> "Camera":
        """Turned clockwise as seen on the screen, flipped or not."""
        turn = -degrees if self.flipped else degrees
        rotation: Rotation = (self.rotation + turn) % 360  # type: ignore[assignment]
        return replace(self, rotation=rotation)

    def flipped_horizontally(self) -> "Camera":
        """Mirrored left to right as seen on the screen."""
        return replace(self, flipped=not self.flipped)

    def flipped_vertically(self) -> "Camera":
        """Mirrored top to bottom as seen on the screen: half a turn and a flip."""
        return self.flipped_horizontally().rotated(180)


@dataclass(frozen=True, slots=True)
class Cell:
    """A frame in a cell: what a camera needs to become a transform.

    `aspect` is the height of a frame pixel divided by its width; sizes of the cell
    are device pixels. `area` is what a presentation state wants to be seen, and
    `pixels_per_mm` what the screen says of itself, 0 when it does not.
    """

    columns: int
    rows: int
    aspect: float
    width: int
    height: int
    area: DisplayedArea | None = None
    pixels_per_mm: float = 0.0

    def pixel_scale(self) -> tuple[float, float]:
        """Device pixels for a frame pixel (horizontally, vertically) at zoom 1.

        The finer axis is drawn one to one, the coarser is stretched, so that no
        row or column of the frame is lost at zoom 1.
        """
        return (1.0, self.aspect) if self.aspect >= 1 else (1 / self.aspect, 1.0)

    def fit_zoom(self, rotation: Rotation = 0) -> float:
        """The zoom at which the whole frame, or its area, just fits the cell."""
        scale_x, scale_y = self.pixel_scale()
        area = self.area or self._whole()
        width, height = area.width * scale_x, area.height * scale_y
        if rotation in (90, 270):
            width, height = height, width
        return min(self.width / max(width, 1e-9), self.height / max(height, 1e-9))

    def zoom_of(self, camera: Camera) -> float:
        """The camera's zoom, or what the area asks for, or what fits."""
        zoom = camera.zoom
        if zoom is None:
            zoom = self._stated_zoom() or self.fit_zoom(camera.rotation)
        return max(zoom, 1e-6)

    def transform(self, camera: Camera) -> ViewTransform:
        """The mapping between frame and cell that the canvas paints with."""
        zoom = self.zoom_of(camera)
        scale_x, scale_y = self.pixel_scale()
        return ViewTransform(
            width=self.width,
            height=self.height,
            scale_x=scale_x * zoom,
            scale_y=scale_y * zoom,
            centre=camera.centre or (self.area or self._whole()).centre,
            rotation=camera.rotation,
            flipped=camera.flipped,
        )

    def zoomed_at(
        self, camera: Camera, factor: float, at: tuple[float, float]
    ) -> Camera:
        """Zoomed by a factor; what lies under `at` (device pixels) stays there."""
        zoom = self.zoom_of(camera)
        new_zoom = min(max(zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
        moved = self.transform(camera).zoomed(new_zoom / zoom, *at)
        centre = self._kept_in_sight(moved.centre, camera)
        return replace(camera, zoom=new_zoom, centre=centre)

    def panned(self, camera: Camera, dx: float, dy: float) -> Camera:
        """Moved with the pointer by device pixels; the frame cannot be lost."""
        moved = self.transform(camera).panned(dx, dy)
        centre = self._kept_in_sight(moved.centre, camera)
        return replace(camera, zoom=self.zoom_of(camera), centre=centre)

    def _whole(self) -> DisplayedArea:
        return DisplayedArea(0, 0, self.columns, self.rows)

    def _stated_zoom(self) -> float | None:
        """By magnification or true size (PS3.3 C.10.4); None to fit."""
        if self.area is None:
            return None
        if self.area.mode == "MAGNIFY":
            return self.area.magnification
        if self.area.mode == "TRUE SIZE" and self.area.spacing_mm:
            finer_mm = min(self.area.spacing_mm)
            return finer_mm * self.pixels_per_mm or None
        return None

    def _kept_in_sight(
        self, centre: tuple[float, float], camera: Camera
    ) -> tuple[float, float]:
        """Within the frame, or no further out than the camera was."""
        column, row = camera.centre or (self.columns / 2, self.rows / 2)
        return (
            min(max(centre[0], min(column, 0.0)), max(column, float(self.columns))),
            min(max(centre[1], min(row, 0.0)), max(row, float(self.rows))),
        )
