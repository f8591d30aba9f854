"""A reduced picture lies exactly where the frame will lie, and is used by none."""

import itertools
from dataclasses import replace
from typing import Any

import imagecodecs
import numpy as np
import pytest
from numpy.typing import NDArray

from viewer.demo.build import ct_slice, encapsulate_frames, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.geometry.view_transform import ViewTransform
from viewer.kinds.base import Frame
from viewer.pixels.decode import decode, frame_request
from viewer.pixels.look import Look, Window
from viewer.pixels.pipeline import picture
from viewer.pixels.reduced import ReducedRequest, decode_reduced
from viewer.pixels.resample import Pyramid, resample
from viewer.work.previews import (
    Preview,
    PreviewLoad,
    can_be_painted,
    finish_preview,
    preview_bytes,
)

JPEG_2000 = "1.2.840.10008.1.2.4.90"
ROWS, COLUMNS = 1031, 1102
Array = NDArray[Any]


def spots() -> Array:
    """Smooth spots of 40 pixels, none of them in the middle."""
    y, x = np.mgrid[:ROWS, :COLUMNS] + 0.5
    made = np.zeros((ROWS, COLUMNS))
    for row, column in ((300.0, 420.0), (700.5, 810.25), (520.75, 222.0)):
        distance = (y - row) ** 2 + (x - column) ** 2
        made += 3000 * np.exp(-distance / (2 * 40**2))
    return made.astype(np.uint16)


def frame_of(values: Array, **elements: Any) -> Frame:
    dataset = ct_slice(0, values, **elements)
    stream = imagecodecs.jpeg2k_encode(values, level=0, bitspersample=12)
    encapsulate_frames(dataset, [bytes(stream)], JPEG_2000)
    return Frame(complete_header(Source("memory:x", to_bytes(dataset))), 0)


def preview_of(frame: Frame, halvings: int = 2) -> Preview | None:
    asked = ReducedRequest(frame_request(frame.header, 0), halvings)
    reduced = decode_reduced(asked)
    assert reduced is not None
    assert reduced.decoded.values.nbytes <= preview_bytes(asked)
    return finish_preview(PreviewLoad(frame, reduced))


def middle(pyramid: Pyramid, view: ViewTransform) -> tuple[float, float]:
    """Centre of brightness in device pixels; the sum of all, before clipping."""
    made = resample(pyramid, view)
    values = made.values.astype(np.float64)
    y, x = np.mgrid[: values.shape[0], : values.shape[1]] + 0.5
    total = values.sum()
    column = float((values * x).sum() / total)
    return made.left + column, made.top + float((values * y).sum() / total)


@pytest.mark.parametrize("halvings", [1, 2])
@pytest.mark.parametrize("scale", [0.2, 0.25, 0.31, 0.5, 0.73])
def test_it_lies_where_the_frame_will_lie(halvings: int, scale: float) -> None:
    frame = frame_of(spots())
    preview = preview_of(frame, halvings)
    assert preview is not None
    whole = Pyramid.of(decode(frame_request(frame.header, 0)).values)
    for rotation, flipped in itertools.product((0, 90, 180, 270), (False, True)):
        view = ViewTransform(
            1400,
            1300,
            scale,
            scale * 1.3,
            (COLUMNS / 2 + 3.3, ROWS / 2 - 7.9),
            rotation,  # type: ignore[arg-type]
            flipped,
        )
        made = middle(preview.painted.pyramid, preview.view(view))
        assert made == pytest.approx(middle(whole, view), abs=0.1)


def test_it_is_painted_by_the_window_of_the_file_or_of_the_reader() -> None:
    preview = preview_of(frame_of(spots()))
    assert preview is not None
    assert preview.painted.default_voi == Window(40, 400)
    assert can_be_painted(preview, Look())
    frame = frame_of(spots(), WindowCenter=None, WindowWidth=None)
    without = preview_of(frame)
    assert without is not None
    assert without.painted.default_voi is None
    assert not can_be_painted(without, Look())
    assert can_be_painted(without, Look(voi=Window(100, 50)))


def test_its_values_are_nowhere_called_the_range_of_the_frame() -> None:
    preview = preview_of(frame_of(spots()))
    assert preview is not None
    assert preview.painted.value_range is None
    assert not preview.painted.decoded.is_proven
    assert (preview.rows, preview.columns) == (ROWS, COLUMNS)


def test_grey_is_the_grey_of_the_exact_picture() -> None:
    values = np.full((1024, 1024), 1100, np.uint16)
    values[:, 512:] = 1024
    frame = frame_of(values)
    preview = preview_of(frame)
    assert preview is not None
    look = Look(voi=Window(40, 400))
    painted = preview.painted
    made = picture(painted.decoded.values, painted.info, look)
    exact = picture(decode(frame_request(frame.header, 0)).values, painted.info, look)
    assert made[100, 20] == exact[400, 80]
    assert made[100, 240] == exact[400, 960]


@pytest.mark.parametrize(
    "elements",
    [
        {
            "ShutterShape": "RECTANGULAR",
            "ShutterLeftVerticalEdge": 100,
            "ShutterRightVerticalEdge": 900,
            "ShutterUpperHorizontalEdge": 100,
            "ShutterLowerHorizontalEdge": 900,
        }
    ],
    ids=["shutter"],
)
def test_what_lies_over_the_frame_waits_for_it(elements: dict[str, Any]) -> None:
    assert preview_of(frame_of(spots(), **elements)) is None


def test_a_look_that_changes_values_waits_for_the_frame() -> None:
    preview = preview_of(frame_of(spots()))
    assert preview is not None
    assert not can_be_painted(preview, replace(Look(), laid=object()))  # type: ignore[arg-type]
