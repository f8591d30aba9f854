"""Presentation states in the window: chosen, applied, told, and taken away again."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QPushButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, enhanced_mr, image
from viewer.demo.documents import presentation_state
from viewer.demo.presentation_states import (
    annotation,
    blending_state,
    displayed_area,
    drawn_state,
    graphic,
    layer,
)

RAMP = (np.arange(256, dtype=np.uint16) * 16).reshape(16, 16)
SLICES = [ct_slice(index, RAMP) for index in range(3)]
INVERSE = presentation_state(
    SLICES[:2],
    ContentLabel="INVERSE",
    ContentDescription="upside down",
    PresentationLUTShape="INVERSE",
    ImageRotation=90,
    ImageHorizontalFlip="Y",
)
DRAWN = drawn_state(SLICES[:1], ContentLabel="DRAWN", SOPInstanceUID="1.2.3.9")


@pytest.fixture
def folder(write: Write, tmp_path: Path) -> Path:
    for index, dataset in enumerate(SLICES):
        write(f"study/{index}", dataset)
    write("study/inverse", INVERSE)
    write("study/drawn", DRAWN)
    return tmp_path / "study"


def state_texts(viewer: Viewer) -> list[str]:
    viewer.app.menus.refresh()
    actions = viewer.app.menus.by_id
    names = [name for name in actions if name.startswith("state-")]
    return [actions[name].text() for name in names if actions[name].isVisible()]


def badges(viewer: Viewer) -> list[str]:
    lines = viewer.texts()["bottom_right"]
    return [line for line in lines if line.startswith("State ")]


def rows(lists: QListWidget) -> list[str]:
    return [lists.item(row).text() for row in range(lists.count())]


def test_a_folder_shows_its_images_as_they_are_and_lists_the_states(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    viewer.model.go_to(0)
    viewer.wait()
    assert viewer.shown.frame.state is None
    assert badges(viewer) == []
    none = "None: the image as it is"
    assert sorted(state_texts(viewer)) == ["DRAWN", "INVERSE · upside down", none]
    viewer.model.go_to(2)
    viewer.wait()
    assert state_texts(viewer) == [none]


def test_a_chosen_state_is_applied_told_and_taken_away(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    viewer.model.go_to(1)
    viewer.wait()
    plain = viewer.shown
    viewer.do("state-1")
    state = viewer.shown.frame.state
    assert state is not None
    assert state.label == "INVERSE"
    assert badges(viewer) == ["State INVERSE"]
    camera = viewer.model.state.camera
    assert (camera.rotation, camera.flipped) == (90, True)
    assert viewer.shown.info.inverse
    assert viewer.app.windowing.file_choice_text(0).startswith("State 1  200 / 100")
    assert viewer.shown.decoded.values is plain.decoded.values, "decoded once"
    viewer.do("state-none")
    assert viewer.shown.frame.state is None
    assert (viewer.model.state.camera.rotation, badges(viewer)) == (0, [])


def test_the_state_is_never_hidden_with_the_texts(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    viewer.model.go_to(1)
    viewer.wait()
    viewer.do("state-1")
    for detail in ("minimal", "none", "all"):
        viewer.do("annotations")
        assert viewer.canvas.canvas_style.detail == detail
        assert badges(viewer) == ["State INVERSE"]


def test_other_images_of_the_stack_are_shown_without_it_and_say_so(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    viewer.model.go_to(1)
    viewer.wait()
    viewer.do("state-1")
    viewer.model.go_to(2)
    viewer.wait()
    assert viewer.shown.frame.state is None
    assert not viewer.shown.info.inverse
    assert badges(viewer) == ["State INVERSE: not for this image"]
    viewer.model.go_to(0)
    viewer.wait()
    assert badges(viewer) == ["State INVERSE"]


def test_other_frames_of_an_object_are_shown_without_it(
    open_viewer: OpenViewer, write: Write
) -> None:
    dataset = enhanced_mr(3)
    state = presentation_state([dataset], ContentLabel="SOME")
    reference = state.ReferencedSeriesSequence[0].ReferencedImageSequence[0]
    reference.ReferencedFrameNumber = [2]
    viewer = open_viewer(write("image", dataset), write("state", state))
    assert viewer.model.state.what.count == 1
    assert viewer.shown.frame.frame_index == 1
    (stack,) = [
        one for one in viewer.app.workspace.state.catalogue.sets() if not one.state
    ]
    viewer.model.show_set(stack, 0)
    viewer.wait()
    viewer.do("state-1")
    assert badges(viewer) == ["State SOME: not for this image"]


def test_the_reader_windows_and_zooms_and_reset_returns_to_the_state(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    viewer.model.go_to(1)
    viewer.wait()
    viewer.do("state-1")
    before = viewer.model.state
    viewer.do("window-auto")
    viewer.do("zoom-in")
    viewer.do("rotate-right")
    assert viewer.shown.frame.state is not None
    assert viewer.model.state != before
    viewer.do("reset")
    assert viewer.model.state == before


def test_a_state_that_is_named_shows_its_images_by_itself(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder / "0", folder / "drawn")
    assert viewer.model.state.what.count == 1
    assert badges(viewer) == ["State DRAWN"]
    kinds = [one.kind for one in viewer.app.workspace.state.catalogue.sets()]
    assert sorted(kinds) == ["image2d", "presentation_state"]


def test_a_state_alone_names_what_is_missing_and_shows_it_when_it_comes(
    open_viewer: OpenViewer, folder: Path, write: Write
) -> None:
    viewer = open_viewer(write("alone/inverse", INVERSE))
    card = viewer.child("objectCard", QFrame)
    texts = [label.text() for label in card.findChildren(QLabel)]
    assert SLICES[0].SOPInstanceUID in texts
    assert SLICES[1].SOPInstanceUID in texts
    assert any(text.startswith("2 images that it refers to") for text in texts)
    other = viewer.app.grid
    other.lay_out(1, 2)
    viewer.open(folder / "0", target=other.cells[1])
    assert viewer.model.state.what.count == 1
    assert badges(viewer) == ["State INVERSE"]
    assert other.cells[1].state.look.state is None


def test_the_panel_lists_chooses_and_switches_layers(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    viewer.model.go_to(0)
    viewer.wait()
    viewer.app.sides.tabs.bring("states")
    states = viewer.child("states", QListWidget)
    assert rows(states)[0] == "None: the image as it is"
    place = rows(states).index("DRAWN\n2026-11-22 10:15:00")
    states.setCurrentRow(place)
    viewer.wait()
    assert badges(viewer) == ["State DRAWN"]
    layers = viewer.child("layers", QListWidget)
    assert rows(layers) == ["SHAPES", "CURVES"]
    layers.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert viewer.model.state.look.hidden_layers == frozenset({"CURVES"})
    assert badges(viewer) == ["State DRAWN · 1 layer hidden"]
    states.setCurrentRow(0)
    viewer.wait()
    assert badges(viewer) == []
    assert viewer.model.state.look.hidden_layers == frozenset()


def test_the_panel_says_that_there_is_nothing_to_choose(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder / "2")
    viewer.app.sides.tabs.bring("states")
    message = viewer.child("statesMessage", QLabel)
    assert message.text() == "No presentation state refers to this image."


def test_the_header_of_a_state_is_shown_on_demand(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder / "0", folder / "drawn")
    viewer.app.sides.tabs.bring("states")
    viewer.child("stateHeader", QPushButton).click()
    viewer.wait()
    frame = viewer.model.state.what.frame
    assert frame is not None
    assert frame.header.source.path == str(folder / "drawn")
    assert viewer.app.sides.tabs.is_in_front("header")


def test_the_displayed_area_is_what_is_seen(
    open_viewer: OpenViewer, write: Write
) -> None:
    area = displayed_area((5, 5), (12, 12))
    state = presentation_state([SLICES[0]], DisplayedAreaSelectionSequence=[area])
    viewer = open_viewer(write("image", SLICES[0]), write("state", state))
    transform, size = viewer.canvas.transform(), viewer.model.size
    assert transform is not None
    assert transform.to_screen(8, 8) == (size[0] / 2, size[1] / 2)
    assert transform.scale_x * 8 == min(size)


def test_graphics_are_painted_over_the_picture(
    open_viewer: OpenViewer, write: Write
) -> None:
    from tests.ui.viewer import pixels_of

    black = ct_slice(pixels=RAMP * 0)
    white = {"GraphicLayerRecommendedDisplayGrayscaleValue": 0xFFFF}
    line = graphic("POLYLINE", [0, 8, 16, 8])
    state = presentation_state(
        [black],
        GraphicLayerSequence=[layer("A", 1, **white)],
        GraphicAnnotationSequence=[annotation("A", [line])],
    )
    viewer = open_viewer(write("image", black), write("state", state))
    viewer.app.preferences.change(annotations="none")
    transform = viewer.canvas.transform()
    assert transform is not None
    x, y = (round(part) for part in transform.to_screen(4, 8))
    column = pixels_of(viewer.canvas)[:, x].max(axis=-1)
    assert np.flatnonzero(column > 150).tolist() in ([y - 1, y], [y])


def test_a_blending_state_fuses_its_two_images(
    open_viewer: OpenViewer, write: Write
) -> None:
    over = ct_slice(0, RAMP, SeriesInstanceUID="1.2.3", SOPInstanceUID="1.2.3.4")
    state = blending_state([SLICES[0]], [over], 0.5, ContentLabel="FUSED")
    paths = [write("under", SLICES[0]), write("over", over), write("state", state)]
    viewer = open_viewer(*paths)
    assert badges(viewer) == ["State FUSED"]
    assert viewer.shown.pyramid.colour
    # 40/400 over HU: white from 240 HU on, in both; the palette ends in white too.
    word = int(viewer.shown.pyramid.levels[0][15, 15])
    assert word & 0xFFFFFF == 0xFFFFFF
    word = int(viewer.shown.pyramid.levels[0][0, 0])
    assert word & 0xFFFFFF == 0


def test_a_blending_state_is_chosen_for_its_underlying_image(
    open_viewer: OpenViewer, write: Write
) -> None:
    over = ct_slice(0, RAMP, SeriesInstanceUID="1.2.3", SOPInstanceUID="1.2.3.4")
    state = blending_state([SLICES[0]], [over], 0.5, ContentLabel="FUSED")
    viewer = open_viewer(write("a/under", SLICES[0]))
    viewer.app.grid.lay_out(1, 2)
    other = viewer.app.grid.cells[1]
    viewer.open(write("a/over", over), write("a/state", state), target=other)
    viewer.do("state-1")
    assert viewer.shown.pyramid.colour
    assert badges(viewer) == ["State FUSED"]


def test_without_its_second_image_a_blending_state_says_so(
    open_viewer: OpenViewer, write: Write
) -> None:
    far = ct_slice(9, RAMP, SeriesInstanceUID="1.2.3", SOPInstanceUID="1.2.3.4")
    state = blending_state([SLICES[0]], [far], 0.5)
    viewer = open_viewer(write("a", SLICES[0]), write("b", far), write("c", state))
    assert "Nothing to superimpose here" in viewer.texts()["bottom_right"]
    assert not viewer.shown.pyramid.colour


def test_a_state_of_another_patient_is_marked(
    open_viewer: OpenViewer, write: Write
) -> None:
    state = presentation_state([SLICES[0]], PatientID="TEST-0002")
    viewer = open_viewer(write("image", SLICES[0]), write("state", state))
    assert "The state is of another patient ID" in viewer.texts()["bottom_right"]


def test_presets_in_hounsfield_are_not_offered_over_other_values(
    open_viewer: OpenViewer, write: Write
) -> None:
    state = presentation_state([SLICES[0]])
    viewer = open_viewer(write("image", SLICES[0]), write("state", state))
    assert viewer.app.windowing.presets() == ()
    viewer.do("state-none")
    assert len(viewer.app.windowing.presets()) > 3


def test_a_window_over_other_values_does_not_stay(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    viewer.model.go_to(1)
    viewer.wait()
    viewer.do("state-1")
    viewer.do("window-auto")
    viewer.model.go_to(0)
    viewer.wait()
    assert viewer.model.state.look.voi is not None
    viewer.model.go_to(2)
    viewer.wait()
    assert viewer.model.state.look.voi is None, "it was over values of the state"


def test_the_mask_of_a_state_is_subtracted_while_it_is_in_force(
    open_viewer: OpenViewer, write: Write
) -> None:
    pixels = np.random.default_rng(5).integers(100, 900, (3, 16, 16))
    dataset = image(pixels.astype(np.uint16), bits_stored=10, modality="XA")
    window = {"WindowCenter": 0, "WindowWidth": 700}
    masks = [{"MaskOperation": "TID"}]
    state = presentation_state(
        [dataset],
        MaskSubtractionSequence=masks,
        RecommendedViewingMode="SUB",
        SoftcopyVOILUTSequence=[window],
    )
    write("run/image", dataset)
    folder = write("run/state", state).parent
    viewer = open_viewer(folder)
    viewer.model.go_to(2)
    viewer.wait()
    viewer.do("state-1")
    viewer.wait()
    found = viewer.shown.decoded.difference
    assert found is not None
    assert found.how.masks == (1,)
    assert "DSA · less frame 2" in viewer.texts()["bottom_left"]
    viewer.do("subtraction")
    refusal = "The mask of the state is not subtracted"
    assert refusal in viewer.texts()["bottom_right"]
    viewer.do("subtraction")
    viewer.model.go_to(0)  # which has no frame before it
    viewer.wait()
    assert viewer.shown.decoded.difference is None
    assert refusal in viewer.texts()["bottom_right"]
    viewer.do("state-none")
    viewer.wait()
    assert refusal not in viewer.texts()["bottom_right"]
