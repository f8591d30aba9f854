import warnings
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.charset import convert_encodings, decode_bytes
from pydicom.filereader import read_dataset as read_elements

from viewer.dicom.character_sets import decode
from viewer.dicom.values import decode_text

SINGLE = {
    "ISO_IR 100": "Buc^Jérôme",
    "ISO_IR 101": "Dvořák",
    "ISO_IR 109": "Ĉapek",
    "ISO_IR 110": "Ķirsis",
    "ISO_IR 126": "Διονυσιος",
    "ISO_IR 127": "قباني",
    "ISO_IR 138": "שרון",
    "ISO_IR 144": "Люксембург",
    "ISO_IR 148": "Çavuşoğlu",
    "ISO_IR 166": "สมชาย",
    "ISO_IR 13": "ﾔﾏﾀﾞ",
    "ISO_IR 192": "王^小東",
    "GB18030": "王^小东",
    "GBK": "王^小东",
}


@pytest.mark.parametrize("term", SINGLE)
def test_a_single_set_reads_as_pydicom_reads_it(term: str) -> None:
    codec = convert_encodings(term)[0]
    raw = SINGLE[term].encode(codec)
    assert decode(raw, (term,)) == SINGLE[term]
    assert decode_bytes(raw, [codec], set()) == SINGLE[term]


@pytest.mark.parametrize(
    ("terms", "raw", "text"),
    [
        # The examples of PS3.5 annexes H, I and K.
        (
            ("", "ISO 2022 IR 87"),
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B="
            b"\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
            "Yamada^Tarou=山田^太郎=やまだ^たろう",
        ),
        (
            ("ISO 2022 IR 13", "ISO 2022 IR 87"),
            b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J="
            b"\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
        ),
        (
            ("", "ISO 2022 IR 149"),
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7="
            b"\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
            "Hong^Gildong=洪^吉洞=홍^길동",
        ),
        (
            ("", "ISO 2022 IR 58"),
            b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=",
            "Zhang^XiaoDong=张^小东=",
        ),
        # Latin and Greek in one value.
        (
            ("ISO 2022 IR 100", "ISO 2022 IR 126"),
            b"Jos\xe9 \x1b-F\xc4\xe9\xef\xed\x1b-A \xe9",
            "José Διον é",
        ),
    ],
)
def test_code_extensions_read_as_the_standard_prints_them(
    terms: tuple[str, ...], raw: bytes, text: str
) -> None:
    assert decode_text(raw, "PN", terms) == text


def test_supplementary_kanji_are_three_byte_sequences_of_euc() -> None:
    raw = b"\x1b$(D\x30\x21\x1b(B"
    assert decode(raw, ("", "ISO 2022 IR 159")) == b"\x8f\xb0\xa1".decode("euc_jp")


def test_a_delimiter_brings_back_the_first_set() -> None:
    terms = ("ISO 2022 IR 100", "ISO 2022 IR 126")
    assert decode(b"\x1b-F\xc4\\\xe9", terms) == "Δ\\é"
    assert decode_text(b"\x1b-F\xc4^\xe9", "PN", terms) == "Δ^é"
    assert decode_text(b"\x1b-F\xc4\\\xc4", "LT", terms) == "Δ\\Δ"
    assert decode_text(b"\x1b-F\xc4\r\n\xe9", "LT", terms) == "Δ\r\né"


def test_a_multi_byte_second_half_is_no_delimiter() -> None:
    # 0x5C is the second byte of a character in GB18030 and of a pair in JIS X 0208.
    assert decode("乗".encode("gbk"), ("GB18030",)) == "乗"
    raw = "構".encode("iso2022_jp")
    assert decode(raw, ("", "ISO 2022 IR 87")) == "構"


@pytest.mark.parametrize("term", ["iso_ir_192", "UTF-8", "ISO-IR 192", "ISO_IR 192 "])
def test_a_misspelt_term_is_understood(term: str) -> None:
    assert decode("é".encode(), (term,)) == "é"


def test_undeclared_bytes_are_utf_8_when_they_can_be_and_latin_1_else() -> None:
    assert decode("Müller".encode(), ()) == "Müller"
    assert decode("Müller".encode("latin-1"), ()) == "Müller"
    assert decode("Müller".encode(), ("ISO_IR 100",)) == "MÃ¼ller"


def test_broken_bytes_and_unknown_escapes_never_raise() -> None:
    assert decode(b"a\xff\xfe", ("ISO_IR 192",)) == "a\ufffd\ufffd"
    assert decode(b"\x1b%Gx", ("", "ISO 2022 IR 87")) == "\x1b%Gx"
    assert decode(b"\x1b$B\x30", ("", "ISO 2022 IR 87")) == "\ufffd"
    assert decode(b"\x1b$B$d\nA", ("", "ISO 2022 IR 87")) == "や\nA"


@pytest.mark.corpus
def test_every_name_of_the_corpus_reads_as_pydicom_reads_it(corpus: Path) -> None:
    compared = 0
    for path in sorted((corpus / "charset").iterdir()):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = dcmread(path, force=True, stop_before_pixels=True)
            if "PatientName" not in dataset:
                continue
            raw = dataset.get_item("PatientName").value
            terms = dataset.get("SpecificCharacterSet") or ""
            theirs = str(dataset.PatientName)
        terms = (terms,) if isinstance(terms, str) else tuple(terms)
        assert decode_text(raw, "PN", terms).rstrip("=") == theirs, path.name
        compared += 1
    assert compared >= 15


def test_the_comparison_reads_raw_values() -> None:
    # Guard of the test above: pydicom keeps a value raw until it is asked for.
    from io import BytesIO

    raw = b"\x10\x00\x10\x00PN\x04\x00A^B "
    dataset = read_elements(BytesIO(raw), False, True)
    assert dataset.get_item("PatientName").value == b"A^B "
