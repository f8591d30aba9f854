import numpy as np
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import pixels_of
from viewer.demo.build import ct_slice


def test_the_mark_goes_round_the_pixel_and_leaves_it_free(
    open_viewer: OpenViewer, write: Write, qtbot: QtBot
) -> None:
    viewer = open_viewer(write("a", ct_slice(0, np.full((16, 16), 3000, np.uint16))))
    viewer.app.preferences.change(annotations="none")
    before = pixels_of(viewer.canvas).astype(int)
    viewer.model.change(pin=(4, 9))
    after = pixels_of(viewer.canvas).astype(int)
    changed = np.argwhere((before != after).any(axis=-1))
    transform = viewer.canvas.transform()
    assert transform is not None
    left, top = transform.to_screen(4, 9)
    right, bottom = transform.to_screen(5, 10)
    (first_row, first_column), (last_row, last_column) = changed.min(0), changed.max(0)
    assert left - 12 < first_column < left < right < last_column < right + 12
    assert top - 12 < first_row < top < bottom < last_row < bottom + 12
    inside = (
        slice(round(top) + 3, round(bottom) - 3),
        slice(round(left) + 3, round(right) - 3),
    )
    assert np.array_equal(before[inside], after[inside])


def test_another_series_lets_the_pixel_go(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(
        write("a", ct_slice(SeriesNumber=1)),
        write("b", ct_slice(SeriesInstanceUID="1.2.3.4")),
    )
    viewer.model.change(pin=(4, 9))
    viewer.do("next-series")
    viewer.do("previous-series")
    assert viewer.model.state.pin is None
