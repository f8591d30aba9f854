"""Marks and key images leave as DICOM objects and as a table; asked for and saved."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import count
from typing import TYPE_CHECKING

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.geometry.marks import FrameKey, Mark
from viewer.text import language, tr, trn
from viewer.ui.exporting import csv_bytes
from viewer.ui.state.annotations import key_of

if TYPE_CHECKING:
    from viewer.export.presentation_state import StateRequest
    from viewer.export.records import Image
    from viewer.pixels.mark_figures import MarkFigures
    from viewer.ui.app import App
    from viewer.ui.saving_run import SavingRun
    from viewer.ui.state.measured_marks import Measured

DICOM_FILES = "DICOM (*.dcm)"


class Outgoing:
    """What the reader drew and chose, as files; never onto a source."""

    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def has_marks(self) -> bool:
        """Something is marked on what is open."""
        return bool(self._app.annotations.state.marks)

    @property
    def has_keys(self) -> bool:
        """The study in the active viewport has key images of the reader's."""
        return bool(self._keys())

    @property
    def has_picture(self) -> bool:
        """The active viewport shows an image, no computed one: a state can be of it."""
        shown = self._app.grid.active.shown
        return shown is not None and not shown.frame.is_computed

    def save_table(self) -> None:
        """All marks of what is open, with their figures, as CSV."""
        title = tr("Save the marks as CSV")
        path = self._app.exporting.ask_path(title, "CSV (*.csv)", ".csv")
        if path:
            keys = list(self._app.annotations.state.marks)
            run = self._run(path, title, keys)

            def measured(found: Measured) -> None:
                run.end()
                self._table(path, found)

            self._app.measured.measure(keys, measured, run.went_on)

    def save_state(self) -> None:
        """The active series as it is shown, with its marks, as presentation state."""
        from viewer.ui.outgoing_state import state_request

        title = tr("Save as a presentation state")
        path = self._dicom_path(title)
        display_set = self._app.grid.active.state.what.display_set
        if not path or display_set is None:
            return
        frames = [key_of(frame) for frame in display_set.images]
        marks = self._app.annotations.state.marks
        keys = [key for key in frames if key is not None and key in marks]
        run = self._run(path, title, keys)

        def collected(request: StateRequest) -> None:
            from viewer.export.presentation_state import presentation_states

            self._make(presentation_states, request, run)

        def measured(found: Measured) -> None:
            if not state_request(self._app, found, collected):
                run.end()

        self._app.measured.measure(keys, measured, run.went_on)

    def save_report(self) -> None:
        """The marks of the active study as a structured report (TID 1500)."""
        title = tr("Save the measurements as a report")
        path = self._dicom_path(title)
        if path:
            keys = self._of_study(self._app.annotations.state.marks)
            run = self._run(path, title, keys)
            self._app.measured.measure(
                keys, lambda found: self._report(run, keys, found), run.went_on
            )

    def save_keys(self) -> None:
        """The key images of the active study as a key object selection."""
        from viewer.export.key_objects import KeyRequest, key_object_selection

        title = tr("Save the key images")
        path = self._dicom_path(title)
        if not path:
            return
        chosen: dict[Image, list[int]] = {}
        for key in self._keys():
            image = self._image(key)
            if image is not None:
                chosen.setdefault(image, []).append(key.frame_index)
        request = KeyRequest(
            tuple(
                (image, tuple(sorted(frames)) if image.is_multi_frame else ())
                for image, frames in chosen.items()
            )
        )
        self._make(key_object_selection, request, self._run(path, title))

    def _table(self, path: str, found: Measured) -> None:
        from viewer.export.marks_table import marks_table
        from viewer.ui.outgoing_places import table_frame

        frames = []
        for key, marks in self._app.annotations.state.marks.items():
            what = self._app.measured.place(key)
            if what is not None and what.frame is not None:
                made = tuple(_with(mark, found) for mark in marks)
                frames.append(table_frame(key, what, made))
        hides = self._app.preferences.settings.hides_identity
        rows = marks_table(frames, identity=not hides)
        self._app.exporting.write(path, csv_bytes(rows))

    def _report(
        self, run: SavingRun, keys: Sequence[FrameKey], found: Measured
    ) -> None:
        from viewer.export.measurements import MeasurementRequest, measurement_report
        from viewer.ui.outgoing_places import marked_frame

        frames, nowhere = [], 0
        for key in keys:
            what = self._app.measured.place(key)
            marks = [one for one in self._seen(key) if found.get(one.uid) is not None]
            if what is None or what.frame is None or not marks:
                continue
            made = tuple(_with(mark, found) for mark in marks)
            frame = marked_frame(key, what, made)
            nowhere += len(marks) if frame is None else 0
            frames += [frame] if frame is not None else []
        if nowhere:
            self._app.status.tell(_left_out(nowhere))
        request = MeasurementRequest(tuple(frames), language=language())
        self._make(measurement_report, request, run)

    def _run(self, path: str, title: str, keys: Sequence[FrameKey] = ()) -> SavingRun:
        """Counts the frames whose marks are measured."""
        from viewer.ui.saving_run import SavingRun

        return SavingRun(self._app, path, title, len(set(keys)))

    def _make(
        self, build: Callable[..., object], request: object, run: SavingRun
    ) -> None:
        """Build in the process that knows DICOM objects, then write."""
        app = self._app

        def built(made: object) -> None:
            run.end()
            contents = made if isinstance(made, tuple) else (made,)
            for number, content in enumerate(contents):
                assert isinstance(content, bytes)
                if not app.exporting.write(_numbered(run.path, number), content):
                    return
            if app.preferences.settings.hides_identity:
                sentence = tr("Saved: it names the patient, as the study's objects do.")
                app.status.tell(sentence)

        run.do(build, request, "header", built)

    def _dicom_path(self, title: str) -> str:
        return self._app.exporting.ask_path(title, DICOM_FILES, ".dcm")

    def _seen(self, key: FrameKey) -> list[Mark]:
        marks = self._app.annotations.state.of(key)
        return [mark for mark in marks if not mark.hidden]

    def _keys(self) -> list[FrameKey]:
        return self._of_study(self._app.own_keys.state)

    def _of_study(self, keys: object) -> list[FrameKey]:
        """Those of the study in the active viewport, in the order of its images."""
        frame = self._app.grid.active.on_screen.frame
        if frame is None:
            return []
        study = frame.header.text(tags.StudyInstanceUID)
        found = []
        for key in list(keys):  # type: ignore[call-overload]
            header = self._app.measured.header(key)
            if header is not None and header.text(tags.StudyInstanceUID) == study:
                number = header.integer(tags.InstanceNumber) or 0
                found.append((number, key))
        return [key for _, key in sorted(found)]

    def _image(self, key: FrameKey) -> Image | None:
        """None of what is computed: nothing refers to it."""
        what = self._app.measured.place(key)
        if what is None or what.frame is None or what.frame.is_computed:
            return None
        return image_of(what.frame.header)


