"""Brings the planes of volumes that are laid over what viewports show."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from viewer.geometry.reslice import layers
from viewer.kinds.base import Frame
from viewer.kinds.fusions import Fusion, first_look
from viewer.kinds.registrations import NotJoinedError
from viewer.kinds.sections import VolumeStack
from viewer.records import dataclass
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.state.volume_stores import Store, VolumeStores
from viewer.ui.state.volumes import REFINE_MS
from viewer.work.failure import Failed
from viewer.work.loading import Shown
from viewer.work.volume_filling import Filled, SliceRequest, placed, sliced

AT_ONCE_PIXELS = 1 << 19
"""Larger planes are made beside only, so that nothing is held up."""


@dataclass(slots=True, eq=False)
class _Cell:
    """`wanted` is the plane to be shown, `below` the frame that it lies over."""

    refine: QTimer
    wanted: Frame | None = None
    below: Frame | None = None
    busy: int = 0

    @property
    def is_settled(self) -> bool:
        return not self.busy and not self.refine.isActive()


class Fusing(QObject):
    """Watches viewports: the frame that is painted, and what their state lays over."""

    def __init__(
        self, jobs: Jobs, stores: VolumeStores, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._stores = stores
        self._cells: dict[ViewportModel, _Cell] = {}
        stores.progressed.connect(self._on_progress)

    def watch(self, model: ViewportModel) -> None:
        """Lay over the images of one more viewport."""
        refine = QTimer(self, singleShot=True, interval=REFINE_MS)
        refine.timeout.connect(lambda: self._ask(model))
        self._cells[model] = _Cell(refine)
        model.changed.connect(lambda old, new: self._on_changed(model, old, new))
        model.delivered.connect(lambda: self._follow(model))

    @property
    def is_settled(self) -> bool:
        """Every plane on its way has arrived, as fine as it gets."""
        return all(cell.is_settled for cell in self._cells.values())

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        if _source(old.fusion) != _source(new.fusion):
            self._cells[model].wanted = None
            self._follow(model)
        elif new.fusion is not None and new.fusion.look.voi is None:
            self._follow(model)

    def _on_progress(self, stack: VolumeStack) -> None:
        for model in self._cells:
            fusion = model.state.fusion
            if fusion is not None and fusion.stack is stack:
                self._follow(model)

    def _follow(self, model: ViewportModel) -> None:
        """The plane for the frame that is painted, or why there is none."""
        fusion, shown, cell = model.state.fusion, model.shown, self._cells[model]
        if fusion is None or not fusion.is_on or shown is None:
            self._leave(cell)
            model.overlaid.tell()
            return
        try:
            over = fusion.over(shown.frame)
        except NotJoinedError as reason:
            self._leave(cell)
            model.overlaid.tell(str(reason))
            return
        store = self._stores.get(fusion.stack) or self._stores.begin(fusion.stack)
        if store.filled is None:
            self._leave(cell)
            self._tell_of(model, fusion, store)
            return
        filled = placed(store.filled, fusion.to_volume)
        model.overlaid.filled = filled
        self._give_look(model, filled)
        if cell.wanted is None or (over.cut, shown.frame) != _of(cell):
            cell.wanted, cell.below = over, shown.frame
            self._make(model, filled)

    def _tell_of(self, model: ViewportModel, fusion: Fusion, store: Store) -> None:
        trouble = store.trouble.sentence if store.trouble else ""
        count = store.filling.count, len(fusion.stack.frames)
        model.overlaid.tell(trouble, None if trouble else count)

    def _leave(self, cell: _Cell) -> None:
        cell.wanted = cell.below = None
        cell.refine.stop()

    def _make(self, model: ViewportModel, filled: Filled) -> None:
        """A plane at once and finer at rest; a slab beside."""
        cell = self._cells[model]
        assert cell.wanted is not None
        cut = cell.wanted.cut
        assert cut is not None
        is_small = cut.rows * cut.columns <= AT_ONCE_PIXELS
        if is_small and layers(filled.volume.grid, cut) == 1:
            request = SliceRequest(filled, cell.wanted, smooth=False)
            self._show(model, sliced(request))
            cell.refine.start()
        elif not cell.busy:
            self._ask(model)

    def _give_look(self, model: ViewportModel, filled: Filled) -> None:
        """The window that it has before the reader gives it one."""
        fusion = model.state.fusion
        if fusion is None or fusion.look.voi is not None:
            return
        first = first_look(filled.info, fusion.stack.source.first, fusion.look.smooth)
        look = replace(fusion.look, voi=first.voi or filled.default_voi)
        model.change(fusion=replace(fusion, look=look))

    def _ask(self, model: ViewportModel) -> None:
        cell, fusion = self._cells[model], model.state.fusion
        store = self._stores.get(fusion.stack) if fusion else None
        if fusion is None or store is None or store.filled is None:
            return
        if cell.wanted is None:
            return
        filled = placed(store.filled, fusion.to_volume)
        request = SliceRequest(filled, cell.wanted)
        cell.busy += 1
        self._jobs.ask(
            sliced,
            request,
            lane="disk",
            done=lambda shown: self._on_made(model, request, shown),
            failed=lambda failed: self._on_not_made(model, request, failed),
        )

    def _on_made(
        self, model: ViewportModel, request: SliceRequest, shown: Shown
    ) -> None:
        cell = self._cells[model]
        cell.busy -= 1
        if cell.wanted is request.frame:
            self._show(model, shown)
        elif not cell.busy and not cell.refine.isActive():
            self._ask(model)

    def _on_not_made(
        self, model: ViewportModel, request: SliceRequest, failed: Failed
    ) -> None:
        cell = self._cells[model]
        cell.busy -= 1
        if cell.wanted is request.frame:
            model.overlaid.tell(failed.sentence)

    def _show(self, model: ViewportModel, shown: Shown) -> None:
        below = self._cells[model].below
        assert below is not None
        model.overlaid.show(shown, below)


def _source(fusion: Fusion | None) -> object:
    """What of a fusion says which planes are wanted."""
    return fusion and (fusion.stack, fusion.space, fusion.to_volume, fusion.is_on)


def _of(cell: _Cell) -> object:
    assert cell.wanted is not None
    return cell.wanted.cut, cell.below
