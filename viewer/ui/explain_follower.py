"""Keeps the panel that explains a pixel on the pointer, or on the pixel kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.files.explain_gap import explain_missing
from viewer.files.explain_measure import with_calibration
from viewer.files.explanation import Step
from viewer.pixels.display import Display
from viewer.pixels.explain import Origin, Pixel, explain
from viewer.text import tr
from viewer.ui.panels.explain import ExplainPanel
from viewer.ui.state.grid import Grid, GridState
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import ViewportModel, What
from viewer.ui.tools.base import Pointer
from viewer.work.explaining import frame_origin, subject_of
from viewer.work.loading import Shown

BETWEEN_MS = 40
"""At most so often the text changes while the pointer moves."""

Place = tuple[int, int]
"""(column, row) from 0."""


class ExplainFollower(QObject):
    """Explains while the panel is seen; the bytes of a frame are found beside."""

    settled = Signal()
    """The panel tells of what is pointed at and shown."""

    def __init__(
        self,
        grid: Grid,
        jobs: Jobs,
        panel: ExplainPanel,
        display: Callable[[], Display],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._jobs = jobs
        self._panel = panel
        self._display = display
        self._pointed: Place | None = None
        """Where the pointer was last over the active cell's frame."""
        self._shown: Shown | None = None
        self._origin: Origin | None = None
        self._revision = 0
        self._timer = QTimer(self, singleShot=True, interval=BETWEEN_MS)
        self._timer.timeout.connect(self._explain)
        grid.changed.connect(self._on_grid)
        panel.came_into_view.connect(self._soon)
        panel.keep_asked.connect(self._on_keep)
        panel.moved.connect(self._on_moved)

    @property
    def is_settled(self) -> bool:
        """Nothing is to be explained anew."""
        return not self._timer.isActive()

    def catch_up(self) -> None:
        """What is known of the screen has changed."""
        self._soon()

    def tell_again(self) -> None:
        """In another language: what was found of the bytes too."""
        self._forget()
        self._soon()

    def watch(self, model: ViewportModel) -> None:
        """Follow one more viewport."""
        model.changed.connect(lambda old, new: self._follow(model))
        model.delivered.connect(lambda: self._follow(model))

    def point(self, model: ViewportModel, pointer: Pointer | None) -> None:
        """The pointer moved over a cell; one that has left keeps its last pixel."""
        if model is self._grid.active and pointer is not None:
            self._pointed = _pixel_at(model, pointer) or self._pointed
            if model.state.pin is None:
                self._soon()

    def click(self, model: ViewportModel, pointer: Pointer) -> None:
        """Keep the pixel that was clicked; let go when it is the one that is kept."""
        pixel = _pixel_at(model, pointer)
        if self._panel.isVisible() and pixel is not None:
            model.change(pin=None if pixel == model.state.pin else pixel)

    def toggle(self) -> None:
        """Keep the pixel pointed at, else the middle one; or let go."""
        self._on_keep(self._grid.active.state.pin is None)

    def _on_grid(self, old: GridState, new: GridState) -> None:
        if old.cell != new.cell:
            self._pointed = None
        self._soon()

    def _follow(self, model: ViewportModel) -> None:
        if model is self._grid.active:
            self._soon()

    def _soon(self) -> None:
        if not self._panel.isVisible():
            self._forget()
        elif not self._timer.isActive():
            self._timer.start()

    def _forget(self) -> None:
        """Nobody looks: no pixels and no text of what may be closed are kept."""
        if self._shown is not None:
            self._turn_to(None)
            self._panel.show_nothing()

    def _on_keep(self, keep: bool) -> None:
        model = self._grid.active
        if not keep:
            self._pointed = model.state.pin or self._pointed
            model.change(pin=None)
        elif model.shown is not None:
            model.change(pin=self._pointed or _middle(model.shown))

    def _on_moved(self, columns: int, rows: int) -> None:
        model, shown = self._grid.active, self._grid.active.shown
        at = model.state.pin or self._pointed
        if shown is not None and at is not None:
            height, width = shown.decoded.values.shape[:2]
            column = min(max(at[0] + columns, 0), width - 1)
            row = min(max(at[1] + rows, 0), height - 1)
            model.change(pin=(column, row))

    def _explain(self) -> None:
        if self._panel.isVisible():
            self._show()
        self.settled.emit()

    def _show(self) -> None:
        model, shown = self._grid.active, self._grid.active.shown
        at = model.state.pin or self._pointed
        if shown is not self._shown:
            self._turn_to(shown)
        gap = _gap_of(model.state.what)
        if gap is not None:
            self._panel.show_pixel(tr("A missing slice"), (gap,), kept=False)
            return
        if shown is None or at is None or not _is_inside(shown, at):
            self._panel.show_nothing()
            return
        if shown.frame.is_computed:
            self._show_computed(model, shown, at)
            return
        camera = model.state.camera
        subject = subject_of(shown, self._origin, model.state.look)
        pixel = Pixel(subject, *at, model.state.look)
        steps = with_calibration(
            explain(pixel, camera.rotation, camera.flipped, self._display()),
            shown.frame.header,
            shown.frame.frame_index,
            (at[0] + 0.5, at[1] + 0.5),
            model.state.calibrations,
        )
        self._panel.show_pixel(
            _where(shown, at), steps, kept=model.state.pin is not None
        )

    def _show_computed(self, model: ViewportModel, shown: Shown, at: Place) -> None:
        from viewer.work.explaining_planes import computed_steps

        display_set = model.shown_what.display_set
        assert display_set is not None
        steps = computed_steps(display_set, shown, *at, model.state.look.smooth)
        place = f"{tr('A computed plane')} · {_where(shown, at)}"
        self._panel.show_pixel(place, steps, kept=model.state.pin is not None)

    def _turn_to(self, shown: Shown | None) -> None:
        """Another frame: its bytes are looked for away from this thread."""
        self._shown, self._origin = shown, None
        self._revision += 1
        if shown is None or shown.frame.is_computed:
            self._jobs.cancel(self)
            return
        self._jobs.ask(
            frame_origin,
            shown.frame,
            lane="disk",
            done=lambda origin: self._on_origin(origin, shown),
            failed=lambda failed: None,  # the picture is there; its bytes are not told
            owner=self,
            revision=self._revision,
        )

    def _on_origin(self, origin: Origin, shown: Shown) -> None:
        if shown is self._shown:
            self._origin = origin
            self._soon()


