import pickle

import pytest

from tests.pixels.headers import header
from viewer.pixels.encoding import Encoding, PixelError, encoding_of


def encoded(**values: int | str) -> Encoding:
    return encoding_of(header(bytes(8), values))


def test_the_stored_form_is_read_from_the_header() -> None:
    assert encoded(BitsStored=12, HighBit=11, PixelRepresentation=1) == Encoding(
        transfer_syntax_uid="1.2.840.10008.1.2.1",
        rows=2,
        columns=2,
        frames=1,
        samples_per_pixel=1,
        bits_allocated=16,
        bits_stored=12,
        high_bit=11,
        signed=True,
        photometric_interpretation="MONOCHROME2",
        planar_configuration=0,
    )


@pytest.mark.parametrize(
    ("left_out", "field", "expected"),
    [
        ("PixelRepresentation", "signed", False),
        ("SamplesPerPixel", "samples_per_pixel", 1),
        ("BitsStored", "bits_stored", 16),
        ("HighBit", "high_bit", 15),
        ("BitsAllocated", "bits_allocated", 16),
        ("PlanarConfiguration", "planar_configuration", 0),
    ],
)
def test_what_a_careless_writer_left_out_is_filled_in(
    left_out: str, field: str, expected: object
) -> None:
    encoding = encoding_of(header(bytes(8), leave_out=(left_out,)))
    assert getattr(encoding, field) == expected


@pytest.mark.parametrize(
    ("stored", "high_bit", "expected"),
    [(0, 11, (16, 15)), (17, 16, (16, 15)), (12, 3, (12, 11)), (12, 15, (12, 15))],
)
def test_bits_that_contradict_each_other_are_made_consistent(
    stored: int, high_bit: int, expected: tuple[int, int]
) -> None:
    encoding = encoded(BitsStored=stored, HighBit=high_bit)
    assert (encoding.bits_stored, encoding.high_bit) == expected


@pytest.mark.parametrize("frames", ["0", "-3", "many", ""])
def test_an_impossible_number_of_frames_is_one(frames: str) -> None:
    assert encoded(NumberOfFrames=frames).frames == 1


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"Rows": 0}, "rows and columns"),
        ({"Rows": 65535, "Columns": 65535}, "65535 × 65535"),
        ({"SamplesPerPixel": 0}, "0 samples"),
        ({"SamplesPerPixel": 64}, "64 samples"),
        ({"BitsAllocated": 65}, "65 bits"),
    ],
)
def test_a_form_that_cannot_be_shown_is_refused_in_a_sentence(
    values: dict[str, int], word: str
) -> None:
    with pytest.raises(PixelError, match=word):
        encoded(**values)


def test_an_object_without_pixels_is_refused_in_a_sentence() -> None:
    from dataclasses import replace

    without = replace(header(b""), pixel_tag=0)
    with pytest.raises(PixelError, match="no pixel data"):
        encoding_of(without)


def test_a_pixel_error_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(PixelError("A sentence.", "words")))
    assert (str(error), error.sentence, error.detail) == (
        "A sentence.",
        "A sentence.",
        "words",
    )
