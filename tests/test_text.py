import gettext
from collections.abc import Iterator

import pytest

from viewer import text
from viewer.text import figure, mark, set_language, tr, trn


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    set_language("en")


def test_sentences_are_english_until_a_language_is_chosen() -> None:
    assert tr("Image {number} of {count}", number=3, count=9) == "Image 3 of 9"


def test_a_chosen_language_is_spoken_with_the_same_values() -> None:
    set_language("pt_BR")
    assert tr("Image {number} of {count}", number=3, count=9) == "Imagem 3 de 9"


def test_the_language_can_change_while_the_program_runs() -> None:
    table = (mark("Lung"), mark("Bone"))
    set_language("pt_BR")
    assert [tr(word) for word in table] == ["Pulmão", "Osso"]
    set_language("en")
    assert [tr(word) for word in table] == ["Lung", "Bone"]


def test_a_language_without_a_catalogue_is_english() -> None:
    set_language("xx")
    assert tr("Lung") == "Lung"


def test_a_sentence_without_translation_is_english() -> None:
    set_language("pt_BR")
    assert tr("Nobody ever said this {often}", often=1) == "Nobody ever said this 1"


@pytest.mark.parametrize(
    ("count", "english", "portuguese"),
    [(0, "0 items", "0 itens"), (1, "1 item", "1 item"), (2, "2 items", "2 itens")],
)
def test_plurals_follow_the_language(count: int, english: str, portuguese: str) -> None:
    assert trn("{count} item", "{count} items", count) == english
    set_language("pt_BR")
    assert trn("{count} item", "{count} items", count) == portuguese


@pytest.mark.parametrize(
    ("value", "form", "english", "portuguese"),
    [
        (0.703125, ".3g", "0.703", "0,703"),
        (1234567, ",", "1,234,567", "1.234.567"),
        (-1234.5, ",.1f", "-1,234.5", "-1.234,5"),
        (40.0, "g", "40", "40"),
    ],
)
def test_figures_have_the_signs_of_the_language(
    value: float, form: str, english: str, portuguese: str
) -> None:
    assert figure(value, form) == english
    set_language("pt_BR")
    assert figure(value, form) == portuguese


def test_braces_in_a_value_are_left_alone() -> None:
    assert tr("Contrast {agent}", agent="{0} {agent}") == "Contrast {0} {agent}"


def test_a_sentence_without_values_may_hold_braces() -> None:
    assert tr("{not filled}") == "{not filled}"


def test_the_catalogue_is_read_by_gettext_alone() -> None:
    catalogue = gettext.translation("negatoscope", str(text._LOCALES), ["pt_BR"])
    assert catalogue.gettext("Lung") == "Pulmão"
