import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset, dcmread

from viewer.demo import ecg, mammogram, mr
from viewer.demo.build import to_bytes
from viewer.demo.chest import NODULE
from viewer.demo.marks import NOTICE, word
from viewer.demo.study import demo_sources
from viewer.files.sources import Source

Objects = dict[str, Dataset]


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return demo_sources()


@pytest.fixture(scope="module")
def objects(sources: list[Source]) -> Objects:
    return {
        source.path.removeprefix("demo:"): dcmread(BytesIO(source.data or b""))
        for source in sources
    }


def slices(objects: Objects, series: str) -> list[Dataset]:
    return [objects[name] for name in sorted(objects) if name.startswith(series)]


def hounsfield(dataset: Dataset) -> np.ndarray:
    return dataset.pixel_array * float(dataset.RescaleSlope) + float(
        dataset.RescaleIntercept
    )


def at(dataset: Dataset, picture: np.ndarray, x_mm: float, y_mm: float) -> float:
    """Mean of 3 × 3 pixels at a place in patient coordinates of an axial slice."""
    left, top, _ = map(float, dataset.ImagePositionPatient)
    down, across = map(float, dataset.PixelSpacing)
    row, column = round((y_mm - top) / down), round((x_mm - left) / across)
    return float(picture[row - 1 : row + 2, column - 1 : column + 2].mean())


def test_two_studies_of_one_person_who_does_not_exist(objects: Objects) -> None:
    identities = {
        (str(one.PatientName), one.PatientID, one.PatientSex)
        for one in objects.values()
    }
    assert identities == {("DEMONSTRATION^Synthetic", "DEMO-0001", "O")}
    studies = {one.StudyInstanceUID for one in objects.values()}
    assert len(studies) == 2
    series = {one.SeriesInstanceUID: one.Modality for one in objects.values()}
    assert sorted(series.values()) == ["CT", "CT", "ECG", "MG", "MR", "US"]
    assert len({one.SOPInstanceUID for one in objects.values()}) == len(objects)


def test_every_object_says_that_it_is_synthetic(objects: Objects) -> None:
    assert NOTICE == "SYNTHETIC – NOT A PATIENT"
    for one in objects.values():
        assert one.InstitutionName == NOTICE
        assert NOTICE in one.SeriesDescription
        assert len(one.SeriesDescription) <= 64
        if one.Modality != "ECG":
            assert one.ImageComments.startswith(NOTICE)
            assert one.BurnedInAnnotation == "NO"


@pytest.mark.parametrize(
    ("name", "row", "column", "scale"),
    [
        ("CT/031", 60, 14, 2),
        ("Localiser/001", 12, 12, 1),
        ("MR/012", -36, 6, 1),
        ("US/001", 96, 16, 2),
        ("MG/RCC", 330, 40, 6),
        ("MG/LCC", 330, -40, 6),
    ],
)
def test_every_picture_carries_the_word(
    objects: Objects, name: str, row: int, column: int, scale: int
) -> None:
    picture = objects[name].pixel_array.astype(float)
    picture = picture[0, :, :, 0] if picture.ndim == 4 else picture
    dots = word(scale)
    rows, columns = picture.shape
    top = row if row >= 0 else rows + row - dots.shape[0]
    left = column if column >= 0 else columns + column - dots.shape[1]
    place = picture[top : top + dots.shape[0], left : left + dots.shape[1]]
    contrast = place[dots].mean() - place[~dots].mean()
    assert abs(contrast) > 4 * place[dots].std()


def test_the_same_bytes_are_made_each_time(sources: list[Source]) -> None:
    made = {source.path: source.data for source in sources}
    for name, dataset in (*mr.series(), ecg.electrocardiogram(), *mammogram.pair()):
        assert made[f"demo:{name}"] == to_bytes(dataset), name


def test_slices_of_the_ct_lie_five_millimetres_apart(objects: Objects) -> None:
    volume = slices(objects, "CT")
    heights = [float(one.ImagePositionPatient[2]) for one in volume]
    assert heights == [5.0 * index for index in range(60)]
    assert all(one.pixel_array.shape == (512, 512) for one in volume[:3])
    assert {one.FrameOfReferenceUID for one in volume} == {
        objects["Localiser/001"].FrameOfReferenceUID
    }


def test_hounsfield_units_are_those_of_the_tissues(objects: Objects) -> None:
    middle = objects["CT/031"]  # z = 150 mm
    picture = hounsfield(middle)
    assert at(middle, picture, *NODULE[:2]) == pytest.approx(38, abs=25)
    assert at(middle, picture, -13, -24) == pytest.approx(196, abs=20)  # aorta
    assert at(middle, picture, 90, 0) == pytest.approx(-865, abs=60)  # left lung
    assert at(middle, picture, 0, 60) == pytest.approx(190, abs=25)  # vertebra
    assert at(middle, picture, -170, -170) == pytest.approx(-1000, abs=25)
    trachea = objects["CT/041"]
    assert at(trachea, hounsfield(trachea), 0, 7) == pytest.approx(-1000, abs=40)


def test_the_heart_lies_to_the_left_and_the_liver_to_the_right(
    objects: Objects,
) -> None:
    """Left and right of the patient, by ImagePositionPatient alone."""
    heart, liver = objects["CT/019"], objects["CT/002"]  # z = 90 and 5 mm
    picture = hounsfield(heart)
    assert at(heart, picture, 60, -20) > 50
    assert at(heart, picture, -75, -20) < -700
    picture = hounsfield(liver)
    assert at(liver, picture, -80, 0) == pytest.approx(110, abs=20)
    assert at(liver, picture, 62, -45) < -700  # air in the stomach


