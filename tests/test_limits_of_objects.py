"""Limits on what objects hold, each tried just inside and just outside."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData

from tests.files.profiles import made_profile
from tests.kinds.test_directory import SLICES, outline
from tests.kinds.test_directory import read as read_tree
from tests.kinds.test_spectroscopy import read as read_spectra
from tests.kinds.test_waveform import read as read_recording
from tests.pixels.test_graphics import drawn, layers
from viewer import limits
from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.directories import directory, inventory
from viewer.demo.ecg import electrocardiogram
from viewer.demo.parts import base, item
from viewer.demo.presentation_states import anchored_text, layer
from viewer.demo.spectra import spectroscopy
from viewer.files.byte_window import ByteWindow, OddHeader
from viewer.files.dataset import read_dataset
from viewer.files.header import UnreadableError
from viewer.files.icc_profile import _parsed
from viewer.files.sources import Source
from viewer.kinds.base import ContentError
from viewer.kinds.card_sections import particular_tables, particulars
from viewer.kinds.directory import read_directory, walk
from viewer.kinds.xml_tree import XmlError, parse_xml
from viewer.ui.widgets.drops import pasted_paths

IMPLANT = "1.2.840.10008.5.1.4.43.1"
DEFLATED = "1.2.840.10008.1.2.1.99"
Limits = pytest.MonkeyPatch


def test_a_value_that_the_walker_keeps_has_a_size(monkeypatch: Limits) -> None:
    monkeypatch.setattr(limits, "KEPT_VALUE_BYTES", 100)
    window = ByteWindow(1000, lambda offset, length: bytes(length))
    window.move(0, 100)
    with pytest.raises(OddHeader):
        window.move(0, 101)


@pytest.mark.parametrize("name", ["INFLATE_BYTES", "INFLATE_RATIO"])
def test_a_deflated_data_set_inflates_only_so_far(
    name: str, monkeypatch: Limits
) -> None:
    data = to_bytes(ct_slice(0, np.zeros((64, 64), np.uint16)), DEFLATED)
    plain = 2 * 64 * 64
    monkeypatch.setattr(limits, "INFLATE_FLOOR_BYTES", 0)
    monkeypatch.setattr(limits, name, 2 * plain if name.endswith("BYTES") else 100)
    assert read_dataset(Source("memory", data)).Rows
    monkeypatch.setattr(limits, name, 100 if name.endswith("BYTES") else 1)
    with pytest.raises(UnreadableError):
        read_dataset(Source("memory", data))


def test_a_colour_profile_has_a_size(monkeypatch: Limits) -> None:
    profile = made_profile()
    monkeypatch.setattr(limits, "ICC_PROFILE_BYTES", len(profile))
    _parsed.cache_clear()
    assert _parsed(profile).fault != "damaged"
    monkeypatch.setattr(limits, "ICC_PROFILE_BYTES", len(profile) - 1)
    _parsed.cache_clear()
    assert _parsed(profile).fault == "damaged"
    _parsed.cache_clear()


def test_channels_of_a_waveform_are_counted(monkeypatch: Limits) -> None:
    _, made = electrocardiogram()
    count = len(read_recording(made).groups[0].channels)
    monkeypatch.setattr(limits, "WAVEFORM_CHANNELS", count)
    assert read_recording(made).groups
    monkeypatch.setattr(limits, "WAVEFORM_CHANNELS", count - 1)
    with pytest.raises(ContentError):
        read_recording(made)


def test_marks_of_a_waveform_are_counted(monkeypatch: Limits) -> None:
    _, made = electrocardiogram()
    count = len(read_recording(made).marks)
    for most in (count, count - 1):
        monkeypatch.setattr(limits, "WAVEFORM_MARKS", most)
        assert len(read_recording(made).marks) == most


def test_slabs_of_a_spectrum_are_counted(monkeypatch: Limits) -> None:
    made = spectroscopy()
    count = len(read_spectra(made).slabs)
    for most in (count, count - 1):
        monkeypatch.setattr(limits, "SLABS", most)
        assert len(read_spectra(made).slabs) == most


def test_rows_of_a_card_are_counted(monkeypatch: Limits) -> None:
    made = base(IMPLANT, "OT", ImplantName="Stem", ImplantSize="3")
    for most in (2, 1):
        monkeypatch.setattr(limits, "CARD_ROWS", most)
        assert len(particulars(made)) == most


def test_tables_items_and_columns_of_a_card_are_counted(monkeypatch: Limits) -> None:
    lens = [item(SpherePower=2.5 + n, ViewingDistance=1.0) for n in range(2)]
    uid = "1.2.840.10008.5.1.4.1.1.78.1"
    made = base(uid, "LEN", RightLensSequence=lens, LeftLensSequence=lens)
    for most in (2, 1):
        monkeypatch.setattr(limits, "CARD_TABLES", most)
        assert len(particular_tables(made)) == most
    for most in (2, 1):
        monkeypatch.setattr(limits, "CARD_ITEMS", most)
        assert len(particular_tables(made)[0][2]) == most
    for most in (2, 1):
        monkeypatch.setattr(limits, "CARD_COLUMNS", most)
        assert len(particular_tables(made)[0][1]) == most


def test_records_of_a_directory_are_counted(monkeypatch: Limits) -> None:
    made = directory([("CT/1", SLICES[0]), ("CT/2", SLICES[1])])
    whole = outline(read_tree(made))
    monkeypatch.setattr(limits, "TREE_ENTRIES", len(whole) + 1)
    tree = read_tree(made)
    assert not any("first" in sentence for sentence in tree.notes)
    monkeypatch.setattr(limits, "TREE_ENTRIES", len(whole) - 1)
    tree = read_tree(made)
    assert len(outline(tree)) < len(whole)
    assert any("first" in sentence for sentence in tree.notes)


def test_studies_of_an_inventory_are_counted(monkeypatch: Limits) -> None:
    made = inventory(SLICES[:2])
    for most in (2, 1):
        monkeypatch.setattr(limits, "INVENTORY_STUDIES", most)
        tree = read_directory(made, "inventory")
        assert sum(depth == 2 for depth, _ in walk(tree.entries)) == most


def test_elements_of_xml_are_nested_only_so_far(monkeypatch: Limits) -> None:
    monkeypatch.setattr(limits, "XML_DEPTH", 3)
    assert parse_xml(b"<a><b><c/></b></a>")
    with pytest.raises(XmlError, match="too deeply"):
        parse_xml(b"<a><b><c><d/></c></b></a>")


def test_items_of_a_presentation_state_are_counted(monkeypatch: Limits) -> None:
    made = [layer(name, number) for number, name in enumerate(("A", "B"))]
    for most in (2, 1):
        monkeypatch.setattr(limits, "STATE_ITEMS", most)
        assert len(layers(*made)) == most


def test_characters_of_a_text_over_an_image_are_counted(monkeypatch: Limits) -> None:
    monkeypatch.setattr(limits, "NOTE_CHARACTERS", 4)
    assert drawn(texts=[anchored_text("1234", (1.0, 1.0))]).notes[0].lines == ("1234",)
    assert drawn(texts=[anchored_text("12345", (1.0, 1.0))]).notes[0].lines == ("1234",)


def test_of_a_long_text_in_the_clipboard_the_beginning_is_looked_at(
    monkeypatch: Limits,
) -> None:
    mime = QMimeData()
    mime.setText("/a/first\n/a/second")
    assert pasted_paths(mime) == ["/a/first", "/a/second"]
    monkeypatch.setattr(limits, "PASTED_CHARACTERS", len("/a/first"))
    assert pasted_paths(mime) == ["/a/first"]
