"""Pictures and surfaces of a volume by VTK's processor mapper, in a process of its own.

Rays are cast without any OpenGL context: the mapper fills an image of its own, which
is read from its memory. Nothing here opens a display, and none is needed.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viewer import limits
from viewer.geometry.orbit import Orbit, Screen
from viewer.geometry.volume import VolumeGrid
from viewer.kinds.scenes import Colour
from viewer.records import dataclass
from viewer.text import figure, tr
from viewer.work.memory import attach_block
from viewer.work.rendering_extra import how_to_get_vtk

if TYPE_CHECKING:
    from multiprocessing.shared_memory import SharedMemory

_KEPT = 2
_FINE, _COARSE = 0.75, 2.0
"""Millimetres from sample to sample, by the finest side of a voxel."""

_FAR = 2.0
_BITS_OVER = 7
"""The mapper's colours have 15 bits."""


class RenderingError(Exception):
    """There is no picture or surface; the sentence says why."""


@dataclass(frozen=True, slots=True)
class CodeStop:
    """Colour and opacity per millimetre of a code."""

    code: float
    colour: Colour
    opacity: float


@dataclass(frozen=True, slots=True)
class Codes:
    """Voxels in shared memory. `revision` is another when they have been changed.

    After the voxels the block has the number of the latest picture that is wanted at
    once (int64): finer ones of before are given up.
    """

    block: str
    revision: int
    grid: VolumeGrid


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """A picture; `box` is what is left: lowest and highest column, row, slice.

    `number` counts the requests; a fine picture is given up when a later one is wanted.
    """

    codes: Codes
    orbit: Orbit
    screen: Screen
    stops: tuple[CodeStop, ...]
    is_projection: bool
    box: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
    number: int
    is_coarse: bool = False


