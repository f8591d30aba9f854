"""Pictures as PNG, JPEG or TIFF files of 8 bits."""

import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from viewer.export.appearance import DESCRIPTION, NOTICE
from viewer.export.records import ExportError
from viewer.export.tiff import tiff_bytes
from viewer.export.writing import move_beside, write_advice
from viewer.text import tr

StillForm = Literal["png", "jpeg", "tiff"]
STILL_FORMS: tuple[StillForm, ...] = get_args(StillForm)
SUFFIXES: dict[StillForm, str] = {"png": ".png", "jpeg": ".jpg", "tiff": ".tif"}
JPEG_QUALITY = 95
PNG_COMPRESSION = 4


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """One picture, (rows, columns) or (rows, columns, 3), and where it is to go."""

    picture: NDArray[np.uint8]
    form: StillForm
    folder: Path
    stem: str


def still_bytes(picture: NDArray[np.uint8], form: StillForm) -> bytes:
    """The picture as a file, and beside it no word but the notice."""
    if form == "tiff":
        return tiff_bytes(picture, NOTICE)
    from PIL import Image, PngImagePlugin

    file = io.BytesIO()
    made: Any = Image.fromarray(picture)
    if form == "png":
        told = PngImagePlugin.PngInfo()
        told.add_text(DESCRIPTION, NOTICE)
        made.save(file, "PNG", compress_level=PNG_COMPRESSION, pnginfo=told)
    else:
        made.save(file, "JPEG", quality=JPEG_QUALITY, subsampling=0, comment=NOTICE)
    return file.getvalue()


def save_still(still: Still) -> str:
    """Write it under a free name of its folder, which is given. Raises ExportError."""
    try:
        return _saved(still)
    except OSError as fault:
        name = still.stem + SUFFIXES[still.form]
        reason = write_advice(fault)
        raise ExportError(
            tr("{name} was not saved: {reason}", name=name, reason=reason)
        ) from fault


def _saved(still: Still) -> str:
    handle, temporary = tempfile.mkstemp(dir=still.folder, prefix=".still.")
    suffix = SUFFIXES[still.form]
    try:
        with open(handle, "wb") as file:
            file.write(still_bytes(still.picture, still.form))
        return move_beside(temporary, still.folder, still.stem, suffix)
    except BaseException:
        if os.path.lexists(temporary):
            os.unlink(temporary)
        raise