def test_the_localiser_is_upright_and_shows_the_whole_volume(
    objects: Objects,
) -> None:
    localiser, top = objects["Localiser/001"], objects["CT/060"]
    assert [float(v) for v in localiser.ImageOrientationPatient] == [1, 0, 0, 0, 0, -1]
    assert localiser.ImageType[2] == "LOCALIZER"
    assert localiser.ImagePositionPatient[2] == top.ImagePositionPatient[2]
    height = localiser.Rows * float(localiser.PixelSpacing[0])
    assert height == pytest.approx(300, abs=1)
    picture = localiser.pixel_array.astype(float)
    lungs, spine = picture[200, 150], picture[200, 256]
    assert spine > lungs + 150


def test_the_mr_is_a_stack_with_a_window(objects: Objects) -> None:
    stack = slices(objects, "MR")
    assert len(stack) == 24
    steps = np.diff([float(one.ImagePositionPatient[2]) for one in stack])
    assert np.allclose(steps, 5.5)
    middle = stack[12]
    picture = middle.pixel_array
    white, outside = at(middle, picture, 40, 25), at(middle, picture, -95, -95)
    assert white == pytest.approx(590, rel=0.15)
    assert outside < 40
    assert middle.WindowCenter == 375


def test_the_clip_is_a_jpeg_of_thirty_moving_frames_in_colour(
    objects: Objects,
) -> None:
    clip = objects["US/001"]
    assert clip.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.4.50"
    assert clip.PhotometricInterpretation == "YBR_FULL_422"
    frames = clip.pixel_array
    assert frames.shape == (30, 480, 640, 3)
    assert clip.FrameTime == pytest.approx(33.3)
    chamber = frames[:, 200:260, 345:375].astype(int)
    reddish = (chamber[..., 0] - chamber[..., 2]).mean(axis=(1, 2))
    assert reddish[6] < -40  # blood leaves: blue
    assert reddish[22] > 40  # blood enters: red
    region = clip.SequenceOfUltrasoundRegions[0]
    depth_cm = region.PhysicalDeltaY * (
        region.RegionLocationMaxY1 - region.RegionLocationMinY0
    )
    assert depth_cm == pytest.approx(15.7, abs=0.1)


def test_the_frames_of_the_clip_say_one_thing_about_their_size(
    objects: Objects,
) -> None:
    clip = objects["US/001"]
    native = 480 * 640 * 3 * 30
    assert float(clip.LossyImageCompressionRatio) == pytest.approx(
        native / len(clip.PixelData), abs=0.1
    )
    assert clip.LossyImageCompressionMethod == "ISO_10918_1"


def test_the_leads_of_the_ecg_obey_einthoven(objects: Objects) -> None:
    tracing = objects["ECG/001"]
    volts = dict(zip(ecg.LEADS, tracing.waveform_array(0).T, strict=True))
    assert len(volts["I"]) == 5000
    rounding = 3 * ecg.SENSITIVITY_MICROVOLTS
    assert np.abs(volts["I"] + volts["III"] - volts["II"]).max() <= rounding
    total = volts["aVR"] + volts["aVL"] + volts["aVF"]
    assert np.abs(total).max() <= rounding
    assert volts["II"].max() == pytest.approx(1100, abs=120)
    assert volts["V1"].min() == pytest.approx(-900, abs=150)


def test_the_heart_of_the_ecg_beats_as_often_as_it_says(objects: Objects) -> None:
    tracing = objects["ECG/001"]
    lead = tracing.waveform_array(0)[:, 1] > 600
    beats = int(np.count_nonzero(lead[1:] & ~lead[:-1]))
    assert beats == pytest.approx(ecg.RATE_PER_MINUTE / 6, abs=1)


@pytest.mark.parametrize(
    ("name", "side", "orientation", "wall"),
    [("MG/RCC", "R", ["P", "L"], -1), ("MG/LCC", "L", ["A", "R"], 0)],
)
def test_a_mammogram_lies_with_its_chest_wall_where_it_says(
    objects: Objects, name: str, side: str, orientation: list[str], wall: int
) -> None:
    view = objects[name]
    assert view.ImageLaterality == side
    assert list(view.PatientOrientation) == orientation
    picture = view.pixel_array
    middle = view.Rows // 2
    assert picture[middle, wall] < 3800
    assert picture[middle, -1 - wall] == view.PixelPaddingValue == 4095
    assert view.PhotometricInterpretation == "MONOCHROME1"
    assert 0.2 < (picture == 4095).mean() < 0.7


@pytest.mark.skipif(not shutil.which("dcmdump"), reason="DCMTK is not installed")
def test_dcmtk_reads_all_without_complaint(
    sources: list[Source], tmp_path: Path
) -> None:
    for number, source in enumerate(sources):
        (tmp_path / f"{number}.dcm").write_bytes(source.data or b"")
    answer = subprocess.run(
        ["dcmdump", "-q", "+r", "+sd", str(tmp_path)], capture_output=True, text=True
    )
    assert answer.returncode == 0
    assert answer.stderr == ""
    assert answer.stdout.count("SOPInstanceUID") >= len(sources)
