from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from tests.ui.conftest import OpenViewer, Write
from tests.ui.held import HeldPool
from tests.ui.sets import ct_set, shown_of
from tests.ui.viewer import LEFT, NONE, Viewer, rgb_of
from viewer.demo.build import ct_slice, image, ramp
from viewer.demo.documents import encapsulated
from viewer.demo.parts import uid
from viewer.pixels.look import Look
from viewer.pixels.pipeline import picture
from viewer.ui.canvas.small_picture import small_picture
from viewer.ui.panels.thumbnails import Row
from viewer.ui.widgets.colours import colours
from viewer.ui.widgets.labels import plain_tip


@pytest.fixture
def study(write: Write) -> Path:
    """Two studies: a stack of five with an image; a document."""
    for number in range(5):
        write(
            f"study/{number}",
            ct_slice(number, SeriesNumber=1, SeriesDescription="axial 5 mm"),
        )
    write("study/image", image(SeriesNumber=2, SeriesDescription="scout"))
    other: Any = {"StudyInstanceUID": uid("other"), "StudyDate": "20200102"}
    document = encapsulated(StudyDescription="Letters", **other)
    return write("study/z", document).parent


def rows(viewer: Viewer) -> list[Row]:
    return viewer.app.sides.thumbnails.model.rows


def listed(viewer: Viewer) -> QListView:
    return viewer.child("thumbnails", QListView)


def index_of(viewer: Viewer, title: str) -> QModelIndex:
    number = next(n for n, row in enumerate(rows(viewer)) if row.title == title)
    return viewer.app.sides.thumbnails.model.index(number)


def double_click(viewer: Viewer, title: str) -> None:
    """On a row of the list, as a reader does."""
    view, index = listed(viewer), index_of(viewer, title)
    view.scrollTo(index)
    place = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), LEFT, NONE, place)
    QTest.mouseDClick(view.viewport(), LEFT, NONE, place)
    viewer.wait()


