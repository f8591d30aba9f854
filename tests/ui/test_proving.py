"""Pictures come at once, and are proven whole while they rest on the screen."""

from dataclasses import replace
from pathlib import Path

import imagecodecs
import numpy as np
import pytest

from tests.pixels.streams import decoded, encoded_object, smooth, values_of
from tests.ui.conftest import OpenViewer, Write
from viewer.demo.build import ct_slice, encapsulate_frames
from viewer.pixels.decode import DAMAGED, decode, frame_request
from viewer.ui.state.flights import Asker
from viewer.work.loading import Shown

LOSSLESS = "1.2.840.10008.1.2.4.70"
HTJ2K = "1.2.840.10008.1.2.4.201"


def stream() -> bytes:
    """A lossless JPEG of 12 bits."""
    return bytes(
        imagecodecs.jpeg8_encode(
            smooth("u2"), lossless=True, predictor=1, bitspersample=12
        )
    )


def flipped() -> bytes:
    """With a bit of a code that is another one: what follows is out of step."""
    data = bytearray(stream())
    data[len(data) // 2 + 27] ^= 0x80
    return bytes(data)


def test_what_takes_long_to_prove_is_left_out_when_it_need_not_be() -> None:
    values = values_of(smooth("u2"), BitsStored=12, HighBit=11)
    request = frame_request(encoded_object(flipped(), LOSSLESS, values), 0)
    quick = decode(replace(request, proof=False))
    assert (quick.marks, quick.is_proven) == ((), False)
    slow = decode(request)
    assert (slow.marks, slow.is_proven) == ((DAMAGED,), True)


@pytest.mark.parametrize("dtype", ["u1", "u2"])
def test_the_same_picture_comes_with_and_without_proof(dtype: str) -> None:
    picture = smooth(dtype)
    data = bytes(imagecodecs.htj2k_encode(picture, reversible=True))
    proven = decoded(data, HTJ2K, values_of(picture))
    request = frame_request(encoded_object(data, HTJ2K, values_of(picture)), 0)
    quick = decode(replace(request, proof=False))
    assert np.array_equal(quick.values, proven.values)
    assert (quick.is_proven, proven.is_proven, proven.marks) == (False, True, ())


@pytest.fixture
def damaged(write: Write) -> Path:
    dataset = ct_slice(0, smooth("u2"))
    dataset.BitsStored, dataset.HighBit = 12, 11
    encapsulate_frames(dataset, [flipped()], LOSSLESS)
    return write("damaged", dataset)


@pytest.fixture
def sound(write: Write) -> Path:
    dataset = ct_slice(1, smooth("u2"))
    dataset.BitsStored, dataset.HighBit = 12, 11
    encapsulate_frames(dataset, [stream()], LOSSLESS)
    return write("sound", dataset)


def test_a_picture_that_is_not_whole_is_marked_while_it_rests(
    open_viewer: OpenViewer, damaged: Path
) -> None:
    viewer = open_viewer(damaged)
    assert viewer.shown.decoded.marks == (DAMAGED,)
    assert viewer.app.loader.is_settled


def test_a_picture_that_is_whole_stays_as_it_is(
    open_viewer: OpenViewer, sound: Path
) -> None:
    viewer = open_viewer(sound)
    assert viewer.shown.decoded.marks == ()
    heard: list[object] = []
    viewer.model.delivered.connect(lambda: heard.append(viewer.model.shown))
    viewer.wait()
    assert heard == []


def test_what_leaves_is_proven_though_it_was_not_on_the_screen(
    open_viewer: OpenViewer, damaged: Path
) -> None:
    viewer = open_viewer(damaged)
    frame = viewer.shown.frame
    viewer.app.loader.clear()
    found: list[object] = []
    viewer.app.loader.proven(frame, found.append)
    viewer.until(lambda: bool(found))
    assert found[0].decoded.marks == (DAMAGED,)  # type: ignore[attr-defined]


def test_what_volumes_are_made_of_is_proven(
    open_viewer: OpenViewer, damaged: Path
) -> None:
    viewer = open_viewer(damaged)
    frame = viewer.shown.frame
    viewer.app.loader.clear()
    found: list[Shown] = []
    failures: list[object] = []
    viewer.app.loader.fetch(frame, Asker(0, found.append, failures.append))
    viewer.until(lambda: bool(found))
    assert found[0].decoded.marks == (DAMAGED,)
    assert failures == []


def test_nothing_waits_for_proof_when_all_is_closed(
    open_viewer: OpenViewer, damaged: Path
) -> None:
    viewer = open_viewer(damaged)
    viewer.do("close-all")
    assert viewer.app.loader.is_settled
