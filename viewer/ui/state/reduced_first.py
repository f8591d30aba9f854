"""Asks for the reduced picture of a frame that takes long, beside the frame itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from viewer.kinds.base import Frame
from viewer.pixels.decode import DecodeRequest
from viewer.pixels.reduced import Rates, Reduced, decode_reduced
from viewer.ui.state.jobs import Jobs
from viewer.work.previews import Preview, PreviewLoad, finish_preview, preview_bytes
from viewer.work.tasks import deadline_seconds


class ReducedFirst:
    """Knows how long frames take on this machine, from those that were decoded."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._rates = Rates()

    def learn(self, request: DecodeRequest, seconds: float) -> None:
        """A frame was decoded, without proof."""
        self._rates.learn(request, seconds)

    def ask(
        self,
        frame: Frame,
        request: DecodeRequest,
        priority: int,
        done: Callable[[Preview], None],
    ) -> Future[Any] | None:
        """Have it made, if that is worth its while; None when it is not.

        A picture that is not made is not missed: the frame itself says what is wrong.
        """
        asked = self._rates.reduced(request)
        if asked is None or frame.state is not None or frame.over is not None:
            return None

        def with_reduced(reduced: Reduced | None) -> None:
            if reduced is not None:
                self._jobs.ask(
                    finish_preview,
                    PreviewLoad(frame, reduced),
                    lane="disk",
                    done=with_preview,
                    failed=lambda failed: None,
                    priority=priority,
                )

        def with_preview(preview: Preview | None) -> None:
            if preview is not None:
                done(preview)

        return self._jobs.ask(
            decode_reduced,
            asked,
            lane="decode",
            done=with_reduced,
            failed=lambda failed: None,
            priority=priority,
            result_bytes=preview_bytes(asked),
            deadline_seconds=deadline_seconds(request),
            key=frame.header.identity,
        )
