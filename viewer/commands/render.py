"""`negatoscope render`: a frame as the screen shows it at 1:1, as a PNG file."""

import argparse
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from viewer.commands.asking import REFUSALS, asked, frame_number, reason_of
from viewer.commands.drawing import Drawing, drawing, png, png_of
from viewer.commands.output import (
    is_input,
    prepare_streams,
    print_failure,
    save_whole,
    write_sentence,
)
from viewer.commands.pixel_stages import StageRequest
from viewer.commands.words import parsed
from viewer.files.sources import source_at
from viewer.pixels.look import Window
from viewer.store.lasting import KeepingError
from viewer.work.pool import Pool

Painter = Callable[[Drawing], NDArray[np.uint8]]
"""Paints texts over a picture, or the view of an object without pixels."""


def run(arguments: list[str], paint: Painter) -> int:
    """Write the picture; 1 when that failed, 2 for wrong usage."""
    parser = _parser()
    try:
        options = parsed(parser, arguments)
        _check(options, parser)
    except SystemExit as end:
        return 2 if end.code else 0
    prepare_streams()
    pool = Pool()
    try:
        return _write(options, pool, paint)
    finally:
        pool.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="negatoscope render",
        description="Write a frame as the screen shows it at 1:1, as a PNG file.",
    )
    parser.add_argument("path", metavar="PATH")
    parser.add_argument(
        "--frame", type=frame_number, default=1, metavar="N", help="from 1"
    )
    parser.add_argument("--window", nargs=2, type=float, metavar=("CENTRE", "WIDTH"))
    parser.add_argument(
        "--voi", type=int, metavar="K", help="a window or LUT of the file, from 1"
    )
    parser.add_argument(
        "--presentation-state", metavar="PS", help="a state to show it by"
    )
    parser.add_argument("--annotations", action="store_true", help="with texts")
    parser.add_argument(
        "--marks",
        action="store_true",
        help="with what was marked on it in the window, and its calibration",
    )
    parser.add_argument("-o", dest="output", required=True, metavar="OUT.png")
    return parser


def _check(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """What belongs together; ends like argparse does when it does not."""
    if options.window and options.voi is not None:
        parser.error("--window and --voi exclude each other")
    if options.window and not (
        math.isfinite(options.window[0]) and 0 < options.window[1] < math.inf
    ):
        parser.error("--window takes a centre and a width above 0")
    if options.voi is not None and options.voi < 1:
        parser.error("--voi counts from 1")
    for path in (options.path, options.presentation_state):
        if path and is_input(path, options.output):
            parser.error(f"{options.output} is the input itself: it is never written")


def _write(options: argparse.Namespace, pool: Pool, paint: Painter) -> int:
    state = options.presentation_state
    request = StageRequest(
        source_at(options.path),
        "display",
        options.frame - 1,
        voi=_voi(options),
        state=source_at(state) if state else None,
    )
    wanted = drawing if options.annotations or options.marks else png
    try:
        answer = asked(pool, wanted, request).result()
    except REFUSALS as error:
        print_failure(options.path, reason_of(error))
        return 1
    try:
        content = _painted(answer, options, paint)
    except KeepingError as error:
        print_failure(options.path, f"Kept marks cannot be read: {error}")
        return 1
    try:
        save_whole(Path(options.output), lambda file: file.write(content))
    except OSError as error:
        print_failure(options.output, write_sentence(error))
        return 1
    return 0


def _painted(
    answer: bytes | Drawing, options: argparse.Namespace, paint: Painter
) -> bytes:
    if not isinstance(answer, Drawing):
        return answer
    return png_of(
        paint(replace(answer, texts=options.annotations, marks=options.marks))
    )


def _voi(options: argparse.Namespace) -> Window | int | None:
    if options.window is None:
        number: int | None = options.voi
        return number
    centre, width = options.window
    return Window(centre, width, "LINEAR" if width >= 1 else "LINEAR_EXACT")
