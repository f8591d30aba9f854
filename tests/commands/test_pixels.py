import hashlib
import json
import os
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file

from tests.files.profiles import by_hand, made_profile
from tests.files.zips import zipped
from viewer.commands import pixel_stages, pixels
from viewer.commands.pixels import run
from viewer.demo.build import RLE_LOSSLESS, image, ramp, to_bytes
from viewer.files.sources import Source
from viewer.pixels.decode import Decoded, DecodeRequest, decode
from viewer.work.pool import InlinePool

KEYS = [
    "path",
    "stage",
    "frames",
    "dtype",
    "shape",
    "sha256",
    "sha256_frame1",
    "decoder",
    "marks",
]


def named(name: str) -> str:
    path = get_testdata_file(name, download=False)
    assert isinstance(path, str)
    return path


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without processes; one test below goes the whole way."""
    monkeypatch.setattr(pixels, "Pool", InlinePool)


def digests(
    capsys: pytest.CaptureFixture[str],
    *paths: str,
    stage: str = "stored",
    code: int = 0,
) -> list[dict[str, Any]]:
    assert run([*paths, "--stage", stage, "--digest"]) == code
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def sha256(array: np.ndarray[Any, Any]) -> str:
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


@pytest.mark.usefixtures("inline")
def test_a_digest_has_the_keys_of_the_contract_in_their_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (entry,) = digests(capsys, named("CT_small.dcm"))
    assert list(entry) == KEYS
    expected = sha256(dcmread(named("CT_small.dcm")).pixel_array)
    assert entry["sha256"] == entry["sha256_frame1"] == expected
    assert (entry["frames"], entry["dtype"], entry["shape"]) == (1, "int16", [128, 128])
    assert (entry["decoder"], entry["marks"]) == ("native", [])


@pytest.mark.usefixtures("inline")
def test_a_digest_runs_over_all_frames_and_the_first_has_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = named("rtdose.dcm")
    expected = dcmread(path).pixel_array
    (entry,) = digests(capsys, path)
    assert entry["frames"] == len(expected) == 15
    assert entry["sha256"] == sha256(expected)
    assert entry["sha256_frame1"] == sha256(expected[0])


@pytest.mark.usefixtures("inline")
def test_big_endian_values_are_digested_little_endian(
    capsys: pytest.CaptureFixture[str],
) -> None:
    big, little = named("MR_small_bigendian.dcm"), named("MR_small.dcm")
    first, second = digests(capsys, big, little)
    assert first["sha256"] == second["sha256"]


@pytest.mark.usefixtures("inline")
def test_damage_is_among_the_marks(capsys: pytest.CaptureFixture[str]) -> None:
    (entry,) = digests(capsys, named("MR_truncated.dcm"))
    assert entry["marks"] == ["damaged"]


@pytest.mark.usefixtures("inline")
def test_missing_frames_are_among_the_marks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cut.dcm"
    ten = np.zeros((10, 16, 16), np.uint16)
    path.write_bytes(to_bytes(image(ten))[: -ten[3:].nbytes])
    (entry,) = digests(capsys, str(path))
    assert (entry["frames"], entry["marks"]) == (3, ["damaged", "frames missing"])


@pytest.mark.usefixtures("inline")
def test_one_frame_that_cannot_be_decoded_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "third.dcm"
    whole = to_bytes(image(rows=16, columns=16, frames=3), RLE_LOSSLESS)
    third = whole.rindex(b"\xfe\xff\x00\xe0") + 8
    path.write_bytes(whole[:third] + b"\xee" * 64 + whole[third + 64 :])
    (entry,) = digests(capsys, str(path), code=1)
    assert entry["error"].startswith("Frame 3: The compressed data are damaged")


@pytest.mark.usefixtures("inline")
def test_modality_and_display_have_their_types_and_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = named("CT_small.dcm")
    data_set = dcmread(path)
    (modality,) = digests(capsys, path, stage="modality")
    expected = data_set.pixel_array * float(data_set.RescaleSlope)
    expected += float(data_set.RescaleIntercept)
    assert (modality["dtype"], modality["sha256"]) == ("float64", sha256(expected))
    (display,) = digests(capsys, path, stage="display")
    assert (display["dtype"], display["shape"]) == ("uint8", [128, 128])
    (colour,) = digests(capsys, named("SC_rgb.dcm"), stage="display")
    assert (colour["dtype"], colour["shape"]) == ("uint8", [100, 100, 3])


@pytest.mark.usefixtures("inline")
def test_the_displayed_colours_are_those_of_the_profile_and_the_stored_ones_are_not(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pixels = ramp((16, 16, 3), np.uint8)
    path = tmp_path / "colour.dcm"
    path.write_bytes(to_bytes(image(pixels, samples=3, ICCProfile=made_profile())))
    (stored,) = digests(capsys, str(path))
    assert stored["sha256"] == sha256(pixels)
    picture = tmp_path / "picture.npy"
    assert run([str(path), "--stage", "display", "-o", str(picture)]) == 0
    assert np.abs(np.load(picture) - by_hand(pixels)).max() <= 1.5


@pytest.mark.usefixtures("inline")
def test_colours_have_no_modality_values(capsys: pytest.CaptureFixture[str]) -> None:
    (entry,) = digests(capsys, named("SC_rgb.dcm"), stage="modality", code=1)
    assert entry == {
        "path": named("SC_rgb.dcm"),
        "error": "Colours have no modality values.",
    }


@pytest.mark.usefixtures("inline")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_holds_up_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe, good = tmp_path / "pipe", tmp_path / "good"
    os.mkfifo(pipe)
    good.write_bytes(to_bytes(image(ramp((4, 4)))))
    words = ["--stage", "stored", "--digest"]
    assert run([str(pipe), str(good), *words]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    by_path = {entry["path"]: entry for entry in lines}
    assert by_path[str(pipe)]["error"].endswith("(not a regular file)")
    assert "sha256" in by_path[str(good)]


def test_a_folder_gives_its_dicom_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "image").write_bytes(Path(named("MR_small.dcm")).read_bytes())
    (entry,) = digests(capsys, str(tmp_path))
    assert entry["path"] == str(tmp_path / "image")


def test_one_bad_file_costs_only_itself(
    tmp_path: Path,
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no picture")
    report = named("reportsi.dcm")
    good = named("CT_small.dcm")
    words = ["pixels", "--stage", "stored", "--digest"]
    paths = [str(text), str(tmp_path / "absent"), report, good]
    answer = subprocess.run(
        [sys.executable, "-m", "viewer", *words, *paths],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    entries = {
        entry["path"]: entry for entry in map(json.loads, answer.stdout.splitlines())
    }
    assert answer.returncode == 1
    assert len(entries) == 4
    assert "sha256" in entries[good]
    assert entries[report]["error"] == "This object holds no pixel data."
    failures = answer.stderr.splitlines()
    assert len(failures) == 3
    assert f"{report}: This object holds no pixel data." in failures
    assert f"{tmp_path / 'absent'}: there is no such file or folder" in failures
    assert f"{text}: this is no DICOM object (a text file)" in failures


def test_frames_of_a_long_object_are_not_in_memory_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[weakref.ref[Any]] = []

    def watched(request: DecodeRequest) -> Decoded:
        assert sum(reference() is not None for reference in seen) <= 1
        answer = decode(request)
        seen.append(weakref.ref(answer.values))
        return answer

    monkeypatch.setattr(pixel_stages, "decode", watched)
    request = pixel_stages.StageRequest(Source(named("rtdose.dcm")), "stored")
    assert pixel_stages.digest(request)["frames"] == len(seen) == 15


def test_after_a_lost_worker_the_second_decoder_is_asked() -> None:
    path = named("JPEG2000.dcm")
    request = pixel_stages.StageRequest(
        Source(path), "stored", with_second_decoder=True
    )
    entry = pixel_stages.digest(request)
    assert (entry["decoder"], entry["marks"]) == ("openjpeg", ["damaged"])


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    """A file of 15 frames that the test may not change."""
    path = tmp_path / "object.dcm"
    path.write_bytes(Path(named("rtdose.dcm")).read_bytes())
    before = path.read_bytes()
    yield path
    assert path.read_bytes() == before


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize(("words", "index"), [([], 0), (["--frame", "3"], 2)])
def test_a_frame_is_written_as_an_array(
    copy: Path, words: list[str], index: int
) -> None:
    output = copy.with_name("OUT")
    output.write_text("an older result")
    assert run([str(copy), "--stage", "stored", *words, "-o", str(output)]) == 0
    expected = dcmread(copy).pixel_array[index]
    written = np.load(output)
    assert written.dtype == expected.dtype
    assert np.array_equal(written, expected)
    assert sorted(os.listdir(copy.parent)) == ["OUT", "object.dcm"]
    mask = os.umask(0)
    os.umask(mask)
    assert output.stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.usefixtures("inline")
def test_a_frame_that_does_not_exist_is_told_and_nothing_written(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = copy.with_name("OUT.npy")
    words = [str(copy), "--stage", "stored", "--frame", "16", "-o", str(output)]
    assert run(words) == 1
    assert capsys.readouterr().err == (
        f"{copy}: Frame 16 does not exist: the file holds 15.\n"
    )
    assert not output.exists()


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize("link", [None, os.symlink, os.link])
def test_an_output_that_is_the_input_is_refused(
    copy: Path, link: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    output = copy
    if link is not None:
        output = copy.with_name("another name")
        link(copy, output)
    assert run([str(copy), "--stage", "stored", "-o", str(output)]) == 2
    assert "is the input itself" in capsys.readouterr().err


@pytest.mark.usefixtures("inline")
def test_an_output_that_cannot_be_written_is_told(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = copy.parent / "no folder" / "OUT.npy"
    assert run([str(copy), "--stage", "stored", "-o", str(output)]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"{output}: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["a.dcm"],
        ["a.dcm", "--stage", "stored"],
        ["a.dcm", "--stage", "raw", "--digest"],
        ["--stage", "stored", "--digest"],
        ["a.dcm", "b.dcm", "--stage", "stored", "-o", "x.npy"],
        ["a.dcm", "--stage", "stored", "--frame", "0", "-o", "x.npy"],
        ["a.dcm", "--stage", "stored", "--frame", "one", "-o", "x.npy"],
        ["a.dcm", "--stage", "stored", "--digest", "-o", "x.npy"],
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    assert "negatoscope pixels: error:" in capsys.readouterr().err


def test_the_members_of_an_archive_have_the_digests_of_the_files(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    names = ("CT_small.dcm", "MR_small_RLE.dcm", "SC_rgb.dcm")
    members = {f"in/{name}": Path(named(name)).read_bytes() for name in names}
    archive = zipped(tmp_path / "a.zip", {**members, "read.me": b"text"})
    theirs = {one.pop("path"): one for one in digests(capsys, *map(named, names))}
    ours = {one.pop("path"): one for one in digests(capsys, str(archive))}
    assert ours == {f"{archive}!/in/{name}": theirs[named(name)] for name in names}


@pytest.mark.usefixtures("inline")
def test_a_member_gives_the_array_of_its_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = Path(named("CT_small.dcm"))
    archive = zipped(tmp_path / "a.zip", {"x": path.read_bytes()})
    output = tmp_path / "out.npy"
    arguments = ["--stage", "stored", "-o", str(output)]
    assert run([f"{archive}!/x", *arguments]) == 0
    assert np.array_equal(np.load(output), dcmread(path).pixel_array)
    assert run([f"{archive}!/y", *arguments]) == 1
    assert "no member of this name" in capsys.readouterr().err


@pytest.mark.usefixtures("inline")
def test_an_archive_without_dicom_is_an_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    archive = zipped(tmp_path / "a.zip", {"x": b"text"})
    (one,) = digests(capsys, str(archive), code=1)
    reason = "this is no DICOM object (a ZIP archive without DICOM in it)"
    assert one == {"path": str(archive), "error": reason}
