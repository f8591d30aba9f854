from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtWidgets import QInputDialog

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer, pixels_of
from tests.work.test_recollection import old
from viewer.demo.build import ct_slice, image
from viewer.demo.mammogram import four_views
from viewer.demo.parts import uid
from viewer.dicom import tags
from viewer.hanging.library import own_folder
from viewer.store.cache import Cache
from viewer.store.settings import Settings

if TYPE_CHECKING:
    from pydicom import Dataset

PLAIN = Settings(annotations="none", show_header=False)


@pytest.fixture
def mammograms(write: Write) -> Path:
    """Four views of today, two of them stored the other way round, and older ones."""
    for dataset in four_views(mirrored=("RMLO", "LCC")):
        path = write(f"study/{dataset.ImageLaterality}{dataset.ViewPosition}", dataset)
    for dataset in four_views("20250102", coarser=2):
        write(f"study/old{dataset.ImageLaterality}{dataset.ViewPosition}", dataset)
    return path.parent


def new_only(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("old"))


def names(viewer: Viewer) -> list[str]:
    """Side, view and year of what each visible cell shows."""
    found = []
    for model in viewer.app.grid.visible():
        what = model.state.what.display_set
        if what is None:
            found.append("")
            continue
        dataset = what.first
        parts = (tags.ImageLaterality, tags.ViewPosition)
        text = "".join(dataset.text(tag) for tag in parts)
        found.append(f"{text} {dataset.text(tags.StudyDate)[:4]}")
    return found


