"""Which presentation states the image in the active cell has, and the one chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from viewer.files.header import Header
from viewer.ui.state.grid import Grid
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.workspace import Workspace
from viewer.work.opening import Catalogue

if TYPE_CHECKING:
    from viewer.pixels.graphics import Layer
    from viewer.pixels.presentation_state import PresentationState


class StateChoice(QObject):
    """Reads the workspace and the active cell; changes the cell's look and camera."""

    changed = Signal()
    """The states to choose from, the chosen one or its layers are others."""

    def __init__(
        self, grid: Grid, workspace: Workspace, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._workspace = workspace
        self._found_for: tuple[Catalogue | None, Header | None] = (None, None)
        self._found: tuple[PresentationState, ...] = ()
        self._told: tuple[object, ...] = ()
        grid.changed.connect(self._look)
        workspace.changed.connect(self._look)

    def watch(self, model: ViewportModel) -> None:
        """Follow one more viewport."""
        model.changed.connect(self._look)
        model.delivered.connect(self._look)

    @property
    def choices(self) -> tuple[PresentationState, ...]:
        """Those that refer to the image on screen, in the order of the tree."""
        frame = self._grid.active.on_screen.frame
        header = frame.header if frame else None
        key = (self._workspace.state.catalogue, header)
        if key != self._found_for:
            self._found_for = key
            states = key[0].states() if header else ()
            self._found = tuple(
                state for state in states if header and state.covers_image(header)
            )
        return self._found

    @property
    def chosen(self) -> PresentationState | None:
        """The one chosen for the active cell, whether or not it is for its frame."""
        return self._grid.active.state.look.state

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Of the chosen state, from the lowest to the topmost."""
        return self.chosen.layers if self.chosen else ()

    @property
    def hidden_layers(self) -> frozenset[str]:
        """Names of the layers that the reader has hidden."""
        return self._grid.active.state.look.hidden_layers

    def choose(self, state: PresentationState | None) -> None:
        """Show the image by a state, or by none."""
        if state is self.chosen:
            return
        view = self._grid.active
        if state is not None and state.blended is not None:
            self._show_set_of(state, view)
        else:
            view.show_state(state)

    def _show_set_of(self, state: PresentationState, view: ViewportModel) -> None:
        """A blending state needs its own frames, each with the other one over it."""
        shown = view.on_screen.frame
        for one in self._workspace.state.catalogue.sets():
            if one.state == state and shown is not None:
                same = (
                    index
                    for index, frame in enumerate(one.frames)
                    if frame.header.identity == shown.header.identity
                    and frame.frame_index == shown.frame_index
                )
                view.show_set(one, next(same, None))

    def show_layer(self, name: str, shown: bool) -> None:
        """Show or hide what the chosen state draws in a layer."""
        view = self._grid.active
        hidden = view.state.look.hidden_layers
        hidden = hidden - {name} if shown else hidden | {name}
        view.change(look=replace(view.state.look, hidden_layers=hidden))

    def _look(self) -> None:
        now = (self.choices, self.chosen, self.hidden_layers)
        if now != self._told:
            self._told = now
            self.changed.emit()
