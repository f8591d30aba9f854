"""The marks of a presentation state as the reader's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.text import trn
from viewer.ui.state.annotations import key_of, new_uid

if TYPE_CHECKING:
    from viewer.geometry.marks import FrameKey, Mark
    from viewer.ui.app import App


def adopt_state(app: App) -> None:
    """Copy what the state draws on the images of the viewport, in one step."""
    from viewer.pixels.adoption import adopted

    shown, what = app.grid.active.shown, app.grid.active.state.what
    state = shown.frame.state if shown is not None else None
    if state is None or what.display_set is None:
        return
    taken: dict[FrameKey, tuple[Mark, ...]] = {}
    left = 0
    for frame in what.display_set.images:
        key = key_of(frame)
        if key is None or not state.covers(frame.header, frame.frame_index):
            continue
        drawn = state.annotations_for(frame.header, frame.frame_index)
        marks, others = adopted(drawn, new_uid)
        left += others
        if marks:
            taken[key] = marks
    app.annotations.put_on(taken)
    count = sum(map(len, taken.values()))
    told = trn("{count} mark taken over.", "{count} marks taken over.", count)
    if left:
        told += " " + trn(
            "{count} that is no place on the image stays with the state.",
            "{count} that are no places on the image stay with the state.",
            left,
        )
    app.status.tell(told, "warning" if left else "secondary")
