import struct

import pytest

from viewer import limits
from viewer.dicom.values import (
    age_text,
    caption,
    date_text,
    datetime_text,
    decode_text,
    moment_of,
    parse_integers,
    parse_numbers,
    person_name,
    sex_text,
    time_text,
    visible,
)
from viewer.text import set_language


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("SILVA^João", "SILVA, João"),
        ("Adams^John Robert Quincy^^Rev.^B.A. M.Div.", None),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada, Tarou (山田 太郎)"),
        ("=山田^太郎=", "山田 太郎"),
        ("^^^^", ""),
        ("", ""),
        ("Doe", "Doe"),
        ("^Rex", "Rex"),
        ("A^B\\C^D", "A, B"),
    ],
)
def test_a_name_is_written_as_people_read_it(text: str, read: str | None) -> None:
    wanted = read if read is not None else "Adams, Rev. John Robert Quincy, B.A. M.Div."
    assert person_name(text) == wanted


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("20261122", "2026-11-22"),
        ("2026.11.22", "2026-11-22"),
        ("20261122103100.123+0100", "2026-11-22"),
        ("yesterday", "yesterday"),
        ("", ""),
    ],
)
def test_a_date_is_written_with_year_first(text: str, read: str) -> None:
    assert date_text(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("103100.000000", "10:31:00"),
        ("1031", "10:31"),
        ("10:31:05", "10:31:05"),
        ("10", "10"),
        ("", ""),
    ],
)
def test_a_time_is_written_with_colons(text: str, read: str) -> None:
    assert time_text(text) == read


def test_ages_and_sexes_have_words() -> None:
    assert [age_text(t) for t in ("056Y", "003M", "010D", "2W", "?", "")] == [
        "56 y",
        "3 mo",
        "10 d",
        "2 wk",
        "?",
        "",
    ]
    assert [sex_text(t) for t in ("M", "f", "O", "")] == ["M", "F", "other sex", ""]


def test_what_hides_or_turns_letters_is_made_visible() -> None:
    assert visible("a\x1b[31m\0") == "a␛[31m␀"
    assert visible("abc\u202edef") == "abc⟨202E⟩def"
    assert visible("one\r\ntwo\nthree") == "one↵two↵three"
    assert visible("<img src=x> João 山田 שרון") == "<img src=x> João 山田 שרון"


def test_no_invisible_character_is_left() -> None:
    import unicodedata

    joiners = {"\u200c", "\u200d"}  # Persian and Indic names need them.
    left = [
        character
        for character in map(chr, range(0x10000))
        if unicodedata.category(character) in ("Cc", "Zl", "Zp")
        or unicodedata.bidirectional(character)
        in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        if character not in joiners and character in visible(character)
    ]
    assert left == []


def test_a_name_cannot_turn_the_text_around_it() -> None:
    assert "\u202e" not in person_name("SILVA^\u202eoãoJ")


def test_numbers_are_finite_or_absent() -> None:
    assert parse_numbers(b"0.5\\ 1e3 ", "DS", True) == (0.5, 1000.0)
    assert parse_numbers(b"1\\nan", "DS", True) == ()
    assert parse_numbers(b"1\\x", "DS", True) == ()
    assert parse_numbers(b"", "DS", True) == ()
    assert parse_numbers(struct.pack(">2H", 1, 65535), "US", False) == (1, 65535)


def test_integers_follow_the_sign_that_is_asked_for() -> None:
    raw = struct.pack("<H", 0xFFFF)
    assert parse_integers(raw, "US", True) == (65535,)
    assert parse_integers(raw, "US", True, signed=True) == (-1,)
    assert parse_integers(raw, "SS", True, signed=False) == (65535,)
    assert parse_integers(b"12.0", "IS", True) == (12,)
    assert parse_integers(b"12.5", "IS", True) == ()
    assert parse_integers(b"1e400", "IS", True) == ()


def test_integers_beyond_64_bits_are_none() -> None:
    assert parse_integers(b"1e308", "IS", True) == ()
    assert parse_integers(b"-1e308", "IS", True) == ()
    assert parse_integers(b"18446744073709549568", "IS", True) == (2**64 - 2048,)


def test_padding_is_no_part_of_a_text() -> None:
    assert decode_text(b"CT \0", "CS") == "CT"


def test_a_caption_is_one_visible_line_of_sensible_length() -> None:
    assert caption("  Chest\nAP ") == "Chest↵AP"
    assert caption("x" * limits.CAPTION_CHARACTERS) == "x" * limits.CAPTION_CHARACTERS
    long = caption("x" * 5_000_000)
    assert len(long) == limits.CAPTION_CHARACTERS
    assert long.endswith("x…")


def test_a_name_without_end_is_cut() -> None:
    assert len(person_name("A" * 5_000_000)) == limits.CAPTION_CHARACTERS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("101559.5", "10:15:59.5"),
        ("101559.000000", "10:15:59"),
        ("101559.123456", "10:15:59.123"),
        ("10:15:59", "10:15:59"),
        ("1015", "10:15"),
        ("10", "10"),
    ],
)
def test_a_time_has_its_parts_of_a_second(text: str, shown: str) -> None:
    assert time_text(text) == shown


def test_dates_and_times_are_written_as_the_language_does() -> None:
    set_language("pt_BR")
    try:
        assert date_text("20261122") == "22/11/2026"
        assert time_text("101559.5") == "10:15:59,5"
        assert datetime_text("20261122101559-0300") == "22/11/2026 10:15:59 −03:00"
    finally:
        set_language("en")


@pytest.mark.parametrize("text", ["20260231101500", "20261122", "2026112225", ""])
def test_no_moment_is_made_of_less_than_a_second_or_of_nonsense(text: str) -> None:
    assert moment_of(text) is None


def test_a_moment_knows_its_zone() -> None:
    moment = moment_of("20261122101559.5-0330")
    assert moment is not None
    assert moment.isoformat() == "2026-11-22T10:15:59-03:30"
