"""Keeps the header panel on the active cell's frame."""

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.files.header import Header
from viewer.files.stamp import CHANGED
from viewer.files.summary import summary
from viewer.kinds.base import Frame
from viewer.text import tr
from viewer.ui.panels.metadata import MetadataPanel
from viewer.ui.state.grid import Grid, GridState
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import ViewportModel, What
from viewer.work.failure import Failed
from viewer.work.tasks import Description, describe

SETTLE_MS = 120
"""The tree is read when the reader has stopped scrolling for so long."""


class HeaderFollower(QObject):
    """The summary follows at once, the tree when its object has been read whole."""

    settled = Signal()
    """The tree belongs to what is shown."""

    def __init__(
        self,
        grid: Grid,
        jobs: Jobs,
        panel: MetadataPanel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._jobs = jobs
        self._panel = panel
        self._told: Header | None = None
        """The object that the tree tells of."""
        self._summed: Frame | None = None
        """The frame that only the summary tells of."""
        self._computed: tuple[object, ...] | None = None
        """The computed one that the panel tells of."""
        self._revision = 0
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._describe)
        grid.changed.connect(self._on_grid)

    @property
    def is_settled(self) -> bool:
        """The tree belongs to what is shown: nothing is on its way."""
        frame = _image(self._grid.active.on_screen)
        if frame is not None and frame.is_computed:
            return self._tells_of_computed(frame)
        return frame is None or self._tells_of(frame.header)

    def watch(self, model: ViewportModel) -> None:
        """Follow one more viewport."""
        model.changed.connect(lambda old, new: self._follow(model))
        model.delivered.connect(lambda: self._follow(model))
        model.asked_again.connect(lambda: self._on_asked_again(model))

    def catch_up(self) -> None:
        """Show what is in the active cell already."""
        self._follow(self._grid.active)

    def tell_again(self) -> None:
        """In another language: nothing that the panel says holds."""
        self._told = self._computed = self._summed = None
        self._panel.clear()
        self._follow(self._grid.active)

    def _on_grid(self, old: GridState, new: GridState) -> None:
        self._follow(self._grid.active)

    def _on_asked_again(self, model: ViewportModel) -> None:
        if model is self._grid.active:
            self._told = None
            self._follow(model)

    def _follow(self, model: ViewportModel) -> None:
        if model is not self._grid.active:
            return
        frame = _image(model.on_screen)
        known, self._summed = self._summed, None
        if frame is not None and frame.is_computed:
            self._told = None
            if not self._tells_of_computed(frame):
                self._settle.start()
            return
        self._computed = None
        if frame is None:
            self._told = None
            self._panel.clear()
        elif self._tells_of(frame.header):
            self._panel.show_frame(frame.frame_index)
        else:
            self._told, self._summed = None, frame
            if frame is not known:
                self._panel.show_summary(summary(frame.header, frame.frame_index))
            self._settle.start()

    def _describe(self) -> None:
        what: What = self._grid.active.on_screen
        frame = _image(what)
        if frame is None:
            return
        self._revision += 1
        if frame.is_computed:
            self._show_computed(what, frame)
            return
        self._jobs.ask(
            describe,
            frame.header.source,
            lane="header",
            done=lambda answer: self._show(answer, what),
            failed=lambda failed: self._fail(failed, what),
            owner=self,
            revision=self._revision,
            key=frame.header.identity,
        )

    def _show_computed(self, what: What, frame: Frame) -> None:
        """No header of a slice stands for what was made of many."""
        from viewer.kinds.section_facts import computed_facts

        self._jobs.cancel(self)
        smooth = self._grid.active.state.look.smooth
        self._computed = self._key(frame)
        assert what.display_set is not None
        facts = computed_facts(what.display_set, frame, smooth)
        self._panel.show_computed(
            tr("A computed plane") if frame.cut else tr("A computed image"),
            tr("No file holds it: it has no header of its own."),
            [(fact.label, fact.text) for fact in facts],
        )
        self.settled.emit()

    def _tells_of_computed(self, frame: Frame) -> bool:
        return self._computed == self._key(frame)

    def _key(self, frame: Frame) -> tuple[object, ...]:
        """The same plane of the same slices, whichever set it is in."""
        smooth = self._grid.active.state.look.smooth
        return frame.header.identity, frame.cut, frame.curved, smooth

    def _tells_of(self, header: Header) -> bool:
        return self._told is not None and self._told.identity == header.identity

    def _asked(self, what: What) -> Frame | None:
        """What is on the screen, when it is what an answer tells of.

        Else the reader has gone on: the answer to the next question is on its way.
        """
        then, now = what.frame, _image(self._grid.active.on_screen)
        same = then and now and then.header.identity == now.header.identity
        return now if same else None

    def _show(self, answer: Description, what: What) -> None:
        now = self._asked(what)
        if now is None:
            return
        if answer.stamp != now.header.stamp:
            self._fail(Failed(tr(CHANGED)), what)
            return
        self._told, self._summed = now.header, None
        header, index = answer.header or now.header, now.frame_index
        self._panel.show_summary(summary(header, index, answer.pixel_bytes))
        self._panel.show_rows(answer.rows, index)
        self.settled.emit()

    def _fail(self, failed: Failed, what: What) -> None:
        now = self._asked(what)
        if now is not None:
            self._told, self._summed = now.header, None
            self._panel.show_failure(failed.sentence)
            self.settled.emit()


def _image(what: What) -> Frame | None:
    """The frame; None in an empty cell and where a slice is missing."""
    return None if what.frame is None or what.frame.is_missing else what.frame
