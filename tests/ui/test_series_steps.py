"""Page keys go from series to series, in cells that are empty too."""

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.demo.parts import uid
from viewer.dicom import tags


def numbers(viewer: Viewer) -> list[str]:
    """The series numbers in the cells, "" of an empty one."""
    return [
        one.state.what.display_set.first.text(tags.SeriesNumber)
        if one.state.what.display_set
        else ""
        for one in viewer.app.grid.visible()
    ]


def test_page_keys_fill_an_empty_cell_with_what_is_in_no_other(
    open_viewer: OpenViewer, write: Write
) -> None:
    paths = [
        write(str(n), ct_slice(SeriesNumber=n, SeriesInstanceUID=uid("steps", str(n))))
        for n in (1, 2, 3)
    ]
    viewer = open_viewer(*paths)
    viewer.do("layout-2x2")
    step(viewer, 1, "next-series")
    assert numbers(viewer) == ["1", "2", "", ""]
    step(viewer, 2, "previous-series")
    assert numbers(viewer) == ["1", "2", "3", ""]
    step(viewer, 3, "next-series")
    assert numbers(viewer) == ["1", "2", "3", ""]
    step(viewer, 1, "next-series")
    assert numbers(viewer) == ["1", "3", "3", ""]


def test_page_keys_stay_in_the_study(open_viewer: OpenViewer, write: Write) -> None:
    """The tab above says whose it is."""
    paths = [
        write(
            patient,
            ct_slice(
                PatientID=patient,
                PatientName=patient,
                SeriesNumber=number,
                StudyInstanceUID=uid("steps", patient),
                SeriesInstanceUID=uid("steps", patient, "series"),
            ),
        )
        for number, patient in enumerate("AB", 1)
    ]
    viewer = open_viewer(*paths)
    for action in ("next-series", "previous-series"):
        step(viewer, 0, action)
        assert numbers(viewer) == ["1"]


def test_page_keys_in_an_empty_window_do_nothing(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    step(viewer, 0, "next-series")
    assert viewer.app.grid.active.state.what.display_set is None


def step(viewer: Viewer, cell: int, action: str) -> None:
    viewer.app.grid.activate(viewer.app.grid.cells[cell])
    viewer.do(action)
    viewer.wait()
