"""Bodies of tilted series against dcm2niix, surfaces of a sphere by their formulas."""

import math
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.correctness.volumes import filled_of
from tests.geometry.oracles import EMPTY, by_dcm2niix
from tests.geometry.volumes import coordinates
from viewer.demo.build import to_bytes
from viewer.demo.oblique import AXIAL, OBLIQUE, Cosines, body_value
from viewer.demo.volumes import Value, coordinate, volume_series
from viewer.export.stl import StlRequest, save_stl
from viewer.work.rendering import Codes, Surface, SurfaceRequest, forget, surface
from viewer.work.solids import Body

AIR, BALL = -1000.0, 400.0
RADIUS_MM = 22.0
CENTRE_MM = (7.0, -5.0, 11.0)
"""To the left, in front, towards the head: another place on every mirror image."""


def tilted(degrees: float) -> Cosines:
    angle = math.radians(degrees)
    return (1.0, 0.0, 0.0, 0.0, math.cos(angle), math.sin(angle))


def series(
    cosines: Cosines,
    value: Value,
    step_mm: float = 2.5,
    way: tuple[float, float, float] | None = None,
    count: int = 31,
) -> list[Any]:
    """Slices of 64 × 72 pixels of 1.4 × 1.1 mm about (0, 0, 0), along `way`."""
    size, pixel_mm = (64, 72), (1.4, 1.1)
    along = np.array(way or np.cross(cosines[:3], cosines[3:])) * step_mm
    corner = -(size[1] - 1) / 2 * pixel_mm[1] * np.array(cosines[:3])
    corner -= (size[0] - 1) / 2 * pixel_mm[0] * np.array(cosines[3:])
    places = [
        tuple((corner + (number - count // 2) * along).tolist())
        for number in range(count)
    ]
    return volume_series(
        "oracle",
        places,
        value,
        cosines=cosines,
        pixel_mm=pixel_mm,
        size=size,
    )


def values_of(body: Body) -> NDArray[np.float64]:
    """NaN where there is nothing."""
    solid = body.solid
    made = solid.low + (body.codes.astype(np.float64) - 1) * solid.step
    made[body.codes == 0] = np.nan
    return made


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("degrees", [16.0, -16.0])
def test_voxels_of_a_tilted_body_have_their_own_coordinates(
    degrees: float, axis: int
) -> None:
    made = series(tilted(degrees), coordinate(axis), way=(0.0, 0.0, 1.0))
    body = Body(filled_of(made))
    assert body.solid.layout.is_resampled
    values, places = values_of(body), coordinates(body.solid.grid)[..., axis]
    there = np.isfinite(values)
    inner = there & np.roll(there, 1, axis=1) & np.roll(there, -1, axis=1)
    assert inner.mean() > 0.6
    away = np.abs(values - 10 * places)[inner]
    assert away.max() <= 1.01, "a tenth of a millimetre: both ways are rounded"
    body.close()


@pytest.mark.skipif(find_spec("dcm2niix") is None, reason="needs dcm2niix")
def test_a_tilted_body_lies_where_dcm2niix_has_it(tmp_path: Path) -> None:
    """A tilt of this sign, for which the place that it writes is right, too."""
    made = series(tilted(-16.0), body_value, way=(0.0, 0.0, 1.0))
    for number, dataset in enumerate(made):
        dataset.GantryDetectorTilt, dataset.PatientPosition = -16.0, "HFS"
        (tmp_path / f"{number}").write_bytes(to_bytes(dataset))
    by_dcm2niix(tmp_path)
    body = Body(filled_of(made))
    sitk, grid = import_module("SimpleITK"), body.solid.grid
    like = sitk.Image([int(side) for side in grid.shape[::-1]], sitk.sitkFloat64)
    like.SetOrigin(grid.origin_mm)
    like.SetSpacing(grid.spacings_mm)
    axes = grid.axes_mm / np.linalg.norm(grid.axes_mm, axis=0)
    like.SetDirection(axes.ravel().tolist())
    image = sitk.Cast(
        sitk.ReadImage(str(tmp_path / "out" / "made_Tilt_1.nii")), sitk.sitkFloat64
    )
    moved = sitk.Resample(image, like, sitk.Transform(), sitk.sitkLinear, EMPTY)
    theirs, ours = sitk.GetArrayFromImage(moved), values_of(body)
    both = np.isfinite(ours) & (theirs > -1100)
    assert both.mean() > 0.5
    away = np.abs(ours - theirs)[both & (theirs > 60)]
    assert away.size > 1000, "the bright ball"
    assert np.percentile(away, 95) < 10
    body.close()


def ball(x: Any, y: Any, z: Any) -> Any:
    """Its edge falls evenly over 6 mm, half way at the radius."""
    away = np.sqrt(
        sum((at - c) ** 2 for at, c in zip((x, y, z), CENTRE_MM, strict=True))
    )
    inside = np.clip((RADIUS_MM - away) / 6.0 + 0.5, 0.0, 1.0)
    return AIR + inside * (BALL - AIR)


def surface_of(body: Body) -> Surface:
    solid = body.solid
    box = tuple((0.5, count - 1.5) for count in solid.grid.shape[::-1])
    made = surface(
        SurfaceRequest(
            Codes(body.name, body.revision, solid.grid),
            solid.code((AIR + BALL) / 2),
            (box[0], box[1], box[2]),
        )
    )
    forget(body.name)
    return made


def corners_in(path: Path) -> NDArray[np.float64]:
    """(triangles, 3 corners, 3), by the format's own description."""
    content = path.read_bytes()
    record = np.dtype([("numbers", "<f4", (4, 3)), ("attribute", "<u2")])
    count = int.from_bytes(content[80:84], "little")
    assert len(content) == 84 + 50 * count
    read = np.frombuffer(content, record, count, 84)["numbers"][:, 1:]
    return read.astype(np.float64)


@pytest.mark.vtk
@pytest.mark.parametrize(
    ("cosines", "way"),
    [
        (AXIAL, None),
        (AXIAL, (0.0, 0.0, -1.0)),
        (OBLIQUE, None),
        (tilted(16.0), (0.0, 0.0, 1.0)),
        (tilted(-16.0), (0.0, 0.0, 1.0)),
    ],
)
def test_a_saved_sphere_has_its_volume_and_its_place(
    tmp_path: Path, cosines: Cosines, way: tuple[float, float, float] | None
) -> None:
    """By the divergence theorem over the file's triangles: within 2 % and 0.2 mm."""
    body = Body(filled_of(series(cosines, ball, way=way)))
    made = surface_of(body)
    body.close()
    path = tmp_path / "ball.stl"
    save_stl(StlRequest(str(path), made.points_mm, made.triangles))
    corners = corners_in(path)
    one, two, three = corners[:, 0], corners[:, 1], corners[:, 2]
    parts = np.einsum("ij,ij->i", one, np.cross(two, three)) / 6
    volume = parts.sum()
    assert volume == pytest.approx(4 / 3 * math.pi * RADIUS_MM**3, rel=0.02)
    assert volume > 0, "seen from outside counter-clockwise"
    middle = (corners.sum(axis=1) * parts[:, None]).sum(axis=0) / 4 / volume
    assert middle == pytest.approx(CENTRE_MM, abs=0.2)
    away = np.linalg.norm(corners.reshape(-1, 3) - CENTRE_MM, axis=1)
    assert np.abs(away - RADIUS_MM).max() < 0.6


@pytest.mark.vtk
def test_a_saved_sphere_is_closed_for_another_reader(tmp_path: Path) -> None:
    from vtkmodules.vtkFiltersCore import vtkFeatureEdges, vtkMassProperties
    from vtkmodules.vtkIOGeometry import vtkSTLReader

    body = Body(filled_of(series(OBLIQUE, ball)))
    made = surface_of(body)
    body.close()
    path = tmp_path / "ball.stl"
    save_stl(StlRequest(str(path), made.points_mm, made.triangles))
    reader = vtkSTLReader()
    reader.SetFileName(str(path))
    edges = vtkFeatureEdges()
    edges.SetInputConnection(reader.GetOutputPort())
    edges.FeatureEdgesOff()
    edges.Update()
    assert edges.GetOutput().GetNumberOfCells() == 0, "no open or doubled edge"
    mass = vtkMassProperties()
    mass.SetInputConnection(reader.GetOutputPort())
    mass.Update()
    assert mass.GetVolume() == pytest.approx(4 / 3 * math.pi * 22.0**3, rel=0.02)
