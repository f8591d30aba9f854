"""Pictures and surfaces by VTK, against the phantom's own places and formulas."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests import bodies
from tests.work.test_solids import phantom_set
from tests.work.test_volume_filling import filled
from viewer import limits
from viewer.export.stl import stl_bytes
from viewer.geometry.orbit import Orbit, Screen, ViewName, rolled, seen_from
from viewer.work.pool import Pool
from viewer.work.rendering import (
    Codes,
    CodeStop,
    RenderingError,
    RenderRequest,
    SurfaceRequest,
    forget,
    rendered,
    surface,
)
from viewer.work.solids import Body

pytestmark = pytest.mark.vtk

COLUMNS, ROWS = 240, 200
WHITE = (1.0, 1.0, 1.0)


@pytest.fixture(scope="module")
def body() -> Iterator[Body]:
    made = Body(filled(phantom_set()))
    yield made
    forget(made.name)
    made.close()


def request(
    body: Body, orbit: Orbit, is_projection: bool = False, **others: Any
) -> RenderRequest:
    solid = body.solid
    grid = solid.grid
    stops = (
        CodeStop(solid.code(-500.0), WHITE, 0.0),
        CodeStop(solid.code(-100.0), WHITE, 0.9),
    )
    box = tuple((0.5, count - 1.5) for count in grid.shape[::-1])
    fields = {
        "codes": Codes(body.name, body.revision, grid),
        "orbit": orbit,
        "screen": Screen(COLUMNS, ROWS, grid.centre_mm, solid.diameter_mm),
        "stops": stops,
        "is_projection": is_projection,
        "box": box,
        "number": 1,
        **others,
    }
    return RenderRequest(**fields)


def picture(body: Body, orbit: Orbit, **others: Any) -> NDArray[np.float64]:
    made = rendered(request(body, orbit, **others))
    assert made is not None
    assert made.shape == (ROWS, COLUMNS, 3)
    light: NDArray[np.float64] = made.astype(np.float64).sum(axis=2)
    return light


def shadow(screen: Screen, orbit: Orbit, centre_mm: Any) -> tuple[float, float]:
    x, y, z = (float(part) for part in centre_mm)
    return screen.place(orbit, (x, y, z))


BLOCK_CENTRE = tuple(sum(ends) / 2 for ends in bodies.BLOCK_MM)
ONLY: dict[ViewName, tuple[str, str]] = {
    "A": ("left", "upper"),
    "P": ("right", "upper"),
    "L": ("left", "upper"),
    "R": ("right", "upper"),
    "H": ("right", "upper"),
    "F": ("left", "upper"),
}
"""Where the block is (right, in front, towards the head), as somebody sees it who
stands there; the ball (left, at the back, towards the feet) is in the other half."""


@pytest.mark.parametrize("is_projection", [False, True])
@pytest.mark.parametrize("name", list(ONLY))
def test_left_and_right_head_and_feet_are_where_they_are(
    body: Body, name: ViewName, is_projection: bool
) -> None:
    """The block alone is left by the colour of its own value."""
    solid = body.solid
    stops = (
        CodeStop(solid.code(1100.0), WHITE, 0.0),
        CodeStop(solid.code(1300.0), WHITE, 0.9),
    )
    if is_projection:
        dark = (0.0, 0.0, 0.0)
        stops = (
            CodeStop(solid.code(1100.0), dark, 1.0),
            CodeStop(solid.code(1300.0), WHITE, 1.0),
        )
    made = picture(
        body, seen_from(Orbit(), name), is_projection=is_projection, stops=stops
    )
    side, level = ONLY[name]
    halves = {
        "left": made[:, : COLUMNS // 2].sum(),
        "right": made[:, COLUMNS // 2 :].sum(),
        "upper": made[: ROWS // 2].sum(),
        "lower": made[ROWS // 2 :].sum(),
    }
    other = {"left": "right", "right": "left", "upper": "lower", "lower": "upper"}
    assert halves[side] > 0
    assert halves[other[side]] == 0
    assert halves[level] > 0
    assert halves[other[level]] == 0


@pytest.mark.parametrize(
    "orbit",
    [
        *(seen_from(Orbit(), name) for name in ONLY),
        rolled(Orbit(), 33.0, 20.0),
        rolled(Orbit(zoom=1.3), -140.0, 65.0),
    ],
)
def test_the_ball_is_painted_where_its_centre_is_seen(body: Body, orbit: Orbit) -> None:
    """Centre and size of what is painted, without the block, against the formula."""
    ask = request(body, orbit)
    grid, screen = body.solid.grid, ask.screen
    first = (bodies.BALL_MM[0] - 15 - grid.origin_mm[0]) / bodies.SPACING_MM
    box = ((first, grid.shape[2] - 1.5), *ask.box[1:])
    made = picture(body, orbit, box=box) > 30
    rows, columns = np.nonzero(made)
    x, y = shadow(screen, orbit, bodies.BALL_MM)
    assert columns.mean() + 0.5 == pytest.approx(x, abs=0.6)
    assert rows.mean() + 0.5 == pytest.approx(y, abs=0.6)
    radius = math.sqrt(made.sum() / math.pi) * screen.pixel_mm(orbit)
    assert radius == pytest.approx(bodies.RADIUS_MM, abs=bodies.SPACING_MM)


def test_padding_and_outside_are_nothing() -> None:
    """Where air is padding, not even a preset that shows all values shows it."""
    padded = Body(filled(phantom_set(PixelPaddingValue=24)))
    code = padded.solid.code(-999.0)
    stops = (CodeStop(0.0, WHITE, 0.0), CodeStop(max(code, 1.0), WHITE, 0.9))
    ask = request(padded, Orbit(), stops=stops)
    made = picture(padded, Orbit(), stops=stops) > 0
    x, y = shadow(ask.screen, Orbit(), (0.0, 30.0, 118.0))
    assert not made[:10].any()
    assert not made[round(y) - 2 : round(y) + 2, round(x) - 2 : round(x) + 2].any()
    x, y = shadow(ask.screen, Orbit(), bodies.BALL_MM)
    assert made[round(y), round(x)]
    forget(padded.name)
    padded.close()


def test_the_box_leaves_out_what_is_not_in_it(body: Body) -> None:
    ask = request(body, Orbit())
    high = (100.0 - body.solid.grid.origin_mm[2]) / bodies.STEP_MM
    box = (*ask.box[:2], (high, ask.box[2][1]))
    made = picture(body, Orbit(), box=box)
    _, y = shadow(ask.screen, Orbit(), (0.0, 0.0, 100.0))
    assert made[: int(y)].any()
    assert not made[int(y) + 2 :].any()


def test_changed_voxels_are_seen() -> None:
    made = Body(filled(phantom_set()))
    assert picture(made, Orbit()).any()
    made.codes[:] = 1
    made.revision += 1
    assert not picture(made, Orbit()).any()
    forget(made.name)
    made.close()


def test_a_fine_picture_is_given_up_when_a_later_one_is_wanted(body: Body) -> None:
    large = Screen(1600, 1600, body.solid.grid.centre_mm, body.solid.diameter_mm)
    body.want(9)
    assert rendered(request(body, Orbit(), screen=large, number=5)) is None
    coarse = request(body, Orbit(), number=5, is_coarse=True)
    assert rendered(coarse) is not None
    assert rendered(request(body, Orbit(), number=10)) is not None
    body.want(0)


def test_new_voxels_are_seen_before_their_slopes_are_known() -> None:
    """Flat at once, shaded at rest and from then on; after a cut flat again."""
    made = Body(filled(phantom_set()))
    flat = picture(made, Orbit(), is_coarse=True)
    picture(made, Orbit())
    shaded = picture(made, Orbit(), is_coarse=True)
    seen = flat > 300
    assert flat[seen].mean() > shaded[seen].mean() + 100
    made.revision += 1
    assert np.array_equal(picture(made, Orbit(), is_coarse=True), flat)
    forget(made.name)
    made.close()


def whole(body: Body) -> Any:
    return tuple((0.5, count - 1.5) for count in body.solid.grid.shape[::-1])


def surface_above(body: Body, value: float, box: Any = None) -> Any:
    solid = body.solid
    return surface(
        SurfaceRequest(
            Codes(body.name, body.revision, solid.grid),
            solid.code(value),
            box or whole(body),
        )
    )


def test_the_surface_of_a_ball_has_its_size_place_and_volume(
    body: Body, tmp_path: Path
) -> None:
    """Half way between ball and air lies the radius; read by VTK's own STL reader."""
    from vtkmodules.vtkFiltersCore import vtkMassProperties
    from vtkmodules.vtkIOGeometry import vtkSTLReader

    half = (bodies.AIR + bodies.BALL) / 2
    grid = body.solid.grid
    first = round((bodies.BALL_MM[0] - 15 - grid.origin_mm[0]) / bodies.SPACING_MM)
    box = ((float(first), grid.shape[2] - 1.5), *whole(body)[1:])
    made = surface_above(body, half, box)
    path = tmp_path / "ball.stl"
    path.write_bytes(stl_bytes(made.points_mm, made.triangles).tobytes())
    reader = vtkSTLReader()
    reader.SetFileName(str(path))
    mass = vtkMassProperties()
    mass.SetInputConnection(reader.GetOutputPort())
    mass.Update()
    bounds = np.array(reader.GetOutput().GetBounds()).reshape(3, 2)
    centre, radius = np.array(bodies.BALL_MM), bodies.RADIUS_MM
    assert bounds[:, 0] == pytest.approx(centre - radius, abs=0.4)
    assert bounds[:, 1] == pytest.approx(centre + radius, abs=0.4)
    assert mass.GetVolume() == pytest.approx(4 / 3 * math.pi * radius**3, rel=0.03)
    away = np.linalg.norm(made.points_mm - centre, axis=1)
    assert np.abs(away - radius).max() < 0.6, "every corner lies on the sphere"


