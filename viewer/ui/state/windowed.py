"""Which of two fused layers the reader's window, polarity and colour map act on."""

from dataclasses import replace
from typing import Any

from viewer.dicom import tags
from viewer.pixels.look import Look, LookupTable, Window
from viewer.text import tr
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.work.loading import Above, Shown


def acts_above(state: ViewportState) -> bool:
    """On what is laid over the image, not on the image."""
    fusion = state.fusion
    return fusion is not None and fusion.is_on and fusion.is_windowed


def windowed_shown(model: ViewportModel) -> Shown | None:
    """The frame, or the plane over it, whose window the reader changes."""
    return model.overlaid.shown if acts_above(model.state) else model.shown


def windowed_look(state: ViewportState) -> Look:
    """The look of that layer."""
    fusion = state.fusion
    return fusion.look if fusion is not None and acts_above(state) else state.look


def windowed_voi(model: ViewportModel) -> Window | LookupTable | None:
    """The VOI transform in force of that layer."""
    return over_voi(model) if acts_above(model.state) else model.voi()


def over_voi(model: ViewportModel) -> Window | LookupTable | None:
    """The VOI transform in force of what is laid over: the reader's, else its own."""
    fusion, shown = model.state.fusion, model.overlaid.shown
    if fusion is not None and fusion.look.voi is not None:
        return fusion.look.voi
    return shown.default_voi if shown else None


def layer_above(model: ViewportModel) -> Above | None:
    """What lies over the frame that is seen, named so that it is not taken for it."""
    fusion, shown = model.state.fusion, model.shown
    over = model.overlaid.over(shown)
    if fusion is None or shown is None or over is None:
        return None
    own = shown.frame.header.text(tags.Modality).strip()
    name = fusion.name
    return Above(tr("{name} above", name=name) if name == own else name, over)


def with_look(state: ViewportState, look: Look) -> dict[str, Any]:
    """The fields that change when that layer has another look."""
    fusion = state.fusion
    if fusion is not None and acts_above(state):
        return {"fusion": replace(fusion, look=look)}
    return {"look": look}
