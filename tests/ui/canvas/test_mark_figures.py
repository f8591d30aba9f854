"""What stands beside a mark on the screen is what it measures."""

import numpy as np
from PySide6.QtCore import QPoint

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT
from viewer.demo.build import ct_slice, ramp
from viewer.geometry.marks import Mark
from viewer.ui.canvas.mark_labels import lines_of
from viewer.ui.state.annotations import key_of


def test_the_label_has_the_words_and_the_figures(
    open_viewer: OpenViewer, write: Write
) -> None:
    pixels = ramp((60, 80), np.uint16, 12)
    viewer = open_viewer(write("ct", ct_slice(pixels=pixels, PixelSpacing=[0.8, 0.4])))
    key = key_of(viewer.shown.frame)
    assert key is not None
    mark = Mark("1.1", "distance", ((10, 20), (20, 20)), "lesion")
    assert lines_of(mark, viewer.shown) == ("lesion", "4.0 mm")
    viewer.app.annotations.put(key, mark)
    viewer.wait()
    viewer.canvas.grab()
    labels = viewer.canvas.marks.labels
    assert [label.lines for label in labels] == [("lesion", "4.0 mm")]
    known = Mark("1.2", "calibration", ((0, 0), (0, 50)), length_mm=100.0)
    viewer.app.annotations.put(key, known)
    viewer.wait()
    viewer.canvas.grab()
    said = {label.mark.uid: label.lines for label in viewer.canvas.marks.labels}
    assert said == {
        "1.1": ("lesion", "10.0 mm, calibrated by user"),
        "1.2": ("100 mm, known length",),
    }


def test_a_distance_drawn_with_the_mouse_is_measured_while_it_is_drawn(
    open_viewer: OpenViewer, write: Write
) -> None:
    pixels = ramp((60, 80), np.uint16, 12)
    viewer = open_viewer(write("ct", ct_slice(pixels=pixels, PixelSpacing=[0.8, 0.4])))
    viewer.app.sides.tabs.bring("figures")
    viewer.do("tool-distance")
    centre = viewer.canvas.rect().center()
    ends = centre - QPoint(60, 0), centre + QPoint(60, 0)
    viewer.drag(LEFT, (ends[0].x(), ends[0].y()), (ends[1].x(), ends[1].y()))
    viewer.wait()
    (marks,) = viewer.app.annotations.state.marks.values()
    (start, end) = marks[0].points
    expected = np.hypot((end[0] - start[0]) * 0.4, (end[1] - start[1]) * 0.8)
    viewer.canvas.grab()
    (label,) = viewer.canvas.marks.labels
    assert label.lines == (f"{expected:.1f} mm",)
