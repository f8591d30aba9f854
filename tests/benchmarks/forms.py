"""One 512 × 512 frame in every form of every codec, and the bare codec for it."""

import io
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

import imagecodecs
import jpeg_ls
import numpy as np
from PIL import Image

from tests.benchmarks.data import phantom
from tests.pixels.streams import deflate, rle

SIZE = 512
JPEG = "1.2.840.10008.1.2.4."
RLE = "1.2.840.10008.1.2.5"
DEFLATED_FRAMES = "1.2.840.10008.1.2.8.1"

Array = np.ndarray[Any, Any]
Decode = Callable[[bytes], Any]


class Form(NamedTuple):
    """`shown` are the pixels, which come out bit for bit where it is not lossy."""

    name: str
    syntax: str
    stream: bytes
    bare: Decode
    shown: Array
    is_lossy: bool = False


RAW: dict[str, Any] = {"colorspace": "RGB", "outcolorspace": "RGB"}


def grey() -> Array:
    """12 bits."""
    return phantom(SIZE, SIZE)


def colour() -> Array:
    """8 bits."""
    one = (grey() >> 4).astype(np.uint8)
    return np.stack([one, np.roll(one, 5, 0), np.roll(one, 9, 1)], axis=-1)


def forms() -> list[Form]:
    """All of them, encoded."""
    return [*_jpeg(), *_jpeg_lossless(), *_jpeg_ls(), *_wavelets(), *_others()]


def _by_pillow(pixels: Array, **options: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=90, **options)
    return file.getvalue()


def _raw_jpeg(data: bytes) -> Any:
    return imagecodecs.jpeg8_decode(data, **RAW)


def _jpeg() -> list[Form]:
    bits8, bits12, rgb = (grey() >> 4).astype(np.uint8), grey(), colour()
    plain = imagecodecs.jpeg8_decode
    extended = bytes(imagecodecs.jpeg8_encode(bits12, level=90, bitspersample=12))
    made: list[tuple[str, str, bytes, Decode, Array]] = [
        ("baseline", "50", _by_pillow(bits8), plain, bits8),
        (
            "baseline, restarts",
            "50",
            _by_pillow(bits8, restart_marker_rows=1),
            plain,
            bits8,
        ),
        ("baseline 4:4:4", "50", _by_pillow(rgb, subsampling=0), _raw_jpeg, rgb),
        ("baseline 4:2:0", "50", _by_pillow(rgb, subsampling=2), _raw_jpeg, rgb),
        ("extended, 12 bits", "51", extended, plain, bits12),
        ("progressive", "55", _by_pillow(bits8, progressive=True), plain, bits8),
        ("progressive 4:2:0", "55", _by_pillow(rgb, progressive=True), _raw_jpeg, rgb),
    ]
    return [
        Form(f"JPEG {name}", JPEG + tail, stream, bare, pixels, is_lossy=True)
        for name, tail, stream, bare, pixels in made
    ]


def _jpeg_lossless() -> list[Form]:
    pixels, rgb = grey(), colour()

    def encoded(predictor: int) -> bytes:
        stream = imagecodecs.jpeg8_encode(
            pixels, lossless=True, predictor=predictor, bitspersample=12
        )
        return bytes(stream)

    of_colour = imagecodecs.jpeg8_encode(rgb, lossless=True, predictor=1, **RAW)
    plain = imagecodecs.jpeg8_decode
    return [
        Form("JPEG lossless", JPEG + "70", encoded(1), plain, pixels),
        Form("JPEG lossless, predictor 4", JPEG + "57", encoded(4), plain, pixels),
        Form("JPEG lossless, predictor 6", JPEG + "57", encoded(6), plain, pixels),
        Form("JPEG lossless colour", JPEG + "70", bytes(of_colour), _raw_jpeg, rgb),
    ]


def _jpeg_ls() -> list[Form]:
    pixels, rgb = grey(), colour()
    plain = imagecodecs.jpegls_decode
    whole, near = (bytes(imagecodecs.jpegls_encode(pixels, level=n)) for n in (0, 2))
    of_colour = bytes(jpeg_ls.encode_array(rgb, interleave_mode=2))
    return [
        Form("JPEG-LS", JPEG + "80", whole, plain, pixels),
        Form("JPEG-LS near-lossless", JPEG + "81", near, plain, pixels, is_lossy=True),
        Form("JPEG-LS colour", JPEG + "80", of_colour, plain, rgb),
    ]


def _wavelets() -> list[Form]:
    pixels, rgb = grey(), colour()
    whole = imagecodecs.jpeg2k_encode(pixels, level=0, bitspersample=12)
    lossy = imagecodecs.jpeg2k_encode(rgb, level=40)
    fast = imagecodecs.htj2k_encode(pixels, reversible=True)
    fast_lossy = imagecodecs.htj2k_encode(rgb, reversible=False, rgb=True)

    def bare(data: bytes) -> Any:
        return imagecodecs.jpeg2k_decode(data, numthreads=1, planar=False)

    plain = imagecodecs.htj2k_decode
    return [
        Form("JPEG 2000", JPEG + "90", bytes(whole), bare, pixels),
        Form("JPEG 2000 colour", JPEG + "91", bytes(lossy), bare, rgb, is_lossy=True),
        Form("HTJ2K", JPEG + "201", bytes(fast), plain, pixels),
        Form("HTJ2K colour", JPEG + "203", bytes(fast_lossy), bare, rgb, is_lossy=True),
    ]


def _others() -> list[Form]:
    pixels, rgb = grey(), colour()
    whole = imagecodecs.jpegxl_encode(pixels, lossless=True, bitspersample=12)
    lossy = imagecodecs.jpegxl_encode(rgb, level=90)
    plain = imagecodecs.jpegxl_decode
    return [
        Form("JPEG XL", JPEG + "110", bytes(whole), plain, pixels),
        Form("JPEG XL colour", JPEG + "112", bytes(lossy), plain, rgb, is_lossy=True),
        Form("RLE", RLE, rle(pixels), _run_lengths("u2"), pixels),
        Form("RLE colour", RLE, rle(rgb), _run_lengths("u1"), rgb),
        Form("deflated", DEFLATED_FRAMES, deflate(pixels), _inflate, pixels),
    ]


def _run_lengths(dtype: str) -> Decode:
    return lambda data: imagecodecs.dicomrle_decode(data, dtype)


def _inflate(data: bytes) -> bytes:
    return zlib.decompress(data, -zlib.MAX_WBITS)
