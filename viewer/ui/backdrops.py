"""The image behind a grid of voxels: the one of the same place that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.spatial import plane_of
from viewer.geometry.plane import Plane, dot
from viewer.geometry.view_transform import ViewTransform
from viewer.kinds.base import Frame
from viewer.text import figure, tr
from viewer.work.loading import Shown
from viewer.work.opening import Catalogue

if TYPE_CHECKING:
    from viewer.kinds.spectra import Grid
    from viewer.ui.app import App
    from viewer.ui.views.spectrum import SpectrumView
    from viewer.ui.widgets.voxel_map import Backdrop

PARALLEL = 0.98
"""Cosine between normals above which planes count as parallel (about 11°)."""


def find_backdrop(app: App, view: SpectrumView) -> None:
    """Give a view the open image of the place that it shows, or none."""
    place = view.place()
    found = None
    if place is not None and place[0].plane is not None:
        found = nearest(app.workspace.state.catalogue, *place)
    if found is None:
        view.show_backdrop(None)
        return
    frame, plane, distance = found

    def done(shown: Shown | None) -> None:
        if shown is not None and view.place() == place:
            view.show_backdrop(backdrop_of(shown, plane, distance))

    app.loader.thumbnail(frame, done)


def find_again(app: App) -> None:
    """Something was opened or closed: look anew for all views that want an image."""
    for frame in app.cells.frames:
        if hasattr(frame.view, "backdrop_asked"):
            find_backdrop(app, cast("SpectrumView", frame.view))


def nearest(
    catalogue: Catalogue, grid: Grid, frame_of_reference: str
) -> tuple[Frame, Plane, float] | None:
    """The open frame that lies nearest to a grid, its plane and distance in mm.

    Only frames of the same frame of reference, parallel to the grid and within half
    the thickness of its voxels count: others show another place.
    """
    assert grid.plane is not None
    best: tuple[Frame, Plane, float] | None = None
    reach = max(grid.thickness_mm / 2, 1.0)
    for display_set in catalogue.sets():
        if display_set.view != "stack":
            continue
        for frame in display_set.frames:
            header = frame.header
            same = header.text(tags.FrameOfReferenceUID) == frame_of_reference
            plane = plane_of(header, frame.frame_index) if same else None
            if plane is None or not frame_of_reference:
                continue
            if abs(dot(plane.normal, grid.plane.normal)) < PARALLEL:
                continue
            away = abs(plane.to_image(grid.plane.position_mm)[2])
            if away <= reach and (best is None or away < best[2]):
                best = frame, plane, away
    return best


def backdrop_of(shown: Shown, plane: Plane, distance_mm: float) -> Backdrop:
    """A frame as an image of one pixel for each of its own."""
    from viewer.ui.panels.thumbnails import painted
    from viewer.ui.widgets.voxel_map import Backdrop

    columns, rows = shown.pyramid.columns, shown.pyramid.rows
    centre = (columns / 2, rows / 2)
    image = painted(shown, ViewTransform(columns, rows, 1.0, 1.0, centre))
    header = shown.frame.header
    name = caption(header.text(tags.SeriesDescription)) or tr("Image")
    away = tr("{distance} mm away", distance=figure(distance_mm, ".1f"))
    return Backdrop(image, plane, distance_mm, f"{name} · {away}")
