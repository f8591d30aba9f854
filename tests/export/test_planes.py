"""Planes that leave, as dciodvfy, SimpleITK and our own reader take them."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.export.made import complaints, image_of, parsed
from tests.ui.sets import header_of, sets_of, shown_of
from viewer import limits
from viewer.demo.build import ct_slice
from viewer.demo.nuclear import pet_slice
from viewer.export.planes import planes_object
from viewer.export.records import ExportError
from viewer.files.spatial import plane_of, spacing_of
from viewer.kinds.section_sets import section_set
from viewer.kinds.sections import PlaneName, first_section, stack_of, turned
from viewer.pixels.look import Window
from viewer.pixels.modality import Rescale, read_modality
from viewer.work.plane_saving import SavingRequest, planes_to_save
from viewer.work.volume_filling import Filled, Filling

RANDOM = np.random.default_rng(8)
PIXELS = [RANDOM.integers(0, 4000, (24, 20)).astype(np.uint16) for _ in range(6)]
SLICES = [ct_slice(number, pixels) for number, pixels in enumerate(PIXELS)]


def pet_slices() -> list[Any]:
    """Rescaled each by itself."""
    made = []
    for number in range(6):
        dataset = pet_slice(
            ImagePositionPatient=[0, 0, 4.0 * number],
            InstanceNumber=number + 1,
            RescaleSlope=0.5 + number,
            SOPInstanceUID=f"1.2.{number + 1}",
        )
        made.append(dataset)
    return made


def saving(
    datasets: list[Any], name: PlaneName = "coronal", **fields: Any
) -> SavingRequest:
    (display_set,) = sets_of(datasets)
    filling = Filling(stack_of(display_set))
    for number, frame in enumerate(stack_of(display_set).frames):
        filling.add(number, shown_of(frame))
    filled: Filled = filling.finish()
    section = first_section(filled.stack, name, 3)
    for field, value in fields.items():
        object.__setattr__(section, field, value)
    planes, _ = section_set(section)
    cuts = tuple(frame.cut for frame in planes.frames if frame.cut is not None)
    images = tuple(image_of(dataset) for dataset in datasets)
    return SavingRequest(filled, section, cuts, images, Window(40.0, 400.0))


def saved(request: SavingRequest) -> bytes:
    return planes_object(planes_to_save(request))


@pytest.mark.parametrize("name", ["axial", "coronal", "sagittal"])
def test_the_object_is_sound_by_dciodvfy(tmp_path: Path, name: PlaneName) -> None:
    assert complaints(saved(saving(SLICES, name)), tmp_path) == []
    assert complaints(saved(saving(SLICES, name, slab_mm=10.0)), tmp_path) == []


def test_each_plane_lies_where_it_was_cut() -> None:
    request = saving(SLICES, step_mm=2.0)
    header = header_of(parsed(saved(request)))
    for index, cut in enumerate(request.cuts):
        plane, spacing = plane_of(header, index), spacing_of(header, index)
        assert plane is not None
        assert spacing is not None
        assert plane.position_mm == pytest.approx(cut.plane.position_mm)
        assert plane.normal == pytest.approx(cut.plane.normal)
        assert spacing.row_mm == pytest.approx(cut.plane.row_spacing_mm)


def test_the_object_is_the_same_volume_again() -> None:
    """Opened here, its planes make a volume of the step that they were cut at."""
    (display_set,) = sets_of([parsed(saved(saving(SLICES, "sagittal", step_mm=2.0)))])
    grid = stack_of(display_set).grid
    assert grid.spacings_mm == pytest.approx((0.7, 0.7, 2.0))
    assert abs(grid.normal[0]) == pytest.approx(1.0)


def test_values_are_those_of_simple_itk(tmp_path: Path) -> None:
    """In HU, with its rescaling, plane after plane."""
    path = tmp_path / "planes.dcm"
    request = saving(SLICES, "axial")
    path.write_bytes(saved(request))
    sitk = import_module("SimpleITK")
    image = sitk.GetArrayFromImage(sitk.ReadImage(str(path)))
    assert np.array_equal(image, np.stack(PIXELS).astype(np.int32) - 1024)


def test_what_has_no_value_is_padding(tmp_path: Path) -> None:
    """Outside the volume, which turned planes reach; the unit is kept."""
    lean = turned(first_section(saving(SLICES).filled.stack, "axial", 3), 30.0)
    request = saving(SLICES, "coronal", facing=(lean.axes[0], (0.0, 0.0, -1.0)))
    content = saved(request)
    assert complaints(content, tmp_path) == []
    made = parsed(content)
    absent = made.pixel_array == made.PixelPaddingValue
    assert 0.1 < absent.mean() < 0.9
    there = made.pixel_array[~absent]
    assert there.max() <= np.max(PIXELS)
    assert read_modality(header_of(made), 0, False) == (Rescale(1, -1024), "HU", "")


def test_values_with_a_sign_are_saved_without(tmp_path: Path) -> None:
    signed = [
        ct_slice(
            number,
            (pixels // 2).astype(np.int16) - 1000,
            PixelRepresentation=1,
            RescaleIntercept=0,
        )
        for number, pixels in enumerate(PIXELS)
    ]
    content = saved(saving(signed, "axial"))
    assert complaints(content, tmp_path) == []
    made = parsed(content)
    values = made.pixel_array * float(made.RescaleSlope) + float(made.RescaleIntercept)
    assert np.array_equal(values, np.stack(PIXELS).astype(int) // 2 - 1000)


def test_slices_of_several_slopes_are_saved_in_their_unit(tmp_path: Path) -> None:
    request = saving(pet_slices(), "axial")
    content = saved(request)
    assert complaints(content, tmp_path) == []
    made = parsed(content)
    values = made.pixel_array * float(made.RescaleSlope) + float(made.RescaleIntercept)
    wanted = request.filled.volume.values
    there = np.isfinite(wanted)
    off = np.abs(values - wanted)[there].max()
    assert off <= float(made.RescaleSlope)
    again = read_modality(header_of(made), 0, False)
    assert (made.RescaleType, again.unit) == ("BQML", request.filled.info.unit)


def test_it_says_what_it_is_made_of() -> None:
    made = parsed(saved(saving(SLICES, "coronal", slab_mm=10.0)))
    assert made.ImageType == ["DERIVED", "SECONDARY"]
    codes = [item.CodeValue for item in made.DerivationCodeSequence]
    assert codes == ["113072", "113078"]
    referred = [one.ReferencedSOPInstanceUID for one in made.SourceImageSequence]
    assert referred == [dataset.SOPInstanceUID for dataset in SLICES]
    assert made.StudyInstanceUID == SLICES[0].StudyInstanceUID
    assert made.FrameOfReferenceUID == SLICES[0].FrameOfReferenceUID
    assert made.SeriesInstanceUID != SLICES[0].SeriesInstanceUID
    assert "MIP 10 mm" in made.SeriesDescription


def test_too_many_planes_for_a_file_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = saving(SLICES)
    cut = request.cuts[0]
    size = len(request.cuts) * cut.rows * cut.columns * 2
    monkeypatch.setattr(limits, "SAVED_PLANES_BYTES", size)
    planes_to_save(request)
    monkeypatch.setattr(limits, "SAVED_PLANES_BYTES", size - 1)
    with pytest.raises(ExportError, match="too many"):
        planes_to_save(request)


def test_planes_are_cut_no_further_when_they_are_given_up() -> None:
    told: list[int] = []

    def went_on(count: int) -> bool:
        told.append(count)
        return count < 3

    with pytest.raises(ExportError, match="Cancelled"):
        planes_to_save(replace(saving(SLICES), went_on=went_on))
    assert told == [1, 2, 3]
