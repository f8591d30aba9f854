"""The bars that name the patients on screen: one in each window, all alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.widgets.identity_bar import IdentityBar

if TYPE_CHECKING:
    from viewer.ui.app import App


class Identities(QObject):
    """Each bar tells of all windows: who is on any screen, and what is linked."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self._bars: list[IdentityBar] = []
        app.grid.changed.connect(self._show_patients)
        app.preferences.changed.connect(self._show_patients)
        app.linking.links.changed.connect(self._show_links)

    def add(self, bar: IdentityBar) -> None:
        """Keep one more bar true; its button links the patients, or no more."""
        bar.link_asked.connect(self._app.linking.links.confirm)
        self._bars.append(bar)
        self._show_patients()
        self._show_links()

    def drop(self, bar: IdentityBar) -> None:
        """The window of a bar ends."""
        self._bars.remove(bar)

    def watch(self, model: ViewportModel) -> None:
        """Take one more cell in."""
        model.changed.connect(self._on_changed)
        model.delivered.connect(self._show_patients)

    def _on_changed(self, old: ViewportState, new: ViewportState) -> None:
        if new.what != old.what:
            self._show_patients()

    def _show_patients(self) -> None:
        shown = [model.on_screen.frame for model in self._app.grid.on_screen()]
        headers = [frame.header for frame in shown if frame]
        for bar in self._bars:
            bar.hide_names(self._app.preferences.settings.hides_identity)
            bar.show_patients(headers)

    def _show_links(self) -> None:
        state = self._app.linking.links.state
        for bar in self._bars:
            bar.show_links(state.switches.on, bool(state.confirmed))
