"""Values of fused volumes against SimpleITK, in one space and registered."""

from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.geometry.pet_oracle import PAIRS, pet_by_simple_itk
from tests.ui.conftest import OpenViewer, Write
from tests.ui.fused import BALL_SUV, fused, over
from tests.ui.viewer import Viewer
from viewer.demo.pet_ct import (
    BALL_BQML,
    CENTRE_MM,
    ct_series,
    pet_series,
    registration,
)
from viewer.files.spatial import plane_of
from viewer.geometry.marks import Mark
from viewer.ui.state.annotations import key_of

if TYPE_CHECKING:
    pass


def go_through_the_ball(viewer: Viewer) -> None:
    frames = viewer.model.state.what.display_set
    assert frames is not None
    planes = [plane_of(frame.header, 0) for frame in frames.frames]
    far = [abs(plane.to_image(CENTRE_MM)[2]) for plane in planes if plane is not None]
    viewer.model.go_to(int(np.argmin(far)))
    viewer.wait()


BOX = Mark("2.25.41", "rectangle", ((38.0, 20.0), (62.0, 45.0)))


@pytest.mark.parametrize("action", ["", "mpr-coronal"])
def test_an_area_over_a_fusion_has_the_statistics_of_both_layers(
    open_viewer: OpenViewer, write: Write, action: str
) -> None:
    """By SimpleITK's own resampling and label statistics; SUV by the factor by hand."""
    sitk = import_module("SimpleITK")
    pet = pet_series()
    viewer = fused(open_viewer, write, ct_series(), pet)
    if action:
        viewer.do(action)
        go_through_the_ball(viewer)
    key = key_of(viewer.shown.frame)
    assert key is not None
    viewer.app.annotations.put(key, BOX)
    viewer.wait()
    made = viewer.app.measured.figures(key, BOX)
    assert made is not None
    plane = plane_of(viewer.shown.frame.header, 0)
    assert plane is not None
    shape = viewer.shown.decoded.values.shape
    uptake = pet_by_simple_itk(pet, plane, shape, np.eye(4))[20:45, 38:62]
    statistics = sitk.StatisticsImageFilter()
    statistics.Execute(sitk.GetImageFromArray(uptake))
    wanted = {
        "mean": statistics.GetMean(),
        "least": statistics.GetMinimum(),
        "greatest": statistics.GetMaximum(),
    }
    factor = BALL_SUV / BALL_BQML
    for name, value in wanted.items():
        one = made.figure(name, "PT")  # type: ignore[arg-type]
        suv = made.figure(name, "PT SUVbw")  # type: ignore[arg-type]
        assert one is not None
        assert suv is not None
        assert one.value == pytest.approx(value, abs=BALL_BQML * 2e-4)
        assert suv.value == pytest.approx(value * factor, rel=2e-3)
        assert (one.unit, suv.unit) == ("Bq/ml", "g/ml")
    deviation = made.figure("deviation", "PT")
    assert deviation is not None
    assert deviation.value == pytest.approx(statistics.GetSigma(), rel=2e-3)
    hounsfield = viewer.shown.decoded.values[20:45, 38:62].astype(float) - 1024
    own = made.figure("mean")
    assert own is not None
    assert own.unit == "HU"
    assert own.value == pytest.approx(hounsfield.mean())


def test_the_label_of_an_area_has_both_layers_as_long_as_both_are_seen(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    key = key_of(viewer.shown.frame)
    assert key is not None
    viewer.app.annotations.put(key, BOX)
    viewer.wait()
    (label,) = viewer.canvas.marks.labels
    said = "\n".join(label.lines)
    for title in ("Mean ", "Mean PT ", "Mean PT SUVbw "):
        assert title in said
    viewer.do("fusion-on")
    viewer.wait()
    (label,) = viewer.canvas.marks.labels
    assert "PT" not in "\n".join(label.lines), "what is not seen is not measured"


def test_what_is_above_is_told_from_what_has_the_same_name(
    open_viewer: OpenViewer, write: Write
) -> None:
    other = pet_series(SeriesInstanceUID="1.2.3.77", Modality="CT", Units="HU")
    for number, one in enumerate(other):
        one.SOPInstanceUID = f"1.2.3.77.{number}"
    viewer = fused(open_viewer, write, ct_series(), other)
    key = key_of(viewer.shown.frame)
    assert key is not None
    viewer.app.annotations.put(key, BOX)
    made = viewer.app.measured.figures(key, BOX)
    assert made is not None
    assert {one.channel for one in made.figures if one.name == "mean"} >= {
        "",
        "CT above",
    }


@pytest.mark.parametrize("action", ["", "mpr-coronal", "mpr-sagittal"])
@pytest.mark.parametrize("pair", PAIRS)
def test_fused_values_are_those_of_simple_itk(
    open_viewer: OpenViewer, write: Write, pair: str, action: str
) -> None:
    matrix, cosines, kind = PAIRS[pair]
    pet = pet_series(matrix, cosines)
    series = [ct_series(), pet]
    if matrix is not None:
        series.append([registration(matrix, kind=kind)])
    viewer = fused(open_viewer, write, *series)
    if action:
        viewer.do(action)
        go_through_the_ball(viewer)
    plane = plane_of(viewer.shown.frame.header, 0)
    assert plane is not None
    ours = over(viewer)
    to_ct = np.eye(4) if matrix is None else matrix
    theirs = pet_by_simple_itk(pet, plane, ours.shape, to_ct)
    both = np.isfinite(ours) & np.isfinite(theirs)
    assert both.sum() > 1000
    assert (np.isfinite(ours) != np.isfinite(theirs)).mean() < 0.03, "the very edges"
    assert np.abs(ours - theirs)[both].max() < BALL_BQML * 2e-4
    assert ours[both].max() > 0.9 * BALL_BQML
