"""Volumes in memory: each filled once from the frames of its display set."""

from collections.abc import Callable
from dataclasses import field

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.files.header import Header
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.sections import VolumeStack, stack_of
from viewer.records import dataclass
from viewer.ui.state.flights import Asker
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.loader import FrameLoader
from viewer.ui.state.viewport import Trouble
from viewer.work.failure import Failed
from viewer.work.loading import Shown
from viewer.work.volume_filling import (
    Filled,
    Filling,
    FillRequest,
    check_size,
    fill,
)

FILL_PRIORITY = 5
"""After the frames that viewports ask for, before what is read ahead."""


ASKED_AT_ONCE = 50
"""Slices that are asked for in one turn of the window."""

TAKE_IN_PRIORITY = 4
"""Before the slices after them: what waits to be taken in is in memory twice."""


@dataclass(slots=True, eq=False)
class Store:
    """One volume: what arrives, who brings it, and what came of it.

    `waiting` are slices to be taken in beside when those before have been (`is_busy`).
    """

    filling: Filling
    waiting: list[tuple[int, Shown]] = field(default_factory=list)
    is_busy: bool = False
    askers: list[Asker] = field(default_factory=list)
    filled: Filled | None = None
    trouble: Trouble | None = None

    @property
    def is_open(self) -> bool:
        """More is to come."""
        return self.filled is None and self.trouble is None


class VolumeStores(QObject):
    """Brings the slices of volumes that are asked for; says how far it is."""

    progressed = Signal(object)
    """More of this stack is there, or all of it, or there is trouble."""
    cleared = Signal()
    """Volumes of what was closed have been forgotten."""

    def __init__(
        self, jobs: Jobs, loader: FrameLoader, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._loader = loader
        self._stores: dict[VolumeStack, Store] = {}
        self._stacks: dict[tuple[DisplaySet, int], VolumeStack] = {}
        self.needed: set[VolumeStack] = set()
        """What others than viewports wait for."""

    def known(self, display_set: DisplaySet, phase: int) -> VolumeStack | None:
        """The slices of a volume that somebody asked for before."""
        return self._stacks.get((display_set, phase))

    def stack(self, display_set: DisplaySet, index: int) -> VolumeStack:
        """The slices of a volume, the same for all who ask. Raises NotAVolumeError."""
        found = stack_of(display_set, index)
        known = self._stacks.get((display_set, found.phase))
        if known is None:
            check_size(found)
            kept = self._stacks.items()
            self._stacks = {key: one for key, one in kept if one in self._stores}
            known = self._stacks[display_set, found.phase] = found
        return known

    @property
    def is_settled(self) -> bool:
        """Nothing is being filled."""
        return not any(store.is_open for store in self._stores.values())

    def get(self, stack: VolumeStack) -> Store | None:
        """The volume of a stack, as far as it is; None when nobody asked for it."""
        return self._stores.get(stack)

    def finished(self) -> set[VolumeStack]:
        """Stacks whose volume is there."""
        return {stack for stack, one in self._stores.items() if one.filled is not None}

    def begin(self, stack: VolumeStack) -> Store:
        """Bring all slices of a stack."""
        store = self._stores[stack] = Store(Filling(stack))
        for number in range(len(stack.frames)):
            store.askers.append(self._asker(stack, store, number))
        self._ask(stack, store, list(zip(store.askers, stack.frames, strict=True)))
        return store

    def keep(self, wanted: set[VolumeStack], *, finished: bool = True) -> None:
        """Forget what is not wanted; with `finished` what is there already stays."""
        wanted = wanted | self.needed
        for stack, store in list(self._stores.items()):
            if stack not in wanted and (store.is_open or not finished):
                self.forget(stack)

    def forget(self, stack: VolumeStack) -> None:
        """Let a volume go; its slices are read no further."""
        self._end_reading(self._stores.pop(stack))

    def clear(self, is_gone: Callable[[Header], bool] = lambda header: True) -> None:
        """Forget the volumes of what is closed now, of everything if not said."""

        def is_kept(stack: VolumeStack) -> bool:
            return not is_gone(stack.source.first)

        self.needed = set(filter(is_kept, self.needed))
        self.keep(set(filter(is_kept, self._stores)), finished=False)
        kept = self._stacks.items()
        self._stacks = {key: one for key, one in kept if is_kept(one)}
        self.cleared.emit()

    def _ask(
        self, stack: VolumeStack, store: Store, wanted: list[tuple[Asker, Frame]]
    ) -> None:
        """For some at a time: the window answers in between."""
        for asker, frame in wanted[:ASKED_AT_ONCE]:
            if not self._is_open(stack, store):
                return
            self._loader.fetch(frame, asker)
        later = wanted[ASKED_AT_ONCE:]
        if later:
            QTimer.singleShot(0, self, lambda: self._ask(stack, store, later))

    def _asker(self, stack: VolumeStack, store: Store, number: int) -> Asker:
        def done(shown: Shown) -> None:
            if self._is_open(stack, store):
                store.waiting.append((number, shown))
                self._fill(stack, store)

        def failed(failure: Failed) -> None:
            self._fail(stack, store, failure)

        return Asker(FILL_PRIORITY, done, failed)

    def _fill(self, stack: VolumeStack, store: Store) -> None:
        """Take in what has arrived, all at once and beside."""
        if store.is_busy or not store.waiting:
            return
        slices, store.waiting = tuple(store.waiting), []
        store.is_busy = True
        self._jobs.ask(
            fill,
            FillRequest(store.filling, slices),
            lane="disk",
            done=lambda filled: self._on_filled(stack, store, filled),
            failed=lambda failure: self._fail(stack, store, failure),
            priority=TAKE_IN_PRIORITY,
        )

    def _on_filled(
        self, stack: VolumeStack, store: Store, filled: Filled | None
    ) -> None:
        if not self._is_open(stack, store):
            return
        store.is_busy, store.filled = False, filled
        if filled is None:
            self._fill(stack, store)
        else:
            store.askers.clear()
            for frame, values in zip(stack.frames, filled.volume.values, strict=True):
                self._loader.share(frame, values)
        self.progressed.emit(stack)

    def _is_open(self, stack: VolumeStack, store: Store) -> bool:
        return self._stores.get(stack) is store and store.is_open

    def _fail(self, stack: VolumeStack, store: Store, failure: Failed) -> None:
        if self._is_open(stack, store):
            sentence, detail, passing = failure.args
            store.trouble = Trouble(sentence, detail, passing)
            self._end_reading(store)
            self.progressed.emit(stack)

    def _end_reading(self, store: Store) -> None:
        for asker in store.askers:
            self._loader.drop(asker)
        store.askers.clear()
        store.waiting.clear()
