"""The manual: complete in each language, true to the menus, at the right page."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from tests.ui.conftest import OpenViewer
from tests.ui.viewer import Viewer
from viewer.store.habits import Mouse
from viewer.store.settings import Settings
from viewer.text import set_language
from viewer.ui.actions import ACTIONS, MENUS
from viewer.ui.dialogs.manual import ManualWindow
from viewer.ui.language import languages
from viewer.ui.manual import (
    CONTEXTS,
    FOLDER,
    PAGES,
    make_pages,
    page_of,
    page_text,
    pictures_folder,
    teller,
)
from viewer.ui.shortcuts import every_command
from viewer.ui.widgets.manual_text import (
    REFERENCE,
    Page,
    made_page,
    search,
    sections,
    to_html,
)

ROOT = Path(__file__).parent.parent.parent
WRITTEN = [path.name for path in sorted(FOLDER.iterdir()) if path.is_dir()]
MOST_BYTES = 3_000_000
LITERAL_KEY = re.compile(
    r"\b(?:Ctrl|Alt|Shift|Esc|Enter|Del)\s?\+|\bF\d{1,2}\b|\bPage (?:Up|Down)"
)
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
every_page = pytest.mark.parametrize("name", PAGES)
every_language = pytest.mark.parametrize("code", WRITTEN)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    set_language("en")


def told(what: str, which: str) -> str:
    return f"{what}/{which}"


def test_it_is_written_in_every_language_of_the_window_and_small() -> None:
    assert set(WRITTEN) == set(languages())
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    for code in WRITTEN:
        names = {path.stem for path in (FOLDER / code).glob("*.md")}
        assert names == set(PAGES), code


@every_page
@every_language
def test_a_page_names_the_same_things_in_each_language(name: str, code: str) -> None:
    english, other = page_text(name, "en"), page_text(name, code)
    assert REFERENCE.findall(other) == REFERENCE.findall(english)
    assert [one for _, one in PICTURE.findall(other)] == [
        one for _, one in PICTURE.findall(english)
    ]
    assert LINK.findall(other) == LINK.findall(english)
    assert shape(other) == shape(english)


def shape(text: str) -> list[str]:
    """The kinds of a page's blocks, in their order."""
    return re.findall(r"^(#+|- |\d\.|>|\|)", text, re.M)


@every_page
@every_language
def test_keys_and_menus_are_named_by_references_only(name: str, code: str) -> None:
    rest = REFERENCE.sub("", page_text(name, code))
    assert LITERAL_KEY.findall(rest) == []
    assert "{" not in rest
    assert "›" not in rest  # no menu either


@every_page
@every_language
def test_links_and_pictures_lead_somewhere(name: str, code: str) -> None:
    text = page_text(name, code)
    assert set(LINK.findall(text)) <= set(PAGES)
    for said, file in PICTURE.findall(text):
        picture = QImage(str(FOLDER / code / "pictures" / file))
        assert not picture.isNull(), file
        assert len(said) > 10


def test_no_picture_lies_there_unused() -> None:
    for code in WRITTEN:
        used = {
            file for name in PAGES for _, file in PICTURE.findall(page_text(name, code))
        }
        there = {path.name for path in (FOLDER / code / "pictures").iterdir()}
        assert there == used


def test_every_dialog_and_panel_has_its_page() -> None:
    assert set(CONTEXTS.values()) <= set(PAGES)
    code = "".join(
        path.read_text("utf-8") for path in (ROOT / "viewer" / "ui").rglob("*.py")
    )
    for name in CONTEXTS:
        assert re.search(rf'setObjectName\("{name}"\)|\s"{name}",\n', code), name
    classes = re.compile(r"class \w+\(QDialog\)")
    named = re.compile(r'self\.setObjectName\("([^"]+)"\)')
    for path in sorted((ROOT / "viewer" / "ui" / "dialogs").glob("*.py")):
        text = path.read_text("utf-8")
        if classes.search(text):
            assert named.findall(text)[0] in CONTEXTS, path.name
    panel = re.compile(r'self\.setObjectName\("(\w+Panel)"\)')
    for path in sorted((ROOT / "viewer" / "ui" / "panels").glob("[a-z]*.py")):
        assert set(panel.findall(path.read_text("utf-8"))) & set(CONTEXTS), path.name


