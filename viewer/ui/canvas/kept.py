"""What was made last, kept as long as its reasons are the same."""

from collections.abc import Callable
from typing import Any, TypeVar

from viewer.text import language

Made = TypeVar("Made")


class Kept:
    """One thing for each name; texts among them are made anew in another language."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[Any, ...], Any]] = {}

    def clear(self) -> None:
        """Keep nothing, nor the reasons of anything."""
        self._made.clear()

    def get(
        self, name: str, reasons: tuple[Any, ...], make: Callable[[], Made]
    ) -> Made:
        """What `make` gives; not called when it gave it for equal reasons before."""
        reasons = (language(), *reasons)
        found = self._made.get(name)
        if found is None or found[0] != reasons:
            found = self._made[name] = (reasons, make())
        made: Made = found[1]
        return made
