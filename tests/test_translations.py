"""The catalogues: every sentence of the code in every language, and nothing else."""

import ast
import importlib
import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo

from tests.marked_sentences import SENTENCES_OF, called, texts_in
from viewer.po import catalogue_of
from viewer.ui.actions import MENUS

ROOT = Path(__file__).parent.parent
PLACEHOLDER = re.compile(r"\{[^}]*\}")
WORD = re.compile(r"[^\W\d_]{2}")
SPEAKING = {
    # What reaches people in its first argument.
    "Failed",
    "NotDicomError",
    "PixelError",
    "QCheckBox",
    "QLabel",
    "QPushButton",
    "UnreadableError",
    "addAction",
    "addMenu",
    "plain_label",
    "setAccessibleDescription",
    "setAccessibleName",
    "setHeaderLabels",
    "setLabelText",
    "setPlaceholderText",
    "setStatusTip",
    "setText",
    "setToolTip",
    "setWindowTitle",
}
NAMES = {"Ctrl+F", "LUT", "Negatoscope "}
"""The same in every language."""

LANGUAGE_IS_CHOSEN_BY = {
    "viewer/ui/capturing.py",
    "viewer/ui/speaking.py",
    "viewer/ui/start.py",
    "viewer/work/worker.py",
}


def _program() -> Any:
    """`packaging/translations.py`, which is no part of the package."""
    path = ROOT / "packaging" / "translations.py"
    found = importlib.util.spec_from_file_location("translations", path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


PROGRAM = _program()
PO_FILES: list[Path] = PROGRAM.po_files()
LANGUAGES = [PROGRAM.language_of(path) for path in PO_FILES]
every_language = pytest.mark.parametrize("path", PO_FILES, ids=LANGUAGES)


@cache
def template() -> Catalog:
    found: Catalog = PROGRAM.template()
    return found


def marked() -> set[str]:
    """Every sentence that the program finds; plural ones by their singular."""
    return {ids_of(message)[0] for message in template() if message.id}


def read(path: Path) -> Catalog:
    found: Catalog = PROGRAM.read(path)
    return found


def ids_of(message: Message) -> tuple[str, ...]:
    """The sentence; of a plural one the singular first."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings_of(message: Message) -> tuple[str, ...]:
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ())


def said(catalogue: Catalog) -> dict[str, tuple[str, ...]]:
    """The translations by sentence; plural ones by their singular."""
    return {ids_of(one)[0]: strings_of(one) for one in catalogue if one.id}


def code() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "viewer").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def test_there_is_brazilian_portuguese() -> None:
    assert "pt_BR" in LANGUAGES
    assert len(template()) > 300


@every_language
def test_every_sentence_of_the_code_is_translated(path: Path) -> None:
    there = {message.id for message in read(path) if message.id}
    missing = {message.id for message in template() if message.id} - there
    assert not missing, "run: make translations"
    assert PROGRAM.untranslated(read(path)) == []


@every_language
def test_a_catalogue_keeps_nothing_that_the_code_no_longer_says(path: Path) -> None:
    catalogue = read(path)
    known = {message.id for message in template()}
    assert {message.id for message in catalogue} - known == set()
    assert not catalogue.obsolete


@every_language
def test_no_translation_is_only_guessed(path: Path) -> None:
    assert [message.id for message in read(path) if message.fuzzy and message.id] == []


@every_language
def test_placeholders_and_blanks_at_the_ends_are_those_of_the_sentence(
    path: Path,
) -> None:
    for message in read(path):
        if not message.id:
            continue
        first = ids_of(message)[0]
        for text in strings_of(message):
            assert sorted(PLACEHOLDER.findall(text)) == sorted(
                PLACEHOLDER.findall(first)
            ), text
            assert (text[0] == " ", text[-1] == " ") == (
                first[0] == " ",
                first[-1] == " ",
            ), text
            assert text.endswith("…") == first.endswith("…"), text


@every_language
def test_menus_have_a_letter_of_their_own_to_be_opened_by(path: Path) -> None:
    catalogue = read(path)
    titles = [str(catalogue[title].string) for _, title in MENUS]
    letters = [title.split("&")[1][0].lower() for title in titles]
    assert len(set(letters)) == len(MENUS)


@every_language
def test_the_program_reads_what_the_translators_wrote(path: Path) -> None:
    written = read(path)
    parts = {"\4".join(ids_of(one)): strings_of(one) for one in written if one.id}
    alone = catalogue_of(path.read_text(encoding="utf-8"))
    for name, forms in parts.items():
        first, *more = name.split("\4")
        if more:
            assert alone.ngettext(first, more[0], 1) == forms[0]
            assert alone.ngettext(first, more[0], 5) == forms[-1]
        else:
            assert alone.gettext(first) == forms[0]
    if path.with_suffix(".mo").exists():
        with path.with_suffix(".mo").open("rb") as file:
            compiled = read_mo(file)
        assert said(compiled) == said(written)
        assert compiled.plural_expr == written.plural_expr


def test_what_is_marked_is_a_sentence_and_not_made_of_parts() -> None:
    faults = []
    for name, tree in code():
        for node in ast.walk(tree):
            if called(node) not in ("mark", "trn"):
                continue
            assert isinstance(node, ast.Call)
            for argument in node.args[: 2 if called(node) == "trn" else 1]:
                if not isinstance(argument, ast.Constant):
                    faults.append(f"{name}:{node.lineno}: {ast.unparse(argument)}")
    assert faults == []


def _unmarked(name: str, tree: ast.Module) -> Iterator[str]:
    """What tr() may be given in a module that the catalogue does not know."""
    marking = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and any(called(inner) == "mark" for inner in ast.walk(function))
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if called(node) != "tr" or id(node) in marking:
            continue
        assert isinstance(node, ast.Call)
        argument = node.args[0]
        if isinstance(argument, ast.Constant):
            continue
        expression = f"{name}: {ast.unparse(argument)}"
        if expression in SENTENCES_OF:
            sentences = {str(one) for one in SENTENCES_OF[expression]()}
        else:
            sentences = set(_constants(name, argument))
        if not sentences or not sentences <= marked():
            yield f"{expression} {sorted(sentences - marked())}"


def _constants(name: str, argument: ast.expr) -> Iterator[str]:
    """The texts of the module's constants that an expression chooses from."""
    module = importlib.import_module(name.removesuffix(".py").replace("/", "."))
    waiting: list[ast.AST] = [argument]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            yield from texts_in(getattr(module, node.id, None))
        elif isinstance(node, ast.IfExp):
            waiting += [node.body, node.orelse]
        elif isinstance(node, ast.Subscript):
            waiting.append(node.value)
        else:
            waiting += ast.iter_child_nodes(node)


def test_what_is_translated_was_marked() -> None:
    faults = [fault for name, tree in code() for fault in _unmarked(name, tree)]
    assert faults == [], "where these are marked says tests/marked_sentences.py"


def test_no_text_for_people_goes_around_the_catalogue() -> None:
    faults = []
    for name, tree in code():
        for node in ast.walk(tree):
            if called(node).removeprefix(".") not in SPEAKING:
                continue
            assert isinstance(node, ast.Call)
            faults += [
                f"{name}:{node.lineno}: {text}"
                for argument in node.args[:1]
                for text in _literals(argument)
                if WORD.search(text) and text not in NAMES
            ]
    assert faults == []


def _literals(argument: ast.expr) -> Iterator[str]:
    """Literal texts in an argument, save those that are being translated."""
    waiting: list[ast.AST] = [argument]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not isinstance(node, ast.Call):
            waiting += ast.iter_child_nodes(node)


def test_only_the_window_chooses_a_language() -> None:
    choosing = {
        name
        for name, tree in code()
        if any(called(node) == "set_language" for node in ast.walk(tree))
    }
    assert choosing == LANGUAGE_IS_CHOSEN_BY
