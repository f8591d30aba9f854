"""A CT of thousands of slices, written in seconds: one header, patched for each."""

from pathlib import Path

import numpy as np

from tests.benchmarks.data import CT_SIZE, phantom, scanned_slice
from viewer.demo.build import to_bytes
from viewer.demo.parts import uid

BODIES = 16
STEP_MM = 0.5
ROOT = "1.2.826.0.1.3680043.10.543."
"""Followed by a number of ten digits, so that all headers are equally long."""
NUMBER, PLACE = "88888", "-77777.7"


def make_large_study(folder: Path, parts: tuple[int, ...]) -> None:
    """Folders that follow one another in space; slices of 512 × 512.

    `parts`: how many slices there are up to the end of each. Names run against the
    order in space.
    """
    folder.mkdir(parents=True, exist_ok=True)
    head, bodies = _template()
    first = 0
    for last in parts:
        part = folder / f"to-{last:05}"
        part.mkdir()
        for index in range(first, last):
            path = part / f"IM{last - index:05}"
            with path.open("wb") as file:
                file.write(_patched(head, index))
                file.write(bodies[index % BODIES])
        first = last


def _template() -> tuple[bytes, list[bytes]]:
    """All up to the pixels, and some different pixels."""
    pixels = phantom(CT_SIZE, CT_SIZE)
    dataset = scanned_slice(
        0,
        pixels,
        SOPInstanceUID=_name(0),
        InstanceNumber=NUMBER,
        ImagePositionPatient=["-100.0", "-100.0", PLACE],
        SeriesInstanceUID=uid("large study"),
    )
    whole = to_bytes(dataset)
    bodies = [np.roll(pixels, 3 * n, axis=1).tobytes() for n in range(BODIES)]
    return whole[: -len(bodies[0])], bodies


def _patched(head: bytes, index: int) -> bytes:
    """The header of a slice: what differs is put where it stands in the first."""
    made = bytearray(head)
    place = f"{index * STEP_MM:0{len(PLACE)}.1f}"
    number = f"{index + 1:0{len(NUMBER)}}"
    for old, new in ((_name(0), _name(index)), (PLACE, place), (NUMBER, number)):
        at = head.find(old.encode())
        while at >= 0:
            made[at : at + len(new)] = new.encode()
            at = head.find(old.encode(), at + 1)
    return bytes(made)


def _name(index: int) -> str:
    return f"{ROOT}{1_000_000_000 + index}"
