"""Rows of the table of actions: what plays in the active viewport."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.kinds.timing import sweeps
from viewer.text import mark
from viewer.ui.action_row import ActionRow
from viewer.ui.state import playing

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.state.viewport import ViewportModel


def _can_play(app: App) -> bool:
    return playing.can_play(app.grid.active)


def _can_choose(app: App) -> bool:
    display_set = app.grid.active.state.what.display_set
    return _can_play(app) and display_set is not None and display_set.has_phases


def _active(function: Callable[[ViewportModel], object]) -> Callable[[App], None]:
    def run(app: App) -> None:
        function(app.grid.active)

    return run


def _sweeps(app: App) -> bool:
    state = app.grid.active.state
    display_set = state.what.display_set
    return display_set is not None and sweeps(display_set, state.play.way)


def _plays(backward: bool) -> Callable[[App], bool]:
    def checked(app: App) -> bool:
        play = app.grid.active.state.play
        return play.playing and play.way.backward == backward

    return checked


def _play_together(app: App) -> None:
    app.cine.play_together(not app.cine.together, app.grid.active)


def _type_rate(app: App) -> None:
    view = app.cells.frame_of(app.grid.active).view
    view.cine.type_rate()  # type: ignore[attr-defined]


def _row(
    name: str,
    text: str,
    run: Callable[[App], None],
    *keys: str,
    checked: Callable[[App], bool] | None = None,
    enabled: Callable[[App], bool] = _can_play,
    separated: bool = False,
) -> ActionRow:
    return ActionRow(
        name,
        text,
        "playing",
        run,
        keys,
        enabled=enabled,
        checked=checked,
        separated=separated,
        in_cells=True,
    )


CINE_ACTIONS = (
    ActionRow(
        "play",
        mark("Play"),
        "go",
        _active(playing.toggle),
        ("Space",),
        "player-play",
        enabled=_can_play,
        checked=_plays(backward=False),
        separated=True,
        in_cells=True,
    ),
    _row(
        "play-backward",
        mark("Play backward"),
        _active(lambda model: playing.toggle(model, backward=True)),
        "Shift+Space",
        checked=_plays(backward=True),
    ),
    _row(
        "sweep",
        mark("To and fro"),
        _active(playing.toggle_sweep),
        "Y",
        checked=_sweeps,
    ),
    _row(
        "play-along",
        mark("Play along another axis"),
        _active(playing.next_course),
        "Shift+Y",
        enabled=_can_choose,
    ),
    _row(
        "play-together",
        mark("All viewports play together"),
        _play_together,
        "Ctrl+Space",
        checked=lambda app: app.cine.together,
        enabled=lambda app: True,
    ),
    _row(
        "slower",
        mark("Play more slowly"),
        _active(lambda model: playing.change_speed(model, -1)),
        ",",
        separated=True,
    ),
    _row(
        "faster",
        mark("Play faster"),
        _active(lambda model: playing.change_speed(model, 1)),
        ".",
    ),
    _row(
        "type-rate",
        mark("Type frames a second"),
        _type_rate,
        "Ctrl+.",
    ),
    _row(
        "step-back",
        mark("One frame back"),
        _active(lambda model: playing.step(model, -1)),
        "Ctrl+Left",
        separated=True,
    ),
    _row(
        "step-on",
        mark("One frame on"),
        _active(lambda model: playing.step(model, 1)),
        "Ctrl+Right",
    ),
    _row(
        "first-played",
        mark("First frame that plays"),
        _active(lambda model: playing.go_to_end(model, last=False)),
        "Ctrl+Home",
    ),
    _row(
        "last-played",
        mark("Last frame that plays"),
        _active(lambda model: playing.go_to_end(model, last=True)),
        "Ctrl+End",
    ),
    _row(
        "play-from-here",
        mark("Play from here on"),
        _active(playing.begin_here),
        "Shift+Home",
        separated=True,
    ),
    _row(
        "play-until-here",
        mark("Play until here"),
        _active(playing.end_here),
        "Shift+End",
    ),
    _row(
        "play-all",
        mark("Play all frames"),
        _active(playing.play_all),
        "Ctrl+Shift+Home",
    ),
)
