import pytest

from viewer.geometry.fit import Camera, Cell
from viewer.geometry.justify import (
    Edge,
    common_pixels_per_mm,
    justified,
    quadrant,
    zoom_at,
)

WIDE = Cell(columns=100, rows=200, aspect=1.0, width=500, height=300)


def test_the_common_scale_is_the_one_at_which_all_are_whole() -> None:
    fine = WIDE, Camera(), (0.5, 0.5)  # 50 × 100 mm: 3 pixels a mm by its height
    coarse = Cell(100, 100, 1.0, 500, 300), Camera(), (1.5, 1.5)  # 150 mm: 2
    assert common_pixels_per_mm([fine]) == pytest.approx(3)
    assert common_pixels_per_mm([fine, coarse]) == pytest.approx(2)
    assert zoom_at(2, (0.5, 0.5)) == 1
    assert zoom_at(2, (1.5, 1.5)) == 3
    turned = WIDE, Camera(rotation=90), (0.5, 0.5)  # 100 mm across 500 pixels
    assert common_pixels_per_mm([turned]) == pytest.approx(5)


@pytest.mark.parametrize("flipped", [False, True])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("edge", ["left", "right", "top", "bottom"])
def test_a_picture_lies_at_the_edge_of_its_cell(
    edge: Edge, rotation: int, flipped: bool
) -> None:
    start = Camera(zoom=0.5, rotation=rotation, flipped=flipped)  # type: ignore[arg-type]
    transform = WIDE.transform(justified(WIDE, start, edge))
    ends = transform.to_screen(0, 0), transform.to_screen(100, 200)
    xs, ys = sorted(x for x, _ in ends), sorted(y for _, y in ends)
    at = {"left": xs[0], "right": 500 - xs[1], "top": ys[0], "bottom": 300 - ys[1]}
    assert at[edge] == pytest.approx(0)
    across = ys if edge in ("left", "right") else xs
    size = 300 if edge in ("left", "right") else 500
    assert sum(across) == pytest.approx(size)


def test_a_picture_at_the_edge_is_panned_and_zoomed_from_there() -> None:
    hung = justified(WIDE, Camera(zoom=0.5), "right")
    assert hung.centre is not None
    assert hung.centre[0] < 0
    assert WIDE.panned(hung, 0, 0) == hung
    assert WIDE.panned(hung, 40, 0).centre == hung.centre
    moved = WIDE.panned(hung, -40, 0).centre
    assert moved is not None
    assert moved[0] == hung.centre[0] + 80
    zoomed = WIDE.zoomed_at(hung, 2.0, (499, 150))
    before, after = WIDE.transform(hung), WIDE.transform(zoomed)
    assert after.to_image(499, 150) == pytest.approx(before.to_image(499, 150))


@pytest.mark.parametrize("flipped", [False, True])
def test_a_quarter_fills_the_cell_as_it_lies_on_the_screen(flipped: bool) -> None:
    cell = Cell(columns=100, rows=60, aspect=1.0, width=500, height=300)
    seen = []
    for number in range(4):
        camera = quadrant(cell, Camera(flipped=flipped), number)
        transform = cell.transform(camera)
        corners = transform.to_image(0, 0), transform.to_image(500, 300)
        seen.append(tuple(round(part) for corner in corners for part in corner))
    left = [(0, 0, 50, 30), (50, 0, 100, 30), (0, 30, 50, 60), (50, 30, 100, 60)]
    right = [(100, 0, 50, 30), (50, 0, 0, 30), (100, 30, 50, 60), (50, 30, 0, 60)]
    assert seen == (right if flipped else left)
    whole = quadrant(cell, Camera(zoom=9, flipped=flipped), 4)
    assert whole == Camera(flipped=flipped)
