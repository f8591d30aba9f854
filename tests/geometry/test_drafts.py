import numpy as np
import pytest

from tests.geometry.volumes import AXIAL, axis_volume, plane_through, slices, stack
from tests.geometry.volumes import pixel_places as places_of
from viewer.geometry import drafts
from viewer.geometry.drafts import coarser, draft_factor, drafted
from viewer.geometry.reslice import resliced

GRID = stack(slices(30, spacing_mm=(0.5, 0.5), step_mm=(0.0, 0.0, 0.5)), 60, 64).grid


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_a_block_is_the_voxel_in_its_middle(factor: int) -> None:
    """Each block reads the coordinate of its own centre, within half a voxel."""
    size = 12 * factor
    cut = plane_through(GRID.centre_mm, *AXIAL, size, 0.5)
    places = places_of(cut)
    for axis in (0, 1):
        made = drafted(axis_volume(GRID, axis), cut, factor)
        assert made.shape == (size, size)
        blocks = made.reshape(12, factor, 12, factor)
        assert (blocks == blocks[:, :1, :, :1]).all()
        wanted = places[..., axis].reshape(12, factor, 12, factor).mean(axis=(1, 3))
        assert np.nanmax(np.abs(blocks[:, 0, :, 0] - wanted)) <= 0.25 + 1e-6


def test_a_coarser_plane_covers_the_same_place() -> None:
    cut = plane_through(GRID.centre_mm, *AXIAL, 21, 0.5)
    large = coarser(cut, 2)
    assert (large.rows, large.columns) == (11, 11)
    corner = cut.plane.to_patient(0.0, 0.0)
    assert large.plane.to_patient(0.0, 0.0) == pytest.approx(corner)


def test_small_planes_are_no_drafts_and_large_slabs_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    volume = axis_volume(GRID, 0)
    cut = plane_through(GRID.centre_mm, *AXIAL, 20, 0.5)
    assert draft_factor(volume, cut) == 1
    assert np.array_equal(
        drafted(volume, cut, 1), resliced(volume, cut, smooth=False), equal_nan=True
    )
    monkeypatch.setattr(drafts, "MOST_PIXELS", 100)
    assert draft_factor(volume, cut) == 2
    monkeypatch.setattr(drafts, "MOST_PIXELS", 1)
    assert draft_factor(volume, cut) == drafts.COARSEST
