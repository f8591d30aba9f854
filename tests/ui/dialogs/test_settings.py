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

from viewer.store.settings import Settings
from viewer.ui.dialogs.settings import (
    HABITS,
    LOOKS,
    MEMORY,
    OF_THE_WINDOW,
    Kept,
    SettingsDialog,
)

ROWS = (*LOOKS, *HABITS, *MEMORY)


class Holder:
    """Has the settings, as the window does, and what is kept."""

    def __init__(self) -> None:
        self.settings = Settings(recent_paths=("/a", "/b"))
        self.kept = (2_900_000, 1_040_000)
        self.waiting: list[Callable[[], None]] = []

    def change(self, **values: Any) -> None:
        self.settings = replace(self.settings, **values)

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
    qtbot: QtBot, holder: Holder, forget: Callable[[Callable[[], None]], None] | None
) -> SettingsDialog:
    dialog = SettingsDialog(
        holder.settings,
        holder.change,
        ("en", "pt_BR"),
        Kept(lambda: holder.kept, forget),
    )
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
    shown_fields = [row.field for row in ROWS]
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
    "field", ["smooth", "open_whole_study", "keep_recent", "keep_index"]
)
def test_a_switch_is_followed_at_once_by_the_keyboard(
    dialog: SettingsDialog, holder: Holder, field: str
) -> None:
    control(dialog, field).setFocus()
    QTest.keyClick(control(dialog, field), Qt.Key.Key_Space)
    assert not getattr(holder.settings, field)
    QTest.keyClick(control(dialog, field), Qt.Key.Key_Space)
    assert getattr(holder.settings, field)


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
    for row in ROWS:
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
    label = dialog.marks
    assert label.text() == "3 marks and key images of yours"
    for press, remaining in (("", 3), ("deleteMarks", 0)):
        dialog.forget_marks.click()
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
    assert not dialog.forget_marks.isEnabled()
    dialog.close()
