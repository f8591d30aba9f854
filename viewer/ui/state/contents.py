"""From a viewport's state to the content of an object that shows no frames."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject

from viewer import limits
from viewer.files.header import Header
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import Trouble, ViewportModel, ViewportState, What
from viewer.work.failure import Failed
from viewer.work.tasks import ContentRequest, load_content

_OF_FRAMES = ("stack", "volume")
"""What these views show is made of frames, not read from one object."""


class ContentLoader(QObject):
    """Watches viewports and delivers the contents that their views show."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._kept: OrderedDict[Hashable, tuple[object, int, Header]] = OrderedDict()
        """(content, bytes of its file, its header) by object and view, as last seen."""
        self._revision = 0

    def watch(self, model: ViewportModel) -> None:
        """Load whatever this viewport's state says, from now on."""
        model.changed.connect(
            lambda old, new, model=model: self._on_changed(model, old, new)
        )
        model.asked_again.connect(lambda: self._load(model, model.state.what))

    def clear(self) -> None:
        """Forget every content."""
        self._kept.clear()

    def forget(self, is_gone: Callable[[Header], bool]) -> None:
        """Forget the contents of what was closed."""
        gone = [key for key, kept in self._kept.items() if is_gone(kept[2])]
        for key in gone:
            del self._kept[key]

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        if new.what != old.what:
            self._load(model, new.what)

    def _load(self, model: ViewportModel, what: What) -> None:
        self._jobs.cancel((self, model))
        frame, display_set = what.frame, what.display_set
        if frame is None or display_set is None or display_set.view in _OF_FRAMES:
            return
        key = (display_set.kind, display_set.view, frame.header.identity)
        if frame.header.stamp is not None and key in self._kept:
            self._kept.move_to_end(key)
            model.deliver_content(self._kept[key][0], None)
        else:
            self._ask(model, what, key)

    def _ask(self, model: ViewportModel, what: What, key: Hashable) -> None:
        frame, display_set = what.frame, what.display_set
        assert frame is not None
        assert display_set is not None
        header = frame.header
        request = ContentRequest(
            header.source, display_set.kind, display_set.view, header.stamp
        )

        def done(content: object) -> None:
            self._keep(key, content, request.result_bytes, header)
            if model.state.what == what:
                model.deliver_content(content, None)

        def failed(failure: Failed) -> None:
            if model.state.what == what:
                model.deliver_content(None, _trouble(failure))

        self._revision += 1
        self._jobs.ask(
            load_content,
            request,
            lane="header",
            done=done,
            failed=failed,
            owner=(self, model),
            revision=self._revision,
            result_bytes=request.result_bytes,
        )

    def _keep(self, key: Hashable, content: object, size: int, header: Header) -> None:
        self._kept[key] = content, size, header
        while len(self._kept) > limits.CONTENTS_KEPT or self._is_too_much():
            self._kept.popitem(last=False)

    def _is_too_much(self) -> bool:
        """Whether what is kept takes more memory than it may."""
        kept = sum(size for _, size, _ in self._kept.values())
        return kept > limits.CONTENT_BYTES_KEPT


def _trouble(failure: Failed) -> Trouble:
    return Trouble(failure.sentence, failure.detail, failure.passing)
