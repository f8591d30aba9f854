"""The builders against the validator and the reader of DCMTK."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset

from tests.pixels.described import described
from viewer.demo.build import ct_slice, image, to_bytes
from viewer.demo.presentation_states import (
    blending_state,
    colour_state,
    drawn_state,
    pseudo_colour_state,
)
from viewer.pixels.graphics import read_annotations

SLICE = ct_slice()
STATES = {
    "drawn": drawn_state([SLICE]),
    "colour": colour_state([image(samples=3)]),
    "pseudo-colour": pseudo_colour_state([SLICE]),
    "blending": blending_state([SLICE], [ct_slice(1)]),
}


def told(program: str, *words: str) -> str:
    """What a program of DCMTK says."""
    found = shutil.which(program)
    if found is None:
        pytest.skip("DCMTK is not installed")
    ran = subprocess.run(
        [found, *words], capture_output=True, text=True, timeout=60, check=True
    )
    return ran.stdout + ran.stderr


def written(folder: Path, name: str, dataset: Dataset) -> str:
    path = folder / name
    path.write_bytes(to_bytes(dataset))
    return str(path)


@pytest.mark.parametrize("name", STATES)
def test_the_validator_of_dcmtk_passes_every_state(name: str, tmp_path: Path) -> None:
    text = told("dcmpschk", written(tmp_path, name, STATES[name]))
    assert "Test passed." in text
    assert "Error" not in text


def test_dcmtk_reads_what_the_drawn_state_says(tmp_path: Path) -> None:
    state = drawn_state(
        [SLICE],
        ImageRotation=90,
        ImageHorizontalFlip="Y",
        ShutterShape="CIRCULAR",
        CenterOfCircularShutter=[8, 9],
        RadiusOfCircularShutter=7,
        ShutterPresentationValue=0x1234,
    )
    text = told(
        "dcmp2pgm",
        "-v",
        "-p",
        written(tmp_path, "state", state),
        written(tmp_path, "image", SLICE),
        str(tmp_path / "out.pgm"),
    )
    for words in (
        "Rotation: 90 degrees",
        "Flip: yes",
        "presentation size mode: SCALE TO FIT",
        "displayed area TLHC=1\\1 BRHC=16\\16",
        "Circular shutter: center=9\\8 radius=7",
        "Shutter presentation value: 0x1234",
        "anchor point: 8\\8 units=pixel visible=yes",
        "TLHC=0.1\\0.9 BRHC=0.6\\0.98 units=display justification=center",
    ):
        assert words in text, text
    assert figures_of(text) == [
        (one.shape.lower(), one.points, one.filled)
        for annotation in read_annotations(described(state))
        for one in annotation.graphics
    ]


def figures_of(text: str) -> list[tuple[str, Any, bool]]:
    """Shape, points and filling of the graphics that dcmp2pgm lists."""
    found = re.findall(r"type=(\w+) filled=(\w+) .*\n.*coordinates: (.*), \n", text)
    return [
        (
            shape,
            tuple(
                tuple(
                    pytest.approx(float(part), abs=1e-4) for part in point.split("\\")
                )
                for point in points.split(", ")
            ),
            filled == "yes",
        )
        for shape, filled, points in found
    ]


def place_of(text: str) -> Any:
    """A point as DCMTK prints it, to the digits that it has."""
    return tuple(pytest.approx(float(part), abs=1e-4) for part in text.split("\\"))
