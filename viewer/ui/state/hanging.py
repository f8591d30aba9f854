"""Which hanging protocol is in force, in which stage, and which others fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from viewer.records import dataclass

if TYPE_CHECKING:
    from viewer.hanging.library import Library
    from viewer.hanging.plan import Plan, PlannedStage


@dataclass(frozen=True, slots=True)
class HangingState:
    """`plans` are those that fit the active study, the best first.

    `stage` counts from 0 in the plan in force; `library` is None until it was read.
    """

    library: Library | None = None
    plans: tuple[Plan, ...] = ()
    plan: Plan | None = None
    stage: int = 0

    @property
    def planned(self) -> PlannedStage | None:
        """The stage in force."""
        return self.plan.stages[self.stage] if self.plan else None


class HangingModel(QObject):
    """Holds the state."""

    changed = Signal(object, object)
    """(old state, new state)"""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = HangingState()

    def change(self, **fields: object) -> None:
        """Replace fields of the state; equal state emits nothing."""
        old, new = self.state, replace(self.state, **fields)  # type: ignore[arg-type]
        if new != old:
            self.state = new
            self.changed.emit(old, new)
