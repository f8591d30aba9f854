"""A third language is one file: a .po in the folder of translations, nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from tests.test_translations import PO_FILES, ids_of, read
from tests.ui.conftest import OpenViewer, Write
from tests.ui.test_speaking import begin_in, said_by
from viewer import text
from viewer.demo.build import ct_slice
from viewer.text import figure, languages, set_language, tr, trn
from viewer.ui.speaking import speak

MARKED = re.compile(r"⟦.*⟧", re.DOTALL)
KEY = re.compile(r"(?<=⟧) \([^)]*\)$|^Ctrl\+F$")
"""Behind the name of an action."""
VALUE = re.compile(r"TEST|Builder|Negatoscope|\bMONOCHROME2\b")
WORD = re.compile(r"[^\W\d_]{4,}")
SPANISH = r"""
msgid ""
msgstr ""
"Language: es\n"
"Language-Team: Español <>\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "1,000.5"
msgstr "1.000,5"

msgid "R L A P H F"
msgstr "D I A P S N"

#: viewer/ui/actions.py
msgid "&File"
msgstr "&Archivo"

msgid "Not cleared for primary diagnosis"
msgstr ""
"No autorizado para "
"diagnóstico primario"

msgid "{count} shown"
msgid_plural "{count} shown"
msgstr[0] "{count} mostrada"
msgstr[1] "{count} mostradas"

#, fuzzy
msgid "Settings"
msgstr "Ajustes, quizás"

msgid "Image {number} of {count}"
msgstr "Imagen {numero} de {count}"
"""


@pytest.fixture
def spanish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> Iterator[Path]:
    """A folder with one file in it."""
    folder = tmp_path / "translations"
    folder.mkdir()
    (folder / "es.po").write_text(SPANISH, encoding="utf-8")
    monkeypatch.setattr(text, "_LOCALES", folder)
    yield folder
    monkeypatch.undo()
    begin_in("en")


@pytest.mark.usefixtures("spanish")
def test_a_file_is_a_language_with_plurals_and_numbers() -> None:
    assert languages() == ("en", "es")
    set_language("es")
    assert tr("Not cleared for primary diagnosis") == (
        "No autorizado para diagnóstico primario"
    )
    assert trn("{count} shown", "{count} shown", 1) == "1 mostrada"
    assert trn("{count} shown", "{count} shown", 5) == "5 mostradas"
    assert figure(1234.5, ",.1f") == "1.234,5"


@pytest.mark.usefixtures("spanish")
def test_what_is_missing_guessed_or_broken_in_it_stays_english() -> None:
    set_language("es")
    assert tr("Lung") == "Lung"
    assert tr("Settings") == "Settings", "only guessed"
    assert tr("Image {number} of {count}", number=3, count=9) == "Image 3 of 9"


@pytest.mark.usefixtures("spanish")
def test_it_is_offered_by_its_own_name_and_spoken_at_once(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("one.dcm", ct_slice(0)))
    viewer.do("settings")
    chooser = viewer.child("setting-language", QComboBox)
    names = [chooser.itemText(place) for place in range(chooser.count())]
    assert "Español" in names
    chooser.setCurrentIndex(names.index("Español"))
    chooser.activated.emit(chooser.currentIndex())
    viewer.wait()
    menus = viewer.app.window.menuBar().actions()
    assert menus[0].text() == "&Archivo"
    assert viewer.child("shownCount", QLabel).text() == "1 mostrada"
    viewer.child("setting-language", QComboBox).window().close()


def test_nothing_on_screen_goes_around_a_catalogue(
    open_viewer: OpenViewer,
    thirty_slices: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qapp: QApplication,
) -> None:
    """Every sentence in brackets: what has none, and is no value, was never marked."""
    lines = ['msgid ""', 'msgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"', ""]
    for message in read(PO_FILES[0]):
        ids = ids_of(message)
        if not message.id or ids[0] in text._ON_SCREEN:
            continue
        quoted = [
            "⟦{}⟧".format(one.replace("\\", r"\\").replace('"', r"\"")) for one in ids
        ]
        quoted = [one.replace("\n", r"\n") for one in quoted]
        plain = [one[1:-1] for one in quoted]
        if len(ids) == 1:
            lines += [f'msgid "{plain[0]}"', f'msgstr "{quoted[0]}"', ""]
        else:
            lines += [f'msgid "{plain[0]}"', f'msgid_plural "{plain[1]}"']
            lines += [f'msgstr[{n}] "{one}"' for n, one in enumerate(quoted)] + [""]
    (tmp_path / "qps.po").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(text, "_LOCALES", tmp_path)
    viewer = open_viewer(thirty_slices)
    speak(viewer.app, "qps")
    viewer.wait()
    bare = {
        f"{name}: {said!r}"
        for name, said in said_by(viewer)
        if not _is_of_the_file(name)
        and WORD.search(MARKED.sub("", VALUE.sub("", KEY.sub("", said))))
    }
    begin_in("en")

    assert "\n".join(sorted(bare)) == ""


def _quoted(sentence: str) -> str:
    """As a .po file writes it."""
    for sign, written in (("\\", r"\\"), ('"', r"\""), ("\n", r"\n")):
        sentence = sentence.replace(sign, written)
    return sentence


def _is_of_the_file(name: str) -> bool:
    """Where values and names of the standard stand."""
    return any(
        part in name
        for part in (
            "headerElements",
            "sopClass",
            "summaryCard",
            "thumbnails",
            "Canvas",
        )
    )
