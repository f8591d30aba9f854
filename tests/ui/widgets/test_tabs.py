from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from viewer.ui.widgets.tabs import Tabs


def tabs_of(qtbot: QtBot, *names: str) -> tuple[Tabs, list[str]]:
    """Tabs with a field each, and the names of those that have been made."""
    made: list[str] = []
    tabs = Tabs()
    qtbot.addWidget(tabs)

    def maker(name: str) -> QWidget:
        made.append(name)
        field = QLineEdit()
        field.setObjectName(f"field-{name}")
        return field

    for name in names:
        tabs.add(name, name, lambda name=name: maker(name))  # type: ignore[misc]
    tabs.show()
    qtbot.waitExposed(tabs)
    return tabs, made


def test_a_panel_is_made_when_it_is_first_in_front_and_once(qtbot: QtBot) -> None:
    tabs, made = tabs_of(qtbot, "header", "explain")
    assert made == ["header"]
    for name in ("explain", "header", "explain"):
        tabs.bring(name)
        assert tabs.is_in_front(name)
    assert made == ["header", "explain"]


def test_one_panel_alone_needs_no_bar(qtbot: QtBot) -> None:
    alone, _ = tabs_of(qtbot, "header")
    assert not alone.tabBar().isVisible()
    two, _ = tabs_of(qtbot, "header", "explain")
    assert two.tabBar().isVisible()


def test_the_keyboard_goes_to_the_panel_in_front(qtbot: QtBot) -> None:
    tabs, _ = tabs_of(qtbot, "header", "explain")
    tabs.bring("explain")
    tabs.take_keyboard()
    focused = tabs.window().focusWidget()
    assert focused is not None
    assert focused.objectName() == "field-explain"


def test_arrows_go_along_the_bar(qtbot: QtBot) -> None:
    tabs, made = tabs_of(qtbot, "header", "explain", "states")
    tabs.tabBar().setFocus()
    QTest.keyClick(tabs.tabBar(), Qt.Key.Key_Right)
    QTest.keyClick(tabs.tabBar(), Qt.Key.Key_Right)
    assert tabs.is_in_front("states")
    QTest.keyClick(tabs.tabBar(), Qt.Key.Key_Left)
    assert tabs.is_in_front("explain")
    assert made == ["header", "explain", "states"]
