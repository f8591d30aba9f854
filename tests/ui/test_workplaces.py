"""Several studies open at once: tabs, and what comes back with them."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar, QToolButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NONE, Viewer
from viewer.demo.build import ct_slice
from viewer.demo.parts import uid
from viewer.kinds.base import DisplaySet


@pytest.fixture
def studies(write: Write) -> list[Path]:
    """Three folders with a study of four slices each: two of one patient."""
    facts = (
        {"PatientID": "1", "PatientName": "One^A", "StudyDate": "20240312"},
        {"PatientID": "1", "PatientName": "One^A", "StudyDate": "20211201"},
        {"PatientID": "2", "PatientName": "Two^B", "StudyDate": "20240102"},
    )
    return [_written(write, number, fact) for number, fact in enumerate(facts)]


def _written(write: Write, number: int, fact: dict[str, Any]) -> Path:
    for index in range(4):
        path = write(
            f"study{number}/{index}",
            ct_slice(
                index,
                StudyInstanceUID=uid(f"study {number}"),
                SeriesInstanceUID=uid(f"series {number}"),
                SOPInstanceUID=uid(f"slice {number} {index}"),
                StudyDescription=f"Study number {number}",
                **fact,
            ),
        )
    return path.parent


def bar(viewer: Viewer) -> QTabBar:
    return viewer.child("studyTabs", QTabBar)


def shown(viewer: Viewer) -> str:
    """The folder of what the active cell shows."""
    return Path(viewer.shown.frame.header.source.path).parent.name


def sets(viewer: Viewer) -> list[DisplaySet]:
    return list(viewer.app.workspace.state.catalogue.sets())


def test_one_study_has_no_tabs(open_viewer: OpenViewer, studies: list[Path]) -> None:
    viewer = open_viewer(studies[0])
    assert viewer.app.window.findChild(QTabBar, "studyTabs") is None
    viewer.app.menus.refresh()
    assert not viewer.app.menus.by_id["next-study"].isEnabled()


def test_the_tab_in_front_is_that_of_the_study_that_is_shown(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    """Also when the study that was found first is not the one to begin with."""
    viewer = open_viewer(studies[2], studies[1], studies[0])
    place = bar(viewer).currentIndex()
    assert bar(viewer).tabText(place).startswith("One, A · 2024-03-12")
    assert shown(viewer) == "study0"
    viewer.do("next-study")
    viewer.do("previous-study")
    assert shown(viewer) == "study0"


@pytest.mark.parametrize(
    ("times", "ends"),
    [
        (("092815.672", "093425"), ["09:28:15", "09:34:25"]),
        (("", ""), ["2024-03-12 (1)", "2024-03-12 (2)"]),
    ],
)
def test_studies_of_one_day_have_tabs_that_differ(
    open_viewer: OpenViewer, write: Write, times: tuple[str, str], ends: list[str]
) -> None:
    one = {"PatientID": "1", "PatientName": "One^A", "StudyDate": "20240312"}
    folders = [
        _written(write, number, {**one, "StudyTime": time})
        for number, time in enumerate(times)
    ]
    viewer = open_viewer(*folders)
    texts = sorted(bar(viewer).tabText(place) for place in range(2))
    assert [text.endswith(end) for text, end in zip(texts, ends, strict=True)] == [
        True,
        True,
    ]


def test_a_second_study_opens_in_a_tab_of_its_own(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    viewer = open_viewer(studies[0])
    first = viewer.model
    state = first.state
    viewer.open(studies[2])
    assert shown(viewer) == "study2"
    assert viewer.model is not first
    assert first.state is state
    texts = [bar(viewer).tabText(place) for place in range(2)]
    assert texts == ["One, A · 2024-03-12", "Two, B · 2024-01-02"]
    assert bar(viewer).currentIndex() == 1


def test_a_tab_brings_back_the_layout_and_every_cell_as_it_was(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    viewer = open_viewer(studies[0])
    viewer.do("layout-1+2")
    viewer.press_key("I")
    viewer.press_key("Right")
    viewer.model.show_set(sets(viewer)[0], 3)
    viewer.wait()
    grid = viewer.app.grid
    before, states = grid.state, [model.state for model in grid.cells]
    viewer.open(studies[2])
    viewer.do("layout-2x2")
    QTest.mouseClick(bar(viewer), LEFT, NONE, bar(viewer).tabRect(0).center())
    viewer.wait()
    assert grid.state == before
    assert [model.state for model in grid.cells] == states
    assert [one.isVisible() for one in viewer.app.cells.frames] == [True] * 3
    assert shown(viewer) == "study0"
    viewer.press_key("Ctrl+Tab")
    assert shown(viewer) == "study2"
    assert grid.state.layout.name == "2x2"
    viewer.press_key("Ctrl+Shift+Tab")
    assert shown(viewer) == "study0"


def test_a_folder_with_several_studies_gives_each_a_tab(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    viewer = open_viewer(studies[0].parent)
    assert bar(viewer).count() == 3
    seen = {shown(viewer)}
    for _ in range(2):
        viewer.press_key("Ctrl+Tab")
        seen.add(shown(viewer))
    assert seen == {"study0", "study1", "study2"}
    viewer.press_key("Ctrl+Tab")
    assert len(viewer.app.grid.sheets) == 3


def test_any_series_may_be_compared_in_any_tab(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    viewer = open_viewer(studies[0])
    viewer.do("layout-1x2")
    viewer.press_key("Right")
    viewer.open(studies[1])
    assert shown(viewer) == "study1"
    folders = [
        Path(model.shown.frame.header.source.path).parent.name
        for model in viewer.app.grid.visible()
        if model.shown
    ]
    assert folders == ["study0", "study1"]
    assert bar(viewer).currentIndex() == 0


def test_opening_more_of_a_study_goes_to_its_tab(
    open_viewer: OpenViewer, studies: list[Path], write: Write
) -> None:
    viewer = open_viewer(studies[0])
    viewer.open(studies[2])
    more = ct_slice(
        9,
        StudyInstanceUID=uid("study 0"),
        SeriesInstanceUID=uid("another series"),
        SOPInstanceUID=uid("another slice"),
        PatientID="1",
        PatientName="One^A",
    )
    viewer.open(write("study0/more", more))
    assert bar(viewer).count() == 2
    assert bar(viewer).currentIndex() == 0
    assert Path(viewer.shown.frame.header.source.path).name == "more"


def test_closing_a_tab_closes_its_study_everywhere(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    viewer = open_viewer(studies[0])
    viewer.open(studies[2])
    viewer.do("layout-1x2")
    viewer.press_key("Right")
    viewer.model.show_set(sets(viewer)[0])
    viewer.wait()
    assert shown(viewer) == "study0"
    viewer.child("close-study-1", QToolButton, bar(viewer)).click()
    viewer.wait()
    index = viewer.app.workspace.state.catalogue.index
    assert [patient.id for patient in index.patients] == ["2"]
    for model in viewer.app.grid.models():
        if model.shown is not None:
            assert model.shown.frame.header.text(0x00100020) == "2"
    assert viewer.app.grid.state.layout.name == "1x2"
    assert viewer.app.grid.visible()[1].state.what.display_set is None
    assert not viewer.app.window.findChild(QTabBar, "studyTabs").isVisible()  # type: ignore[union-attr]


def test_closing_the_study_in_front_brings_another(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    viewer = open_viewer(studies[0].parent)
    first = shown(viewer)
    viewer.do("close-study")
    assert bar(viewer).count() == 2
    assert shown(viewer) != first
    viewer.do("close-study")
    viewer.do("close-study")
    assert viewer.model.shown is None
    assert viewer.app.workspace.state.catalogue.index.shown == 0
    assert len(viewer.app.grid.sheets) == 1
    viewer.open(studies[0])
    assert shown(viewer) == "study0"


def test_tiles_of_a_closed_study_are_gone_too(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    viewer = open_viewer(studies[0])
    viewer.app.layouts.tiles.start(2, 2)
    viewer.wait()
    viewer.do("close-study")
    assert not viewer.app.grid.state.tiled
    assert all(model.shown is None for model in viewer.app.grid.models())


def test_closing_everything_leaves_one_empty_cell(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    viewer = open_viewer(studies[0].parent)
    viewer.press_key("Ctrl+Tab")
    viewer.do("close-all")
    assert len(viewer.app.grid.sheets) == 1
    assert len(viewer.app.grid.visible()) == 1
    assert all(model.shown is None for model in viewer.app.grid.models())


def test_hidden_identity_names_no_one_on_the_tabs(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    viewer = open_viewer(studies[0].parent)
    viewer.do("hide-identity")
    tabs = bar(viewer)
    assert [tabs.tabText(place) for place in range(3)] == [
        "Study 1",
        "Study 2",
        "Study 3",
    ]
    told = [tabs.tabToolTip(n) + tabs.accessibleTabName(n) for n in range(3)]
    assert not any("One" in text or "20" in text for text in told)


def test_what_plays_on_a_tab_that_is_left_stands_still(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    viewer = open_viewer(studies[0].parent)
    first = viewer.model
    viewer.app.menus.by_id["play"].trigger()
    assert first.state.play.playing
    viewer.app.workplaces.step(1)
    assert not first.state.play.playing
    viewer.wait()


def test_a_drop_on_a_cell_stays_in_its_tab(
    open_viewer: OpenViewer, studies: list[Path]
) -> None:
    viewer = open_viewer(studies[0])
    viewer.open(studies[2], target=viewer.model)
    assert len(viewer.app.grid.sheets) == 1
    assert shown(viewer) == "study2"
    viewer.press_key("Ctrl+Tab")
    assert len(viewer.app.grid.sheets) == 2
    assert shown(viewer) == "study2"
