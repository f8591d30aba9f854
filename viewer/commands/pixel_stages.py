"""Values of a frame at a stage of the display, and their digests; for workers."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from viewer.files.byte_window import OddHeader
from viewer.files.header import Header, NotDicomError, UnreadableError
from viewer.files.scan import os_sentence
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.pixels.decode import (
    DAMAGED,
    Decoded,
    decode,
    frame_request,
    without_first_decoder,
)
from viewer.pixels.encoding import PixelError, encoding_of
from viewer.pixels.faults import MISSING_FRAMES, lacks_frames
from viewer.pixels.frames import frame_table
from viewer.pixels.look import Look, LookupTable, Window
from viewer.text import tr

if TYPE_CHECKING:
    from viewer.pixels.frame_info import FrameInfo
    from viewer.pixels.presentation_state import PresentationState

Stage = Literal["stored", "modality", "display"]
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, slots=True)
class StageRequest:
    """What to make of a file, by the code that the window uses."""

    source: Source
    stage: Stage
    frame_index: int = 0
    with_second_decoder: bool = False
    """After the first one took its process down."""
    voi: Window | int | None = None
    """For "display": a window, or the number of one of the file's choices, from 1."""
    state: Source | None = None
    """For "display": a presentation state that is in force."""
    pixel: tuple[int, int] | None = None
    """(column, row) from 0, for an explanation."""


@dataclass(frozen=True, slots=True, eq=False)
class Displayed:
    """A frame as the screen shows it at 1:1, and the VOI transform it is seen with."""

    picture: NDArray[np.uint8]
    decoded: Decoded
    voi: Window | LookupTable | None
    info: "FrameInfo"
    """What its values are."""
    state: "PresentationState | None" = None
    """In force: the picture is rotated and flipped as it says."""


def frame_values(request: StageRequest) -> NDArray[Any]:
    """One frame: (rows, columns), or (rows, columns, samples).

    Raises PixelError, NotDicomError or UnreadableError.
    """
    header = header_of(request.source)
    return _staged(header, request.frame_index, request)[0]


def digest(request: StageRequest) -> dict[str, Any]:
    """Figures and digests over all frames, which are never in memory together.

    Raises PixelError, NotDicomError or UnreadableError.
    """
    header = header_of(request.source)
    table = frame_table(header, encoding_of(header))
    whole = hashlib.sha256()
    first = ""
    decoders: list[str] = []
    marks = {DAMAGED, MISSING_FRAMES} if lacks_frames(table) else set()
    for values, decoded in _all_staged(header, table.frames, request):
        content = np.ascontiguousarray(
            values.astype(_little_endian(values), copy=False)
        )
        whole.update(content.data)
        first = first or whole.hexdigest()
        if decoded.decoder not in decoders:
            decoders.append(decoded.decoder)
        marks.update(decoded.marks)
    return {
        "path": request.source.path,
        "stage": request.stage,
        "frames": table.frames,
        "dtype": values.dtype.name,
        "shape": list(values.shape),
        "sha256": whole.hexdigest(),
        "sha256_frame1": first,
        "decoder": ", ".join(decoders),
        "marks": sorted(marks),
    }


def header_of(source: Source) -> Header:
    """As the window has it: walked, or whole where the picture may need more.

    Raises NotDicomError or UnreadableError.
    """
    from viewer.files.dataset import complete_header

    try:
        header = walk_header(source)
    except OddHeader:
        return complete_header(source)
    except OSError as fault:
        raise UnreadableError(os_sentence(fault)) from fault
    return complete_header(source) if header.wants_dataset else header


def _all_staged(
    header: Header, frames: int, request: StageRequest
) -> Iterator[tuple[NDArray[Any], Decoded]]:
    for index in range(frames):
        try:
            yield _staged(header, index, request)
        except PixelError as error:
            if frames == 1:
                raise
            sentence = tr(
                "Frame {number}: {reason}", number=index + 1, reason=error.sentence
            )
            raise PixelError(sentence, error.detail) from error


