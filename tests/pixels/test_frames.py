import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.files.zips import zipped
from tests.pixels.headers import encapsulated, header, item, offsets_of, with_table
from viewer import limits
from viewer.demo.build import DEFLATED, RLE_LOSSLESS, image, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.sources import Source, source_at
from viewer.pixels.decode import decode, frame_request
from viewer.pixels.encoding import PixelError, encoding_of
from viewer.pixels.frames import FrameBytes, FrameTable, frame_table, read_frame

JPEG_BASELINE = "1.2.840.10008.1.2.4.50"
START, END = b"\xff\xd8\xff\xc0", b"\xff\xd9"
ONE = START + b"first" + b"." * 11
TWO = b"second part of one" + END
THREE = START + b"third fragment!!" + END


def table_of(pixels: bytes, frames: int, uid: str = JPEG_BASELINE) -> FrameTable:
    of = encapsulated_header(pixels, frames, uid)
    return frame_table(of, encoding_of(of))


def encapsulated_header(pixels: bytes, frames: int, uid: str = JPEG_BASELINE) -> Header:
    return header(
        pixels,
        {"NumberOfFrames": str(frames)},
        transfer_syntax_uid=uid,
        encapsulated=True,
    )


def contents(table: FrameTable) -> list[bytes]:
    return [bytes(read_frame(table.frame(i))) for i in range(table.frames)]


def test_one_frame_takes_every_fragment() -> None:
    table = table_of(encapsulated([ONE, TWO]), 1)
    assert contents(table) == [ONE + TWO]
    assert table.notes == ()


def test_as_many_fragments_as_frames_are_a_frame_each() -> None:
    fragments = [b"aaaa", b"bbbbbb", b"cc"]
    assert contents(table_of(encapsulated(fragments), 3)) == fragments


def test_a_full_offset_table_divides_the_fragments() -> None:
    fragments = [b"aaaa", b"bbbb", b"cccc"]
    offsets = [offsets_of(fragments)[i] for i in (0, 2)]
    table = table_of(encapsulated(fragments, offsets), 2)
    assert contents(table) == [b"aaaabbbb", b"cccc"]
    assert table.notes == ()


def test_an_extended_offset_table_divides_and_trims_the_fragments() -> None:
    fragments = [b"aaaa\0", b"bbb\0"]
    of = encapsulated_header(encapsulated(fragments), 2)
    of = with_table(of, offsets_of(fragments), [4, 3])
    assert contents(frame_table(of, encoding_of(of))) == [b"aaaa", b"bbb"]


def test_without_a_table_frames_begin_where_code_streams_begin() -> None:
    table = table_of(encapsulated([ONE, TWO, THREE]), 2)
    assert contents(table) == [ONE + TWO, THREE]


@pytest.mark.parametrize(
    "offsets", [[0], [0, 7], [8, 50], [0, 0], [4000, 0], [0, 4_000_000_000]]
)
def test_a_partial_or_wrong_offset_table_is_not_used(offsets: list[int]) -> None:
    table = table_of(encapsulated([ONE, TWO, THREE], offsets), 2)
    assert contents(table) == [ONE + TWO, THREE]
    assert any("table of frame positions" in note for note in table.notes)


def test_a_missing_offset_table_is_noticed() -> None:
    pixels = item(ONE + TWO) + item(THREE) + b"\xfe\xff\xdd\xe0\0\0\0\0"
    assert contents(table_of(pixels, 2)) == [ONE + TWO, THREE]


def test_a_header_that_overstates_the_frames_gets_those_that_exist() -> None:
    table = table_of(encapsulated([b"aaaa", b"bbbb"]), 2_147_483_647)
    assert table.frames == 2
    assert any("holds 2" in note for note in table.notes)
    with pytest.raises(PixelError, match="Frame 3 does not exist"):
        table.frame(2)


@pytest.mark.parametrize("has_table", [False, True])
def test_a_header_that_understates_the_frames_is_told_of(has_table: bool) -> None:
    fragments = [ONE, ONE, ONE]
    offsets = offsets_of(fragments) if has_table else None
    table = table_of(encapsulated(fragments, offsets), 2)
    assert contents(table) == [ONE, ONE]
    assert any("more pixels" in note for note in table.notes)


def test_fragments_past_the_end_of_the_file_are_cut() -> None:
    pixels = encapsulated([b"aaaa", b"bbbbbbbb"])[:-12]
    assert contents(table_of(pixels, 2)) == [b"aaaa", b"bbbb"]


def test_a_length_past_the_end_takes_no_memory() -> None:
    pixels = item(b"") + b"\xfe\xff\x00\xe0\xf0\xff\xff\xff" + b"abc"
    table = table_of(pixels, 1)
    assert contents(table) == [b"abc"]


