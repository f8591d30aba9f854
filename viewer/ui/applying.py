"""What objects without an image of their own do to an image that is open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.pixels.look import LookupTable, Window
from viewer.pixels.modality import Modality
from viewer.pixels.overlay import Laid
from viewer.text import tr
from viewer.ui.jumping import beside, place_of, tell_missing

if TYPE_CHECKING:
    from viewer.kinds.graphs import Applied
    from viewer.kinds.references import Reference
    from viewer.ui.app import App
    from viewer.ui.state.viewport import ViewportModel


def apply(app: App, applied: Applied, origin: ViewportModel) -> None:
    """Show the grey image beside the cell through a table; Reset takes it off again."""
    images = [
        model
        for model in app.grid.visible()
        if model is not origin and model.shown and model.shown.value_range is not None
    ]
    if not images:
        app.status.tell(tr("Put a grey image into a viewport beside this one first."))
        return
    target = images[0]
    look = target.state.look
    if applied.purpose == "modality":
        assert not isinstance(applied.transform, Window)
        modality = Modality(applied.transform, applied.unit)
        target.change(look=replace(look, modality=modality, voi=None))
    else:
        assert isinstance(applied.transform, Window | LookupTable)
        target.change(look=replace(look, voi=applied.transform))
    app.status.tell(tr("Applied. “Reset the view” of that image takes it off again."))


def show_curves(app: App, origin: ViewportModel) -> None:
    """Show the curves within the image of a cell beside it."""
    frame = origin.on_screen.frame
    from viewer.kinds.curve import curves_of, has_curves

    if frame is not None and has_curves(frame.header):
        target = beside(app, origin)
        target.show_set(curves_of(frame.header))
        app.grid.activate(target)


def lay(app: App, reference: Reference, laid: Laid, origin: ViewportModel) -> None:
    """Show the image that overlays are for beside their cell, under them."""
    place = place_of(app.workspace.state.catalogue, reference)
    if place is None:
        tell_missing(app, reference)
        return
    target = beside(app, origin)
    target.show_set(place.display_set, place.index)
    target.change(look=replace(target.state.look, laid=laid, overlays=True))
    app.grid.activate(target)
