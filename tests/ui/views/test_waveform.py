"""Waveforms on paper: true to scale, scrolled, measured, saved."""

import csv
import io
import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NO_BUTTON, NONE, Viewer, move_mouse
from viewer.demo.documents import waveform
from viewer.demo.ecg import electrocardiogram
from viewer.demo.parts import code
from viewer.ui.canvas.traces import placed, polylines
from viewer.ui.exporting import csv_bytes, pdf_bytes
from viewer.ui.views.waveform import WaveformView
from viewer.ui.widgets.trace_paper import TracePaper


@pytest.fixture
def ecg(open_viewer: OpenViewer, write: Write) -> Viewer:
    return open_viewer(write("ecg", electrocardiogram()[1]))


def pdf_pages(data: bytes) -> list[tuple[float, float]]:
    """Width and height of each page, in points."""
    boxes = re.findall(rb"/MediaBox \[([^]]*)\]", data)
    sizes = [[float(part) for part in box.split()] for box in boxes]
    return [(right - left, top - bottom) for left, bottom, right, top in sizes]


def view(viewer: Viewer) -> WaveformView:
    return viewer.child("waveformView", WaveformView)


def paper(viewer: Viewer) -> TracePaper:
    return viewer.child("tracePaper", TracePaper)


def test_an_ecg_opens_on_the_usual_paper(ecg: Viewer) -> None:
    shown = paper(ecg).paper
    assert (shown.layout, shown.mm_per_s, shown.mm_per_mv) == ("3x4", 25.0, 10.0)
    said = ecg.child("waveformSaid", QLabel).text()
    assert "500 Hz" in said
    assert "Heart rate 68 /min" in said


def test_a_millivolt_and_a_second_have_their_length(ecg: Viewer) -> None:
    recording, shown = paper(ecg).recording, paper(ecg).paper
    assert recording is not None
    strips = placed(recording, shown, QRectF(0, 0, 1000, 400), 4.0)
    one = strips[0]
    assert one.x_of(1.0) - one.x_of(0.0) == pytest.approx(25 * 4.0)
    assert one.y_of(0.0) - one.y_of(1.0) == pytest.approx(10 * 4.0)
    assert one.value_at(one.y_of(0.35)) == pytest.approx(0.35)
    assert one.seconds_at(one.x_of(0.7)) == pytest.approx(0.7)


def test_the_line_goes_through_the_values(ecg: Viewer) -> None:
    recording, shown = paper(ecg).recording, paper(ecg).paper
    assert recording is not None
    one = placed(recording, shown, QRectF(0, 0, 40_000, 400), 10.0)[-1]
    (points,) = polylines(recording.groups[0], one)
    values = recording.groups[0].values(one.strip.channel, 0, len(points))
    heights = [one.y_of(float(value)) for value in values]
    np.testing.assert_allclose(points[:, 1], heights)
    np.testing.assert_allclose(points[1, 0] - points[0, 0], 25 * 10.0 / 500)


def test_a_long_recording_draws_its_extremes_only(
    open_viewer: OpenViewer, write: Write
) -> None:
    samples = np.zeros((400_000, 1), np.int16)
    samples[123_456] = 4000
    viewer = open_viewer(write("long", waveform(samples)))
    recording = paper(viewer).recording
    assert recording is not None
    shown = paper(viewer).paper
    paper(viewer).change(shown.__class__(shown.shown, "stacked", 0.3))
    one = placed(recording, paper(viewer).paper, QRectF(0, 0, 800, 300), 4.0)[0]
    (points,) = polylines(recording.groups[0], one)
    assert len(points) <= 4 * 801 + 4  # two for each half pixel, and the ends
    assert points[:, 1].min() == pytest.approx(one.y_of(10.0))


def test_padding_leaves_a_gap(open_viewer: OpenViewer, write: Write) -> None:
    samples = np.zeros((1000, 1), np.int16)
    samples[400:500] = -32768
    dataset = waveform(samples)
    padding = (-32768).to_bytes(2, "little", signed=True)
    dataset.WaveformSequence[0].WaveformPaddingValue = padding
    viewer = open_viewer(write("gap", dataset))
    recording = paper(viewer).recording
    assert recording is not None
    one = placed(recording, paper(viewer).paper, QRectF(0, 0, 3000, 300), 20.0)[0]
    parts = list(polylines(recording.groups[0], one))
    assert len(parts) == 2
    assert parts[1][0, 0] - parts[0][-1, 0] == pytest.approx(101 / 500 * 25 * 20)