def test_triangles_face_outwards(body: Body) -> None:
    made = surface_above(body, 0.0)
    corners = made.points_mm[made.triangles].astype(np.float64)
    crossed = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    middles = corners.mean(axis=1)
    for centre in (np.array(bodies.BALL_MM), np.array(BLOCK_CENTRE)):
        near = np.linalg.norm(middles - centre, axis=1) < 20
        outwards = np.einsum("ij,ij->i", crossed[near], middles[near] - centre)
        assert (outwards > 0).mean() > 0.99


@pytest.mark.parametrize("is_cut", [False, True])
def test_a_surface_is_closed_also_at_the_edge_of_the_volume(
    body: Body, is_cut: bool
) -> None:
    """Each edge belongs to two triangles: what lies above air reaches the edge."""
    box = ((30.2, 44.0), *whole(body)[1:])
    made = surface_above(body, bodies.AIR - 0.5, box if is_cut else None)
    edges = np.sort(
        np.concatenate([made.triangles[:, [a, b]] for a, b in ((0, 1), (1, 2), (2, 0))])
    )
    _, counts = np.unique(edges, axis=0, return_counts=True)
    assert set(counts) == {2}


def test_no_surface_and_too_large_a_surface_are_told(
    body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RenderingError, match="Nothing in the volume"):
        surface_above(body, 5000.0)
    monkeypatch.setattr(limits, "SURFACE_TRIANGLES", 100)
    with pytest.raises(RenderingError, match="triangles"):
        surface_above(body, 0.0)


def test_the_worker_gives_the_same_picture_within_its_limits(body: Body) -> None:
    pool = Pool()
    ask = request(body, Orbit())
    future = pool.submit(rendered, ask, lane="render", result_bytes=COLUMNS * ROWS * 3)
    there = future.result(timeout=60)
    pool.close()
    assert there is not None
    here = rendered(ask)
    assert here is not None
    assert np.array_equal(there, here)
