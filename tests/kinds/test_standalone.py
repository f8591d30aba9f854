"""Objects of their own, whole and with bytes changed: read, or refused in words."""

import random
import warnings
from collections.abc import Callable

import pytest
from pydicom import Dataset

from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.legacy import (
    curve,
    hardcopy,
    lut_item,
    modality_lut,
    overlay,
    palette,
    pet_curve,
    voi_lut,
)
from viewer.demo.prints import film_box, film_session, image_box, stored_print
from viewer.files.dataset import read_dataset
from viewer.files.header import NotDicomError, UnreadableError
from viewer.files.sources import Source
from viewer.kinds import family, loader_of
from viewer.kinds.base import ContentError

OBJECTS: tuple[tuple[str, Callable[[], Dataset]], ...] = (
    ("lut", lambda: modality_lut(lut_item([1, 2, 3]))),
    ("lut", lambda: voi_lut(lut_item([1] * 9, bits=8))),
    ("palette", palette),
    ("curve", curve),
    ("curve", pet_curve),
    ("overlay", lambda: overlay(image=ct_slice())),
    ("print", film_session),
    ("print", film_box),
    ("print", image_box),
    ("print", lambda: image_box(colour=True)),
    ("print", lambda: stored_print([hardcopy()])),
)
MUTANTS = 60


def load(kind: str, data: bytes) -> object:
    read = loader_of(kind, family(kind).view)
    assert read is not None
    return read(read_dataset(Source("one", data=data)), kind)


@pytest.mark.parametrize("number", range(len(OBJECTS)))
def test_changed_bytes_are_read_or_refused_by_a_sentence(number: int) -> None:
    kind, make = OBJECTS[number]
    whole = to_bytes(make())
    assert load(kind, whole) is not None
    chance = random.Random(number)
    outcomes = []
    for _ in range(MUTANTS):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 4, 16))):
            data[chance.randrange(300, len(data))] = chance.choice((0, 1, 255, 67))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                outcomes.append(type(load(kind, bytes(data))).__name__)
            except (ContentError, NotDicomError, UnreadableError) as error:
                outcomes.append(str(error))
    assert len(outcomes) == MUTANTS
    assert all(outcomes)
