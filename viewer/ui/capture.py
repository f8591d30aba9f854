"""`negatoscope screenshot`: the real main window, saved as a picture."""

import argparse
import os
import re
import sys

from viewer.commands.output import is_input
from viewer.commands.words import parsed
from viewer.geometry.layout import Layout, LayoutError, parse_layout
from viewer.text import languages

USAGE_ERROR = 2
PANELS = ("thumbnails", "header", "explain", "states", "figures", "marks")
LARGEST = 10_000
"""Pixels of a side of the picture: what is more is a slip of the finger."""
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def run(arguments: list[str]) -> int:
    """Open the paths in a window of that size and save it; 0, 1 or 2.

    1 when a path could not be read, a frame that is seen not be decoded, or the
    picture not be written; the others are in the picture still.
    """
    options = _parse(arguments)
    if options is None:
        return USAGE_ERROR
    if _is_input(options.output, options.paths):
        sys.stderr.write(f"{options.output}: is one of the inputs; nothing written\n")
        return USAGE_ERROR
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not any(map(os.environ.get, screens)):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from viewer.ui.capturing import capture

    return capture(options)


def _parse(words: list[str]) -> argparse.Namespace | None:
    parser = argparse.ArgumentParser(prog="negatoscope screenshot", exit_on_error=False)
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--size", type=_size, default=(1600, 1000))
    parser.add_argument("--layout", type=_layout, default=Layout())
    parser.add_argument("--marks", action="store_true")
    parser.add_argument("--language", choices=languages(), default="en")
    parser.add_argument("--panel", choices=PANELS, default=None)
    parser.add_argument("-o", dest="output", required=True)
    try:
        options = parsed(parser, words)
    except argparse.ArgumentError as problem:
        sys.stderr.write(f"negatoscope screenshot: {problem}\n")
        return None
    except SystemExit as leaving:
        if leaving.code == 0:
            raise
        return None
    if not options.paths and not options.demo:
        sys.stderr.write("negatoscope screenshot: name at least one PATH\n")
        return None
    return options


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text)
    first, second = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (0 < first <= LARGEST and 0 < second <= LARGEST):
        raise argparse.ArgumentTypeError(f"{text} is not like 1600x1000")
    return first, second


def _layout(text: str) -> Layout:
    try:
        return parse_layout(text)
    except LayoutError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from problem


def _is_input(output: str, paths: list[str]) -> bool:
    if not os.path.exists(output):
        return False
    return any(is_input(path, output) or _is_inside(path, output) for path in paths)


def _is_inside(folder: str, output: str) -> bool:
    """In a folder that is opened, and no earlier picture of ours."""
    inside = os.path.realpath(output).startswith(os.path.realpath(folder) + os.sep)
    if not inside or not os.path.isfile(output):
        return inside
    with open(output, "rb") as file:
        return file.read(len(PNG_SIGNATURE)) != PNG_SIGNATURE
