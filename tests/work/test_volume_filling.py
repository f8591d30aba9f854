from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.ui.sets import ct_set, sets_of, shown_of
from viewer import limits
from viewer.demo.build import ct_slice
from viewer.demo.nuclear import pet_slice
from viewer.geometry.volume import NotAVolumeError
from viewer.kinds.base import DisplaySet
from viewer.kinds.section_sets import section_set
from viewer.kinds.sections import first_section, stack_of
from viewer.pixels.modality import Rescale
from viewer.pixels.pipeline import modality_values
from viewer.work import volume_filling
from viewer.work.loading import Shown
from viewer.work.volume_filling import (
    Filled,
    Filling,
    SliceRequest,
    check_size,
    sliced,
)

RANDOM = np.random.default_rng(5)


def noise(low: int = 0, high: int = 4096) -> Any:
    return RANDOM.integers(low, high, (12, 10)).astype(np.uint16)


def slices(count: int = 5, **elements: Any) -> tuple[DisplaySet, list[Any]]:
    pixels = [noise() for _ in range(count)]
    made = [ct_slice(n, pixels[n], **elements) for n in range(count)]
    (display_set,) = sets_of(made)
    return display_set, pixels


def filled(display_set: DisplaySet, order: list[int] | None = None) -> Filled:
    stack = stack_of(display_set)
    filling = Filling(stack)
    for number in order or range(len(stack.frames)):
        filling.add(number, shown_of(stack.frames[number]))
    assert filling.is_whole
    return filling.finish()


def axial(of: Filled, number: int) -> Shown:
    planes, at = section_set(first_section(of.stack, "axial", number))
    return sliced(SliceRequest(of, planes.frames[at]))


def test_a_volume_has_the_stored_values_in_whatever_order_they_came() -> None:
    display_set, pixels = slices()
    made = filled(display_set, [3, 0, 4, 2, 1])
    assert made.volume.values.dtype == np.uint16
    assert np.array_equal(made.volume.values, np.stack(pixels))
    assert made.volume.nbytes == 5 * 12 * 10 * 2, "each voxel once"


def test_a_plane_is_shown_as_its_slices_are() -> None:
    """Modality values, unit, windows, and the default one, are those of the file."""
    display_set, pixels = slices()
    plane = axial(filled(display_set), 3)
    shown = shown_of(display_set.frames[3])
    assert np.array_equal(plane.decoded.values, pixels[3])
    assert (plane.info.unit, plane.info.transform) == ("HU", Rescale(1, -1024))
    assert plane.info.voi_choices == shown.info.voi_choices
    assert plane.default_voi == shown.default_voi
    assert plane.value_range is not None
    assert plane.value_range[0] == int(np.stack(pixels).min()) - 1024


def test_outside_has_a_value_that_no_voxel_has() -> None:
    for low, high in ((0, 4096), (40_000, 65_536), (0, 65_536)):
        pixels = [noise(low, high) for _ in range(4)]
        pixels[0][0, 0], pixels[0][0, 1] = low, high - 1
        made = [
            ct_slice(n, pixels[n], BitsAllocated=16, BitsStored=16, HighBit=15)
            for n in range(4)
        ]
        (display_set,) = sets_of(made)
        volume = filled(display_set).volume
        assert not (volume.values == volume.empty).any()
        assert np.array_equal(volume.values, np.stack(pixels))
        whole = np.iinfo(volume.values.dtype)
        assert whole.min <= volume.empty <= whole.max


def test_padding_of_the_file_is_no_value_of_the_volume() -> None:
    display_set, _ = slices(PixelPaddingValue=4095)
    made = filled(display_set)
    assert (made.volume.empty, made.volume.padding) == (4095, (4095, 4095))
    assert made.info.padding == (4095, 4095)


