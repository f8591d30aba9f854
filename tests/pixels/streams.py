"""Pictures and their code streams, for the tests of decoding."""

import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.pixels.headers import encapsulated, header
from viewer.files.header import Header
from viewer.pixels.decode import Decoded, decode, frame_request

imagecodecs: Any = pytest.importorskip("imagecodecs")

JPEG = "1.2.840.10008.1.2.4."
RLE = "1.2.840.10008.1.2.5"
Array = NDArray[Any]
Encode = Callable[[Array], bytes]


def smooth(dtype: str, colour: bool = False) -> Array:
    """A picture that every codec takes: smooth, over most of 12 or 8 bits."""
    y, x = np.mgrid[:40, :52]
    grey = (np.sin(x / 9) + np.cos(y / 7) + 2) / 4
    if colour:
        grey = np.stack([grey, grey[::-1], grey[:, ::-1]], axis=-1)
    most = 250 if np.dtype(dtype).itemsize == 1 else 4000
    picture: Array = (grey * most).astype(dtype)
    return picture


def rle(picture: Array) -> bytes:
    planes = np.atleast_3d(picture).transpose(2, 0, 1)
    segments = [
        imagecodecs.packbits_encode(
            np.ascontiguousarray(plane).view("u1").reshape(-1, plane.itemsize)[:, byte]
        )
        for plane in planes
        for byte in reversed(range(plane.itemsize))
    ]
    starts = [64 + sum(map(len, segments[:i])) for i in range(len(segments))]
    head = struct.pack(f"<{len(segments) + 1}I", len(segments), *starts)
    return head.ljust(64, b"\0") + b"".join(segments)


def deflate(picture: Array) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(picture.tobytes()) + deflater.flush()


def jpeg_ls(picture: Array) -> bytes:
    import jpeg_ls

    mode = 2 if picture.ndim == 3 else 0
    return bytes(jpeg_ls.encode_array(picture, interleave_mode=mode))


def jpeg_lossless(picture: Array) -> bytes:
    colour = {"colorspace": "RGB", "outcolorspace": "RGB"} if picture.ndim == 3 else {}
    bits = picture.itemsize * 8
    encoded: bytes = imagecodecs.jpeg8_encode(
        picture, lossless=True, bitspersample=bits, **colour
    )
    return encoded


def jpeg_2000(picture: Array) -> bytes:
    return bytes(imagecodecs.jpeg2k_encode(picture, reversible=True))


LOSSLESS: dict[str, tuple[str, Encode, str]] = {
    "JPEG": (JPEG + "70", jpeg_lossless, "imagecodecs.jpeg8"),
    "JPEG-LS": (JPEG + "80", jpeg_ls, "imagecodecs.jpegls"),
    "JPEG 2000": (JPEG + "90", jpeg_2000, "imagecodecs.jpeg2k"),
    "HTJ2K": (
        JPEG + "202",
        lambda a: bytes(imagecodecs.htj2k_encode(a, reversible=True)),
        "imagecodecs.htj2k",
    ),
    "JPEG XL": (
        JPEG + "110",
        lambda a: bytes(imagecodecs.jpegxl_encode(a, lossless=True)),
        "imagecodecs.jpegxl",
    ),
    "RLE": (RLE, rle, "imagecodecs.dicomrle"),
    "Deflate": ("1.2.840.10008.1.2.8.1", deflate, "zlib"),
    "no compression": ("1.2.840.10008.1.2.1.98", lambda a: a.tobytes(), "native"),
}
WITH_END = ("JPEG", "JPEG-LS", "JPEG 2000", "HTJ2K")


def values_of(picture: Array, **more: int | str) -> dict[str, int | str]:
    bits = picture.itemsize * 8
    return {
        "Rows": picture.shape[0],
        "Columns": picture.shape[1],
        "SamplesPerPixel": 3 if picture.ndim == 3 else 1,
        "PhotometricInterpretation": "RGB" if picture.ndim == 3 else "MONOCHROME2",
        "BitsAllocated": bits,
        "BitsStored": bits,
        "HighBit": bits - 1,
        "PixelRepresentation": int(picture.dtype.kind == "i"),
        **more,
    }


def encoded_object(stream: bytes, uid: str, values: dict[str, int | str]) -> Header:
    """The header of an object in memory with one compressed frame."""
    return header(
        encapsulated([stream]), values, transfer_syntax_uid=uid, encapsulated=True
    )


def decoded(stream: bytes, uid: str, values: dict[str, int | str]) -> Decoded:
    return decode(frame_request(encoded_object(stream, uid, values), 0))


def lossy(picture: Array, colorspace: str, outcolorspace: str) -> bytes:
    encoded: bytes = imagecodecs.jpeg8_encode(
        picture, colorspace=colorspace, outcolorspace=outcolorspace, subsampling="444"
    )
    return encoded
