"""Frames whose pixels the tests of the explanation ask about."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.data import get_testdata_file

from viewer.commands.pixel_stages import header_of
from viewer.demo.build import (
    image,
)
from viewer.files.explanation import Step
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.kinds.base import Frame
from viewer.pixels.decode import DecodeRequest, decode
from viewer.pixels.explain import Pixel, Subject, explain
from viewer.pixels.look import Look
from viewer.work import explaining
from viewer.work.loading import FrameLoad, finish_frame, load_frame

XA = "1.2.840.10008.5.1.4.1.1.12.1"


DX = "1.2.840.10008.5.1.4.1.1.1.1"


MR = "1.2.840.10008.5.1.4.1.1.4"


PARAMETRIC_MAP = "1.2.840.10008.5.1.4.1.1.30"


def subject_of(
    header: Header, frame_index: int = 0, look: Look | None = None
) -> Subject:
    """The frame as the window has it."""
    return shown_subject(Frame(header, frame_index), look)


def shown_subject(frame: Frame, look: Look | None = None) -> Subject:
    """The same of a frame that may be shown by a presentation state."""
    loaded = load_frame(FrameLoad(frame))
    if isinstance(loaded, DecodeRequest):
        loaded = finish_frame(FrameLoad(frame, decode(loaded)))
    return explaining.subject_of(loaded, explaining.frame_origin(frame), look or Look())


def steps_of(
    header: Header,
    column: int,
    row: int,
    look: Look | None = None,
    frame_index: int = 0,
) -> dict[str, Step]:
    subject = subject_of(header, frame_index, look)
    pixel = Pixel(subject, column, row, look or Look())
    return {step.name: step for step in explain(pixel)}


def named(name: str) -> str:
    path = get_testdata_file(name, download=False)
    assert isinstance(path, str)
    return path


def of_file(name: str) -> Header:
    return header_of(Source(named(name)))


def lines(step: Step) -> list[str]:
    return [attribute.line for attribute in step.attributes]


def linear(value: float, centre: float, width: float) -> float:
    """PS3.3 C.11.2.1.2.1, to 0 … 255."""
    if value <= centre - 0.5 - (width - 1) / 2:
        return 0.0
    if value > centre - 0.5 + (width - 1) / 2:
        return 255.0
    return ((value - (centre - 0.5)) / (width - 1) + 0.5) * 255


def one_value(value: int, dtype: Any = np.uint16, **elements: Any) -> Dataset:
    pixels = np.full((4, 4), value, dtype)
    pixels[0, 0] = value // 2
    return image(pixels, **elements)


def float_map(values: NDArray[np.float32]) -> Dataset:
    dataset = image(
        np.zeros(values.shape, np.uint16),
        sop_class_uid=PARAMETRIC_MAP,
        modality="MR",
        BitsAllocated=32,
        BitsStored=None,
        HighBit=None,
        PixelRepresentation=None,
        FloatPixelPaddingValue=-1.0,
        WindowCenter=0.5,
        WindowWidth=1.0,
        VOILUTFunction="LINEAR_EXACT",
    )
    del dataset.PixelData
    dataset.FloatPixelData = values.astype("<f4").tobytes()
    return dataset
