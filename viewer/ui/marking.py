"""What a reader does with marks besides drawing: undo, naming, copying, deleting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QGuiApplication

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.geometry.marks import FrameKey, Mark
from viewer.kinds.base import DisplaySet, Frame
from viewer.text import tr, trn
from viewer.ui.state.annotations import (
    WHOLE,
    AnnotationsState,
    Draft,
    key_of,
    new_uid,
)
from viewer.ui.state.viewport import ViewportModel, What
from viewer.ui.tools.picking import shown_key

if TYPE_CHECKING:
    from viewer.ui.app import App


def connect_marks(app: App) -> None:
    """Let the window follow what is drawn."""

    def on_changed(old: AnnotationsState, new: AnnotationsState) -> None:
        same_phase = (old.draft is None) == (new.draft is None)
        calm = replace(old, draft=None, cross=None)
        if not same_phase or calm != replace(new, draft=None, cross=None):
            app.menus.soon()

    app.annotations.changed.connect(on_changed)
    app.annotations.told.connect(app.status.tell)
    app.annotations.words_asked.connect(lambda key, mark: ask_words(app, key, mark))
    app.choice.changed.connect(lambda name: _tell_how(app, name))


def _tell_how(app: App, name: str) -> None:
    """How the chosen tool draws; nothing of it once it is another one."""
    from viewer.ui.tools.table import MEASURING

    tool = MEASURING.get(name)
    hints = {tr(one.hint) for one in MEASURING.values()}
    if tool is not None or app.status.message.text() in hints:
        app.status.tell(tr(tool.hint) if tool else "", "secondary")


def chosen(app: App) -> tuple[FrameKey, Mark] | None:
    """The selected mark, where it is seen in the active viewport."""
    key, state = shown_key(app.grid.active), app.annotations.state
    found = state.chosen(key)
    if key is None or found is None or found.hidden or not state.visible:
        return None
    return key, found


def drawn(app: App) -> Draft | None:
    """What is being drawn, where it is seen."""
    draft = app.annotations.state.drawn
    seen = [shown_key(model) for model in app.grid.visible()]
    return draft if draft is not None and draft.key in seen else None


def undo(app: App) -> None:
    """Take back the last point of what is drawn, else the last step."""
    if drawn(app) is not None:
        remove_point(app)
    else:
        show_changed(app, app.annotations.undo())


def redo(app: App) -> None:
    """Make the step again that was taken back last."""
    show_changed(app, app.annotations.redo())


def remove_point(app: App) -> None:
    """Take back the last point of what is drawn."""
    draft = drawn(app)
    if draft is not None:
        app.annotations.draw(draft.without_last())


def show_changed(app: App, keys: Sequence[FrameKey]) -> None:
    """Go to the frame where something is different now, else say where it is."""
    if any(shown_key(model) in keys for model in app.grid.visible()):
        return
    if len(keys) > 1:
        told = trn(
            "Marks changed on {count} image.",
            "Marks changed on {count} images.",
            len(keys),
        )
        app.status.tell(told, "secondary")
    elif keys:
        _go_to(app, keys[0])


def _go_to(app: App, key: FrameKey) -> None:
    what = app.measured.place(key)
    if what is not None and what.is_cut:
        _go_to_plane(app, what)
        return
    models = [app.grid.active, *app.grid.visible()]
    for model in models:
        shown = model.state.what
        display_set = None if shown.is_cut else shown.display_set
        index = _index_of(display_set.frames, key) if display_set else None
        if index is not None:
            app.grid.activate(model)
            model.go_to(index)
            return
    for display_set in app.workspace.state.catalogue.sets():
        index = _index_of(display_set.frames, key)
        if index is not None:
            told = tr(
                "Marks changed on image {number} of {name}, which is in no viewport.",
                number=index + 1,
                name=caption(display_set.label) or tr("a series"),
            )
            app.status.tell(told, "secondary")
            return


def _go_to_plane(app: App, what: What) -> None:
    """A computed plane, where such planes are on screen."""
    from viewer.ui.mpr import go_to_section
    from viewer.ui.state.section_links import section_of

    section = section_of(what)
    if section is not None and not go_to_section(app, section):
        told = tr(
            "Marks changed on a plane, {name}, which is in no viewport.",
            name=section.plane_title(),
        )
        app.status.tell(told, "secondary")


def _index_of(frames: Iterable[Frame], key: FrameKey) -> int | None:
    found = (at for at, frame in enumerate(frames) if key_of(frame) == key)
    return next(found, None)


def select_next(app: App, by: int) -> None:
    """Take hold of another mark on the active image, by the keyboard."""
    state = app.annotations.state
    key = shown_key(app.grid.active)
    marks = [mark for mark in state.seen(key) if state.place_of(mark.uid)]
    if not marks:
        return
    uids = [mark.uid for mark in marks]
    at = uids.index(state.selected) + by if state.selected in uids else min(by, 0)
    app.annotations.cross_at(None)
    app.annotations.select(uids[at % len(uids)], WHOLE)


def delete(app: App) -> None:
    """Take the selected mark away."""
    found = chosen(app)
    if found is not None:
        app.annotations.remove(found[0], found[1].uid)


def hide(app: App) -> None:
    """Keep the selected mark, but do not draw it."""
    found = chosen(app)
    if found is not None:
        app.annotations.put(found[0], replace(found[1], hidden=True))
        app.annotations.select("")


def hidden_here(app: App) -> tuple[Mark, ...]:
    """The hidden marks of the active image."""
    marks = app.annotations.state.of(shown_key(app.grid.active))
    return tuple(mark for mark in marks if mark.hidden)


def show_hidden(app: App) -> None:
    """Draw the hidden marks of the active image again."""
    key, marks = shown_key(app.grid.active), hidden_here(app)
    if key is not None and marks:
        app.annotations.put(key, *(replace(mark, hidden=False) for mark in marks))


def rename(app: App) -> None:
    """Let the reader say the words of the selected mark."""
    found = chosen(app)
    if found is not None:
        ask_words(app, *found)


def ask_words(app: App, key: FrameKey, mark: Mark) -> None:
    """Let the reader say a mark's words, or the length of a calibration line.

    A mark that is new stays a draft until then, and is lost when nothing is said.
    """
    from viewer.ui.dialogs.mark_words import mark_words_dialog

    def said(changed: Mark) -> None:
        if app.annotations.state.place_of(mark.uid) is None:
            app.annotations.add(key, changed)
        else:
            app.annotations.put(key, changed)

    dialog = mark_words_dialog(mark, said, app.window)
    dialog.finished.connect(lambda: app.annotations.draw(None))
    dialog.open()


def copy_value(app: App) -> None:
    """Put what stands beside the selected mark into the clipboard."""
    from viewer.ui.canvas.mark_labels import lines_of

    found, shown = chosen(app), app.grid.active.shown
    if found is not None and shown is not None:
        lines = lines_of(found[1], shown)
        if not lines:
            app.status.tell(tr("Nothing stands beside this mark."))
            return
        QGuiApplication.clipboard().setText("\n".join(lines))
        app.status.tell(tr("The value is in the clipboard."), "secondary")


def copy_to(app: App, by: int | None) -> None:
    """Copy the selected mark to the image `by` places on, None for all of the series.

    Onto images of the same size only: a mark is a place among their pixels.
    """
    _copy(app, _targets(app.grid.active, by))


def copy_to_range(app: App, first: int, last: int) -> None:
    """Copy the selected mark to the images of these numbers, both included."""
    display_set = app.grid.active.shown_what.display_set
    low, high = sorted((first, last))
    frames = display_set.frames[max(low - 1, 0) : high] if display_set else ()
    _copy(app, [frame for frame in frames if not frame.is_missing])


def ask_range(app: App) -> None:
    """Let the reader say to which images the selected mark is copied."""
    from viewer.ui.dialogs.copy_range import CopyRangeDialog

    what = app.grid.active.shown_what
    dialog = CopyRangeDialog(what.index + 1, what.count, app.seconds.in_use)
    dialog.chosen.connect(lambda first, last: copy_to_range(app, first, last))
    dialog.show()


def free_label(app: App) -> None:
    """Let the label of the selected mark stand where there is room again."""
    found = chosen(app)
    if found is not None:
        app.annotations.put(found[0], replace(found[1], label=None))


def _copy(app: App, frames: Sequence[Frame]) -> None:
    found, model = chosen(app), app.grid.active
    if found is None:
        return
    mark = found[1]
    fitting = [frame for frame in frames if _size(frame) == _size(_shown(model))]
    copies: dict[FrameKey, list[Mark]] = {}
    for frame in fitting:
        key = key_of(frame)
        if key is not None and key != found[0]:
            copies.setdefault(key, []).append(replace(mark, uid=new_uid()))
    app.annotations.put_on({key: (marks[0],) for key, marks in copies.items()})
    told = trn("Copied to {count} image.", "Copied to {count} images.", len(copies))
    left = len(frames) - len(fitting)
    if left:
        told += " " + trn(
            "{count} image of another size was left out.",
            "{count} images of another size were left out.",
            left,
        )
    app.status.tell(told, "warning" if left or not copies else "secondary")


def can_copy(app: App, by: int) -> bool:
    """There is another image in that direction to copy the selected mark to."""
    return chosen(app) is not None and bool(_targets(app.grid.active, by))


def _targets(model: ViewportModel, by: int | None) -> list[Frame]:
    what = model.shown_what
    display_set = cast(DisplaySet, what.display_set)
    if by is None:
        return [frame for frame in display_set.images if frame != what.frame]
    at = what.index + by
    while 0 <= at < what.count and display_set.frames[at].is_missing:
        at += by
    return [display_set.frames[at]] if 0 <= at < what.count else []


def _shown(model: ViewportModel) -> Frame:
    assert model.shown is not None
    return model.shown.frame


def _size(frame: Frame) -> tuple[int | None, int | None]:
    header: Header = frame.header
    return header.integer(tags.Rows), header.integer(tags.Columns)
