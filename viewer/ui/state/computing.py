"""Views made of whole volumes, one after another beside: turning MIPs, curves."""

from dataclasses import field

from PySide6.QtCore import QObject

from viewer.kinds.base import DisplaySet
from viewer.kinds.computed import VIEWS, Straightened, Turning
from viewer.records import dataclass
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import Trouble, ViewportModel, ViewportState, What
from viewer.ui.state.volume_stores import VolumeStores
from viewer.work.computed_views import ViewRequest, mirrored, view_of
from viewer.work.failure import Failed
from viewer.work.loading import Shown
from viewer.work.volume_filling import Filled

Computed = Turning | Straightened
HALF = VIEWS // 2
VIEW_PRIORITY = 3
"""After what viewports ask for, before what is read ahead."""


@dataclass(slots=True, eq=False)
class _Made:
    """The views of one set that are there, by their number; one is made at a time."""

    display_set: DisplaySet
    views: dict[int, Shown] = field(default_factory=dict)
    is_busy: bool = False
    trouble: Trouble | None = None


class Computing(QObject):
    """Watches viewports that show such views and delivers them."""

    def __init__(
        self, jobs: Jobs, stores: VolumeStores, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._stores = stores
        self._models: list[ViewportModel] = []
        self._made: dict[Computed, _Made] = {}
        stores.progressed.connect(self._on_progress)

    def watch(self, model: ViewportModel) -> None:
        """Deliver to one more viewport."""
        self._models.append(model)
        model.changed.connect(lambda old, new: self._on_changed(model, old, new))
        model.asked_again.connect(lambda: self._on_asked_again(model))

    @property
    def is_settled(self) -> bool:
        """Nothing is being made."""
        return not any(made.is_busy for made in self._made.values())

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        if new.what == old.what:
            return
        shown = {_computed_of(one.state.what) for one in self._models}
        self._made = {one: made for one, made in self._made.items() if one in shown}
        if _computed_of(new.what) is not None:
            if not _is_same_view(old.what, new.what):
                model.deliver(None, None)
            self._follow(model)

    def _on_asked_again(self, model: ViewportModel) -> None:
        computed = _computed_of(model.state.what)
        if computed is not None:
            self._made.pop(computed, None)
            self._stores.forget(computed.stack)
            self._follow(model)

    def _on_progress(self, stack: object) -> None:
        for model in self._models:
            computed = _computed_of(model.state.what)
            if computed is not None and computed.stack is stack:
                self._follow(model)

    def _follow(self, model: ViewportModel) -> None:
        what = model.state.what
        computed, display_set = _computed_of(what), what.display_set
        assert computed is not None
        assert display_set is not None
        store = self._stores.get(computed.stack) or self._stores.begin(computed.stack)
        if store.trouble is not None:
            model.deliver(None, store.trouble)
        elif store.filled is None:
            model.progress = store.filling.count, len(computed.stack.frames)
            model.progressed.emit()
        else:
            made = self._made.setdefault(computed, _Made(display_set))
            self._bring(model, made, store.filled)
            self._make(computed, made, store.filled)

    def _bring(self, model: ViewportModel, made: _Made, filled: Filled) -> None:
        """The view that is wanted, when it or its mirror image is there."""
        index = model.state.what.index
        if made.trouble is not None:
            model.deliver(None, made.trouble)
            return
        shown = made.views.get(index)
        computed = _computed_of(model.state.what)
        if shown is None and isinstance(computed, Turning) and index >= HALF:
            twin = made.views.get(index - HALF)
            if twin is not None:
                shown = mirrored(twin, made.display_set.frames[index], filled)
        if shown is not None:
            model.deliver(shown, None)
        if isinstance(computed, Turning) and len(made.views) < HALF:
            model.progress = len(made.views), HALF
            model.progressed.emit()

    def _make(self, computed: Computed, made: _Made, filled: Filled) -> None:
        number = None if made.is_busy else self._next(computed, made)
        if number is None:
            return
        made.is_busy = True
        self._jobs.ask(
            view_of,
            ViewRequest(filled, made.display_set.frames[number]),
            lane="disk",
            done=lambda shown: self._on_made(computed, made, number, shown),
            failed=lambda failed: self._on_not_made(computed, made, failed),
            priority=VIEW_PRIORITY,
        )

    def _next(self, computed: Computed, made: _Made) -> int | None:
        """What a viewport waits for; of a turning MIP then all, from there on."""
        turns = isinstance(computed, Turning)
        wanted = [
            model.state.what.index % HALF if turns else model.state.what.index
            for model in self._models
            if _computed_of(model.state.what) is computed
        ]
        if turns and wanted:
            wanted += [(wanted[0] + number) % HALF for number in range(HALF)]
        return next((number for number in wanted if number not in made.views), None)

    def _on_made(
        self, computed: Computed, made: _Made, number: int, shown: Shown
    ) -> None:
        made.is_busy = False
        made.views[number] = shown
        if self._made.get(computed) is made:
            for model in self._models:
                if _computed_of(model.state.what) is computed:
                    self._follow_made(model, made, number)

    def _follow_made(self, model: ViewportModel, made: _Made, number: int) -> None:
        """Deliver what has just been made where it is waited for; go on."""
        computed = _computed_of(model.state.what)
        store = self._stores.get(computed.stack) if computed else None
        if computed is None or store is None or store.filled is None:
            return
        index = model.state.what.index
        if index in (number, number + HALF) or model.is_waiting:
            self._bring(model, made, store.filled)
        elif isinstance(computed, Turning):
            count = len(made.views)
            model.progress = (count, HALF) if count < HALF else None
            model.progressed.emit()
        self._make(computed, made, store.filled)

    def _on_not_made(self, computed: Computed, made: _Made, failed: Failed) -> None:
        made.is_busy = False
        made.trouble = Trouble(failed.sentence, failed.detail, failed.passing)
        for model in self._models:
            if _computed_of(model.state.what) is computed:
                model.deliver(None, made.trouble)


def _computed_of(what: What) -> Computed | None:
    return what.display_set.computed if what.display_set else None


def _is_same_view(old: What, new: What) -> bool:
    """The same set, or the same curve after one of its points was moved."""
    one, other = _computed_of(old), _computed_of(new)
    if isinstance(one, Straightened) and isinstance(other, Straightened):
        return one.stack is other.stack
    return one is other
