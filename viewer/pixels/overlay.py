"""Overlay planes: one bit a pixel, beside the pixels or in their unused bits (C.9.2).

PS3.3 C.9.2 and C.9.3 (several frames), PS3.5 8.1.2 and 8.2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.records import dataclass

Colour = tuple[int, int, int]
"""Red, green and blue, 0 … 255."""

WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Overlay:
    """One plane of one frame. Plain data: compared by value, can be pickled.

    Its first pixel lies at `row`, `column` of the image, counted from 0; both may be
    negative, and the plane may be larger or smaller than the image. `bits` are packed
    row after row, lowest bit first, after `first_bit` bits of something else; what is
    missing at the end is not set. `kind` is "G" for graphics, "R" for a region.
    """

    group: int
    rows: int
    columns: int
    bits: bytes
    first_bit: int = 0
    row: int = 0
    column: int = 0
    kind: str = "G"
    subtype: str = ""
    label: str = ""
    description: str = ""
    colour: Colour = WHITE
    layer: str = ""
    """The graphic layer that a presentation state shows it in."""

    def mask(self, rows: int, columns: int) -> NDArray[np.bool_]:
        """Where it is set, on an image of that size."""
        mask = np.zeros((rows, columns), np.bool_)
        top, bottom = max(0, self.row), min(rows, self.row + self.rows)
        left, right = max(0, self.column), min(columns, self.column + self.columns)
        if top >= bottom or left >= right:
            return mask
        start = self.first_bit + (top - self.row) * self.columns
        end = start + (bottom - top) * self.columns
        packed = np.frombuffer(self.bits, np.uint8)[start // 8 : (end + 7) // 8]
        found = np.unpackbits(packed, bitorder="little")[start % 8 :]
        whole = min(-(-len(found) // self.columns), bottom - top)
        plane = np.zeros((whole, self.columns), np.uint8)
        plane.reshape(-1)[: len(found)] = found[: plane.size]
        part = plane[:, left - self.column : right - self.column]
        mask[top : top + whole, left:right] = part
        return mask


@dataclass(frozen=True, slots=True)
class Laid:
    """Planes of another object for one image: by its frames, or one for all of them."""

    sop_instance_uid: str
    frames: tuple[tuple[Overlay, ...], ...]

    def of(self, header: Header, frame_index: int) -> tuple[Overlay, ...]:
        """Those for a frame of an object; () when they are for another one."""
        if header.text(tags.SOPInstanceUID) != self.sop_instance_uid:
            return ()
        if len(self.frames) == 1:
            return self.frames[0]
        return self.frames[frame_index] if frame_index < len(self.frames) else ()


def read_overlays(
    header: Header, frame_index: int, bit_planes: Mapping[int, bytes]
) -> tuple[Overlay, ...]:
    """The planes of a frame, counted from 0, in the order of their groups.

    `bit_planes` are the unused bits of the frame's pixels, for `unused_bits`. A plane
    without a size or without data is left out. One that states neither a number of
    frames nor its first one lies over all of them.
    """
    found = []
    for offset in _offsets(header):
        plane = _plane(header, offset, frame_index, bit_planes)
        if plane is None:
            continue
        origin = header.integers(tags.OverlayOrigin + offset, signed=True)
        row, column = origin if len(origin) == 2 else (1, 1)
        found.append(
            replace(
                plane,
                row=row - 1,
                column=column - 1,
                kind=header.text(tags.OverlayType + offset).strip() or "G",
                subtype=caption(header.text(tags.OverlaySubtype + offset)),
                label=caption(header.text(tags.OverlayLabel + offset)),
                description=caption(header.text(tags.OverlayDescription + offset)),
            )
        )
    return tuple(found)


def unused_bits(header: Header) -> tuple[int, ...]:
    """Bits of each pixel that hold an overlay, lowest 0, outside the stored ones.

    An overlay that has data of its own is not there; a position among the stored bits
    is wrong and means nothing.
    """
    allocated = header.integer(tags.BitsAllocated) or 0
    stored = header.integer(tags.BitsStored) or allocated
    high_bit = header.integer(tags.HighBit)
    high_bit = stored - 1 if high_bit is None else high_bit
    positions = {
        header.integer(tags.OverlayBitPosition + offset)
        for offset in _offsets(header)
        if not header.has(tags.OverlayData + offset)
        and header.integer(tags.OverlayBitsAllocated + offset) != 1
    }
    return tuple(
        sorted(
            bit
            for bit in positions
            if bit is not None
            and 0 <= bit < allocated
            and not high_bit - stored < bit <= high_bit
        )
    )


def packed_planes(values: NDArray[Any], bits: tuple[int, ...]) -> dict[int, bytes]:
    """Those bits of integers, packed row after row, lowest bit first."""
    if not bits or values.dtype.kind not in "iu":
        return {}
    words = values.view(f"u{values.dtype.itemsize}")
    return {
        bit: np.packbits(
            words & words.dtype.type(1 << bit) != 0, bitorder="little"
        ).tobytes()
        for bit in bits
        if bit < 8 * values.dtype.itemsize
    }


def _offsets(header: Header) -> Iterator[int]:
    """What to add to the tags of group 6000 for each overlay that is there."""
    for offset in tags.OVERLAY_OFFSETS:
        if header.present(tags.OverlayRows + offset):
            yield offset


def _plane(
    header: Header, offset: int, frame_index: int, bit_planes: Mapping[int, bytes]
) -> Overlay | None:
    """The size and bits of a frame's plane, None without one."""
    group = 0x6000 + (offset >> 16)
    vr, data = header.elements.get(tags.OverlayData + offset, ("", b""))
    if not data:
        bit = header.integer(tags.OverlayBitPosition + offset)
        rows, columns = header.integer(tags.Rows), header.integer(tags.Columns)
        packed = bit_planes.get(-1 if bit is None else bit)
        if packed is None or not rows or not columns:
            return None
        return Overlay(group, rows, columns, packed)
    rows = header.integer(tags.OverlayRows + offset) or 0
    columns = header.integer(tags.OverlayColumns + offset) or 0
    frames = header.integer(tags.NumberOfFramesInOverlay + offset)
    first = header.integer(tags.ImageFrameOrigin + offset)
    index = frame_index - ((first or 1) - 1)
    if frames is None and first is None:
        index = 0
    if rows <= 0 or columns <= 0 or not 0 <= index < (frames or 1):
        return None
    if vr == "OW" and not header.little_endian:
        data = _swapped(data)
    start = index * rows * columns
    packed = data[start // 8 : (start + rows * columns + 7) // 8]
    return Overlay(group, rows, columns, packed, start % 8) if packed else None


def _swapped(raw: bytes) -> bytes:
    """The bytes of big endian words in the order of little endian ones."""
    words = np.frombuffer(raw, np.uint16, len(raw) // 2)
    return words.byteswap().tobytes()
