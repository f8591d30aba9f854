import numpy as np
import pytest
from pydicom import Dataset

from viewer import limits
from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.legacy import overlay
from viewer.demo.overlays import add_overlay
from viewer.files.dataset import read_dataset
from viewer.files.sources import Source
from viewer.kinds.base import ContentError
from viewer.kinds.overlay_planes import Planes, read_planes

MASK = np.zeros((5, 7), np.bool_)
MASK[1:3, 2:6] = True


def read(dataset: Dataset) -> Planes:
    return read_planes(read_dataset(Source("one", data=to_bytes(dataset))), "overlay")


def test_a_plane_has_its_name_type_and_area() -> None:
    image = ct_slice()
    found = read(overlay(MASK, image))
    ((plane,),) = found.frames
    assert (plane.title, plane.set_pixels) == ("RING", 8)
    assert ("Type", "Region of interest") in plane.facts
    assert ("Description", "A ring") in plane.facts
    assert ("Size", "7 × 5") in plane.facts
    assert [one.sop_instance_uid for one in found.images] == [image.SOPInstanceUID]


def test_pixels_outside_the_image_count_too() -> None:
    ((plane,),) = read(overlay(MASK, origin=[-3, -10])).frames
    assert plane.set_pixels == 8
    assert ("First pixel (row, column)", "-3, -10") in plane.facts


def test_what_the_object_states_of_its_region_is_told_as_stated() -> None:
    dataset = overlay(MASK)
    dataset.add_new(0x60001301, "IS", "9")
    dataset.add_new(0x60001302, "DS", "41.5")
    ((plane,),) = read(dataset).frames
    assert ("Area, as stated", "9 px") in plane.facts
    assert ("Mean, as stated", "41.5") in plane.facts


def test_every_frame_has_its_own_plane() -> None:
    many = np.stack((MASK, ~MASK))
    first, second = read(overlay(many, frames=2)).frames
    assert (first[0].set_pixels, second[0].set_pixels) == (8, 27)


def test_several_groups_are_several_planes() -> None:
    dataset = add_overlay(overlay(MASK), ~MASK, 15)
    ((one, other),) = read(dataset).frames
    assert (one.overlay.group, other.overlay.group) == (0x6000, 0x601E)
    assert other.title == "Overlay 16"


def test_no_more_frames_are_read_than_are_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = overlay(np.stack((MASK, MASK, MASK)), frames=3)
    monkeypatch.setattr(limits, "OVERLAY_FRAMES", 3)
    assert len(read(many).frames) == 3
    monkeypatch.setattr(limits, "OVERLAY_FRAMES", 2)
    assert len(read(many).frames) == 2


def test_an_object_without_an_overlay_says_so() -> None:
    dataset = overlay(MASK)
    del dataset[0x60003000]
    with pytest.raises(ContentError, match=r"^It holds no overlay\.$"):
        read(dataset)
