"""Tiles: consecutive images of one series, side by side in the place of the cells."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from viewer.geometry.layout import even
from viewer.kinds.base import DisplaySet
from viewer.records import dataclass
from viewer.ui.state.grid import Grid, Sheet
from viewer.ui.state.rooms import sheet_of
from viewer.ui.state.viewport import Play, ViewportModel, ViewportState, What


@dataclass(frozen=True, slots=True)
class Span:
    """Which images the tiles show: the first and last of `count`, from 1."""

    first: int
    last: int
    count: int


class Tiles(QObject):
    """Keeps the tiles of a sheet on consecutive images, with one look and one camera.

    The active tile leads, by whatever changes it: tools, keys, the slider. Tiles
    beyond the last image are empty.
    """

    changed = Signal()

    def __init__(self, grid: Grid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._heard: set[ViewportModel] = set()
        self._moving = False
        grid.changed.connect(self.changed)

    @property
    def can_start(self) -> bool:
        """The active cell shows more than one image."""
        what = self._grid.active.state.what
        shows = what.display_set is not None and what.display_set.view == "stack"
        return shows and what.count > 1

    @property
    def span(self) -> Span | None:
        """What the tiles of the sheet that the reader works on show."""
        return span_of(self._grid.sheet)

    def start(self, rows: int, columns: int) -> None:
        """Show the series of the active cell in rows × columns tiles, from its image.

        The cells that were there come back with `leave`.
        """
        if self._grid.state.tiled:
            self.leave()
        if not self.can_start:
            return
        state = self._grid.active.state
        assert state.what.display_set is not None
        models = self._grid.cover(even(rows, columns))
        for model in models:
            if model not in self._heard:
                self._heard.add(model)
                model.changed.connect(
                    lambda old, new, model=model: self._on_changed(model, old, new)
                )
        first = min(state.what.index, max(state.what.count - len(models), 0))
        camera = replace(state.camera, zoom=None, centre=None)
        lead = replace(state, camera=camera, play=Play(), pin=None, lens=None)
        self._spread(self._grid.sheet, state.what.display_set, first, lead)

    def leave(self) -> None:
        """The former layout; the cell goes on from the image of the active tile."""
        sheet = self._grid.sheet
        if sheet.covered is None:
            return
        state = self._grid.active.state
        self._moving = True
        self._grid.leave_tiles()
        self._moving = False
        if state.what.display_set is None:
            return
        cell = self._grid.active
        if cell.state.what.display_set is state.what.display_set:
            cell.change(what=state.what, look=state.look)
            cell.change(look=state.look)
        else:
            cell.show_set(state.what.display_set, state.what.index)

    def page(self, by: int) -> bool:
        """Go on or back by as many images as there are tiles; False without tiles."""
        span, sheet = self.span, self._grid.sheet
        if not sheet.state.tiled:
            return False
        tiles = len(sheet.cells)
        leading = next(
            (one.state for one in sheet.cells if one.state.what.display_set), None
        )
        if span is not None and leading is not None:
            first = span.first - 1 + by * tiles
            if first < span.count:
                display_set = leading.what.display_set
                assert display_set is not None
                self._spread(sheet, display_set, max(first, 0), leading)
        return True

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        sheet = None if self._moving else sheet_of(self._grid, model)
        if sheet is None or not sheet.state.tiled:
            return
        active = sheet.active.state
        display_set = active.what.display_set
        if display_set is None:
            return
        if display_set.view != "stack":
            self.leave()  # tiles are of images
            return
        place = sheet.state.active
        if model is not sheet.active:
            self._spread(sheet, display_set, active.what.index - place, active)
        else:
            first = _first(old.what, new.what, place, len(sheet.cells))
            self._spread(sheet, display_set, first, new)

    def _spread(
        self, sheet: Sheet, display_set: DisplaySet, first: int, lead: ViewportState
    ) -> None:
        """Give every tile its image, and the look and camera of the leading one."""
        self._moving = True
        count = len(display_set.frames)
        for place, tile in enumerate(sheet.cells):
            index = first + place
            what = What(display_set, index) if index < count else What()
            tile.change(what=what, look=lead.look, camera=lead.camera, axis=lead.axis)
            tile.change(look=lead.look)  # what is delivered may have its own window
        self._moving = False
        last = count - 1 - first
        if sheet is self._grid.sheet and sheet.state.active > last:
            self._grid.activate(sheet.cells[last])
        self.changed.emit()


def span_of(sheet: Sheet | None) -> Span | None:
    """What the tiles of a sheet show; None without tiles."""
    if sheet is None or not sheet.state.tiled:
        return None
    shown = [one.state.what for one in sheet.cells if one.state.what.count]
    if not shown:
        return None
    return Span(shown[0].index + 1, shown[-1].index + 1, shown[0].count)


def _first(old: What, new: What, place: int, tiles: int) -> int:
    """The image of the first tile once the one at `place` has changed.

    Scrolling ends when the last image is in the last tile; paging may go beyond.
    """
    if old.display_set is not new.display_set and not _is_same_frame(old, new):
        return 0
    wish = new.index - place
    before = old.index - place
    if wish > before:
        wish = min(wish, max(before, new.count - tiles))
    return max(wish, 0)


def _is_same_frame(old: What, new: What) -> bool:
    """The display set has grown around the frame."""
    if old.frame is None or new.frame is None:
        return False
    same = old.frame.header is new.frame.header
    return same and old.frame.frame_index == new.frame.frame_index
