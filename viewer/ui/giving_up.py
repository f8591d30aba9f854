"""Esc where something is being made of a volume: back to the images."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.state.viewport import ViewportModel


def give_up(app: App) -> bool:
    """Wait no more for planes, a body, views or a fusion; False where none is made."""
    model = app.grid.active
    if app.mpr.give_up(model) or _give_up_body(app, model):
        return True
    for other in (model, *app.grid.visible()):
        if _give_up_views(other):
            return True
    return _give_up_fusion(app, model)


def _give_up_body(app: App, model: ViewportModel) -> bool:
    waits = model.content is None and model.trouble is None
    if model.state.what.solid is None or not waits:
        return False
    app.volume3d.show_images()
    return True


def _give_up_views(model: ViewportModel) -> bool:
    """Also where some of a turning MIP are there: it is made until all are."""
    display_set = model.state.what.display_set
    computed = display_set.computed if display_set is not None else None
    if computed is None or model.progress is None:
        return False
    model.show_set(computed.stack.source)
    return True


def _give_up_fusion(app: App, model: ViewportModel) -> bool:
    """The image alone again; the other volume is read no further."""
    if model.state.fusion is None or model.overlaid.progress is None:
        return False
    app.fusions.end()
    app.mpr.volumes.let_go()
    return True
