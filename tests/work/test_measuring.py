"""From a file with a mark on it to the numbers, whole way, against hand and numpy."""

import gc
import time
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK

from tests.ui.sets import header_of
from viewer.demo.angiograms import angiogram
from viewer.demo.build import ct_slice, native_frames, ramp, to_bytes
from viewer.files.measures import UserCalibration
from viewer.geometry.marks import FrameKey, Mark, Point, Shape
from viewer.kinds.base import Frame
from viewer.pixels.look import Look, LookupTable
from viewer.work.applied import altered
from viewer.work.loading import FrameLoad, Shown, load_frame
from viewer.work.measuring import calibrations_of, figures_of, label_lines

SPACING = [0.8, 0.4]


def shown_of(dataset: Any) -> Shown:
    answer = load_frame(FrameLoad(Frame(header_of(dataset))))
    assert isinstance(answer, Shown)
    return answer


def drawn(shape: Shape, *points: Point, **more: Any) -> Mark:
    return Mark("1", shape, points, **more)


def slice_of_ct(**elements: Any) -> Any:
    pixels = ramp((60, 80), np.uint16, 12)
    return ct_slice(pixels=pixels, PixelSpacing=SPACING, **elements)


def test_an_area_of_a_ct_has_hounsfield_units() -> None:
    dataset = slice_of_ct()
    mark = drawn("rectangle", (10, 20), (30, 50))
    found = figures_of(mark, shown_of(dataset))
    values = native_frames(dataset)[0][20:50, 10:30].astype(float) - 1024
    area, mean = found.figure("area"), found.figure("mean")
    assert area is not None
    assert mean is not None
    assert area.value == pytest.approx(20 * 0.4 * 30 * 0.8)
    assert mean.value == pytest.approx(values.mean())
    assert (mean.unit, mean.unit_code, mean.basis) == ("HU", "[hnsf'U]", "values")
    lines = label_lines(mark, shown_of(dataset))
    assert lines[0] == f"{area.value:.0f} mm²"
    assert lines[1].startswith(f"Mean {values.mean():.1f} HU  SD {values.std():.1f}")
    assert lines[2] == f"Min {values.min():.0f}  Max {values.max():.0f}".replace(
        "-", "−"
    )
    assert lines[3] == "n 600"


def test_padding_is_told() -> None:
    pixels = np.full((20, 20), 1024, np.uint16)
    pixels[:, :5] = 63
    dataset = ct_slice(pixels=pixels, PixelPaddingValue=63)
    mark = drawn("rectangle", (3, 3), (8, 5))
    found = figures_of(mark, shown_of(dataset))
    mean, padding = found.figure("mean"), found.figure("padding")
    assert mean is not None
    assert padding is not None
    assert (mean.value, padding.value) == (0, 4)
    assert label_lines(mark, shown_of(dataset))[-1] == "n 6  4 left out"


def test_no_unit_is_guessed() -> None:
    derived = slice_of_ct(ImageType=["DERIVED", "SECONDARY"], RescaleType=None)
    found = figures_of(drawn("ellipse", (10, 20), (30, 50)), shown_of(derived))
    mean = found.figure("mean")
    assert mean is not None
    assert (mean.unit, mean.unit_code, mean.label) == ("", "1", "")


def test_values_by_a_table_name_its_type() -> None:
    shown = shown_of(slice_of_ct())
    table = LookupTable(0, np.arange(4096, dtype="<u2").tobytes(), 16)
    mark = drawn("ellipse", (10, 20), (30, 50))
    for unit, label in (("", "LUT output"), ("10⁻³ OD", "10⁻³ OD")):
        info = replace(shown.info, transform=table, unit=unit)
        found = figures_of(mark, replace(shown, info=info))
        mean = found.figure("mean")
        assert mean is not None
        assert (mean.unit, mean.label) == (unit, label)
        assert any("modality LUT" in note for note in found.notes)


