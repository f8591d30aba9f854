from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.files.profiles import SRGB_D50, made_profile, srgb_curve
from tests.ui.sets import ct_set, header_of, phased_set, sets_of, shown_of
from tests.ui.tools.views import at, view_of
from viewer import limits
from viewer.demo.build import ct_slice, enhanced_mr, image, ramp
from viewer.demo.parts import item
from viewer.geometry.fit import Camera
from viewer.kinds.base import DisplaySet, Frame, FrameAxis
from viewer.pixels.look import LookupTable, Window
from viewer.ui.canvas.corner_text import Corners, Line
from viewer.ui.canvas.overlay import Detail, corners, value_text
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer


def state_lines(model: ViewportModel, pointer: Pointer | None = None) -> list[str]:
    return [line.text for line in corners(model, "all", pointer).bottom_left]


def over(model: ViewportModel, column: float, row: float) -> Pointer:
    cell = model.cell()
    assert cell is not None
    x, y = cell.transform(model.state.camera).to_screen(column, row)
    return at(model, x, y)


def one(dataset: Any) -> DisplaySet:
    (found,) = sets_of([dataset])
    return found


def test_an_empty_cell_says_nothing() -> None:
    assert corners(ViewportModel(), "all", Pointer(1, 1)) == Corners()


def test_the_corners_hold_patient_study_state_and_technique() -> None:
    elements = {
        "StudyDescription": "CT chest",
        "SeriesDescription": "axial",
        "KVP": 120,
    }
    made = corners(view_of(ct_set(3, **elements), 1), "all", None)
    assert made.top_left[0] == Line("TEST, Builder")
    assert made.top_right[0] == Line("CT chest")
    assert made.bottom_left[0] == Line("Im 2 / 3")
    assert [line.text for line in made.bottom_right] == [
        "1 · axial",
        "120 kV",
        "5 mm thick · Loc 5.0 mm",
    ]


def test_less_text_keeps_the_patient_and_warnings() -> None:
    display_set = one(image(LossyImageCompression="01", LossyImageCompressionRatio=8.0))
    model = view_of(display_set)
    everything = corners(model, "all", None)
    minimal = corners(model, "minimal", over(model, 1, 1))
    assert minimal == Corners(
        top_left=everything.top_left, bottom_right=everything.bottom_right[-1:]
    )
    none = corners(model, "none", over(model, 1, 1))
    assert none == Corners(bottom_right=everything.bottom_right[-1:])
    assert none.bottom_right[0].tone == "lossy"
    assert "LOSSY" in none.bottom_right[0].text


def test_a_damaged_picture_says_so_whatever_texts_are_on() -> None:
    model = view_of()
    shown = model.shown
    assert shown is not None
    damaged = replace(shown, decoded=replace(shown.decoded, marks=("damaged",)))
    model.deliver(damaged, None)
    for detail in ("all", "minimal", "none"):
        (badge,) = corners(model, detail, None).bottom_right[-1:]
        assert badge.tone == "error"
        assert "DAMAGED" in badge.text


def test_a_shutter_that_is_left_out_is_told_of() -> None:
    def warnings(**elements: Any) -> list[str]:
        made = corners(view_of(one(ct_slice(**elements))), "none", None)
        return [line.text for line in made.bottom_right if line.tone == "error"]

    circle = {"ShutterShape": "CIRCULAR", "CenterOfCircularShutter": [8, 8]}
    assert warnings(**circle, RadiusOfCircularShutter=4) == []
    assert warnings(**circle) == ["Shutter makes no sense: left out"]


def test_the_profile_of_colours_is_named_and_one_left_out_always() -> None:
    pixels = ramp((8, 8, 3), np.uint8)
    sound, broken = made_profile(SRGB_D50, srgb_curve(), name="sRGB"), b"no profile"
    shown = view_of(one(image(pixels, samples=3, ICCProfile=sound)))
    assert "ICC: sRGB, applied" in state_lines(shown)
    left_out = view_of(one(image(pixels, samples=3, ICCProfile=broken)))
    text = "ICC: without a name, not applied: the profile is damaged"
    badges = corners(left_out, "none", None).bottom_right
    assert Line(text, "letter") in badges


def test_the_number_belongs_to_the_frame_on_screen() -> None:
    model = view_of(ct_set(5), 1)
    assert state_lines(model)[0] == "Im 2 / 5"
    model.go_to(4)
    assert state_lines(model)[0] == "Im 2 / 5"
    model.show_set(ct_set(9), 8)
    assert state_lines(model)[0] == "Im 2 / 5"


def test_one_image_has_no_number() -> None:
    assert not any(line.startswith("Im") for line in state_lines(view_of()))


def test_phases_are_numbered_apart_from_positions() -> None:
    model = view_of(phased_set(positions=3, phases=2), 4)
    assert state_lines(model)[0] == "Im 2 / 3 · phase 1"
    unnamed = replace(phased_set(positions=3, phases=2), phase_labels=())
    assert state_lines(view_of(unnamed, 4))[0] == "Im 2 / 3 · 2 / 2"


