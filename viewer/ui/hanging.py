"""Hanging protocols at work: those that fit are offered, applied, stepped through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.geometry.layout import Layout, parse_layout
from viewer.records import dataclass
from viewer.text import language, tr
from viewer.ui.fitting import Fitting
from viewer.ui.hanging_offers import Offers
from viewer.ui.layouts import arrange
from viewer.ui.state.grid import GridState
from viewer.ui.state.hanging import HangingModel, HangingState
from viewer.ui.state.links import Switches
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.workspace import WorkspaceState

if TYPE_CHECKING:
    from viewer.hanging.plan import Placed, Plan
    from viewer.hanging.rules import Stage
    from viewer.store.cache import Cache
    from viewer.ui.app import App
    from viewer.ui.earlier_studies import EarlierStudies


LINKED = ("scroll", "zoom", "pan", "window", "turn")
"""What stages link, in the order of `Switches`."""


@dataclass(frozen=True, slots=True)
class Hung:
    """What hangs in a sheet, in which layout, and the layout that was there before."""

    plan: Plan
    stage: int
    layout: Layout
    before: Layout


class Hanging(QObject):
    """Makes sheets follow plans, until the reader lays them out otherwise."""

    model: HangingModel
    fitting: Fitting
    offers: Offers
    earlier: EarlierStudies | None = None
    """From when the first study has been read."""

    def __init__(self, app: App, cache: Cache | None) -> None:
        super().__init__(app)
        self.model = HangingModel(self)
        self.fitting = Fitting(self)
        self.offers = Offers(app, self.model)
        self._cache = cache
        self.offers.found.connect(self._on_found)
        self._app = app
        self._hung: dict[int, Hung] = {}
        """By the number of the sheet."""
        self._known: set[int] = {app.grid.state.sheet}
        self.offers.certain.connect(lambda: self.apply_number(0))
        self.fitting.unequal.connect(self._on_unequal)
        self.model.changed.connect(self._on_changed)
        app.workspace.changed.connect(self._on_workspace)
        app.grid.changed.connect(self._on_grid)

    def _on_found(self) -> None:
        if self.earlier is None:
            from viewer.ui.earlier_studies import EarlierStudies

            self.earlier = EarlierStudies(self._app, self._cache, self)
        self.earlier.ask()

    def watch(self, model: ViewportModel) -> None:
        """Hear of a new cell."""
        self.fitting.watch(model)
        self.offers.watch(model)

    @property
    def state(self) -> HangingState:
        """What is in force and what could be."""
        return self.model.state

    def apply(self, plan: Plan, stage: int = 0) -> None:
        """Hang the images as a stage of a plan wants them, in the sheet in use."""
        grid, planned = self._app.grid, plan.stages[stage]
        sheet, layout = grid.state.sheet, parse_layout(planned.stage.layout)
        hung = self._hung.pop(sheet, None)
        before = hung.before if hung else grid.sheet.layout
        self._app.linking.hang(Switches(on=False))
        arrange(self._app, layout)
        models = grid.visible()
        placed = dict(zip(models, planned.cells, strict=False))
        for model in models:
            _show(model, placed.get(model))
        there = {model: one for model, one in placed.items() if one is not None}
        for model, one in there.items():
            if one.over is not None:
                self._app.fusions.fuse(one.over, model)
        grid.activate(next(iter(there)))
        self._hung[sheet] = Hung(plan, stage, layout, before)
        self.model.change(plan=plan, stage=stage)
        self._app.linking.hang(_switches(planned.stage))
        self.fitting.hang(sheet, there, planned.scale)
        if any(not one.is_turned for one in there.values()):
            self._app.status.tell(
                tr("Not every image says how it lies: some hang as they are stored.")
            )

    def apply_number(self, number: int) -> None:
        """Apply the plan of that place in the list."""
        if number < len(self.state.plans):
            self.apply(self.state.plans[number])

    def step(self, by: int) -> None:
        """Go to the next or previous stage; stops at the ends."""
        state = self.state
        if state.plan and 0 <= state.stage + by < len(state.plan.stages):
            self.apply(state.plan, state.stage + by)

    def release(self) -> None:
        """Back to the layout that was there before any protocol."""
        hung = self._hung.get(self._app.grid.state.sheet)
        if hung is not None:
            self._forget(self._app.grid.state.sheet)
            arrange(self._app, hung.before)

    def close(self) -> None:
        """At the end of the program: the layout to remember is the reader's own."""
        self._app.grid.bring(self._app.grid.front)
        self.release()

    def title(self, number: int) -> str:
        """What the menu calls the plan of that place, "" when there is none."""
        plans = self.state.plans
        if number >= len(plans):
            return ""
        return plans[number].protocol.title(language()).replace("&", "&&")

    def is_applied(self, number: int) -> bool:
        """The plan of that place is in force."""
        plans, plan = self.state.plans, self.state.plan
        if plan is None or number >= len(plans):
            return False
        return plans[number].protocol is plan.protocol

    def _forget(self, sheet: int) -> None:
        self._hung.pop(sheet, None)
        self.fitting.drop(sheet)
        self._show_sheet()

    def _show_sheet(self) -> None:
        hung = self._hung.get(self._app.grid.state.sheet)
        plan, stage = (hung.plan, hung.stage) if hung else (None, 0)
        if (plan, stage) != (self.state.plan, self.state.stage):
            wanted = _switches(plan.stages[stage].stage) if plan else None
            self._app.linking.hang(wanted)
        self.model.change(plan=plan, stage=stage)

    def _on_workspace(self, old: WorkspaceState, state: WorkspaceState) -> None:
        if not state.catalogue.series:
            for sheet in tuple(self._hung):
                self._forget(sheet)

    def _on_grid(self, old: GridState, new: GridState) -> None:
        """A layout that the reader makes is no longer the protocol's."""
        sheets = (*self._app.grid.sheets, self._app.grid.beside)
        for gone in set(self._hung) - {one.state.sheet for one in sheets if one}:
            self._forget(gone)
        hung = self._hung.get(new.sheet)
        if hung is not None and not new.tiled and new.layout != hung.layout:
            self._forget(new.sheet)
        if new.sheet not in self._known:
            self._known.add(new.sheet)
            left = self._hung.get(old.sheet)
            if left is not None and new.layout == left.layout:
                self._app.grid.arrange(left.before)  # a new sheet has it from the old
        self._show_sheet()

    def _on_unequal(self) -> None:
        self._app.status.tell(
            tr("Not at one scale: not every image says how large its pixels are.")
        )

    def _on_changed(self, old: HangingState, new: HangingState) -> None:
        self._app.status.show_stage(stage_text(new))
        self._app.menus.soon()


def stage_text(state: HangingState) -> str:
    """ "Mammography: four views · CC (2 / 3)", "" without a protocol."""
    plan, planned = state.plan, state.planned
    if plan is None or planned is None:
        return ""
    name, stage = plan.protocol.title(language()), planned.stage.title(language())
    count = len(plan.stages)
    return f"{name} · {stage} ({state.stage + 1} / {count})" if count > 1 else name


def _switches(stage: Stage) -> Switches | None:
    """The links that a stage wants; None where it says nothing of them."""
    if not stage.links:
        return None
    return Switches(True, *(name in stage.links for name in LINKED))


def _show(model: ViewportModel, placed: Placed | None) -> None:
    if placed is None:
        model.show_set(None)
        return
    model.show_set(placed.display_set, placed.index)
    look = model.state.look
    if placed.window is not None:
        look = replace(look, voi=placed.window)
    model.change(look=look, camera=placed.camera)
