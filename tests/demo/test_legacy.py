"""Retired objects of the demonstration, held against a validator and DCMTK."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset

from tests.correctness.made import ours
from tests.correctness.oracles import made_by_dcmtk
from viewer.demo.build import native_frames, ramp, to_bytes
from viewer.demo.legacy import (
    curve,
    hardcopy,
    modality_lut,
    overlay,
    palette,
    pet_curve,
    voi_lut,
)
from viewer.demo.prints import (
    film_box,
    film_session,
    image_box,
    stored_print,
)

VALIDATOR = shutil.which("dciodvfy") or shutil.which(
    "dciodvfy", path=str(Path(sys.executable).parent)
)
KNOWN: dict[str, Callable[[], Dataset]] = {
    "ColorPalette": palette,
    "StandaloneModalityLUT": modality_lut,
    "StandaloneVOILUT": voi_lut,
    "StandaloneOverlay": overlay,
    "StandaloneCurve": curve,
}
UNKNOWN: tuple[Callable[[], Dataset], ...] = (
    pet_curve,
    hardcopy,
    lambda: hardcopy(True),
    film_session,
    film_box,
    image_box,
    lambda: image_box(colour=True),
    stored_print,
)
"""Of these the validator checks the elements, and knows no object."""


def complaints(dataset: Dataset, folder: Path) -> tuple[str, list[str]]:
    """All that the validator says, and its errors."""
    assert VALIDATOR is not None
    (folder / "one").write_bytes(to_bytes(dataset))
    said = subprocess.run(
        [VALIDATOR, str(folder / "one")], capture_output=True, text=True, check=False
    )
    lines = (said.stdout + said.stderr).splitlines()
    return "\n".join(lines), [line for line in lines if line.startswith("Error")]


@pytest.mark.skipif(VALIDATOR is None, reason="needs dciodvfy")
@pytest.mark.parametrize("name", KNOWN)
def test_objects_that_the_validator_knows_have_no_error(
    name: str, tmp_path: Path
) -> None:
    said, errors = complaints(KNOWN[name](), tmp_path)
    assert name in said
    assert errors == []


@pytest.mark.skipif(VALIDATOR is None, reason="needs dciodvfy")
@pytest.mark.parametrize("number", range(len(UNKNOWN)))
def test_elements_of_other_objects_have_no_error(number: int, tmp_path: Path) -> None:
    _, errors = complaints(UNKNOWN[number](), tmp_path)
    assert errors == ["Error - Information Object Not found"]


def test_hardcopy_is_shown_over_all_its_bits_as_dcmtk_does() -> None:
    pixels = ramp((64, 64), np.uint16, 11)
    dataset = hardcopy(pixels=pixels, WindowCenter=100, WindowWidth=50)
    made = ours(dataset, native_frames(dataset)[0])
    without = hardcopy(pixels=pixels)
    assert int(np.abs(made.astype(int) - made_by_dcmtk(without)).max()) <= 1
    assert made.max() in (127, 128)