@dataclass(frozen=True, slots=True)
class SurfaceRequest:
    """All that lies above a code, within the box."""

    codes: Codes
    code: float
    box: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Corners in the patient (mm, LPS) and triangles of their numbers, seen from
    outside counter-clockwise."""

    points_mm: NDArray[np.float32]
    triangles: NDArray[np.int32]


def rendered(request: RenderRequest) -> NDArray[np.uint8] | None:
    """(rows, columns, 3), red, green and blue over black; None when given up."""
    body = _body(request.codes)
    body.look(request)
    return body.picture(request)


def surface(request: SurfaceRequest) -> Surface:
    """Marching cubes. Raises RenderingError where there is none, or too much."""
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D
    from vtkmodules.vtkImagingCore import vtkExtractVOI, vtkImageConstantPad

    body = _body(request.codes)
    voi = vtkExtractVOI()
    voi.SetInputData(body.image)
    ends = [
        end
        for box, count in zip(request.box, request.codes.grid.shape[::-1], strict=True)
        for end in _whole(box, count)
    ]
    voi.SetVOI(*ends)
    lid = vtkImageConstantPad()  # nothing around it: closed where the box cuts too
    lid.SetInputConnection(voi.GetOutputPort())
    lid.SetOutputWholeExtent(*(end + (-1, 1)[at % 2] for at, end in enumerate(ends)))
    edges = vtkFlyingEdges3D()
    edges.SetInputConnection(lid.GetOutputPort())
    edges.SetValue(0, request.code)
    edges.ComputeNormalsOff()
    edges.ComputeGradientsOff()
    edges.Update()
    made = edges.GetOutput()
    count = made.GetNumberOfPolys()
    if not count:
        raise RenderingError(tr("Nothing in the volume lies above this value."))
    if count > limits.SURFACE_TRIANGLES:
        raise RenderingError(
            tr(
                "The surface has {count} triangles; up to {most} are saved. Cut away"
                " what is not needed, or choose another value.",
                count=figure(count, ",d"),
                most=figure(limits.SURFACE_TRIANGLES, ",d"),
            )
        )
    points = vtk_to_numpy(made.GetPoints().GetData()).astype(np.float64)
    triangles = vtk_to_numpy(made.GetPolys().GetConnectivityArray()).reshape(-1, 3)
    placed = points @ _directions(request.codes.grid).T + request.codes.grid.origin_mm
    return _outwards(placed.astype(np.float32), triangles.astype(np.int32))


def block_bytes(grid: VolumeGrid) -> int:
    """Of the voxels and the number after them."""
    return _number_at(grid) + 8


def number_in(buffer: memoryview, grid: VolumeGrid) -> NDArray[np.int64]:
    """The number after the voxels, as an array of one."""
    made: NDArray[np.int64] = np.frombuffer(buffer, np.int64, 1, _number_at(grid))
    return made


def _number_at(grid: VolumeGrid) -> int:
    return -(-int(np.prod(grid.shape)) * 2 // 8) * 8


def forget(block: str) -> None:
    """Let go of voxels that nobody shows any more."""
    body = _bodies.pop(block, None)
    if body is not None:
        body.close()


def _whole(box: tuple[float, float], count: int) -> tuple[int, int]:
    """Index from and to, the empty layer too where nothing is cut off."""
    low, high = box
    first = 0 if low <= 1.0 else round(low)
    return first, count - 1 if high >= count - 2.0 else round(high)


def _outwards(points: NDArray[np.float32], triangles: NDArray[np.int32]) -> Surface:
    corners = points[triangles].astype(np.float64)
    corners -= points.mean(axis=0, dtype=np.float64)
    volume = np.einsum("ij,ij->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2]))
    if volume < 0:
        triangles = np.ascontiguousarray(triangles[:, ::-1])
    return Surface(points, triangles)


def _directions(grid: VolumeGrid) -> NDArray[np.float64]:
    """Columns: unit vectors along columns, rows and slices."""
    made: NDArray[np.float64] = grid.axes_mm / np.linalg.norm(grid.axes_mm, axis=0)
    return made


class _Body:
    """VTK's objects for one block of voxels; they keep slopes from call to call."""

    def __init__(self, codes: Codes) -> None:
        import vtkmodules.vtkRenderingVolumeOpenGL2  # noqa: F401 (makes the mapper)
        from vtkmodules.util.numpy_support import numpy_to_vtk
        from vtkmodules.vtkCommonDataModel import vtkImageData
        from vtkmodules.vtkRenderingCore import (
            vtkLight,
            vtkRenderer,
            vtkVolume,
        )
        from vtkmodules.vtkRenderingOpenGL2 import vtkGenericOpenGLRenderWindow
        from vtkmodules.vtkRenderingVolume import vtkFixedPointVolumeRayCastMapper

        self.revision = codes.revision
        self._sloped: int | None = None
        self._block: SharedMemory = attach_block(codes.block)
        grid, memory = codes.grid, self._block.buf
        assert memory is not None
        count = int(np.prod(grid.shape))
        flat: NDArray[np.uint16] = np.frombuffer(memory, np.uint16, count)
        self._wanted = number_in(memory, grid)
        self._number = 0
        self.image = vtkImageData()
        self.image.SetDimensions(*grid.shape[::-1])
        self.image.SetSpacing(*grid.spacings_mm)
        self.image.GetPointData().SetScalars(numpy_to_vtk(flat))
        self._mapper = vtkFixedPointVolumeRayCastMapper()
        self._mapper.SetInputData(self.image)
        self._mapper.IntermixIntersectingGeometryOff()  # that would read from a screen
        self._mapper.AutoAdjustSampleDistancesOff()
        self._mapper.LockSampleDistanceToInputSpacingOff()
        self._mapper.SetImageSampleDistance(1.0)
        self._volume = vtkVolume()
        self._volume.SetMapper(self._mapper)
        self._volume.SetUserMatrix(_matrix(grid))
        self._renderer = vtkRenderer()
        self._renderer.AddVolume(self._volume)
        light = vtkLight()
        light.SetLightTypeToHeadlight()
        self._renderer.AddLight(light)
        self._window = vtkGenericOpenGLRenderWindow()  # has no context
        self._window.AddRenderer(self._renderer)
        self._window.AddObserver("AbortCheckEvent", self._look_up)

    def renew(self, revision: int) -> None:
        """The voxels have been changed."""
        if revision != self.revision:
            self.revision = revision
            self.image.GetPointData().GetScalars().Modified()
            self.image.Modified()

    def look(self, request: RenderRequest) -> None:
        """Take up eye, colours and box."""
        orbit, screen = request.orbit, request.screen
        middle = np.array(screen.middle_mm(orbit))
        away = np.array(orbit.into) * screen.diameter_mm * _FAR
        camera = self._renderer.GetActiveCamera()
        camera.ParallelProjectionOn()
        camera.SetFocalPoint(*middle)
        camera.SetPosition(*(middle - away))
        camera.SetViewUp(*(-part for part in orbit.down))
        camera.SetParallelScale(screen.pixel_mm(orbit) * screen.rows / 2)
        camera.SetClippingRange(0.01, 2 * _FAR * screen.diameter_mm)
        self._window.SetSize(screen.columns, screen.rows)
        self._renderer.UpdateLightsGeometryToFollowCamera()
        self._volume.SetProperty(_property(request, self._is_shaded(request)))
        spacing = request.codes.grid.spacings_mm
        finest = _COARSE if request.is_coarse else _FINE
        self._mapper.SetSampleDistance(min(spacing) * finest)
        if request.is_projection:
            self._mapper.SetBlendModeToMaximumIntensity()
        else:
            self._mapper.SetBlendModeToComposite()
        ends = zip(request.box, spacing, strict=True)
        self._mapper.SetCroppingRegionPlanes(
            *(end * step_mm for box, step_mm in ends for end in box)
        )
        self._mapper.SetCroppingRegionFlagsToSubVolume()
        self._mapper.CroppingOn()

    def _is_shaded(self, request: RenderRequest) -> bool:
        """Slopes of new voxels take seconds: what is seen at once goes without."""
        if request.is_projection:
            return False
        if not request.is_coarse:
            self._sloped = self.revision
        return self._sloped == self.revision

    def picture(self, request: RenderRequest) -> NDArray[np.uint8] | None:
        """Cast the rays; (rows, columns, 3)."""
        self._number = 0 if request.is_coarse else request.number
        screen = request.screen
        made = np.zeros((screen.rows, screen.columns, 3), np.uint8)
        mapper, renderer, volume = self._mapper, self._renderer, self._volume
        self._window.SetAbortRender(0)
        mapper.PerVolumeInitialization(renderer, volume)
        mapper.PerImageInitialization(
            renderer, volume, 0, [0.0] * 3, [0.0] * 3, [0] * 6
        )
        mapper.PerSubVolumeInitialization(renderer, volume, 0)
        mapper.RenderSubVolume()
        if self._window.GetAbortRender():
            return None
        cast = mapper.GetRayCastImage()
        columns, rows = cast.GetImageInUseSize()
        left, below = cast.GetImageOrigin()
        if columns <= 0 or rows <= 0:
            return made
        values = _memory_of(cast)[:rows, :columns, :3] >> _BITS_OVER
        bottom = screen.rows - below
        made[bottom - rows : bottom, left : left + columns] = values[::-1]
        return made

    def _look_up(self, window: Any, event: str) -> None:
        """While rays are cast, some five times a second."""
        if self._number and int(self._wanted[0]) > self._number:
            window.SetAbortRender(1)

    def close(self) -> None:
        """Let VTK's objects and the memory go."""
        self._window.RemoveRenderer(self._renderer)
        self._renderer.RemoveVolume(self._volume)
        self._mapper.RemoveAllInputs()
        self.image.Initialize()
        self._window.RemoveAllObservers()
        del (
            self._wanted,
            self._mapper,
            self._volume,
            self._renderer,
            self._window,
            self.image,
        )
        self._block.close()