@pytest.mark.parametrize("pixels", [b"", item(b""), b"\xfe\xff\xdd\xe0\0\0\0\0"])
def test_no_fragment_at_all_is_an_error(pixels: bytes) -> None:
    with pytest.raises(PixelError, match="ends before its first pixel"):
        table_of(pixels, 1)


def test_compressed_pixels_of_defined_length_are_found() -> None:
    pixels = encapsulated([ONE + TWO])
    of = header(pixels, transfer_syntax_uid=JPEG_BASELINE)
    assert contents(frame_table(of, encoding_of(of))) == [ONE + TWO]


def test_compressed_pixels_labelled_uncompressed_are_left_to_their_code_stream() -> (
    None
):
    table = table_of(encapsulated([ONE + TWO]), 1, "1.2.840.10008.1.2.1")
    assert table.encoding.transfer_syntax_uid == ""
    assert any("uncompressed" in note for note in table.notes)


def test_a_video_is_refused_before_it_is_read() -> None:
    video = b"\0\0\0\x18ftypmp42" + bytes(100)
    with pytest.raises(PixelError, match=r"A video \(H.264\): it cannot be played"):
        table_of(encapsulated([video]), 30, "1.2.840.10008.1.2.4.102")


@pytest.mark.parametrize("offsets", [None, [0]])
def test_pictures_that_are_called_a_video_are_pictures(
    offsets: list[int] | None,
) -> None:
    table = table_of(encapsulated([ONE], offsets), 1, "1.2.840.10008.1.2.4.100")
    assert contents(table) == [ONE]


@pytest.mark.parametrize(
    ("uid", "word"),
    [
        ("1.2.840.10008.1.2.4.94", "on a server"),
        ("1.2.840.10008.1.2.4.204", "on a server"),
        ("1.2.840.10008.1.2.7.1", "live stream"),
        ("1.2.840.10008.1.2.1", "holds no pixel data"),
    ],
)
def test_why_there_are_no_pixels_is_told(uid: str, word: str) -> None:
    of = replace(header(b"", transfer_syntax_uid=uid), pixel_tag=0)
    with pytest.raises(PixelError, match=word):
        encoding_of(of)


def test_frames_of_a_file_are_read_from_their_places(tmp_path: Path) -> None:
    path = tmp_path / "pixels"
    path.write_bytes(b"0123456789")
    frame = FrameBytes(str(path), None, ((2, 3), (7, 1), (9, 5)))
    assert read_frame(frame) == b"23479"


def test_a_file_that_went_away_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PixelError, match="file is gone"):
        read_frame(FrameBytes(str(tmp_path / "gone"), None, ((0, 1),)))


def test_a_frame_past_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FRAME_BYTES", 5)
    with pytest.raises(PixelError, match="more than this program reads"):
        read_frame(FrameBytes(None, b"123456", ((0, 6),)))


def test_the_fragments_read_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FRAGMENTS", 3)
    assert table_of(encapsulated([b"aa"] * 9), 9).frames == 3


def test_a_huge_frame_that_is_hardly_there_is_refused() -> None:
    of = header(bytes(1000), {"Rows": 16384, "Columns": 16384})
    with pytest.raises(PixelError, match="hardly any"):
        frame_table(of, encoding_of(of))


def test_more_pixels_than_described_are_noted() -> None:
    of = header(bytes(14))
    (note,) = frame_table(of, encoding_of(of)).notes
    assert "more pixels" in note
    bits = {"BitsAllocated": 8, "BitsStored": 8, "HighBit": 7}
    padded = header(bytes(9), {**bits, "Rows": 3, "Columns": 3})
    assert frame_table(padded, encoding_of(padded)).notes == ()


@pytest.mark.parametrize("syntax_uid", ["", DEFLATED, RLE_LOSSLESS])
def test_the_frames_of_an_archived_object_are_those_of_the_file(
    tmp_path: Path, syntax_uid: str
) -> None:
    raw = to_bytes(image(rows=9, columns=7, frames=3), syntax_uid)
    (tmp_path / "file").write_bytes(raw)
    archive = zipped(tmp_path / "zip", {"CT/1": raw})
    headers = [
        complete_header(source_at(str(path)))
        for path in (tmp_path / "file", f"{archive}!/CT/1")
    ]
    for index in range(3):
        plain, archived = (frame_request(header, index) for header in headers)
        assert archived.bytes.archived is not None
        assert len(pickle.dumps(archived)) < len(pickle.dumps(plain)) + 500
        assert bytes(read_frame(archived.bytes)) == bytes(read_frame(plain.bytes))
        assert np.array_equal(decode(archived).values, decode(plain).values)


def test_why_an_archived_frame_cannot_be_read_is_told(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "zip", {"x": bytes(100)})
    source = Source(f"{archive}!/y", member="y")
    with pytest.raises(PixelError, match="no member of this name"):
        read_frame(FrameBytes(None, None, ((0, 1),), archived=source))
