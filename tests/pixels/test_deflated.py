from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.pixels.headers import header
from tests.pixels.streams import (
    deflate,
    smooth,
    values_of,
)
from viewer.files.sources import Source
from viewer.pixels import deflated
from viewer.pixels.decode import (
    decode,
    frame_request,
    is_native,
)
from viewer.pixels.encoding import DEFLATED, PixelError


def test_a_deflated_data_set_is_inflated_by_whoever_decodes() -> None:
    picture = smooth("u2")
    data_set = b"elements before" + picture.tobytes()
    deflated = deflate(np.frombuffer(data_set, "u1"))
    meta = b"\2\0\x10\0UI\4\0" + b"1.2\0"
    of = header(
        bytes(128) + b"DICM" + meta + deflated,
        values_of(picture),
        transfer_syntax_uid=DEFLATED,
    )
    of = replace(of, pixel_offset=15, pixel_length=picture.nbytes)
    request = frame_request(of, 0)
    assert not is_native(request.encoding)
    assert np.array_equal(decode(request).values, picture)


def test_a_deflated_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viewer.limits.INFLATE_FLOOR_BYTES", 1000)
    bomb = deflate(np.zeros(10_000_000, "u1"))
    of = header(bomb, values_of(smooth("u2")), transfer_syntax_uid=DEFLATED)
    with pytest.raises(PixelError, match="inflates to more"):
        decode(frame_request(replace(of, pixel_length=10_000_000), 0))


def test_a_deflated_file_is_inflated_once_for_its_frames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = np.stack([smooth("u2"), smooth("u2")[::-1]])
    path = tmp_path / "object"
    path.write_bytes(deflate(np.frombuffer(frames.tobytes(), "u1")))
    of = header(
        b"", values_of(frames[0], NumberOfFrames="2"), transfer_syntax_uid=DEFLATED
    )
    of = replace(of, source=Source(str(path)), pixel_length=frames.nbytes)
    first, second = (frame_request(of, index) for index in (0, 1))
    assert np.array_equal(decode(first).values, frames[0])
    monkeypatch.setattr(deflated, "inflate", None)
    assert np.array_equal(decode(second).values, frames[1])
    monkeypatch.undo()
    path.write_bytes(deflate(np.frombuffer(frames[::-1].tobytes() + b"\0", "u1")))
    assert np.array_equal(decode(second).values, frames[0]), "the file changed"
