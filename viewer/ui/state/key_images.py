"""A stack with its key images only: the reader's, and those of notes that are open."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from viewer.kinds.key_images import keys_of, narrowed, nearest
from viewer.kinds.references import Reference
from viewer.text import tr
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.own_keys import OwnKeys
from viewer.ui.state.viewport import ViewportModel, What
from viewer.ui.state.workspace import Workspace
from viewer.work.failure import Failed
from viewer.work.tasks import ContentRequest, load_content

NOTES = "ko"


class KeyImages(QObject):
    """Narrows what a viewport shows, and widens it again."""

    told = Signal(str)
    """Why nothing was narrowed."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: Jobs,
        own: OwnKeys,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._own = own
        self._workspace = workspace
        self._jobs = jobs
        self._revision = 0

    @property
    def has_notes(self) -> bool:
        """Something chooses images: the reader, or a note that is open."""
        return bool(self._own.state) or any(
            one.kind == NOTES for one in self._workspace.state.catalogue.sets()
        )

    def toggle(self, model: ViewportModel) -> None:
        """The key images only, or all images again."""
        what = model.state.what
        if what.display_set is None or what.frame is None:
            return
        whole = what.display_set.whole
        if whole is not None:
            at = whole.frames.index(what.frame)
            model.change(what=What(whole, at))
        else:
            self._read_notes(model, what)

    def _read_notes(self, model: ViewportModel, what: What) -> None:
        """Read every note that is open; then narrow what is still shown."""
        found = [
            Reference("", key.sop_instance_uid, (key.frame_index + 1,))
            for key in self._own.state
        ]
        frames = [
            frame
            for one in self._workspace.state.catalogue.sets()
            if one.kind == NOTES
            for frame in one.frames
        ]
        left = [len(frames)]
        if not frames and found:
            self._narrow(model, what, found)
        elif not frames:
            self.told.emit(tr("No image is a key image, and no note of some is open."))

        def read(content: object) -> None:
            from viewer.kinds.report import Report

            if isinstance(content, Report):
                found.extend(content.references())
            left[0] -= 1
            if left[0] == 0:
                self._narrow(model, what, found)

        self._revision += 1
        for frame in frames:
            header = frame.header
            request = ContentRequest(header.source, NOTES, "report", header.stamp)
            self._jobs.ask(
                load_content,
                request,
                lane="header",
                done=read,
                failed=partial(_pass_over, read),
                owner=(self, model),
                revision=self._revision,
                result_bytes=request.result_bytes,
            )

    def _narrow(self, model: ViewportModel, what: What, found: list[Reference]) -> None:
        now = model.state.what
        if now.display_set is not what.display_set:
            return
        assert now.display_set is not None
        assert now.frame is not None
        few = narrowed(now.display_set, keys_of(found))
        if few is None:
            self.told.emit(tr("No image of this series is a key image."))
            return
        at = nearest(few.frames, now.frame, now.display_set.frames)
        model.change(what=What(few, at))


def _pass_over(read: "object", failed: Failed) -> None:
    """A note that cannot be read chooses nothing."""
    assert callable(read)
    read(None)
