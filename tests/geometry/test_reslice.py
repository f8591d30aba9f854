import numpy as np
import pytest
from numpy.typing import NDArray

from tests.geometry.volumes import (
    AXIAL,
    axis_volume,
    coordinates,
    pixel_places,
    plane_through,
    slices,
    stack,
    turned,
    vector,
)
from viewer.geometry.blending import Blend
from viewer.geometry.plane import Plane, Vector
from viewer.geometry.reslice import Cut, Volume, layers, resliced
from viewer.geometry.volume import VolumeGrid

Places = NDArray[np.float64]
Mask = NDArray[np.bool_]
TILTED = AXIAL[0], turned(-14.0, AXIAL[0], AXIAL[1])
OBLIQUE = turned(25.0, (0.0, 0.6, 0.8), AXIAL[0]), turned(25, (0.0, 0.6, 0.8), AXIAL[1])
GRIDS = {
    "axial, anisotropic": stack(slices(16), 40, 56).grid,
    "oblique": stack(
        slices(16, OBLIQUE, vector(2.5 * np.cross(*OBLIQUE))), 40, 56
    ).grid,
    "tilted": stack(slices(16, TILTED, (0.0, 0.0, 2.5)), 40, 56).grid,
    "reversed": stack(slices(16, step_mm=(0.0, 0.0, -2.5)), 40, 56).grid,
    "uneven": stack(
        [
            plane
            for number, plane in enumerate(slices(40, step_mm=(0.0, 0.0, 1.0)))
            if number < 14 or number % 2
        ],
        40,
        56,
    ).grid,
}
PLANES: dict[str, tuple[Vector, Vector]] = {
    "axial": AXIAL,
    "coronal": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
    "sagittal": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    "oblique": (AXIAL[0], turned(31.0, AXIAL[0], AXIAL[1])),
    "double oblique": OBLIQUE,
}


@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("grid", GRIDS)
def test_voxels_that_hold_their_own_coordinates_are_read_back(
    grid: str, plane: str
) -> None:
    """In every plane through every make of volume, linear between voxels.

    Beyond the centres of the outermost voxels, half a voxel is theirs.
    """
    voxels = GRIDS[grid]
    cut = plane_through(voxels.centre_mm, *PLANES[plane], 61, 0.47)
    places = pixel_places(cut)
    is_inner = _is_between_centres(voxels, places)
    assert is_inner.sum() > 500
    for axis in range(3):
        found = resliced(axis_volume(voxels, axis), cut)
        assert np.abs(found - places[..., axis])[is_inner].max() < 2e-3


@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("grid", GRIDS)
def test_the_nearest_voxel_lies_within_half_a_voxel(grid: str, plane: str) -> None:
    voxels = GRIDS[grid]
    cut = plane_through(voxels.centre_mm, *PLANES[plane], 61, 0.47)
    found = np.stack(
        [resliced(axis_volume(voxels, axis), cut, smooth=False) for axis in range(3)],
        axis=-1,
    )
    off = (found - pixel_places(cut)) @ np.linalg.inv(voxels.axes_mm).T
    widest = max(np.diff(voxels.places)) if voxels.places else 1.0
    is_there = np.isfinite(off[..., 0])
    assert is_there.sum() > 500
    assert (np.abs(off[is_there]) <= (0.5001, 0.5001, widest / 2 + 1e-3)).all()


def test_a_plane_through_the_voxels_has_their_own_values() -> None:
    grid = GRIDS["axial, anisotropic"]
    values = np.random.default_rng(1).integers(-1000, 3000, grid.shape, np.int16)
    volume = Volume(grid, values, -32768)
    axial = Cut(Plane(grid.to_patient(0, 0, 5), *AXIAL, 0.8, 0.5), 40, 56)
    assert np.array_equal(resliced(volume, axial), values[5])
    assert np.array_equal(resliced(volume, axial, smooth=False), values[5])
    coronal = Cut(
        Plane(grid.to_patient(0, 7, 15), AXIAL[0], (0.0, 0.0, -1.0), 2.5, 0.5), 16, 56
    )
    assert np.array_equal(resliced(volume, coronal), values[::-1, 7])
    sagittal = Cut(
        Plane(grid.to_patient(9, 0, 15), AXIAL[1], (0.0, 0.0, -1.0), 2.5, 0.8), 16, 40
    )
    assert np.array_equal(resliced(volume, sagittal), values[::-1, :, 9])


def test_there_is_no_value_outside_the_outermost_voxels() -> None:
    grid = stack(slices(4), 6, 8).grid
    volume = Volume(grid, np.ones(grid.shape, np.int16), -7)
    for smooth in (True, False):
        cut = Cut(Plane(grid.to_patient(-2, -3, 1), *AXIAL, 0.8, 0.5), 14, 14)
        expected = np.full((14, 14), -7)
        expected[3:9, 2:10] = 1
        assert np.array_equal(resliced(volume, cut, smooth), expected)
        beyond = Cut(Plane(grid.to_patient(0, 0, 3.51), *AXIAL, 0.8, 0.5), 3, 3)
        assert (resliced(volume, beyond, smooth) == -7).all()


def test_padding_is_mixed_into_no_value() -> None:
    grid = stack(slices(4), 6, 8).grid
    values = np.full(grid.shape, 100, np.int16)
    values[:, :, :4] = -2000
    volume = Volume(grid, values, -2000, (-2000, -2000))
    cut = Cut(Plane(grid.to_patient(0, 0, 1), *AXIAL, 0.8, 0.05), 6, 71)
    found = resliced(volume, cut)
    assert set(np.unique(found)) == {-2000, 100}
    assert (found == 100).sum() == 6 * 36, "from half way between the voxels on"


