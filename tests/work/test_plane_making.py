import numpy as np
import pytest

from tests.geometry.volumes import plane_through, slices, stack
from viewer.geometry.reslice import Cut, Volume, resliced
from viewer.work import plane_making
from viewer.work.plane_making import made_plane
from viewer.work.rooms import large_array

GRID = stack(slices(20, spacing_mm=(0.7, 0.7), step_mm=(0.0, 0.0, 1.5)), 41, 37).grid


@pytest.mark.parametrize("size", [1, 30, 47])
def test_several_threads_make_what_one_makes(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plane_making, "SHARED_SAMPLES", 0)
    random = np.random.default_rng(2)
    values = random.integers(-500, 500, GRID.shape, np.int16)
    volume = Volume(GRID, values, -600)
    plane = plane_through(GRID.centre_mm, (0.8, 0.6, 0.0), (0.0, 0.0, -1.0), size, 0.6)
    slab = Cut(plane.plane, plane.rows, plane.columns, 8.0, "max")
    assert np.array_equal(made_plane(volume, slab, smooth=True), resliced(volume, slab))


def test_a_large_array_is_like_any_other() -> None:
    made = large_array((3, 400, 500), np.dtype(np.int16))
    made[:] = np.arange(500)
    assert made.shape == (3, 400, 500)
    assert made.dtype == np.dtype(np.int16)
    assert made.flags.c_contiguous
    assert made.sum() == 3 * 400 * 499 * 250
