import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pydicom.data import get_testdata_file

from viewer import limits
from viewer.demo.build import RLE_LOSSLESS, image, ramp, to_bytes
from viewer.demo.overlays import add_overlay
from viewer.files.dataset import complete_header
from viewer.files.header import NotDicomError
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.pixels.decode import DecodeRequest, decode, frame_request
from viewer.pixels.encoding import PixelError
from viewer.work.pool import Pool
from viewer.work.tasks import (
    build_demo,
    deadline_seconds,
    decode_frame,
    describe,
    next_decoder,
    result_bytes,
)

GUARD = 60
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    pool = Pool(decode_workers=1)
    yield pool
    pool.close()


def source_of(name: str) -> Source:
    path = get_testdata_file(name, download=False)
    assert isinstance(path, str)
    return Source(path)


def request_of(name: str) -> DecodeRequest:
    return frame_request(walk_header(source_of(name)), 0)


def sized(rows: int, columns: int) -> DecodeRequest:
    request = request_of("CT_small.dcm")
    encoding = dataclasses.replace(request.encoding, rows=rows, columns=columns)
    return dataclasses.replace(request, encoding=encoding)


@pytest.mark.parametrize(
    "name",
    [
        "CT_small.dcm",
        "MR_small_RLE.dcm",
        "JPEG2000.dcm",
        "SC_rgb_jpeg_gdcm.dcm",
        "MR_small_jpeg_ls_lossless.dcm",
    ],
)
def test_a_frame_is_the_same_from_a_worker_as_from_here(pool: Pool, name: str) -> None:
    request = request_of(name)
    there = pool.submit(
        decode_frame,
        request,
        lane="decode",
        result_bytes=result_bytes(request),
        deadline_seconds=deadline_seconds(request),
        retry=next_decoder,
    ).result(GUARD)
    here = decode(request)
    assert there.values.dtype == here.values.dtype
    assert np.array_equal(there.values, here.values)
    assert there.decoder == here.decoder
    assert there.photometric_interpretation == here.photometric_interpretation


def test_the_room_for_the_answer_is_what_the_values_take() -> None:
    for name in ("CT_small.dcm", "SC_rgb_jpeg_gdcm.dcm"):
        request = request_of(name)
        assert result_bytes(request) == decode(request).values.nbytes


def test_a_frame_comes_with_its_difference_and_its_overlays(pool: Pool) -> None:
    pixels = ramp((2, 1024, 1024), np.uint16, 12)
    pixels[1, 5] |= 1 << 14
    mask = {"MaskOperation": "AVG_SUB", "MaskFrameNumbers": [1]}
    dataset = image(pixels, bits_stored=12, MaskSubtractionSequence=[mask])
    bits = np.zeros((1024, 1024), np.bool_)
    add_overlay(dataset, bits, data=None, allocated=16, position=14)
    data = to_bytes(dataset, RLE_LOSSLESS)
    request = frame_request(complete_header(Source("memory:run", data)), 1)
    there = pool.submit(
        decode_frame, request, lane="decode", result_bytes=result_bytes(request)
    ).result(GUARD)
    assert np.array_equal(there.values, pixels[1] & 0xFFF)
    expected = (pixels[1] & 0xFFF).astype(int) - pixels[0]
    assert there.difference is not None
    assert np.array_equal(there.difference.values / there.difference.scale, expected)
    bits[5] = True
    assert there.bit_planes == {14: np.packbits(bits, bitorder="little").tobytes()}
    sizes = there.values.nbytes + there.difference.values.nbytes
    assert sizes <= result_bytes(request)


def test_a_frame_takes_the_time_of_all_that_it_needs() -> None:
    large = sized(2000, 2000)
    averaged = dataclasses.replace(large, masks=(large,) * 3)
    assert deadline_seconds(averaged) - deadline_seconds(large) == pytest.approx(24)


def test_a_frame_that_cannot_be_decoded_arrives_as_a_pixel_error(pool: Pool) -> None:
    request = request_of("JPEG2000.dcm")
    bytes_ = dataclasses.replace(request.bytes, ranges=((0, 500),))
    damaged = dataclasses.replace(request, bytes=bytes_)
    with pytest.raises(PixelError):
        pool.submit(decode_frame, damaged, lane="decode").result(GUARD)


def test_after_a_decoder_that_dies_the_next_one_is_asked() -> None:
    request = request_of("JPEG2000.dcm")
    second = next_decoder(request)
    assert second is not None
    assert len(second.skip_decoders) == 1
    tried = [request]
    while (other := next_decoder(tried[-1])) is not None:
        tried.append(other)
    names = [decode(one).decoder for one in tried[:2]]
    assert len(set(names)) == 2


@pytest.mark.parametrize(
    ("rows", "columns", "seconds"),
    [(512, 512, 10.524288), (1000, 1000, 12.0), (4096, 3328, 37.262976)],
)
def test_a_larger_frame_gets_more_time(rows: int, columns: int, seconds: float) -> None:
    assert deadline_seconds(sized(rows, columns)) == pytest.approx(seconds)


def test_no_frame_gets_more_than_the_limit() -> None:
    allowed = deadline_seconds(sized(60_000, 60_000))
    assert allowed == limits.FRAME_DEADLINE_MAX_SECONDS


# What needs pydicom ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "CT_small.dcm",
        "eCT_Supplemental.dcm",
        "reportsi.dcm",
        "image_dfl.dcm",
        "ExplVR_BigEndNoMeta.dcm",
    ],
)
def test_an_object_is_described_by_the_header_worker(pool: Pool, name: str) -> None:
    source = source_of(name)
    there = pool.submit(describe, source, lane="header").result(GUARD)
    here = describe(source)
    assert there.rows == here.rows
    assert len(there.rows) > 20
    assert there.error == ""
    assert there.header is not None
    assert here.header is not None
    assert there.header.complete
    assert there.header.elements == here.header.elements
    assert there.header.items.keys() == here.header.items.keys()


def test_what_is_not_dicom_is_told_by_name(pool: Pool) -> None:
    source = Source("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(1000))
    with pytest.raises(NotDicomError, match=r"\w"):
        pool.submit(describe, source, lane="header").result(GUARD)


def test_the_demonstration_study_is_made_by_the_header_worker(pool: Pool) -> None:
    sources = pool.submit(build_demo, None, lane="header").result(GUARD)
    assert len(sources) > 10
    assert all(source.data and source.path.startswith("demo:") for source in sources)


def test_answers_bring_no_library_into_the_asking_process() -> None:
    code = f"""
import sys
from viewer.files.sources import Source
from viewer.work.pool import Pool
from viewer.work.tasks import build_demo, describe
if __name__ == "__main__":
    pool = Pool()
    path = {get_testdata_file("eCT_Supplemental.dcm", download=False)!r}
    pool.submit(describe, Source(path), lane="header").result({GUARD})
    pool.submit(build_demo, None, lane="header").result({GUARD})
    pool.close()
    libraries = {{"pydicom", "imagecodecs", "PIL", "PySide6"}}
    sys.exit(bool(libraries & set(sys.modules)))
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
