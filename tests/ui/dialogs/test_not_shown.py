from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from viewer.files.index import Conflict, Duplicate, Index
from viewer.files.scan import Failed, Skipped
from viewer.ui.dialogs.not_shown import NotShownDialog, not_shown_rows
from viewer.work.opening import Catalogue

INDEX = Index(
    skipped=(Skipped("/a/note.txt", "a text file"),),
    failed=(Failed("/a/<b>torn</b>.dcm", "Its header is <i>damaged</i>"),),
    duplicates=(Duplicate("1.2", ("/a/one.dcm", "/a/copy.dcm")),),
    conflicts=(Conflict("Two objects, one UID.", ("/a/x.dcm", "/a/y.dcm")),),
)

CATALOGUE = Catalogue(INDEX, ())


def test_every_file_has_its_reason_and_what_failed_stands_first() -> None:
    assert [(what, path) for what, path, _ in not_shown_rows(CATALOGUE)] == [
        ("Unreadable", "/a/<b>torn</b>.dcm"),
        ("Contradiction", "/a/x.dcm"),
        ("Contradiction", "/a/y.dcm"),
        ("Duplicate", "/a/copy.dcm"),
        ("Skipped", "/a/note.txt"),
    ]
    assert all(reason for _, _, reason in not_shown_rows(CATALOGUE))


def test_a_text_too_long_for_its_column_is_whole_in_its_tool_tip(
    qtbot: QtBot,
) -> None:
    dialog = NotShownDialog(CATALOGUE)
    qtbot.addWidget(dialog)
    item = dialog.list.topLevelItem(0)
    assert item is not None
    assert item.text(2) == "Its header is <i>damaged</i>"
    assert item.toolTip(2) == "<qt>Its header is &lt;i&gt;damaged&lt;/i&gt;</qt>"
    assert "<b>" not in item.toolTip(1)


def test_the_list_can_be_copied_line_by_line(qtbot: QtBot) -> None:
    dialog = NotShownDialog(CATALOGUE)
    qtbot.addWidget(dialog)
    for button in dialog.findChildren(QPushButton):
        if "Copy" in button.text():
            button.click()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 5
    assert lines[-1] == "Skipped\t/a/note.txt\ta text file"