def test_patients_studies_and_series_are_listed_in_order(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    assert [(row.kind, row.title, row.detail) for row in rows(viewer)] == [
        ("patient", "TEST, Builder", rows(viewer)[0].detail),
        ("study", "CT", "2026-11-22"),
        ("set", "axial 5 mm", "5"),
        ("set", "scout", ""),
        ("study", "Letters", "2020-01-02"),
        ("set", rows(viewer)[-1].title, ""),
    ]
    assert "TEST-0001" in rows(viewer)[0].detail


def patients(viewer: Viewer) -> list[Row]:
    return [row for row in rows(viewer) if row.kind == "patient"]


@pytest.mark.parametrize(
    ("other", "title", "doubt"),
    [
        (
            {"PatientName": "Roe^Max"},
            "Doe, Jane / Roe, Max",
            "2 names under this ID – check the identity",
        ),
        (
            {"PatientBirthDate": "19800101"},
            "Doe, Jane",
            "2 birth dates under this ID – check the identity",
        ),
    ],
)
def test_two_people_under_one_id_are_told_where_they_are_listed(
    open_viewer: OpenViewer,
    write: Write,
    other: dict[str, str],
    title: str,
    doubt: str,
) -> None:
    one: dict[str, Any] = {"PatientName": "Doe^Jane", "PatientBirthDate": "19700101"}
    viewer = open_viewer(write("two/a", ct_slice(0, **one)))
    assert [row.warning for row in patients(viewer)] == [False]
    viewer.open(write("two/b", ct_slice(1, **{**one, **other})))
    (row,) = patients(viewer)
    assert row.title == title
    assert row.detail == f"{doubt} · TEST-0001"
    assert row.warning
    assert [len(r.display_set.frames) for r in rows(viewer) if r.display_set] == [1, 1]
    model = viewer.app.sides.thumbnails.model
    tip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert tip == plain_tip(f"{title}, {row.detail}")


def test_a_doubt_is_painted_as_a_warning(open_viewer: OpenViewer, write: Write) -> None:
    def warned() -> bool:
        colour = QColor(colours().warning)
        seen = rgb_of(listed(viewer).grab().toImage()).astype(int)
        wanted = (colour.red(), colour.green(), colour.blue())
        return bool((abs(seen - wanted).max(axis=-1) < 12).any())

    viewer = open_viewer(write("two/a", ct_slice(0, PatientName="Doe^Jane")))
    assert not warned()
    viewer.open(write("two/b", ct_slice(1, PatientName="Roe^Max")))
    assert warned()


def test_one_id_of_two_issuers_is_listed_with_them(
    open_viewer: OpenViewer, write: Write
) -> None:
    for issuer in ("Here", "There", ""):
        study: dict[str, Any] = {
            "StudyInstanceUID": uid("study", issuer),
            "SOPInstanceUID": uid("object", issuer),
        }
        dataset = ct_slice(IssuerOfPatientID=issuer, **study)
        path = write(f"issuers/{issuer or 'none'}", dataset)
    viewer = open_viewer(path.parent)
    endings = [row.detail.split(" · ")[-1] for row in patients(viewer)]
    assert sorted(endings) == ["issued by Here", "issued by There", "without issuer"]
    assert not any(row.warning for row in patients(viewer))


def test_a_double_click_shows_the_series_in_the_active_cell(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.do("layout-1x2")
    viewer.app.grid.activate_next()
    before = viewer.app.grid.cells[0].state
    double_click(viewer, "scout")
    assert viewer.shown.frame.header.source.name == "image"
    assert viewer.app.grid.state.active == 1
    assert viewer.app.grid.cells[0].state == before
    double_click(viewer, "axial 5 mm")
    assert viewer.model.state.what.count == 5
    assert viewer.model.state.what.index == 2


def test_a_double_click_on_a_study_shows_its_first_series(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    double_click(viewer, "Letters")
    display_set = viewer.model.state.what.display_set
    assert display_set is not None
    assert display_set.view == "document"
    double_click(viewer, "CT")
    assert viewer.model.state.what.count == 5


def test_return_does_what_a_double_click_does(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    view = listed(viewer)
    view.setFocus()
    view.setCurrentIndex(index_of(viewer, "scout"))
    QTest.keyClick(view, Qt.Key.Key_Return)
    viewer.wait()
    assert viewer.shown.frame.header.source.name == "image"


def test_tiles_tell_what_is_on_screen_and_which_is_active(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.do("layout-1x2")
    sets = {row.title: row for row in rows(viewer) if row.kind == "set"}
    assert [row.active for row in rows(viewer)].count(True) == 1
    assert sets["axial 5 mm"].active
    viewer.app.grid.activate_next()
    double_click(viewer, "scout")
    axial, scout = sets["axial 5 mm"], sets["scout"]
    assert (axial.shown, axial.active) == (True, False)
    assert (scout.shown, scout.active) == (True, True)
    viewer.do("layout-1x1")
    assert not scout.shown


def test_every_image_gets_its_picture_and_a_document_none(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    for row in rows(viewer):
        has_picture = row.display_set is not None and row.display_set.view == "stack"
        assert (row.pixmap is not None) == has_picture
        assert not row.failed


def test_pictures_that_come_late_find_their_row(
    open_viewer: OpenViewer, study: Path, write: Write
) -> None:
    """More may have been opened meanwhile: the rows are others then."""
    viewer = open_viewer()
    pool = HeldPool()
    viewer.app.jobs._pool = pool
    viewer.app.opening.paths([str(study)])
    pool.answer(0)
    viewer.until(lambda: len(rows(viewer)) == 6)
    viewer.app.opening.paths([str(write("more", image(SeriesNumber=7)))])
    number = next(n for n in pool.waiting() if pool.options[n]["lane"] == "scan")
    pool.answer(number)
    viewer.until(lambda: len(rows(viewer)) == 7)
    assert not any(row.failed for row in rows(viewer))
    while pool.waiting():
        for number in pool.waiting():
            pool.answer(number)
        viewer.until(lambda: not any(f.done() for f in viewer.app.jobs._open))
    pictures = [row for row in rows(viewer) if row.pixmap is not None]
    assert len(pictures) == 3


def test_an_image_that_cannot_be_read_says_so(
    open_viewer: OpenViewer, write: Write
) -> None:
    dataset = ct_slice()
    dataset.BitsAllocated = 7
    viewer = open_viewer(write("broken", dataset))
    (row,) = (row for row in rows(viewer) if row.kind == "set")
    assert row.failed
    assert row.pixmap is None
    assert listed(viewer).grab().width() > 0


def test_no_picture_stays_when_all_is_closed(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.app.close_all()
    viewer.wait()
    model = viewer.app.sides.thumbnails.model
    assert model.rows == []
    assert not model._made
    assert not model._frames


def test_screen_readers_hear_title_and_detail(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    index = index_of(viewer, "axial 5 mm")
    assert (
        index.data(Qt.ItemDataRole.AccessibleTextRole)
        == "CT · 1, axial 5 mm, 5, viewed"
    )
    assert index.data(Qt.ItemDataRole.ToolTipRole) is None
    assert listed(viewer).accessibleName()


def test_a_series_can_be_dragged_a_patient_cannot(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    drag = Qt.ItemFlag.ItemIsDragEnabled
    kinds = {
        row.kind: bool(viewer.app.sides.thumbnails.model.index(number).flags() & drag)
        for number, row in enumerate(rows(viewer))
    }
    assert kinds == {"patient": False, "study": False, "set": True}


def test_the_list_scrolls_by_pixels_and_keeps_its_place(
    open_viewer: OpenViewer, write: Write
) -> None:
    for number in range(12):
        write(
            f"many/{number}", image(SeriesNumber=number, SeriesInstanceUID=uid(number))
        )
    viewer = open_viewer(write("many/0", image(SeriesNumber=0)).parent)
    bar = listed(viewer).verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    assert place > 0
    viewer.open(write("last", image(SeriesNumber=99, SeriesInstanceUID=uid("z"))))
    assert bar.value() == place
    at_top = listed(viewer).indexAt(QPoint(10, 2))
    assert at_top.isValid()


@pytest.mark.parametrize("colour", [False, True])
def test_a_small_picture_is_the_whole_frame_in_its_own_window(
    open_viewer: OpenViewer, write: Write, colour: bool
) -> None:
    if colour:
        viewer = open_viewer(write("a", image(ramp((90, 120, 3), np.uint8), samples=3)))
        shown = viewer.shown
    else:
        slope = np.linspace(900, 1300, 92 * 152).reshape(92, 152).astype(np.uint16)
        shown = shown_of(ct_set(1, pixels=slope).frames[0])
        viewer = open_viewer()
    made = rgb_of(small_picture(shown).toImage())
    rows_, columns = shown.decoded.values.shape[:2]
    assert made.shape[1] / made.shape[0] == pytest.approx(columns / rows_, rel=0.02)
    whole = picture(shown.decoded.values, shown.info, Look(shown.default_voi))
    assert made.mean() == pytest.approx(whole.mean(), rel=0.03)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("shape", [(9000, 4), (4, 9000)])
def test_a_strip_of_any_length_has_a_small_picture(shape: tuple[int, int]) -> None:
    shown = shown_of(ct_set(1, pixels=np.full(shape, 1000, np.uint16)).frames[0])
    made = small_picture(shown).toImage()
    assert min(made.width(), made.height()) >= 1
