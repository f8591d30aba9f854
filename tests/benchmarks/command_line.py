"""One slice as a picture in a file, by our command and by other programs'."""

import sys
from pathlib import Path

import imagecodecs

from tests.benchmarks.data import CT_SIZE, JPEG_LOSSLESS, phantom, scanned_slice
from tests.benchmarks.figure import Figure, alternating, figure
from tests.benchmarks.peers import by_program, run_quietly
from viewer.demo.build import encapsulate_frames, to_bytes

TIMES = 5


def figures(scratch: Path) -> list[Figure]:
    """From start to end of each; the floor is a Python that imports numpy."""
    pixels = phantom(CT_SIZE, CT_SIZE)
    stream = imagecodecs.jpeg8_encode(
        pixels, lossless=True, predictor=1, bitspersample=12
    )
    path, made = scratch / "slice.dcm", scratch / "slice.png"
    dataset = scanned_slice(0, pixels)
    encapsulate_frames(dataset, [bytes(stream)], JPEG_LOSSLESS)
    path.write_bytes(to_bytes(dataset))
    picture = scratch / "slice.pgm"
    ours = [sys.executable, "-m", "viewer", "render", str(path), "-o", str(made)]
    least = [sys.executable, "-c", "import numpy"]
    taken, floor = alternating(
        lambda: run_quietly(ours), lambda: run_quietly(least), TIMES
    )
    theirs = ["dcmj2pnm", "+Wi", "1", str(path), str(picture)]
    smaller = ["dcmscale", "+Sxf", "0.5", str(_uncompressed(scratch)), str(picture)]
    return [
        figure("a slice in lossless JPEG as a picture", taken, "ms", floor),
        by_program("… by dcmj2pnm", theirs, floor, TIMES),
        by_program("… halved by dcmscale, uncompressed", smaller, floor, TIMES),
    ]


def _uncompressed(scratch: Path) -> Path:
    path = scratch / "uncompressed.dcm"
    path.write_bytes(to_bytes(scanned_slice(0, phantom(CT_SIZE, CT_SIZE))))
    return path
