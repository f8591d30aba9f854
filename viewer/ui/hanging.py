"""Hanging protocols at work: those that fit are offered, applied, stepped through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.text import language, tr
from viewer.ui.fitting import Fitting
from viewer.ui.hanging_offers import Offers
from viewer.ui.state.grid import GridState
from viewer.ui.state.hanging import HangingModel, HangingState
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.workspace import WorkspaceState

if TYPE_CHECKING:
    from viewer.hanging.plan import Placed, Plan
    from viewer.ui.app import App


class Hanging(QObject):
    """Makes the grid follow a plan, until the reader lays it out otherwise."""

    model: HangingModel
    fitting: Fitting
    offers: Offers

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.model = HangingModel(self)
        self.fitting = Fitting(self)
        self.offers = Offers(app, self.model)
        self._app = app
        self._before: GridState | None = None
        self._hung: GridState | None = None
        self.offers.certain.connect(lambda: self.apply_number(0))
        self.fitting.unequal.connect(self._on_unequal)
        self.model.changed.connect(self._on_changed)
        app.workspace.changed.connect(self._on_workspace)
        app.grid.changed.connect(self._on_grid)

    def watch(self, model: ViewportModel) -> None:
        """Hear of a new cell."""
        self.fitting.watch(model)
        self.offers.watch(model)

    @property
    def state(self) -> HangingState:
        """What is in force and what could be."""
        return self.model.state

    def apply(self, plan: Plan, stage: int = 0) -> None:
        """Hang the images as a stage of a plan wants them."""
        if self.state.plan is None:
            self._before = self._app.grid.state
        planned = plan.stages[stage]
        grid = self._app.grid
        self._hung = None
        _lay_out(self._app, planned.stage.layout)
        hung = {}
        for number, model in enumerate(grid.visible()):
            placed = planned.cells[number] if number < len(planned.cells) else None
            _show(model, placed)
            if placed is not None:
                hung[model] = placed
        grid.activate(next(iter(hung)))
        self._hung = grid.state
        self.model.change(plan=plan, stage=stage)
        self.fitting.hang(hung, planned.scale)
        if any(not placed.is_turned for placed in hung.values()):
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
        before = self._before
        self._forget()
        if before is not None:
            self._app.grid.lay_out(before.rows, before.columns)

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

    def _forget(self) -> None:
        self._before = self._hung = None
        self.fitting.hang({}, "fit")
        self.model.change(plan=None, stage=0)

    def _on_workspace(self, old: WorkspaceState, state: WorkspaceState) -> None:
        if not state.catalogue.series:
            self._forget()

    def _on_grid(self, old: GridState, new: GridState) -> None:
        """A layout that the reader makes is no longer the protocol's."""
        hung = self._hung
        if hung and (new.rows, new.columns) != (hung.rows, hung.columns):
            self._forget()

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


def _lay_out(app: App, name: str) -> None:
    from viewer.geometry.layout import parse_layout

    layout = parse_layout(name)
    app.grid.lay_out(layout.rows, layout.columns)


def _show(model: ViewportModel, placed: Placed | None) -> None:
    if placed is None:
        model.show_set(None)
        return
    model.show_set(placed.display_set, placed.index)
    look = model.state.look
    if placed.window is not None:
        look = replace(look, voi=placed.window)
    model.change(look=look, camera=placed.camera)
