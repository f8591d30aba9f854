"""The proof that a picture's data were all there and sound, after it has been shown.

For some code streams it takes as long as decoding. A picture comes without it, and is
proven as soon as it rests on the screen: what is not whole is marked then.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from viewer.ui.state.flights import Asker, Flights
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import ViewportModel
from viewer.work.failure import Failed
from viewer.work.loading import Shown

REST_MS = 200
"""A picture that is scrolled past is not looked at."""
PRIORITY = 5
"""Before what is read ahead."""

Proven = Callable[[ViewportModel, Shown, Shown], None]
"""(viewport, what it showed, the same with its proof)"""


class Proving(QObject):
    """Has what rests in a viewport decoded once more, with proof."""

    def __init__(
        self, jobs: Jobs, proven: Proven, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.flights = Flights(jobs, proof=True)
        self._proven = proven
        self._resting: dict[ViewportModel, Shown] = {}
        self._asked: dict[ViewportModel, tuple[Shown, Asker]] = {}
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self._on_rest)

    @property
    def is_settled(self) -> bool:
        """Nothing waits for its proof."""
        return not self._resting and not self._asked

    def rest(self, model: ViewportModel) -> None:
        """A viewport shows something, or nothing, from now on."""
        shown = model.loaded
        self._resting.pop(model, None)
        if model in self._asked and self._asked[model][0] is not shown:
            self.flights.drop(self._asked.pop(model)[1])
        if shown is not None and not shown.decoded.is_proven:
            self._resting[model] = shown
            self._timer.start()

    def clear(self) -> None:
        """Nothing is to be proven any more."""
        self._timer.stop()
        self._resting.clear()
        self._asked.clear()
        self.flights.clear()

    def _on_rest(self) -> None:
        for model, shown in list(self._resting.items()):
            del self._resting[model]
            if model.loaded is not shown or model in self._asked:
                continue
            if model.state.play.playing:
                continue
            asker = Asker(
                PRIORITY, partial(self._done, model), partial(self._failed, model)
            )
            self._asked[model] = shown, asker
            self.flights.ask(shown.frame, asker)

    def _done(self, model: ViewportModel, made: Shown) -> None:
        shown, _ = self._asked.pop(model)
        self._proven(model, shown, made)

    def _failed(self, model: ViewportModel, failure: Failed) -> None:
        """The picture is there all the same: what ended the proof is no mark of it."""
        self._asked.pop(model, None)
