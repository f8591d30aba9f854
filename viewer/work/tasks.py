"""What runs in worker processes: plain functions of one picklable request."""

import contextlib
import math
import warnings
from typing import TYPE_CHECKING

from viewer import limits
from viewer.files.header import Header, UnreadableError
from viewer.files.sources import Source
from viewer.files.stamp import CHANGED, Stamp
from viewer.pixels.decode import (
    Decoded,
    DecodeRequest,
    decode,
    without_first_decoder,
)
from viewer.pixels.stored_values import dtype_of, shape_of
from viewer.records import dataclass
from viewer.text import for_files, tr

_DIFFERENCE_BYTES = 4
"""Of each pixel of a subtracted frame, at most."""


if TYPE_CHECKING:
    from viewer.dicom.elements import ElementRow
    from viewer.files.dicomdir import Directory
    from viewer.kinds.registrations import Registration


@dataclass(frozen=True, slots=True, eq=False)
class Description:
    """Everything there is to say about one object, in plain records."""

    header: Header | None
    """The complete header; None when the picture's part of it makes no sense."""
    rows: "tuple[ElementRow, ...]"
    error: str = ""
    """Why there is no header."""
    pixel_bytes: int | None = None
    """Bytes that compressed pixels take in the file."""
    stamp: Stamp | None = None
    """The state of the file that it was read from."""


@dataclass(frozen=True, slots=True)
class ContentRequest:
    """An object whose view needs more than its header; names of kind and view."""

    source: Source
    kind: str
    view: str
    stamp: Stamp | None = None
    """The state of the file that the reader knows of."""
    for_files: bool = False
    """Numbers and dates in sentences are to be as in files."""

    @property
    def result_bytes(self) -> int:
        """Room for the arrays of the answer: about the size of the file."""
        size = self.stamp[0] if self.stamp else len(self.source.data or b"")
        return min(size, limits.HEADER_BYTES)


def decode_frame(request: DecodeRequest) -> Decoded:
    """Decode one frame. Raises PixelError."""
    return decode(request)


def next_decoder(request: DecodeRequest) -> DecodeRequest | None:
    """What to try after this took its worker down; None when nothing is left."""
    return without_first_decoder(request)


def result_bytes(request: DecodeRequest) -> int:
    """Bytes of the frame's values, difference and colours, for `Pool.submit`."""
    encoding = request.encoding
    size = math.prod(shape_of(encoding)) * dtype_of(encoding).itemsize
    pixels = encoding.rows * encoding.columns
    if request.subtraction is not None:
        size += limits.SHARED_ALIGNMENT_BYTES + pixels * _DIFFERENCE_BYTES
    if request.colours is not None:
        size += limits.SHARED_ALIGNMENT_BYTES + 3 * pixels
    return size


def deadline_seconds(request: DecodeRequest) -> float:
    """Time that a frame of this size may take, for `Pool.submit`."""
    frames = 1 + len(request.masks) + len(request.contrasts)
    megapixels = frames * request.encoding.rows * request.encoding.columns / 1e6
    allowed = (
        limits.FRAME_DEADLINE_SECONDS
        + limits.FRAME_DEADLINE_SECONDS_PER_MEGAPIXEL * megapixels
    )
    return min(allowed, limits.FRAME_DEADLINE_MAX_SECONDS)


def describe(source: Source) -> Description:
    """Read one object's header whole ("header" lane: needs pydicom).

    Raises NotDicomError or UnreadableError.
    """
    from viewer.dicom.elements import element_rows
    from viewer.files.dataset import header_of, read_dataset
    from viewer.files.pixel_row import pixel_rows
    from viewer.files.summary import stored_pixel_bytes

    dataset = read_dataset(source)
    rows = element_rows(dataset, source.character_set)
    stamp = dataset.layout.stamp
    try:
        header = header_of(dataset, source)
        rows = (*rows, *pixel_rows(header))
        pixel_bytes = stored_pixel_bytes(header)
        return Description(header, rows, pixel_bytes=pixel_bytes, stamp=stamp)
    except UnreadableError as error:
        return Description(None, rows, str(error), stamp=stamp)


def load_content(request: ContentRequest) -> object:
    """What the view of an object shows ("header" lane: needs pydicom).

    Raises NotDicomError, UnreadableError or ContentError.
    """
    from viewer.files.dataset import read_dataset
    from viewer.kinds import loader_of

    load = loader_of(request.kind, request.view)
    if load is None:
        return None
    dataset = read_dataset(request.source)
    if dataset.layout.stamp != request.stamp:
        raise UnreadableError(tr(CHANGED))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydicom tells of values that it corrects
        with for_files() if request.for_files else contextlib.nullcontext():
            return load(dataset, request.kind)


def load_registration(source: Source) -> "Registration":
    """How frames of reference are joined ("header" lane: needs pydicom).

    Raises NotDicomError or UnreadableError.
    """
    from viewer.files.dataset import read_dataset
    from viewer.kinds.registrations import read_registration

    dataset = read_dataset(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydicom tells of values that it corrects
        return read_registration(dataset)


def read_directory(source: Source) -> "Directory":
    """The files that a DICOMDIR lists ("header" lane: needs pydicom).

    Raises NotDicomError or UnreadableError.
    """
    from viewer.files import dicomdir

    return dicomdir.read_directory(source)


def build_demo(_: object = None) -> list[Source]:
    """The demonstration study, made in memory ("header" lane: needs pydicom)."""
    from viewer.demo import demo_sources

    return demo_sources()


def build_patterns(_: object = None) -> list[Source]:
    """Test patterns for screens, made in memory ("header" lane: needs pydicom)."""
    from viewer.demo.patterns import pattern_sources

    return pattern_sources()
