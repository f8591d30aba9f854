"""Curves, tables and palettes in the window: read, reached by key, applied, saved."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NO_BUTTON, NONE, Viewer, move_mouse, rgb_of
from viewer.demo.build import ct_slice, native_frames, ramp
from viewer.demo.documents import report
from viewer.demo.legacy import (
    add_curve,
    curve,
    lut_item,
    modality_lut,
    palette,
    pet_curve,
    voi_lut,
)
from viewer.pixels.look import LookupTable
from viewer.ui.canvas.overlay import value_text
from viewer.ui.exporting import csv_bytes, print_on
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.views.graphs import GraphsView
from viewer.ui.widgets.graph_paper import GraphPaper
from viewer.ui.widgets.number_table import NumberTable

ENTRIES = np.arange(2000, 2512, 2)


def view(viewer: Viewer) -> GraphsView:
    return viewer.child("graphsView", GraphsView)


def beside(viewer: Viewer, word: str) -> ViewportModel:
    """Lay out two cells: the object in the first, what else is open in the second.

    Returns the model of the second.
    """
    sets = list(viewer.app.workspace.state.catalogue.sets())
    viewer.app.grid.lay_out(1, 2)
    first, second = viewer.app.grid.visible()
    first.show_set(next(one for one in sets if one.view == word))
    second.show_set(next(one for one in sets if one.view != word))
    viewer.wait()
    return second


def test_a_curve_shows_its_values_under_the_pointer(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("curve", curve()))
    paper = viewer.child("graphPaper", GraphPaper)
    axes, graph = paper.axes(), paper.graph
    assert axes is not None
    assert graph is not None
    place = axes.place(60, float(graph.lines[0].y[60]))
    move_mouse(paper, (place.x(), place.y() + 30), NO_BUTTON, NONE)
    said = viewer.child("graphPointer", QLabel).text()
    assert said == "Distance [px] = 60 · Value [counts] = 1300"
    table = viewer.child("numberTable", NumberTable)
    assert table.currentIndex().row() == 60


def test_keys_go_from_point_to_point_and_from_line_to_line(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("curve", pet_curve()))
    paper = viewer.child("graphPaper", GraphPaper)
    marks = []
    for key in ("Right", "Right", "Down", "End", "Left", "Home", "Up"):
        viewer.press_key(key, paper)
        marks.append(paper.mark)
    assert marks == [(0, 0), (0, 1), (1, 1), (1, 29), (1, 28), (1, 0), (0, 0)]
    assert viewer.child("graphPointer", QLabel).text().startswith("TUMOUR · Time [s]")


def test_each_curve_can_be_seen_alone(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("curve", pet_curve()))
    shown = view(viewer)
    assert [shown.choice.itemText(at) for at in range(3)] == [
        "All curves",
        "TUMOUR",
        "LIVER",
    ]
    shown.choice.setCurrentIndex(2)
    graph = shown.paper.graph
    assert graph is not None
    assert graph.title == "LIVER"


def test_the_numbers_are_saved_in_full(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("lut", modality_lut()))
    text = csv_bytes(view(viewer).numbers()).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Stored value", "Output"]
    assert rows[1] == ["0", "65535"]
    assert len(rows) == 1 + 4096


def test_a_voi_table_is_applied_to_the_image_beside_and_taken_off(
    open_viewer: OpenViewer, write: Write
) -> None:
    pixels = ramp((20, 20), np.uint16, 12)
    viewer = open_viewer(write("ct", ct_slice(pixels=pixels)), write("lut", voi_lut()))
    image = beside(viewer, "graphs")
    QTest.mouseClick(view(viewer).apply, LEFT)
    voi = image.state.look.voi
    assert isinstance(voi, LookupTable)
    assert voi.explanation == "SOFT"
    viewer.app.grid.activate(image)
    viewer.do("reset")
    assert image.state.look.voi is None


def test_a_modality_table_changes_what_the_pointer_reads(
    open_viewer: OpenViewer, write: Write
) -> None:
    dataset = ct_slice(pixels=ramp((20, 20), np.uint16, 8))
    table = lut_item(ENTRIES.tolist(), bits=12, ModalityLUTType="OD")
    viewer = open_viewer(write("ct", dataset), write("lut", modality_lut(table)))
    image = beside(viewer, "graphs")
    assert image.shown is not None
    before = value_text(image.shown, 3, 5)
    QTest.mouseClick(view(viewer).apply, LEFT)
    stored = int(native_frames(dataset)[0][5, 3])
    after = value_text(image.shown, 3, 5)
    assert before == f"−{1024 - stored} HU"
    assert after == f"{ENTRIES[stored]} 10⁻³ OD"
    viewer.app.grid.activate(image)
    viewer.do("reset")
    assert value_text(image.shown, 3, 5) == before


def test_without_an_image_beside_it_says_what_to_do(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("lut", voi_lut()))
    QTest.mouseClick(view(viewer).apply, LEFT)
    assert viewer.app.status.message.text().startswith("Put a grey image")


def test_curves_within_an_image_open_beside_it(
    open_viewer: OpenViewer, write: Write
) -> None:
    dataset = add_curve(ct_slice(), [[1, 2], [3, 4]], 2, label="INSIDE")
    viewer = open_viewer(write("ct", dataset))
    assert viewer.model.shown is not None
    viewer.do("curves")
    graph = view(viewer).paper.graph
    assert graph is not None
    assert graph.title == "INSIDE"
    assert "TEST" in view(viewer).head.patient.text()
    assert viewer.app.grid.visible()[0].shown is not None


def test_an_image_without_curves_offers_none(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("ct", ct_slice()))
    viewer.app.menus.refresh()
    assert not viewer.app.menus.by_id["curves"].isEnabled()


def test_a_palette_shows_its_colours(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("palette", palette()))
    colours = rgb_of(view(viewer).picture()).reshape(-1, 3)
    assert (colours == (255, 0, 0)).all(axis=1).any()
    assert (colours == (255, 255, 0)).all(axis=1).any()
    assert not view(viewer).apply.isVisible()


def test_picture_words_and_print_name_the_patient(
    open_viewer: OpenViewer, write: Write, tmp_path: Path
) -> None:
    viewer = open_viewer(write("curve", curve()))
    shown = view(viewer)
    assert shown.words().splitlines()[:2] == [shown.head.who, "PROFILE"]
    top = rgb_of(shown.picture())[:60]
    assert (top < 100).any()
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "curve.pdf"))
    print_on(printer, shown)
    assert (tmp_path / "curve.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("key", ["Left", "End"])
def test_an_object_without_points_takes_keys(
    open_viewer: OpenViewer, write: Write, key: str
) -> None:
    viewer = open_viewer(write("lut", voi_lut(VOILUTSequence=None)))
    sentence = view(viewer).trouble.sentence.text().replace("\u200b", "")
    assert sentence == "It holds no look-up table."
    paper = view(viewer).paper
    QTest.keyClick(paper, getattr(Qt.Key, f"Key_{key}"))
    assert paper.mark is None


def test_nothing_of_a_curve_stays_after_closing(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("curve", curve()))
    shown = view(viewer)
    viewer.app.close_all()
    assert shown.paper.graph is None
    assert shown.facts.facts == ()
    assert shown.holds() == frozenset()


def test_a_curve_follows_an_object_of_another_kind(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("report", report()), write("curve", curve()))
    for word in ("report", "graphs"):
        sets = viewer.app.workspace.state.catalogue.sets()
        viewer.model.show_set(next(one for one in sets if one.view == word))
        viewer.wait()
    assert view(viewer).paper.graph is not None
