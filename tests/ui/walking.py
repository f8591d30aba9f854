"""Walking the windows of the program: each of its dialogs, and what is wrong there."""

import ast
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from pydicom._dicom_dict import DicomDictionary
from PySide6.QtWidgets import QApplication, QWidget

from tests.test_translations import LANGUAGES, PO_FILES, ids_of, read, strings_of
from tests.ui.conftest import OpenViewer
from tests.ui.seen_texts import cut_texts, overlaps
from tests.ui.viewer import Viewer
from tests.ui.visible_texts import Text, texts_of
from viewer.store.settings import VARIABLE
from viewer.ui.panels.metadata import MetadataPanel

ROOT = Path(__file__).parents[2]
Open = Callable[[Viewer], None]


def open_at(open_viewer: OpenViewer, *paths: Path) -> Viewer:
    """In a window of 1280 × 720: a small screen."""
    viewer = open_viewer(*paths)
    viewer.app.window.resize(1280, 720)
    viewer.wait()
    return viewer


@cache
def english_only() -> tuple[frozenset[str], re.Pattern[str]]:
    """Sentences that are others in Portuguese: whole ones, and those with values."""
    catalogue = read(PO_FILES[LANGUAGE])
    whole, open_ones = set(), []
    standards = {entry[2] for entry in DicomDictionary.values()}
    for message in catalogue:
        if not message.id:
            continue
        for said, other in zip(ids_of(message), strings_of(message), strict=False):
            if said == other or len(re.findall(r"[^\W\d_]{3}", said)) == 0:
                continue
            if "{" not in said:
                whole.add(said.replace("&", ""))
            elif len(re.findall(r"[^\W\d_]{3,}", re.sub(r"\{.*?\}", "", said))) > 1:
                parts = re.split(r"\{.*?\}", said)
                open_ones.append(".+".join(map(re.escape, parts)))
    others = {text.replace("&", "") for one in catalogue for text in strings_of(one)}
    return frozenset(whole - others - standards), re.compile("|".join(open_ones))


KEYS = frozenset({"End"})
"""Named as Qt names them."""
LANGUAGE = LANGUAGES.index("pt_BR")


def untranslated(texts: list[Text]) -> list[str]:
    """Those that are English still."""
    whole, open_ones = english_only()
    return [
        f"{name}: {text!r}"
        for name, text in texts
        if (text.replace("&", "") in whole or open_ones.fullmatch(text))
        and text not in KEYS
    ]


def faults(window: QWidget, code: str) -> list[str]:
    """All that is wrong with what a window shows now."""
    for _ in range(3):  # a layout may ask for another
        QApplication.processEvents()
    english = untranslated(texts_of(window)) if code != "en" else []
    return [
        *(f"untranslated: {one}" for one in english),
        *(f"cut: {one}" for one in cut_texts(window)),
        *(f"overlaps: {one}" for one in overlaps(window)),
    ]


def assert_sound(found: list[str]) -> None:
    assert "\n".join(dict.fromkeys(found)) == ""


def dialog_classes() -> set[str]:
    """The dialogs of the program, by their bases in the code."""
    return {
        node.name
        for path in (ROOT / "viewer" / "ui").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any("Dialog" in ast.unparse(base) for base in node.bases)
    }


def _whole_value(viewer: Viewer) -> None:
    panel = viewer.child("metadataPanel", MetadataPanel)
    panel._show_whole_value(panel.elements.outline.outline.rows[0])


def _password(viewer: Viewer) -> None:
    from viewer.ui.dialogs.password import PasswordDialog

    PasswordDialog("scans.zip", True, viewer.app.window).show()


def _copy_range(viewer: Viewer) -> None:
    from viewer.ui.dialogs.copy_range import CopyRangeDialog

    CopyRangeDialog(3, 30, viewer.app.window).show()


def _failure(viewer: Viewer) -> None:
    from viewer.store.reports import Reports
    from viewer.ui.dialogs.failure import FailureDialog

    folder = Path(os.environ[VARIABLE]).parent / "reports"
    Reports(folder).add("Negatoscope, nothing happened", 1_000_000_000.0)
    FailureDialog(Reports(folder), viewer.app.window).show()


def press(action: str) -> Open:
    return lambda viewer: viewer.app.menus.by_id[action].trigger()


DIALOGS: dict[str, Open] = {
    "AboutDialog": press("about"),
    "CommandSearch": press("command-search"),
    "CopyRangeDialog": _copy_range,
    "DisplayDialog": press("calibrate-display"),
    "ExportDialog": press("export"),
    "FailureDialog": _failure,
    "HabitsDialog": press("habits"),
    "KeysDialog": press("keys"),
    "NotShownDialog": lambda viewer: viewer.app.opening.show_not_shown(),
    "PasswordDialog": _password,
    "SettingsDialog": press("settings"),
    "WholeValueDialog": _whole_value,
}
