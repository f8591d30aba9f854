from dataclasses import replace

import pytest

from tests.ui.sets import ct_set
from viewer.geometry.fit import Camera
from viewer.pixels.look import Look, Window
from viewer.ui.state.grid import Grid
from viewer.ui.state.tiles import Span, Tiles


@pytest.fixture
def grid() -> Grid:
    grid = Grid()
    grid.lay_out(1, 2)
    grid.active.show_set(ct_set(20), 3)
    return grid


def numbers(grid: Grid) -> list[int | None]:
    """The image of each tile, None in an empty one."""
    return [
        model.state.what.index if model.state.what.display_set else None
        for model in grid.visible()
    ]


def test_tiles_show_consecutive_images_from_the_one_that_was_shown(grid: Grid) -> None:
    tiles = Tiles(grid)
    tiles.start(2, 3)
    assert numbers(grid) == [3, 4, 5, 6, 7, 8]
    assert tiles.span == Span(4, 9, 20)
    assert grid.state.tiled


def test_near_the_end_the_last_tile_has_the_last_image(grid: Grid) -> None:
    grid.active.go_to(19)
    Tiles(grid).start(2, 2)
    assert numbers(grid) == [16, 17, 18, 19]


@pytest.mark.parametrize("lead", [0, 2, 5])
def test_scrolling_moves_all_tiles_by_one_image(grid: Grid, lead: int) -> None:
    tiles = Tiles(grid)
    tiles.start(2, 3)
    grid.activate(grid.cells[lead])
    grid.active.step(1)
    assert numbers(grid) == [4, 5, 6, 7, 8, 9]
    grid.active.step(-3)
    assert numbers(grid) == [1, 2, 3, 4, 5, 6]
    grid.active.step(-3)
    assert numbers(grid) == [0, 1, 2, 3, 4, 5]
    grid.active.step(19)
    assert numbers(grid) == [14, 15, 16, 17, 18, 19]


def test_pages_go_on_by_all_tiles_and_end_with_empty_ones(grid: Grid) -> None:
    tiles = Tiles(grid)
    tiles.start(2, 3)
    grid.activate(grid.cells[4])
    assert tiles.page(1)
    assert numbers(grid) == [9, 10, 11, 12, 13, 14]
    assert tiles.page(1)
    assert numbers(grid) == [15, 16, 17, 18, 19, None]
    assert tiles.span == Span(16, 20, 20)
    assert tiles.page(1)
    assert numbers(grid) == [15, 16, 17, 18, 19, None]
    grid.active.step(-1)
    assert numbers(grid) == [14, 15, 16, 17, 18, 19]
    for _ in range(4):
        tiles.page(-1)
    assert numbers(grid) == [0, 1, 2, 3, 4, 5]


def test_the_active_mark_never_stays_on_an_empty_tile(grid: Grid) -> None:
    tiles = Tiles(grid)
    tiles.start(3, 3)
    grid.activate(grid.cells[8])
    tiles.page(1)
    assert numbers(grid) == [12, 13, 14, 15, 16, 17, 18, 19, None]
    assert grid.state.active == 7


def test_without_tiles_there_are_no_pages(grid: Grid) -> None:
    tiles = Tiles(grid)
    assert not tiles.page(1)
    assert tiles.span is None
    assert numbers(grid) == [3, None]


def test_window_zoom_and_pan_are_the_same_in_all_tiles(grid: Grid) -> None:
    Tiles(grid).start(2, 2)
    grid.activate(grid.cells[1])
    look, camera = Look(Window(50, 350), inverted=True), Camera(zoom=2.0, rotation=90)
    grid.active.change(look=look)
    grid.active.change(camera=camera)
    assert {model.state.look for model in grid.cells} == {look}
    assert {model.state.camera for model in grid.cells} == {camera}


def test_what_changes_another_tile_does_not_pull_it_away(grid: Grid) -> None:
    Tiles(grid).start(2, 2)
    grid.cells[2].go_to(0)
    grid.cells[2].change(camera=Camera(zoom=3.0))
    assert numbers(grid) == [3, 4, 5, 6]
    assert grid.cells[2].state.camera == grid.active.state.camera


def test_leaving_restores_the_layout_and_goes_on_from_the_active_tile(
    grid: Grid,
) -> None:
    grid.cells[1].show_set(ct_set(5))
    grid.active.change(camera=Camera(zoom=1.5))
    before, cells = grid.state, list(grid.cells)
    first, second = (model.state for model in cells)
    tiles = Tiles(grid)
    tiles.start(2, 2)
    grid.activate(grid.cells[1])
    tiles.leave()
    assert grid.state == before
    assert grid.cells == cells
    assert cells[1].state is second
    assert cells[0].state == replace(first, what=replace(first.what, index=4))


def test_a_layout_ends_tiles(grid: Grid) -> None:
    tiles = Tiles(grid)
    tiles.start(5, 5)
    grid.lay_out(2, 2)
    assert not grid.state.tiled
    assert numbers(grid) == [3, None, None, None]
    assert tiles.span is None


def test_another_series_in_a_tile_fills_them_from_its_beginning(grid: Grid) -> None:
    Tiles(grid).start(2, 2)
    other = ct_set(3, SeriesNumber=9)
    grid.activate(grid.cells[1])
    grid.active.show_set(other)
    assert numbers(grid) == [0, 1, 2, None]
    assert grid.cells[0].state.what.display_set is other


def test_one_image_or_none_is_no_matter_for_tiles(grid: Grid) -> None:
    tiles = Tiles(grid)
    grid.activate(grid.cells[1])
    assert not tiles.can_start
    tiles.start(2, 2)
    grid.active.show_set(ct_set(1))
    tiles.start(2, 2)
    assert not grid.state.tiled
