"""One row of the table of actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.records import dataclass

if TYPE_CHECKING:
    from viewer.ui.app import App


def _always(app: App) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One thing that a reader can do.

    `keys` are portable key sequences, the first is shown. `checked` makes it a
    switch. `tool_bar` is its place there, 0 for none; `separated` draws a line
    before it in its menu. `in_cells`: the keys work while a cell has the keyboard,
    so that lists and fields keep their own arrows. A text that depends on what is
    shown is a function; the action is hidden when it gives "".
    """

    id: str
    text: str | Callable[[App], str]
    menu: str
    run: Callable[[App], None]
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: Callable[[App], bool] = _always
    checked: Callable[[App], bool] | None = None
    tool_bar: int = 0
    worded: bool = False
    separated: bool = False
    in_cells: bool = False
