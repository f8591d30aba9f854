import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pydicom.data import get_testdata_file

from tests.pixels.headers import header
from tests.pixels.streams import (
    JPEG,
    LOSSLESS,
    RLE,
    Array,
    decoded,
    encoded_object,
    imagecodecs,
    jpeg_2000,
    lossy,
    rle,
    smooth,
    values_of,
)
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.pixels.agreement import CODECS
from viewer.pixels.decode import (
    DAMAGED,
    decode,
    frame_request,
    without_first_decoder,
)
from viewer.pixels.decoders import DECODERS

ROOT = Path(__file__).parents[2]


def test_a_second_decoder_is_used_after_the_first_took_its_process_down() -> None:
    picture = smooth("u2")
    of = encoded_object(jpeg_2000(picture), JPEG + "90", values_of(picture))
    second = without_first_decoder(frame_request(of, 0))
    assert second is not None
    answer = decode(second)
    assert answer.decoder == "openjpeg"
    assert np.array_equal(answer.values, picture)
    assert answer.marks == (DAMAGED,), "a decoder failed on it: not a clean picture"
    third = without_first_decoder(second)
    assert third is not None
    assert without_first_decoder(third) is None


def test_uncompressed_pixels_have_no_other_decoder() -> None:
    assert without_first_decoder(frame_request(header(bytes(8)), 0)) is None


def pydicom_file(name: str) -> str:
    path = get_testdata_file(name, download=False)
    assert isinstance(path, str)
    return path


@pytest.mark.parametrize(
    ("name", "skipped", "second"),
    [
        ("JPEG2000.dcm", ["imagecodecs.jpeg2k"], "openjpeg"),
        ("693_J2KI.dcm", ["imagecodecs.jpeg2k"], "openjpeg"),
        ("J2K_pixelrep_mismatch.dcm", ["imagecodecs.jpeg2k"], "openjpeg"),
        ("GDCMJ2K_TextGBR.dcm", ["imagecodecs.jpeg2k"], "openjpeg"),
        ("MR_small_RLE.dcm", ["imagecodecs.dicomrle"], "rle"),
        ("SC_rgb_rle_16bit_2frame.dcm", ["imagecodecs.dicomrle"], "rle"),
        ("SC_rgb_rle_32bit.dcm", ["imagecodecs.dicomrle"], "rle"),
        ("JPEGLSNearLossless_16.dcm", ["imagecodecs.jpegls"], "jpeg_ls"),
        ("SC_rgb_jls_lossy_line.dcm", ["imagecodecs.jpegls"], "jpeg_ls"),
        ("SC_rgb_jpeg_dcmtk.dcm", ["imagecodecs.jpeg8"], "Pillow"),
        ("SC_jpeg_no_color_transform.dcm", ["imagecodecs.jpeg8"], "Pillow"),
        ("SC_jpeg_no_color_transform_2.dcm", ["imagecodecs.jpeg8"], "Pillow"),
        ("SC_rgb_dcmtk_+eb+cy+np.dcm", ["imagecodecs.jpeg8"], "Pillow"),
    ],
)
def test_a_second_decoder_gives_the_same_values_on_real_files(
    name: str, skipped: list[str], second: str
) -> None:
    request = frame_request(complete_header(Source(pydicom_file(name))), 0)
    first = decode(request)
    other = decode(replace(request, skip_decoders=tuple(skipped)))
    assert other.decoder == second
    assert other.values.dtype == first.values.dtype
    assert np.array_equal(other.values, first.values)
    assert other.photometric_interpretation == first.photometric_interpretation


def test_a_box_of_no_length_does_not_keep_pydicom_busy_for_ever() -> None:
    picture = smooth("u2")
    stream = bytearray(imagecodecs.jpeg2k_encode(picture, codecformat="jp2"))
    stream[12:16] = bytes(4)
    request = frame_request(
        encoded_object(bytes(stream), JPEG + "90", values_of(picture)), 0
    )
    others = ("imagecodecs.jpeg2k", "openjpeg")
    answer = decode(replace(request, skip_decoders=others))
    assert answer.decoder == "pydicom"
    assert np.array_equal(answer.values, picture)


