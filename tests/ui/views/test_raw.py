"""Raw data on screen: its blocks, their bytes page by page, what it refers to."""

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QSpinBox, QTreeWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.demo.parts import base
from viewer.demo.raw import CREATOR, raw_data
from viewer.dicom import tags
from viewer.kinds.raw import dump
from viewer.ui.views.raw import PAGE_BYTES, RawView


@pytest.fixture
def raw(open_viewer: OpenViewer, write: Write) -> Viewer:
    return open_viewer(write("raw", raw_data()))


def blocks(viewer: Viewer) -> QTreeWidget:
    return viewer.child("rawBlocks", QTreeWidget)


def shown(viewer: Viewer) -> str:
    return viewer.child("rawBytes", QPlainTextEdit).toPlainText()


def test_the_blocks_are_listed_and_the_first_is_shown(raw: Viewer) -> None:
    listed = blocks(raw)
    lines = [listed.topLevelItem(at) for at in range(listed.topLevelItemCount())]
    texts = [[one.text(column) for column in range(5)] for one in lines if one]
    assert texts[0] == [CREATOR, "0029,1001", "LO", "", "14 B"]
    assert texts[1][4] == "12 kB"
    assert "A private text" in shown(raw)
    assert "never" not in raw.child("rawFacts", QLabel).text()


def test_pages_turn_by_key(raw: Viewer) -> None:
    data = raw_data()[0x00291010].value
    listed = blocks(raw)
    raw.press_key("Down", listed)
    assert shown(raw) == dump(data[:PAGE_BYTES], 0)
    raw.press_key("PgDown", listed)
    assert raw.child("rawPage", QSpinBox).value() == 2
    assert shown(raw) == dump(data[PAGE_BYTES : 2 * PAGE_BYTES], PAGE_BYTES)
    raw.press_key("PgUp", listed)
    assert shown(raw).startswith("00000000")


def test_the_beginning_of_a_large_block_is_called_so(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("raw", raw_data(400_000)))
    viewer.press_key("Down", blocks(viewer))
    said = viewer.child("rawShown", QLabel).text()
    assert said == "0029,1010 · only the first 262.1 kB of 800 kB"


def test_what_it_refers_to_opens_beside(open_viewer: OpenViewer, write: Write) -> None:
    image = ct_slice()
    write("study/image", image)
    reference = {
        "ReferencedSOPClassUID": image.SOPClassUID,
        "ReferencedSOPInstanceUID": image.SOPInstanceUID,
    }
    path = write("study/raw", raw_data(ReferencedInstanceSequence=[reference]))
    viewer = open_viewer(path.parent)
    sets = viewer.app.workspace.state.catalogue.sets()
    viewer.model.show_set(next(one for one in sets if one.view == "raw"))
    viewer.wait()
    view = viewer.child("rawView", RawView)
    (link,) = (one for one in view.findChildren(QPushButton) if one.isVisible())
    assert link.text() == "Refers to: 1 object: CT Image Storage"
    link.click()
    viewer.wait()
    header = viewer.shown.frame.header
    assert header.text(tags.SOPInstanceUID) == image.SOPInstanceUID


def test_an_unknown_class_with_nothing_known_in_it_shows_its_blocks(
    open_viewer: OpenViewer, write: Write
) -> None:
    dataset = base("1.3.12.2.1107.5.9.1", "MR")
    block = dataset.private_block(0x0029, "SIEMENS CSA NON-IMAGE", create=True)
    block.add_new(0x10, "OB", b"SV10")
    viewer = open_viewer(write("csa", dataset))
    assert "53 56 31 30" in shown(viewer)
    view = viewer.child("rawView", RawView)
    assert [row[1] for row in view.numbers()] == ["Tag", "0029,1010"]
    assert "SV10" in view.words()


def test_an_object_without_blocks_says_so(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("raw", base("1.2.840.10008.5.1.4.1.1.66", "MR")))
    assert "no private or binary elements" in shown(viewer)


def test_nothing_stays_after_closing(raw: Viewer) -> None:
    view = raw.child("rawView", RawView)
    raw.app.close_all()
    assert view.hex.toPlainText() == ""
    assert view.blocks.topLevelItemCount() == 0
    assert view.facts.text() == ""
