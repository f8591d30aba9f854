"""`negatoscope thumbnail`: a small picture for file managers, of no patient's name.

File managers keep such pictures for years, where others may look. So none is made of
an object that is text, nor where writing is usual in the pixels and the file does not
state that there is none (BurnedInAnnotation, PS3.3 C.7.6.1.1.4).
"""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.commands.asking import REFUSALS, asked, reason_of
from viewer.commands.drawing import png_of
from viewer.commands.output import (
    is_input,
    prepare_streams,
    print_failure,
    save_whole,
    write_sentence,
)
from viewer.commands.pixel_stages import StageRequest, displayed, header_of
from viewer.commands.words import parsed
from viewer.dicom import tags
from viewer.export.left_out import reason_of_writing
from viewer.files.header import Header
from viewer.files.sources import source_at
from viewer.files.spatial import pixel_aspect
from viewer.kinds.labels import frame_count, is_picture
from viewer.pixels.encoding import PixelError
from viewer.text import tr
from viewer.work.pool import Pool

USUAL, LARGEST = 128, 1024
"""Pixels of the longer side: the least and the most that desktops ask for."""


def run(arguments: list[str]) -> int:
    """Write the picture; 1 when there is none, 2 for wrong usage."""
    parser = _parser()
    try:
        options = parsed(parser, arguments)
        if is_input(options.path, options.output):
            parser.error(f"{options.output} is the input itself: it is never written")
    except SystemExit as end:
        return 2 if end.code else 0
    prepare_streams()
    pool = Pool()
    try:
        return _write(options, pool)
    finally:
        pool.close()


def thumbnail(request: StageRequest) -> NDArray[np.uint8]:
    """The frame in the middle of the object, in its own window, at most `LARGEST`.

    Raises PixelError, NotDicomError or UnreadableError.
    """
    header = header_of(request.source)
    refuse_writing(header)
    index = frame_count(header) // 2
    picture = displayed(header, index, replace(request, frame_index=index)).picture
    return shrunk(picture, LARGEST, pixel_aspect(header, index))


def shrunk(
    picture: NDArray[np.uint8], longest: int, aspect: float = 1.0
) -> NDArray[np.uint8]:
    """No side longer than that, as the eye sees it; `aspect` is a pixel's height.

    Never larger than it was, where its pixels are square.
    """
    from PIL import Image

    rows, columns = picture.shape[:2]
    high, wide = rows * max(aspect, 1.0), columns / min(aspect, 1.0)
    scale = min(longest / max(high, wide), 1.0)
    size = (max(round(wide * scale), 1), max(round(high * scale), 1))
    made: Any = Image.fromarray(np.ascontiguousarray(picture))
    return np.asarray(made.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0))


def refuse_writing(header: Header) -> None:
    """Raises PixelError where the picture could name the patient."""
    from pydicom.uid import UID

    if not is_picture(header, ""):
        raise PixelError(tr("There is no thumbnail: it holds no picture."))
    reason = reason_of_writing(
        UID(header.text(tags.SOPClassUID)).keyword,
        header.text(tags.BurnedInAnnotation).strip(),
        header.text(tags.ImageType),
    )
    if reason:
        raise PixelError(tr("There is no thumbnail: {reason}.", reason=reason))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="negatoscope thumbnail",
        description="Write a small picture of a file, without text, as a PNG file.",
    )
    parser.add_argument(
        "--size",
        type=_size,
        default=USUAL,
        metavar="N",
        help=f"pixels of the longer side, 1 to {LARGEST}; {USUAL} without it",
    )
    parser.add_argument("path", metavar="PATH")
    parser.add_argument("output", metavar="OUT.png")
    return parser


def _size(text: str) -> int:
    number = int(text)
    if not 0 < number <= LARGEST:
        raise argparse.ArgumentTypeError(f"is not from 1 to {LARGEST}")
    return number


def _write(options: argparse.Namespace, pool: Pool) -> int:
    request = StageRequest(source_at(options.path), "display")
    try:
        picture = asked(pool, thumbnail, request).result()
    except REFUSALS as error:
        print_failure(options.path, reason_of(error))
        return 1
    content = png_of(shrunk(picture, options.size))
    try:
        save_whole(Path(options.output), lambda file: file.write(content))
    except OSError as error:
        print_failure(options.output, write_sentence(error))
        return 1
    return 0
