"""States that leave, as DCMTK and our own reader take them."""

import re
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image as Pictures
from pydicom import dcmread

from tests.export.made import ALL, complaints, image_of, output_of, parsed
from viewer.demo.build import ct_slice, image, ramp
from viewer.export.mark_drawing import drawn_mark
from viewer.export.presentation_state import (
    COLOUR,
    GREY,
    StateRequest,
    presentation_states,
)
from viewer.export.records import Display, DisplayedFrame, ExportError
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.geometry.marks import Mark
from viewer.geometry.view_transform import Rotation
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.modality import Rescale
from viewer.pixels.presentation_state import PresentationState, read_presentation_state

PIXELS = ramp((64, 60), np.uint16, 12)
SLICE = ct_slice(1, PIXELS)
OTHER = ct_slice(2, PIXELS)
HU = Display(Rescale(1.0, -1024.0))
WINDOW = Window(40.0, 400.0)
DCMTK = shutil.which("dcmp2pgm") and shutil.which("dcmpschk")
needs_dcmtk = pytest.mark.skipif(not DCMTK, reason="needs DCMTK")


def drawn() -> DisplayedFrame:
    marks = tuple(drawn_mark(mark, (mark.text, "1.5 mm")) for mark in ALL)
    return DisplayedFrame(image_of(SLICE), 0, HU, WINDOW, (0.7, 0.7), drawn=marks)


def plain() -> DisplayedFrame:
    return DisplayedFrame(image_of(OTHER), 0, HU, WINDOW, (0.7, 0.7))


def request(**fields: object) -> StateRequest:
    return replace(StateRequest((drawn(), plain())), **fields)  # type: ignore[arg-type]


def made(asked: StateRequest) -> bytes:
    (content,) = presentation_states(asked)
    return content


def read(content: bytes) -> PresentationState:
    return read_presentation_state(complete_header(Source("state", content)))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "image.dcm").write_bytes(image_of(SLICE).source.data or b"")
    return tmp_path


def test_a_state_is_sound_for_dicom3tools(tmp_path: Path) -> None:
    assert complaints(made(request()), tmp_path) == []


@needs_dcmtk
def test_a_state_is_sound_for_dcmtk(files: Path) -> None:
    (files / "state.dcm").write_bytes(made(request()))
    told = output_of(["dcmpschk", "-v", files / "state.dcm"])
    assert "Test passed" in told
    assert "Error" not in told


