"""What `render` needs of a frame, made in a worker: its PNG, or its parts for texts."""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer import limits
from viewer.commands.pixel_stages import Displayed, StageRequest, displayed, header_of
from viewer.files.header import Header
from viewer.files.index import Series
from viewer.kinds import display_sets, kind_of
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.labels import is_picture, label_of
from viewer.pixels.encoding import PixelError
from viewer.text import tr
from viewer.work.tasks import ContentRequest, load_content

COMPRESSION = 4
"""Of zlib: a third of the time of its default for the same size of grey noise."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """An object and its place in a display set; `displayed` None without pixels."""

    display_set: DisplaySet
    index: int
    displayed: Displayed | None = None
    content: object | None = None
    """What an object without pixels holds, for its view."""
    texts: bool = True
    """With corner texts, letters and scale bar."""
    marks: bool = False
    """With the marks that the window keeps of the frame."""


def png(request: StageRequest) -> "bytes | Drawing":
    """The frame as a PNG; of an object without pixels what a view can show.

    Raises PixelError, NotDicomError or UnreadableError.
    """
    header = header_of(request.source)
    if not _has_picture(header):
        return _view_of(header, request)
    return png_of(displayed(header, request.frame_index, request).picture)


def drawing(request: StageRequest) -> Drawing:
    """The frame with what the texts over it say. Raises like `png`."""
    header = header_of(request.source)
    if not _has_picture(header):
        return _view_of(header, request)
    shown = displayed(header, request.frame_index, request)
    if shown.picture.nbytes > limits.ANNOTATED_BYTES:
        raise PixelError(tr("The picture is too large to have anything drawn over it."))
    return Drawing(*_place_of(header, request.frame_index), shown)


def png_of(picture: NDArray[np.uint8]) -> bytes:
    """Grey (rows, columns) or RGB (rows, columns, 3) as a PNG file."""
    from PIL import Image

    file = io.BytesIO()
    made: Any = Image.fromarray(np.ascontiguousarray(picture))
    made.save(file, "PNG", compress_level=COMPRESSION)
    return file.getvalue()


def _has_picture(header: Header) -> bool:
    """Its frames are pictures, be they tiles of a larger one."""
    return is_picture(header, "")


def _view_of(header: Header, request: StageRequest) -> Drawing:
    if request.frame_index:
        raise PixelError(
            tr(
                "Frame {number} does not exist: the object has no pictures.",
                number=request.frame_index + 1,
            )
        )
    if request.voi is not None:
        raise PixelError(tr("A window is for grey pictures; this object has none."))
    display_set = display_sets(Series("", (header,)))[0]
    content = load_content(
        ContentRequest(request.source, display_set.kind, display_set.view, header.stamp)
    )
    return Drawing(display_set, 0, content=content)


def _place_of(header: Header, frame_index: int) -> tuple[DisplaySet, int]:
    """Where the window shows the frame; alone, where it shows none of the object's."""
    for display_set in display_sets(Series("", (header,))):
        for index, frame in enumerate(display_set.frames):
            if display_set.view == "stack" and frame.frame_index == frame_index:
                return display_set, index
    frame = Frame(header, frame_index)
    return DisplaySet(kind_of(header), "stack", label_of(header), (frame,)), 0
