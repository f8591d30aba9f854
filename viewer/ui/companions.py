"""Objects that a view needs beside its own: those that are open, by reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from viewer import limits
from viewer.kinds.base import Frame
from viewer.kinds.references import Reference
from viewer.ui.jumping import place_of
from viewer.work.tasks import ContentRequest, load_content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viewer.ui.app import App

Answer = Callable[[Reference, Frame, Any], None]
"""(what was asked for, the frame that it is, its `Shown` or its content)"""


class Companions(QObject):
    """Brings frames and contents of open objects to views that ask for them.

    What is not open when it is asked for is brought when it is opened later.
    """

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self._missing: dict[object, list[tuple[Reference, Answer]]] = {}
        app.workspace.changed.connect(self._on_workspace)

    def ask(
        self, asker: object, references: Sequence[Reference], answer: Answer
    ) -> None:
        """Answer for each object that can be read; no references: forget the others.

        `asker` is the view that asks, now and when it needs them no more.
        """
        if not references:
            self._missing.pop(asker, None)
        for reference in references[: limits.FILM_BOXES]:
            self._ask(asker, reference, answer)

    def _ask(self, asker: object, reference: Reference, answer: Answer) -> None:
        place = place_of(self._app.workspace.state.catalogue, reference)
        if place is None or place.frame is None or place.display_set is None:
            self._missing.setdefault(asker, []).append((reference, answer))
            return
        frame, display_set = place.frame, place.display_set

        def done(found: object) -> None:
            if found is not None:
                answer(reference, frame, found)

        if display_set.view == "stack":
            self._app.loader.thumbnail(frame, done)
            return
        header = frame.header
        request = ContentRequest(
            header.source, display_set.kind, display_set.view, header.stamp
        )
        self._app.jobs.ask(
            load_content,
            request,
            lane="header",
            done=done,
            failed=lambda failed: None,
            result_bytes=request.result_bytes,
        )

    def _on_workspace(self) -> None:
        if self._app.workspace.state.scanning or not self._missing:
            return
        missing, self._missing = self._missing, {}
        for asker, asked in missing.items():
            for reference, answer in asked:
                self._ask(asker, reference, answer)
