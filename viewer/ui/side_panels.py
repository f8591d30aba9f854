"""The panels at both sides: made after the first picture, in the room kept for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.ui.state.grid import Grid
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.loader import FrameLoader
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.workspace import Workspace

if TYPE_CHECKING:
    from viewer.store.cache import Cache
    from viewer.ui.header_follower import HeaderFollower
    from viewer.ui.panels.metadata import MetadataPanel
    from viewer.ui.panels.thumbnails import ThumbnailsPanel


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
    """Series at the left, header at the right."""

    completed = Signal()
    thumbnails: ThumbnailsPanel
    header: MetadataPanel
    follower: HeaderFollower

    def __init__(
        self,
        workspace: Workspace,
        grid: Grid,
        jobs: Jobs,
        loader: FrameLoader,
        cache: Cache | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._cache = cache
        self.left = Side("thumbnails")
        self.right = Side("header")
        self.is_complete = False
        self._workspace = workspace
        self._grid = grid
        self._jobs = jobs
        self._loader = loader

    def complete(self) -> None:
        """Make the panels, showing what is open by now; nothing the second time."""
        if self.is_complete:
            return
        from viewer.ui.header_follower import HeaderFollower
        from viewer.ui.panels.metadata import MetadataPanel
        from viewer.ui.panels.thumbnails import ThumbnailsPanel, small_picture
        from viewer.ui.widgets.small_pictures import SmallPictures

        self.is_complete = True
        kept = self._cache.thumbnails if self._cache else None
        pictures = SmallPictures(self._jobs, self._loader, small_picture, kept, self)
        self.thumbnails = ThumbnailsPanel(self._workspace, self._grid, pictures.ask)
        self.header = MetadataPanel()
        self.follower = HeaderFollower(self._grid, self._jobs, self.header, self)
        self.left.fill(self.thumbnails)
        self.right.fill(self.header)
        for model in self._grid.cells:
            self.watch(model)
        self.thumbnails.catch_up()
        self.follower.catch_up()
        self.completed.emit()

    def watch(self, model: ViewportModel) -> None:
        """Follow one more viewport."""
        if self.is_complete:
            self.follower.watch(model)
            self.thumbnails.watch(model)
