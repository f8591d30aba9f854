"""Pictures against DCMTK, which truncates to 8 bits where we round: 1 may differ."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset, dcmread
from pydicom.data import get_testdata_file
from pydicom.pixels.utils import pixel_array

from tests.correctness.made import INVERTING, RAMP, SIGNED_RAMP, XA, ours, ramp
from tests.correctness.oracles import by_dcmtk, made_by_dcmtk
from viewer.demo.build import image
from viewer.demo.parts import item


def differs(dataset: Dataset, values: NDArray[Any], *options: str) -> int:
    theirs = made_by_dcmtk(dataset, *options)
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
def test_windows_and_polarity_agree(elements: dict[str, Any]) -> None:
    assert differs(ramp(**elements), RAMP, "+Wi", "1") <= 1


def test_signed_values_agree() -> None:
    dataset = ramp(SIGNED_RAMP, WindowCenter=-300)
    assert differs(dataset, SIGNED_RAMP, "+Wi", "1") <= 1


def table(first: int, data: bytes, bits: int, count: int) -> dict[str, Any]:
    """A ramp with a VOI LUT and no window."""
    made = item(LUTDescriptor=[count, first % 65536, bits], LUTData=data)
    made["LUTDescriptor"].VR = "US"
    return {"WindowCenter": None, "WindowWidth": None, "VOILUTSequence": [made]}


CURVE = (np.sqrt(np.arange(3000) / 2999) * 4095).astype("<u2")


def test_a_voi_table_agrees() -> None:
    dataset = ramp(**table(500, CURVE.tobytes(), 12, 3000))
    assert differs(dataset, RAMP, "+Wl", "1") <= 1


def test_a_voi_table_that_begins_below_zero_agrees() -> None:
    dataset = ramp(SIGNED_RAMP, **table(-1500, CURVE.tobytes(), 12, 3000))
    assert differs(dataset, SIGNED_RAMP, "+Wl", "1") <= 1
    rescaled: dict[str, Any] = {"RescaleSlope": 1, "RescaleIntercept": -1024}
    dataset = ramp(**table(-1000, CURVE.tobytes(), 12, 3000), **rescaled)
    assert differs(dataset, RAMP, "+Wl", "1") <= 1


def test_a_voi_table_of_bytes_agrees() -> None:
    data = (CURVE >> 4).astype("u1").tobytes()
    dataset = ramp(**table(500, data, 8, 3000))
    assert differs(dataset, RAMP, "+Wl", "1") <= 1


def test_a_modality_table_agrees() -> None:
    dataset = ramp(ModalityLUTSequence=[INVERTING])
    assert differs(dataset, RAMP, "+Wi", "1") <= 1


def test_angiography_without_its_modality_table_agrees() -> None:
    dataset = ramp(ModalityLUTSequence=[INVERTING], sop_class_uid=XA, modality="XA")
    assert differs(dataset, RAMP, "+Wi", "1") <= 1


def test_a_modality_table_that_begins_below_zero_agrees() -> None:
    made = item(
        LUTDescriptor=[3000, 65536 - 1500, 12],
        LUTData=CURVE.tobytes(),
        ModalityLUTType="US",
    )
    made["LUTDescriptor"].VR = "US"
    dataset = ramp(SIGNED_RAMP, ModalityLUTSequence=[made])
    assert differs(dataset, SIGNED_RAMP, "+Wi", "1") <= 1


def test_outside_of_padding_the_picture_agrees() -> None:
    """DCMTK does not know of padding."""
    dataset = ramp(PixelPaddingValue=900, PixelPaddingRangeLimit=1100)
    theirs, shown = made_by_dcmtk(dataset, "+Wi", "1"), ours(dataset, RAMP)
    holes = (RAMP >= 900) & (RAMP <= 1100)
    assert np.abs(shown - theirs)[~holes].max() <= 1
    assert not shown[holes].any()
    assert theirs[holes].all()


def test_without_any_window_the_range_of_the_pixels_agrees() -> None:
    values = RAMP // 3 + 200
    dataset = image(values, bits_stored=12)
    assert differs(dataset, values, "+Wm") <= 1


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
def test_real_files_agree(name: str, options: list[str], tolerance: int) -> None:
    found = get_testdata_file(name, download=False)
    if not isinstance(found, str):
        pytest.skip(f"pydicom has no {name} here")
    dataset = dcmread(found)
    values = pixel_array(dataset, index=0, raw=True)
    difference = np.abs(ours(dataset, values) - by_dcmtk(Path(found), *options))
    assert difference.max() <= tolerance
