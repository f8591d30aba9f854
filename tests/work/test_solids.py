import gc
import math
import subprocess
import sys
import weakref
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests import bodies
from tests.geometry.volumes import coordinates
from tests.ui.sets import sets_of
from tests.work.test_volume_filling import filled
from viewer import limits
from viewer.demo.build import ct_slice
from viewer.geometry.orbit import Orbit, Screen, seen_from
from viewer.geometry.volume import VolumeGrid
from viewer.kinds.base import DisplaySet
from viewer.kinds.scenes import Carving
from viewer.pixels.modality import Rescale
from viewer.work.solids import Body, carve, encode, is_regular, layout_of
from viewer.work.volume_filling import Filled

EMPTY = 0


def phantom_set(
    lean: float = 0.0, missing: tuple[int, ...] = (), **elements: Any
) -> DisplaySet:
    """`lean` mm to the back from slice to slice, as a tilted gantry leaves them."""
    made = []
    for number, plane in enumerate(bodies.phantom()):
        if number in missing:
            continue
        x, y, z = bodies.POSITION
        place = [x, y + lean * number, z + number * bodies.STEP_MM]
        pixels = (plane + 1024).astype(np.uint16)
        made.append(
            ct_slice(
                number,
                pixels,
                spacing_mm=bodies.SPACING_MM,
                ImagePositionPatient=place,
                **elements,
            )
        )
    (found,) = sets_of(made)
    return found


def values_of(body: Body) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """What the codes mean; NaN where nothing is."""
    solid = body.solid
    made = solid.low + (body.codes.astype(np.float64) - 1) * solid.step
    made[body.codes == EMPTY] = np.nan
    return made


def test_codes_mean_the_very_hounsfield_units_of_the_file() -> None:
    body = Body(filled(phantom_set()))
    inside = values_of(body)[1:-1, 1:-1, 1:-1]
    assert np.array_equal(inside, bodies.phantom())
    assert body.solid.unit == "HU"
    assert body.solid.value(body.solid.code(123.0)) == pytest.approx(123.0)
    outer = np.ones(body.codes.shape, np.bool_)
    outer[1:-1, 1:-1, 1:-1] = False
    assert not body.codes[outer].any(), "an empty layer around everything"
    corner = body.solid.grid.to_patient(1, 1, 1)
    assert corner == pytest.approx(bodies.POSITION)
    body.close()


def test_a_slope_that_falls_is_turned_round() -> None:
    made = filled(phantom_set())
    falling = replace(made, info=replace(made.info, transform=Rescale(-2.0, 10.0)))
    body = Body(falling)
    stored = bodies.phantom().astype(np.float64) + 1024
    inside = values_of(body)[1:-1, 1:-1, 1:-1]
    assert np.allclose(inside, stored * -2.0 + 10.0)
    assert body.solid.step > 0
    body.close()


def test_padding_is_nothing() -> None:
    padded = filled(phantom_set(PixelPaddingValue=24))
    body = Body(padded)
    inside = body.codes[1:-1, 1:-1, 1:-1]
    assert np.array_equal(inside == EMPTY, bodies.phantom() == bodies.AIR)
    body.close()


def test_values_of_many_decimals_lose_a_sixtyfive_thousandth() -> None:
    made = filled(phantom_set())
    noise = np.random.default_rng(3).normal(0, 900, made.volume.values.shape)
    floats = noise.astype(np.float32)
    floats[3, 4, 5] = np.nan
    body = Body(
        replace(
            made,
            volume=replace(made.volume, values=floats, empty=math.nan, padding=None),
            info=replace(made.info, transform=Rescale(1.0, 0.0)),
        )
    )
    inside = values_of(body)[1:-1, 1:-1, 1:-1]
    there = np.isfinite(floats)
    assert np.array_equal(np.isfinite(inside), there)
    reach = float(np.ptp(floats[there]))
    assert np.abs(inside - floats)[there].max() <= 0.51 * reach / 65534 + 1e-3
    body.close()


def test_a_tilted_gantry_is_straightened() -> None:
    """Each straight voxel has the value of the phantom sheared as its slices lie."""
    made = filled(phantom_set(lean=0.6))
    assert not is_regular(made.volume.grid)
    body = Body(made)
    solid = body.solid
    assert solid.layout.is_resampled
    assert any("Gantry tilt" in note for note in solid.notes)
    axes = solid.grid.axes_mm / np.linalg.norm(solid.grid.axes_mm, axis=0)
    assert axes.T @ axes == pytest.approx(np.eye(3), abs=1e-9)
    ball = np.array(bodies.BALL_MM)
    ball[1] += 0.6 * (ball[2] - bodies.POSITION[2]) / bodies.STEP_MM
    there = coordinates(solid.grid)
    inside = np.nan_to_num(values_of(body), nan=-1000.0) > -100
    near = np.linalg.norm(there - ball, axis=-1) < bodies.RADIUS_MM + 4
    found = there[inside & near].mean(axis=0)
    assert found == pytest.approx(ball, abs=0.4)
    body.close()