def test_a_caliper_tells_time_rate_and_amplitude_and_stays(ecg: Viewer) -> None:
    sheet = paper(ecg)
    one = sheet.strip_at(QPointF(5, 5))
    assert one is not None
    start = QPoint(round(one.x_of(0.2)), round(one.y_of(0.0)))
    end = QPoint(round(one.x_of(1.0)), round(one.y_of(0.5)))
    QTest.mousePress(sheet, LEFT, NONE, start)
    move_mouse(sheet, (end.x(), end.y()), LEFT, NONE)
    QTest.mouseRelease(sheet, LEFT, NONE, end)
    (caliper,) = sheet.calipers.all
    pixel_s = 1 / one.pixels_per_s
    assert caliper.end_s - caliper.start_s == pytest.approx(0.8, abs=2 * pixel_s)
    words = caliper.text("mV")
    assert words.endswith("mV")
    assert f"{60 / (caliper.end_s - caliper.start_s):.0f}/min" in words
    sheet.go_to(0.1)
    assert sheet.calipers.all == (caliper,)
    QTest.keyClick(sheet, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert sheet.calipers.all[0].end_s > caliper.end_s
    QTest.keyClick(sheet, Qt.Key.Key_Delete)
    assert not sheet.calipers.all


def test_layout_speed_and_gain_can_be_chosen(ecg: Viewer) -> None:
    controls = view(ecg)
    controls.layouts.setCurrentIndex(controls.layouts.findData("6x2"))
    controls.speeds.setCurrentIndex(controls.speeds.findData(50.0))
    controls.gains.setCurrentIndex(controls.gains.findData(20.0))
    shown = paper(ecg).paper
    assert (shown.layout, shown.mm_per_s, shown.mm_per_mv) == ("6x2", 50.0, 20.0)


def test_keys_scroll_through_time(ecg: Viewer) -> None:
    sheet = paper(ecg)
    view(ecg).speeds.setCurrentIndex(view(ecg).speeds.findData(100.0))
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    first = sheet.paper.start_s
    assert first > 0
    QTest.keyClick(sheet, Qt.Key.Key_End)
    assert sheet.paper.start_s == pytest.approx(sheet.seconds() - sheet.span_s())
    QTest.keyClick(sheet, Qt.Key.Key_Home)
    assert sheet.paper.start_s == 0


def test_the_pointer_reads_time_and_value(ecg: Viewer) -> None:
    sheet = paper(ecg)
    one = sheet.strip_at(QPointF(5, 5))
    assert one is not None
    recording = sheet.recording
    assert recording is not None
    move_mouse(sheet, (round(one.x_of(0.5)), 10), NO_BUTTON, NONE)
    words = ecg.child("waveformPointer", QLabel).text()
    name, seconds, value = words.split(" · ")
    assert name == "I"
    assert float(seconds.removesuffix(" s")) == pytest.approx(0.5, abs=0.01)
    assert value.endswith(" mV")


def test_pressures_stand_with_their_ecg(open_viewer: OpenViewer, write: Write) -> None:
    dataset = waveform(np.zeros((1000, 1), np.int16), [code("2:2", "MDC", "Lead II")])
    times = np.arange(1000) / 500
    beats = 95 + 25 * np.sin(2 * np.pi * times)
    pressure = waveform(
        beats.reshape(-1, 1).astype(np.int16), [code("X", "X", "Aorta")]
    ).WaveformSequence[0]
    channel = pressure.ChannelDefinitionSequence[0]
    channel.ChannelSensitivity = 1
    channel.ChannelSensitivityUnitsSequence = [code("mm[Hg]", "UCUM", "mmHg")]
    dataset.WaveformSequence.append(pressure)
    viewer = open_viewer(write("hemo", dataset))
    assert paper(viewer).paper.shown == (0, 1)


def test_the_samples_are_saved_as_csv(ecg: Viewer) -> None:
    rows = list(
        csv.reader(io.StringIO(csv_bytes(view(ecg).numbers()).decode("utf-8-sig")))
    )
    assert rows[0][:3] == ["Time [s]", "I [mV]", "II [mV]"]
    assert len(rows) == 1 + 5000
    recording = paper(ecg).recording
    assert recording is not None
    expected = recording.groups[0].values(0, 7, 8)[0]
    assert float(rows[8][1]) == pytest.approx(expected, rel=1e-5)


def test_a_page_is_in_true_millimetres(ecg: Viewer) -> None:
    pages = pdf_pages(pdf_bytes(view(ecg)))
    assert len(pages) == 1
    width, height = pages[0]
    assert (round(width), round(height)) == (842, 595)  # A4 across, in points
    recording = paper(ecg).recording
    assert recording is not None
    strips = placed(recording, paper(ecg).paper, QRectF(0, 0, 3000, 2000), 300 / 25.4)
    second = strips[-1].x_of(1.0) - strips[-1].x_of(0.0)
    assert second / 300 * 25.4 == pytest.approx(25.0)


def test_the_picture_has_the_patient_on_it(ecg: Viewer) -> None:
    image = view(ecg).picture()
    top = image.copy(0, 0, image.width(), 20)
    dark = sum(
        top.pixelColor(x, y).lightness() < 100
        for x in range(top.width())
        for y in range(top.height())
    )
    assert dark > 50
    assert view(ecg).words().startswith(view(ecg).head.who)


def test_an_object_without_a_waveform_says_so(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("none", waveform(WaveformSequence=[])))
    assert view(viewer).trouble.sentence.text() == "It holds no waveform."


def test_nothing_of_a_recording_stays_after_closing(ecg: Viewer) -> None:
    sheet, controls = paper(ecg), view(ecg)
    ecg.app.close_all()
    assert sheet.recording is None
    assert controls.said.text() == ""
