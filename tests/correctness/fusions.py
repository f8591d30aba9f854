"""Two volumes in one picture, nuclear tomograms and marks in planes, by SimpleITK."""

import tempfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.correctness.table import Check, Difference
from tests.correctness.volumes import (
    RESAMPLED,
    filled_from,
    filled_of,
    made_series,
    sections_of,
)
from tests.geometry.pet_oracle import PAIRS, pet_by_simple_itk
from tests.ui.sets import sets_of, shown_of
from viewer.demo.build import AXIAL, to_bytes
from viewer.demo.nuclear import tomogram
from viewer.demo.oblique import OBLIQUE
from viewer.demo.pet_ct import (
    BALL_BQML,
    DELAY_S,
    DOSE_BQ,
    HALF_LIFE_S,
    WEIGHT_KG,
    ct_series,
    pet_series,
    registration,
)
from viewer.export.measurements import MeasurementRequest, measurement_report
from viewer.export.records import CutPlane, Image, MarkedFrame
from viewer.files.sources import Source
from viewer.files.spatial import plane_of
from viewer.geometry.marks import Mark
from viewer.kinds.base import Frame
from viewer.kinds.fusions import Fusion, joined, space_of
from viewer.kinds.registrations import read_registration
from viewer.kinds.section_sets import section_set
from viewer.pixels.mark_figures import FigureName, MarkFigures
from viewer.work.loading import Above, Shown
from viewer.work.measuring import figures_of
from viewer.work.volume_filling import SliceRequest, placed, sliced

if TYPE_CHECKING:
    from pydicom import Dataset

BOX = Mark("2.25.1", "rectangle", ((30.0, 24.0), (60.0, 50.0)))
BOXED = 26 * 30
POINTS = ((3.5, 4.25), (17.0, 9.5), (22.75, 30.0))
FACTOR = WEIGHT_KG * 1000 / (DOSE_BQ * 2 ** (-DELAY_S / HALF_LIFE_S))
"""From becquerels per millilitre to SUV, on paper (PS3.3 C.8.9.1)."""


def _over(pet: "list[Dataset]", kind: str, matrix: Any) -> Iterator[tuple[str, Shown]]:
    """The PET over slices of the CT, and over planes through it."""
    (below,), (above,) = sets_of(ct_series()), sets_of(pet)
    known = () if matrix is None else [registration(matrix, kind=kind)]
    to_volume, _ = joined(below, above, [read_registration(one) for one in known])
    filled, ct = filled_from(above), filled_from(below)
    fusion = Fusion(filled.stack, space_of(below.first), to_volume)
    frames = {f"slice {at}": below.frames[at] for at in (10, 16, 22)}
    for name, section in sections_of(ct).items():
        planes, at = section_set(section)
        frames[name] = planes.frames[at]
    for name, frame in frames.items():
        request = SliceRequest(placed(filled, to_volume), fusion.over(frame))
        yield name, sliced(request)


def fused(files: Sequence[Path]) -> Iterator[Difference]:
    """As part of the uptake of the ball."""
    for pair, (matrix, cosines, kind) in PAIRS.items():
        pet = pet_series(matrix, cosines)
        for name, shown in _over(pet, kind, matrix):
            ours, theirs = shown.decoded.values, _theirs(pet, matrix, shown)
            both = np.isfinite(ours) & np.isfinite(theirs)
            assert both.sum() > 1000
            yield (
                f"{pair}, {name}",
                float(np.abs(ours - theirs)[both].max()) / BALL_BQML,
            )


def _theirs(pet: "list[Dataset]", matrix: Any, shown: Shown) -> Any:
    cut = shown.frame.cut
    assert cut is not None
    to_ct = np.eye(4) if matrix is None else matrix
    return pet_by_simple_itk(pet, cut.plane, (cut.rows, cut.columns), to_ct)


def upper(files: Sequence[Path]) -> Iterator[Difference]:
    """Relative; in becquerels per millilitre and as SUV."""
    sitk = import_module("SimpleITK")
    (below,) = sets_of(ct_series())
    pet = pet_series()
    for number, (name, over) in enumerate(_over(pet, "", None)):
        if number > 2:
            break
        shown = shown_of(below.frames[(10, 16, 22)[number]])
        made = figures_of(BOX, shown, (), Above("PT", over))
        there = _theirs(pet, None, over)[24:50, 30:60]
        found = sitk.StatisticsImageFilter()
        found.Execute(sitk.GetImageFromArray(there))
        wanted: dict[FigureName, float] = {
            "mean": found.GetMean(),
            "deviation": found.GetSigma() * ((BOXED - 1) / BOXED) ** 0.5,  # of all
            "least": found.GetMinimum(),
            "greatest": found.GetMaximum(),
        }
        for figure, value in wanted.items():
            for channel, factor in (("PT", 1.0), ("PT SUVbw", FACTOR)):
                one = made.figure(figure, channel)
                assert one is not None
                off = abs(one.value - value * factor) / (BALL_BQML * factor)
                yield f"{name}, {figure}, {channel}", off


