"""Rows of the help menu on what the program keeps of its own failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.text import mark
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App


def show_failures(app: App) -> None:
    """Reports of failures that are kept on this computer."""
    from viewer.ui.failures import show_reports

    show_reports(app)


FAILURES_ACTION = ActionRow(
    "failure-reports", mark("Reports of failures…"), "help", show_failures
)
