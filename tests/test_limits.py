"""Every limit has its reason and is kept; the cheap ones are tried from both sides."""

import ast
import io
import re
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.pixels.headers import header
from viewer import limits
from viewer.dicom.values import caption
from viewer.files.archive import member_of
from viewer.files.sources import Source
from viewer.pixels.decode import DecodeRequest
from viewer.pixels.deflated import inflate
from viewer.pixels.encoding import (
    Encoding,
    PixelError,
    check_presence,
    check_size,
    encoding_of,
)
from viewer.pixels.frames import FrameBytes, read_frame
from viewer.work.tasks import deadline_seconds

VIEWER = Path(limits.__file__).parent
TESTS = Path(__file__).parent
ENCODING = encoding_of(header(bytes(8)))


def of_size(rows: int, columns: int, bits: int = 16) -> Encoding:
    return replace(ENCODING, rows=rows, columns=columns, bits_allocated=bits)


def test_every_limit_has_a_reason_and_is_used() -> None:
    body = ast.parse((VIEWER / "limits.py").read_text(encoding="utf-8")).body[1:]
    names = [
        node.targets[0].id
        for node in body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    reasons = [node for node in body if isinstance(node, ast.Expr)]
    assert len(names) == len(reasons) == len(body) / 2 > 40
    sources = [path.read_text(encoding="utf-8") for path in VIEWER.rglob("*.py")]
    used = "\n".join(sources)
    assert [name for name in names if used.count(name) < 2] == []


def test_a_frame_is_refused_from_one_pixel_over_the_limit_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "FRAME_BYTES", 10 * limits.FRAME_PIXELS)
    check_size(of_size(limits.FRAME_PIXELS // 40_000, 40_000, bits=1))
    with pytest.raises(PixelError, match="more than this program shows"):
        check_size(of_size(limits.FRAME_PIXELS // 40_000 + 1, 40_000, bits=1))


def test_a_frame_is_refused_from_one_row_over_the_limit_on() -> None:
    rows = limits.FRAME_BYTES // (2 * 1024)
    check_size(of_size(rows, 1024))
    with pytest.raises(PixelError, match="more than this program shows"):
        check_size(of_size(rows + 1, 1024))


def test_a_large_frame_must_be_there_in_part_and_a_small_one_need_not() -> None:
    rows = limits.SPARSE_FRAME_BYTES // (2 * 1024)
    check_presence(of_size(rows, 1024), 0.0)
    check_presence(of_size(rows + 1, 1024), limits.SPARSE_FRAME_PART)
    with pytest.raises(PixelError, match="hardly any"):
        check_presence(of_size(rows + 1, 1024), limits.SPARSE_FRAME_PART - 0.01)


def test_four_samples_are_a_pixel_and_five_are_none() -> None:
    most = limits.SAMPLES_PER_PIXEL
    assert encoding_of(header(bytes(16), {"SamplesPerPixel": most}))
    with pytest.raises(PixelError, match="claims 5 samples"):
        encoding_of(header(bytes(16), {"SamplesPerPixel": most + 1}))


def test_a_frame_gets_time_by_its_size_and_never_more_than_the_most() -> None:
    def seconds(rows: int, columns: int) -> float:
        frame = FrameBytes(None, b"", ())
        return deadline_seconds(DecodeRequest(frame, of_size(rows, columns), 0))

    assert seconds(1, 1) == pytest.approx(limits.FRAME_DEADLINE_SECONDS, abs=1e-4)
    assert seconds(1000, 1000) == (
        limits.FRAME_DEADLINE_SECONDS + limits.FRAME_DEADLINE_SECONDS_PER_MEGAPIXEL
    )
    assert seconds(30_000, 30_000) == limits.FRAME_DEADLINE_MAX_SECONDS


def test_a_frame_in_too_many_bytes_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FRAME_BYTES", 8)
    assert read_frame(FrameBytes(None, bytes(9), ((0, 8),))) == bytes(8)
    with pytest.raises(PixelError, match="more than this program reads"):
        read_frame(FrameBytes(None, bytes(9), ((0, 9),)))


def test_what_inflates_past_its_limit_is_refused() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    data = memoryview(packer.compress(bytes(1000)) + packer.flush())
    assert inflate(data, 1000) == (bytes(1000), True)
    with pytest.raises(PixelError, match="more than is allowed"):
        inflate(data, 999)


@pytest.mark.parametrize(("floor", "ratio"), [(10_000, 0), (0, 1000)])
def test_a_member_inflates_as_far_as_its_size_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, floor: int, ratio: int
) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_FLOOR_BYTES", floor)
    monkeypatch.setattr(limits, "ARCHIVE_RATIO", ratio)
    for count, is_allowed in ((10_000, True), (1_000_000, False)):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("zeros", bytes(count))
        path = tmp_path / f"{count}.zip"
        path.write_bytes(file.getvalue())
        member = member_of(Source(f"{path}!/zeros", member="zeros"))
        if is_allowed:
            assert member.read(0, count) == bytes(count)
        else:
            with pytest.raises(OSError, match="MB"):
                member.read(0, count)


def test_a_caption_ends_at_its_limit() -> None:
    whole = "x" * limits.CAPTION_CHARACTERS
    assert caption(whole) == whole
    assert len(caption(whole + "x")) == limits.CAPTION_CHARACTERS


def test_a_test_names_each_limit() -> None:
    """Where no test speaks of a limit, nobody has tried it from both sides."""
    body = ast.parse((VIEWER / "limits.py").read_text(encoding="utf-8")).body
    names = [
        node.targets[0].id
        for node in body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    tests = [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")]
    words = set(re.findall(r"[A-Z][A-Z_]+", "\n".join(tests)))
    assert [name for name in names if name not in words] == []