def test_the_place_of_a_missing_slice_is_empty() -> None:
    body = Body(filled(phantom_set(missing=(20,))))
    assert body.codes.shape[0] == bodies.SLICES + 2
    assert (body.codes[21] == EMPTY).mean() > 0.9
    assert (body.codes[19, 1:-1, 1:-1] != EMPTY).all()
    assert any("missing" in note for note in body.solid.notes)
    body.close()


def test_what_would_take_too_much_memory_is_made_coarser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = filled(phantom_set())
    whole = layout_of(made.volume.grid).nbytes
    monkeypatch.setattr(limits, "SOLID_BYTES", whole)
    body = Body(made)
    blocks = body.solid.layout.blocks
    assert math.prod(blocks) > 1
    assert body.codes.nbytes * 5 / 2 <= limits.SOLID_BYTES
    assert any("coarser" in note for note in body.solid.notes)
    k, j, i = blocks
    block = bodies.phantom()[:k, :j, :i].mean()
    assert values_of(body)[1, 1, 1] == pytest.approx(block, abs=0.51)
    middle = np.array([(i - 1) / 2, (j - 1) / 2, (k - 1) / 2])
    wanted = made.volume.grid.to_patient(*middle)
    assert body.solid.grid.to_patient(1, 1, 1) == pytest.approx(wanted)
    body.close()


def carving(outline: tuple[tuple[float, float], ...], keeps: bool = False) -> Carving:
    body_grid = layout_of(filled(phantom_set()).volume.grid).grid
    screen = Screen(200, 200, body_grid.centre_mm, 160.0)
    return Carving(seen_from(Orbit(), "A"), screen, outline, keeps)


LEFT_HALF = ((100.0, -10.0), (210.0, -10.0), (210.0, 210.0), (100.0, 210.0))
"""Of the patient, seen from the front: the right half of the screen."""


def test_what_lies_behind_an_outline_is_cut_away() -> None:
    made = filled(phantom_set())
    body = Body(made)
    before = body.codes.copy()
    carve(body.codes, body.solid, carving(LEFT_HALF))
    x = coordinates(body.solid.grid)[..., 0]
    middle = body.solid.grid.centre_mm[0]
    pixel = 160.0 / 200
    assert not body.codes[x > middle + pixel].any()
    kept = x < middle - pixel
    assert np.array_equal(body.codes[kept], before[kept])
    body.close()


def test_what_lies_behind_it_is_kept_when_the_reader_wants_that() -> None:
    body = Body(filled(phantom_set()))
    carve(body.codes, body.solid, carving(LEFT_HALF, keeps=True))
    x = coordinates(body.solid.grid)[..., 0]
    assert not body.codes[x < body.solid.grid.centre_mm[0] - 1].any()
    assert body.codes[x > body.solid.grid.centre_mm[0] + 1].any()
    body.close()


def test_a_cut_taken_back_leaves_everything_as_it_was() -> None:
    body = Body(filled(phantom_set()))
    before = body.codes.copy()
    first = carving(LEFT_HALF)
    second = carving(((0, 0), (90, 0), (90, 90), (0, 90)))
    body.carve_to((first, second))
    assert body.revision == 1
    once = Body(body.filled)
    once.carve_to((first,))
    body.carve_to((first,))
    assert np.array_equal(body.codes, once.codes)
    body.carve_to(())
    assert np.array_equal(body.codes, before)
    body.close()
    once.close()


def test_an_empty_volume_is_empty() -> None:
    made: Filled = filled(phantom_set())
    gone = replace(made.volume, empty=7.0, padding=(-5000.0, 5000.0))
    grid: VolumeGrid = made.volume.grid
    layout = layout_of(grid)
    codes = np.ones(layout.grid.shape, np.uint16)
    encode(replace(made, volume=gone), layout, codes)
    assert not codes.any()


def test_a_body_that_nobody_has_gives_its_memory_back_at_once() -> None:
    body = Body(filled(phantom_set()))
    block = weakref.ref(body._release.peek()[2][0])  # type: ignore[index]
    del body
    gc.collect()
    assert block() is None


def test_a_part_of_a_body_outlives_it() -> None:
    body = Body(filled(phantom_set()))
    part = body.codes[5]
    before = part.copy()
    body.close()
    assert np.array_equal(part, before)


AT_THE_END = """
import builtins
from tests.work.test_solids import phantom_set
from tests.work.test_volume_filling import filled
from viewer.work.solids import Body
builtins.kept = Body(filled(phantom_set()))
builtins.part = builtins.kept.codes[5]
"""


def test_a_program_that_ends_with_a_body_says_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_THE_END], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
