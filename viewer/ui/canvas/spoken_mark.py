"""A mark in words."""

from viewer.geometry.marks import Mark
from viewer.text import tr
from viewer.ui.canvas.mark_labels import lines_of
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.widgets.mark_names import NAMES


def spoken_mark(mark: Mark, model: ViewportModel) -> str:
    """ "Distance: lesion, 12.3 mm": its kind, its words, what it measures there."""
    name = tr(NAMES[mark.shape])
    shown = model.shown
    lines = lines_of(mark, shown, model.state.calibrations) if shown else ()
    return f"{name}: {', '.join(lines)}" if lines else name
