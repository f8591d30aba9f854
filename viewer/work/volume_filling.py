"""A volume from decoded slices, one after another, and planes of it ready to be shown.

Stored values are kept where all slices mean the same by them, so that the volume takes
no more memory than its frames; else modality values as float32 (positron emission
tomography rescales each slice by itself).
"""

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer import limits
from viewer.dicom import tags
from viewer.files.summary import Loss
from viewer.geometry.registration import IDENTITY as SAME_SPACE
from viewer.geometry.registration import Affine
from viewer.geometry.reslice import Volume
from viewer.geometry.volume import NotAVolumeError
from viewer.kinds.base import Frame
from viewer.kinds.sections import VolumeStack
from viewer.pixels.decode import Decoded
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.modality import IDENTITY, Rescale, rescaled
from viewer.pixels.padding import Padding, padding_mask
from viewer.pixels.pipeline import default_voi
from viewer.pixels.resample import Pyramid
from viewer.pixels.suv import Suv
from viewer.records import dataclass
from viewer.store.frame_cache import available_memory_bytes
from viewer.text import figure, mark, tr
from viewer.work.loading import Shown
from viewer.work.plane_making import made_plane
from viewer.work.rooms import large_array

SAME_UPTAKE = 0.001
"""By this part the factors from activity to SUV of slices may differ."""

SHARE_OF_MEMORY = 0.7
"""Of what is free, that a volume may take."""

_GIB = 1024**3
_NOTES_KEPT = 4
_WIDER = {"u1": np.int16, "i1": np.int16, "u2": np.int32, "i2": np.int32}


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """A volume with what its planes need to be shown. `decoded` has no values."""

    stack: VolumeStack
    volume: Volume
    decoded: Decoded
    info: FrameInfo
    default_voi: Window | LookupTable | None
    value_range: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class SliceRequest:
    """A plane to be made; `smooth` is linear between voxels.

    A `draft` has so many rows and columns in one, of the nearest voxels; 0 is none.
    """

    filled: Filled
    frame: Frame
    smooth: bool = True
    draft: int = 0


def placed(filled: Filled, to_volume: Affine) -> Filled:
    """The volume as it lies in another space; `to_volume` leads from there to it."""
    if to_volume == SAME_SPACE:
        return filled
    grid = to_volume.inverse.grid(filled.volume.grid)
    return replace(filled, volume=replace(filled.volume, grid=grid))


