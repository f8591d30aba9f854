"""Keeps the panel of figures on the mark that is selected."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.files.explain_measure import explain_basis, explain_distance
from viewer.files.explanation import Step
from viewer.geometry.marks import FrameKey, Mark, Shape
from viewer.pixels.size_figures import places_of
from viewer.text import mark, tr
from viewer.ui.panels.figures import FiguresPanel
from viewer.ui.state.annotations import Annotations, AnnotationsState, key_of
from viewer.ui.state.grid import Grid
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.windowed import layer_above
from viewer.work.loading import Above, Shown
from viewer.work.mark_plots import plot_of
from viewer.work.measuring import Users, calibration_for, figures_of

BETWEEN_MS = 40
"""At most so often the figures change while a mark is moved."""

SHAPES: dict[Shape, str] = {
    "distance": mark("Distance"),
    "polyline": mark("Line of several parts"),
    "angle": mark("Angle"),
    "cobb": mark("Cobb angle"),
    "bidirectional": mark("Two diameters"),
    "ratio": mark("Ratio of two lengths"),
    "rectangle": mark("Rectangle"),
    "ellipse": mark("Ellipse"),
    "polygon": mark("Polygon"),
    "freehand": mark("Freehand area"),
    "profile": mark("Profile"),
    "point": mark("Point"),
    "arrow": mark("Arrow"),
    "text": mark("Text"),
    "calibration": mark("Calibration line"),
}
_LINES = frozenset({"distance", "profile", "calibration"})
_MEASURED = frozenset(SHAPES) - {"arrow", "text", "point"}


class FiguresFollower(QObject):
    """Measures while the panel is seen: the mark, and the cell that its frame is in."""

    settled = Signal()
    """The panel tells of what is selected."""

    def __init__(
        self,
        annotations: Annotations,
        grid: Grid,
        panel: FiguresPanel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._annotations = annotations
        self._grid = grid
        self._panel = panel
        self._told: tuple[Mark, Shown, Users, Above | None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=BETWEEN_MS)
        self._timer.timeout.connect(self._show)
        annotations.changed.connect(self._soon)
        grid.changed.connect(self._soon)
        panel.came_into_view.connect(self._soon)

    @property
    def is_settled(self) -> bool:
        """Nothing is to be measured anew."""
        return not self._timer.isActive()

    def tell_again(self) -> None:
        """In another language."""
        self._told = None
        self._soon()

    def watch(self, model: ViewportModel) -> None:
        """Follow one more viewport."""
        model.changed.connect(self._soon)
        model.delivered.connect(self._soon)
        model.overlaid.changed.connect(self._soon)

    def _soon(self) -> None:
        if not self._panel.isVisible():
            self._forget(tr("No mark is selected."))
        elif not self._timer.isActive():
            self._timer.start()

    def _forget(self, sentence: str) -> None:
        """Nobody looks, or nothing is to be seen: no pixels are kept."""
        self._told = None
        self._panel.show_nothing(sentence)

    def _show(self) -> None:
        key, mark = _followed(self._annotations.state)
        model = next((one for one in self._cells() if _shows(one, key)), None)
        if mark is None:
            self._forget(tr("No mark is selected."))
        elif model is None or model.shown is None:
            self._forget(tr("The selected mark is on an image that is not shown."))
        else:
            above = layer_above(model)
            self._tell(mark, model.shown, model.state.calibrations, above)
        self.settled.emit()

    def _cells(self) -> tuple[ViewportModel, ...]:
        """Those on screen, the active one first."""
        return (self._grid.active, *self._grid.on_screen())

    def _tell(
        self, mark: Mark, shown: Shown, users: Users, above: Above | None
    ) -> None:
        before, self._told = self._told, (mark, shown, users, above)
        if before == self._told:
            return
        name = tr(SHAPES[mark.shape])
        words = mark.text.strip()
        self._panel.show_mark(
            f"{name} · {words}" if words else name,
            figures_of(mark, shown, users, above),
            plot_of(mark, shown, users),
            _steps(mark, shown, users),
        )


def _followed(state: AnnotationsState) -> tuple[FrameKey | None, Mark | None]:
    """What is drawn or moved now, else what is selected."""
    if state.draft is not None:
        return state.draft.key, state.draft.mark
    key = state.place_of(state.selected)
    return key, state.chosen(key)


def _steps(mark: Mark, shown: Shown, users: Users) -> tuple[Step, ...]:
    """What sizes rest on; of a single line with its formula."""
    if mark.shape not in _MEASURED or not mark.is_whole:
        return ()
    header, index = shown.frame.header, shown.frame.frame_index
    basis = explain_basis(
        header, index, places_of(mark), calibration_for(mark, shown, users)
    )
    if mark.shape not in _LINES or mark.length_mm is not None:
        return (basis,)
    start, end = mark.points
    return (explain_distance(header, index, start, end, users),)


def _shows(model: ViewportModel, key: object) -> bool:
    return model.shown is not None and key_of(model.shown.frame) == key
