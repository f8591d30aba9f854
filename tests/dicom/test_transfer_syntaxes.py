import csv
from pathlib import Path

import pytest
from pydicom._uid_dict import UID_dictionary
from pydicom.uid import UID

from viewer.dicom.transfer_syntaxes import all_transfer_syntaxes, transfer_syntax

ROOT = "1.2.840.10008.1.2."


def test_every_transfer_syntax_of_pydicom_has_its_name_and_form() -> None:
    for uid, (name, kind, _, retired, _) in UID_dictionary.items():
        if kind != "Transfer Syntax":
            continue
        known = transfer_syntax(uid)
        assert known is not None, uid
        assert known.name == name
        assert known.retired == (retired == "Retired")


@pytest.mark.parametrize("tail", ["1", "1.99", "2", "4.50", "4.91", "5", "4.102"])
def test_form_equals_pydicoms_reading_of_the_uid(tail: str) -> None:
    known = transfer_syntax(ROOT + tail)
    theirs = UID(ROOT + tail)
    assert known is not None
    assert known.encapsulated == theirs.is_encapsulated
    assert known.deflated == theirs.is_deflated
    assert known.big_endian == (not theirs.is_little_endian)


@pytest.mark.parametrize(
    ("tail", "name", "lossy"),
    [
        ("4.110", "JPEG XL Lossless", False),
        ("4.111", "JPEG XL JPEG Recompression", True),
        ("4.112", "JPEG XL", None),
        ("8.1", "Deflated Image Frame Compression", False),
    ],
)
def test_syntaxes_newer_than_pydicom_are_known(
    tail: str, name: str, lossy: bool | None
) -> None:
    known = transfer_syntax(ROOT + tail)
    assert known is not None
    assert (known.name, known.encapsulated, known.lossy) == (name, True, lossy)


@pytest.mark.parametrize(
    ("tail", "lossy"),
    [
        ("4.50", True),
        ("4.51", True),
        ("4.53", True),
        ("4.57", False),
        ("4.66", False),
        ("4.70", False),
        ("4.80", False),
        ("4.81", True),
        ("4.90", False),
        ("4.91", None),
        ("4.201", False),
        ("4.203", None),
        ("4.106.1", True),
        ("4.108", True),
        ("5", False),
        ("1.98", False),
        ("1", False),
    ],
)
def test_what_is_lost_follows_the_standard(tail: str, lossy: bool | None) -> None:
    known = transfer_syntax(ROOT + tail)
    assert known is not None
    assert known.lossy is lossy


def test_every_lossy_syntax_names_its_method() -> None:
    for known in all_transfer_syntaxes():
        referenced = not known.encapsulated
        assert bool(known.method) == (known.lossy is not False and not referenced)


def test_an_unknown_uid_is_none_and_padding_is_ignored() -> None:
    assert transfer_syntax("1.2.3") is None
    assert transfer_syntax(ROOT + "1\0") is transfer_syntax(ROOT + "1")


def test_every_transfer_syntax_of_the_corpus_is_known(corpus: Path) -> None:
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        uids = {r["transfer_syntax_uid"] for r in csv.DictReader(file, delimiter="\t")}
    assert len(uids) > 15
    assert [uid for uid in uids if uid and transfer_syntax(uid) is None] == []
