"""Sentences for people: English in the code, other languages by gettext.

A language is `translations/<code>.po`, one file, or the folder that a compiled
catalogue stands in. What `tr` returns remembers how it was made (`Told`), so that it
can be said again when the language changes: `retold`.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_LOCALES = Path(__file__).parent / "resources" / "translations"
_DOMAIN = "negatoscope"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def mark(sentence: str) -> str:
    """Mark a sentence of a table for the catalogue; it is translated when shown."""
    return sentence


FIGURES = mark("1,000.5")
"""How the language writes numbers is the translation of this."""
DATE = mark("{year}-{month}-{day}")
DIRECTIONS = mark("R L A P H F")
"""Letters of orientation: right, left, anterior, posterior, head, feet."""
_ON_SCREEN = frozenset({FIGURES, DATE, DIRECTIONS})
"""What the language of the window says nothing of in files."""
_for_files: ContextVar[bool] = ContextVar("for_files", default=False)


class Told(str):
    """A sentence in some language that knows what it says."""

    __slots__ = ("sentence", "values")

    sentence: tuple[str, ...]
    """In English: one, its singular and plural, or none: then it is a number."""
    values: Mapping[str, object]

    def __str__(self) -> str:
        """Itself, so that an exception's text still knows what it says."""
        return self


def languages() -> tuple[str, ...]:
    """English and every language that has a catalogue."""
    found = {path.stem for path in _LOCALES.glob("*.po")}
    found |= {path.name for path in _LOCALES.glob("*") if path.is_dir()}
    return ("en", *sorted(found))


def own_name(code: str) -> str:
    """What a language calls itself: the team of a catalogue that is one file, or ""."""
    if not (_LOCALES / f"{code}.po").is_file():
        return ""
    team = _read(code).info().get("language-team", "").split("<")[0].strip()
    return "" if team == code else team


def set_language(code: str) -> None:
    """Choose the language of `tr`: "en", "pt_BR", or any that has a catalogue.

    A language without a catalogue falls back to English.
    """
    global _catalogue, _language
    _language = code
    _catalogue = _read(code)


def language() -> str:
    """The code of the chosen language."""
    return _language


def tr(sentence: str, **values: object) -> str:
    """The sentence in the chosen language, with {names} filled from values."""
    return _say((sentence,), values)


def trn(one: str, many: str, count: int, **values: object) -> str:
    """Singular or plural by count, which is also available as {count}."""
    return _say((one, many), {"count": count, **values})


def figure(value: float, form: str) -> str:
    """A number as the language writes it; `form` is a format specification.

    figure(0.5, "g") is "0.5" in English and "0,5" in Portuguese.
    """
    return _say((), {"text": format(value, form)})


@contextmanager
def for_files() -> Iterator[None]:
    """Numbers, dates, letters of orientation as in English, whatever the language."""
    token = _for_files.set(True)
    try:
        yield
    finally:
        _for_files.reset(token)


def retold(text: str) -> str:
    """What `tr`, `trn` or `figure` made, in the language of now; else the text."""
    if not isinstance(text, Told):
        return text
    values = text.values.items()
    return _say(
        text.sentence,
        {name: retold(one) if isinstance(one, str) else one for name, one in values},
    )


def plain(text: str) -> str:
    """For comparing: lower case, without accents, underscores as spaces."""
    import unicodedata  # nothing is compared before the first picture

    parted = unicodedata.normalize("NFKD", text.casefold().replace("_", " "))
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).strip()


def _read(code: str) -> gettext.NullTranslations:
    path = _LOCALES / f"{code}.po"
    if code.isidentifier() and path.is_file():
        from viewer.po import catalogue_of  # compiled catalogues do without

        return catalogue_of(path.read_text(encoding="utf-8"))
    return gettext.translation(
        _DOMAIN, localedir=str(_LOCALES), languages=[code], fallback=True
    )


def _say(sentence: tuple[str, ...], values: Mapping[str, object]) -> Told:
    if not sentence:
        text = _signed(str(values["text"]))
    elif len(sentence) == 1:
        text = _filled(_translated(sentence[0]), sentence[0], values)
    else:
        count = values["count"]
        assert isinstance(count, int)
        one, many = sentence
        english = one if count == 1 else many
        text = _filled(_catalogue.ngettext(one, many, count), english, values)
    told = Told(text)
    told.sentence = sentence
    told.values = {name: _kept(value) for name, value in values.items()}
    return told


def _translated(sentence: str) -> str:
    if sentence in _ON_SCREEN and _for_files.get():
        return sentence
    return _catalogue.gettext(sentence)


def _kept(value: object) -> object:
    """As it can be said again, and sent to another process."""
    return value if isinstance(value, str | int | float) else str(value)


def _signed(text: str) -> str:
    pattern = _translated(FIGURES)
    signs = {ord(","): pattern[1], ord("."): pattern[5]}
    return text if pattern == FIGURES else text.translate(signs)


def _filled(said: str, english: str, values: Mapping[str, object]) -> str:
    """English where a translator's placeholders are not those of the sentence."""
    if not values:
        return said
    try:
        return said.format(**values)
    except (AttributeError, IndexError, KeyError, ValueError):
        return english.format(**values)
