"""Objects without a view of their own: never an empty viewport."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.sets import card_object
from tests.ui.viewer import LEFT, NONE, Viewer
from viewer.demo.build import ct_slice, image
from viewer.demo.documents import presentation_state, references
from viewer.demo.parts import base, item
from viewer.dicom import tags
from viewer.ui.views import VIEWS
from viewer.ui.views.card import CardView

if TYPE_CHECKING:
    from pydicom import Dataset

OBJECTS: dict[str, Callable[[], "Dataset"]] = {
    "Grayscale Softcopy Presentation State Storage": lambda: presentation_state(
        [image()]
    ),
}


def texts(viewer: Viewer) -> list[str]:
    """What the card says, label by label."""
    card = viewer.child("objectCard", QFrame)
    return [label.text() for label in card.findChildren(QLabel)]


@pytest.mark.parametrize(("name", "make"), OBJECTS.items(), ids=list(OBJECTS))
def test_every_object_says_what_it_is_and_what_is_missing(
    open_viewer: OpenViewer, write: Write, name: str, make: Callable[[], "Dataset"]
) -> None:
    viewer = open_viewer(write("object", make()))
    said = texts(viewer)
    assert said[0] == name
    assert said[1].endswith(".")
    assert "TEST, Builder" in said
    missing = ("no view of its own", "it refers to is not open")
    assert any(words in text for text in said for words in missing)
    card = viewer.child("cardView", CardView)
    assert card.accessibleName() == f"{name}. {said[1]}"


def test_text_of_the_file_stays_plain(open_viewer: OpenViewer, write: Write) -> None:
    dataset = card_object(DocumentTitle="<b>x</b>", PatientName="<i>A^B")
    viewer = open_viewer(write("object", dataset))
    assert "<b>x</b>" in texts(viewer)
    labels = viewer.child("cardView", CardView).findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_the_card_follows_the_cell(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("a", card_object(DocumentTitle="First")))
    assert "First" in texts(viewer)
    viewer.open(write("b", card_object(DocumentTitle="Second", InstanceNumber=2)))
    viewer.model.step(1)
    viewer.wait()
    assert "Second" in texts(viewer)
    assert "First" not in texts(viewer)
    viewer.open(write("c", ct_slice()))
    assert viewer.model.shown is not None
    assert not viewer.app.window.findChild(CardView).isVisible()  # type: ignore[union-attr]


def test_nothing_of_the_object_stays_after_closing(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", card_object(DocumentTitle="Secret")))
    (card,) = viewer.app.window.findChildren(CardView)
    assert "TEST, Builder" in card.head.patient.text()
    viewer.app.close_all()
    viewer.until(lambda: not card.findChildren(QFrame, "objectCard"))
    words = [label.text() for label in card.findChildren(QLabel)]
    assert not any("TEST" in text or "Secret" in text for text in words)
    assert card.accessibleName() == ""


def test_a_card_can_be_made_active_and_maximised(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", card_object()))
    viewer.do("layout-1x2")
    viewer.app.grid.activate_next()
    card = viewer.child("cardView", CardView)
    QTest.mouseClick(card, LEFT, NONE, QPoint(5, 5))
    assert viewer.app.grid.state.active == 0
    QTest.mouseDClick(card, LEFT, NONE, QPoint(5, 5))
    assert viewer.app.grid.state.maximised


def test_what_an_object_refers_to_opens_beside_it(
    open_viewer: OpenViewer, write: Write
) -> None:
    images = [ct_slice(index, SeriesNumber=1) for index in range(3)]
    for index, one in enumerate(images):
        write(f"study/{index}", one)
    sources = references(images[1:2])
    path = write("study/document", card_object(SourceInstanceSequence=sources))
    viewer = open_viewer(path.parent)
    sets = list(viewer.app.workspace.state.catalogue.sets())
    viewer.model.show_set(next(one for one in sets if one.view == "card"))
    viewer.wait()
    card = viewer.child("objectCard", QFrame)
    (link,) = card.findChildren(QPushButton)
    assert link.text() == "1 object: CT Image Storage"
    link.click()
    viewer.wait()
    assert len(viewer.app.grid.visible()) == 2
    assert viewer.app.grid.state.active == 1
    header = viewer.shown.frame.header
    assert header.text(tags.SOPInstanceUID) == images[1].SOPInstanceUID
    assert viewer.app.grid.cells[0].state.what.display_set is not None


def test_a_reference_to_what_is_not_open_says_so(
    open_viewer: OpenViewer, write: Write
) -> None:
    missing = ct_slice()
    viewer = open_viewer(write("state", presentation_state([missing])))
    (link,) = viewer.child("objectCard", QFrame).findChildren(QPushButton)
    link.click()
    said = viewer.app.status.message.text()
    assert "CT Image Storage" in said
    assert missing.SOPInstanceUID in said
    assert len(viewer.app.grid.visible()) == 1


def long_set() -> "Dataset":
    """A structure set with more regions than a cell has room for."""
    regions = [
        item(ROINumber=number, ROIName=f"Region {number}") for number in range(1, 131)
    ]
    contours = [
        item(ReferencedROINumber=number, ROIDisplayColor=[255, number, 0])
        for number in range(1, 131)
    ]
    return base(
        "1.2.840.10008.5.1.4.1.1.481.3",
        "RTSTRUCT",
        StructureSetLabel="LONG",
        StructureSetROISequence=regions,
        ROIContourSequence=contours,
    )


def test_tables_are_drawn_with_their_colours_and_cut_where_they_are_long(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("set", long_set()))
    said = texts(viewer)
    assert "Regions of interest" in said
    assert "Region 100" in said
    assert "Region 101" not in said
    assert "and 30 more rows" in said
    table = viewer.child("cardTable", QWidget)
    patches = [one for one in table.findChildren(QLabel) if one.pixmap().width()]
    assert patches[6].toolTip() == "#ff0700"
    assert patches[6].pixmap().toImage().pixelColor(3, 3).name() == "#ff0700"
    view = viewer.child("cardView", CardView)
    assert ("130", "Region 130", "#ff8200") in view.numbers()


def test_the_picture_has_all_of_a_long_card(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("set", long_set()))
    view = viewer.child("cardView", CardView)
    card = viewer.child("objectCard", QFrame)
    assert card.height() > view.height()
    made = view.picture()
    assert made.height() == 2 * (view.head.height() + card.height())
    before = view.area.verticalScrollBar().value()
    viewer.press_key("PgDown")
    assert view.area.verticalScrollBar().value() > before


def test_every_view_word_of_a_kind_has_a_class() -> None:
    from viewer.kinds import KINDS

    assert {kind.view for kind in KINDS} <= VIEWS.keys()


def test_every_view_serves_the_word_by_which_it_is_found() -> None:
    words = {word: getattr(make(), "word", word) for word, make in VIEWS.items()}
    assert [word for word, own in words.items() if own != word] == []
