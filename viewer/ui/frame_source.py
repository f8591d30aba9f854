"""Frames of a viewport for files: read, or made of the volume that it cuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.kinds.base import DisplaySet, Frame
from viewer.work.failure import Failed
from viewer.work.loading import Shown

if TYPE_CHECKING:
    from viewer.ui.app import App

Bring = Callable[[Frame, Callable[[Shown | None], None]], None]


def bring_frames(app: App, display_set: DisplaySet) -> Bring:
    """What brings the frames of a set one by one; None for one that there is not."""
    made = display_set.section or display_set.computed
    if made is None:
        return app.loader.proven

    def bring(frame: Frame, done: Callable[[Shown | None], None]) -> None:
        from viewer.work.computed_views import ViewRequest, view_of
        from viewer.work.volume_filling import SliceRequest, sliced

        def failed(failure: Failed) -> None:
            done(None)

        store = app.mpr.volumes.stores.get(made.stack)
        if store is None or store.filled is None:
            done(None)
        elif display_set.section is not None:
            request = SliceRequest(store.filled, frame)
            app.jobs.ask(sliced, request, lane="disk", done=done, failed=failed)
        else:
            view = ViewRequest(store.filled, frame)
            app.jobs.ask(view_of, view, lane="disk", done=done, failed=failed)

    return bring
