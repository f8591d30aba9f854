"""Bodies in memory: each made once of a volume that has been filled, and cut beside."""

from PySide6.QtCore import QObject, Signal

from viewer.kinds.scenes import Carving
from viewer.kinds.sections import VolumeStack
from viewer.records import dataclass
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import Trouble
from viewer.ui.state.volume_stores import VolumeStores
from viewer.work.failure import Failed
from viewer.work.rendering import forget
from viewer.work.solids import Body, carved, embodied


@dataclass(slots=True, eq=False)
class Keeping:
    """A body, as soon as it is there, and whether it is being made or changed."""

    body: Body | None = None
    is_busy: bool = True
    trouble: Trouble | None = None


class Bodies(QObject):
    """Makes the bodies that are asked for; says how far it is."""

    progressed = Signal(object)
    """More of this stack is there, or its body, or it was cut, or there is trouble."""

    def __init__(
        self, jobs: Jobs, stores: VolumeStores, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._stores = stores
        self._kept: dict[VolumeStack, Keeping] = {}
        stores.progressed.connect(self._on_progress)

    def get(self, stack: VolumeStack | None) -> Body | None:
        """The body of a stack, once it is there."""
        kept = self._kept.get(stack) if stack is not None else None
        return kept.body if kept is not None and kept.trouble is None else None

    def trouble(self, stack: VolumeStack) -> Trouble | None:
        """Why there will be none."""
        kept = self._kept.get(stack)
        return kept.trouble if kept is not None else None

    def count(self, stack: VolumeStack) -> int:
        """Slices that are there."""
        store = self._stores.get(stack)
        return store.filling.count if store is not None else 0

    def begin(self, stack: VolumeStack) -> None:
        """Make a body, and the volume first where there is none."""
        kept = self._kept.get(stack)
        if kept is not None and kept.trouble is None:
            return
        self._drop(stack)
        self._kept[stack] = Keeping()
        store = self._stores.get(stack)
        if store is None or store.trouble is not None:
            self._stores.begin(stack)
        self._on_progress(stack)

    def leave(self, wanted: set[VolumeStack]) -> None:
        """Let go of what is not wanted."""
        for stack in [one for one in self._kept if one not in wanted]:
            self._drop(stack)

    def carve(self, stack: VolumeStack, carvings: tuple[Carving, ...]) -> bool:
        """True when these cuts and no others are made; else they will be."""
        kept = self._kept[stack]
        if kept.body is None or kept.is_busy:
            return False
        if kept.body.carvings == carvings:
            return True
        kept.is_busy = True
        self._jobs.ask(
            carved,
            (kept.body, carvings),
            lane="disk",
            done=lambda body: self._on_body(stack, kept, body),
            failed=lambda failed: self._on_failed(stack, kept, failed),
        )
        return False

    def close(self) -> None:
        """Give all memory back; nobody is asked any more."""
        for kept in self._kept.values():
            if kept.body is not None:
                kept.body.close()
        self._kept.clear()

    def _on_progress(self, stack: VolumeStack) -> None:
        store, kept = self._stores.get(stack), self._kept.get(stack)
        if store is None or kept is None or kept.body is not None:
            return
        if store.trouble is not None:
            kept.trouble = store.trouble
        elif store.filled is not None:
            self._jobs.ask(
                embodied,
                store.filled,
                lane="disk",
                done=lambda body: self._on_body(stack, kept, body),
                failed=lambda failed: self._on_failed(stack, kept, failed),
            )
        self.progressed.emit(stack)

    def _on_body(self, stack: VolumeStack, kept: Keeping, body: Body) -> None:
        if self._kept.get(stack) is not kept:
            body.close()
            return
        kept.body, kept.is_busy = body, False
        self.progressed.emit(stack)

    def _on_failed(self, stack: VolumeStack, kept: Keeping, failed: Failed) -> None:
        if self._kept.get(stack) is kept:
            kept.trouble = Trouble(failed.sentence, failed.detail, failed.passing)
            kept.is_busy = False
            self.progressed.emit(stack)

    def _drop(self, stack: VolumeStack) -> None:
        """A body that is being changed goes when that has been done."""
        kept = self._kept.pop(stack, None)
        if kept is None or kept.body is None:
            return
        self._jobs.ask(
            forget, kept.body.name, lane="render", done=_nothing, failed=_nothing
        )
        if not kept.is_busy:
            kept.body.close()


def _nothing(answer: object) -> None:
    """There is nobody to tell."""
