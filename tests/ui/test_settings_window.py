"""Settings in the real window: carried in files, locked, followed at once."""

from pathlib import Path

import pytest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.store.managed import Managed
from viewer.store.settings import Settings, load_settings
from viewer.ui.dialogs.habits import HabitsDialog
from viewer.ui.settings_window import SettingsWindow
from viewer.ui.start import loaded
from viewer.ui.widgets.colours import DARK, LIGHT, colours

LOCKED = Managed("/m.toml", "IT", {}, {"theme": "dark", "keep_recent": False})


@pytest.fixture
def image(write: Write) -> Path:
    return write("ct/0", ct_slice(PatientName="Secret^Name", PatientID="4711"))


def window_of(viewer: Viewer) -> SettingsWindow:
    viewer.do("settings")
    found = viewer.app.window.findChildren(SettingsWindow)
    assert len(found) == 1
    return found[0]


def test_settings_leave_in_a_file_and_come_back_at_once(
    open_viewer: OpenViewer, image: Path, tmp_path: Path
) -> None:
    settings = Settings(theme="light", annotations="minimal", linked=True)
    viewer = open_viewer(image, settings=settings)
    window = window_of(viewer)
    path = tmp_path / "mine.toml"
    window.give(path)
    assert window.dialog.message.text() == "Written: mine.toml"
    text = path.read_text()
    assert not [word for word in ("Secret", "4711", str(tmp_path)) if word in text]
    window.dialog.reset_all.click()
    assert colours() is DARK
    details = [viewer.canvas.canvas_style.detail]
    window.take(path)
    assert colours() is LIGHT
    details.append(viewer.canvas.canvas_style.detail)
    assert details == ["all", "minimal"]
    assert viewer.app.preferences.settings.linked
    assert "settings taken from mine.toml." in window.dialog.message.text()
    window.dialog.reset_all.click()
    window.dialog.close()


def test_of_a_bad_file_nothing_is_followed(
    open_viewer: OpenViewer, image: Path, tmp_path: Path
) -> None:
    viewer = open_viewer(image)
    window = window_of(viewer)
    before = viewer.app.preferences.settings
    path = tmp_path / "bad.toml"
    path.write_text("version = 1\n[settings]\ntheme = 'light'\nsmooth = 'perhaps'\n")
    for one, reason in ((path, "“perhaps”"), (tmp_path / "no.toml", "No such file")):
        window.take(one)
        assert viewer.app.preferences.settings == before
        assert window.dialog.message.text().startswith("Nothing was taken from ")
        assert reason in window.dialog.message.text()
    window.give(tmp_path / "no folder" / "x.toml")
    assert "was not saved" in window.dialog.message.text()
    window.dialog.close()


def test_what_is_locked_is_refused_with_who_says_so_and_left_by_imports(
    open_viewer: OpenViewer, image: Path, tmp_path: Path
) -> None:
    viewer = open_viewer(image, settings=Settings(keep_recent=False))
    viewer.app.preferences.managed = LOCKED
    viewer.do("light-theme")
    assert colours() is DARK
    assert not viewer.app.menus.by_id["light-theme"].isChecked()
    assert viewer.app.status.message.text() == "Set by IT"
    path = tmp_path / "other.toml"
    path.write_text(
        "version = 1\n[settings]\ntheme = 'light'\nsmooth = false\nhologram = 1\n"
    )
    window = window_of(viewer)
    window.take(path)
    assert viewer.app.preferences.settings.theme == "dark"
    assert not viewer.app.preferences.settings.smooth
    assert window.dialog.message.text() == (
        "1 setting taken from other.toml. Locked, and left: theme."
        " Not known to this version: hologram."
    )
    window.dialog.close()


def test_keys_that_are_locked_are_seen_and_not_changed(
    open_viewer: OpenViewer, image: Path
) -> None:
    viewer = open_viewer(image)
    viewer.app.preferences.managed = Managed("/m.toml", "", {}, {"keys": ()})
    viewer.do("habits")
    (dialog,) = viewer.app.window.findChildren(HabitsDialog)
    assert not dialog.keys.isEnabled()
    assert "Set for this computer" in dialog.keys.toolTip()
    assert dialog.mouse.isEnabled()
    dialog.close()


def test_a_start_reads_what_the_hospital_has_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "managed.toml"
    path.write_text("version = 1\n[locked]\ntheme = 'light'\n")
    monkeypatch.setenv("NEGATOSCOPE_MANAGED", str(path))
    managed, settings = loaded(lambda sentence, **values: None)
    assert settings.theme == "light"
    assert managed.path == str(path)


def test_the_dialog_follows_what_is_changed_elsewhere(
    open_viewer: OpenViewer, image: Path
) -> None:
    viewer = open_viewer(image)
    window = window_of(viewer)
    rows = {row.entry.field: row for row in window.dialog.rows}
    viewer.app.preferences.change(smooth=False)
    assert not rows["smooth"].control.isChecked()  # type: ignore[union-attr]
    assert rows["smooth"].reset.isEnabled()
    window.dialog.close()


def test_settings_that_were_locked_once_are_the_reader_s_again(
    open_viewer: OpenViewer, image: Path
) -> None:
    viewer = open_viewer(image, settings=Settings(keep_recent=False), remember=True)
    viewer.app.preferences.managed = LOCKED
    viewer.app.window.close()
    assert load_settings() == load_settings(managed=Managed("", "", {}, {}))
    assert load_settings().keep_recent