def tomograms(files: Sequence[Path]) -> Iterator[Difference]:
    sitk = import_module("SimpleITK")
    values = np.zeros((9, 20, 24), np.uint16)
    for name, cosines in (("axial", AXIAL), ("oblique", OBLIQUE)):
        dataset = tomogram(values, (-60.0, 35.0, 120.0), cosines, 4.5)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "tomogram"
            path.write_bytes(to_bytes(dataset))
            image = sitk.ReadImage(str(path))
        (display_set,) = sets_of([dataset])
        for frame in display_set.frames:
            plane = plane_of(frame.header, frame.frame_index)
            assert plane is not None
            there = image.TransformIndexToPhysicalPoint((5, 7, frame.frame_index))
            off = np.array(plane.to_patient(5.5, 7.5)) - np.array(there)
            yield f"{name} {frame.frame_index}", float(np.linalg.norm(off))


def marks(files: Sequence[Path]) -> Iterator[Difference]:
    """Points of a report on planes, as highdicom reads them."""
    sitk, sr = import_module("SimpleITK"), import_module("highdicom.sr")
    datasets = made_series("oblique")
    filled = filled_of(datasets)
    for name, section in sections_of(filled).items():
        planes, at = section_set(section)
        frame = planes.frames[at]
        line = MarkFigures(Mark("2.25.8", "polygon", POINTS))
        request = MeasurementRequest((_marked(datasets[0], frame, line),))
        report = sr.srread(BytesIO(measurement_report(request))).content
        (group,) = report.get_planar_roi_measurement_groups()
        image = _empty_image(sitk, frame)
        for point, ours in zip(POINTS, group.roi.value, strict=False):
            index = (point[0] - 0.5, point[1] - 0.5, 0.0)
            there = image.TransformContinuousIndexToPhysicalPoint(index)
            off = np.linalg.norm(np.array(there) - ours)
            yield f"{name} {point}", float(off)


def _empty_image(sitk: Any, frame: Frame) -> Any:
    assert frame.cut is not None
    plane = frame.cut.plane
    image = sitk.Image(frame.cut.columns, frame.cut.rows, 1, sitk.sitkUInt8)
    image.SetOrigin(plane.position_mm)
    image.SetSpacing((plane.column_spacing_mm, plane.row_spacing_mm, 1.0))
    axes = np.array([plane.row_cosine, plane.column_cosine, plane.normal])
    image.SetDirection(axes.T.ravel().tolist())
    return image


def _marked(dataset: "Dataset", frame: Frame, figures: MarkFigures) -> MarkedFrame:
    assert frame.cut is not None
    image = Image(
        Source("image", to_bytes(dataset)),
        dataset.StudyInstanceUID,
        dataset.SeriesInstanceUID,
        dataset.SOPClassUID,
        dataset.SOPInstanceUID,
        dataset.Rows,
        dataset.Columns,
    )
    cut = CutPlane(frame.cut.plane, "1.2.3", frame.cut.rows, frame.cut.columns)
    return MarkedFrame(image, 0, (figures,), cut, (image,))


CHECKS = (
    Check(
        "Fused values: one space, registered rigidly, with scales, with shears",
        RESAMPLED,
        "of the largest uptake",
        2e-4,
        fused,
    ),
    Check(
        "Areas over a fusion: mean, SD, minimum, maximum of what is above, and as SUV",
        "SimpleITK's statistics of what it resamples, the factor by hand",
        "of the largest uptake",
        2e-4,
        upper,
    ),
    Check(
        "Where slices of nuclear tomograms lie",
        "SimpleITK's physical points",
        "mm",
        1e-6,
        tomograms,
    ),
    Check(
        "Written reports: places of marks on planes, in the patient (32 bits)",
        "SimpleITK's physical points, read by highdicom",
        "mm",
        1e-4,
        marks,
    ),
)