def test_slices_rescaled_by_themselves_are_a_volume_of_modality_values() -> None:
    """Positron emission: the same stored value is another activity in each slice."""
    pixels = [noise() for _ in range(4)]
    made = []
    for number in range(4):
        dataset = pet_slice(
            ImagePositionPatient=[0, 0, 4.0 * number],
            InstanceNumber=number + 1,
            RescaleSlope=0.5 + number,
            SOPInstanceUID=f"1.2.{number + 1}",
        )
        dataset.Rows, dataset.Columns = pixels[number].shape
        dataset.PixelData = pixels[number].tobytes()
        dataset.BitsStored, dataset.HighBit = 16, 15
        dataset.PixelRepresentation = 0
        made.append(dataset)
    (display_set,) = sets_of(made)
    found = filled(display_set, [2, 0, 1, 3])
    for number, frame in enumerate(display_set.frames):
        shown = shown_of(frame)
        wanted = modality_values(shown.decoded.values, shown.info)
        assert found.volume.values[number] == pytest.approx(wanted)
        assert wanted == pytest.approx(pixels[number] * (0.5 + number))
    assert found.info.transform == Rescale()
    assert found.info.unit == shown_of(display_set.frames[0]).info.unit != ""
    assert np.isnan(found.volume.empty)


def test_slices_of_different_units_are_refused() -> None:
    display_set, _ = slices()
    stack = stack_of(display_set)
    filling = Filling(stack)
    first, second = (shown_of(stack.frames[n]) for n in (0, 1))
    filling.add(0, first)
    other = replace(second, info=replace(second.info, unit="mg/ml"))
    with pytest.raises(NotAVolumeError, match="different units"):
        filling.add(1, other)


def test_damage_and_loss_of_any_slice_are_told_of_every_plane() -> None:
    display_set, _ = slices()
    stack = stack_of(display_set)
    filling = Filling(stack)
    for number, frame in enumerate(stack.frames):
        shown = shown_of(frame)
        if number == 1:
            decoded = replace(shown.decoded, marks=("damaged",), loss="lossy")
            shown = replace(shown, decoded=decoded)
        filling.add(number, shown)
    plane = axial(filling.finish(), 4)
    assert plane.decoded.marks == ("damaged",)
    assert plane.decoded.loss == "lossy"


def test_a_volume_is_refused_from_one_slice_over_the_limit_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stack = stack_of(ct_set(5, pixels=noise()))
    monkeypatch.setattr(limits, "VOLUME_BYTES", 5 * 12 * 10 * 2)
    check_size(stack)
    monkeypatch.setattr(limits, "VOLUME_BYTES", 5 * 12 * 10 * 2 - 1)
    with pytest.raises(NotAVolumeError, match="it may take"):
        check_size(stack)


def test_a_volume_never_takes_more_than_is_free(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(volume_filling, "available_memory_bytes", lambda: 1000)
    with pytest.raises(NotAVolumeError, match="memory"):
        check_size(stack_of(ct_set(5, pixels=noise())))


def test_padding_between_the_values_is_not_made_between_two_of_them() -> None:
    """Half way from −10 to 10 is 0, which is a value; 0 in the file is none."""
    made = []
    for number in range(4):
        pixels = np.full((12, 10), -10 if number % 2 else 10, np.int16)
        pixels[:4] = 0
        made.append(ct_slice(number, pixels, PixelPaddingValue=0, RescaleIntercept=0))
        made[-1].PixelRepresentation = 1
    (display_set,) = sets_of(made)
    of = filled(display_set)
    section = first_section(of.stack, "axial", 1)
    x, y, z = section.point_mm
    half = replace(section, point_mm=(x, y, z + of.stack.grid.spacings_mm[2] / 2))
    planes, at = section_set(half)
    shown = sliced(SliceRequest(of, planes.frames[at]))
    values = modality_values(shown.decoded.values, shown.info)
    assert (values[4:] == 0).all()
    assert np.isnan(shown.decoded.values[:4]).all()