def _gap_of(what: What) -> Step | None:
    """Why nothing is shown where a slice is missing; None elsewhere."""
    frame, display_set = what.frame, what.display_set
    if frame is None or display_set is None or not frame.is_missing:
        return None
    later = (one for one in display_set.frames[what.index :] if not one.is_missing)
    return explain_missing(frame.header, next(later, frame).header)


def _pixel_at(model: ViewportModel, pointer: Pointer) -> Place | None:
    """The pixel of the shown frame under a pointer, None beside it."""
    pixel = int(pointer.column // 1), int(pointer.row // 1)
    inside = model.shown is not None and _is_inside(model.shown, pixel)
    return pixel if inside else None


def _is_inside(shown: Shown, pixel: Place) -> bool:
    rows, columns = shown.decoded.values.shape[:2]
    return pixel[0] in range(columns) and pixel[1] in range(rows)


def _middle(shown: Shown) -> Place:
    rows, columns = shown.decoded.values.shape[:2]
    return columns // 2, rows // 2


def _where(shown: Shown, pixel: Place) -> str:
    """Which pixel, counted from 1 as in the corner of the image."""
    place = tr("Column {column}, row {row}", column=pixel[0] + 1, row=pixel[1] + 1)
    index = shown.frame.frame_index
    return f"{place} · {tr('frame {number}', number=index + 1)}" if index else place
