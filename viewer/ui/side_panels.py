"""The panels at both sides: made after the first picture, in the room kept for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.text import mark
from viewer.ui.state.annotations import Annotations
from viewer.ui.state.grid import Grid
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.loader import FrameLoader
from viewer.ui.state.own_keys import OwnKeys
from viewer.ui.state.state_choice import StateChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.workspace import Workspace
from viewer.ui.tools.base import Pointer

if TYPE_CHECKING:
    from viewer.pixels.display import Display
    from viewer.store.cache import Cache
    from viewer.ui.explain_follower import ExplainFollower
    from viewer.ui.figures_follower import FiguresFollower
    from viewer.ui.header_follower import HeaderFollower
    from viewer.ui.panels.metadata import MetadataPanel
    from viewer.ui.panels.thumbnails import ThumbnailsPanel
    from viewer.ui.widgets.tabs import Tabs


class Side(QWidget):
    """The room of one panel, empty until the panel is made."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"side-{name}")
        self.setProperty("role", "panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def fill(self, panel: QWidget) -> None:
        """Put the panel in."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(panel)


class SidePanels(QObject):
    """Series at the left; at the right the header and what else tells of the image."""

    completed = Signal()
    state_asked = Signal(object)
    """The header of a presentation state is asked for."""
    numbers_asked = Signal(object)
    """Rows of text are to be saved as CSV."""
    thumbnails: ThumbnailsPanel
    tabs: Tabs
    header: MetadataPanel
    follower: HeaderFollower
    explainer: ExplainFollower | None = None
    """From when its panel is first in front."""
    figures: FiguresFollower | None = None
    """The same."""

    def __init__(
        self,
        workspace: Workspace,
        grid: Grid,
        jobs: Jobs,
        loader: FrameLoader,
        states: StateChoice,
        display: Callable[[], Display],
        cache: Cache | None = None,
        parent: QObject | None = None,
        *,
        annotations: Annotations,
        keys: OwnKeys,
    ) -> None:
        super().__init__(parent)
        self._cache = cache
        self._annotations = annotations
        self._keys = keys
        self.left = Side("thumbnails")
        self.right = Side("header")
        self.is_complete = False
        self._workspace = workspace
        self._grid = grid
        self._jobs = jobs
        self._loader = loader
        self._states = states
        self._display = display

    @property
    def by_name(self) -> dict[str, QWidget]:
        """The rooms of both sides, by the names of the settings."""
        return {"thumbnails": self.left, "header": self.right}

    @property
    def is_settled(self) -> bool:
        """The panels tell of what is shown: nothing is on its way."""
        explained = self.explainer is None or self.explainer.is_settled
        measured = self.figures is None or self.figures.is_settled
        return explained and measured and self.follower.is_settled

    def complete(self) -> None:
        """Make the panels, showing what is open by now; nothing the second time."""
        if self.is_complete:
            return
        from viewer.ui.canvas.small_picture import small_picture
        from viewer.ui.header_follower import HeaderFollower
        from viewer.ui.panels.metadata import MetadataPanel
        from viewer.ui.panels.thumbnails import ThumbnailsPanel
        from viewer.ui.widgets.small_pictures import SmallPictures
        from viewer.ui.widgets.tabs import Tabs

        self.is_complete = True
        kept = self._cache.thumbnails if self._cache else None
        pictures = SmallPictures(self._jobs, self._loader, small_picture, kept, self)
        self.thumbnails = ThumbnailsPanel(
            self._workspace, self._grid, pictures.ask, self._keys
        )
        self.header = MetadataPanel()
        self.follower = HeaderFollower(self._grid, self._jobs, self.header, self)
        self.left.fill(self.thumbnails)
        self.tabs = Tabs()
        self.tabs.add("header", mark("Header"), lambda: self.header)
        self.tabs.add("explain", mark("Explain"), self._explain_panel)
        self.tabs.add("figures", mark("Figures"), self._figures_panel)
        self.tabs.add("states", mark("States"), self._make_states)
        self.right.fill(self.tabs)
        for model in self._grid.models():
            self.watch(model)
        self.thumbnails.catch_up()
        self.follower.catch_up()
        self.completed.emit()

    def _make_states(self) -> QWidget:
        from viewer.ui.panels.states import StatesPanel

        panel = StatesPanel(self._states)
        panel.object_asked.connect(self.state_asked)
        return panel

    def watch(self, model: ViewportModel) -> None:
        """Follow one more viewport."""
        if self.is_complete:
            self.follower.watch(model)
            self.thumbnails.watch(model)
        if self.explainer is not None:
            self.explainer.watch(model)
        if self.figures is not None:
            self.figures.watch(model)

    def tell_again(self) -> None:
        """All that the panels say of images, in the language of now."""
        if self.is_complete:
            self.thumbnails.tell_again()
            self.follower.tell_again()
        for panel in (self.explainer, self.figures):
            if panel is not None:
                panel.tell_again()

    def point(self, model: ViewportModel, pointer: Pointer | None) -> None:
        """The pointer moved over a cell, None when it left."""
        if self.explainer is not None:
            self.explainer.point(model, pointer)

    def click(self, model: ViewportModel, pointer: Pointer) -> None:
        """A cell was clicked."""
        if self.explainer is not None:
            self.explainer.click(model, pointer)

    def _figures_panel(self) -> QWidget:
        from viewer.ui.figures_follower import FiguresFollower
        from viewer.ui.panels.figures import FiguresPanel

        panel = FiguresPanel()
        panel.save_asked.connect(self.numbers_asked)
        self.figures = FiguresFollower(self._annotations, self._grid, panel, self)
        for model in self._grid.models():
            self.figures.watch(model)
        return panel

    def _explain_panel(self) -> QWidget:
        from viewer.ui.explain_follower import ExplainFollower
        from viewer.ui.panels.explain import ExplainPanel

        panel = ExplainPanel()
        self.explainer = ExplainFollower(
            self._grid, self._jobs, panel, self._display, self
        )
        for model in self._grid.models():
            self.explainer.watch(model)
        return panel
