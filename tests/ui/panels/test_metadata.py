from collections.abc import Iterator

import pytest
from pydicom import Dataset
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from viewer.dicom.elements import ElementRow, element_rows
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.files.summary import Summary, summary
from viewer.ui.dialogs.whole_value import WholeValueDialog
from viewer.ui.panels.metadata import MetadataPanel
from viewer.ui.theme import apply_theme

NO_KEY = Qt.KeyboardModifier.NoModifier
NASTY = '<table><tr><td><img src="file:///etc/passwd">'


def rows_of(**values: object) -> tuple[ElementRow, ...]:
    dataset = Dataset()
    dataset.PatientName = "SILVA^João"
    dataset.PatientID = "00123"
    dataset.PixelSpacing = [0.5, 0.25]
    for keyword, value in values.items():
        setattr(dataset, keyword, value)
    block = dataset.private_block(0x0009, "MAKER 1", create=True)
    block.add_new(1, "LO", "secret sauce")
    return element_rows(dataset)


def summary_of(
    sop_class: str = "1.2.840.10008.5.1.4.1.1.2", maker: str = ""
) -> Summary:
    elements = {0x00080016: ("UI", sop_class.encode())}
    elements[0x00280010] = ("US", b"\0\2")
    elements[0x00280011] = ("US", b"\0\2")
    elements[0x00280100] = ("US", b"\x10\0")
    elements[0x00280030] = ("DS", b"0.5\\0.5")
    elements[0x00080070] = ("LO", maker.encode())
    header = Header(
        Source("memory"), elements, "1.2.840.10008.1.2.1", pixel_tag=0x7FE00010
    )
    return summary(header)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[MetadataPanel]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, "dark")
    made = MetadataPanel()
    qtbot.addWidget(made)
    made.resize(300, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    application.setStyleSheet("")


def text(panel: MetadataPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    shown = label.text().replace("\u00a0", " ")
    return shown if label.isVisible() else ""


def spoken(panel: MetadataPanel) -> list[str]:
    model = panel.elements.outline
    return [
        str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for row in range(model.rowCount())
    ]


def choose(panel: MetadataPanel, words: str) -> None:
    number = next(n for n, line in enumerate(spoken(panel)) if words in line)
    panel.elements.setCurrentIndex(panel.elements.outline.index(number, 0))


def click(widget: QWidget, where: QPoint) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NO_KEY, where)


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_the_card_answers_in_plain_words(panel: MetadataPanel) -> None:
    panel.show_summary(summary_of(maker="Maker"))
    assert text(panel, "sopClassName") == "CT Image Storage"
    assert text(panel, "sopClassUid") == "1.2.840.10008.5.1.4.1.1.2"
    assert text(panel, "sopClassNote") == ""
    assert text(panel, "sizeText") == "512 × 512, 1 frame"
    assert text(panel, "resolutionText") == "0.5 × 0.5 mm per pixel"
    assert text(panel, "resolutionDetail") == "from Pixel Spacing, in the patient"
    assert text(panel, "equipmentText") == "Maker"
    assert text(panel, "compressionText") == "None"


def test_the_card_says_what_older_tables_got_wrong(panel: MetadataPanel) -> None:
    panel.show_summary(summary_of("1.2.840.10008.5.1.4.1.1.77.1.3"))
    assert "swap" in text(panel, "sopClassNote")
    panel.show_summary(summary_of())
    assert text(panel, "sopClassNote") == ""


def test_a_cleared_panel_shows_nothing_of_the_last_object(
    panel: MetadataPanel,
) -> None:
    panel.show_summary(summary_of(maker="Maker"))
    panel.show_rows(rows_of())
    panel.clear()
    seen = " ".join(w.text() for w in panel.findChildren(QLabel) if w.isVisible())
    assert "CT Image" not in seen
    assert "Maker" not in seen
    assert panel.elements.outline.rowCount() == 0


def test_no_label_takes_text_of_a_file_for_html(panel: MetadataPanel) -> None:
    panel.show_summary(summary_of(sop_class=NASTY, maker=NASTY * 10))
    panel.show_rows(rows_of(PatientComments=NASTY))
    labels = panel.findChildren(QLabel)
    assert len(labels) > 10
    assert all(w.textFormat() == Qt.TextFormat.PlainText for w in labels)
    assert "<table>" in text(panel, "equipmentText").replace("\u200b", "")


def test_a_tool_tip_escapes_what_the_file_holds(panel: MetadataPanel) -> None:
    panel.show_rows(rows_of(PatientComments=NASTY))
    choose(panel, "Patient Comments")
    tip = panel.elements.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert "&lt;img" in tip


def test_long_words_do_not_widen_the_panel(panel: MetadataPanel) -> None:
    before = panel.minimumSizeHint().width()
    panel.show_summary(summary_of(sop_class="1." + "2" * 62, maker="M" * 200))
    assert panel.minimumSizeHint().width() <= max(before, 280)
    assert "".join(text(panel, "sopClassUid").split("\n")) == "1." + "2" * 62


def test_elements_are_listed_under_their_headings(panel: MetadataPanel) -> None:
    panel.show_rows(rows_of())
    assert spoken(panel)[:3] == [
        "Patient",
        "Patient's Name: SILVA^João",
        "Patient ID: 00123",
    ]
    assert "Pixel Spacing: 0.5 \\ 0.25" in spoken(panel)
    assert text(panel, "elementCount") == "5"


def test_typing_filters_and_escape_brings_all_back(
    panel: MetadataPanel, qtbot: QtBot
) -> None:
    panel.show_rows(rows_of())
    panel.focus_filter()
    everything = spoken(panel)
    QTest.keyClicks(panel.filter, "spacing")
    qtbot.waitUntil(lambda: len(spoken(panel)) == 2)
    assert spoken(panel) == ["Image", "Pixel Spacing: 0.5 \\ 0.25"]
    assert text(panel, "elementCount") == "1 of 5"
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: spoken(panel) == everything)


