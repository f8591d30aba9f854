"""PET over CT in the real window: values, place, windows, and what is refused."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pydicom.uid import UID
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog

from tests.ui.conftest import OpenViewer, Write
from tests.ui.fused import BALL_SUV, MATRIX, fused, lay_out, over, set_of, show_ct
from tests.ui.viewer import LEFT, Viewer, drop, pixels_of
from viewer.demo.parts import item
from viewer.demo.pet_ct import (
    BALL_BQML,
    CENTRE_MM,
    PET_SPACE,
    RADIUS_MM,
    ct_series,
    pet_series,
    registration,
)
from viewer.files.spatial import plane_of
from viewer.pixels.look import Window
from viewer.ui.widgets.drops import DISPLAY_SET_MIME
from viewer.ui.widgets.fusion_bar import FusionBar

if TYPE_CHECKING:
    pass


@pytest.mark.parametrize("matrix", [None, MATRIX])
def test_the_ball_is_hot_where_it_lies_and_its_uptake_is_that_by_hand(
    open_viewer: OpenViewer, write: Write, matrix: Any
) -> None:
    series = [ct_series(), pet_series(matrix)]
    if matrix is not None:
        series.append([registration(matrix)])
    viewer = fused(open_viewer, write, *series)
    plane = plane_of(viewer.shown.frame.header, 0)
    assert plane is not None
    column, row, off = plane.to_image(CENTRE_MM)
    assert abs(off) < 2
    viewer.hover(column, row)
    place, below, above = viewer.texts()["bottom_left"][-3:]
    assert place.startswith("L 18.0 · A 12.0 · H 40.0")
    assert below.endswith("240 HU")
    assert above == f"PT 20000 Bq/ml · SUVbw {BALL_SUV:.4g}"
    rows, columns = np.nonzero(over(viewer) > BALL_BQML / 2)
    middle = plane.to_patient(columns.mean() + 0.5, rows.mean() + 0.5)
    assert np.linalg.norm(np.array(middle[:2]) - CENTRE_MM[:2]) < 1.5, "a CT pixel"
    mm2 = len(rows) * plane.row_spacing_mm * plane.column_spacing_mm
    assert np.sqrt(mm2 / np.pi) == pytest.approx(RADIUS_MM, abs=1.6)


def test_slices_that_differ_in_their_dose_have_no_uptake(
    open_viewer: OpenViewer, write: Write
) -> None:
    pet = pet_series()
    pet[3].PatientWeight = 71
    viewer = fused(open_viewer, write, ct_series(), pet)
    viewer.hover(20, 20)
    line = viewer.texts()["bottom_left"][-1]
    assert line.endswith("no SUV: slices differ in dose, weight or times")
    assert "PT W 20000  L 10000 Bq/ml · 50 %" in viewer.texts()["bottom_left"]


def test_each_layer_has_its_own_window_and_its_own_colours(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    lines = viewer.texts()["bottom_left"]
    assert "CT W 400  L 40 ◂" in lines
    assert "PT SUVbw 0…7 · 50 %" in lines
    before = viewer.model.state.fusion
    viewer.drag(LEFT, (200, 200), (260, 200))
    assert viewer.model.state.fusion == before
    own = viewer.model.voi()
    viewer.do("fusion-window")
    viewer.drag(LEFT, (200, 200), (260, 200))
    assert viewer.model.voi() == own
    fusion = viewer.model.state.fusion
    assert fusion is not None
    assert isinstance(fusion.look.voi, Window)
    assert before is not None
    assert fusion.look.voi != before.look.voi
    viewer.press_key("2")
    lines = viewer.texts()["bottom_left"]
    assert "PT SUVbw 0…7 · 50 % ◂" in lines
    viewer.press_key("I")
    assert "PT SUVbw 0…7 · inverted · 50 % ◂" in viewer.texts()["bottom_left"]
    assert not viewer.model.state.look.inverted
    viewer.do("colour-map-pet")
    fusion = viewer.model.state.fusion
    assert fusion is not None
    assert fusion.look.colour_map == "PET"
    assert viewer.model.state.look.colour_map == ""
    viewer.press_key("0")
    assert "PT SUVbw 0…7 · inverted · 50 % ◂" in viewer.texts()["bottom_left"]
    viewer.press_key("Escape")


def middle(viewer: Viewer) -> Any:
    """The painted cell without its corners."""
    return pixels_of(viewer.canvas)[150:450, 200:500].astype(float)


def test_the_picture_is_mixed_by_the_opacity(
    open_viewer: OpenViewer, write: Write
) -> None:
    """Grey and colour, and each pixel of the cell between them by its share."""
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    viewer.app.preferences.change(annotations="none")
    pictures = {}
    for opacity in (0.0, 0.3, 1.0):
        viewer.app.fusions.change(opacity=opacity)
        pictures[opacity] = middle(viewer)
    mixed = 0.7 * pictures[0.0] + 0.3 * pictures[1.0]
    assert np.abs(mixed - pictures[0.3]).max() <= 2
    assert np.abs(pictures[1.0] - pictures[0.0]).max() > 100
    assert np.ptp(pictures[0.0], axis=-1).max() == 0
    viewer.press_key("Alt+O")
    assert np.array_equal(middle(viewer), pictures[0.0])
    viewer.press_key("Alt+O")
    for _ in range(12):
        viewer.press_key("Alt+Right")
    fusion = viewer.model.state.fusion
    assert fusion is not None
    assert fusion.opacity == 1.0
    viewer.press_key("Alt+Left")
    fusion = viewer.model.state.fusion
    assert fusion is not None
    assert fusion.opacity == pytest.approx(0.9)


def test_another_frame_of_reference_is_refused_where_the_reader_looks(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(lay_out(write, ct_series(), pet_series(MATRIX)))
    show_ct(viewer)
    viewer.app.menus.refresh()
    action = viewer.app.menus.by_id["fuse-1"]
    assert not action.isEnabled()
    assert "another frame of reference" in action.text()
    viewer.app.fusions.fuse(set_of(viewer, "PT"))
    assert viewer.model.state.fusion is None
    assert "another frame of reference" in viewer.app.status.message.text()


def test_another_patient_is_refused_always(
    open_viewer: OpenViewer, write: Write
) -> None:
    """The very same frame of reference does not help."""
    other = pet_series(PatientID="SOMEBODY-ELSE", StudyInstanceUID="1.2.3.4")
    viewer = open_viewer(lay_out(write, ct_series(), other))
    show_ct(viewer)
    viewer.app.menus.refresh()
    assert not viewer.app.menus.by_id["fuse-1"].isVisible()
    assert viewer.app.menus.by_id["fuse-none"].isVisible()
    viewer.app.fusions.fuse(set_of(viewer, "PT"))
    assert viewer.model.state.fusion is None
    assert "another patient" in viewer.app.status.message.text()


def test_a_registration_says_that_it_was_used(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = fused(
        open_viewer, write, ct_series(), pet_series(MATRIX), [registration(MATRIX)]
    )
    badges = viewer.texts()["bottom_right"]
    assert "FUSED with PT PET of the pair" in badges
    assert "Registered by PET to CT" in badges
    assert set_of(viewer, "PT").first.text(0x00200052) == PET_SPACE


def test_three_planes_are_fused_alike(open_viewer: OpenViewer, write: Write) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    viewer.do("mpr-three")
    cells = viewer.app.grid.visible()
    assert len(cells) == 3
    for model in cells:
        assert np.isfinite(over(viewer, model)).any()
    viewer.app.fusions.change(opacity=0.8)
    assert {model.state.fusion for model in cells} == {cells[0].state.fusion}
    viewer.do("fusion-end")
    assert all(model.state.fusion is None for model in cells)
    assert all(model.overlaid.shown is None for model in cells)


def test_the_slab_of_the_image_is_that_of_what_lies_over_it(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    viewer.do("mpr-axial")
    viewer.model.step(-6)
    viewer.wait()
    thin = np.nan_to_num(over(viewer)).sum()
    viewer.do("mpr-slab-20")
    shown = viewer.model.overlaid.over(viewer.model.shown)
    assert shown is not None
    assert shown.frame.cut is not None
    assert shown.frame.cut.slab_mm == 20
    assert np.nan_to_num(over(viewer)).sum() > thin


def test_scrolling_never_shows_the_layer_of_another_slice(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    for _ in range(6):
        viewer.model.step(1)
        shown = viewer.model.shown
        if viewer.model.overlaid.over(shown) is not None:
            assert shown is not None
            assert viewer.model.overlaid.below is shown.frame
        viewer.wait()
        fusion = viewer.model.state.fusion
        assert fusion is not None
        over_it = viewer.model.overlaid.over(viewer.model.shown)
        assert over_it is not None
        assert over_it.frame.cut == fusion.over(viewer.shown.frame).cut


def test_another_series_in_the_cell_is_not_fused(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    viewer.model.show_set(set_of(viewer, "PT"))
    viewer.wait()
    assert viewer.model.state.fusion is None
    assert viewer.model.overlaid.shown is None


def test_a_closed_study_takes_its_layer_away(
    open_viewer: OpenViewer, write: Write
) -> None:
    pet = pet_series(StudyInstanceUID="1.2.3.4")
    viewer = fused(open_viewer, write, ct_series(), pet)
    assert viewer.model.state.fusion is not None
    from viewer.work.catalogue import study_of

    viewer.app.workspace.close_study(study_of(set_of(viewer, "PT").first))
    viewer.wait()
    assert viewer.model.state.fusion is None
    assert viewer.model.shown is not None


def test_the_bar_below_the_image_says_and_sets_what_is_laid_over(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    bar = viewer.child("fusionBar", FusionBar, viewer.app.cells.frame_of(viewer.model))
    assert bar.named.text() == "PT PET of the pair"
    bar.slider.setValue(80)
    viewer.wait()
    assert "PT SUVbw 0…7 · 80 %" in viewer.texts()["bottom_left"]
    assert bar.layer.text() == "Window: CT"
    QTest.mouseClick(bar.layer, LEFT)
    assert bar.layer.text() == "Window: PT"
    assert viewer.app.fusions.acts_above
    QTest.mouseClick(bar.switch, LEFT)
    assert not viewer.app.fusions.is_on
    assert not viewer.app.fusions.acts_above
    assert viewer.model.overlaid.shown is None
    high = viewer.canvas.height()
    QTest.mouseClick(bar.end, LEFT)
    viewer.wait()
    assert viewer.model.state.fusion is None
    assert not bar.isVisible()
    assert viewer.canvas.height() == high + bar.height()


def test_a_series_dropped_with_ctrl_is_laid_over_the_image(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(lay_out(write, ct_series(), pet_series()))
    show_ct(viewer)
    thumbnails = viewer.app.sides.thumbnails.model
    pet = set_of(viewer, "PT")
    rows = [thumbnails.index(row, 0) for row in range(thumbnails.rowCount())]
    mimes = [thumbnails.mimeData([row]) for row in rows]
    (mime,) = (one for one in mimes if thumbnails.find(key_in(one)) is pet)
    frame = viewer.app.cells.frame_of(viewer.model)
    drop(frame, mime, Qt.KeyboardModifier.ControlModifier)
    viewer.wait()
    assert viewer.model.state.what.display_set is set_of(viewer, "CT")
    assert np.isfinite(over(viewer)).any()
    drop(frame, mime)
    viewer.wait()
    assert viewer.model.state.what.display_set is pet


def key_in(mime: QMimeData) -> str:
    return bytes(mime.data(DISPLAY_SET_MIME).data()).decode()


def test_a_pet_and_its_ct_hang_fused_by_themselves(
    open_viewer: OpenViewer, write: Write
) -> None:
    folder = lay_out(write, ct_series(), pet_series())
    viewer = open_viewer(folder, hangs=True)
    viewer.wait()
    ct, fused_cell, pet = viewer.app.grid.visible()
    assert ct.state.fusion is None
    fusion = fused_cell.state.fusion
    assert fusion is not None
    assert fusion.stack.source is pet.state.what.display_set
    assert ct.state.what == fused_cell.state.what
    assert np.nanmax(over(viewer, fused_cell)) > 15_000
    viewer.press_key("Ctrl+PgDown")
    viewer.wait()
    assert all(one.state.fusion is None for one in viewer.app.grid.visible())


def test_a_fused_cell_is_saved_as_a_protocol(
    open_viewer: OpenViewer, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Mine", True))
    viewer.do("hang-save")
    viewer.wait()
    library = viewer.app.hanging.state.library
    assert library is not None
    mine = next(one for one in library.protocols if one.name == "Mine")
    ((place,),) = [stage.places for stage in mine.stages]
    assert dict(mine.images)[place.fuse].criteria.modality == ("PT",)


def test_a_deformable_registration_is_not_used_and_that_is_said(
    open_viewer: OpenViewer, write: Write
) -> None:
    deformable = registration(np.eye(4))
    deformable.SOPClassUID = UID("1.2.840.10008.5.1.4.1.1.66.3")
    del deformable.RegistrationSequence
    source = item(SourceFrameOfReferenceUID=PET_SPACE, ReferencedImageSequence=[])
    deformable.DeformableRegistrationSequence = [source]
    viewer = fused(open_viewer, write, ct_series(), pet_series(MATRIX), [deformable])
    assert viewer.model.state.fusion is None
    told = "The registration is deformable: only rigid and affine ones are used."
    ((_, reason),) = viewer.app.fusions.candidates()
    assert reason == told
    viewer.app.fusions.fuse(set_of(viewer, "PT"))
    assert viewer.app.status.message.text().endswith(told)