def check_size(stack: VolumeStack) -> None:
    """Raises NotAVolumeError where the volume is larger than may be kept."""
    bits = stack.frames[0].header.integer(tags.BitsAllocated) or 16
    wanted = math.prod(stack.grid.shape) * -(-bits // 8)
    free = int(available_memory_bytes() * SHARE_OF_MEMORY)
    allowed = min(limits.VOLUME_BYTES, free)
    if wanted > allowed:
        raise NotAVolumeError(
            tr(
                "The volume needs {wanted} GB of memory; it may take {allowed} GB.",
                wanted=figure(wanted / _GIB, ".1f"),
                allowed=figure(allowed / _GIB, ".1f"),
            )
        )


class Filling:
    """Slices as they arrive, in any order."""

    def __init__(self, stack: VolumeStack) -> None:
        self._stack = stack
        self._first: Shown | None = None
        self._middle: Shown | None = None
        self._is_float = False
        self._values: NDArray[Any] = np.empty(0)
        self._filled: list[int] = []
        self._ends: list[tuple[float, float]] = []
        self._marks: dict[str, None] = {}
        self._notes: dict[str, None] = {}
        self._loss: Loss = ""
        self._ranges: list[tuple[float, float]] = []
        self._uptake: list[float | None] = []

    @property
    def count(self) -> int:
        """Slices that have arrived."""
        return len(self._filled)

    @property
    def is_whole(self) -> bool:
        """All slices are there."""
        return self.count == len(self._stack.frames)

    def add(self, number: int, shown: Shown) -> None:
        """Take in one slice. Raises NotAVolumeError when it does not fit."""
        values, first = shown.decoded.values, self._first
        if values.shape != self._stack.grid.shape[1:] or shown.info.colour != "grey":
            raise NotAVolumeError(tr("Planes through colour images are not made."))
        if first is None:
            self._begin(shown)
        elif shown.info.unit != first.info.unit:
            raise NotAVolumeError(tr("The slices have values of different units."))
        elif not self._is_float and not _mean_the_same(first, shown):
            self._turn_to_float(first.info)
        if self._is_float:
            self._values[number] = _modality_values(values, shown.info)
        else:
            self._values[number] = values
            self._ends.append((float(values.min()), float(values.max())))
        self._filled.append(number)
        self._uptake.append(shown.info.suv.factor if shown.info.suv else None)
        if number == len(self._stack.frames) // 2:
            self._middle = shown
        if shown.value_range is not None:
            self._ranges.append(shown.value_range)
        self._marks.update(dict.fromkeys(shown.decoded.marks))
        self._notes.update(dict.fromkeys(shown.decoded.notes))
        self._loss = self._loss or shown.decoded.loss

    def finish(self) -> Filled:
        """The volume, once all slices are there."""
        middle = self._middle
        assert middle is not None
        info = replace(
            middle.info,
            overlays=(),
            shutter=None,
            suv=_common(middle.info.suv, self._uptake),
            notes=(*middle.info.notes, *self._stack.grid.statements()),
        )
        if not self._is_float and self._is_padding_between(middle.info):
            self._turn_to_float(middle.info)
        volume = self._float_volume() if self._is_float else self._volume(middle.info)
        if self._is_float:
            info = _of_modality_values(info)
        else:
            low, high = volume.padding or (volume.empty, volume.empty)
            info = replace(info, padding=Padding(low, high))
        centre = volume.values[len(volume.values) // 2]
        decoded = replace(
            middle.decoded,
            values=centre[:0],
            marks=tuple(self._marks),
            notes=tuple(self._notes)[:_NOTES_KEPT],
            loss=self._loss,
            bit_planes={},
            difference=None,
            managed=None,
        )
        lows, highs = zip(*self._ranges or [(0.0, 1.0)], strict=True)
        ends = min(lows), max(highs)
        voi = default_voi(centre, info)
        return Filled(self._stack, volume, decoded, info, voi, ends)

    def _begin(self, shown: Shown) -> None:
        self._first = shown
        kind = shown.decoded.values.dtype
        is_linear = isinstance(shown.info.transform, Rescale)
        self._is_float = kind.kind == "f" or not is_linear
        kept = np.dtype(np.float32) if self._is_float else kind
        self._values = large_array(self._stack.grid.shape, kept)

    def _is_padding_between(self, info: FrameInfo) -> bool:
        """Values lie on both sides of it: what is made between them could be it."""
        padding = info.padding
        lows, highs = zip(*self._ends, strict=True)
        return padding is not None and (
            min(lows) < padding.low and max(highs) > padding.high
        )

    def _turn_to_float(self, info: FrameInfo) -> None:
        """The slices so far as modality values."""
        whole = large_array(self._stack.grid.shape, np.dtype(np.float32))
        for number in self._filled:
            whole[number] = _modality_values(self._values[number], info)
        self._values, self._is_float = whole, True

    def _float_volume(self) -> Volume:
        return Volume(self._stack.grid, self._values, float("nan"))

    def _volume(self, info: FrameInfo) -> Volume:
        """Padding stands for no value, else a value that no voxel has."""
        kind, grid = np.iinfo(self._values.dtype), self._stack.grid
        padding = info.padding
        if padding is not None and kind.min <= padding.low <= kind.max:
            return Volume(grid, self._values, padding.low, (padding.low, padding.high))
        low = min(low for low, _ in self._ends)
        high = max(high for _, high in self._ends)
        if high + 1 <= kind.max:
            return Volume(grid, self._values, high + 1)
        if low - 1 >= kind.min:
            return Volume(grid, self._values, low - 1)
        wider = _WIDER.get(self._values.dtype.str[1:], np.int64)
        return Volume(grid, self._values.astype(wider), low - 1)


@dataclass(frozen=True, slots=True, eq=False)
class FillRequest:
    """Slices that have arrived, by their number. One request a filling at a time."""

    filling: Filling
    slices: tuple[tuple[int, Shown], ...]


def fill(request: FillRequest) -> Filled | None:
    """Take the slices in; the volume when it is whole. Raises NotAVolumeError."""
    for number, shown in request.slices:
        request.filling.add(number, shown)
    return request.filling.finish() if request.filling.is_whole else None


def sliced(request: SliceRequest) -> Shown:
    """A plane of a volume, ready to be shown."""
    filled, frame = request.filled, request.frame
    assert frame.cut is not None
    values = made_plane(filled.volume, frame.cut, request.smooth, request.draft)
    return shown_as(filled, frame, values, halves=not request.draft)


def shown_as(
    filled: Filled, frame: Frame, values: NDArray[Any], halves: bool = True
) -> Shown:
    """What was made of a volume, ready to be shown as a frame."""
    return Shown(
        frame=frame,
        decoded=replace(filled.decoded, values=values),
        info=filled.info,
        pyramid=Pyramid.of(values, filled.info.padding, halves=halves),
        default_voi=filled.default_voi,
        aspect=1.0,
        value_range=filled.value_range,
    )


def _mean_the_same(one: Shown, other: Shown) -> bool:
    """Stored values of both are the same modality values, and the same padding."""
    return (
        one.decoded.values.dtype == other.decoded.values.dtype
        and one.info.transform == other.info.transform
        and one.info.padding == other.info.padding
        and one.info.transform_before_voi == other.info.transform_before_voi
    )


def _common(suv: Suv | None, factors: list[float | None]) -> Suv | None:
    """The SUV of all slices; refused where they do not agree on it."""
    known = [factor for factor in factors if factor is not None]
    if suv is None or not known:
        return suv
    if len(known) == len(factors) and max(known) <= min(known) * (1 + SAME_UPTAKE):
        return suv
    return Suv(None, suv.name, mark("slices differ in dose, weight or times"))


def _modality_values(values: NDArray[Any], info: FrameInfo) -> NDArray[np.float32]:
    made = rescaled(values, info.transform).astype(np.float32)
    made[padding_mask(values, info.padding)] = np.nan
    return made


def _of_modality_values(info: FrameInfo) -> FrameInfo:
    """How to show values that have been through the modality transform."""
    return replace(
        info,
        transform=IDENTITY,
        display_transform=None,
        transform_before_voi=True,
        windows_may_be_stored=False,
        voi_choices=info.voi_choices if info.transform_before_voi else (),
        padding=None,
        real_world=(),
    )
