import numpy as np
import pytest

from tests.pixels.headers import encapsulated, header
from tests.pixels.streams import (
    JPEG,
    LOSSLESS,
    decoded,
    jpeg_2000,
    jpeg_lossless,
    smooth,
    values_of,
)
from viewer.pixels import decoders
from viewer.pixels.decode import (
    DAMAGED,
    decode,
    frame_request,
)
from viewer.pixels.encoding import PixelError


@pytest.mark.parametrize("codec", ["JPEG", "JPEG-LS", "JPEG 2000", "HTJ2K", "JPEG XL"])
@pytest.mark.parametrize(("rows", "columns"), [(40, 53), (39, 52), (20000, 20000)])
def test_a_size_that_contradicts_the_header_is_refused(
    codec: str, rows: int, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoders, "DECODERS", {})
    uid, encode, _ = LOSSLESS[codec]
    picture = smooth("u1")
    values = values_of(picture, Rows=rows, Columns=columns)
    with pytest.raises(PixelError, match=f"52 × 40 .* {columns} × {rows}"):
        decoded(encode(picture), uid, values)


@pytest.mark.parametrize("codec", ["JPEG", "JPEG-LS", "JPEG 2000"])
def test_samples_that_contradict_the_header_are_refused(codec: str) -> None:
    uid, encode, _ = LOSSLESS[codec]
    picture = smooth("u1", colour=True)
    values = values_of(picture, SamplesPerPixel=1)
    with pytest.raises(PixelError, match="3 samples per pixel, but its header says 1"):
        decoded(encode(picture), uid, values)


def test_more_bits_than_allocated_are_refused() -> None:
    picture = smooth("u2")
    values = values_of(picture, BitsAllocated=8, BitsStored=8, HighBit=7)
    with pytest.raises(PixelError, match="16 bits per sample, but its header says 8"):
        decoded(jpeg_2000(picture), JPEG + "90", values)


@pytest.mark.parametrize(
    ("label", "codec"),
    [("70", "JPEG 2000"), ("90", "JPEG"), ("80", "HTJ2K"), ("50", "JPEG")],
)
def test_a_false_label_is_overruled_by_the_code_stream(label: str, codec: str) -> None:
    picture = smooth("u1")
    stream = LOSSLESS[codec][1](picture)
    answer = decoded(stream, JPEG + label, values_of(picture))
    assert np.array_equal(answer.values, picture)
    assert answer.marks == ()
    assert any("the pixels have" in note for note in answer.notes)


@pytest.mark.parametrize("codec", sorted(LOSSLESS.keys() - {"Deflate"}))
def test_a_missing_transfer_syntax_is_found_in_the_code_stream(codec: str) -> None:
    picture = smooth("u1")
    answer = decoded(LOSSLESS[codec][1](picture), "", values_of(picture))
    assert np.array_equal(answer.values, picture)
    assert answer.notes == ()


def test_a_smaller_tile_at_the_edge_stands_at_the_top_left() -> None:
    full, edge = smooth("u1"), smooth("u1")[:, :30]
    of = header(
        encapsulated([jpeg_lossless(full), jpeg_lossless(edge)]),
        values_of(full, NumberOfFrames="2"),
        transfer_syntax_uid=JPEG + "70",
        encapsulated=True,
    )
    answer = decode(frame_request(of, 1))
    assert np.array_equal(answer.values[:, :30], edge)
    assert not answer.values[:, 30:].any()
    assert answer.marks == (DAMAGED,)
    assert any("30 × 40" in note for note in answer.notes)
