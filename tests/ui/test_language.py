"""The window in another language: its own texts, Qt's, and what stays English."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from tests.test_translations import PO_FILES, PROGRAM
from tests.ui.conftest import OpenViewer, Write
from viewer.demo.build import ct_slice
from viewer.files.spatial import plane_of
from viewer.geometry.plane import shown_letters
from viewer.kinds.captions import side_of
from viewer.text import set_language
from viewer.ui.actions import ACTIONS
from viewer.ui.canvas.scale import letters_of
from viewer.ui.language import install_qt_translation, language_of, languages

PORTABLE = QKeySequence.SequenceFormat.PortableText


@pytest.fixture
def portuguese(qapp: QApplication) -> Iterator[None]:
    """Portuguese as the program begins it; all is English again afterwards."""
    set_language("pt_BR")
    assert install_qt_translation(qapp, "pt_BR")
    yield
    set_language("en")
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.mark.parametrize(
    ("setting", "language"),
    [("en", "en"), ("pt_BR", "pt_BR"), ("pt_PT", "pt_BR"), ("xx", "en")],
)
def test_a_setting_gets_the_nearest_language_there_is(
    setting: str, language: str
) -> None:
    assert language_of(setting) == language


def test_english_and_every_catalogue_can_be_chosen() -> None:
    assert languages() == ("en", *sorted(map(PROGRAM.language_of, PO_FILES)))


@pytest.mark.usefixtures("portuguese")
def test_qts_own_buttons_speak_the_language_too(qtbot: QtBot) -> None:
    standard = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(standard.Close | standard.Cancel)
    qtbot.addWidget(box)
    assert box.button(standard.Close).text().replace("&", "") == "Fechar"
    assert box.button(standard.Cancel).text().replace("&", "") == "Cancelar"


def test_a_language_that_qt_lacks_leaves_it_english(qapp: QApplication) -> None:
    assert not install_qt_translation(qapp, "xx")


@pytest.mark.usefixtures("portuguese")
def test_keys_are_the_same_in_every_language(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    for row in ACTIONS:
        shortcuts = viewer.app.menus.by_id[row.id].shortcuts()
        assert [key.toString(PORTABLE) for key in shortcuts] == [
            QKeySequence(key, PORTABLE).toString(PORTABLE) for key in row.keys
        ], row.id


@pytest.mark.usefixtures("portuguese")
def test_the_window_speaks_portuguese_and_the_standard_keeps_its_names(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("one.dcm", ct_slice(0)))
    menus = [action.text() for action in viewer.app.window.menuBar().actions()]
    assert menus[:2] == ["Ar&quivo", "E&xibir"]
    assert viewer.child("shownCount", QLabel).text() == "1 exibido"
    assert viewer.child("compressionText", QLabel).text() == "Nenhuma"
    assert viewer.child("sopClassName", QLabel).text() == "CT Image Storage"
    assert any("Zoom" in text for text in viewer.texts()["bottom_left"])


@pytest.mark.usefixtures("portuguese")
def test_a_preset_is_named_in_portuguese_on_the_image_too(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("one.dcm", ct_slice(0)))
    viewer.do("preset-2")
    assert viewer.app.menus.by_id["preset-2"].text() == "Pulmão  1500 / -600"
    assert any("Pulmão" in text for text in viewer.texts()["bottom_left"])
    assert viewer.app.menus.by_id["preset-2"].isChecked()


@pytest.mark.app
def test_the_screenshot_command_gives_its_reasons_in_english(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("nothing to see\n")
    missing = tmp_path / "missing.dcm"
    output = tmp_path / "window.png"
    words = [str(note), str(missing), "--language", "pt_BR", "-o", str(output)]
    ended = subprocess.run(
        [sys.executable, "-m", "viewer", "screenshot", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert f"{missing}: there is no such file or folder" in ended.stderr
    assert f"{note}: a text file" in ended.stderr
    assert output.exists()


@pytest.mark.parametrize(
    ("stated", "english", "portuguese"),
    [
        ("L", "L", "E"),
        ("R", "R", "D"),
        ("AFL", "AFL", "AIE"),
        ("HPR", "HPR", "SPD"),
        ("", "", ""),
    ],
)
def test_letters_of_orientation_are_those_of_brazilian_readers(
    stated: str, english: str, portuguese: str
) -> None:
    assert shown_letters(stated) == english
    set_language("pt_BR")
    assert shown_letters(stated) == portuguese


def test_letters_of_animals_are_the_standards_in_every_language() -> None:
    set_language("pt_BR")
    assert shown_letters("DRT", quadruped=True) == "DRT", "D is dorsal there"


@pytest.mark.usefixtures("portuguese")
def test_right_and_left_are_where_the_patient_has_them(
    open_viewer: OpenViewer, write: Write
) -> None:
    """An axial slice as it is usually stored: the patient's left at the right."""
    viewer = open_viewer(write("one.dcm", ct_slice(0, ImageLaterality="R")))
    transform = viewer.canvas.transform()
    assert transform is not None
    edges = letters_of(viewer.shown.frame.header, 0, transform)
    assert (edges.left, edges.right, edges.top, edges.bottom) == ("D", "E", "A", "P")
    viewer.do("flip-horizontal")
    transform = viewer.canvas.transform()
    assert transform is not None
    edges = letters_of(viewer.shown.frame.header, 0, transform)
    assert (edges.left, edges.right) == ("E", "D")
    assert side_of(viewer.shown.frame.header, 0) == "D", "of the body, as the edges"
    viewer.hover(3, 3)
    place = next(one for one in viewer.texts()["bottom_left"] if one.endswith(" mm"))
    x, y, z = plane_of(viewer.shown.frame.header, 0).to_patient(3, 3)  # type: ignore[union-attr]
    assert place == " · ".join(
        (
            f"{'E' if x > 0 else 'D'} {abs(x):.1f}".replace(".", ","),
            f"{'P' if y > 0 else 'A'} {abs(y):.1f}".replace(".", ","),
            f"{'S' if z >= 0 else 'I'} {abs(z):.1f} mm".replace(".", ","),
        )
    )
