"""What a study is put into, and what may take its place."""

from viewer.demo.build import ct_slice, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.kinds.base import DisplaySet, Frame
from viewer.ui.state.grid import Grid
from viewer.ui.state.rooms import bring_study, may_replace, room_for, study_key_of


def series(study: str) -> DisplaySet:
    data = to_bytes(ct_slice(0, StudyInstanceUID=study, PatientID=study))
    header = complete_header(Source("a", data))
    return DisplaySet("image2d", "stack", study, (Frame(header),))


def test_a_sheet_becomes_that_of_the_study_that_takes_the_place_of_the_first() -> None:
    """A folder's first file may be of another study than what is shown of it."""
    grid, first, later = Grid(), series("1.2.3"), series("1.2.4")
    model = room_for(grid, first, grid.active, named=False)
    model.show_set(first)
    heard = []
    grid.changed.connect(lambda old, new: heard.append(grid.front.study))
    assert may_replace(grid, model, later)
    assert grid.front.study == study_key_of(later)
    assert heard == [study_key_of(later)]


def test_more_of_the_same_study_takes_the_place_and_nothing_else_changes() -> None:
    grid, first, later = Grid(), series("1.2.3"), series("1.2.3")
    model = room_for(grid, first, grid.active, named=False)
    model.show_set(first)
    assert may_replace(grid, model, later)
    assert grid.front.study == study_key_of(first)


def test_a_study_with_a_sheet_of_its_own_does_not_take_the_place_of_another() -> None:
    grid, first, later = Grid(), series("1.2.3"), series("1.2.4")
    bring_study(grid, study_key_of(later))
    sheet = bring_study(grid, study_key_of(first))
    sheet.active.show_set(first)
    assert not may_replace(grid, sheet.active, later)
    assert sheet.study == study_key_of(first)