def test_a_filter_that_finds_nothing_says_so(
    panel: MetadataPanel, qtbot: QtBot
) -> None:
    panel.show_rows(rows_of())
    panel.filter.setText("nobody")
    qtbot.waitUntil(lambda: text(panel, "headerMessage") != "")
    assert text(panel, "headerMessage") == "No element has “nobody”."
    panel.filter.clear()
    qtbot.waitUntil(lambda: panel.elements.isVisible())


def test_the_private_switch_hides_makers_own_elements(panel: MetadataPanel) -> None:
    panel.show_rows(rows_of())
    assert "secret sauce" in " ".join(spoken(panel))
    click(panel.private, QPoint(10, 10))
    assert not panel.private.isChecked()
    assert "secret sauce" not in " ".join(spoken(panel))


def test_value_row_and_path_are_copied(panel: MetadataPanel) -> None:
    item = Dataset()
    item.ScheduledProcedureStepID = "step"
    panel.show_rows(rows_of(RequestAttributesSequence=[item]))
    choose(panel, "Pixel Spacing")
    QTest.keyClick(panel.elements, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == "0.5\\0.25"
    panel.elements.copy("row")
    assert clipboard() == "(0028,0030)\tDS\tPixelSpacing\tPixel Spacing\t0.5\\0.25"
    choose(panel, "Request Attributes Sequence")
    QTest.keyClick(panel.elements, Qt.Key.Key_Right)
    choose(panel, "step")
    panel.elements.copy("path")
    assert clipboard() == "(0040,0275)[1].(0040,0009)"


def test_keys_and_clicks_fold_and_unfold(panel: MetadataPanel) -> None:
    item = Dataset()
    item.ScheduledProcedureStepID = "step"
    panel.show_rows(rows_of(RequestAttributesSequence=[item]))
    folded = spoken(panel)
    choose(panel, "Request Attributes Sequence")
    index = panel.elements.currentIndex()
    where = panel.elements.visualRect(index).center()
    area = panel.elements.viewport()
    click(area, where)
    assert len(spoken(panel)) == len(folded) + 1
    QTest.keyClick(panel.elements, Qt.Key.Key_Left)
    assert spoken(panel) == folded
    QTest.keyClick(panel.elements, Qt.Key.Key_Space)
    assert len(spoken(panel)) == len(folded) + 1
    assert panel.elements.currentIndex().row() == index.row()


def test_a_double_click_opens_what_is_folded(panel: MetadataPanel) -> None:
    item = Dataset()
    item.ScheduledProcedureStepID = "step"
    panel.show_rows(rows_of(RequestAttributesSequence=[item]))
    folded = len(spoken(panel))
    choose(panel, "Request Attributes Sequence")
    where = panel.elements.visualRect(panel.elements.currentIndex()).center()
    area = panel.elements.viewport()
    click(area, where)
    QTest.mouseDClick(area, Qt.MouseButton.LeftButton, NO_KEY, where)
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, NO_KEY, where)
    assert len(spoken(panel)) == folded + 1


