"""Volumes in memory: each filled once from the frames of its display set."""

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from viewer.geometry.volume import NotAVolumeError
from viewer.kinds.base import DisplaySet
from viewer.kinds.sections import VolumeStack, stack_of
from viewer.ui.state.flights import Asker
from viewer.ui.state.loader import FrameLoader
from viewer.ui.state.viewport import Trouble
from viewer.work.failure import Failed
from viewer.work.loading import Shown
from viewer.work.volume_filling import Filled, Filling, check_size

FILL_PRIORITY = 5
"""After the frames that viewports ask for, before what is read ahead."""


@dataclass(slots=True, eq=False)
class Store:
    """One volume: what arrives, who brings it, and what came of it."""

    filling: Filling
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
    """One hundredth more of this stack is there, or all of it, or there is trouble."""

    def __init__(self, loader: FrameLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._stores: dict[VolumeStack, Store] = {}
        self._stacks: dict[tuple[DisplaySet, int], VolumeStack] = {}

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

    def begin(self, stack: VolumeStack) -> Store:
        """Bring all slices of a stack."""
        store = self._stores[stack] = Store(Filling(stack))
        for number in range(len(stack.frames)):
            store.askers.append(self._asker(stack, store, number))
        for asker, frame in zip(tuple(store.askers), stack.frames, strict=True):
            if store.is_open:
                self._loader.fetch(frame, asker)
        return store

    def keep(self, wanted: set[VolumeStack], *, finished: bool = True) -> None:
        """Forget what is not wanted; with `finished` what is there already stays."""
        for stack, store in list(self._stores.items()):
            if stack not in wanted and (store.is_open or not finished):
                self.forget(stack)

    def forget(self, stack: VolumeStack) -> None:
        """Let a volume go; its slices are read no further."""
        self._end_reading(self._stores.pop(stack))

    def clear(self) -> None:
        """Forget every volume."""
        self.keep(set(), finished=False)
        self._stacks.clear()

    def _asker(self, stack: VolumeStack, store: Store, number: int) -> Asker:
        def done(shown: Shown) -> None:
            if self._stores.get(stack) is store and store.is_open:
                self._take(stack, store, number, shown)

        def failed(failure: Failed) -> None:
            if self._stores.get(stack) is store and store.is_open:
                sentence, detail, passing = failure.args
                self._fail(stack, store, Trouble(sentence, detail, passing))

        return Asker(FILL_PRIORITY, done, failed)

    def _take(
        self, stack: VolumeStack, store: Store, number: int, shown: Shown
    ) -> None:
        try:
            store.filling.add(number, shown)
            if store.filling.is_whole:
                store.filled = store.filling.finish()
        except (NotAVolumeError, MemoryError) as error:
            self._fail(stack, store, Trouble(str(error)))
            return
        if store.filled is not None:
            store.askers.clear()
            slices = store.filled.volume.values
            for frame, values in zip(stack.frames, slices, strict=True):
                self._loader.share(frame, values)
        count, whole = store.filling.count, len(stack.frames)
        if count * 100 // whole != (count - 1) * 100 // whole:
            self.progressed.emit(stack)

    def _fail(self, stack: VolumeStack, store: Store, trouble: Trouble) -> None:
        store.trouble = trouble
        self._end_reading(store)
        self.progressed.emit(stack)

    def _end_reading(self, store: Store) -> None:
        for asker in store.askers:
            self._loader.drop(asker)
        store.askers.clear()