def image_of(header: Header) -> Image:
    """The image of a header, as new objects refer to it."""
    from viewer.export.records import Image

    return Image(
        header.source,
        header.text(tags.StudyInstanceUID).strip(),
        header.text(tags.SeriesInstanceUID).strip(),
        header.text(tags.SOPClassUID).strip(),
        header.text(tags.SOPInstanceUID).strip(),
        header.integer(tags.Rows) or 0,
        header.integer(tags.Columns) or 0,
        max(header.integer(tags.NumberOfFrames) or 1, 1),
        header.has(tags.NumberOfFrames),
    )


def _with(mark: Mark, found: Measured) -> MarkFigures:
    from viewer.pixels.mark_figures import MarkFigures

    made = found.get(mark.uid)
    if made is None:
        notes = (tr("The image could not be read: nothing is measured."),)
        return MarkFigures(mark, notes=notes)
    return made


def _left_out(count: int) -> str:
    return trn(
        "{count} mark is left out: its planes name no frame of reference.",
        "{count} marks are left out: their planes name no frame of reference.",
        count,
    )


def _numbered(path: str, number: int) -> str:
    """The path itself, then "-2" and so on before its suffix; none that is there."""
    if number == 0:
        return path
    stem, suffix = os.path.splitext(path)
    names = (f"{stem}-{place}{suffix}" for place in count(number + 1))
    return next(name for name in names if not os.path.lexists(name))
