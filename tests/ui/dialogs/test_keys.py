from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QTreeWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenViewer
from viewer.ui.actions import ACTIONS
from viewer.ui.dialogs.keys import MOUSE, KeysDialog


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
    dialog = KeysDialog([("Ctrl+X", "Something")])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    found = listed(dialog)
    assert found["Ctrl+X"] == "Something"
    assert len(found) == len(MOUSE) + 1
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
    assert len(found) == len(MOUSE) + len(always)
    dialog.close()
