"""Sentences for people: English in the code, other languages by gettext."""

import gettext
from pathlib import Path

_LOCALES = Path(__file__).parent / "resources" / "translations"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def set_language(code: str) -> None:
    """Choose the language of `tr`: "en", "pt_BR", or any that has a catalogue.

    A language without a catalogue falls back to English.
    """
    global _catalogue, _language
    _language = code
    _catalogue = gettext.translation(
        "negatoscope", localedir=str(_LOCALES), languages=[code], fallback=True
    )


def language() -> str:
    """The code of the chosen language."""
    return _language


def tr(sentence: str, **values: object) -> str:
    """The sentence in the chosen language, with {names} filled from values."""
    return _filled(_catalogue.gettext(sentence), values)


def trn(one: str, many: str, count: int, **values: object) -> str:
    """Singular or plural by count, which is also available as {count}."""
    return _filled(_catalogue.ngettext(one, many, count), {"count": count, **values})


def figure(value: float, form: str) -> str:
    """A number as the language writes it; `form` is a format specification.

    figure(0.5, "g") is "0.5" in English and "0,5" in Portuguese.
    """
    pattern = tr("1,000.5")
    text = format(value, form)
    signs = {ord(","): pattern[1], ord("."): pattern[5]}
    return text if pattern == "1,000.5" else text.translate(signs)


def plain(text: str) -> str:
    """For comparing: lower case, without accents, underscores as spaces."""
    import unicodedata  # nothing is compared before the first picture

    parted = unicodedata.normalize("NFKD", text.casefold().replace("_", " "))
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).strip()


def mark(sentence: str) -> str:
    """Mark a sentence of a table for the catalogue; it is translated when shown."""
    return sentence


def _filled(sentence: str, values: dict[str, object]) -> str:
    return sentence.format(**values) if values else sentence
