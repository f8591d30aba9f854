"""Frames of a viewport, painted out of sight one after the other, for files."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from viewer.kinds.base import DisplaySet
from viewer.ui.frame_source import Bring
from viewer.ui.offscreen import Offscreen
from viewer.ui.state.viewport import ViewportModel, What
from viewer.work.loading import Shown

AHEAD = 4
"""Frames that are asked for before it is their turn: both decoders have work."""

Done = Callable[[QImage | None], None]


class FrameFeed(QObject):
    """Brings and paints the frames at some places of what a viewport shows.

    Between two of them the window is given its turn.
    """

    def __init__(
        self,
        bring: Bring,
        model: ViewportModel,
        places: Sequence[int],
        offscreen: Offscreen,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        assert model.state.what.display_set is not None
        self._set: DisplaySet = model.state.what.display_set
        self._state = model.state.look.state
        self._bring = bring
        self._places = places
        self._offscreen = offscreen
        self._asked = 0
        self._there: dict[int, Shown | None] = {}
        self._wanted: tuple[int, Done] | None = None
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._hand_over)

    def bring(self, number: int, done: Done) -> None:
        """The picture of a place, counted in their order; None where there is none."""
        self._wanted = number, done
        while self._asked < min(number + AHEAD, len(self._places)):
            frame = self._set.frames[self._places[self._asked]].shown_by(self._state)
            self._asked += 1
            arrived = partial(self._on_arrived, self._asked - 1)
            if frame.is_missing:
                arrived(None)
            else:
                self._bring(frame, arrived)
        if number in self._there:
            self._turn.start()

    def close(self) -> None:
        """Nothing is handed over any more."""
        self._wanted = None
        self._there.clear()
        self._offscreen.close()
        self.deleteLater()

    def _on_arrived(self, number: int, shown: Shown | None) -> None:
        self._there[number] = shown
        if self._wanted is not None and self._wanted[0] == number:
            self._turn.start()

    def _hand_over(self) -> None:
        if self._wanted is None:
            return
        number, done = self._wanted
        shown = self._there.pop(number)
        self._wanted = None
        if shown is None:
            done(None)
        else:
            what = What(self._set, self._places[number])
            done(self._offscreen.paint(what, shown))
