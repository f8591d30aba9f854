"""What draws a mark through points: by clicks, by pressing and dragging, or both."""

from dataclasses import replace
from typing import ClassVar

from viewer.geometry.mark_shapes import with_handle
from viewer.geometry.marks import POINTS, Mark, Shape
from viewer.text import mark, tr
from viewer.ui.state.annotations import Draft, new_uid
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer, Tool
from viewer.ui.tools.picking import on_image, shown_key


class PointsTool(Tool):
    """Draws in the annotations' draft, which outlives it: the next one goes on."""

    shape: ClassVar[Shape]
    cursor = "cross"
    in_pairs: ClassVar[bool] = False
    """It is lines of two points each, drawn one after the other."""
    asks_words: ClassVar[bool] = False
    """It is nothing without what the reader has to say to it."""
    hint: ClassVar[str] = mark("Click at both ends, or drag from one to the other.")

    def __init__(self) -> None:
        self._before: Draft | None = None
        self._places = True
        """Letting go places the point that follows the pointer, after a click too."""

    def press(self, view: ViewportModel, at: Pointer) -> None:
        key, draft = shown_key(view), self.draft(view)
        self._before = draft
        if key is None:
            self.annotations.draw(None)
            if view.shown is not None:
                told = tr("This image has no UID that marks could belong to.")
                self.annotations.told.emit(told)
        elif draft is None:
            self.annotations.select("")
            begun = Mark(new_uid(), self.shape, (on_image(view, at),))
            self.annotations.draw(Draft(key, begun, 0))
            self._begin(view)
        else:
            self.hover(view, at)
            if self.in_pairs and draft.placed % 2 == 0:
                self._begin(view)

    def drag(self, view: ViewportModel, at: Pointer) -> None:
        self.hover(view, at)

    def release(self, view: ViewportModel, at: Pointer) -> None:
        self.hover(view, at)
        self._place(view)

    def click(self, view: ViewportModel, at: Pointer) -> bool:
        if self._places:
            self._place(view)
        return True

    def cancel(self, view: ViewportModel) -> None:
        self.annotations.draw(self._before)

    def hover(self, view: ViewportModel, at: Pointer) -> None:
        """The point that is not yet placed goes with the pointer."""
        draft = self.draft(view)
        if draft is not None and view.shown is not None and not draft.is_whole:
            place, aspect = on_image(view, at), view.shown.aspect
            moved = with_handle(draft.mark, draft.placed, place, aspect)
            self.annotations.draw(replace(draft, mark=moved))

    def double(self, view: ViewportModel) -> bool:
        """A double click ends an open shape; False where it means something else."""
        draft = self.draft(view)
        if draft is not None and draft.placed < 2:
            self.annotations.draw(None)
            return False
        self.finish(view)
        return True

    def finish(self, view: ViewportModel) -> None:
        """End a shape of any number of points, where it has enough of them."""
        draft = self.draft(view)
        if draft is not None and POINTS[self.shape][1] is None:
            ended = draft.without_loose()
            if ended.mark.is_whole:
                self._put(ended)

    def draft(self, view: ViewportModel) -> Draft | None:
        """What is being drawn with this tool on the frame that is seen."""
        draft = self.annotations.state.draft
        if draft is None or draft.key != shown_key(view):
            return None
        return draft if draft.mark.shape == self.shape else None

    def _begin(self, view: ViewportModel) -> None:
        """Place the first point of a line; a click leaves the next one free."""
        if POINTS[self.shape][1] != 1:
            self._place(view)
            self._places = False

    def _place(self, view: ViewportModel) -> None:
        """The point that followed the pointer stays, and the next one follows it."""
        draft = self.draft(view)
        if draft is not None and draft.placed + 1 == POINTS[self.shape][1]:
            self._put(draft)
        elif draft is not None:
            self.annotations.draw(draft.with_next())

    def _put(self, draft: Draft) -> None:
        points = draft.mark.points
        has_size = len(points) == 1 or len(set(points)) > 1
        asked = has_size and self.asks_words
        self.annotations.draw(replace(draft, placed=len(points)) if asked else None)
        if asked:
            self.annotations.words_asked.emit(draft.key, draft.mark)
        elif has_size:
            self.annotations.add(draft.key, draft.mark)
