"""Every window, panel, view, menu and dialog: translated, and nothing cut or covered.

Walked in both languages, with texts as they are and half as large again. Dialogs are
found in the code: one that is not walked here fails.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QWidget,
)

from tests.ui.conftest import OpenViewer, Write
from tests.ui.fused import lay_out, set_of, show_ct
from tests.ui.pen import Pen
from tests.ui.test_speaking import VIEWS, begin_in
from tests.ui.viewer import Viewer
from tests.ui.visible_texts import Text, texts_of
from tests.ui.walking import (
    DIALOGS,
    assert_sound,
    dialog_classes,
    faults,
    open_at,
    untranslated,
)
from viewer.demo.kinds import object_of
from viewer.demo.pet_ct import ct_series, pet_series
from viewer.ui import theme
from viewer.ui.actions import ACTIONS
from viewer.ui.widgets.colours import text_scale

Begin = Callable[[str, float], None]
both_languages = pytest.mark.parametrize("code", ["en", "pt_BR"])
both_sizes = pytest.mark.parametrize("scale", [1.0, 1.5])


@pytest.fixture(autouse=True)
def _as_before(qapp: QApplication) -> Iterator[None]:
    yield
    begin_in("en")


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, float], None]:
    def begin(code: str, scale: float) -> None:
        begin_in(code)
        monkeypatch.setattr(theme, "system_text_scale", lambda: scale)

    return begin


def walk(viewer: Viewer, code: str) -> list[str]:
    """The window with each panel in front."""
    found = []
    for name in ("explain", "figures", "states", "marks", "header"):
        viewer.app.sides.tabs.bring(name)
        viewer.wait()
        found += faults(viewer.app.window, code)
    return found


@both_languages
@both_sizes
def test_an_empty_window(
    open_viewer: OpenViewer,
    begin: Begin,
    code: str,
    scale: float,
) -> None:
    begin(code, scale)
    viewer = open_at(open_viewer)
    assert text_scale() == scale
    assert_sound(walk(viewer, code))


@both_languages
@both_sizes
def test_images_with_marks_and_cine(
    open_viewer: OpenViewer,
    thirty_slices: Path,
    begin: Begin,
    code: str,
    scale: float,
) -> None:
    begin(code, scale)
    viewer = open_at(open_viewer, thirty_slices)
    viewer.do("tool-ellipse")
    Pen(viewer).drag((2, 8), (12, 13))
    viewer.do("tool-window")
    found = walk(viewer, code)
    viewer.app.grid.lay_out(1, 2)
    viewer.wait()
    assert_sound([*found, *faults(viewer.app.window, code)])


@both_languages
@both_sizes
@pytest.mark.parametrize("view", sorted(VIEWS))
def test_a_view_alone_and_beside_another(
    open_viewer: OpenViewer,
    write: Write,
    begin: Begin,
    code: str,
    scale: float,
    view: str,
) -> None:
    begin(code, scale)
    viewer = open_at(open_viewer, write("object", object_of(VIEWS[view])))
    found = faults(viewer.app.window, code)
    viewer.app.grid.lay_out(1, 2)
    viewer.wait()
    assert_sound([*found, *faults(viewer.app.window, code)])


@both_languages
@both_sizes
def test_a_volume_over_another_and_planes(
    open_viewer: OpenViewer,
    write: Write,
    begin: Begin,
    code: str,
    scale: float,
) -> None:
    begin(code, scale)
    viewer = open_at(open_viewer, lay_out(write, ct_series(), pet_series()))
    show_ct(viewer)
    viewer.app.fusions.fuse(set_of(viewer, "PT"))
    viewer.wait()
    found = faults(viewer.app.window, code)
    viewer.do("mpr-three")
    assert_sound([*found, *faults(viewer.app.window, code)])


OTHERS = ("manual", "pick-layout", "pick-tiles", "rename-mark", "leave")
"""Windows and pop-ups that are no dialogs of ours."""


def test_every_dialog_is_walked() -> None:
    assert dialog_classes() == set(DIALOGS)


def opened(before: set[QWidget]) -> list[QWidget]:
    """Dialogs and pop-ups that were not there."""
    QApplication.processEvents()
    return [
        window
        for window in QApplication.topLevelWidgets()
        if window.isVisible() and window not in before
    ]


def close(window: QWidget) -> None:
    window.close()
    QApplication.processEvents()


@both_languages
@both_sizes
@pytest.mark.parametrize("dialog", sorted(DIALOGS))
def test_a_dialog(
    open_viewer: OpenViewer,
    thirty_slices: Path,
    begin: Begin,
    code: str,
    scale: float,
    dialog: str,
) -> None:
    begin(code, scale)
    viewer = open_at(open_viewer, thirty_slices)
    before = set(QApplication.topLevelWidgets())
    DIALOGS[dialog](viewer)
    found = []
    windows = opened(before)
    assert [type(one).__name__ for one in windows] == [dialog]
    for window in windows:
        found += faults(window, code)
        for tabs in window.findChildren(QWidget, "pages"):
            for place in range(getattr(tabs, "count", int)()):
                tabs.setCurrentIndex(place)  # type: ignore[attr-defined]
                found += faults(window, code)
        close(window)
    assert_sound(found)


@both_languages
@both_sizes
@pytest.mark.parametrize("other", OTHERS)
def test_another_window(
    open_viewer: OpenViewer,
    thirty_slices: Path,
    begin: Begin,
    code: str,
    scale: float,
    other: str,
) -> None:
    begin(code, scale)
    viewer = open_at(open_viewer, thirty_slices)
    viewer.do("tool-distance")
    Pen(viewer).drag((2, 3), (12, 6))
    viewer.do("tool-window")
    before = set(QApplication.topLevelWidgets())
    if other == "leave":
        from viewer.ui.leaving import ask_reader

        ask_reader(viewer.app)
    else:
        viewer.app.menus.by_id[other].trigger()
    found = []
    for window in opened(before):
        found += faults(window, code)
        close(window)
    assert_sound(found)


@both_languages
@both_sizes
def test_the_first_minute_step_by_step(
    open_viewer: OpenViewer, thirty_slices: Path, begin: Begin, code: str, scale: float
) -> None:
    begin(code, scale)
    viewer = open_at(open_viewer, thirty_slices)
    viewer.do("tour")
    found = []
    while viewer.app.tour.bar.buttons["skip"].isVisible():
        found += faults(viewer.app.tour.bar, code)
        viewer.app.tour.bar.buttons["skip"].click()
    assert_sound([*found, *faults(viewer.app.tour.bar, code)])


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Text]:
    """What dialogs that wait for an answer would say; all are cancelled."""
    said: list[Text] = []

    def record(answer: Any) -> Callable[..., Any]:
        def ask(*words: Any, **more: Any) -> Any:
            texts = [one for one in words if isinstance(one, str)]
            lists = [one for one in words if isinstance(one, list)]
            said.extend(("asked", text) for text in texts)
            said.extend(("asked", text) for some in lists for text in some)
            return answer

        return ask

    for kind, names in (
        (QFileDialog, {"getOpenFileNames": ([], ""), "getSaveFileName": ("", "")}),
        (QFileDialog, {"getExistingDirectory": ""}),
        (QInputDialog, {"getText": ("", False), "getItem": ("", False)}),
    ):
        for name, answer in names.items():
            monkeypatch.setattr(kind, name, record(answer))
    return said


SLOW = frozenset({"quit", "open-demo", "close-all", "close-study", "full-screen"})
"""They end the test, or take what it looks at."""


def test_every_action_asks_in_portuguese(
    open_viewer: OpenViewer,
    thirty_slices: Path,
    begin: Begin,
    asked: list[Text],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All rows of the table that can be done with an image, one after another."""

    def run(dialog: QDialog) -> int:
        asked.append(("exec", dialog.windowTitle()))
        return 0

    monkeypatch.setattr(QDialog, "exec", run)
    begin("pt_BR", 1.0)
    viewer = open_at(open_viewer, thirty_slices)
    before = set(QApplication.topLevelWidgets())
    found: list[str] = []
    for row in ACTIONS:
        if row.id in SLOW or "print" in row.id:
            continue
        viewer.app.menus.refresh()
        if viewer.app.menus.by_id[row.id].isEnabled():
            viewer.app.menus.by_id[row.id].trigger()
            viewer.wait()
        found += [f"{row.id}: {one}" for one in untranslated(asked)]
        asked.clear()
        for window in opened(before):
            found += [f"{row.id}: {one}" for one in untranslated(texts_of(window))]
            close(window)
        told = viewer.app.status.message.text()
        found += [f"{row.id}: {one}" for one in untranslated([("status", told)])]
    assert_sound(found)