def test_an_area_between_pixels_has_no_values_and_says_so() -> None:
    found = figures_of(
        drawn("rectangle", (3.1, 3.1), (3.4, 3.4)), shown_of(slice_of_ct())
    )
    assert [one.name for one in found.figures] == ["area", "perimeter", "pixels"]
    assert found.figures[-1].value == 0
    assert "No centre of a pixel is inside" in found.notes[0]


def test_what_is_beyond_the_image_is_told() -> None:
    found = figures_of(drawn("rectangle", (-5, -5), (5, 5)), shown_of(slice_of_ct()))
    pixels = found.figure("pixels")
    assert pixels is not None
    assert pixels.value == 25
    assert "beyond the image" in found.notes[0]


def test_a_point_has_the_value_of_its_pixel() -> None:
    dataset = slice_of_ct()
    value = int(native_frames(dataset)[0][7, 12]) - 1024
    mark = drawn("point", (12.99, 7.0))
    (figure,) = figures_of(mark, shown_of(dataset)).figures
    assert (figure.name, figure.value, figure.unit) == ("value", value, "HU")
    assert label_lines(mark, shown_of(dataset)) == (f"{value} HU".replace("-", "−"),)
    outside = drawn("point", (-0.5, 7.0))
    assert figures_of(outside, shown_of(dataset)).figures == ()
    assert label_lines(outside, shown_of(dataset)) == ()


def test_a_mark_that_is_begun_measures_nothing() -> None:
    assert (
        figures_of(drawn("angle", (1, 1), (2, 2)), shown_of(slice_of_ct())).figures
        == ()
    )


def test_sizes_are_the_distances_of_simpleitk_in_the_patient(tmp_path: Path) -> None:
    tilted = np.linalg.qr(np.array([[0.8, 0.1, 0.2], [0.3, 0.9, -0.4], [1, 2, 3.0]]))[0]
    dataset = ct_slice(
        pixels=ramp((60, 80), np.uint16, 12),
        PixelSpacing=[1.7, 0.6],
        ImageOrientationPatient=[*tilted[:, 0].tolist(), *tilted[:, 1].tolist()],
        ImagePositionPatient=[-31.5, 12.25, 740.0],
    )
    (tmp_path / "oblique.dcm").write_bytes(to_bytes(dataset))
    judge: Any = SimpleITK.ReadImage(str(tmp_path / "oblique.dcm"))
    drawn_at: list[Point] = [(10.25, 4.5), (61.0, 40.75), (22.5, 51.0), (70.0, 9.25)]
    places = [
        np.array(judge.TransformContinuousIndexToPhysicalPoint((x - 0.5, y - 0.5, 0.0)))
        for x, y in drawn_at
    ]
    shown = shown_of(dataset)
    a, b, c, d = places
    expected = np.linalg.norm(b - a)
    (length,) = figures_of(drawn("distance", *drawn_at[:2]), shown).figures
    assert length.value == pytest.approx(expected, rel=1e-6)
    cosine = np.dot(a - b, c - b) / np.linalg.norm(a - b) / np.linalg.norm(c - b)
    (angle,) = figures_of(drawn("angle", *drawn_at[:3]), shown).figures
    assert angle.value == pytest.approx(np.degrees(np.arccos(cosine)), rel=1e-6)
    cosine = np.dot(b - a, d - c) / np.linalg.norm(b - a) / np.linalg.norm(d - c)
    (cobb,) = figures_of(drawn("cobb", *drawn_at), shown).figures
    assert cobb.value == pytest.approx(np.degrees(np.arccos(abs(cosine))), rel=1e-6)
    area = figures_of(drawn("polygon", *drawn_at[:3]), shown).figure("area")
    assert area is not None
    half = np.linalg.norm(np.cross(b - a, c - a)) / 2
    assert area.value == pytest.approx(half, rel=1e-6)