@pytest.mark.parametrize(
    ("voi", "text"),
    [
        (Window(40, 400), "W 400  L 40"),
        (Window(-600, 1500, explanation="LUNG"), "W 1500  L −600 · LUNG"),
        (Window(0.5, 1.25, "SIGMOID"), "W 1.25  L 0.5 SIGMOID"),
        (Window(12345.6, 40000), "W 40000  L 12345.6"),
        (LookupTable(0, b"\0\0\1\0", 8, "LOG"), "LUT LOG"),
        (LookupTable(0, b"\0\0\1\0", 8), "LUT of the file"),
    ],
)
def test_the_window_in_force_is_written_out(
    voi: Window | LookupTable, text: str
) -> None:
    model = view_of()
    model.change(look=replace(model.state.look, voi=voi))
    assert state_lines(model)[0] == text
    model.change(look=replace(model.state.look, inverted=True))
    assert state_lines(model)[0] == f"{text} · inverted"


def test_the_name_of_a_window_is_cut() -> None:
    model = view_of()
    voi = Window(1, 2, explanation="x" * 1_000_000)
    model.change(look=replace(model.state.look, voi=voi))
    assert len(state_lines(model)[0]) < limits.CAPTION_CHARACTERS + 20


def test_colour_has_no_window_to_name() -> None:
    model = view_of(one(image(ramp((16, 16, 3), np.uint8), samples=3)))
    assert state_lines(model) == ["Zoom 1875 %"]
    model.change(look=replace(model.state.look, inverted=True))
    assert state_lines(model) == ["inverted", "Zoom 1875 %"]


@pytest.mark.parametrize(
    ("zoom", "text"), [(None, "Zoom 469 %"), (1.0, "Zoom 100 %"), (0.025, "Zoom 2.5 %")]
)
def test_the_zoom_is_in_percent_of_one_to_one(zoom: float | None, text: str) -> None:
    model = view_of()
    model.change(camera=Camera(zoom=zoom))
    assert text in state_lines(model)


@pytest.mark.parametrize("detail", ["all", "minimal", "none"])
def test_a_mirrored_picture_says_so_whatever_texts_are_on(detail: Detail) -> None:
    model, mark = view_of(), Line("MIRRORED", "letter")
    assert mark not in corners(model, detail, None).bottom_left
    model.change(camera=model.state.camera.flipped_horizontally())
    assert mark in corners(model, detail, None).bottom_left
    model.change(camera=model.state.camera.flipped_vertically())
    assert mark not in corners(model, detail, None).bottom_left


@pytest.mark.parametrize("detail", ["all", "minimal", "none"])
def test_side_and_view_stand_whatever_texts_are_on(detail: Detail) -> None:
    model = view_of(one(image(modality="MG", ImageLaterality="R", ViewPosition="CC")))
    assert Line("R · CC", "letter") in corners(model, detail, None).bottom_right


@pytest.mark.parametrize("detail", ["all", "minimal", "none"])
def test_the_fidelity_line_stands_whatever_texts_are_on(detail: Detail) -> None:
    dataset = image(
        modality="DX",
        PresentationIntentType="FOR PROCESSING",
        LossyImageCompression="01",
        LossyImageCompressionRatio=[4.0, 8.0],
        LossyImageCompressionMethod=["ISO_10918_1", "ISO_15444_1"],
    )
    made = corners(view_of(one(dataset)), detail, None).bottom_right
    assert made[-1] == Line(
        "FOR PROCESSING · PREVIOUSLY LOSSY 4:1 JPEG · PREVIOUSLY LOSSY 8:1 JPEG 2000",
        "lossy",
    )


def test_the_state_of_the_screen_is_told_with_all_texts_only() -> None:
    model = view_of()
    everything = corners(model, "all", None, display="Display not calibrated")
    assert Line("Display not calibrated") in everything.bottom_right
    minimal = corners(model, "minimal", None, display="Display not calibrated")
    assert minimal.bottom_right == ()


def test_the_pointer_tells_place_value_unit_and_patient_position() -> None:
    pixels = ramp((64, 64), np.uint16, 12)
    dataset = ct_slice(2, pixels, spacing_mm=0.5)
    model = view_of(one(dataset))
    lines = state_lines(model, over(model, 10.5, 20.5))[-2:]
    value = int(pixels[20, 10]) - 1024
    shown = f"{value} HU".replace("-", "−")
    assert lines == [
        f"R {100 - 10 * 0.5:.1f} · A {100 - 20 * 0.5:.1f} · H 10.0 mm",
        f"x 11  y 21 · {shown}",
    ]


