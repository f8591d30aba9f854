"""`negatoscope pixels --explain`: one pixel's way as records; for workers."""

import math
from typing import Any

from viewer.commands.pixel_stages import StageRequest, header_of, state_for
from viewer.files.explanation import Step, as_text
from viewer.kinds.base import Frame
from viewer.pixels.decode import DecodeRequest, decode, without_first_decoder
from viewer.pixels.encoding import PixelError
from viewer.pixels.look import Look
from viewer.text import tr
from viewer.work.loading import FrameLoad, Shown, finish_frame, load_frame

KEYS = """JSON of --explain: {"path", "frame", "column", "row", "decoder",
"marks": [...], "notes": [...], "steps": [{"name": "bytes"|"stored"|"padding"|
"difference"|"modality"|"real_world"|"suv"|"state"|"voi"|"presentation"|"colour"|
"icc"|"blend"|"layer"|"screen"|"position"|"spacing"|"orientation", "value",
"numbers": [...], "unit", "sentence", "attributes": [{"keyword", "tag", "value",
"where": "file meta"|"data set"|"shared"|"frame"|"item"|"state",
"path": [sequence, ...]}]}]}. Frames, columns and rows count from 1; steps that do not
concern the pixel are left out.
"""


def explained(request: StageRequest) -> dict[str, Any]:
    """The JSON document of one pixel, and its "text" for people beside.

    Raises PixelError, NotDicomError or UnreadableError.
    """
    from viewer.pixels.explain import Pixel, explain
    from viewer.work.explaining import frame_origin, subject_of

    assert request.pixel is not None
    column, row = request.pixel
    header, index = header_of(request.source), request.frame_index
    state = state_for(request.state, header, index) if request.state else None
    frame = Frame(header, index).shown_by(state)
    shown = _shown(frame, request)
    _check(shown, column, row)
    look = Look()
    subject = subject_of(shown, frame_origin(frame), look)
    steps = explain(Pixel(subject, column, row, look))
    return {
        "path": request.source.path,
        "frame": request.frame_index + 1,
        "column": column + 1,
        "row": row + 1,
        "decoder": shown.decoded.decoder,
        "marks": sorted(shown.decoded.marks),
        "notes": list(shown.decoded.notes),
        "steps": [_entry(step) for step in steps],
        "text": as_text(steps),
    }


def _shown(frame: Frame, request: StageRequest) -> Shown:
    """The frame as the window has it."""
    loaded = load_frame(FrameLoad(frame))
    if not isinstance(loaded, DecodeRequest):
        return loaded
    if request.with_second_decoder:
        loaded = without_first_decoder(loaded) or loaded
    return finish_frame(FrameLoad(frame, decode(loaded)))


def _check(shown: Shown, column: int, row: int) -> None:
    rows, columns = shown.decoded.values.shape[:2]
    if column >= columns or row >= rows:
        raise PixelError(
            tr(
                "Column {column}, row {row} does not exist: the picture has "
                "{columns} columns and {rows} rows.",
                column=column + 1,
                row=row + 1,
                columns=columns,
                rows=rows,
            )
        )


def _entry(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "value": step.value,
        "numbers": [n if math.isfinite(n) else None for n in step.numbers],
        "unit": step.unit,
        "sentence": step.sentence,
        "attributes": [
            {
                "keyword": one.keyword,
                "tag": one.tag,
                "value": one.value,
                "where": one.where,
                "path": list(one.path),
            }
            for one in step.attributes
        ],
    }
