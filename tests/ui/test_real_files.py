"""Folders of real files of many makers: everything is in one place, nothing breaks."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.ui.conftest import OpenViewer
from viewer.ui.widgets.content_view import ContentView

PACKAGES = ("pydicom.data", "data_store")


def folder_of(package: str) -> Path:
    """Where an installed package has its data."""
    found = find_spec(package)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_file_is_in_one_place_and_every_series_says_something(
    open_viewer: OpenViewer, package: str
) -> None:
    folder = folder_of(package)
    viewer = open_viewer(folder)
    catalogue = viewer.app.workspace.state.catalogue
    index = catalogue.index
    copies = sum(len(one.paths) - 1 for one in index.duplicates)
    placed = index.shown + len(index.skipped) + len(index.failed) + copies
    assert placed >= len(files_below(folder)) > 50
    series = sum(
        len(study.series) for patient in index.patients for study in patient.studies
    )
    sets = list(catalogue.sets())
    assert len(sets) >= series > 20
    for display_set in sets:
        viewer.model.show_set(display_set)
        viewer.wait()
        if display_set.view == "stack":
            assert (viewer.model.shown is None) != (viewer.model.trouble is None)
        else:
            assert isinstance(viewer.app.cells.frame_of(viewer.model).view, ContentView)
