"""Lines of known length among the marks: what they say reaches every viewport."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.measures import UserCalibration
from viewer.geometry.marks import FrameKey, Mark
from viewer.ui.state.annotations import Annotations, AnnotationsState
from viewer.ui.state.grid import Grid
from viewer.ui.state.viewport import ViewportModel

Lines = tuple[tuple[FrameKey, Mark], ...]


class Calibrations(QObject):
    """Follows the marks, and what is open; viewports hold what holds for them.

    A calibration goes as it came: with its mark, also by undo.
    """

    def __init__(
        self,
        annotations: Annotations,
        grid: Grid,
        headers: Callable[[], Iterable[Header]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._annotations = annotations
        self._grid = grid
        self._headers = headers
        self._found: tuple[UserCalibration, ...] = ()
        annotations.changed.connect(self._on_marks)

    def watch(self, model: ViewportModel) -> None:
        """Tell one more viewport."""
        model.change(calibrations=self._found)

    def catch_up(self) -> None:
        """Other objects are open now."""
        lines = _lines(self._annotations.state)
        if lines or self._found:
            self._tell(lines)

    def _on_marks(self, old: AnnotationsState, new: AnnotationsState) -> None:
        if old.marks is not new.marks and _lines(old) != _lines(new):
            self._tell(_lines(new))

    def _tell(self, lines: Lines) -> None:
        from viewer.work.measuring import calibrations_of

        wanted = {key.sop_instance_uid for key, _ in lines}
        known = {}
        for header in self._headers() if wanted else ():
            uid = header.text(tags.SOPInstanceUID)
            if uid in wanted:
                known[uid] = header
        self._found = calibrations_of(
            lines, lambda key: known.get(key.sop_instance_uid)
        )
        for model in self._grid.models():
            model.change(calibrations=self._found)


def _lines(state: AnnotationsState) -> Lines:
    return tuple(
        (key, mark)
        for key, marks in state.marks.items()
        for mark in marks
        if mark.shape == "calibration"
    )
