"""Frames at one scale and at one side of their cells, as mammograms hang.

Sizes are device pixels; a `Cell` knows its frame, a pair is (row_mm, column_mm): the
distance between rows and between columns.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from viewer.geometry.fit import Camera, Cell

Edge = Literal["", "left", "right", "top", "bottom"]
OVERVIEW = 4
"""The number after the four quadrants."""


def common_pixels_per_mm(
    cells: Sequence[tuple[Cell, Camera, tuple[float, float]]],
) -> float:
    """The largest scale at which every frame is whole in its cell.

    Device pixels for a millimetre; the cameras say how the frames are turned.
    """
    return min(
        cell.fit_zoom(camera.rotation) / min(spacing) for cell, camera, spacing in cells
    )


def zoom_at(pixels_per_mm: float, spacing: tuple[float, float]) -> float:
    """The camera's zoom, which is of the finer axis, at a scale."""
    return pixels_per_mm * min(spacing)


def justified(cell: Cell, camera: Camera, edge: Edge) -> Camera:
    """With that edge of the picture at the same edge of the cell, else centred.

    Across it the picture is in the middle; its zoom stays, or is what fits.
    """
    zoom = cell.zoom_of(camera)
    centred = replace(camera, zoom=zoom, centre=None)
    if not edge:
        return centred
    transform = cell.transform(centred)
    ends = (
        transform.to_screen(0, 0),
        transform.to_screen(cell.columns, cell.rows),
    )
    moves = {
        "left": (-min(x for x, _ in ends), 0.0),
        "right": (cell.width - max(x for x, _ in ends), 0.0),
        "top": (0.0, -min(y for _, y in ends)),
        "bottom": (0.0, cell.height - max(y for _, y in ends)),
    }
    return replace(centred, centre=transform.panned(*moves[edge]).centre)


def quadrant(cell: Cell, camera: Camera, number: int) -> Camera:
    """One quarter of the frame in the whole cell, as it lies on the screen.

    0 is at the top left, then row by row; `OVERVIEW` is the whole frame again.
    """
    if number == OVERVIEW:
        return replace(camera, zoom=None, centre=None)
    whole = replace(camera, zoom=None, centre=None)
    zoom = cell.fit_zoom(camera.rotation) * 2
    transform = cell.transform(replace(whole, zoom=zoom))
    ends = transform.to_screen(0, 0), transform.to_screen(cell.columns, cell.rows)
    wide, high = (abs(one - other) for one, other in zip(*ends, strict=True))
    row, column = divmod(number, 2)
    dx, dy = (0.5 - column) * wide / 2, (0.5 - row) * high / 2
    return replace(whole, zoom=zoom, centre=transform.panned(dx, dy).centre)
