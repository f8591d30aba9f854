"""What one viewport's zoom, pan and window make of another's."""

from __future__ import annotations

from dataclasses import replace

from viewer.dicom import tags
from viewer.files.measures import seen_spacing
from viewer.files.spatial import Spacing
from viewer.geometry.fit import LARGEST_ZOOM, SMALLEST_ZOOM, Camera, Cell
from viewer.geometry.intersect import Sheet, are_parallel
from viewer.kinds.stacks import Placed
from viewer.pixels.look import LookupTable, Window
from viewer.records import dataclass
from viewer.ui.state.matching import Alignment, goes_alike
from viewer.ui.state.viewport import ViewportModel
from viewer.work.loading import Shown

_Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class View:
    """A viewport that shows an image, and what is known of its place."""

    model: ViewportModel
    cell: Cell
    shown: Shown
    placed: Placed
    sheet: Sheet | None

    @property
    def spacing(self) -> Spacing | None:
        """Of the shown frame, by its reader's calibration too; None without one."""
        frame = self.shown.frame
        users = self.model.state.calibrations
        spacing = seen_spacing(frame.header, frame.frame_index, users)
        return spacing if spacing is not None and spacing.is_calibrated else None

    @property
    def centre(self) -> _Pair:
        """The point of the frame in the middle of the cell."""
        return self.cell.transform(self.model.state.camera).centre

    @property
    def aside(self) -> _Pair:
        """How far that is from the middle of the frame, in parts of the frame."""
        column, row = self.centre
        return column / self.cell.columns - 0.5, row / self.cell.rows - 0.5


def same_zoom(leader: View, follower: View) -> float | None:
    """As many pixels of the screen for a millimetre; else as much of the frame.

    None to fit.
    """
    camera, own = leader.model.state.camera, follower.model.state.camera
    one, other = leader.spacing, follower.spacing
    zoom = leader.cell.zoom_of(camera)
    if one and other and _are_comparable(one, other):
        zoom = zoom / _finer_mm(one, leader.cell) * _finer_mm(other, follower.cell)
    elif camera.zoom is None:
        return None
    else:
        zoom /= leader.cell.fit_zoom(camera.rotation)
        zoom *= follower.cell.fit_zoom(own.rotation)
    return min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)


def same_centre(leader: View, follower: View, alignment: Alignment | None) -> _Pair:
    """The same place of the patient in the middle; else as far from the frame's middle.

    As far in millimetres along rows and columns where both have them, else in parts of
    the frame. What the reader has laid side by side by hand stays so.
    """
    place = _same_place(leader, follower) if alignment is None else None
    if place is None:
        place = _as_far_aside(leader, follower, alignment)
    columns, rows = follower.cell.columns, follower.cell.rows
    return (
        min(max(place[0], 0.0), float(columns)),
        min(max(place[1], 0.0), float(rows)),
    )


def linked_camera(
    leader: View,
    follower: View,
    alignment: Alignment | None,
    zoom: bool,
    pan: bool,
    turned: Camera | None = None,
) -> Camera:
    """The follower's camera, with the leader's zoom or centre or both.

    `turned` is the leader's camera before it was turned, None when it was not.
    """
    camera = follower.model.state.camera
    if turned is not None and turns_alike(leader, follower):
        camera = turned_alike(turned, leader.model.state.camera, camera)
    if pan:
        camera = replace(camera, centre=same_centre(leader, follower, alignment))
    if zoom:
        camera = replace(camera, zoom=same_zoom(leader, follower))
    elif pan and camera.zoom is None:
        camera = replace(camera, zoom=follower.cell.zoom_of(camera))
    return camera


def turns_alike(leader: View, follower: View) -> bool:
    """Their planes are parallel: turning both means the same.

    In another frame of reference as near to it as scrolling asks for.
    """
    one, other = leader.sheet, follower.sheet
    if one is None or other is None:
        return False
    if leader.placed.shares_space(follower.placed):
        return are_parallel(one.plane, other.plane)
    return goes_alike(one, other)


def turned_alike(old: Camera, new: Camera, camera: Camera) -> Camera:
    """The camera turned and flipped on the screen as another one was."""
    wanted = new.rotation, new.flipped
    for flips in (False, True):
        for degrees in (0, 90, 180, 270):
            tried, turned = (
                (one.flipped_horizontally() if flips else one).rotated(degrees)
                for one in (old, camera)
            )
            if (tried.rotation, tried.flipped) == wanted:
                return turned
    return camera


def takes_window(leader: Shown, follower: Shown) -> bool:
    """A window over the one's values means the same over the other's.

    Of the same modality, in the same unit, and neither of them in colour.
    """
    return _values_of(leader) is not None and _values_of(leader) == _values_of(follower)


def takes(voi: Window | LookupTable | None) -> bool:
    """A LUT is of its own file; a window, or none, can be anybody's."""
    return not isinstance(voi, LookupTable)


def _values_of(shown: Shown) -> tuple[object, ...] | None:
    """None in colour, and where a window is over other values than these."""
    info = shown.info
    if info.is_colour or info.voi_transform != info.transform:
        return None
    modality = shown.frame.header.text(tags.Modality)
    return modality, info.unit, shown.decoded.difference is not None


def _are_comparable(one: Spacing, other: Spacing) -> bool:
    """Millimetres at the detector are none in the patient."""
    return one.at_detector == other.at_detector


def _finer_mm(spacing: Spacing, cell: Cell) -> float:
    """Millimetres of a frame pixel along the axis that the zoom is told of."""
    return spacing.column_mm if cell.aspect >= 1 else spacing.row_mm


def _same_place(leader: View, follower: View) -> _Pair | None:
    """By the patient's coordinates; None where they cannot be compared."""
    one, other = leader.sheet, follower.sheet
    if one is None or other is None or not leader.placed.shares_space(follower.placed):
        return None
    if not are_parallel(one.plane, other.plane):
        return None
    return other.plane.to_image(one.plane.to_patient(*leader.centre))[:2]


def _as_far_aside(leader: View, follower: View, alignment: Alignment | None) -> _Pair:
    start, end = (0.0, 0.0), (0.0, 0.0)
    if alignment is not None:
        anchors = alignment.of(leader.placed, follower.placed)
        start, end = anchors[0].aside, anchors[1].aside
    across, down = (now - then for now, then in zip(leader.aside, start, strict=True))
    one, other = leader.spacing, follower.spacing
    if one and other and _are_comparable(one, other):
        across *= leader.cell.columns * one.column_mm
        down *= leader.cell.rows * one.row_mm
        across /= follower.cell.columns * other.column_mm
        down /= follower.cell.rows * other.row_mm
    return (
        (0.5 + end[0] + across) * follower.cell.columns,
        (0.5 + end[1] + down) * follower.cell.rows,
    )
