"""The numbers of a frame for a file, and the words that say what they mean."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from viewer import __version__
from viewer.dicom import tags
from viewer.export.appearance import NOTICE
from viewer.files.header import Header
from viewer.files.spatial import spacing_of
from viewer.pixels.encoding import PixelError
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.modality import Rescale
from viewer.pixels.pipeline import modality_values
from viewer.text import tr

Meaning = Literal["stored", "modality"]

IDENTITY = (
    tags.PatientName,
    tags.PatientID,
    tags.StudyDate,
    tags.SOPInstanceUID,
)


def values_for(stored: NDArray[Any], info: FrameInfo, meaning: Meaning) -> NDArray[Any]:
    """As stored in 16 bits (32 where these are too few), or modality values as float32.

    Raises PixelError for colours, which have no such values.
    """
    if stored.ndim == 3 or not info.has_voi:
        raise PixelError(tr("Colours have no values of one number a pixel."))
    if meaning == "modality":
        return modality_values(stored, info).astype(np.float32)
    if stored.dtype.kind == "f":
        return stored.astype(np.float32)
    if stored.dtype.itemsize > 2:
        return stored
    return stored.astype(np.int16 if stored.dtype.kind == "i" else np.uint16)


def description_of(
    header: Header,
    frame_index: int,
    info: FrameInfo,
    meaning: Meaning,
    with_identity: bool,
) -> str:
    """Lines "keyword: value" in English: what the numbers are, and of what image.

    Without identity it names neither patient nor study, and no UID.
    """
    lines = [f"Negatoscope {__version__}", NOTICE]
    if meaning == "stored":
        lines.append("Values: as stored, before the modality transform")
        if isinstance(info.transform, Rescale):
            slope, intercept = info.transform.slope, info.transform.intercept
            lines.append(f"Modality values: {slope!r} * stored + {intercept!r}")
    else:
        unit = info.unit or "not stated"
        lines.append(f"Values: modality values (after rescale or LUT), unit: {unit}")
    lines.append("Window: none applied")
    lines.append(f"Frame: {frame_index + 1}")
    for name, tag in (
        ("Modality", tags.Modality),
        ("PhotometricInterpretation", tags.PhotometricInterpretation),
        ("BitsStored", tags.BitsStored),
    ):
        if text := header.text(tag):
            lines.append(f"{name}: {text}")
    spacing = spacing_of(header, frame_index)
    if spacing is not None:
        size = f"{spacing.row_mm:g} x {spacing.column_mm:g} mm"
        lines.append(f"Spacing of rows x columns: {size} ({spacing.basis})")
    if with_identity:
        names = ("PatientName", "PatientID", "StudyDate", "SOPInstanceUID")
        for name, tag in zip(names, IDENTITY, strict=True):
            if text := header.text(tag):
                lines.append(f"{name}: {text}")
    return "\n".join(lines)