def _staged(
    header: Header, frame_index: int, request: StageRequest
) -> tuple[NDArray[Any], Decoded]:
    if request.stage == "display":
        shown = displayed(header, frame_index, request)
        return shown.picture, shown.decoded
    decoded = _decoded(header, frame_index, request)
    if request.stage == "stored":
        return decoded.values, decoded
    from viewer.pixels.frame_info import frame_info
    from viewer.pixels.pipeline import modality_values

    info = frame_info(
        header,
        frame_index,
        decoded.photometric_interpretation,
        decoded.bit_planes,
    )
    if not info.has_voi:
        raise PixelError(tr("Colours have no modality values."))
    return modality_values(decoded.values, info), decoded


def displayed(header: Header, frame_index: int, request: StageRequest) -> Displayed:
    """A frame by the whole chain of display. Raises PixelError."""
    from viewer.pixels.colour_management import managed
    from viewer.pixels.frame_info import frame_info
    from viewer.pixels.pipeline import default_voi, picture, settled
    from viewer.pixels.state_display import (
        difference_with_state,
        turned,
        with_state,
    )
    from viewer.pixels.subtraction import difference_info

    state = state_for(request.state, header, frame_index) if request.state else None
    decoded = _decoded(header, frame_index, request, state)
    info = frame_info(
        header, frame_index, decoded.photometric_interpretation, decoded.bit_planes
    )
    if state is not None:
        info = with_state(info, state, header, frame_index)
    info = managed(info)
    made = decoded.difference
    if made is not None and made.how.recommended:
        info = (
            difference_with_state(info, made, state, header, frame_index)
            if state
            else difference_info(info, made)
        )
        decoded = replace(decoded, values=made.values)
    else:
        decoded = replace(decoded, difference=None)
    values = decoded.values
    if request.voi is None:
        voi = default_voi(values, info)
    elif not info.has_voi:
        raise PixelError(tr("A window is for grey pictures; this one has colours."))
    elif isinstance(request.voi, Window):
        voi = request.voi
    else:
        voi = _choice(settled(info, values).voi_choices, request.voi)
    shown = picture(values, info, Look(voi))
    seen = turned(shown, state) if state else shown
    return Displayed(seen, decoded, voi, info, state)


def state_for(source: Source, header: Header, frame_index: int) -> "PresentationState":
    """The state of a file. Raises PixelError when it is not for that frame."""
    from viewer.files.dataset import complete_header
    from viewer.pixels.presentation_state import read_presentation_state

    try:
        source.size()
        state = read_presentation_state(complete_header(source))
    except (NotDicomError, UnreadableError, OSError) as fault:
        reason = os_sentence(fault) if isinstance(fault, OSError) else str(fault)
        raise PixelError(
            tr(
                "The presentation state {name} cannot be read: {reason}",
                name=source.name,
                reason=reason,
            )
        ) from fault
    if not state.references:
        raise PixelError(
            tr("{name} is no presentation state of images.", name=source.name)
        )
    if state.blended is not None:
        raise PixelError(
            tr(
                "The presentation state {name} blends two images: open them in the"
                " window.",
                name=source.name,
            )
        )
    if not state.covers(header, frame_index):
        raise PixelError(
            tr("The presentation state {name} does not refer to it.", name=source.name)
            if not state.covers_image(header)
            else tr(
                "The presentation state {name} does not refer to frame {number}.",
                name=source.name,
                number=frame_index + 1,
            )
        )
    return state


def _choice(
    choices: tuple[Window | LookupTable, ...], number: int
) -> Window | LookupTable:
    if not 0 < number <= len(choices):
        raise PixelError(
            tr(
                "Window {number} does not exist: the file holds {count}.",
                number=number,
                count=len(choices),
            )
        )
    return choices[number - 1]


def _decoded(
    header: Header,
    frame_index: int,
    request: StageRequest,
    state: "PresentationState | None" = None,
) -> Decoded:
    wanted = frame_request(header, frame_index, state.masking if state else None)
    if request.with_second_decoder:
        wanted = without_first_decoder(wanted) or wanted
    return decode(wanted)


def _little_endian(values: NDArray[Any]) -> np.dtype[Any]:
    return values.dtype.newbyteorder("<")
