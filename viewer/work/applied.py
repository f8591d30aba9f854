"""A frame with what the reader applied to it from other objects: table, overlays."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.layers import layers_of
from viewer.pixels.look import Look
from viewer.pixels.modality import Modality
from viewer.pixels.overlay import Overlay
from viewer.pixels.pipeline import default_voi, value_range
from viewer.text import mark
from viewer.work.loading import Shown

OTHER_TABLE = mark("Modality LUT of another object.")
OTHER_OVERLAY = mark("Overlay of another object.")


def altered(shown: Shown, look: Look) -> Shown:
    """The frame as `look.modality` and `look.laid` make it; itself where they do not.

    Colour has no modality transform, and overlays are for one image only.
    """
    if look.modality is not None and shown.value_range is not None:
        shown = _with_modality(shown, look.modality)
    if look.laid is not None:
        frame = shown.frame
        overlays = look.laid.of(frame.header, frame.frame_index)
        if overlays:
            shown = _with_overlays(shown, overlays)
    return shown


def _with_modality(shown: Shown, modality: Modality) -> Shown:
    """Windows of the file are over its own values and are not offered any more."""
    info = replace(
        shown.info,
        transform=modality.transform,
        transform_before_voi=True,
        display_transform=None,
        unit=modality.unit,
        voi_choices=(),
        windows_may_be_stored=False,
        percentiles=(0.0, 100.0),
        suv=None,
        notes=(*shown.info.notes, OTHER_TABLE),
    )
    present = _present(shown.decoded.values)
    return replace(
        shown,
        info=info,
        default_voi=default_voi(present, info),
        value_range=value_range(present, info),
    )


def _present(values: NDArray[Any]) -> NDArray[Any]:
    """Each value that a frame has, once: a table of a few thousand is soon read."""
    if values.dtype.kind not in "iu" or values.dtype.itemsize > 2:
        return values
    unsigned = np.dtype(f"u{values.dtype.itemsize}")
    is_there = np.zeros(1 << (8 * unsigned.itemsize), np.bool_)
    is_there[np.ascontiguousarray(values).view(unsigned).ravel()] = True
    found = np.flatnonzero(is_there).astype(unsigned).view(values.dtype)
    return found.reshape(1, -1)


def _with_overlays(shown: Shown, overlays: tuple[Overlay, ...]) -> Shown:
    rows, columns = shown.decoded.values.shape[:2]
    layers = layers_of(FrameInfo(overlays=overlays), rows, columns, halves=False)
    notes = (*shown.info.notes, OTHER_OVERLAY)
    return replace(
        shown,
        layers=(*shown.layers, *layers),
        info=replace(
            shown.info, overlays=(*shown.info.overlays, *overlays), notes=notes
        ),
    )
