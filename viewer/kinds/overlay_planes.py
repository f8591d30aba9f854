"""Standalone overlays: bitmaps without their image (PS3.3-2004 A.6, C.9.2)."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from viewer import limits
from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.dataset import header_of
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.kinds.base import ContentError
from viewer.kinds.graphs import Fact
from viewer.kinds.reading import items, number, text
from viewer.kinds.references import Reference, reference_of, references_of
from viewer.pixels.overlay import Overlay, read_overlays
from viewer.text import figure, mark, tr

if TYPE_CHECKING:
    from pydicom import Dataset

_KINDS = {"G": mark("Graphics"), "R": mark("Region of interest")}


@dataclass(frozen=True, slots=True)
class NamedPlane:
    """One plane of a frame, what it is called, and how many of its pixels are set."""

    overlay: Overlay
    title: str
    set_pixels: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """The planes of each frame, and the images that they belong to."""

    frames: tuple[tuple[NamedPlane, ...], ...]
    images: tuple[Reference, ...]


def read_planes(dataset: "Dataset", kind: str) -> Planes:
    """All overlays of an object. Raises ContentError when there is none."""
    header = header_of(dataset, Source(""))
    count = min(_frame_count(header), limits.OVERLAY_FRAMES)
    frames = tuple(
        tuple(_named(dataset, overlay) for overlay in read_overlays(header, index, {}))
        for index in range(count)
    )
    if not any(frames):
        raise ContentError(tr("It holds no overlay."))
    named = (reference_of(item) for item in items(dataset, "ReferencedImageSequence"))
    images = tuple(reference for reference in named if reference is not None)
    return Planes(frames, images or references_of(dataset))


def _frame_count(header: Header) -> int:
    """Of the image that has the most frames under an overlay."""
    most = 1
    for offset in tags.OVERLAY_OFFSETS:
        frames = header.integer(tags.NumberOfFramesInOverlay + offset) or 1
        first = header.integer(tags.ImageFrameOrigin + offset) or 1
        most = max(most, first - 1 + frames)
    return most


def _named(dataset: "Dataset", overlay: Overlay) -> NamedPlane:
    base = overlay.group << 16
    at_origin = replace(overlay, row=0, column=0)
    count = int(np.count_nonzero(at_origin.mask(overlay.rows, overlay.columns)))
    place = tr("Overlay {number}", number=(overlay.group - 0x6000) // 2 + 1)
    facts = (
        (mark("Type"), _type_name(overlay.kind)),
        (mark("Subtype"), overlay.subtype),
        (mark("Label"), overlay.label),
        (mark("Description"), overlay.description),
        (mark("Size"), f"{overlay.columns} × {overlay.rows}"),
        (
            mark("First pixel (row, column)"),
            f"{overlay.row + 1}, {overlay.column + 1}",
        ),
        (mark("Activation layer"), caption(text(dataset, base | 0x1001))),
        (mark("Area, as stated"), _stated(dataset, base | 0x1301, " px")),
        (mark("Mean, as stated"), _stated(dataset, base | 0x1302, "")),
        (mark("Standard deviation, as stated"), _stated(dataset, base | 0x1303, "")),
        (mark("Element group"), f"{overlay.group:04X}"),
    )
    return NamedPlane(
        overlay,
        overlay.label or overlay.description or place,
        count,
        tuple(fact for fact in facts if fact[1]),
    )


def _type_name(kind: str) -> str:
    return tr(_KINDS[kind]) if kind in _KINDS else caption(kind)


def _stated(dataset: "Dataset", tag: int, unit: str) -> str:
    value = number(dataset, tag)
    return "" if value is None else f"{figure(value, 'g')}{unit}"
