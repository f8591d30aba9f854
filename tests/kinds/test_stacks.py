"""The planes of display sets, from headers as the program reads them."""

from pathlib import Path

import pytest

from tests.ui.sets import ct_set, phased_set, sets_of
from viewer.demo.build import ct_slice, enhanced_mr
from viewer.files.header import Header
from viewer.files.index import IndexBuilder
from viewer.files.scan import scan
from viewer.kinds import display_sets
from viewer.kinds.base import DisplaySet
from viewer.kinds.gaps import with_places
from viewer.kinds.stacks import placed


def test_slices_have_their_planes_in_display_order() -> None:
    place = placed(ct_set(4))
    levels = [place.stack.level_of(index) for index in range(4)]
    assert levels == [0.0, 5.0, 10.0, 15.0]
    assert place.stack.spacing_mm == 5.0
    sheet = place.sheet(2)
    assert sheet is not None
    assert (sheet.rows, sheet.columns) == (16, 16)


def test_frames_of_one_object_have_a_plane_each() -> None:
    (found,) = sets_of([enhanced_mr(4)])
    place = placed(found)
    assert [place.stack.level_of(index) for index in range(4)] == [0.0, 4.0, 8.0, 12.0]


def test_a_missing_slice_has_its_place_between_its_neighbours() -> None:
    (found,) = sets_of([ct_slice(number) for number in (0, 1, 2, 3, 6, 7)])
    place = placed(with_places(found))
    levels = [place.stack.level_of(index) for index in range(8)]
    assert levels == [0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0]


def test_a_mosaic_of_slices_has_no_plane() -> None:
    kind = ["ORIGINAL", "PRIMARY", "M", "MOSAIC"]
    (found,) = sets_of([ct_slice(0, ImageType=kind)])
    assert placed(found).stack.any_sheet is None


def test_space_is_shared_by_frame_of_reference_and_patient() -> None:
    here = placed(ct_set(2))
    assert here.shares_space(placed(ct_set(3)))
    assert not here.shares_space(placed(ct_set(2, FrameOfReferenceUID="1.2.3")))
    assert not here.shares_space(placed(ct_set(2, PatientID="another")))
    nowhere = placed(ct_set(2, FrameOfReferenceUID=None))
    assert not nowhere.shares_space(nowhere)


def test_phases_are_scrolled_within() -> None:
    place = placed(phased_set(positions=3, phases=2))
    assert place.per_phase == 3
    assert list(place.candidates(1)) == [0, 1, 2]
    assert list(place.candidates(5)) == [3, 4, 5]
    assert place.place_in_phase(5) == 2


def test_a_growing_set_stays_the_same_one() -> None:
    assert placed(ct_set(2)).key == placed(ct_set(5)).key


def _sets(folder: Path) -> list[DisplaySet]:
    builder = IndexBuilder()
    for header in scan([str(folder)], lambda: False):
        if isinstance(header, Header):
            builder.add(header)
    return [
        found
        for patient in builder.index().patients
        for study in patient.studies
        for series in study.series
        for found in display_sets(series)
    ]


@pytest.mark.parametrize(
    "folder",
    [
        "geometry/gantry-tilt",
        "geometry/mixed-orientation",
        "geometry/prior-b-plastic-head-tilted",
        "geometry/inconsistent-increment",
        "volume-mr/t1-96-jpeglossless",
        "volume-mr/dti-multi-b",
        "volume-mr/temporal-fmri",
    ],
)
def test_planes_of_real_files_agree_with_simple_itk(corpus: Path, folder: str) -> None:
    """Corners and centres of every image, as SimpleITK places them."""
    itk = pytest.importorskip("SimpleITK")
    compared = 0
    for found in _sets(corpus / folder):
        place = placed(found)
        for index, frame in enumerate(found.frames):
            sheet = place.sheet(index)
            if frame.is_missing:
                continue
            reader = itk.ImageFileReader()
            reader.SetFileName(frame.header.source.path)
            reader.ReadImageInformation()
            assert sheet is not None
            image = itk.Image([*reader.GetSize()[:2], 1], itk.sitkUInt8)
            image.SetOrigin(reader.GetOrigin())
            image.SetDirection(reader.GetDirection())
            image.SetSpacing([*reader.GetSpacing()[:2], 1.0])
            columns, rows = image.GetSize()[:2]
            assert (columns, rows) == (sheet.columns, sheet.rows)
            for column, row in ((0.0, 0.0), (columns, 0.0), (columns / 2, rows)):
                theirs = image.TransformContinuousIndexToPhysicalPoint(
                    (column - 0.5, row - 0.5, 0.0)
                )
                ours = sheet.plane.to_patient(column, row)
                assert ours == pytest.approx(theirs, abs=1e-3)
            compared += 1
    assert compared