def test_figures_are_made_once_until_something_changes() -> None:
    shown = shown_of(slice_of_ct())
    mark = drawn("ellipse", (10, 20), (30, 50))
    first = figures_of(mark, shown)
    assert figures_of(mark, shown) is first
    assert figures_of(mark.moved((1, 0)), shown) is not first
    assert figures_of(mark, shown_of(slice_of_ct())) is not first
    look = Look(modality=None)
    assert figures_of(mark, altered(shown, look)) == first


def test_the_figures_kept_hold_no_pixels() -> None:
    shown = shown_of(slice_of_ct())
    pixels = weakref.ref(shown.decoded.values)
    figures_of(drawn("ellipse", (10, 20), (30, 50)), shown)
    del shown
    gc.collect()
    assert pixels() is None


def test_a_calibration_line_measures_the_series() -> None:
    one = slice_of_ct(Modality="OT")
    del one.PixelSpacing
    shown = shown_of(one)
    key = FrameKey(one.SOPInstanceUID, 0)
    line = drawn("calibration", (0, 0), (0, 10), length_mm=50)
    headers = {key: shown.frame.header}
    users = calibrations_of([(key, line), (key, drawn("text", (1, 1)))], headers.get)
    assert [type(each) for each in users] == [UserCalibration]
    mark = drawn("distance", (0, 0), (6, 8))
    assert label_lines(mark, shown) == ("10.0 px",)
    assert label_lines(mark, shown, users) == ("50 mm, calibrated by user",)
    assert calibrations_of([(key, line)], lambda key: None) == ()


def test_large_areas_are_fast() -> None:
    pixels = np.zeros((512, 512), np.int16)
    shown = shown_of(ct_slice(pixels=pixels, PixelRepresentation=1))
    around = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    points = tuple(
        (float(256 + 250 * np.cos(at)), float(256 + 250 * np.sin(at))) for at in around
    )
    taken = []
    for number in range(5):
        mark = drawn("freehand", *points).moved((number / 10, 0.0))
        before = time.perf_counter()
        figures_of(mark, shown)
        taken.append(time.perf_counter() - before)
    assert min(taken) < 0.1  # 10 ms where nothing else runs


def test_a_figure_of_a_difference_never_looks_like_one_of_the_image() -> None:
    run = angiogram()
    answer = load_frame(FrameLoad(Frame(header_of(run), 6)))
    assert isinstance(answer, Shown)
    mark = drawn("rectangle", (100, 40), (130, 70))
    frames = native_frames(run).astype(float)[:, 40:70, 100:130]
    mean = (frames[6] - frames[:2].mean(axis=0)).mean()
    less_mask = figures_of(mark, answer.seen(Look(subtracted=True))).figure("mean")
    whole = figures_of(mark, answer.seen(Look(subtracted=False))).figure("mean")
    assert less_mask is not None
    assert whole is not None
    assert less_mask.value == pytest.approx(mean)
    assert less_mask.text.endswith(" Δ")
    assert whole.value == pytest.approx(frames[6].mean())
    assert "Δ" not in whole.text


def test_a_point_in_a_spectrum_says_its_velocity() -> None:
    from tests.files.test_measures import SPECTRUM, region
    from tests.pixels.test_region_figures import REFERENCE
    from viewer.demo.build import image

    made = region(0, 0, 59, 59, **SPECTRUM, **REFERENCE)
    dataset = image(
        ramp((60, 60), np.uint16, 12), modality="US", SequenceOfUltrasoundRegions=[made]
    )
    mark = drawn("point", (5.5, 20.5))
    lines = label_lines(mark, shown_of(dataset))
    assert lines[:2] == (
        "↔ 1.500 s, ultrasound region",
        "↕ 16.0 cm/s, ultrasound region",
    )
    assert len(lines) == 3
    (note,) = figures_of(mark, shown_of(dataset)).notes
    assert "reference pixel" in note
