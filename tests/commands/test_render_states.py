"""`render --presentation-state` against dcmp2pgm, which truncates where we round."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset, dcmread

from viewer.commands import render
from viewer.demo.build import ct_slice, enhanced_mr, image, to_bytes
from viewer.demo.documents import presentation_state, references
from viewer.demo.presentation_states import pseudo_colour_state
from viewer.ui.render import run
from viewer.work.pool import InlinePool

RAMP = np.arange(64 * 80, dtype=np.uint16).reshape(64, 80) % 4096
Picture = NDArray[np.uint8]


@pytest.fixture(autouse=True)
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "Pool", InlinePool)


def by_dcmtk(path: Path, state: Path, frame: int = 1) -> Picture:
    """The picture as dcmp2pgm makes it."""
    program = shutil.which("dcmp2pgm")
    if program is None:
        pytest.skip("DCMTK is not installed")
    made = path.parent / "dcmtk.pgm"
    command = [program, "-q", "-p", str(state), "-f", str(frame), str(path), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    raw = made.read_bytes()
    columns, rows = (int(part) for part in raw.split(maxsplit=3)[1:3])
    return np.frombuffer(raw[-columns * rows :], np.uint8).reshape(rows, columns)


def ours(path: Path, state: Path, output: Path, *words: str) -> Picture:
    command = [str(path), "--presentation-state", str(state), *words, "-o", str(output)]
    assert run(command) == 0
    with Image.open(output) as picture:
        return np.array(picture)


def refused(
    path: Path, state: Path, capsys: pytest.CaptureFixture[str], *words: str
) -> str:
    output = path.parent / "refused.png"
    command = [str(path), "--presentation-state", str(state), *words, "-o", str(output)]
    assert run(command) == 1
    assert not output.exists()
    return capsys.readouterr().err.removeprefix(f"{path}: ").rstrip("\n")


def written(folder: Path, name: str, dataset: Dataset) -> Path:
    path = folder / name
    path.write_bytes(to_bytes(dataset))
    return path


def largest_difference(folder: Path, dataset: Dataset, state: Dataset) -> int:
    path = written(folder, "image", dataset)
    state_path = written(folder, "state", state)
    theirs = by_dcmtk(path, state_path)
    mine = ours(path, state_path, folder / "OUT.png")
    assert mine.shape == theirs.shape
    assert len(np.unique(theirs)) > 20, "a flat picture proves nothing"
    return int(np.abs(mine.astype(int) - theirs).max())


def ct(**elements: Any) -> Dataset:
    return ct_slice(pixels=RAMP, **elements)


def test_the_mask_of_the_state_is_subtracted(tmp_path: Path) -> None:
    values = np.stack([RAMP // 8, RAMP // 4])
    dataset = image(values, bits_stored=12, modality="XA")
    state = presentation_state(
        [dataset],
        MaskSubtractionSequence=[{"MaskOperation": "TID"}],
        RecommendedViewingMode="SUB",
        SoftcopyVOILUTSequence=[{"WindowCenter": 256.5, "WindowWidth": 513}],
    )
    paths = written(tmp_path, "image", dataset), written(tmp_path, "state", state)
    made = ours(*paths, tmp_path / "OUT.png", "--frame", "2")
    expected = (values[1].astype(float) - values[0]) / 512 * 255
    assert np.abs(made - expected.clip(0, 255)).max() <= 0.5


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("flip", ["N", "Y"])
def test_rotation_and_flip_agree(tmp_path: Path, rotation: int, flip: str) -> None:
    dataset = ct()
    state = presentation_state(
        [dataset],
        ImageRotation=rotation,
        ImageHorizontalFlip=flip,
        SoftcopyVOILUTSequence=[{"WindowCenter": 2000, "WindowWidth": 3000}],
    )
    assert largest_difference(tmp_path, dataset, state) <= 1


@pytest.mark.parametrize("photometric", ["MONOCHROME1", "MONOCHROME2"])
@pytest.mark.parametrize("shape", [None, "IDENTITY", "INVERSE"])
def test_only_the_polarity_of_the_state_counts(
    tmp_path: Path, photometric: str, shape: str | None
) -> None:
    dataset = ct(PhotometricInterpretation=photometric)
    state = presentation_state([dataset], PresentationLUTShape=shape or "IDENTITY")
    assert largest_difference(tmp_path, dataset, state) <= 1
    top = 0 if shape == "INVERSE" else 255
    assert (
        ours(tmp_path / "image", tmp_path / "state", tmp_path / "x.png")[50, 0] == top
    )


@pytest.mark.parametrize("photometric", ["MONOCHROME1", "MONOCHROME2"])
def test_states_that_dcmtk_makes_of_an_image_do_not_invert_it_twice(
    tmp_path: Path, photometric: str
) -> None:
    if shutil.which("dcmpsmk") is None:
        pytest.skip("DCMTK is not installed")
    path = written(tmp_path, "image", ct(PhotometricInterpretation=photometric))
    state = tmp_path / "state"
    subprocess.run(["dcmpsmk", "-q", str(path), str(state)], check=True, timeout=60)
    theirs = by_dcmtk(path, state)
    mine = ours(path, state, tmp_path / "OUT.png")
    assert np.abs(mine.astype(int) - theirs).max() <= 1
    assert dcmread(state).PresentationLUTShape == (
        "INVERSE" if photometric == "MONOCHROME1" else "IDENTITY"
    )
    assert (mine[0, 0] == 255) == (photometric == "MONOCHROME1")


def test_without_a_window_the_state_shows_the_full_range(tmp_path: Path) -> None:
    dataset = ct()
    state = presentation_state([dataset], SoftcopyVOILUTSequence=None)
    assert largest_difference(tmp_path, dataset, state) <= 1


def test_the_rescaling_of_the_image_does_not_count(tmp_path: Path) -> None:
    dataset = ct(RescaleIntercept=-1024)
    window = [{"WindowCenter": 1000, "WindowWidth": 2000}]
    state = presentation_state([dataset], SoftcopyVOILUTSequence=window)
    assert largest_difference(tmp_path, dataset, state) <= 1


def test_the_rescaling_of_the_state_counts(tmp_path: Path) -> None:
    dataset = ct(RescaleIntercept=0)
    window = [{"WindowCenter": 0, "WindowWidth": 1500}]
    state = presentation_state(
        [dataset],
        RescaleIntercept=-2000,
        RescaleSlope=1.5,
        RescaleType="US",
        SoftcopyVOILUTSequence=window,
    )
    assert largest_difference(tmp_path, dataset, state) <= 1


def table(bits: int, count: int = 4096) -> dict[str, Any]:
    top = (1 << bits) - 1
    entries = (top * (np.arange(count) / (count - 1)) ** 2).astype("<u2")
    return {"LUTDescriptor": [count, 0, bits], "LUTData": entries.tobytes()}


@pytest.mark.parametrize("count", [256, 4096])
@pytest.mark.parametrize("bits", [8, 12, 16])
def test_a_presentation_lut_agrees(tmp_path: Path, bits: int, count: int) -> None:
    dataset = ct()
    state = presentation_state(
        [dataset],
        PresentationLUTShape=None,
        PresentationLUTSequence=[table(bits, count)],
        SoftcopyVOILUTSequence=[{"WindowCenter": 2048, "WindowWidth": 4096}],
    )
    assert largest_difference(tmp_path, dataset, state) <= 1


def test_a_voi_lut_and_a_modality_lut_agree(tmp_path: Path) -> None:
    dataset = ct()
    state = presentation_state(
        [dataset],
        ModalityLUTSequence=[{**table(12), "ModalityLUTType": "US"}],
        SoftcopyVOILUTSequence=[{"VOILUTSequence": [table(8)]}],
    )
    assert largest_difference(tmp_path, dataset, state) <= 1


def test_each_image_has_its_own_window(tmp_path: Path) -> None:
    first, second = ct(), ct(InstanceNumber=2, SOPInstanceUID="1.2.3.4")
    window = {"WindowCenter": 2000, "WindowWidth": 4000}
    other = {"WindowCenter": 500, "WindowWidth": 1000}
    state = presentation_state(
        [first, second],
        SoftcopyVOILUTSequence=[
            {**window, "ReferencedImageSequence": references([second])},
            {**other, "ReferencedImageSequence": references([first])},
        ],
    )
    assert largest_difference(tmp_path, first, state) <= 1
    assert largest_difference(tmp_path, second, state) <= 1


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "state_name"),
    [
        ("clearcanvas_real01", "clearcanvas_real01.pr"),
        ("clearcanvas_real02", "clearcanvas_real02.pr"),
        ("clearcanvas_real03", "clearcanvas_real03.pr"),
        ("weasis-dicom-tools_imageForPrLUTs", "weasis-dicom-tools_prLUTs"),
    ],
)
def test_states_of_others_agree(
    corpus: Path, tmp_path: Path, name: str, state_name: str
) -> None:
    for source, target in ((name, "image"), (state_name, "state")):
        path = corpus / f"sop-class/ko-pr/{source}.dcm"
        shutil.copyfile(path, tmp_path / target)
    theirs = by_dcmtk(tmp_path / "image", tmp_path / "state")
    mine = ours(tmp_path / "image", tmp_path / "state", tmp_path / "OUT.png")
    assert np.abs(mine.astype(int) - theirs).max() <= 1


def test_a_pseudo_colour_state_shows_the_palette_over_the_whole_window(
    tmp_path: Path,
) -> None:
    dataset = ct()
    window = [{"WindowCenter": 2048, "WindowWidth": 4096}]
    state = pseudo_colour_state([dataset], SoftcopyVOILUTSequence=window)
    made = ours(
        written(tmp_path, "image", dataset),
        written(tmp_path, "state", state),
        tmp_path / "OUT.png",
    )
    levels = np.clip(RAMP / 4095, 0, 1) * 255
    heat = np.rint(levels) * 3
    expected = np.stack([np.clip(heat - 255 * n, 0, 255) for n in range(3)], axis=-1)
    assert np.abs(made.astype(int) - expected).max() <= 3  # a step of the palette


def test_the_graphics_of_the_state_are_drawn_with_the_annotations(
    tmp_path: Path,
) -> None:
    from viewer.demo.presentation_states import annotation, graphic

    dataset = image(np.zeros((256, 256), np.uint16))
    square = graphic("POLYLINE", [64, 64, 192, 64, 192, 192, 64, 192, 64, 64])
    state = presentation_state(
        [dataset], GraphicAnnotationSequence=[annotation("A", [square])]
    )
    path = written(tmp_path, "image", dataset)
    state_path = written(tmp_path, "state", state)
    drawn = ours(path, state_path, tmp_path / "OUT.png", "--annotations")
    for row, column in ((64, 128), (192, 128), (128, 64), (128, 192)):
        assert drawn[row - 1 : row + 1, column - 1 : column + 1].min() > 80
    assert not drawn[100:156, 100:156].any()
    assert not ours(path, state_path, tmp_path / "OUT.png").any()


def test_a_state_of_another_image_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "image", ct())
    other = presentation_state([ct(SOPInstanceUID="1.2.3")])
    state = written(tmp_path, "state", other)
    assert refused(path, state, capsys) == (
        "The presentation state state does not refer to it."
    )


def test_a_state_of_other_frames_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = enhanced_mr(3)
    state = presentation_state([dataset])
    reference = state.ReferencedSeriesSequence[0].ReferencedImageSequence[0]
    reference.ReferencedFrameNumber = [1, 3]
    path, state_path = (
        written(tmp_path, "image", dataset),
        written(tmp_path, "state", state),
    )
    assert refused(path, state_path, capsys, "--frame", "2") == (
        "The presentation state state does not refer to frame 2."
    )
    ours(path, state_path, tmp_path / "OUT.png", "--frame", "3")


def test_what_is_no_state_or_no_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "image", ct())
    assert refused(path, path, capsys) == ("image is no presentation state of images.")
    missing = tmp_path / "missing"
    assert refused(path, missing, capsys) == (
        "The presentation state missing cannot be read: there is no such file or folder"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_in_the_place_of_a_state_is_refused_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    told = refused(written(tmp_path, "image", ct()), tmp_path / "pipe", capsys)
    assert told.startswith("The presentation state pipe cannot be read: ")
    assert told.endswith("not a regular file")
