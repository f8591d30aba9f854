"""Pictures against DCMTK, which truncates to 8 bits where we round: 1 may differ."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset, dcmread
from pydicom.data import get_testdata_file
from pydicom.pixels.utils import pixel_array

from viewer.demo.build import image, to_bytes
from viewer.pixels.frame_info import frame_info
from viewer.pixels.look import Look
from viewer.pixels.pipeline import picture

from .described import described

RAMP = np.arange(4096, dtype=np.uint16).reshape(64, 64)
SIGNED_RAMP = (RAMP.astype(np.int16) - 2048).astype(np.int16)
INVERTING: dict[str, Any] = {
    "LUTDescriptor": [4096, 0, 12],
    "LUTData": np.arange(4095, -1, -1, dtype="<u2").tobytes(),
    "ModalityLUTType": "US",
}
XA = "1.2.840.10008.5.1.4.1.1.12.1"


def by_dcmtk(path: Path, *options: str) -> NDArray[np.uint8]:
    """The picture as dcmj2pnm makes it: (rows, columns) or (rows, columns, 3)."""
    program = shutil.which("dcmj2pnm")
    if program is None:
        pytest.skip("DCMTK is not installed")
    made = path.with_suffix(".pnm")
    command = [program, "-q", "-O", *options, str(path), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    magic, size, _top, pixels = made.read_bytes().split(b"\n", 3)
    columns, rows = (int(part) for part in size.split())
    shape = (rows, columns, 3) if magic == b"P6" else (rows, columns)
    return np.frombuffer(pixels, np.uint8).reshape(shape)


def ours(dataset: Dataset, values: NDArray[Any]) -> NDArray[np.int_]:
    header = described(dataset)
    return picture(values, frame_info(header), Look()).astype(int)


def ramp(values: NDArray[Any] = RAMP, **elements: Any) -> Dataset:
    defaults: dict[str, Any] = {"WindowCenter": 1200, "WindowWidth": 1900}
    return image(values, bits_stored=12, **{**defaults, **elements})


def differs(
    tmp_path: Path, dataset: Dataset, values: NDArray[Any], *options: str
) -> int:
    path = tmp_path / "image.dcm"
    path.write_bytes(to_bytes(dataset))
    theirs = by_dcmtk(path, *options)
    assert len(np.unique(theirs)) > 100, "a flat picture proves nothing"
    return int(np.abs(ours(dataset, values) - theirs).max())


@pytest.mark.parametrize(
    "elements",
    [
        {},
        {"VOILUTFunction": "SIGMOID"},
        {"WindowWidth": 301.5, "WindowCenter": 700.25},
        {"RescaleSlope": 1.7, "RescaleIntercept": -1000},
        {"PhotometricInterpretation": "MONOCHROME1"},
        {
            "PhotometricInterpretation": "MONOCHROME1",
            "PresentationLUTShape": "IDENTITY",
        },
        {"PhotometricInterpretation": "MONOCHROME1", "PresentationLUTShape": "INVERSE"},
        {"PresentationLUTShape": "INVERSE"},
    ],
)
def test_windows_and_polarity_agree(tmp_path: Path, elements: dict[str, Any]) -> None:
    assert differs(tmp_path, ramp(**elements), RAMP, "+Wi", "1") <= 1


def test_signed_values_agree(tmp_path: Path) -> None:
    dataset = ramp(SIGNED_RAMP, WindowCenter=-300)
    assert differs(tmp_path, dataset, SIGNED_RAMP, "+Wi", "1") <= 1


def test_a_voi_table_agrees(tmp_path: Path) -> None:
    curve = (np.sqrt(np.arange(3000) / 2999) * 4095).astype("<u2")
    item = {"LUTDescriptor": [3000, 500, 12], "LUTData": curve.tobytes()}
    dataset = ramp(WindowCenter=None, WindowWidth=None, VOILUTSequence=[item])
    assert differs(tmp_path, dataset, RAMP, "+Wl", "1") <= 1


def test_a_modality_table_agrees(tmp_path: Path) -> None:
    dataset = ramp(ModalityLUTSequence=[INVERTING])
    assert differs(tmp_path, dataset, RAMP, "+Wi", "1") <= 1


def test_angiography_without_its_modality_table_agrees(tmp_path: Path) -> None:
    dataset = ramp(ModalityLUTSequence=[INVERTING], sop_class_uid=XA, modality="XA")
    assert differs(tmp_path, dataset, RAMP, "+Wi", "1") <= 1


def test_without_any_window_the_range_of_the_pixels_agrees(tmp_path: Path) -> None:
    values = RAMP // 3 + 200
    dataset = image(values, bits_stored=12)
    assert differs(tmp_path, dataset, values, "+Wm") <= 1


@pytest.mark.parametrize(
    ("name", "options", "tolerance"),
    [
        ("CT_small.dcm", ["+Wm"], 1),
        ("MR_small.dcm", ["+Wi", "1"], 1),
        ("examples_palette.dcm", [], 0),
        ("examples_rgb_color.dcm", [], 0),
        ("SC_rgb_small_odd.dcm", [], 0),
        ("SC_ybr_full_uncompressed.dcm", [], 2),  # white is 254 there
        ("OBXXXX1A.dcm", [], 0),
    ],
)
def test_real_files_agree(
    tmp_path: Path, name: str, options: list[str], tolerance: int
) -> None:
    found = get_testdata_file(name, download=False)
    if not isinstance(found, str):
        pytest.skip(f"pydicom has no {name} here")
    path = tmp_path / name
    shutil.copy(found, path)
    dataset = dcmread(path)
    values = pixel_array(dataset, index=0, raw=True)
    difference = np.abs(ours(dataset, values) - by_dcmtk(path, *options))
    assert difference.max() <= tolerance
