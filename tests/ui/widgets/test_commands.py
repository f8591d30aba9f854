import pytest

from viewer.ui.widgets.commands import Command, found

COMMANDS = [
    Command("invert", "Inverter", "Imagem", "Invert Image"),
    Command("flip", "Espelhar na horizontal", "Imagem", "Flip left to right Image"),
    Command("window", "Janela automática", "Janela", "Automatic window Window"),
    Command("layout", "2 × 2", "Layout", " Layout"),
    Command("open", "Abrir arquivos…", "Arquivo", "Open files… File"),
]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("inv", "invert"),
        ("AUTOMATICA", "window"),
        ("automática", "window"),
        ("janela auto", "window"),
        ("flip", "flip"),
        ("right left", "flip"),
        ("espelhar imagem", "flip"),
        ("arquivos", "open"),
        ("2", "layout"),
        ("lay", "layout"),
        ("ivtr", "invert"),
        ("atmtc", "window"),
        ("files…", "open"),
    ],
)
def test_words_of_either_language_find_a_command(typed: str, first: str) -> None:
    assert found(COMMANDS, typed)[0].id == first


def test_nothing_typed_shows_all_in_their_order() -> None:
    assert found(COMMANDS, "  ") == COMMANDS


@pytest.mark.parametrize("typed", ["xyz", "invert file", "reinvert", "tvni"])
def test_every_word_must_be_answered_to(typed: str) -> None:
    assert found(COMMANDS, typed) == []


def test_a_whole_word_goes_before_a_beginning_and_the_text_before_the_path() -> None:
    commands = [
        Command("a", "Zooming", "View"),
        Command("b", "Other", "Zoom"),
        Command("c", "Zoom", "View"),
    ]
    assert [one.id for one in found(commands, "zoom")] == ["c", "a", "b"]
