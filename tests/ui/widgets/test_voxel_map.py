import numpy as np
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from tests.ui.viewer import pixels_of
from viewer.geometry.plane import Plane
from viewer.kinds.spectra import Grid
from viewer.ui.widgets.voxel_map import VoxelMap

PLANE = Plane((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 20.0, 10.0)


def test_a_plain_map_is_as_bright_as_the_signal_and_as_wide_as_the_voxels(
    qtbot: QtBot,
) -> None:
    widget = VoxelMap()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    values = np.array([[0.0, 0.5, 1.0], [1.0, 0.0, 0.5]])
    widget.show_map(values, Grid(PLANE, 10.0), (), (1, 1))
    pixels = pixels_of(widget)
    for row, column in np.ndindex(2, 3):
        box = widget.outline(row, column).boundingRect()
        assert box.height() / box.width() == 20 / 10
        centre = box.center().toPoint()
        expected = round(255 * float(values[row, column]))
        assert abs(int(pixels[centre.y(), centre.x(), 0]) - expected) <= 1
        assert widget.voxel_at(centre.x(), centre.y()) == (row, column)
    outside = widget.outline(0, 0).boundingRect().topLeft() - QPointF(3, 3)
    assert widget.voxel_at(outside.x(), outside.y()) is None


def test_the_letters_say_where_the_edges_lie(qtbot: QtBot) -> None:
    widget = VoxelMap()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.show_map(np.zeros((1, 1)), Grid(PLANE, 10.0), (), (0, 0))
    with_letters = pixels_of(widget)
    widget.show_map(np.zeros((1, 1)), Grid(), (), (0, 0))
    without = pixels_of(widget)
    for part in (np.s_[:20], np.s_[-20:], np.s_[:, :20], np.s_[:, -20:]):
        assert with_letters[part].any()
        assert not without[part].any()
