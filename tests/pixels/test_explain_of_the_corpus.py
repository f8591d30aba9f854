"""Real files of many makers: what is explained is what the picture shows."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from viewer.commands.pixel_stages import header_of
from viewer.files.dataset import complete_header
from viewer.files.header import Header, NotDicomError, UnreadableError
from viewer.files.sources import Source
from viewer.kinds.base import Frame
from viewer.pixels.encoding import PixelError
from viewer.pixels.explain import Pixel, Subject, explain
from viewer.pixels.look import Look
from viewer.pixels.pipeline import check_samples, picture
from viewer.pixels.presentation_state import read_presentation_state

from .explained import shown_subject, subject_of

PIXELS_EACH = 6
MAPPED_PIXELS = 300_000
"""Of larger frames no picture is made a third time."""

pytestmark = pytest.mark.corpus


def subjects_of(corpus: Path) -> Iterator[tuple[str, Header, Subject]]:
    """The first frame of every file that has a picture."""
    for path in sorted(corpus.rglob("*")):
        if not path.is_file():
            continue
        try:
            header = header_of(Source(str(path)))
            subject = subject_of(header)
            check_samples(subject.decoded.values, subject.info)
        except (NotDicomError, UnreadableError, PixelError, OSError):
            continue
        yield str(path.relative_to(corpus)), header, subject


def faults_of(subject: Subject, look: Look) -> Iterator[str]:
    shown = picture(subject.decoded.values, subject.info, look)
    rows, columns = shown.shape[:2]
    random = np.random.default_rng(rows * columns)
    for _ in range(PIXELS_EACH):
        row, column = int(random.integers(rows)), int(random.integers(columns))
        steps = {s.name: s for s in explain(Pixel(subject, column, row, look))}
        expected = tuple(shown[row, column].reshape(-1).tolist())
        if steps["screen"].numbers != expected:
            yield f"{column} {row}: {steps['screen'].numbers} is {expected}"
        grey = steps.get("presentation")
        is_last = grey is not None and not look.colour_map
        if grey is not None and is_last and {*grey.numbers} != {*expected}:
            yield f"{column} {row}: {grey.numbers} before {expected}"
        for step in steps.values():
            text = "".join((step.value, step.sentence))
            if not text.isprintable() or len(text) > 2000:
                yield f"{step.name}: {text!r}"


def is_by_value(subject: Subject) -> bool:
    """One whole number of all its bits a pixel, written as it is."""
    encoding = subject.origin.table.encoding if subject.origin else None
    return (
        encoding is not None
        and bool(len(subject.origin.data if subject.origin else b""))
        and encoding.number_kind == "integer"
        and encoding.samples_per_pixel == 1
        and encoding.bits_stored == encoding.bits_allocated
        and encoding.bits_allocated % 8 == 0
        and "damaged" not in subject.decoded.marks
    )


def test_every_explanation_ends_at_the_pixel_of_the_picture(corpus: Path) -> None:
    seen, faults = 0, []
    for name, _, subject in subjects_of(corpus):
        seen += 1
        looks = [Look(), Look(inverted=True)]
        if subject.decoded.values.size < MAPPED_PIXELS:
            looks.append(Look(colour_map="HOT_IRON"))
        for look in looks:
            faults += [f"{name}: {fault}" for fault in faults_of(subject, look)]
    assert faults == []
    assert seen > 400


def test_so_does_every_explanation_by_a_presentation_state(corpus: Path) -> None:
    folder = corpus / "sop-class"
    headers = [
        complete_header(Source(str(path)))
        for path in sorted(folder.rglob("*.dcm"))
        if path.stat().st_size < 1 << 22
    ]
    states = [read_presentation_state(one) for one in headers]
    seen, faults = 0, []
    for state, image in product(states, headers):
        if not state.covers(image, 0) or not image.pixel_tag or state.blended:
            continue
        subject = shown_subject(Frame(image).shown_by(state))
        seen += 1
        for look in (Look(), Look(inverted=True)):
            faults += [f"{state.label}: {fault}" for fault in faults_of(subject, look)]
    assert faults == []
    assert seen > 0


def test_the_bytes_of_real_files_are_where_it_is_said(corpus: Path) -> None:
    compared, wrong = 0, []
    for name, header, subject in subjects_of(corpus / "pixel"):
        if not is_by_value(subject):
            continue
        values = subject.decoded.values
        row, column = values.shape[0] // 2, values.shape[1] // 3
        steps = {s.name: s for s in explain(Pixel(subject, column, row, Look()))}
        size = values.dtype.itemsize
        raw = header.source.read(int(steps["bytes"].numbers[0]), size)
        order: Literal["<", ">"] = "<" if header.little_endian else ">"
        found = np.frombuffer(raw, values.dtype.newbyteorder(order))
        compared += 1
        if found.tolist() != [values[row, column]]:
            wrong.append(name)
    assert wrong == []
    assert compared > 15