def breast(viewer: Viewer, number: int) -> npt.NDArray[np.int64]:
    """Bright pixels of each column of a cell, above the letters at half its height."""
    canvas = viewer.canvas_of(viewer.app.grid.visible()[number])
    grey = pixels_of(canvas)[:, :, 1].astype(int)
    height = grey.shape[0]
    bright = grey[height // 3 : height * 9 // 20] > 30
    return np.asarray(bright.sum(axis=0), np.int64)


def stage(viewer: Viewer) -> str:
    return viewer.app.status.stage.text()


def test_four_mammograms_hang_by_themselves_chest_walls_together(
    open_viewer: OpenViewer, mammograms: Path
) -> None:
    viewer = open_viewer(*new_only(mammograms), settings=PLAIN, hangs=True)
    viewer.wait()
    assert names(viewer) == ["RCC 2026", "LCC 2026", "RMLO 2026", "LMLO 2026"]
    assert stage(viewer) == "Mammography: four views · Four views (1 / 3)"
    for number in range(4):
        columns = breast(viewer, number)
        wall, far = (-1, 0) if number % 2 == 0 else (0, -1)
        assert columns[wall] > 0.5 * columns.max(), number
        assert columns[far] == 0, number


def depth_of(viewer: Viewer, number: int) -> int:
    """Screen pixels from the chest wall to the nipple, of a breast 118 mm deep."""
    return int((breast(viewer, number) > 0).sum())


def test_old_and_new_detectors_are_shown_at_one_scale(
    open_viewer: OpenViewer, mammograms: Path
) -> None:
    viewer = open_viewer(mammograms, settings=PLAIN, hangs=True)
    viewer.wait()
    assert names(viewer) == [
        *("RCC 2026", "LCC 2026", "RMLO 2026", "LMLO 2026"),
        *("RCC 2025", "LCC 2025", "RMLO 2025", "LMLO 2025"),
    ]
    per_mm = set()
    for number, model in enumerate(viewer.app.grid.visible()):
        canvas = viewer.canvas_of(model)
        transform = canvas.transform()
        assert transform is not None
        pixel_mm = 0.26 if number >= 4 else 0.13
        per_mm.add(round(transform.scale_x / pixel_mm, 6))
    assert len(per_mm) == 1
    for number in range(4):
        assert depth_of(viewer, number) == pytest.approx(
            depth_of(viewer, number + 4), abs=2
        )
    depth = depth_of(viewer, 0) / per_mm.pop()
    assert depth == pytest.approx(118, rel=0.05)


def test_stages_are_stepped_by_keys_and_named_below(
    open_viewer: OpenViewer, mammograms: Path
) -> None:
    viewer = open_viewer(mammograms, settings=PLAIN, hangs=True)
    viewer.wait()
    assert stage(viewer) == "Mammography with prior · All views, prior below (1 / 5)"
    viewer.press_key("Ctrl+PgUp")
    assert viewer.app.hanging.state.stage == 0
    viewer.press_key("Ctrl+PgDown")
    viewer.press_key("Ctrl+PgDown")
    assert stage(viewer).endswith("CC, prior below (3 / 5)")
    assert names(viewer) == ["RCC 2026", "LCC 2026", "RCC 2025", "LCC 2025"]
    viewer.do("hang-none")
    assert stage(viewer) == ""
    assert len(viewer.app.grid.visible()) == 1


def test_a_window_of_another_size_keeps_walls_and_scale(
    open_viewer: OpenViewer, mammograms: Path
) -> None:
    viewer = open_viewer(*new_only(mammograms), settings=PLAIN, hangs=True)
    viewer.wait()
    viewer.app.window.resize(1400, 800)
    viewer.wait()
    viewer.until(lambda: breast(viewer, 0)[-1] > 0)
    assert breast(viewer, 1)[0] > 0
    assert depth_of(viewer, 0) == pytest.approx(depth_of(viewer, 1), rel=0.06)


def test_air_stays_black_when_mammograms_are_inverted(
    open_viewer: OpenViewer, mammograms: Path
) -> None:
    viewer = open_viewer(*new_only(mammograms), settings=PLAIN, hangs=True)
    viewer.wait()
    before = pixels_of(viewer.canvas)
    viewer.press_key("I")
    after = pixels_of(viewer.canvas)
    air = (slice(20, -20), slice(2, 20))
    assert before[air].max() == 0
    assert after[air].max() == 0
    assert (before != after).any()


def test_quarters_of_an_image_come_one_after_the_other(
    open_viewer: OpenViewer, mammograms: Path
) -> None:
    viewer = open_viewer(*new_only(mammograms), settings=PLAIN, hangs=True)
    viewer.wait()
    hung = viewer.model.state.camera
    seen = []
    for _ in range(4):
        viewer.press_key("Q")
        transform = viewer.canvas.transform()
        assert transform is not None
        seen.append(transform.to_image(transform.width / 2, transform.height / 2))
    rows = [row for _, row in seen]
    assert rows == [416, 416, 1248, 1248]
    columns = [column for column, _ in seen]
    assert columns == [312, 936, 312, 936]
    viewer.press_key("Q")
    assert viewer.model.state.camera == hung
    viewer.press_key("+")
    assert viewer.model.state.camera != hung
    viewer.press_key("Ctrl+R")
    assert viewer.model.state.camera == hung


def test_what_a_reader_has_touched_is_left_alone(
    open_viewer: OpenViewer, mammograms: Path
) -> None:
    viewer = open_viewer(settings=PLAIN, hangs=True)
    viewer.app.workspace.changed.connect(
        lambda old, new: viewer.app.grid.lay_out(1, 2) if new.scanning else None
    )
    viewer.open(mammograms)
    assert viewer.app.grid.state.columns == 2
    assert viewer.app.hanging.state.plan is None
    assert viewer.app.menus.by_id["hang-1"].text() == "Mammography with prior"
    viewer.do("hang-1")
    assert names(viewer)[:2] == ["RCC 2026", "LCC 2026"]


def test_an_older_study_that_came_first_hangs_beside_the_newest(
    open_viewer: OpenViewer, mammograms: Path
) -> None:
    for path in new_only(mammograms):
        path.rename(path.with_name(f"z{path.name}"))
    viewer = open_viewer(settings=PLAIN, hangs=True)
    viewer.app.workspace.open([str(mammograms)])
    viewer.wait()
    viewer.until(lambda: stage(viewer) != "")
    assert names(viewer)[0] == "RCC 2026"
    assert names(viewer)[4] == "RCC 2025"


def test_each_study_keeps_its_protocol_and_a_new_one_begins_with_the_old_layout(
    open_viewer: OpenViewer, write: Write, mammograms: Path
) -> None:
    viewer = open_viewer(*new_only(mammograms), settings=PLAIN, hangs=True)
    viewer.wait()
    viewer.open(write("ot", image(rows=64, columns=64, SeriesNumber=9)))
    assert len(viewer.app.grid.visible()) == 1
    assert stage(viewer) == ""
    viewer.do("previous-study")
    assert stage(viewer) == "Mammography: four views · Four views (1 / 3)"
    assert names(viewer)[0] == "RCC 2026"
    viewer.press_key("Ctrl+PgDown")
    assert names(viewer) == ["RCC 2026", "LCC 2026"]
    assert viewer.app.menus.by_id["hang-1"].text() == "Mammography: four views"
    assert viewer.app.menus.by_id["hang-1"].isChecked()


def test_nothing_hangs_by_itself_when_the_reader_does_not_want_it(
    open_viewer: OpenViewer, mammograms: Path
) -> None:
    viewer = open_viewer(mammograms)
    assert viewer.app.hanging.state.plan is None
    assert len(viewer.app.hanging.state.plans) == 1


def test_two_examinations_by_ct_hang_beside_each_other(
    open_viewer: OpenViewer, write: Write
) -> None:
    def stack(name: str, date: str, spacing_mm: float) -> None:
        for number in range(3):
            write(f"ct/{name}{number}", ct_of(number, date, spacing_mm))

    stack("new", "20261122", 0.7)
    stack("old", "20240101", 0.9)
    viewer = open_viewer(write("ct/x", ct_of(3, "20261122", 0.7)).parent)
    viewer.do("hang-1")
    assert stage(viewer) == "CT with prior · Current and prior (1 / 2)"
    zooms = [model.state.camera.zoom for model in viewer.app.grid.visible()]
    assert zooms[0] is not None
    assert zooms[1] == pytest.approx(zooms[0] * 0.9 / 0.7)
    switches = viewer.app.linking.links.state.switches
    assert (switches.on, switches.scroll, switches.window) == (True, True, True)
    assert viewer.app.menus.by_id["link"].isChecked()
    assert not viewer.app.preferences.settings.linked
    assert [one.state.what.index for one in viewer.app.grid.visible()] == [2, 1]
    viewer.press_key("Up")
    assert [one.state.what.index for one in viewer.app.grid.visible()] == [1, 0]
    viewer.do("stage-next")
    assert not viewer.app.linking.links.state.switches.window
    viewer.do("link")
    assert not viewer.app.linking.links.state.switches.on
    shown = [model.voi() for model in viewer.app.grid.visible()]
    assert [getattr(one, "width", 0) for one in shown] == [1500, 1500]


def ct_of(number: int, date: str, spacing_mm: float) -> "Dataset":
    """A slice of an examination of that date."""
    pixels = np.full((32, 32), 1000 + number, np.uint16)
    return ct_slice(
        number,
        pixels,
        spacing_mm=spacing_mm,
        StudyDate=date,
        StudyInstanceUID=uid("ct", date),
        SeriesInstanceUID=uid("ct", date, "series"),
        FrameOfReferenceUID=uid("ct", date, "frame"),
        SOPInstanceUID=uid("ct", date, number),
    )


RULE = """
name = "Both ways"
[match]
modality = "MG"
[images.left]
laterality = "L"
view = "CC"
[[stages]]
name = "One"
layout = "1x1"
cells = ["left"]
"""


def test_protocols_of_the_reader_are_loaded_without_a_new_start(
    open_viewer: OpenViewer, mammograms: Path
) -> None:
    viewer = open_viewer(*new_only(mammograms))
    texts = viewer.app.menus.by_id
    assert texts["hang-2"].text() == ""
    folder = own_folder()
    folder.mkdir()
    (folder / "both.toml").write_text(RULE)
    (folder / "wrong.toml").write_text(RULE.replace("view", "veiw"))
    viewer.do("hang-reload")
    viewer.app.menus.refresh()
    assert texts["hang-2"].text() == "Both ways"
    note = viewer.app.status.noted
    assert note.isVisible()
    said = note.accessibleName()
    assert said.startswith("wrong.toml, images.left.veiw: ")
    assert "view" in said.split("?")[0]


def test_a_layout_is_saved_and_hangs_the_same_images_again(
    open_viewer: OpenViewer, mammograms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = open_viewer(mammograms, settings=PLAIN, hangs=True)
    viewer.wait()
    for _ in range(2):
        viewer.press_key("Ctrl+PgDown")
    before = names(viewer)
    cameras = [
        (model.state.camera.rotation, model.state.camera.flipped)
        for model in viewer.app.grid.visible()
    ]
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("My CC", True))
    viewer.do("hang-save")
    assert viewer.app.status.message.text() == "Saved as my-cc.toml"
    viewer.do("hang-none")
    titles = [viewer.app.hanging.title(number) for number in range(3)]
    viewer.app.hanging.apply_number(titles.index("My CC"))
    viewer.wait()
    assert names(viewer) == before
    assert cameras == [
        (model.state.camera.rotation, model.state.camera.flipped)
        for model in viewer.app.grid.visible()
    ]


@pytest.mark.corpus
@pytest.mark.parametrize("kind", ["mg", "cr", "dx"])
def test_real_radiographs_hang_or_are_left_alone(
    open_viewer: OpenViewer, corpus: Path, kind: str
) -> None:
    for path in sorted((corpus / "sop-class" / kind).glob("*.dcm")):
        viewer = open_viewer(path, settings=PLAIN, hangs=True)
        viewer.wait()
        assert viewer.model.state.what.display_set is not None, path.name
        for plan in viewer.app.hanging.state.plans:
            viewer.app.hanging.apply(plan)
            viewer.wait()
            assert viewer.model.shown or viewer.model.trouble, path.name


def test_an_earlier_study_that_was_opened_lately_is_offered_and_hangs_beside(
    open_viewer: OpenViewer, write: Write, tmp_path: Path
) -> None:
    for number in range(3):
        write(f"then/{number}", ct_of(number, "20240101", 0.9))
        write(f"now/{number}", ct_of(number, "20261122", 0.7))
    old(tmp_path / "then", tmp_path / "now")
    cache = Cache(tmp_path / "cache")
    viewer = open_viewer(tmp_path / "then", cache=cache)
    viewer.app.close_all()
    viewer.open(tmp_path / "now")
    offer = viewer.app.status.offered
    assert offer.isVisible()
    assert offer.text() == "Earlier: CT of 2024-01-01 ▸"
    offer.click()
    viewer.wait()
    viewer.until(lambda: stage(viewer) != "")
    assert stage(viewer) == "CT with prior · Current and prior (1 / 2)"
    assert names(viewer) == [" 2026", " 2024"]
    assert not offer.isVisible()
