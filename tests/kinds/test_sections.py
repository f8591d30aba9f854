import math
from dataclasses import replace

import numpy as np
import pytest

from tests.ui.sets import ct_set, header_of, phased_set, sets_of
from viewer.demo.build import ct_slice
from viewer.demo.enhanced import enhanced_head
from viewer.dicom import tags
from viewer.files.spatial import orientation_of, plane_of, spacing_of
from viewer.geometry.plane import letters
from viewer.geometry.volume import NotAVolumeError
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.section_sets import same_planes, section_here, section_set
from viewer.kinds.sections import (
    PATIENT_AXES,
    PLANE_NAMES,
    PlaneName,
    Section,
    crossings,
    facing_plane,
    first_section,
    joined,
    moved,
    stack_of,
    turned,
)

PIXELS = np.zeros((16, 20), np.uint16)


def stack_set(slices: int = 9, **elements: object) -> DisplaySet:
    return ct_set(slices, pixels=PIXELS, **elements)


def section(name: PlaneName = "axial", group: int = 1, slices: int = 9) -> Section:
    display_set = stack_set(slices)
    return first_section(stack_of(display_set), name, slices // 2, group)


def test_axial_planes_of_an_axial_stack_are_its_slices() -> None:
    """The same pixels at the same places, as many as there are slices."""
    display_set = stack_set()
    planes, at = section_set(section())
    assert (len(planes.frames), at) == (9, 4)
    for slice_frame, plane_frame in zip(display_set.frames, planes.frames, strict=True):
        cut = plane_frame.cut
        assert cut is not None
        assert (cut.rows, cut.columns) == (16, 20)
        wanted = plane_of(slice_frame.header, 0)
        assert wanted is not None
        assert cut.plane.position_mm == pytest.approx(wanted.position_mm)
        assert cut.plane.row_spacing_mm == pytest.approx(wanted.row_spacing_mm)


@pytest.mark.parametrize(
    ("name", "right", "down"),
    [("axial", "L", "P"), ("coronal", "L", "F"), ("sagittal", "P", "F")],
)
def test_each_plane_is_an_image_that_says_where_it_lies(
    name: PlaneName, right: str, down: str
) -> None:
    planes, _ = section_set(section(name))
    numbers = set()
    for frame in planes.frames:
        header, cut = frame.header, frame.cut
        assert cut is not None
        plane, spacing = plane_of(header, 0), spacing_of(header, 0)
        cosines = orientation_of(header, 0)
        assert plane is not None
        assert spacing is not None
        assert cosines is not None
        assert [letters(cosine) for cosine in cosines] == [right, down]
        assert plane.position_mm == pytest.approx(cut.plane.position_mm)
        assert spacing.row_mm == pytest.approx(0.7)
        assert spacing.basis == "patient"
        assert header.integer(tags.Rows) == cut.rows
        assert header.integer(tags.Columns) == cut.columns
        assert not header.has(tags.SliceThickness)
        numbers.add(header.text(tags.SOPInstanceUID))
    assert len(numbers) == len(planes.frames)
    assert not numbers & {
        f.header.text(tags.SOPInstanceUID) for f in stack_set().frames
    }


def test_a_plane_is_the_same_image_whenever_it_is_cut() -> None:
    one, at = section_set(section("coronal"))
    other, _ = section_set(section("coronal"))
    slab, _ = section_set(replace(section("coronal"), slab_mm=10.0))
    uids = [
        made.frames[at].header.text(tags.SOPInstanceUID) for made in (one, other, slab)
    ]
    assert uids[0] == uids[1] != uids[2]
    assert all(len(uid) <= 64 for uid in uids)
    assert slab.frames[at].header.number(tags.SliceThickness) == 10


def test_the_whole_volume_lies_in_the_planes() -> None:
    """Coronal: 9 slices of 5 mm as pixels of 0.7 mm, with half a slice at both ends."""
    planes, _ = section_set(section("coronal"))
    cut = planes.frames[0].cut
    assert cut is not None
    assert len(planes.frames) == 16
    assert cut.rows == round(40 / 0.7) + 1 + 2 * 3
    assert cut.columns == 20


def test_the_step_is_chosen_and_a_plane_still_passes_through_the_point() -> None:
    wanted = replace(section("sagittal"), step_mm=3.0)
    planes, at = section_set(wanted)
    here = section_here(planes, at)
    assert here == wanted
    one, other = planes.frames[at].cut, planes.frames[at + 1].cut
    assert one is not None
    assert other is not None
    away = np.subtract(other.plane.position_mm, one.plane.position_mm)
    assert away == pytest.approx((-3.0, 0.0, 0.0)), "to the right of the patient"
    assert one.plane.to_image(wanted.point_mm)[2] == pytest.approx(0)


def test_a_scrolled_plane_takes_the_point_with_it() -> None:
    planes, at = section_set(section("coronal"))
    here = section_here(planes, at + 3)
    assert here is not None
    away = np.subtract(here.point_mm, section("coronal").point_mm)
    assert away == pytest.approx((0.0, 3 * 0.7, 0.0))


def test_turning_in_one_plane_turns_the_others_and_not_itself() -> None:
    start = section("axial")
    lead = turned(start, 30.0)
    assert lead.facing == start.facing
    others = {
        name: joined(facing_plane(start, name), lead)
        for name in PLANE_NAMES
        if name != "axial"
    }
    half, root = math.sin(math.radians(30)), math.cos(math.radians(30))
    coronal, sagittal = others["coronal"], others["sagittal"]
    assert coronal.facing[0] == pytest.approx((root, half, 0.0))
    assert coronal.facing[1] == pytest.approx((0.0, 0.0, -1.0))
    assert sagittal.facing[0] == pytest.approx((-half, root, 0.0))
    assert coronal.is_oblique
    assert "oblique" in coronal.title()
    crossing = dict(crossings(lead))
    assert abs(np.dot(crossing["coronal"], (root, half, 0))) == pytest.approx(1)
    assert abs(np.dot(crossing["sagittal"], (-half, root, 0))) == pytest.approx(1)


def test_planes_stay_at_right_angles_however_often_they_are_turned() -> None:
    planes = {name: section(name) for name in PLANE_NAMES}
    for number in range(300):
        name = PLANE_NAMES[number % 3]
        planes[name] = lead = turned(planes[name], 7.3)
        planes = {
            other: joined(plane, lead) if other != name else lead
            for other, plane in planes.items()
        }
    normals = np.array([plane.normal for plane in planes.values()])
    assert np.abs(normals @ normals.T) == pytest.approx(np.eye(3), abs=1e-9)
    for other, across in zip(("sagittal", "coronal", "axial"), lead.axes, strict=True):
        (plane,) = (one for one in planes.values() if one.name == other)
        assert abs(np.dot(plane.normal, across)) == pytest.approx(1, abs=1e-9)


def test_a_point_moved_within_a_plane_leaves_its_images_as_they_are() -> None:
    planes, at = section_set(section("axial"))
    here = section_here(planes, at + 2)
    assert here is not None
    x, y, z = here.point_mm
    kept = same_planes(planes, at + 2, replace(here, point_mm=(x + 3, y - 1, z)))
    assert kept is not None
    assert kept.frames is planes.frames
    moved_here = section_here(kept, at + 2)
    assert moved_here is not None
    assert moved_here.point_mm == pytest.approx((x + 3, y - 1, z))
    assert same_planes(planes, at + 2, moved(here, 1)) is None
    assert same_planes(planes, at + 2, replace(here, slab_mm=5.0)) is None


def test_the_planes_stand_for_their_series_in_lists() -> None:
    found = stack_of(stack_set())
    planes, _ = section_set(first_section(found, "axial"))
    assert planes.listed is found.source


def test_each_phase_is_a_volume_of_its_own() -> None:
    display_set = phased_set(4, 2)
    second = stack_of(display_set, 5)
    assert second.phase == 1
    assert second.frames == display_set.frames[4:]


def test_an_enhanced_object_is_a_volume() -> None:
    (display_set,) = sets_of([enhanced_head()])
    found = stack_of(display_set)
    assert found.grid.shape[0] == len(display_set.frames) // display_set.phases
    planes, at = section_set(first_section(found, "sagittal"))
    header = planes.frames[at].header
    assert plane_of(header, 0) is not None
    assert spacing_of(header, 0) is not None


def test_places_of_missing_slices_are_no_slices() -> None:
    display_set = stack_set(9)
    frames = list(display_set.frames)
    frames[4] = Frame(frames[3].header, -1)
    found = stack_of(replace(display_set, frames=tuple(frames)))
    assert len(found.frames) == 8
    assert found.grid.missing == 1


def test_the_point_lies_in_the_slice_that_was_shown() -> None:
    found = stack_of(stack_set())
    assert first_section(found, "coronal", 7).point_mm[2] == pytest.approx(35.0)
    assert first_section(found, "coronal", 7).axes == PATIENT_AXES


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"view": "card"}, "This is no stack of slices."),
        (
            {"frames": (Frame(header_of(ct_slice(0))),) * 3},
            "2 slices lie where others lie.",
        ),
        (
            {
                "frames": tuple(
                    Frame(header_of(ct_slice(n, PIXELS[: 8 + n]))) for n in range(4)
                )
            },
            "The slices have different numbers of pixels.",
        ),
        (
            {
                "frames": tuple(
                    Frame(header_of(ct_slice(n, FrameOfReferenceUID=f"1.{n}")))
                    for n in range(4)
                )
            },
            "The slices are of different frames of reference.",
        ),
        (
            {
                "frames": tuple(
                    Frame(header_of(ct_slice(n, PhotometricInterpretation="RGB")))
                    for n in range(4)
                )
            },
            "Planes through colour images are not made.",
        ),
    ],
)
def test_what_is_no_volume_says_why(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(NotAVolumeError) as refused:
        stack_of(replace(stack_set(), **change))  # type: ignore[arg-type]
    assert str(refused.value) == sentence
