"""Objects without a view of their own: never an empty viewport."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NONE, Viewer
from viewer.demo.build import ct_slice, image
from viewer.demo.documents import (
    encapsulated,
    key_objects,
    presentation_state,
    report,
    waveform,
)
from viewer.ui.views import VIEWS
from viewer.ui.views.card import CardView

if TYPE_CHECKING:
    from pydicom import Dataset

OBJECTS: dict[str, Callable[[], "Dataset"]] = {
    "Encapsulated PDF Storage": encapsulated,
    "12-lead ECG Waveform Storage": waveform,
    "Basic Text SR Storage": report,
    "Key Object Selection Document Storage": lambda: key_objects([image()]),
    "Grayscale Softcopy Presentation State Storage": lambda: presentation_state(
        [image()]
    ),
    "Unknown SOP Class": lambda: encapsulated(SOPClassUID="1.2.3.4"),
}


def texts(viewer: Viewer) -> list[str]:
    """What the card says, label by label."""
    view = viewer.child("cardView", CardView)
    return [
        label.text().replace("\u200b", "")
        for label in view.findChildren(QLabel)
        if label.isVisible()
    ]


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
    dataset = encapsulated(DocumentTitle="<b>x</b>", PatientName="<i>A^B")
    viewer = open_viewer(write("object", dataset))
    assert "<b>x</b>" in texts(viewer)
    labels = viewer.child("cardView", CardView).findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_the_card_follows_the_cell(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("a", encapsulated(DocumentTitle="First")))
    assert "First" in texts(viewer)
    viewer.open(write("b", encapsulated(DocumentTitle="Second", InstanceNumber=2)))
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
    viewer = open_viewer(write("a", encapsulated(DocumentTitle="Secret")))
    (card,) = viewer.app.window.findChildren(CardView)
    viewer.app.close_all()
    viewer.until(lambda: not card.findChildren(QLabel))
    assert card.accessibleName() == ""


def test_a_card_can_be_made_active_and_maximised(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", encapsulated()))
    viewer.do("layout-1x2")
    viewer.app.grid.activate_next()
    card = viewer.child("cardView", CardView)
    QTest.mouseClick(card, LEFT, NONE, QPoint(5, 5))
    assert viewer.app.grid.state.active == 0
    QTest.mouseDClick(card, LEFT, NONE, QPoint(5, 5))
    assert viewer.app.grid.state.maximised


def test_every_view_word_of_a_kind_has_a_class() -> None:
    from viewer.kinds import KINDS

    assert {kind.view for kind in KINDS} <= VIEWS.keys()
