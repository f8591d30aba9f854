"""A row of the View menu: by which character set the texts of a study are read.

For files that state none, or a wrong one (PS3.3 C.12.1.1.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.header_parts import character_set_of
from viewer.text import mark, tr
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App

Terms = tuple[str, ...]

CHOICES: tuple[tuple[Terms, str], ...] = (
    (("ISO_IR 100",), mark("Western European")),
    (("ISO_IR 101",), mark("Central European")),
    (("ISO_IR 109",), mark("Southern European")),
    (("ISO_IR 110",), mark("Northern European")),
    (("ISO_IR 148",), mark("Turkish")),
    (("ISO_IR 144",), mark("Cyrillic")),
    (("ISO_IR 127",), mark("Arabic")),
    (("ISO_IR 126",), mark("Greek")),
    (("ISO_IR 138",), mark("Hebrew")),
    (("ISO_IR 166",), mark("Thai")),
    (("ISO_IR 13", "ISO 2022 IR 87", "ISO 2022 IR 159"), mark("Japanese")),
    (("", "ISO 2022 IR 149"), mark("Korean")),
    (("", "ISO 2022 IR 58"), mark("Simplified Chinese")),
    (("GB18030",), mark("Chinese")),
    (("ISO_IR 192",), mark("Unicode (UTF-8)")),
)


def _header(app: App) -> Header | None:
    frame = app.grid.active.on_screen.frame
    return frame.header if frame else None


def _study(app: App) -> str:
    header = _header(app)
    return header.text(tags.StudyInstanceUID) if header else ""


def choice_texts(header: Header) -> list[str]:
    """What the reader chooses from: the file's own set, then the others."""
    own = "\\".join(character_set_of(header.elements))
    first = tr("As the file says ({terms})", terms=own or tr("nothing stated"))
    others = (f"{tr(name)} – {_joined(terms)}" for terms, name in CHOICES)
    return [first, *others]


def ask_character_set(app: App) -> None:
    """Let the reader choose for the study of the active cell."""
    header, study = _header(app), _study(app)
    if header is None or not study:
        return
    texts = choice_texts(header)
    wanted = [(), *(terms for terms, _ in CHOICES)]
    forced = header.source.character_set
    text, accepted = QInputDialog.getItem(
        app.window,
        tr("Character set"),
        tr("Read the texts of this study as:"),
        texts,
        wanted.index(forced) if forced in wanted else 0,
        False,
    )
    if accepted and text in texts:
        app.workspace.read_texts(study, wanted[texts.index(text)])


def _joined(terms: Terms) -> str:
    return ", ".join(filter(None, terms))


CHARACTER_SET_ACTION = ActionRow(
    "character-set",
    mark("Character set of the texts…"),
    "view",
    ask_character_set,
    enabled=lambda app: bool(_study(app)),
)
