"""What the menu says that undo takes back, or redo makes again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.geometry.marks import FrameKey, Mark
from viewer.text import tr, trn
from viewer.ui.marking import drawn
from viewer.ui.widgets.mark_names import NAMES

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.state.annotations import Marks


def undo_text(app: App) -> str:
    """ "Undo: moving Distance"."""
    if drawn(app) is not None:
        return tr("Undo: the last point")
    step = app.annotations.step(back=True)
    return tr("Undo: {step}", step=step_text(*step)) if step else tr("Undo")


def step_text(before: Marks, after: Marks) -> str:
    """What a step did to marks, as a noun."""
    old, new = _differing(before, after), _differing(after, before)
    made = [mark for uid, mark in new.items() if uid not in old]
    gone = [mark for uid, mark in old.items() if uid not in new]
    changed = [(old[uid], mark) for uid, mark in new.items() if uid in old]
    if len(made) + len(gone) + len(changed) != 1:
        count = len({**old, **new})
        if len(made) == count:
            return trn("{count} new mark", "{count} new marks", count)
        return trn("changes of {count} mark", "changes of {count} marks", count)
    if made:
        return tr("drawing {mark}", mark=_name(made[0]))
    if gone:
        return tr("deleting {mark}", mark=_name(gone[0]))
    return _change(*changed[0])


def _change(old: Mark, new: Mark) -> str:
    name = _name(new)
    if old.points != new.points:
        return tr("moving {mark}", mark=name)
    if replace(old, label=new.label) == new:
        return tr("moving the label of {mark}", mark=name)
    if old.hidden != new.hidden:
        hides = new.hidden
        return (
            tr("hiding {mark}", mark=name) if hides else tr("showing {mark}", mark=name)
        )
    if old.length_mm != new.length_mm:
        return tr("the length of {mark}", mark=name)
    return tr("the text of {mark}", mark=name)


def _differing(marks: Marks, others: Marks) -> dict[str, Mark]:
    """The marks of frames on which something is different, less those that are not."""
    found: dict[str, Mark] = {}
    for key in _touched(marks, others):
        same = set(others.get(key, ()))
        found.update((one.uid, one) for one in marks.get(key, ()) if one not in same)
    return found


def _touched(marks: Marks, others: Marks) -> list[FrameKey]:
    return [key for key in marks if marks.get(key) is not others.get(key)]


def _name(mark: Mark) -> str:
    """Its kind; the reader's own words may be long."""
    return tr(NAMES[mark.shape])