@pytest.mark.parametrize("camera", [Camera(rotation=90), Camera(flipped=True)])
def test_the_value_is_that_of_the_pixel_whatever_way_it_lies(camera: Camera) -> None:
    pixels = ramp((64, 64), np.uint16, 12)
    model = view_of(one(ct_slice(0, pixels)))
    model.change(camera=camera)
    for column, row in ((0, 0), (63, 0), (5, 60)):
        line = state_lines(model, over(model, column + 0.5, row + 0.5))[-1]
        value = f"{int(pixels[row, column]) - 1024} HU".replace("-", "−")
        assert line == f"x {column + 1}  y {row + 1} · {value}"


@pytest.mark.parametrize("place", [(-0.1, 5), (5, -0.1), (64.1, 5), (5, 64.1)])
def test_beside_the_image_there_is_no_value(place: tuple[float, float]) -> None:
    model = view_of()
    without = state_lines(model)
    assert state_lines(model, over(model, *place)) == without


def test_an_image_without_a_place_in_the_patient_tells_the_value_alone() -> None:
    model = view_of(one(image(np.full((8, 8), 7, np.uint16))))
    assert state_lines(model, over(model, 1.5, 1.5))[-1] == "x 2  y 2 · 7"


def test_the_place_in_an_animal_has_an_animals_letters() -> None:
    model = view_of(one(ct_slice(2, AnatomicalOrientationType="QUADRUPED")))
    place = state_lines(model, over(model, 0.5, 0.5))[-2]
    assert place == "RT 100.0 · V 100.0 · CR 10.0 mm"


def test_each_frame_of_an_enhanced_object_has_its_own_place() -> None:
    header = header_of(enhanced_mr(3, thickness_mm=4.0))
    display_set = DisplaySet(
        "m", "stack", "", tuple(Frame(header, i) for i in range(3))
    )
    model = view_of(display_set, 2)
    assert (
        state_lines(model, over(model, 0.5, 0.5))[-2] == "R 90.0 · A 110.0 · H 8.0 mm"
    )


@pytest.mark.parametrize(
    ("dataset", "text"),
    [
        (ct_slice(pixels=np.full((4, 4), 24, np.uint16)), "−1000 HU"),
        (
            ct_slice(pixels=np.full((4, 4), 3, np.uint16), RescaleSlope=0.25),
            "−1023.2 HU",
        ),
        (image(np.full((4, 4), -5, np.int16)), "−5"),
        (image(np.full((4, 4, 3), 9, np.uint8), samples=3), "RGB 9 9 9"),
        (
            image(
                np.full((4, 4, 3), 9, np.uint8),
                samples=3,
                PhotometricInterpretation="YBR_FULL",
            ),
            "YBR_FULL 9 9 9",
        ),
        (
            ct_slice(pixels=np.full((4, 4), 63, np.uint16), PixelPaddingValue=63),
            "padding",
        ),
        (
            ct_slice(
                pixels=np.full((4, 4), 60, np.uint16),
                PixelPaddingValue=63,
                PixelPaddingRangeLimit=50,
            ),
            "padding",
        ),
    ],
)
def test_a_value_is_read_as_the_reader_needs_it(dataset: Any, text: str) -> None:
    shown = shown_of(Frame(header_of(dataset)))
    assert value_text(shown, 1, 2) == text


def test_the_uptake_or_why_there_is_none_stands_beside_the_activity() -> None:
    values = np.full((4, 4), 100, np.uint16)
    dataset = image(
        values, modality="PT", Units="BQML", DecayCorrection="ADMIN", RescaleSlope=2
    )
    shown = shown_of(Frame(header_of(dataset)))
    assert value_text(shown, 1, 2) == "200 Bq/ml · no SUV: patient weight missing"
    dataset.PatientWeight = 70
    dataset.RadiopharmaceuticalInformationSequence = [
        item(RadionuclideTotalDose=350_000_000)
    ]
    shown = shown_of(Frame(header_of(dataset)))
    assert value_text(shown, 1, 2) == "200 Bq/ml · SUVbw 0.04"


def test_what_of_the_file_was_not_used_is_a_badge() -> None:
    cut = item(LUTDescriptor=[300, 0, 12], LUTData=b"\0\1")
    model = view_of(one(image(ModalityLUTSequence=[cut])))
    for detail in ("all", "minimal", "none"):
        (badge,) = corners(model, detail, None).bottom_right[-1:]
        assert badge.text == "Its modality LUT is damaged: values are without it."


def test_the_place_along_each_axis_is_told_with_the_one_that_is_stepped() -> None:
    plain = ct_set(4)
    windows = FrameAxis("energy window", (0, 0, 1, 1), ("Tc99m", "I131"))
    views = FrameAxis("angular view", (0, 1, 0, 1), ("view 1", "view 2"))
    made = DisplaySet("nm", "stack", "", plain.frames, axes=(windows, views))
    model = view_of(made, 2)
    assert state_lines(model)[0] == "Im 3 / 4 · ↕ I131 [2/2] · view 1 [1/2]"
    model.next_axis()
    assert state_lines(model)[0] == "Im 3 / 4 · I131 [2/2] · ↕ view 1 [1/2]"
