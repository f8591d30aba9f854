"""The numbers of histograms and profiles, by hand and by numpy."""

from typing import Any

import numpy as np
import pytest

from tests.work.test_measuring import drawn, shown_of, slice_of_ct
from viewer.demo.build import ct_slice, image, native_frames
from viewer.work.mark_plots import plot_of


def test_a_histogram_counts_the_values_of_the_area() -> None:
    dataset = slice_of_ct()
    plot = plot_of(drawn("rectangle", (10, 20), (30, 50)), shown_of(dataset))
    assert plot is not None
    values = native_frames(dataset)[0][20:50, 10:30].astype(float) - 1024
    bars, mean, spread = plot.graph.lines
    assert bars.y.sum() == 600
    assert mean.x.tolist() == pytest.approx([values.mean()] * 2)
    assert spread.x[1] - spread.x[0] == pytest.approx(2 * values.std())
    assert plot.graph.x_title == "Value [HU]"
    rows = plot.rows()
    assert rows[0] == ["Value [HU]", "Pixels"]
    assert sum(float(row[1]) for row in rows[1:]) == 600


def test_a_profile_goes_in_millimetres_over_modality_values() -> None:
    dataset = slice_of_ct()  # 0.4 mm across, 0.8 mm down
    plot = plot_of(drawn("profile", (2.5, 3.5), (12.5, 3.5)), shown_of(dataset))
    assert plot is not None
    (line,) = plot.graph.lines
    stored = native_frames(dataset)[0][3, 2:13].astype(float)
    assert line.y == pytest.approx(stored - 1024)
    assert line.x == pytest.approx(np.arange(11) * 0.4)
    assert plot.graph.x_title == "Distance [mm]"
    upright = plot_of(drawn("profile", (2.5, 3.5), (2.5, 13.5)), shown_of(dataset))
    assert upright is not None
    assert upright.graph.lines[0].x[-1] == pytest.approx(8.0)


def test_a_profile_has_gaps_where_there_is_padding_or_no_image() -> None:
    pixels = np.full((20, 20), 1100, np.uint16)
    pixels[:, 5] = 63
    shown = shown_of(ct_slice(pixels=pixels, PixelPaddingValue=63))
    plot = plot_of(drawn("profile", (-2.5, 3.5), (9.5, 3.5)), shown)
    assert plot is not None
    y = plot.graph.lines[0].y
    assert np.isnan(y[:3]).all()
    assert np.isnan(y[8])
    assert y[[3, 7, 9]].tolist() == [76, 76, 76]
    beyond = drawn("profile", (-9.0, -9.0), (-2.0, -2.0))
    assert plot_of(beyond, shown) is None


def test_colours_have_a_line_for_each_channel() -> None:
    rgb = np.zeros((8, 8, 3), np.uint8)
    rgb[..., 0] = np.arange(8)[None] * 10
    shown = shown_of(image(rgb, samples=3, PhotometricInterpretation="RGB"))
    plot = plot_of(drawn("profile", (0.5, 2.5), (7.5, 2.5)), shown)
    assert plot is not None
    assert [line.label for line in plot.graph.lines] == ["R", "G", "B"]
    assert plot.graph.lines[0].y == pytest.approx(np.arange(8) * 10.0)
    counted = plot_of(drawn("rectangle", (0, 0), (8, 8)), shown)
    assert counted is not None
    assert [float(line.y.sum()) for line in counted.graph.lines] == [64, 64, 64]


@pytest.mark.parametrize(
    "mark",
    [
        drawn("distance", (1, 1), (5, 5)),
        drawn("profile", (1, 1)),
        drawn("rectangle", (3.1, 3.1), (3.2, 3.2)),
    ],
)
def test_other_marks_have_no_graph(mark: Any) -> None:
    assert plot_of(mark, shown_of(slice_of_ct())) is None
