"""No pixels of another file, or another patient, under a header read before."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.files.zips import zipped
from viewer.demo.build import RLE_LOSSLESS, ct_slice, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.sources import Source, source_at
from viewer.files.walk import walk_header
from viewer.pixels.decode import decode, frame_request
from viewer.pixels.encoding import PixelError

DEFLATED = "1.2.840.10008.1.2.1.99"
CHANGED = "changed since it was opened"


def object_bytes(name: str, syntax: str) -> bytes:
    return to_bytes(ct_slice(PatientName=name, PatientID=name), syntax)


def header_of(path: Path, syntax: str) -> Header:
    source = Source(str(path))
    return complete_header(source) if syntax == DEFLATED else walk_header(source)


@pytest.fixture(params=["", RLE_LOSSLESS, DEFLATED], ids=["native", "RLE", "deflated"])
def syntax(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def path(tmp_path: Path, syntax: str) -> Path:
    path = tmp_path / "IM0001"
    path.write_bytes(object_bytes("Alice", syntax))
    return path


def replace_file(path: Path, syntax: str) -> None:
    """As an export under the same names does."""
    other = path.with_suffix(".new")
    other.write_bytes(object_bytes("Bobby", syntax))
    other.replace(path)


def test_a_frame_that_is_found_after_the_change_is_refused(
    path: Path, syntax: str
) -> None:
    header = header_of(path, syntax)
    replace_file(path, syntax)
    with pytest.raises(PixelError, match=CHANGED):
        frame_request(header, 0)


def test_a_frame_that_was_found_before_is_not_read_after_the_change(
    path: Path, syntax: str
) -> None:
    request = frame_request(header_of(path, syntax), 0)
    replace_file(path, syntax)
    with pytest.raises(PixelError, match=CHANGED):
        decode(request)


def test_a_frame_that_was_decoded_before_is_not_decoded_after_the_change(
    path: Path, syntax: str
) -> None:
    """What is kept of an inflated file must not outlive the file's state."""
    header = header_of(path, syntax)
    decode(frame_request(header, 0))
    request = frame_request(header, 0)
    replace_file(path, syntax)
    with pytest.raises(PixelError, match=CHANGED):
        decode(request)
    new = header_of(path, syntax)
    assert decode(frame_request(new, 0)).values.shape == (16, 16)


def test_a_file_that_did_not_change_is_read(path: Path, syntax: str) -> None:
    request = frame_request(header_of(path, syntax), 0)
    assert request.bytes.stamp is not None
    assert decode(request).values.shape == (16, 16)


def test_a_member_of_a_changed_archive_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"one": object_bytes("Alice", "")})
    header = walk_header(source_at(f"{archive}!/one"))
    request = frame_request(header, 0)
    assert decode(request).values.shape == (16, 16)
    other = zipped(tmp_path / "b.zip", {"one": object_bytes("Bobby", "")})
    other.replace(archive)
    with pytest.raises(PixelError, match=CHANGED):
        decode(request)
    with pytest.raises(PixelError, match=CHANGED):
        frame_request(replace(header), 0)