@needs_dcmtk
@pytest.mark.parametrize("rotation", get_args(Rotation))
@pytest.mark.parametrize("flipped", [False, True])
def test_dcmtk_shows_window_rotation_and_flip_alike(
    files: Path, rotation: Rotation, flipped: bool
) -> None:
    state = made(request(rotation=rotation, flipped=flipped))
    (files / "state.dcm").write_bytes(state)
    names = [files / name for name in ("state.dcm", "image.dcm", "out.pgm")]
    output_of(["dcmp2pgm", "-p", *names])
    with Pictures.open(names[2]) as opened:
        shown = np.asarray(opened).astype(int)
    hu = PIXELS.astype(float) - 1024
    expected = np.clip((hu - 39.5) / 399 + 0.5, 0, 1) * 255
    expected = np.rot90(expected, -rotation // 90)
    if flipped:
        expected = expected[:, ::-1]
    assert shown.shape == expected.shape
    assert np.abs(shown - expected).max() <= 1


@needs_dcmtk
def test_dcmtk_reads_every_graphic_and_text_where_it_was_drawn(files: Path) -> None:
    (files / "state.dcm").write_bytes(made(request()))
    names = [files / name for name in ("state.dcm", "image.dcm", "out.pgm")]
    told = output_of(["dcmp2pgm", "-v", "-p", *names])
    found = re.findall(r"type=(\w+).*\n.*coordinates: (.*), ?\n", told)
    assert ("polyline", "10.25\\20.5, 40.75\\60") in found
    assert ("polyline", "5\\5, 20\\5, 20\\30") in found
    assert ("polyline", "30\\10, 50\\10, 50\\25, 30\\25, 30\\10") in found
    assert ("ellipse", "12\\45, 32\\45, 22\\40, 22\\50") in found
    assert ("point", "33.5\\44.5") in found
    assert '"Läsion' in told
    assert "anchor point: 40.75\\60 units=pixel" in told
    assert "TLHC=1\\1 BRHC=60\\64" in told


def test_our_reader_finds_what_was_written() -> None:
    state = read(made(request(rotation=270, flipped=True, label="READ")))
    assert (state.label, state.rotation, state.flipped) == ("READ", 270, True)
    header = complete_header(image_of(SLICE).source)
    assert state.voi_for(header, 0) == WINDOW
    assert state.transform == Rescale(1.0, -1024.0)
    assert not state.inverse
    (annotation,) = state.annotations
    assert [one.sop_instance_uid for one in annotation.references] == [
        SLICE.SOPInstanceUID
    ]
    chains = [graphic.points for graphic in annotation.graphics]
    assert ((10.25, 20.5), (40.75, 60.0)) in chains
    assert ((12, 45), (32, 45), (22, 40), (22, 50)) in chains
    assert annotation.notes[0].lines == ("Läsion", "1.5 mm")
    uids = {one.sop_instance_uid for one in state.references}
    assert uids == {SLICE.SOPInstanceUID, OTHER.SOPInstanceUID}


@pytest.mark.parametrize("rotation", get_args(Rotation))
@pytest.mark.parametrize("flipped", [False, True])
def test_a_part_is_named_by_the_corner_that_is_seen_at_the_top_left(
    rotation: Rotation, flipped: bool
) -> None:
    """Both corners, found by turning a picture of its own places (C.10.4)."""
    area = (11, 21, 40, 50)
    content = made(request(rotation=rotation, flipped=flipped, area=area))
    item = parsed(content).DisplayedAreaSelectionSequence[0]
    rows, columns = np.mgrid[21:51, 11:41]
    turned = [np.rot90(one, -rotation // 90) for one in (columns, rows)]
    if flipped:
        turned = [one[:, ::-1] for one in turned]
    first = [int(one[0, 0]) for one in turned]
    last = [int(one[-1, -1]) for one in turned]
    assert list(item.DisplayedAreaTopLeftHandCorner) == first
    assert list(item.DisplayedAreaBottomRightHandCorner) == last
    found = read(content).areas[0].value
    assert (found.left, found.top, found.right, found.bottom) == (10, 20, 40, 50)


def test_images_with_windows_of_their_own_keep_them() -> None:
    other = replace(plain(), voi=Window(-600.0, 1500.0, "SIGMOID"))
    state = read(made(StateRequest((drawn(), other))))
    headers = [complete_header(image_of(one).source) for one in (SLICE, OTHER)]
    assert [state.voi_for(header, 0) for header in headers] == [WINDOW, other.voi]


def test_images_that_differ_in_their_values_get_states_of_their_own() -> None:
    other = replace(plain(), display=Display(Rescale(2.5, -1024.0)))
    states = presentation_states(StateRequest((drawn(), other)))
    assert [read(one).transform for one in states] == [
        Rescale(1.0, -1024.0),
        Rescale(2.5, -1024.0),
    ]
    assert [len(read(one).references) for one in states] == [1, 1]


def test_tables_go_along(tmp_path: Path) -> None:
    entries = np.arange(15, 1 << 16, 16, dtype="<u2")[::-1].tobytes()
    voi = LookupTable(0, entries, 16)
    modality = LookupTable(0, np.arange(15, 1 << 16, 16, dtype="<u2").tobytes(), 16)
    shown = LookupTable(0, np.arange(255, -1, -1, dtype="<u2").tobytes(), 8)
    frame = replace(drawn(), voi=voi, display=Display(modality, presentation=shown))
    content = made(StateRequest((frame,)))
    assert complaints(content, tmp_path) == []
    state = read(content)
    assert state.transform == modality
    deep = np.arange(255, -1, -1, dtype="<u2") * 257
    assert state.presentation == LookupTable(0, deep.tobytes(), 16)
    assert state.vois[0].value == voi


def test_polarity_is_said_for_the_state() -> None:
    frame = replace(drawn(), display=replace(HU, inverse=True))
    assert read(made(StateRequest((frame,)))).inverse


def test_some_frames_of_many_are_named(tmp_path: Path) -> None:
    many = image(ramp((3, 20, 30)), NumberOfFrames=3)
    of = image_of(many)
    frames = tuple(
        DisplayedFrame(of, n, HU, WINDOW, drawn=(drawn_mark(ALL[0]),)) for n in (0, 2)
    )
    content = made(StateRequest(frames))
    (series,) = parsed(content).ReferencedSeriesSequence
    assert list(series.ReferencedImageSequence[0].ReferencedFrameNumber) == [1, 3]
    state = read(content)
    header = complete_header(of.source)
    counts = [len(state.annotations_for(header, frame)) for frame in range(3)]
    assert counts == [1, 0, 1]


def test_colours_get_a_state_without_greys(tmp_path: Path) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    frame = replace(drawn(), display=Display(is_colour=True), voi=None)
    content = made(StateRequest((frame,), profile=profile))
    assert complaints(content, tmp_path) == []
    state = parsed(content)
    assert state.SOPClassUID == COLOUR != GREY
    assert "RescaleSlope" not in state
    assert state.ICCProfile


def test_graphics_stay_on_the_image() -> None:
    far = ALL[0].moved((1000, -1000))
    frame = replace(drawn(), drawn=(drawn_mark(far),))
    (annotation,) = read(made(StateRequest((frame,)))).annotations
    assert annotation.graphics[0].points == ((60, 0), (60, 0))


def test_no_image_no_state() -> None:
    with pytest.raises(ExportError):
        presentation_states(StateRequest(()))


def test_a_new_object_belongs_to_its_study_and_not_to_its_series() -> None:
    state = parsed(made(request(creator="Reader^One")))
    assert state.StudyInstanceUID == SLICE.StudyInstanceUID
    assert state.PatientID == SLICE.PatientID
    assert state.SeriesInstanceUID != SLICE.SeriesInstanceUID
    assert state.Manufacturer == "Negatoscope"
    assert state.ContentCreatorName == "Reader^One"
    again = parsed(made(request()))
    assert again.SOPInstanceUID != state.SOPInstanceUID
    assert not again.ContentCreatorName


def test_words_stand_where_the_reader_has_put_the_label() -> None:
    mark = Mark("2.25.9", "distance", ((10.0, 10.0), (20.0, 30.0)), label=(12.0, -4.5))
    frame = replace(drawn(), drawn=(drawn_mark(mark, ("22 mm",)),))
    state = dcmread(BytesIO(made(StateRequest((frame,)))))
    (annotation,) = state.GraphicAnnotationSequence
    (text,) = annotation.TextObjectSequence
    assert list(text.AnchorPoint) == [27.0, 15.5]
