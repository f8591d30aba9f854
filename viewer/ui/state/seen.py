"""What the reader has seen of the display sets, and what could not be shown."""

from collections.abc import Callable, Iterable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from viewer.kinds.base import DisplaySet
from viewer.ui.state.viewport import ViewportModel

SeenState = Literal["not viewed", "viewed", "loading", "failed"]


class Seen(QObject):
    """Hears the viewports: a set is viewed once a part of it was painted."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._viewed: set[object] = set()
        self._failed: set[object] = set()
        self._loading: dict[ViewportModel, object] = {}

    def watch(self, model: ViewportModel) -> None:
        """Follow one more viewport, from what it shows now."""
        model.changed.connect(lambda: self._look(model))
        model.delivered.connect(lambda: self._look(model))
        self._look(model)

    def state(self, display_set: DisplaySet) -> SeenState:
        """Loading is said of what is asked for and has never been seen."""
        key = key_of(display_set)
        if key in self._failed:
            return "failed"
        if key in self._viewed:
            return "viewed"
        return "loading" if key in self._loading.values() else "not viewed"

    def keep(self, sets: Iterable[DisplaySet]) -> None:
        """Forget all other sets: they are not open any more."""
        open_now = set(map(key_of, sets))
        self._viewed &= open_now
        self._failed &= open_now

    def _look(self, model: ViewportModel) -> None:
        before = len(self._viewed), len(self._failed), self._loading.get(model)
        self._loading.pop(model, None)
        display_set = model.state.what.display_set
        if display_set is not None:
            key = key_of(display_set.listed)
            if model.trouble is not None:
                if key not in self._viewed:
                    self._failed.add(key)
            elif model.content is not None or _is_painted(model):
                self._viewed.add(key)
                self._failed.discard(key)
            else:
                self._loading[model] = key
        now = len(self._viewed), len(self._failed), self._loading.get(model)
        if now != before:
            self.changed.emit()


def key_of(display_set: DisplaySet) -> object:
    """What stays of a display set while it grows."""
    return display_set.kind, display_set.view, display_set.own.first.identity


def _is_painted(model: ViewportModel) -> bool:
    shown, asked = model.shown_what.display_set, model.state.what.display_set
    return model.shown is not None and shown is not None and asked is shown


StateOf = Callable[[DisplaySet], SeenState]