WORKER = """
import sys
{before}
from tests.pixels.headers import encapsulated, header
from viewer.pixels.decode import decode, frame_request
from viewer.pixels.encoding import PixelError
for codec, (stream, uid, values) in {jobs!r}.items():
    of = header(
        encapsulated([stream]), values, transfer_syntax_uid=uid, encapsulated=True
    )
    try:
        answer = decode(frame_request(of, 0))
        print(codec, answer.decoder, answer.values.sum(), *answer.marks, sep="|")
    except PixelError as error:
        print(codec, error, sep="|")
{after}
"""
Job = tuple[bytes, str, dict[str, int | str]]


def in_a_fresh_process(
    jobs: dict[str, Job], before: str = "", after: str = ""
) -> list[str]:
    """What a new interpreter prints for the jobs; it may print nothing else."""
    answer = subprocess.run(
        [sys.executable, "-c", WORKER.format(jobs=jobs, before=before, after=after)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    return answer.stdout.splitlines()


def jobs_of(picture: Array) -> dict[str, Job]:
    return {
        codec: (encode(picture), uid, values_of(picture))
        for codec, (uid, encode, _) in LOSSLESS.items()
    }


def test_a_worker_imports_neither_pydicom_nor_a_second_codec() -> None:
    picture = smooth("u2")
    others = "{'pydicom', 'openjpeg', 'rle', 'jpeg_ls', 'PIL', 'PySide6'}"
    lines = in_a_fresh_process(
        jobs_of(picture), after=f"print(sorted({others} & set(sys.modules)))"
    )
    names = {codec: name for codec, (_, _, name) in LOSSLESS.items()}
    expected = [f"{codec}|{name}|{picture.sum()}" for codec, name in names.items()]
    assert lines == [*expected, "[]"]


def test_without_imagecodecs_the_others_decode_what_they_can() -> None:
    picture, colour = smooth("u2"), smooth("u1", colour=True)
    baseline = lossy(colour, "YCBCR", "YCBCR")
    values = values_of(colour, PhotometricInterpretation="YBR_FULL")
    damaged = bytearray(rle(picture))
    damaged[70] ^= 0x7F
    jobs = {
        **jobs_of(picture),
        "baseline": (baseline, JPEG + "50", values),
        "damaged": (bytes(damaged), RLE, values_of(picture)),
    }
    lines = in_a_fresh_process(jobs, before="sys.modules['imagecodecs'] = None")
    figures = decoded(baseline, JPEG + "50", values).values.sum()
    total = picture.sum()
    assert lines[:-1] == [
        "JPEG|No decoder for JPEG Lossless is installed.",
        f"JPEG-LS|jpeg_ls|{total}",
        f"JPEG 2000|openjpeg|{total}",
        f"HTJ2K|openjpeg|{total}",
        "JPEG XL|No decoder for JPEG XL is installed.",
        f"RLE|rle|{total}",
        f"Deflate|zlib|{total}",
        f"no compression|native|{total}",
        f"baseline|Pillow|{figures}",
    ]
    assert lines[-1].endswith("|damaged")


@pytest.mark.parametrize("codec", ["JPEG-LS", "JPEG 2000", "HTJ2K", "RLE"])
def test_pydicom_is_the_last_decoder(codec: str) -> None:
    uid, encode, _ = LOSSLESS[codec]
    picture = smooth("u2")
    of = encoded_object(encode(picture), uid, values_of(picture))
    others = tuple(decoder.name for decoder in DECODERS[CODECS[uid]][:-1])
    answer = decode(replace(frame_request(of, 0), skip_decoders=others))
    assert answer.decoder == "pydicom"
    assert np.array_equal(answer.values, picture)
