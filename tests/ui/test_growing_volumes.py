"""A series that grows or shrinks while planes through it are on screen."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.uid import UID

from tests.ui.conftest import OpenViewer, Write
from tests.ui.fused import lay_out, over, set_of
from tests.ui.planes import SLICES, agrees, here, three
from tests.ui.viewer import Viewer
from viewer.demo.pet_ct import ct_series, pet_series
from viewer.pixels.look import Window


@pytest.fixture
def halves(series: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The files of the lower ten slices, and those of all."""
    lower = tmp_path / "lower"
    lower.mkdir()
    for number in range(SLICES // 2):
        name = f"{number * 7 % SLICES}"
        (lower / name).write_bytes((series / name).read_bytes())
    return lower, series


def add(viewer: Viewer, *paths: Path) -> None:
    """More is opened, into a cell that is empty."""
    viewer.app.grid.lay_out(2, 2)
    viewer.open(*paths, target=viewer.app.grid.visible()[3])


def test_planes_go_on_through_the_slices_that_come_later(
    open_viewer: OpenViewer, halves: tuple[Path, Path], volume: object
) -> None:
    lower, whole = halves
    viewer = open_viewer(lower)
    axial, coronal, sagittal = three(viewer)
    viewer.app.grid.activate(coronal)
    viewer.model.step(3)
    coronal.change(look=replace(coronal.state.look, voi=Window(100.0, 900.0)))
    point = here(coronal).point_mm
    group = here(coronal).group
    add(viewer, *(path for path in whole.iterdir() if not (lower / path.name).exists()))
    for model in (axial, coronal, sagittal):
        section = here(model)
        assert len(section.stack.frames) == SLICES
        assert section.group == group
        assert section.point_mm == pytest.approx(point)
        assert section.stack is here(axial).stack, "one volume in memory"
        assert agrees(viewer, volume, model)
    assert coronal.state.look.voi == Window(100.0, 900.0)
    coronal.step(1)
    viewer.wait()
    assert here(axial).point_mm == pytest.approx(here(coronal).point_mm)
    assert np.isfinite(here(axial).point_mm).all()


def test_a_turning_view_goes_on_through_the_slices_that_come_later(
    open_viewer: OpenViewer, halves: tuple[Path, Path]
) -> None:
    lower, whole = halves
    viewer = open_viewer(lower)
    viewer.do("turning-mip")
    rows = viewer.shown.decoded.values.shape[0]
    turning = viewer.model
    add(viewer, *(path for path in whole.iterdir() if not (lower / path.name).exists()))
    viewer.app.grid.activate(turning)
    computed = viewer.model.state.what.display_set
    assert computed is not None
    assert computed.computed is not None
    assert len(computed.computed.stack.frames) == SLICES
    assert viewer.shown.decoded.values.shape[0] > 1.9 * rows


def test_what_is_no_volume_any_more_shows_its_images(
    open_viewer: OpenViewer, halves: tuple[Path, Path], tmp_path: Path
) -> None:
    """A slice comes that lies where another one lies."""
    lower, _ = halves
    viewer = open_viewer(lower)
    viewer.do("mpr-coronal")
    repeated = pydicom.dcmread(lower / "0")
    repeated.SOPInstanceUID = UID("1.2.3.4.5.6")
    repeated.file_meta.MediaStorageSOPInstanceUID = repeated.SOPInstanceUID
    repeated.save_as(tmp_path / "again")
    planes = viewer.model
    add(viewer, tmp_path / "again")
    viewer.app.grid.activate(planes)
    assert viewer.app.mpr.section is None
    assert viewer.shown.frame.cut is None


def test_what_is_laid_over_grows_with_its_series(
    open_viewer: OpenViewer, write: Write
) -> None:
    pet = pet_series()
    folder = lay_out(write, ct_series(), pet[:12])
    later = [write(f"later/{at}", one) for at, one in enumerate(pet[12:])]
    viewer = open_viewer(folder)
    viewer.model.show_set(set_of(viewer, "CT"), 30)
    viewer.wait()
    viewer.do("fuse-1")
    assert np.isnan(over(viewer)).all(), "no slice of the PET lies there"
    fused = viewer.model
    add(viewer, *later)
    viewer.app.grid.activate(fused)
    fusion = viewer.model.state.fusion
    assert fusion is not None
    assert len(fusion.stack.frames) == 24
    assert np.isfinite(over(viewer)).any()
