"""Small pictures for file managers: the right picture, and never a name in it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from viewer.commands import thumbnail
from viewer.commands.thumbnail import run
from viewer.demo.build import CT_IMAGE, ct_slice, image, ramp, to_bytes
from viewer.demo.kinds import object_of
from viewer.demo.visible import ULTRASOUND
from viewer.work.pool import InlinePool, Pool

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"


@pytest.fixture(autouse=True)
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without processes; one test below goes the whole way."""
    monkeypatch.setattr(thumbnail, "Pool", InlinePool)


def made(folder: Path, dataset: Any, *words: str) -> NDArray[np.uint8]:
    (folder / "in").write_bytes(to_bytes(dataset))
    assert run([*words, str(folder / "in"), str(folder / "out.png")]) == 0
    with Image.open(folder / "out.png") as picture:
        assert picture.format == "PNG"
        return np.array(picture)


def half_bright(rows: int, columns: int) -> NDArray[np.uint16]:
    """The right half is bright."""
    pixels = np.zeros((rows, columns), np.uint16)
    pixels[:, columns // 2 :] = 4000
    return pixels


def test_the_longer_side_is_as_long_as_asked(tmp_path: Path) -> None:
    dataset = ct_slice(0, half_bright(300, 600), PixelSpacing=[1, 1])
    assert made(tmp_path, dataset).shape == (64, 128)
    assert made(tmp_path, dataset, "--size", "256").shape == (128, 256)


def test_it_shows_the_picture(tmp_path: Path) -> None:
    dataset = ct_slice(
        0, half_bright(400, 400), WindowCenter=[1000], WindowWidth=[2000]
    )
    small = made(tmp_path, dataset)
    assert small[:, :60].max() == 0
    assert small[:, 68:].min() == 255


def test_a_small_picture_is_not_made_larger(tmp_path: Path) -> None:
    dataset = ct_slice(0, half_bright(20, 30), PixelSpacing=[1, 1])
    assert made(tmp_path, dataset, "--size", "512").shape == (20, 30)


def test_pixels_that_are_not_square_are_seen_in_their_shape(tmp_path: Path) -> None:
    dataset = ct_slice(0, half_bright(100, 400), PixelSpacing=[4, 1])
    assert made(tmp_path, dataset, "--size", "128").shape == (128, 128)


def test_it_is_the_frame_in_the_middle(tmp_path: Path) -> None:
    frames = np.stack([np.full((8, 8), value, np.uint8) for value in (0, 255, 0)])
    window: dict[str, Any] = {"WindowCenter": [128], "WindowWidth": [256]}
    dataset = image(frames, NumberOfFrames=3, BurnedInAnnotation="NO", **window)
    assert made(tmp_path, dataset).min() == 255


def refused(folder: Path, dataset: Any) -> bool:
    (folder / "in").write_bytes(to_bytes(dataset))
    output = folder / "out.png"
    code = run([str(folder / "in"), str(output)])
    assert output.exists() == (code == 0)
    return code == 1


@pytest.mark.parametrize(
    ("uid", "stated", "image_type", "is_refused"),
    [
        (CT_IMAGE, None, ["ORIGINAL", "PRIMARY", "AXIAL"], False),
        (CT_IMAGE, "NO", ["DERIVED", "SECONDARY", "SCREEN SAVE"], False),
        (CT_IMAGE, None, ["DERIVED", "SECONDARY", "SCREEN SAVE"], True),
        (CT_IMAGE, None, ["DERIVED", "SECONDARY", "OTHER", "CSA REPORT"], True),
        (CT_IMAGE, "YES", ["ORIGINAL", "PRIMARY"], True),
        (ULTRASOUND, None, ["ORIGINAL", "PRIMARY"], True),
        (ULTRASOUND, "YES", ["ORIGINAL", "PRIMARY"], True),
        (ULTRASOUND, "NO", ["ORIGINAL", "PRIMARY"], False),
        (SECONDARY_CAPTURE, None, ["DERIVED", "SECONDARY"], True),
        ("1.2.826.0.1.3680043.9.1", "NO", ["ORIGINAL", "PRIMARY"], True),
    ],
)
def test_no_name_that_may_be_in_the_pixels_is_shown(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    uid: str,
    stated: str | None,
    image_type: list[str],
    is_refused: bool,
) -> None:
    dataset = image(
        ramp((64, 64), np.uint8, 8),
        SOPClassUID=uid,
        BurnedInAnnotation=stated,
        ImageType=image_type,
    )
    assert refused(tmp_path, dataset) is is_refused
    told = capsys.readouterr().err
    assert ("There is no thumbnail: " in told) is is_refused


@pytest.mark.parametrize("kind", ["sr", "encapsulated_doc", "waveform_ecg", "wsi"])
def test_what_is_text_or_no_picture_has_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    assert refused(tmp_path, object_of(kind))
    assert "There is no thumbnail: " in capsys.readouterr().err


def test_what_is_no_dicom_has_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").write_text("no DICOM\n")
    assert run([str(tmp_path / "in"), str(tmp_path / "out.png")]) == 1
    assert "no DICOM object" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [[], ["a"], ["--size", "0", "a", "b"], ["--size", "2000", "a", "b"]]
)
def test_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert "usage:" in capsys.readouterr().err


def test_the_input_is_never_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in"
    path.write_bytes(to_bytes(ct_slice(0)))
    assert run([str(path), str(path)]) == 2
    assert path.read_bytes() == to_bytes(ct_slice(0))


def test_a_process_of_its_own_decodes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnail, "Pool", Pool)
    assert made(tmp_path, ct_slice(0, half_bright(40, 40))).shape[0] > 0
