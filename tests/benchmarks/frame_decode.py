"""Decoding one frame, against the bare codec on the same bytes in memory."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from pydicom.encaps import encapsulate

from tests.benchmarks.figure import Figure, alternating, figure, within
from tests.benchmarks.forms import JPEG, SIZE, Form, forms
from viewer.demo.build import ct_slice, encapsulate_frames, image, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.pixels.decode import DecodeRequest, decode, frame_request

FACTOR, EXTRA_MS, BY = 1.1, 0.5, "T7, issue 4"
TIMES = 25
PIECES = 8
WRITTEN_AS = JPEG + "90"


def figures(folder: Path) -> list[Figure]:
    """One row for each form of each codec, on a 512 × 512 picture."""
    made = [_figure(form, folder) for form in forms()]
    lossless = next(form for form in forms() if form.name == "JPEG lossless")
    name = f"{lossless.name}, {PIECES} fragments"
    return [*made, _figure(lossless._replace(name=name), folder, PIECES)]


def request_of(form: Form, path: Path, pieces: int = 1) -> DecodeRequest:
    """For the frame as a file, in so many fragments; as the window asks for it.

    The proof that takes as long as decoding comes after the picture.

    pydicom writes no syntax that it does not know: its name is changed afterwards.
    """
    if form.shown.ndim == 3:
        dataset = image(form.shown, samples=3, PhotometricInterpretation="YBR_FULL")
    else:
        dataset = ct_slice(0, form.shown)
        dataset.BitsAllocated = 8 * form.shown.itemsize
        dataset.BitsStored = 12 if form.shown.itemsize == 2 else 8
        dataset.HighBit = dataset.BitsStored - 1
    encapsulate_frames(dataset, [form.stream], WRITTEN_AS)
    dataset.PixelData = encapsulate([form.stream], fragments_per_frame=pieces)
    path.write_bytes(to_bytes(dataset))
    header = complete_header(Source(str(path)))
    request = frame_request(replace(header, transfer_syntax_uid=form.syntax), 0)
    return replace(request, proof=False)


def _figure(form: Form, folder: Path, pieces: int = 1) -> Figure:
    request = request_of(form, folder / "frame.dcm", pieces)
    answer = decode(request)
    assert answer.marks == (), form.name
    assert form.is_lossy or np.array_equal(answer.values, form.shown), form.name
    whole, floor = alternating(
        lambda: decode(request), lambda: form.bare(form.stream), TIMES
    )
    name = f"decode {form.name}, {SIZE}²"
    return figure(name, whole, "ms", floor, within(BY, FACTOR, floor, EXTRA_MS))
