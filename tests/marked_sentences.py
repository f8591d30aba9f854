"""Sentences of tables that are translated where they are shown, by that place."""

import ast
import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from viewer.dicom.element_groups import GROUPS
from viewer.dicom.sop_classes import all_sop_classes
from viewer.files.axes import AXES
from viewer.kinds.card_plans import PLANS
from viewer.kinds.presets import CT_PRESETS, UPTAKE_PRESETS
from viewer.store import database, managed, settings
from viewer.store.settings_table import ENTRIES
from viewer.store.settings_table import GROUPS as SETTING_GROUPS
from viewer.ui import failures
from viewer.ui.actions import ACTIONS, MENUS, SUBMENUS
from viewer.ui.dialogs.export import FORMS
from viewer.ui.reading_texts import CHOICES
from viewer.ui.shortcuts import NAMES
from viewer.ui.tools.table import MEASURING
from viewer.ui.tour import STEPS
from viewer.ui.widgets.mouse_words import FIXED, PRESSES, USE_WORDS
from viewer.work.applied import OTHER_OVERLAY, OTHER_TABLE

ROOT = Path(__file__).parent.parent
PIXELS = ROOT / "viewer" / "pixels"
KINDS = ROOT / "viewer" / "kinds"
VIEWS = ROOT / "viewer" / "ui" / "views"
NOTES = [one.note for one in all_sop_classes() if one.note]


def _firsts(module: str, *names: str) -> list[str]:
    """The first text of each row of a module's tables."""
    tables = (getattr(importlib.import_module(module), name) for name in names)
    return [row[0] for table in tables for row in table]


def _columns() -> list[str]:
    listings = [listing for plan in PLANS.values() for listing in plan.tables]
    return [label for listing in listings for label, _ in listing.columns]


def _presets() -> list[str]:
    return [one.name for one in (*CT_PRESETS, *UPTAKE_PRESETS)]


def _values() -> list[str]:
    """Of settings, those that are words."""
    texts = [text for one in ENTRIES for _, text in one.words]
    return [text for text in texts if any(map(str.isalpha, text))]


