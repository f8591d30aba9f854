"""A header that was kept is the header that was read."""

import dataclasses
import os
import random
from pathlib import Path
from typing import Any

import pytest

from tests.files.made import made, pydicom_files, walked
from viewer.demo.build import ct_slice, enhanced_mr
from viewer.files.byte_window import OddHeader
from viewer.files.dataset import complete_header
from viewer.files.header import Header, NotDicomError, UnreadableError
from viewer.files.header_bytes import header_bytes, header_from, reading_version
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.files.walked_elements import WalkedElements


def content(header: Header) -> dict[str, Any]:
    """All that a header holds, as values that compare."""
    found = {
        field.name: getattr(header, field.name) for field in dataclasses.fields(header)
    }
    found["elements"] = dict(header.elements)
    found["items"] = {
        tag: [content(item) for item in items] for tag, items in header.items.items()
    }
    return found


def again(header: Header) -> Header:
    return header_from(header_bytes(header), header.source, header.stamp)


def test_a_walked_header_comes_back_as_it_was() -> None:
    header = walked(ct_slice(3, PatientName="Müller^Änne"))
    assert content(again(header)) == content(header)
    assert isinstance(again(header).elements, WalkedElements)


def test_functional_groups_come_back_with_every_frame(tmp_path: Path) -> None:
    from viewer.demo.build import to_bytes

    path = tmp_path / "enhanced"
    path.write_bytes(to_bytes(enhanced_mr()))
    header = complete_header(Source(str(path)))
    assert header.complete
    assert header.items
    assert header.stamp is not None
    assert content(again(header)) == content(header)


def test_every_file_of_pydicom_comes_back_as_it_was() -> None:
    kept = 0
    for path in pydicom_files():
        source = Source(os.fspath(path))
        for read in (walk_header, complete_header):
            try:
                header = read(source)
            except (NotDicomError, OddHeader, UnreadableError, OSError):
                continue
            kept += 1
            assert content(again(header)) == content(header), path
    assert kept > 100


@pytest.mark.corpus
def test_every_file_of_the_corpus_comes_back_as_it_was(corpus: Path) -> None:
    for path in sorted(corpus.rglob("*")):
        try:
            header = walk_header(Source(os.fspath(path)))
        except (NotDicomError, OddHeader, OSError):
            continue
        assert content(again(header)) == content(header), path


def test_bytes_that_are_no_header_are_refused_whatever_they_are() -> None:
    """Most damage is refused; none does anything but be refused or be a header."""
    data = header_bytes(walked(ct_slice()))
    chance = random.Random(1)
    for cut in range(0, len(data), 7):
        with pytest.raises(ValueError, match="header"):
            header_from(data[:cut], Source("x"), None)
    with pytest.raises(ValueError, match="more than"):
        header_from(data + b"\0", Source("x"), None)
    refused = 0
    for _ in range(3000):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(data))] = chance.randrange(256)
        try:
            header_from(bytes(damaged), Source("x"), None)
        except ValueError:
            refused += 1
    assert refused > 300


def test_what_cannot_be_told_apart_again_is_not_kept() -> None:
    header = dataclasses.replace(made(), warnings=("one\x1ftwo",))
    with pytest.raises(ValueError, match="taken apart"):
        header_bytes(header)
    header = dataclasses.replace(made(), elements={0x00100010: ("LONG", b"")})
    with pytest.raises(ValueError, match="VR"):
        header_bytes(header)


def test_another_table_of_tags_is_another_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from viewer.dicom import tags

    before = reading_version()
    monkeypatch.setitem(tags.VR_BY_TAG, 0x00091001, "LO")
    assert reading_version() != before