def test_what_is_no_number_is_mixed_into_no_value() -> None:
    grid = stack(slices(4), 6, 8).grid
    values = np.full(grid.shape, 2.5, np.float32)
    values[1, 2, 3] = np.nan
    cut = Cut(Plane(grid.to_patient(0, 0, 1.25), *AXIAL, 0.8, 0.5), 6, 8)
    found = resliced(Volume(grid, values, float("nan")), cut)
    assert np.isnan(found[2, 3])
    assert np.isfinite(found).sum() == 47
    assert found[np.isfinite(found)] == pytest.approx(2.5)


def test_the_place_of_a_missing_slice_stays_empty() -> None:
    planes = slices(9, step_mm=(0.0, 0.0, 1.0))
    del planes[4]
    grid = stack(planes, 6, 8).grid
    values = np.broadcast_to(np.arange(8, dtype=np.int16)[:, None, None], grid.shape)
    volume = Volume(grid, np.ascontiguousarray(values), -1)
    down = Plane(grid.to_patient(2, 2, 0), AXIAL[0], (0.0, 0.0, 1.0), 0.25, 0.5)
    for smooth in (True, False):
        found = resliced(volume, Cut(down, 33, 1), smooth)[:, 0]
        assert found[0] == 0
        assert found[12] == 3
        assert found[13] == 3, "a quarter of a step past the last one before the gap"
        assert (found[15:18] == -1).all()
        assert found[19] == 4
        assert found[-1] == 7


@pytest.mark.parametrize("blend", ["max", "min", "mean"])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_slab_takes_in_the_layers_whose_centres_it_holds(
    blend: Blend, axis: int
) -> None:
    grid = stack(slices(20, step_mm=(0, 0, 1.5), spacing_mm=(0.5, 0.5)), 24, 28).grid
    values = np.random.default_rng(2).integers(-1000, 3000, grid.shape, np.int16)
    volume = Volume(grid, values, -32768)
    step = (1.5, 0.5, 0.5)[axis]
    place = [0.0, 0.0, 0.0]
    place[axis] = 9
    row, column = (
        (AXIAL[0], AXIAL[1]),
        (AXIAL[0], (0.0, 0.0, 1.0)),
        (AXIAL[1], (0.0, 0.0, 1.0)),
    )[axis]
    spacing = ((0.5, 0.5), (1.5, 0.5), (1.5, 0.5))[axis]
    shape = tuple(size for at, size in enumerate(grid.shape) if at != axis)
    plane = Plane(grid.to_patient(*place[::-1]), row, column, *spacing)
    cut = Cut(plane, shape[0], shape[1], 5 * step, blend)
    assert layers(grid, cut) == 5
    block = np.moveaxis(values, axis, 0)[7:12]
    made = getattr(block, blend)(axis=0)
    assert np.array_equal(resliced(volume, cut), np.rint(made))


def test_a_slab_leaves_out_what_has_no_value() -> None:
    grid = stack(slices(6), 4, 4).grid
    values = np.full(grid.shape, -2000, np.int16)
    values[2, 1] = 40
    values[3, 1, :2] = 60
    volume = Volume(grid, values, -2000, (-2000, -2000))
    plane = Plane(grid.to_patient(0, 0, 2), *AXIAL, 0.8, 0.5)
    for blend, first in (("max", 60), ("min", 40), ("mean", 50)):
        cut = Cut(plane, 4, 4, slab_mm=7.5, blend=blend)  # type: ignore[arg-type]
        found = resliced(volume, cut)
        assert found[1].tolist() == [first, first, 40, 40]
        assert (found[[0, 2, 3]] == -2000).all()


def test_a_thick_slab_reaches_over_the_ends_of_the_volume() -> None:
    grid = stack(slices(6), 4, 4).grid
    values = np.arange(6, dtype=np.int16)[:, None, None] * np.ones((4, 4), np.int16)
    volume = Volume(grid, values, -9)
    plane = Plane(grid.to_patient(0, 0, 5), *AXIAL, 0.8, 0.5)
    assert (resliced(volume, Cut(plane, 4, 4, 1000.0, "min")) == 0).all()
    assert (resliced(volume, Cut(plane, 4, 4, 1000.0, "mean")) == 2).all()  # of 2.5


def test_large_integers_are_not_rounded() -> None:
    grid = stack(slices(4), 6, 8).grid
    values = np.full(grid.shape, 2**24 + 1, np.int32)
    plane = Plane(grid.to_patient(0.25, 0.25, 1.25), *AXIAL, 0.8, 0.5)
    assert (resliced(Volume(grid, values, -1), Cut(plane, 3, 3)) == 2**24 + 1).all()


def _is_between_centres(grid: VolumeGrid, places: Places) -> Mask:
    index = (places - np.array(grid.origin_mm)) @ np.linalg.inv(grid.axes_mm).T
    ends = (grid.shape[2] - 1, grid.shape[1] - 1, grid.last_place)
    inner: Mask = ((index > 0) & (index < ends)).all(axis=-1)
    return inner


def test_the_coordinates_of_the_tests_are_those_of_the_grid() -> None:
    for grid in GRIDS.values():
        place = grid.places[3] if grid.places else 3
        expected = grid.to_patient(5, 2, place)
        assert coordinates(grid)[3, 2, 5] == pytest.approx(expected)
