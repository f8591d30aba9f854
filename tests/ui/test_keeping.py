"""A known folder in the window: its tree and tiles without reading or decoding."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.held import HeldPool
from tests.ui.viewer import Viewer, rgb_of
from viewer.demo.build import RLE_LOSSLESS, ct_slice, image
from viewer.store.cache import Cache
from viewer.store.database import UNWRITTEN
from viewer.store.settings import Settings
from viewer.text import tr
from viewer.ui.panels.thumbnails import Row
from viewer.work.pool import InlinePool


class CountingPool(InlinePool):
    """Notes what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def submit(self, function: Any, request: Any, **options: Any) -> Any:
        self.asked.append(getattr(function, "__name__", ""))
        return super().submit(function, request, **options)


@pytest.fixture
def folder(write: Write) -> Path:
    """Two series, one of them compressed; nothing of it changed lately."""
    for number in range(3):
        write(f"data/{number}", ct_slice(number, SeriesNumber=1))
    root = write("data/rle", image(SeriesNumber=2), RLE_LOSSLESS).parent
    for path in root.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    return root


@pytest.fixture
def made(tmp_path: Path) -> Callable[[], Cache]:
    """The cache of a program that has just been started."""
    return lambda: Cache(tmp_path / "cache")


def tiles(viewer: Viewer) -> list[QPixmap]:
    rows: list[Row] = viewer.app.sides.thumbnails.model.rows
    return [row.pixmap for row in rows if row.pixmap is not None]


def note(viewer: Viewer) -> str:
    button = viewer.app.status.noted
    return button.text() if button.isVisible() else ""


def test_a_known_folder_shows_its_tiles_without_decoding(
    open_viewer: OpenViewer, folder: Path, made: Callable[[], Cache]
) -> None:
    first = open_viewer(folder, cache=made())
    before = [rgb_of(pixmap.toImage()) for pixmap in tiles(first)]
    first.app.window.close()
    pool = CountingPool()
    viewer = open_viewer(folder, cache=made(), pool=pool)
    after = [rgb_of(pixmap.toImage()) for pixmap in tiles(viewer)]
    assert len(before) == 2
    assert all((a == b).all() for a, b in zip(after, before, strict=True))
    assert "decode_frame" not in pool.asked


def test_a_tile_of_a_file_that_changed_is_drawn_anew(
    open_viewer: OpenViewer, write: Write, folder: Path, made: Callable[[], Cache]
) -> None:
    first = open_viewer(folder, cache=made())
    first.app.window.close()
    bright = image(SeriesNumber=2, PhotometricInterpretation="MONOCHROME1")
    changed = write("data/rle", bright, RLE_LOSSLESS)
    os.utime(changed, (1_600_000_001, 1_600_000_001))
    viewer = open_viewer(folder, cache=made())
    old, new = (rgb_of(tiles(one)[1].toImage()) for one in (first, viewer))
    assert abs(old.astype(int) + new - 255).max() <= 2


def test_without_a_cache_nothing_is_kept(
    open_viewer: OpenViewer, folder: Path, tmp_path: Path
) -> None:
    open_viewer(folder).app.window.close()
    assert not (tmp_path / "cache").exists()
    assert not (tmp_path / "negatoscope-cache").exists()


def test_nothing_is_kept_in_a_window_that_others_do_not_hand_over_to(
    open_viewer: OpenViewer, folder: Path, tmp_path: Path
) -> None:
    viewer = open_viewer(folder, cache=Cache(tmp_path / "cache", writes=False))
    assert not viewer.app.keeping.can_forget
    viewer.app.keeping.forget()
    viewer.app.window.close()
    assert not (tmp_path / "cache").exists()


def test_off_nothing_is_kept(
    open_viewer: OpenViewer, folder: Path, tmp_path: Path, made: Callable[[], Cache]
) -> None:
    settings = Settings(keep_index=False)
    viewer = open_viewer(folder, cache=made(), settings=settings)
    assert len(tiles(viewer)) == 2
    viewer.app.window.close()
    assert not (tmp_path / "cache").exists()


def test_to_turn_it_off_forgets_and_to_turn_it_on_begins_anew(
    open_viewer: OpenViewer, folder: Path, tmp_path: Path, made: Callable[[], Cache]
) -> None:
    viewer = open_viewer(folder, cache=made())
    assert viewer.app.keeping.nbytes()[0] > 0
    assert viewer.app.keeping.nbytes()[1] > 0
    viewer.app.preferences.change(keep_index=False)
    viewer.wait()
    assert list((tmp_path / "cache").iterdir()) == []
    viewer.app.close_all()
    viewer.app.preferences.change(keep_index=True)
    viewer.open(folder)
    assert viewer.app.keeping.nbytes()[0] > 0


def test_no_name_of_a_patient_is_left_after_forgetting(
    open_viewer: OpenViewer, folder: Path, tmp_path: Path, made: Callable[[], Cache]
) -> None:
    viewer = open_viewer(folder, cache=made())
    kept = b"".join(path.read_bytes() for path in (tmp_path / "cache").iterdir())
    assert b"TEST-0001" in kept
    viewer.app.keeping.forget()
    viewer.wait()
    assert list((tmp_path / "cache").iterdir()) == []


def test_that_nothing_can_be_kept_is_said_once_and_the_pictures_show(
    open_viewer: OpenViewer, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    viewer = open_viewer(folder, cache=Cache(tmp_path / "file" / "cache"))
    assert viewer.shown is not None
    expected = tr(UNWRITTEN, reason="Not a directory")
    assert note(viewer).startswith(expected)
    viewer.child("programNote", QPushButton).click()
    assert note(viewer) == ""
    viewer.open(folder)
    assert note(viewer) == ""


def test_that_it_could_not_be_removed_is_said(
    open_viewer: OpenViewer,
    folder: Path,
    made: Callable[[], Cache],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(folder, cache=made())
    monkeypatch.setattr(Cache, "wipe", lambda *_: "Permission denied")
    done: list[int] = []
    viewer.app.keeping.forget(lambda: done.append(1))
    viewer.until(lambda: bool(done))
    assert "Permission denied" in note(viewer)


def test_what_is_kept_is_written_after_all_else(
    open_viewer: OpenViewer, folder: Path, made: Callable[[], Cache]
) -> None:
    pool = HeldPool()
    viewer = open_viewer(cache=made(), pool=pool)
    viewer.app.opening.paths([str(folder)])
    viewer.app.opening.paths([str(folder / "0")])
    pool.answer(0)
    viewer.until(lambda: viewer.app.workspace.state.catalogue.index.shown == 4)
    assert "keep" not in [function.__name__ for function, _, _ in pool.held]
    pool.answer(1)
    viewer.until(lambda: not viewer.app.workspace.state.scanning)
    asked = [function.__name__ for function, _, _ in pool.held]
    assert "keep" in asked
    assert pool.options[asked.index("keep")]["priority"] > 0


def test_ctrl_comma_opens_the_settings_with_their_sizes(
    open_viewer: OpenViewer, folder: Path, made: Callable[[], Cache]
) -> None:
    viewer = open_viewer(folder, cache=made())
    viewer.press_key("Ctrl+,")
    labels = viewer.app.window.findChildren(QLabel)
    assert any(label.text().startswith("Index 0.") for label in labels)
    viewer.child("forgetIndex", QPushButton).click()
    viewer.wait()
    assert not viewer.child("forgetIndex", QPushButton).isEnabled()
    assert viewer.app.keeping.nbytes() == (0, 0)
