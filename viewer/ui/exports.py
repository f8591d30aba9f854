"""The export dialog, and what becomes of the choice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QProgressDialog

from viewer.dicom import tags
from viewer.export.appearance import Appearance
from viewer.text import tr
from viewer.ui.offscreen import Offscreen, array_of, natural_size
from viewer.ui.state import playing

if TYPE_CHECKING:
    from viewer.export.movie import Scene
    from viewer.files.header import Header
    from viewer.ui.app import App
    from viewer.ui.dialogs.export import ExportChoice
    from viewer.ui.export_runs import Run
    from viewer.ui.frame_feed import FrameFeed
    from viewer.ui.saving_run import SavingRun
    from viewer.ui.state.viewport import ViewportModel

FILM_BYTES = 1024 * 1024 * 1024
"""Pictures of a GIF, which are in memory together."""


class Exports:
    """Asks what is wanted, then where to, and does it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._appearance = Appearance()
        self._runs: set[Run] = set()
        self.savings: set[SavingRun] = set()
        """Single files on their way."""

    @property
    def is_busy(self) -> bool:
        """Some export is on its way."""
        return bool(self._runs or self.savings)

    @property
    def can_ask(self) -> bool:
        """There is something to export."""
        return self._model.state.what.frame is not None

    def ask(self) -> None:
        """Show the dialog with what can be had of the active viewport."""
        from viewer.ui.dialogs.export import ExportDialog

        whats, without = self._offered()
        shown = self._appearance
        if self._app.preferences.settings.hides_identity:
            shown = Appearance(False, shown.texts, shown.natural)
        is_image = self._model.shown is not None
        dialog = ExportDialog(
            whats, without, shown, self._app.window, is_image=is_image
        )
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.chosen.connect(self.export)
        dialog.show()

    def export(self, choice: ExportChoice) -> None:
        """Ask where to, and do what was chosen."""
        self._appearance = choice.appearance
        kinds: dict[str, Callable[[ExportChoice], None]] = {
            "picture": self._picture,
            "pictures": self._pictures,
            "movie": self._movie,
            "values": self._values,
            "dicom": self._dicom,
        }
        kinds[choice.what](choice)

    @property
    def _model(self) -> ViewportModel:
        return self._app.grid.active

    def cancel(self) -> None:
        """At the end of the program: nothing stays that is not whole."""
        for run in list(self._runs):
            run.cancel()
        for saving in list(self.savings):
            saving.cancel()

    def _offered(self) -> tuple[list[str], list[str]]:
        """(what there is, forms that there are not)."""
        model = self._model
        shown, display_set = model.shown, model.state.what.display_set
        whats = ["picture"] if self._app.exporting.has("picture") else []
        if shown is not None and playing.can_play(model):
            whats += ["pictures", "movie"]
        if shown is not None and shown.info.has_voi:
            whats.append("values")
        whats.append("dicom")
        narrowed = display_set is not None and display_set.whole is not None
        return whats, [] if narrowed else ["shown"]

    def _picture(self, choice: ExportChoice) -> None:
        from viewer.export.stills import STILL_FORMS, SUFFIXES, still_bytes

        form = next(one for one in STILL_FORMS if one == choice.form)
        model, exporting = self._model, self._app.exporting
        shown = model.shown
        if shown is None:
            image = exporting.view.picture()
        else:
            offscreen = self._offscreen(choice)
            image = offscreen.paint(model.shown_what, model.loaded or shown)
            offscreen.close()
        suffix = SUFFIXES[form]
        title = tr("Save the picture")
        path = exporting.ask_path(title, f"{form.upper()} (*{suffix})", suffix)
        if path:
            exporting.write(path, still_bytes(array_of(image), form))

    def _values(self, choice: ExportChoice) -> None:
        from viewer.export.tiff import TooLargeError, tiff_bytes
        from viewer.export.values import Meaning, description_of, values_for

        shown = self._model.loaded
        if shown is None:
            return
        meaning: Meaning = "stored" if choice.form == "stored" else "modality"
        words = description_of(
            shown.frame.header,
            shown.frame.frame_index,
            shown.info,
            meaning,
            choice.appearance.identity,
        )
        from viewer.ui.saving_run import not_saved

        exporting = self._app.exporting
        path = exporting.ask_path(tr("Save the values"), "TIFF (*.tif)", ".tif")
        if not path:
            return
        try:
            values = values_for(shown.decoded.values, shown.info, meaning)
            exporting.write(path, tiff_bytes(values, words))
        except TooLargeError:
            reason = tr(
                "the image is too large for a TIFF file. Export it as DICOM instead."
            )
            self._app.status.tell(not_saved(Path(path).name, reason))

    def _movie(self, choice: ExportChoice) -> None:
        from viewer.export.movie import is_too_fast_for_gif, scenes_of
        from viewer.ui.export_runs import FilmRun, GifRun

        own, exporting = playing.timing(self._model), self._app.exporting
        if own is None:
            return
        scenes = scenes_of(own, self._model.state.play.speed)
        refusal = self._too_large(choice, scenes) if choice.form == "gif" else ""
        if choice.form == "gif" and is_too_fast_for_gif(scenes):
            refusal = tr(
                "A GIF shows at most 50 frames a second: play more slowly, or choose"
                " MP4."
            )
        if refusal:
            self._app.status.tell(refusal)
            return
        suffix = f".{choice.form}"
        kinds = f"{choice.form.upper()} (*{suffix})"
        path = exporting.ask_path(tr("Save the movie"), kinds, suffix)
        if not path or not exporting.may_write(path):
            return
        feed = self._feed(choice, [scene.index for scene in scenes])
        run: Run
        if choice.form == "mp4":
            run = FilmRun(feed, scenes, Path(path), self._app)
        else:
            write = exporting.write
            run = GifRun(
                feed,
                scenes,
                self._app.jobs,
                lambda content: write(path, content),
                self._app,
            )
        self._begin(run, tr("Saving the movie…"))

    def _too_large(self, choice: ExportChoice, scenes: tuple[Scene, ...]) -> str:
        shown = self._model.shown
        width, height = self._model.size
        if shown is not None and choice.appearance.natural:
            width, height = natural_size(shown, 0)
        if len(scenes) * width * height * 3 <= FILM_BYTES:
            return ""
        return tr("These are too many pictures for a GIF: choose MP4.")

    def _pictures(self, choice: ExportChoice) -> None:
        from viewer.export.copies import stem_of
        from viewer.export.stills import STILL_FORMS
        from viewer.ui.export_runs import StillsRun

        own, display_set = playing.timing(self._model), self._model.state.what
        if own is None or display_set.display_set is None:
            return
        folder = self._asked_folder()
        if folder is None:
            return
        form = next(one for one in STILL_FORMS if one == choice.form)
        places = own.places[own.first : own.last + 1]
        frames = [display_set.display_set.frames[place] for place in places]
        many = len({frame.header.identity for frame in frames}) < len(frames)
        stems = [
            stem_of(frame.header) + (f"_{frame.frame_index + 1:05}" if many else "")
            for frame in frames
        ]
        feed = self._feed(choice, places)
        run = StillsRun(feed, stems, form, folder, self._app.jobs, self._app)
        self._begin(run, tr("Saving pictures…"))

    def _dicom(self, choice: ExportChoice) -> None:
        from viewer.export.copies import copies_of
        from viewer.ui.deidentified_run import DeidentifiedRun
        from viewer.ui.export_runs import CopyRun

        headers = self._chosen_headers(choice.form)
        folder = self._asked_folder()
        if folder is not None and headers:
            kind = CopyRun if choice.appearance.identity else DeidentifiedRun
            run = kind(copies_of(headers), folder, self._app.jobs, self._app)
            self._begin(run, tr("Copying…"))

    def _chosen_headers(self, scope: str) -> list[Header]:
        what = self._model.state.what
        if what.frame is None or what.display_set is None:
            return []
        header = what.frame.header
        if scope == "image":
            return [header]
        if scope == "shown":
            return [frame.header for frame in what.display_set.images]
        tag = tags.SeriesInstanceUID if scope == "series" else tags.StudyInstanceUID
        uid = header.text(tag)
        catalogue = self._app.workspace.state.catalogue
        found = [one for one in catalogue.headers() if one.text(tag) == uid]
        return found or [header]

    def _asked_folder(self) -> Path | None:
        title = tr("A folder for the files")
        folder = QFileDialog.getExistingDirectory(self._app.window, title)
        return Path(folder) if folder else None

    def _offscreen(self, choice: ExportChoice) -> Offscreen:
        app = self._app
        return Offscreen(
            self._model,
            app.choice,
            app.cells.image_style,
            choice.appearance,
            app.window,
        )

    def _feed(
        self, choice: ExportChoice, places: list[int] | tuple[int, ...]
    ) -> FrameFeed:
        from viewer.ui.frame_feed import FrameFeed
        from viewer.ui.frame_source import bring_frames

        offscreen = self._offscreen(choice)
        display_set = self._model.state.what.display_set
        assert display_set is not None
        bring = bring_frames(self._app, display_set)
        return FrameFeed(bring, self._model, places, offscreen, self._app)

    def _begin(self, run: Run, title: str) -> None:
        dialog = QProgressDialog(title, tr("Cancel"), 0, run.total, self._app.window)
        dialog.setObjectName("exportProgress")
        dialog.setWindowTitle(tr("Export"))
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        dialog.setMinimumDuration(0)
        run.progressed.connect(dialog.setValue)
        dialog.canceled.connect(run.cancel)

        def ended(sentence: str) -> None:
            self._runs.discard(run)
            dialog.canceled.disconnect(run.cancel)
            dialog.close()
            dialog.deleteLater()
            run.deleteLater()
            if sentence:
                self._app.status.tell(sentence)

        run.finished.connect(ended)
        self._runs.add(run)
        dialog.show()
        run.start()
