"""Volumes behind the planes that viewports show: filled beside, then cut on demand."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.geometry.drafts import draft_factor
from viewer.geometry.reslice import layers
from viewer.geometry.volume import NotAVolumeError
from viewer.kinds.sections import VolumeStack
from viewer.records import dataclass
from viewer.text import tr
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.loader import FrameLoader
from viewer.ui.state.section_links import section_of, what_of
from viewer.ui.state.viewport import Trouble, ViewportModel, ViewportState, What
from viewer.ui.state.volume_stores import Store, VolumeStores
from viewer.work.failure import Failed
from viewer.work.loading import Shown
from viewer.work.volume_filling import Filled, SliceRequest, check_size, sliced

REFINE_MS = 80
"""After the last movement a plane is made anew: whole, linear between voxels."""


@dataclass(slots=True, eq=False)
class _Cell:
    """A viewport that shows planes.

    `slabs`, `fine`: as many are being made beside, drafts and planes at rest.
    """

    refine: QTimer
    slabs: int = 0
    fine: int = 0

    @property
    def is_settled(self) -> bool:
        """Nothing more is to come."""
        return not self.slabs and not self.fine and not self.refine.isActive()


class Volumes(QObject):
    """Watches viewports and delivers the planes that their state asks for.

    Volumes that no viewport shows go when another one is needed.
    """

    told = Signal(str)
    """Why another phase is no volume."""

    def __init__(
        self, jobs: Jobs, loader: FrameLoader, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.stores = VolumeStores(jobs, loader, self)
        self.stores.progressed.connect(self._on_progress)
        self._cells: dict[ViewportModel, _Cell] = {}

    def watch(self, model: ViewportModel) -> None:
        """Bring the planes of one more viewport."""
        refine = QTimer(self, singleShot=True, interval=REFINE_MS)
        refine.timeout.connect(lambda: self._refine(model))
        self._cells[model] = _Cell(refine)
        model.changed.connect(lambda old, new: self._on_changed(model, old, new))
        model.asked_again.connect(lambda: self._on_asked_again(model))
        model.phase_asked.connect(lambda by: self._on_phase_asked(model, by))

    @property
    def is_settled(self) -> bool:
        """Every plane on its way has arrived, as fine as it gets."""
        cells = self._cells.values()
        return self.stores.is_settled and all(cell.is_settled for cell in cells)

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        if new.what == old.what and new.look.smooth == old.look.smooth:
            return
        stack = _stack_of(new.what)
        if stack is None:
            self._cells[model].refine.stop()
            self.let_go()
        elif not _same_plane(old.what, new.what) or new.look.smooth != old.look.smooth:
            self._show(model, stack)
        else:
            model.shown_what = new.what

    def _on_asked_again(self, model: ViewportModel) -> None:
        stack = _stack_of(model.state.what)
        if stack is not None:
            self.stores.forget(stack)
            self._show(model, stack)

    def _on_phase_asked(self, model: ViewportModel, by: int) -> None:
        """The same planes through another phase; a trouble there is said there."""
        what = model.state.what
        section = section_of(what)
        if section is None:
            return
        index = section.stack.beside(model.state.axis, by)
        try:
            stack = self.stores.stack(section.stack.source, index)
        except NotAVolumeError as reason:
            self.told.emit(tr("No planes through this: {reason}", reason=reason))
            return
        if stack is not section.stack:
            model.change(what=what_of(replace(section, stack=stack), what))

    def _show(self, model: ViewportModel, stack: VolumeStack) -> None:
        store = self.stores.get(stack)
        if store is None:
            self.make_room(stack)
            store = self.stores.begin(stack)
        if store.is_open and _stack_of(model.shown_what) is not stack:
            model.deliver(None, None)
        self._bring(model, stack, store)

    def _on_progress(self, stack: VolumeStack) -> None:
        store = self.stores.get(stack)
        for model in self._cells if store is not None else ():
            if store is not None and _stack_of(model.state.what) is stack:
                self._bring(model, stack, store)

    def _bring(self, model: ViewportModel, stack: VolumeStack, store: Store) -> None:
        """The plane, or why there is none, or how far its volume is."""
        if store.trouble is not None:
            model.deliver(None, store.trouble)
        elif store.filled is not None:
            self._cut(model, store.filled)
        else:
            model.progress = store.filling.count, len(stack.frames)
            model.progressed.emit()

    def let_go(self) -> None:
        """Read no further what no viewport shows; what is there already stays."""
        self.stores.keep(self._wanted())

    def make_room(self, stack: VolumeStack) -> None:
        """Let volumes go before another one comes: those that no viewport shows.

        Other phases of what is on screen stay as long as memory lasts.
        """
        wanted = self._wanted()
        sources = {one.source for one in wanted}
        phases = {one for one in self.stores.finished() if one.source in sources}
        self.stores.keep(wanted | phases, finished=False)
        try:
            check_size(stack)
        except NotAVolumeError:
            self.stores.keep(wanted, finished=False)

    def _wanted(self) -> set[VolumeStack]:
        states = [model.state for model in self._cells]
        stacks = {_stack_of(state.what) for state in states}
        stacks |= {state.fusion.stack for state in states if state.fusion}
        sets = [state.what.display_set for state in states]
        stacks |= {one.computed.stack for one in sets if one and one.computed}
        stacks |= {one.solid for one in sets if one}
        return {stack for stack in stacks if stack is not None}

    def _cut(self, model: ViewportModel, filled: Filled) -> None:
        """A plane at once, a slab beside; drafts, and finer when the reader rests."""
        what, cell = model.state.what, self._cells[model]
        assert what.frame is not None
        assert what.frame.cut is not None
        draft = draft_factor(filled.volume, what.frame.cut)
        request = SliceRequest(filled, what.frame, smooth=False, draft=draft)
        if layers(filled.volume.grid, what.frame.cut) == 1:
            model.deliver(sliced(request), None)
        elif not cell.slabs:
            cell.slabs += 1
            self._ask(model, request, what)
        if model.state.look.smooth or draft > 1:
            cell.refine.start()

    def _refine(self, model: ViewportModel) -> None:
        what = model.state.what
        stack = _stack_of(what)
        store = self.stores.get(stack) if stack else None
        if store is not None and store.filled is not None and what.frame is not None:
            self._cells[model].fine += 1
            smooth = model.state.look.smooth
            self._ask(model, SliceRequest(store.filled, what.frame, smooth), what)

    def _ask(self, model: ViewportModel, request: SliceRequest, what: What) -> None:
        self._jobs.ask(
            sliced,
            request,
            lane="disk",
            done=lambda shown: self._on_made(model, what, request, shown),
            failed=lambda failed: self._on_not_made(model, what, request, failed),
        )

    def _on_made(
        self, model: ViewportModel, what: What, request: SliceRequest, shown: Shown
    ) -> None:
        """Shown when it is still wanted. A coarse slab that came too late is shown as
        what it is, on the way to the one that is wanted now."""
        self._count_down(model, request)
        now = model.state.what
        stack = _stack_of(now)
        if stack is not request.filled.stack:
            return
        if _same_plane(what, now):
            if request.draft or request.smooth == model.state.look.smooth:
                model.deliver(shown, None)
        elif request.draft:
            model.deliver(shown, None, what)
            self._cut(model, request.filled)

    def _on_not_made(
        self, model: ViewportModel, what: What, request: SliceRequest, failed: Failed
    ) -> None:
        self._count_down(model, request)
        if model.state.what == what:
            model.deliver(None, _trouble_of(failed))

    def _count_down(self, model: ViewportModel, request: SliceRequest) -> None:
        cell = self._cells[model]
        cell.slabs, cell.fine = (
            (0, cell.fine) if request.draft else (cell.slabs, cell.fine - 1)
        )


def _stack_of(what: What) -> VolumeStack | None:
    section = what.display_set.section if what.display_set else None
    return section.stack if section else None


def _same_plane(one: What, other: What) -> bool:
    """Both show the very same plane of the same volume."""
    a, b = one.frame, other.frame
    if a is None or b is None or a.cut is None:
        return False
    return _stack_of(one) is _stack_of(other) and a.cut == b.cut


def _trouble_of(failed: Failed) -> Trouble:
    return Trouble(failed.sentence, failed.detail, failed.passing)
