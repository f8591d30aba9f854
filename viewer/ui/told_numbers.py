"""The numbers of a view that are texts, read again as files have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from viewer.text import for_files
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.views import VIEWS
from viewer.ui.widgets.content_view import ContentView
from viewer.work.tasks import ContentRequest, load_content

if TYPE_CHECKING:
    from viewer.ui.app import App

Rows = Sequence[Sequence[str]]


def numbers_for_files(
    app: App, done: Callable[[Rows], object], failed: Callable[[str], None]
) -> None:
    """Rows for CSV of what the active cell shows, alike in every language.

    Where they are sentences with numbers and dates in them, the object is read again
    for a view out of sight; else the view itself gives them.
    """
    view, what = app.cells.frame_of(app.grid.active).view, app.grid.active.state.what
    display_set, frame = what.display_set, what.frame
    assert isinstance(view, ContentView)
    if not view.numbers_are_told or display_set is None or frame is None:
        with for_files():
            done(view.numbers())
        return

    def made(content: object) -> None:
        model = ViewportModel(app)
        with for_files():
            model.change(what=what)
            unseen = VIEWS[view.word]()(model, app.choice)  # type: ignore[arg-type]
            assert isinstance(unseen, ContentView)
            model.deliver_content(content, None)
            rows = unseen.numbers()
        unseen.deleteLater()
        model.deleteLater()
        done(rows)

    header = frame.header
    app.jobs.ask(
        load_content,
        ContentRequest(
            header.source,
            display_set.kind,
            display_set.view,
            header.stamp,
            for_files=True,
        ),
        lane="header",
        done=made,
        failed=lambda failure: failed(failure.sentence),
    )
