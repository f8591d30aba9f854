"""A pool whose answers come when the test says so."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from viewer.work.pool import InlinePool


class HeldPool(InlinePool):
    """Keeps the questions until the test answers them.

    `held` has (function, request, future) of each; `options` what else was said.
    """

    def __init__(self) -> None:
        super().__init__()
        self.held: list[tuple[Callable[[Any], Any], Any, Future[Any]]] = []
        self.options: list[dict[str, Any]] = []

    def submit(self, function: Any, request: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.held.append((function, request, future))
        self.options.append(options)
        return future

    def begin(self, number: int) -> bool:
        """From now on it runs and cannot be cancelled; False when it was."""
        return self.held[number][2].set_running_or_notify_cancel()

    def answer(self, number: int) -> None:
        function, request, future = self.held[number]
        try:
            future.set_result(function(request))
        except Exception as error:  # noqa: BLE001 (the asker is told, whatever it is)
            future.set_exception(error)

    def waiting(self) -> list[int]:
        """Numbers of the questions that are neither answered nor cancelled."""
        return [n for n, (_, _, future) in enumerate(self.held) if not future.done()]
