"""The decoders, by codec, in the order in which they are tried.

Left out on purpose: GDCM and imagecodecs' `ljpeg`, which damaged files make end the
process.
"""

import warnings
from dataclasses import replace
from typing import Any

from viewer.pixels.codestream import Codec
from viewer.pixels.decoder import Decoder, Frame, Raw, UnavailableError, library
from viewer.pixels.deflated import inflate
from viewer.pixels.encoding import bits_per_frame, check_presence
from viewer.pixels.jpeg_decoders import (
    htj2k,
    jpeg2k,
    jpeg8,
    jpegls,
    jpegxl,
    openjpeg,
    pillow,
    pyjpegls,
)
from viewer.pixels.native import native_values
from viewer.pixels.quiet import quiet_standard_error
from viewer.pixels.rle_decoders import dicomrle, pylibjpeg_rle
from viewer.pixels.stored_values import Values, frame_bytes

_SPARE_BYTES = 1024
_PADDING_BITS = 16
"""An inflated frame may be padded to an even length, no further."""


def _pydicom(frame: Frame) -> Raw:
    """What pydicom finds installed, GDCM left out."""
    pixels = library("pydicom.pixels")
    try:
        decoder = pixels.get_decoder(frame.encoding.transfer_syntax_uid)
    except NotImplementedError as error:
        raise UnavailableError("pydicom") from error
    failure: Exception = UnavailableError("pydicom")
    for plugin in decoder.available_plugins:
        if plugin == "gdcm":
            continue
        try:
            return Raw(_by_plugin(decoder, plugin, frame))
        except Exception as error:  # noqa: BLE001 (plugins raise anything on damage)
            failure = error
    raise failure


def _by_plugin(decoder: Any, plugin: str, frame: Frame) -> Values:
    encoding, data = frame.encoding, frame.data
    if frame.stream is not None:
        # pydicom loops for ever on a box of no length before the code stream.
        data = data[frame.stream.start :]
    with warnings.catch_warnings(), quiet_standard_error():
        warnings.simplefilter("ignore")
        values, _ = decoder.as_array(
            library("pydicom.encaps").encapsulate([data]),
            index=0,
            raw=True,
            decoding_plugin=plugin,
            rows=encoding.rows,
            columns=encoding.columns,
            samples_per_pixel=encoding.samples_per_pixel,
            bits_allocated=encoding.bits_allocated,
            bits_stored=encoding.bits_stored,
            pixel_representation=int(encoding.signed),
            photometric_interpretation=encoding.photometric_interpretation,
            planar_configuration=encoding.planar_configuration,
            number_of_frames=1,
        )
    found: Values = values
    return found


def _inflated(frame: Frame) -> Raw:
    most_bytes = frame_bytes(frame.encoding) + _SPARE_BYTES
    data, is_whole = inflate(memoryview(frame.data), most_bytes)
    frame = _as_it_is_long(frame._replace(data=data))
    raw = _uncompressed(frame)
    spare_bits = len(data) * 8 - bits_per_frame(frame.encoding)
    return Raw(raw.values, is_whole and raw.is_whole and spare_bits < _PADDING_BITS)


def _as_it_is_long(frame: Frame) -> Frame:
    """Not subsampled, whatever its name says, where all samples are there."""
    name = frame.encoding.photometric_interpretation.removesuffix("_422")
    full = replace(frame.encoding, photometric_interpretation=name)
    is_full = len(frame.data) * 8 >= bits_per_frame(full)
    return frame._replace(encoding=full) if is_full else frame


def _uncompressed(frame: Frame) -> Raw:
    frame = _as_it_is_long(frame)
    bits = bits_per_frame(frame.encoding)
    check_presence(frame.encoding, len(frame.data) * 8 / bits)
    values, is_short = native_values(frame.data, frame.encoding, frame_index=0)
    return Raw(values, not is_short)


_JPEG = (
    Decoder("imagecodecs.jpeg8", jpeg8),
    Decoder("Pillow", pillow),
    Decoder("pydicom", _pydicom),
)
_JPEG_2000 = (
    Decoder("imagecodecs.jpeg2k", jpeg2k),
    Decoder("openjpeg", openjpeg),
    Decoder("pydicom", _pydicom),
)
DECODERS: dict[Codec, tuple[Decoder, ...]] = {
    "JPEG": _JPEG,
    "JPEG Lossless": (_JPEG[0], _JPEG[-1]),
    "JPEG-LS": (
        Decoder("imagecodecs.jpegls", jpegls),
        Decoder("jpeg_ls", pyjpegls, twins=("imagecodecs.jpegls",)),
        Decoder("pydicom", _pydicom, twins=("imagecodecs.jpegls", "jpeg_ls")),
    ),
    "JPEG 2000": _JPEG_2000,
    "HTJ2K": (Decoder("imagecodecs.htj2k", htj2k), *_JPEG_2000),
    "JPEG XL": (Decoder("imagecodecs.jpegxl", jpegxl),),
    "RLE": (
        Decoder("imagecodecs.dicomrle", dicomrle),
        Decoder("rle", pylibjpeg_rle),
        Decoder("pydicom", _pydicom),
    ),
    "Deflate": (Decoder("zlib", _inflated),),
    "no compression": (Decoder("native", _uncompressed),),
}
