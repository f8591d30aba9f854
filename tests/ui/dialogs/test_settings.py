"""The settings dialog: a control for every field, followed at once."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from viewer.store.managed import Managed
from viewer.store.settings import Settings
from viewer.store.settings_table import CARRIED, ENTRIES, GROUPS
from viewer.ui.dialogs.settings import OF_THE_WINDOW, SettingsDialog
from viewer.ui.widgets.forgetting import Kept


class Holder:
    """Has the settings, as the window does, and what is kept."""

    def __init__(self) -> None:
        self.settings = Settings(recent_paths=("/a", "/b"))
        self.kept = (2_900_000, 1_040_000)
        self.waiting: list[Callable[[], None]] = []
        self.dialog: SettingsDialog | None = None

    def change(self, **values: Any) -> None:
        self.settings = replace(self.settings, **values)
        if self.dialog is not None:
            self.dialog.follow(self.settings)

    def forget(self, done: Callable[[], None]) -> None:
        self.kept = (0, 0)
        self.waiting.append(done)


@pytest.fixture
def holder() -> Holder:
    return Holder()


@pytest.fixture
def dialog(qtbot: QtBot, holder: Holder) -> SettingsDialog:
    return shown(qtbot, holder, holder.forget)


def shown(
    qtbot: QtBot,
    holder: Holder,
    forget: Callable[[Callable[[], None]], None] | None,
    **more: Any,
) -> SettingsDialog:
    dialog = SettingsDialog(
        holder.settings,
        holder.change,
        ("en", "pt_BR"),
        Kept(lambda: holder.kept, forget),
        **more,
    )
    holder.dialog = dialog
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def control(dialog: SettingsDialog, field: str) -> Any:
    found = dialog.findChild(QWidget, f"setting-{field}")
    assert isinstance(found, QCheckBox | QComboBox), field
    return found


def test_every_field_has_a_control_or_follows_the_window() -> None:
    shown_fields = [row.field for row in ENTRIES]
    assert len(shown_fields) == len(set(shown_fields))
    assert OF_THE_WINDOW.isdisjoint(shown_fields)
    assert {*shown_fields, *OF_THE_WINDOW} == {field.name for field in fields(Settings)}


def test_the_controls_show_the_settings(qtbot: QtBot, holder: Holder) -> None:
    holder.change(theme="light", language="pt_BR", annotations="none", smooth=False)
    dialog = shown(qtbot, holder, holder.forget)
    assert control(dialog, "theme").currentText() == "Light"
    assert control(dialog, "language").currentText() == "Português (Brasil)"
    assert control(dialog, "annotations").currentText() == "No texts"
    assert not control(dialog, "smooth").isChecked()
    assert control(dialog, "keep_index").isChecked()


@pytest.mark.parametrize(
    "field",
    [one.field for one in ENTRIES if isinstance(getattr(Settings(), one.field), bool)],
)
def test_a_switch_is_followed_at_once_by_the_keyboard(
    dialog: SettingsDialog, holder: Holder, field: str
) -> None:
    first = getattr(holder.settings, field)
    control(dialog, field).setFocus()
    QTest.keyClick(control(dialog, field), Qt.Key.Key_Space)
    assert getattr(holder.settings, field) is not first
    QTest.keyClick(control(dialog, field), Qt.Key.Key_Space)
    assert getattr(holder.settings, field) is first


@pytest.mark.parametrize(
    ("field", "steps", "value"),
    [
        ("theme", 1, "light"),
        ("language", 2, "pt_BR"),
        ("annotations", 1, "minimal"),
    ],
)
def test_a_choice_is_followed_at_once_by_the_keyboard(
    dialog: SettingsDialog, holder: Holder, field: str, steps: int, value: str
) -> None:
    for _ in range(steps):
        QTest.keyClick(control(dialog, field), Qt.Key.Key_Down)
    assert getattr(holder.settings, field) == value


def test_without_the_recent_list_what_was_in_it_is_forgotten(
    dialog: SettingsDialog, holder: Holder
) -> None:
    assert "2 recent paths" in texts(dialog)
    control(dialog, "keep_recent").click()
    assert holder.settings.recent_paths == ()
    assert "0 recent paths" in texts(dialog)


def test_the_recent_list_is_cleared(dialog: SettingsDialog, holder: Holder) -> None:
    button(dialog, "forgetRecent").click()
    assert holder.settings.recent_paths == ()
    assert holder.settings.keep_recent
    assert not button(dialog, "forgetRecent").isEnabled()


def test_what_is_kept_is_told_in_numbers_and_forgotten(
    dialog: SettingsDialog, holder: Holder
) -> None:
    assert "Index 2.9 MB, thumbnails 1.0 MB" in texts(dialog)
    button(dialog, "forgetIndex").click()
    assert not button(dialog, "forgetIndex").isEnabled()
    holder.waiting[0]()
    assert "Index 0.0 MB, thumbnails 0.0 MB" in texts(dialog)


def test_an_answer_after_the_end_of_the_dialog_is_nothing(
    dialog: SettingsDialog, holder: Holder
) -> None:
    button(dialog, "forgetIndex").click()
    before = texts(dialog)
    dialog.close()
    holder.waiting[0]()
    assert texts(dialog) == before


def test_another_window_that_keeps_it_is_named(qtbot: QtBot, holder: Holder) -> None:
    dialog = shown(qtbot, holder, None)
    assert not button(dialog, "forgetIndex").isEnabled()
    assert "Another window" in button(dialog, "forgetIndex").toolTip()


def test_every_control_has_a_name_and_is_reached_by_tab(
    dialog: SettingsDialog,
) -> None:
    for row in ENTRIES:
        one = control(dialog, row.field)
        name = one.text() if isinstance(one, QCheckBox) else one.accessibleName()
        assert name, row.field
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, row.field


def texts(dialog: SettingsDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def button(dialog: SettingsDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def test_marks_are_forgotten_after_a_question_only(
    qtbot: QtBot, holder: Holder
) -> None:
    left = [3]
    kept = Kept(
        lambda: holder.kept, None, lambda: left[0], lambda: left.__setitem__(0, 0)
    )
    dialog = SettingsDialog(holder.settings, holder.change, ("en",), kept)
    qtbot.addWidget(dialog)
    dialog.show()
    label = dialog.forgetting.marks
    assert label.text() == "3 marks and key images of yours"
    for press, remaining in (("", 3), ("deleteMarks", 0)):
        dialog.forgetting.forget_marks.click()
        (question,) = dialog.findChildren(QMessageBox)
        if press:
            delete = question.findChild(QPushButton, press)
            assert delete is not None
            delete.click()
        else:
            question.reject()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert left == [remaining]
    assert label.text() == "0 marks and key images of yours"
    assert not dialog.forgetting.forget_marks.isEnabled()
    dialog.close()


def test_each_entry_is_in_a_group_and_its_words_are_what_may_be_stored() -> None:
    for entry in ENTRIES:
        assert entry.group in dict(GROUPS)
        default = getattr(Settings(), entry.field)
        if entry.words:
            assert default in dict(entry.words)
        else:
            assert isinstance(default, bool) or entry.field == "language"


def visible(dialog: SettingsDialog) -> list[str]:
    return [row.entry.field for row in dialog.rows if row.isVisible()]


def test_the_search_finds_words_of_labels_explanations_values_and_groups(
    dialog: SettingsDialog,
) -> None:
    assert len(visible(dialog)) == len(ENTRIES)
    QTest.keyClicks(dialog.filter, "LIGHT")
    assert visible(dialog) == ["theme"]
    for typed, found in (
        ("recent paths", ["keep_recent"]),
        ("mouse speed", ["drag_speed", "zoom_speed", "scroll_speed"]),
        ("smooth", ["smooth"]),
        ("nothing of the kind", []),
    ):
        dialog.filter.setText(typed)
        assert visible(dialog) == found, typed
    assert dialog.nothing.isVisible()
    dialog.filter.clear()
    assert len(visible(dialog)) == len(ENTRIES)


def test_one_setting_is_reset_and_says_to_what(
    dialog: SettingsDialog, holder: Holder
) -> None:
    reset = button(dialog, "reset-annotations")
    assert not reset.isEnabled()
    holder.change(annotations="none", smooth=False)
    assert control(dialog, "annotations").currentText() == "No texts"
    assert "All texts" in reset.toolTip()
    reset.click()
    assert holder.settings.annotations == "all"
    assert not holder.settings.smooth
    assert not reset.isEnabled()


def test_all_are_reset_and_what_is_remembered_stays(
    dialog: SettingsDialog, holder: Holder
) -> None:
    assert not dialog.reset_all.isEnabled()
    holder.change(
        theme="light", keys=(("invert", ("X",)),), header_width=300, linked=True
    )
    assert dialog.reset_all.isEnabled()
    dialog.reset_all.click()
    kept = Settings(recent_paths=("/a", "/b"), header_width=300)
    assert holder.settings == kept
    assert not dialog.reset_all.isEnabled()


MANAGED = Managed(
    "/etc/xdg/negatoscope/managed.toml",
    "IT",
    {"smooth": False},
    {"keep_recent": False, "theme": "light"},
)


def test_what_the_hospital_has_locked_is_shown_and_cannot_be_changed(
    qtbot: QtBot, holder: Holder
) -> None:
    holder.change(**MANAGED.locked)
    dialog = shown(qtbot, holder, None, managed=MANAGED, locked="Set by IT")
    for field in MANAGED.locked:
        assert not control(dialog, field).isEnabled()
        assert "Set by IT" in control(dialog, field).accessibleDescription()
        assert not button(dialog, f"reset-{field}").isEnabled()
    assert texts(dialog).count("Set by IT") == 2
    assert f"Managed by {MANAGED.path}." in texts(dialog)
    assert control(dialog, "smooth").isEnabled()
    assert control(dialog, "theme").currentText() == "Light"
    dialog.reset_all.click()
    assert not holder.settings.smooth  # the hospital's default is the first value
    assert holder.settings.theme == "light"


def test_what_this_version_does_not_know_is_named(qtbot: QtBot, holder: Holder) -> None:
    dialog = shown(qtbot, holder, None, unknown=("hologram", "smell"))
    assert "Not known to this version, and kept: hologram, smell." in texts(dialog)


def test_no_path_or_place_is_carried() -> None:
    assert set(CARRIED) & (OF_THE_WINDOW - {"mouse", "keys"}) == set()
