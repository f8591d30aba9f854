import pytest

from tests.ui.sets import ct_set
from viewer.geometry.fit import Camera
from viewer.geometry.layout import LARGEST, even, parse_layout
from viewer.pixels.look import Look
from viewer.ui.state.grid import Grid, GridState


@pytest.fixture
def grid() -> Grid:
    return Grid()


@pytest.fixture
def changes(grid: Grid) -> list[tuple[GridState, GridState]]:
    heard: list[tuple[GridState, GridState]] = []
    grid.changed.connect(lambda old, new: heard.append((old, new)))
    return heard


def test_the_first_layout_is_one_active_cell(grid: Grid) -> None:
    assert grid.state == GridState(even(1, 1), 0)
    assert grid.visible() == [grid.active]


def test_a_layout_shows_its_cells_row_by_row(
    grid: Grid, changes: list[tuple[GridState, GridState]]
) -> None:
    grid.lay_out(2, 3)
    assert grid.visible() == grid.cells
    assert len(grid.cells) == 6
    assert changes == [(GridState(even(1, 1)), GridState(even(2, 3)))]


def test_the_same_layout_again_emits_nothing(
    grid: Grid, changes: list[tuple[GridState, GridState]]
) -> None:
    grid.lay_out(1, 1)
    grid.activate(grid.cells[0])
    assert changes == []


@pytest.mark.parametrize(
    ("asked", "got"), [((0, 0), (1, 1)), ((-4, 2), (1, 2)), ((99, 9), (LARGEST,) * 2)]
)
def test_a_layout_stays_within_sensible_sizes(
    grid: Grid, asked: tuple[int, int], got: tuple[int, int]
) -> None:
    grid.lay_out(*asked)
    assert (grid.state.rows, grid.state.columns) == got


def test_each_cell_keeps_its_state_through_other_layouts(grid: Grid) -> None:
    grid.lay_out(2, 2)
    for number, model in enumerate(grid.cells):
        model.show_set(ct_set(number + 1))
        look = Look(inverted=number % 2 == 0)
        model.change(look=look, camera=Camera(zoom=number + 1.0))
    before = [model.state for model in grid.cells]
    grid.lay_out(1, 1)
    grid.lay_out(1, 2)
    grid.lay_out(2, 2)
    assert [model.state for model in grid.cells] == before
    assert all(
        model.state is state for model, state in zip(grid.cells, before, strict=True)
    )


def test_a_smaller_layout_keeps_the_active_mark_on_a_visible_cell(grid: Grid) -> None:
    grid.lay_out(2, 2)
    grid.activate(grid.cells[3])
    grid.lay_out(1, 2)
    assert grid.active is grid.cells[1]
    assert grid.active in grid.visible()


def test_a_hidden_cell_cannot_be_made_active(grid: Grid) -> None:
    grid.lay_out(1, 2)
    hidden = grid.cells[1]
    grid.lay_out(1, 1)
    grid.activate(hidden)
    assert grid.active is grid.cells[0]


def test_the_active_mark_goes_round_the_visible_cells(grid: Grid) -> None:
    grid.lay_out(1, 3)
    seen = []
    for _ in range(4):
        grid.activate_next()
        seen.append(grid.state.active)
    grid.activate_next(-1)
    assert seen == [1, 2, 0, 1]
    assert grid.state.active == 0


def test_a_maximised_cell_is_alone_and_the_others_come_back(grid: Grid) -> None:
    grid.lay_out(2, 2)
    grid.activate(grid.cells[2])
    grid.toggle_maximised()
    assert grid.visible() == [grid.cells[2]]
    grid.activate_next()
    assert grid.active is grid.cells[2]
    grid.toggle_maximised()
    assert grid.visible() == grid.cells
    assert grid.state == GridState(even(2, 2), 2)


def test_a_new_layout_ends_a_maximised_cell(grid: Grid) -> None:
    grid.lay_out(2, 2)
    grid.toggle_maximised()
    grid.lay_out(1, 2)
    assert len(grid.visible()) == 2


def test_an_uneven_layout_counts_its_own_cells(grid: Grid) -> None:
    grid.arrange(parse_layout("1+3"))
    assert len(grid.visible()) == 4
    grid.activate(grid.cells[3])
    grid.arrange(parse_layout("1/2"))
    assert grid.active is grid.cells[2]
    assert (grid.state.rows, grid.state.columns) == (3, 2)


def test_sheets_have_cells_of_their_own(grid: Grid) -> None:
    first = grid.sheet
    grid.lay_out(1, 2)
    grid.activate(grid.cells[1])
    grid.active.show_set(ct_set(3))
    state, cells = grid.state, list(grid.cells)
    second = grid.open_sheet("study", even(2, 2))
    assert grid.front is second
    assert grid.active.state.what.display_set is None
    assert not set(grid.cells) & set(cells)
    grid.bring(first)
    assert (grid.state, grid.cells) == (state, cells)
    assert grid.sheets == [first, second]


def test_switching_sheets_is_told_even_when_they_lie_alike(
    grid: Grid, changes: list[tuple[GridState, GridState]]
) -> None:
    grid.open_sheet("study", even(1, 1))
    assert len(changes) == 1
    old, new = changes[0]
    assert old.cell != new.cell


def test_cells_of_a_closed_sheet_are_empty_and_used_again(grid: Grid) -> None:
    sheet = grid.open_sheet("study", even(1, 2))
    models = list(sheet.cells)
    for model in models:
        model.show_set(ct_set(2))
    grid.close_sheet(sheet)
    assert all(model.state.what.display_set is None for model in models)
    assert set(grid.open_sheet("other", even(1, 2)).cells) == set(models)
    assert len(grid.models()) == 3


def test_exactly_one_cell_is_active_in_both_windows(grid: Grid) -> None:
    grid.lay_out(1, 2)
    beside = grid.open_beside()
    assert grid.active is beside.active
    grid.activate(grid.front.cells[1])
    assert grid.active is grid.front.cells[1]
    assert grid.sheet is grid.front
    grid.activate(beside.cells[0])
    assert grid.visible() == beside.visible()
    assert grid.on_screen() == [*grid.front.visible(), *beside.visible()]


def test_the_second_window_leaves_nothing_behind(grid: Grid) -> None:
    sheet = grid.open_beside()
    model = sheet.active
    model.show_set(ct_set(2))
    grid.close_sheet(sheet)
    assert model.state.what.display_set is None
    assert grid.beside is None
    assert grid.sheet is grid.front
    assert model not in grid.on_screen()
    assert grid.open_beside().cells == [model]


def test_the_last_sheet_is_left_empty(grid: Grid) -> None:
    grid.lay_out(1, 2)
    grid.active.show_set(ct_set(2))
    grid.close_sheet(grid.front)
    assert grid.state.layout == even(1, 2)
    assert all(one.state.what.display_set is None for one in grid.visible())
    assert grid.sheets == [grid.front]
