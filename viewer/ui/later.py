"""Parts of the window that are imported and made when they are first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.exporting import Exporting
    from viewer.ui.exports import Exports
    from viewer.ui.outgoing import Outgoing


def make_exporting(app: App) -> Exporting:
    """What saves, copies and prints a view."""
    from viewer.ui.exporting import Exporting

    return Exporting(app)


def make_outgoing(app: App) -> Outgoing:
    """What saves marks and key images."""
    from viewer.ui.outgoing import Outgoing

    return Outgoing(app)


def make_exports(app: App) -> Exports:
    """What exports pictures, movies and copies."""
    from viewer.ui.exports import Exports

    return Exports(app)


def may_close(app: App) -> bool:
    """The window may close, as far as marks are concerned."""
    from viewer.ui.leaving import may_close

    return may_close(app)