SENTENCES_OF: dict[str, Callable[[], Iterable[object]]] = {
    # What tr() is given that is no sentence and no constant of the same module.
    "viewer/commands/info.py: summed.sop_class_note": lambda: NOTES,
    "viewer/work/explaining_planes.py: fact.label": lambda: (
        "Computed from",
        "Slices",
    ),
    "viewer/files/axes.py: self.label": lambda: [axis.label for axis in AXES],
    "viewer/files/content.py: words": lambda: constant(
        "viewer.files.content", "_MAGIC"
    ),
    "viewer/files/measures.py: label": lambda: constant(
        "viewer.files.measures", "_LABELS"
    ),
    "viewer/files/spatial.py: sentence": lambda: constant(
        "viewer.files.spatial", "_SENTENCES"
    ),
    "viewer/files/spatial.py: words": lambda: constant(
        "viewer.files.spatial", "_CALIBRATIONS"
    ),
    "viewer/kinds/card_content.py: label": lambda: [
        label for plan in PLANS.values() for label, _ in plan.rows
    ],
    "viewer/kinds/card_content.py: listing.columns[at][0]": lambda: _columns(),
    "viewer/kinds/card_content.py: listing.title": lambda: [
        listing.title for plan in PLANS.values() for listing in plan.tables
    ],
    "viewer/kinds/card_sections.py: title": lambda: _firsts(
        "viewer.kinds.card_sections", "_SECTIONS"
    ),
    "viewer/kinds/card_text.py: label": lambda: constant(
        "viewer.kinds.card_text", "_ATTRIBUTES"
    ),
    "viewer/kinds/directory.py: label": lambda: _firsts(
        "viewer.kinds.directory", "_FACTS"
    ),
    "viewer/kinds/raw.py: label": lambda: _firsts("viewer.kinds.raw", "_FACTS"),
    "viewer/kinds/spectroscopy.py: label": lambda: _firsts(
        "viewer.kinds.spectroscopy", "_FACTS", "_SHARED_FACTS"
    ),
    "viewer/kinds/tractography.py: labels[at]": lambda: marks_in(
        KINDS / "tractography.py"
    ),
    "viewer/kinds/presets.py: self.name": lambda: _presets(),
    "viewer/pixels/explain_values.py: suv.refusal": lambda: marks_of("suv"),
    "viewer/pixels/readout.py: suv.refusal": lambda: marks_of("suv"),
    "viewer/kinds/timing.py: name": lambda: [axis.name for axis in AXES],
    "viewer/pixels/value_figures.py: info.suv.refusal": lambda: marks_of("suv"),
    "viewer/pixels/value_figures.py: measured.why_not": lambda: marks_of("statistics"),
    "viewer/pixels/value_figures.py: note": lambda: _notes(),
    "viewer/ui/canvas/overlay.py: note": lambda: _notes(),
    "viewer/ui/canvas/fused.py: note": lambda: _notes(),
    "viewer/ui/marking.py: one.hint": lambda: [
        tool.hint for tool in MEASURING.values()
    ],
    "viewer/ui/marking.py: tool.hint": lambda: [
        tool.hint for tool in MEASURING.values()
    ],
    "viewer/ui/dialogs/export.py: text": lambda: [
        text for forms in FORMS.values() for _, text in forms
    ],
    "viewer/store/settings_files.py: entry.label": lambda: [
        one.label for one in ENTRIES
    ],
    "viewer/ui/dialogs/settings.py: title": lambda: [
        title for _, title in SETTING_GROUPS
    ],
    "viewer/ui/dialogs/settings.py: text": lambda: _values(),
    "viewer/ui/widgets/setting_row.py: entry.label": lambda: [
        one.label for one in ENTRIES
    ],
    "viewer/ui/widgets/setting_row.py: self.entry.label": lambda: [
        one.label for one in ENTRIES
    ],
    "viewer/ui/widgets/setting_row.py: entry.explanation": lambda: [
        one.explanation for one in ENTRIES if one.explanation
    ],
    "viewer/ui/keeping.py: sentence": lambda: [
        database.DAMAGED,
        database.NEWER,
        database.UNWRITTEN,
    ],
    "viewer/ui/manual.py: entry_of(name).label": lambda: [one.label for one in ENTRIES],
    "viewer/ui/manual.py: first": lambda: [title for _, title in MENUS],
    "viewer/ui/manual.py: title": lambda: [title for _, title, _ in SUBMENUS],
    "viewer/ui/failures.py: self._sentence": lambda: [
        failures.ENDED,
        failures.HAPPENED,
    ],
    "viewer/ui/tour.py: step.sentence": lambda: [step.sentence for step in STEPS],
    "viewer/ui/menus.py: row.text": lambda: [
        row.text for row in ACTIONS if not callable(row.text)
    ],
    "viewer/ui/menus.py: title": lambda: [
        *(title for _, title in MENUS),
        *(title for _, title, _ in SUBMENUS),
    ],
    "viewer/ui/reading_texts.py: name": lambda: [name for _, name in CHOICES],
    "viewer/ui/shortcuts.py: NAMES[parted[1]]": lambda: NAMES.values(),
    "viewer/ui/shortcuts.py: row.text": lambda: [
        row.text for row in ACTIONS if not callable(row.text)
    ],
    "viewer/ui/shortcuts.py: title": lambda: [
        *(title for _, title in MENUS),
        *(title for _, title, _ in SUBMENUS),
    ],
    "viewer/ui/widgets/mouse_page.py: press": lambda: [said for _, said in PRESSES],
    "viewer/ui/widgets/mouse_page.py: one.label": lambda: [
        one.label for one in ENTRIES
    ],
    "viewer/ui/widgets/mouse_page.py: said": lambda: _values(),
    "viewer/ui/widgets/mouse_page.py: entry_of('scroll_wraps').label": lambda: [
        one.label for one in ENTRIES
    ],
    "viewer/ui/widgets/mouse_words.py: USE_WORDS[use]": lambda: USE_WORDS.values(),
    "viewer/ui/widgets/mouse_words.py: press": lambda: [
        press for _, press in (*PRESSES, *((does, told) for told, does in FIXED))
    ],
    "viewer/ui/widgets/mouse_words.py: does": lambda: [does for _, does in FIXED],
    "viewer/ui/start.py: note": lambda: [
        settings.DAMAGED,
        settings.NEWER,
        settings.RESTORED,
        settings.NO_SENSE,
        managed.BAD,
        managed.UNKNOWN,
    ],
    "viewer/ui/widgets/element_model.py: line.group": lambda: GROUPS,
    "viewer/ui/widgets/tabs.py: title": lambda: marks_in(
        ROOT / "viewer" / "ui" / "side_panels.py"
    ),
    "viewer/ui/widgets/wording.py: sentence": lambda: ["Panels"],
    "viewer/ui/widgets/fact_list.py: name": lambda: marks_in(
        *(KINDS / f"{name}.py" for name in ("curve", "lut", "overlay_planes")),
        KINDS / "print_facts.py",
        *(VIEWS / f"{name}.py" for name in ("film", "planes")),
    ),
    "viewer/ui/widgets/summary_card.py: summary.sop_class_note": lambda: NOTES,
    "viewer/ui/windowing.py: preset.name": lambda: _presets(),
}


def _notes() -> list[str]:
    """What of a file could not be used for its values."""
    return [*marks_of("modality", "voi"), OTHER_TABLE, OTHER_OVERLAY]


def marks_of(*modules: str) -> list[str]:
    """What modules of the pixels mark and others translate."""
    return marks_in(*(PIXELS / f"{module}.py" for module in modules))


def marks_in(*paths: Path) -> list[str]:
    """What modules mark."""
    return [
        str(node.args[0].value)
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and called(node) == "mark"
        and isinstance(node.args[0], ast.Constant)
    ]


def constant(module: str, name: str) -> list[str]:
    """The texts in a module's constant: a sentence, or a table of them."""
    return list(texts_in(getattr(importlib.import_module(module), name)))


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts_in(tuple(value.values()))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_in(one)


def called(node: ast.AST) -> str:
    """The name that a call calls; "" when it is none."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    if isinstance(function, ast.Attribute):
        return f".{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""