_bodies: dict[str, _Body] = {}
"""The latest at the end."""


def _body(codes: Codes) -> _Body:
    body = _bodies.pop(codes.block, None)
    if body is None:
        for stale in list(_bodies)[: len(_bodies) - _KEPT + 1]:
            forget(stale)
        try:
            body = _Body(codes)
        except ImportError as error:
            raise RenderingError(how_to_get_vtk()) from error
    _bodies[codes.block] = body
    body.renew(codes.revision)
    return body


def _memory_of(cast: Any) -> NDArray[np.uint16]:
    """(rows, columns, 4) of the mapper's own image, its lowest row first.

    VTK gives its address as text ("_0000562d42d75f10_p_void") and nothing else.
    """
    import ctypes

    columns, rows = cast.GetImageMemorySize()
    address = int(cast.GetImage().split("_")[1], 16)
    pointer = ctypes.cast(address, ctypes.POINTER(ctypes.c_uint16))
    return np.ctypeslib.as_array(pointer, (rows, columns, 4))


def _matrix(grid: VolumeGrid) -> Any:
    from vtkmodules.vtkCommonMath import vtkMatrix4x4

    matrix = vtkMatrix4x4()
    directions = _directions(grid)
    for row in range(3):
        for column in range(3):
            matrix.SetElement(row, column, float(directions[row, column]))
        matrix.SetElement(row, 3, grid.origin_mm[row])
    return matrix


def _property(request: RenderRequest, is_shaded: bool) -> Any:
    from vtkmodules.vtkCommonDataModel import vtkPiecewiseFunction
    from vtkmodules.vtkRenderingCore import vtkColorTransferFunction, vtkVolumeProperty

    colour, opacity = vtkColorTransferFunction(), vtkPiecewiseFunction()
    for stop in request.stops:
        colour.AddRGBPoint(stop.code, *stop.colour)
        opacity.AddPoint(stop.code, stop.opacity)
    if request.is_projection:
        opacity.RemoveAllPoints()
        opacity.AddPoint(0.0, 0.0)
        opacity.AddPoint(1.0, 1.0)
    made = vtkVolumeProperty()
    made.SetColor(colour)
    made.SetScalarOpacity(opacity)
    made.SetScalarOpacityUnitDistance(1.0)
    made.SetInterpolationTypeToLinear()
    if is_shaded:
        made.ShadeOn()
        made.SetAmbient(0.15)
        made.SetDiffuse(0.85)
        made.SetSpecular(0.15)
        made.SetSpecularPower(12.0)
    return made