@cache
def translated_menus(code: str) -> tuple[str, ...]:
    set_language(code)
    from viewer.text import tr

    return tuple(tr(title).replace("&", "") for _, title in MENUS)


@every_language
def test_every_reference_is_in_the_tables_of_the_program(
    open_viewer: OpenViewer, code: str
) -> None:
    set_language(code)
    viewer = open_viewer()
    pages = make_pages(viewer.app)
    menus = translated_menus(code)
    set_language(code)
    assert [page.name for page in pages] == list(PAGES)
    for page in pages:
        assert "{" not in page.html, page.name
        assert len(page.title) > 2
    ids = {which for _, which in REFERENCE.findall(page_text("look", code))}
    assert {"fit", "pick-layout"} <= ids
    whole = "".join(page.html for page in pages)
    assert any(f"<b>{menu} › " in whole for menu in menus)


def test_a_reference_to_nothing_is_a_fault(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    tell = teller(every_command(viewer.app), Mouse())
    for what in ("action", "setting", "submenu", "key", "nothing"):
        with pytest.raises((KeyError, StopIteration)):
            tell(what, "fly")


def test_the_reader_s_own_keys_and_buttons_stand_in_it(
    open_viewer: OpenViewer,
) -> None:
    settings = Settings(
        keys=(("reset", ("Ctrl+F8",)), ("invert", ())), mouse=Mouse(middle="zoom")
    )
    viewer = open_viewer(settings=settings)
    html = {page.name: page.html for page in make_pages(viewer.app)}
    assert "<code>Ctrl+F8</code>" in html["begin"]
    shortcuts = html["shortcuts"]
    assert "<td><code>Ctrl+F8</code></td><td>Reset the view</td>" in shortcuts
    assert "<td>Invert</td>" not in shortcuts
    assert "<td>Middle button</td><td>Zoom</td>" in shortcuts
    with_keys = [one for one in every_command(viewer.app) if one.keys]
    assert shortcuts.count("<td><code>") == len(with_keys)
    assert len(with_keys) > len(ACTIONS) / 4


def manual_of(viewer: Viewer) -> ManualWindow:
    return viewer.app.manual.window


def test_the_key_opens_it_at_the_page_of_what_has_the_keyboard(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.press_key("F1")
    manual = manual_of(viewer)
    assert manual.isVisible()
    assert manual.name == "look"
    viewer.app.window.activateWindow()
    viewer.do("find-element")
    QTest.keySequence(viewer.app.sides.header.filter, "F1")
    assert manual.name == "kinds"
    assert manual_of(viewer) is manual
    viewer.app.window.close()
    assert not manual.isVisible()


def test_it_opens_in_dialogs_too_and_can_be_used_beside_them(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.do("settings")
    (dialog,) = viewer.app.window.findChildren(QDialog, "settingsDialog")
    viewer.until(lambda: QApplication.activeWindow() is dialog)
    QTest.keySequence(dialog, "F1")
    manual = manual_of(viewer)
    assert manual.name == "settings"
    assert manual.parent() is None  # what blocks the window does not block it
    dialog.close()


def test_each_part_of_the_window_has_its_page(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    assert page_of(viewer.canvas) == "look"
    assert page_of(viewer.app.sides.thumbnails) == "open"
    assert page_of(viewer.app.sides.header.filter) == "kinds"
    assert page_of(None) == "look"
    child = QWidget(viewer.child("statusBar", QWidget))
    assert page_of(child) == "troubleshooting"


def test_search_links_and_back_by_the_keyboard(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    viewer.do("manual")
    manual = manual_of(viewer)
    assert manual.contents.count() == len(PAGES)
    manual.filter.setFocus()
    QTest.keyClicks(manual.filter, "magnification")
    assert manual.contents.count() >= 1
    QTest.keyClick(manual.filter, Qt.Key.Key_Return)
    assert manual.name == "measure"
    assert "magnification" in manual.page.toPlainText()
    manual.filter.setText("nothing of that kind")
    assert not manual.contents.item(0).flags()
    QTest.keyClick(manual.filter, Qt.Key.Key_Return)
    manual.filter.clear()
    assert manual.contents.currentRow() == PAGES.index("measure")
    back = manual.findChild(QPushButton, "manualBack")
    assert back is not None
    back.click()
    assert manual.name == "begin"  # the page it was opened at: nothing is open
    QTest.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_a_change_of_keys_is_followed_while_it_is_open(
    open_viewer: OpenViewer,
) -> None:
    viewer = open_viewer()
    viewer.do("manual")
    manual_of(viewer).show_page("shortcuts")
    viewer.app.preferences.change(keys=(("reset", ("Ctrl+F8",)),))
    assert manual_of(viewer).name == "shortcuts"
    assert "Ctrl+F8" in manual_of(viewer).page.toPlainText()


def test_another_language_is_spoken_while_it_is_open(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.do("tour")
    viewer.do("manual")
    manual = manual_of(viewer)
    manual.show_page("measure")
    viewer.app.preferences.change(language="pt_BR")
    viewer.wait()
    assert manual.windowTitle() == "Manual do Negatoscope"
    assert manual.name == "measure"
    assert "Medir e marcar" in manual.page.toPlainText()
    assert "Medidas › Distância" in manual.page.toPlainText()
    assert manual.contents.item(0).text() == "Primeiros passos"
    assert viewer.app.tour.bar.sentence.text().startswith("1 de 7 · Gire a roda")
    assert viewer.app.tour.bar.buttons["close"].text() == "Encerrar"
    assert pictures_folder().parts[-2] == "pt_BR"
    viewer.app.preferences.change(language="en")
    viewer.wait()
    assert "Measure and mark" in manual.page.toPlainText()


def test_only_its_own_pictures_are_loaded(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    viewer.do("manual")
    page = manual_of(viewer).page
    kinds = QTextDocument.ResourceType
    loaded = page.loadResource(kinds.ImageResource.value, "start.jpg")
    assert isinstance(loaded, QImage)
    assert not loaded.isNull()
    for name in ("/etc/hostname", "../../begin.md", "http://example.org/x.png"):
        outside = page.loadResource(kinds.ImageResource.value, name)
        assert isinstance(outside, QImage)
        assert outside.isNull()
    assert page.loadResource(kinds.StyleSheetResource.value, "x.css") is None
    assert pictures_folder() == FOLDER / "en" / "pictures"


def test_markdown_becomes_html() -> None:
    text = """# Title & more

One **bold** and *slanted*
`code < 3` [there](open).

- a
  goes on
- b

1. first
2. second

> A note.

| x | y |
|---|---|
| 1 | 2 |

![A picture](p.jpg)
"""
    html = to_html(text)
    for part in (
        "</a>Title &amp; more</h1>",
        "<b>bold</b> and <i>slanted</i> <code>code &lt; 3</code>",
        '<a href="open">there</a>',
        "<ul><li>a goes on</li><li>b</li></ul>",
        "<ol><li>first</li><li>second</li></ol>",
        "A note.",
        "<tr><td>x</td><td>y</td></tr><tr><td>1</td><td>2</td></tr>",
        '<img src="p.jpg" alt="A picture"/>',
    ):
        assert part in html, part


def test_headings_are_found_before_texts() -> None:
    pages = [
        made_page("a", "# One\n\nof zoom\n\n## Two\n\nnothing", told),
        made_page("b", "# Zoom\n\n{key:x}", told),
    ]
    assert pages[0] == Page("a", "One", pages[0].html)
    found = search(sections(pages), "ZOOM")
    assert [(one.page, one.heading) for one in found] == [("b", "Zoom"), ("a", "One")]
    assert "key/x" in found[0].text
    assert search(sections(pages), " ") == []
