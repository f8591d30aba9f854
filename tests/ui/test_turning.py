"""A MIP that turns about a volume: what each view shows, and when it is there."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.fused import BALL_SUV, fused, lay_out, set_of
from tests.ui.viewer import Viewer
from viewer.demo.pet_ct import BALL_BQML, CENTRE_MM, ct_series, pet_series
from viewer.kinds.computed import VIEWS, Turning

if TYPE_CHECKING:
    from pydicom import Dataset


def turning(open_viewer: OpenViewer, write: Write) -> Viewer:
    viewer = open_viewer(lay_out(write, ct_series(), pet_series()))
    viewer.model.show_set(set_of(viewer, "PT"))
    viewer.wait()
    viewer.do("turning-mip")
    return viewer


def view(viewer: Viewer, number: int) -> Any:
    viewer.model.go_to(number)
    viewer.wait()
    return viewer.shown.decoded.values


def stored(one: "Dataset") -> Any:
    whole = np.frombuffer(one.PixelData, "<i2").reshape(one.Rows, one.Columns)
    return whole * float(one.RescaleSlope)


def by_simple_itk(pet: "list[Dataset]", viewer: Viewer) -> Any:
    """The same rays through the volume, nearest voxels, the largest on each."""
    sitk = import_module("SimpleITK")
    image = sitk.GetImageFromArray(np.stack([stored(one) for one in pet]))
    first, last = (
        np.array(one.ImagePositionPatient, float) for one in (pet[0], pet[1])
    )
    row, column = pet[0].PixelSpacing
    image.SetSpacing((float(column), float(row), float((last - first)[2])))
    image.SetOrigin(first.tolist())
    cut = viewer.shown.frame.cut
    assert cut is not None
    plane = cut.plane
    normal = np.array(plane.normal)
    deep = int(cut.slab_mm / 0.8)
    origin = np.array(plane.position_mm) - normal * 0.8 * deep / 2
    resample = sitk.ResampleImageFilter()
    resample.SetSize((cut.columns, cut.rows, deep + 1))
    resample.SetOutputSpacing((plane.column_spacing_mm, plane.row_spacing_mm, 0.8))
    resample.SetOutputOrigin(origin.tolist())
    directions = np.array([plane.row_cosine, plane.column_cosine, normal]).T
    resample.SetOutputDirection(directions.ravel().tolist())
    resample.SetInterpolator(sitk.sitkNearestNeighbor)
    resample.SetDefaultPixelValue(-1.0)
    made = sitk.MaximumProjection(resample.Execute(image), 2)
    return sitk.GetArrayFromImage(made)[0]


@pytest.mark.parametrize("number", [0, 7, 15])
def test_a_view_is_the_projection_of_simple_itk(
    open_viewer: OpenViewer, write: Write, number: int
) -> None:
    viewer = turning(open_viewer, write)
    ours = view(viewer, number)
    theirs = by_simple_itk(pet_series(), viewer)
    inside = np.isfinite(ours)
    assert (inside != (theirs >= 0)).mean() < 0.05, "the very edges"
    both = inside & (theirs >= 0)
    hot = (ours > BALL_BQML / 2) != (theirs > BALL_BQML / 2)
    assert (ours[both] > BALL_BQML / 2).sum() > 30
    assert hot[both].mean() < 0.01


def test_the_ball_goes_round_the_middle(open_viewer: OpenViewer, write: Write) -> None:
    viewer = turning(open_viewer, write)
    computed = viewer.model.state.what.display_set
    assert computed is not None
    assert isinstance(computed.computed, Turning)
    grid = computed.computed.stack.grid
    off = np.array(CENTRE_MM) - np.array(grid.centre_mm)
    for number in (0, 10, 20, 33, 50):
        values = view(viewer, number)
        angle = np.radians(number * 360 / VIEWS)
        cut = viewer.shown.frame.cut
        assert cut is not None
        columns = np.nonzero(values > BALL_BQML / 2)[1]
        pixel_mm = cut.plane.column_spacing_mm
        found = (columns.mean() - (cut.columns - 1) / 2) * pixel_mm
        expected = off[0] * np.cos(angle) + off[1] * np.sin(angle)
        assert found == pytest.approx(expected, abs=2.0), "half a voxel"


def test_the_second_half_is_the_first_one_seen_from_behind(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = turning(open_viewer, write)
    front = view(viewer, 4).copy()
    back = view(viewer, 4 + VIEWS // 2)
    assert np.array_equal(back, front[:, ::-1], equal_nan=True)


def test_uptake_is_read_on_white_with_letters_and_millimetres_but_no_place(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = turning(open_viewer, write)
    values = view(viewer, 0)
    assert viewer.model.state.look.inverted
    row, column = np.argwhere(values == np.nanmax(values))[0]
    viewer.hover(column + 0.5, row + 0.5)
    lines = viewer.texts()["bottom_left"]
    assert lines[0] == "Turning MIP · 0°"
    assert lines[-1].endswith(f"20000 Bq/ml · SUVbw {BALL_SUV:.4g}")
    assert not any(line.startswith("L ") for line in lines)
    assert any(line.endswith("COMPUTED") for line in viewer.texts()["bottom_right"])
    view(viewer, 15)
    assert viewer.texts()["bottom_left"][0] == "Turning MIP · 90°"


def test_of_a_fused_image_what_lies_over_it_turns_beside(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    below = viewer.model
    viewer.do("turning-mip")
    assert viewer.model is not below
    assert below.state.fusion is not None
    assert viewer.shown.frame.header.text(0x00080060) == "PT"
    viewer.do("mpr-images")
    viewer.app.close_all()
    viewer.wait()
    assert viewer.model.shown is None


def test_it_plays_and_all_views_are_made_beforehand(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = turning(open_viewer, write)
    viewer.wait()
    assert viewer.model.progress is None
    for number in (59, 31, 14, 3):
        viewer.model.go_to(number)
        assert viewer.model.shown_what.index == number, "without any waiting"
    viewer.model.go_to(0)
    viewer.press_key("Space")
    viewer.until(lambda: viewer.model.state.what.index > 2)
    viewer.press_key("Space")
    assert viewer.model.shown is not None


def test_linked_images_stay_where_they_are_while_it_turns(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    below = viewer.model
    viewer.app.preferences.change(linked=True)
    viewer.do("turning-mip")
    before = below.state.what.index
    for number in (5, 20, 59):
        view(viewer, number)
        assert below.state.what.index == before
    assert viewer.model.guides.state.following is None