def test_a_cut_value_is_shown_whole_on_request(
    panel: MetadataPanel, qtbot: QtBot
) -> None:
    long = "<b>word</b>, " * 500 + "."
    panel.show_rows(rows_of(PatientComments=long))
    choose(panel, "Patient Comments")
    QTest.keyClick(panel.elements, Qt.Key.Key_Return)
    dialog = panel.findChild(WholeValueDialog)
    assert isinstance(dialog, WholeValueDialog)
    shown = dialog.findChild(QPlainTextEdit, "wholeValueText")
    assert isinstance(shown, QPlainTextEdit)
    assert shown.toPlainText() == long
    panel.elements.copy()
    assert clipboard() == long
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()


def test_a_short_value_has_no_window_of_its_own(panel: MetadataPanel) -> None:
    panel.show_rows(rows_of())
    choose(panel, "Patient ID")
    QTest.keyClick(panel.elements, Qt.Key.Key_Return)
    assert panel.findChild(WholeValueDialog) is None


def test_the_context_menu_offers_copies(panel: MetadataPanel) -> None:
    panel.show_rows(rows_of(PatientComments="x" * 3000))
    choose(panel, "Patient Comments")
    where = panel.elements.visualRect(panel.elements.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, QPoint(5, 5))
    QApplication.sendEvent(panel.elements.viewport(), event)
    menu = panel.elements.findChild(QMenu, "elementMenu")
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Copy value", "Copy row", "Copy tag path", "Show whole value…"]
    value, row, path = menu.actions()[:3]
    value.trigger()
    assert clipboard() == "x" * 3000
    row.trigger()
    assert clipboard().startswith("(0010,4000)\tLT\tPatientComments\tPatient Comments")
    path.trigger()
    assert clipboard() == "(0010,4000)"
    menu.close()


def test_rows_of_the_last_object_are_pale_until_the_new_ones_come(
    panel: MetadataPanel,
) -> None:
    panel.show_rows(rows_of())
    bright = panel.elements.grab().toImage()
    panel.show_summary(summary_of())
    pale = panel.elements.grab().toImage()
    assert brightest(pale) < brightest(bright) - 60
    panel.show_rows(rows_of())
    assert brightest(panel.elements.grab().toImage()) == brightest(bright)


def brightest(image: QImage) -> int:
    return max(
        image.pixelColor(x, y).lightness()
        for x in range(0, image.width())
        for y in range(0, min(200, image.height()))
    )


def test_selection_and_place_stay_from_image_to_image(panel: MetadataPanel) -> None:
    panel.resize(300, 420)
    panel.show_rows(rows_of())
    choose(panel, "Pixel Spacing")
    bar = panel.elements.verticalScrollBar()
    bar.setValue(bar.maximum())
    place = bar.value()
    panel.show_rows(rows_of(PatientID="other"))
    assert place > 0
    assert bar.value() == place
    line = spoken(panel)[panel.elements.currentIndex().row()]
    assert line.startswith("Pixel Spacing")


def test_a_failure_is_a_sentence_in_place_of_the_elements(
    panel: MetadataPanel,
) -> None:
    panel.show_rows(rows_of())
    panel.show_failure("The file is no longer there.")
    assert text(panel, "headerMessage") == "The file is no longer there."
    assert not panel.elements.isVisible()
    panel.show_rows(rows_of())
    assert panel.elements.isVisible()


def test_the_down_key_goes_from_the_filter_into_the_list(panel: MetadataPanel) -> None:
    panel.show_rows(rows_of())
    panel.focus_filter()
    QTest.keyClick(panel.filter, Qt.Key.Key_Down)
    assert panel.elements.currentIndex().row() == 0
    QTest.keyClick(panel.elements, Qt.Key.Key_Down)
    assert panel.elements.currentIndex().row() == 1


def test_the_value_keeps_most_of_a_narrow_panel(panel: MetadataPanel) -> None:
    panel.resize(280, 600)
    panel.show_rows(rows_of())
    line = panel.elements.outline.line(1)
    assert line is not None
    width = panel.elements.viewport().width()
    assert panel.elements.delegate.value_width(line, width) > 0.6 * width


def test_every_part_has_a_name_for_scripts(panel: MetadataPanel) -> None:
    for name in (
        "summaryCard",
        "headerFilter",
        "privateElements",
        "headerElements",
        "sopClassName",
        "compressionDetail",
    ):
        assert panel.findChild(QWidget, name) is not None
