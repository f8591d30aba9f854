from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QTreeWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenViewer
from viewer.store.habits import Mouse
from viewer.store.settings import Settings
from viewer.ui.actions import ACTIONS
from viewer.ui.dialogs.keys import KeysDialog
from viewer.ui.widgets.mouse_words import FIXED, PRESSES


def listed(dialog: KeysDialog) -> dict[str, str]:
    """What to press → what it does."""
    (tree,) = dialog.findChildren(QTreeWidget)
    found = {}
    for number in range(tree.topLevelItemCount()):
        group = tree.topLevelItem(number)
        assert group is not None
        assert group.isExpanded()
        for place in range(group.childCount()):
            row = group.child(place)
            assert row is not None
            found[row.text(0)] = row.text(1)
    return found


def test_mouse_and_keys_are_listed_with_what_they_do(qtbot: QtBot) -> None:
    dialog = KeysDialog([("Left drag", "Pan")], [("Ctrl+X", "Something")])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    found = listed(dialog)
    assert found["Ctrl+X"] == "Something"
    assert found["Left drag"] == "Pan"
    assert len(found) == 2
    assert all(found.values())
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    dialog.show()
    buttons.button(QDialogButtonBox.StandardButton.Close).click()
    assert not dialog.isVisible()


def test_f1_lists_every_key_of_the_table(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    viewer.do("keys")
    (dialog,) = viewer.app.window.findChildren(KeysDialog)
    found = listed(dialog)
    keyed = [row for row in ACTIONS if row.keys]
    always = [row for row in keyed if not callable(row.text) or row.text(viewer.app)]
    assert len(found) == len(PRESSES) + len(FIXED) + len(always)
    dialog.close()


def test_f1_lists_keys_and_buttons_as_the_reader_has_them(
    open_viewer: OpenViewer,
) -> None:
    own = Settings(keys=(("invert", ("Ctrl+F7",)),), mouse=Mouse(middle="magnifier"))
    viewer = open_viewer(settings=own)
    viewer.do("keys")
    (dialog,) = viewer.app.window.findChildren(KeysDialog)
    found = listed(dialog)
    assert found["Ctrl+F7"] == "Invert"
    assert "I" not in found
    assert found["Middle button"] == "Magnifier"
    dialog.close()
