"""Reconstructed nuclear medicine: where its slices lie, by the first and a vector."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.ui.sets import sets_of, shown_of
from viewer.demo.build import AXIAL, to_bytes
from viewer.demo.nuclear import tomogram
from viewer.files.spatial import plane_of, spacing_of
from viewer.geometry.volume import NotAVolumeError
from viewer.kinds.fusions import Fusion, space_of
from viewer.kinds.section_sets import section_set
from viewer.kinds.sections import first_section, stack_of
from viewer.work.volume_filling import Filling, SliceRequest, sliced

POSITION = (-60.0, 35.0, 120.0)
OBLIQUE = (0.8, 0.6, 0.0, -0.6, 0.8, 0.0)
CORONAL = (1.0, 0.0, 0.0, 0.0, 0.0, -1.0)


def counts(frames: int) -> Any:
    random = np.random.default_rng(7)
    return random.integers(0, 1000, (frames, 20, 24)).astype(np.uint16)


@pytest.mark.parametrize("cosines", [AXIAL, OBLIQUE, CORONAL])
@pytest.mark.parametrize("spacing_mm", [4.5, -4.5])
def test_slices_lie_where_simple_itk_has_them(
    tmp_path: Path, cosines: tuple[float, ...], spacing_mm: float
) -> None:
    dataset = tomogram(counts(9), POSITION, cosines, spacing_mm)
    path = tmp_path / "tomogram"
    path.write_bytes(to_bytes(dataset))
    theirs = import_module("SimpleITK").ReadImage(str(path))
    (display_set,) = sets_of([dataset])
    grid = stack_of(display_set).grid
    assert grid.spacings_mm[2] == pytest.approx(theirs.GetSpacing()[2]) == 4.5
    for frame in display_set.frames:
        plane = plane_of(frame.header, frame.frame_index)
        assert plane is not None
        normal = np.cross(cosines[:3], cosines[3:])
        wanted = np.array(POSITION) + frame.frame_index * spacing_mm * normal
        assert plane.position_mm == pytest.approx(wanted.tolist())
        if spacing_mm > 0:  # GDCM takes every spacing for a positive one
            there = theirs.TransformIndexToPhysicalPoint((0, 0, frame.frame_index))
            assert plane.position_mm == pytest.approx(there)
        spacing = spacing_of(frame.header, frame.frame_index)
        assert spacing is not None
        assert spacing.basis == "patient"


def test_a_plane_has_the_counts_of_its_voxels() -> None:
    values = counts(9)
    (display_set,) = sets_of([tomogram(values, POSITION, spacing_mm=-6.0)])
    stack = stack_of(display_set)
    filling = Filling(stack)
    for number, frame in enumerate(stack.frames):
        filling.add(number, shown_of(frame))
    planes, at = section_set(first_section(stack, "axial", 3))
    shown = sliced(SliceRequest(filling.finish(), planes.frames[at]))
    assert np.array_equal(shown.decoded.values, values[3])
    assert [frame.frame_index for frame in stack.frames] == [*range(9)][::-1]


def test_a_gated_one_is_a_volume_in_each_of_its_slots() -> None:
    (display_set,) = sets_of([tomogram(counts(24), POSITION, slots=4)])
    assert display_set.phases == 4
    stack = stack_of(display_set, 13)
    assert stack.phase == 2
    assert [frame.frame_index for frame in stack.frames] == [*range(12, 18)]


def test_what_is_laid_over_says_which_of_its_phases_it_is() -> None:
    (gated,) = sets_of([tomogram(counts(24), POSITION, slots=4)])
    (whole,) = sets_of([tomogram(counts(9), POSITION)])
    titles = [
        Fusion(stack_of(one, index), space_of(one.first)).title
        for one, index in ((gated, 0), (gated, 13), (whole, 0))
    ]
    assert titles[0] != titles[1]
    assert titles[1].startswith(f"{titles[2]} · ")
    assert gated.phase_labels[2] in titles[1]


@pytest.mark.parametrize(
    "elements",
    [
        {"ImageType": ["ORIGINAL", "PRIMARY", "TOMO", "EMISSION"]},
        {"SpacingBetweenSlices": ""},
        {"SliceVector": [1, 2, 3]},
    ],
)
def test_what_does_not_say_where_its_slices_lie_is_no_volume(
    elements: dict[str, Any],
) -> None:
    (display_set,) = sets_of([tomogram(counts(9), POSITION, **elements)])
    with pytest.raises(NotAVolumeError, match="not stated where"):
        stack_of(display_set)
