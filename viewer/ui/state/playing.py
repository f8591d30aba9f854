"""What a reader does to what plays: one function for each key and button."""

from dataclasses import replace
from typing import Any

from viewer.kinds.timing import Timing, courses, timing_of
from viewer.ui.state.viewport import ViewportModel

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
SLOWEST, FASTEST = 0.001, 1000.0
"""Times the own rate of a run; a rate beyond is a slip of the finger."""


def can_play(model: ViewportModel) -> bool:
    """It shows more than one image."""
    what = model.state.what
    stack = what.display_set is not None and what.display_set.view == "stack"
    return stack and what.count > 1


def timing(model: ViewportModel) -> Timing | None:
    """How the viewport plays, or would; None where there is nothing to play."""
    state = model.state
    if not can_play(model) or state.what.display_set is None:
        return None
    return timing_of(state.what.display_set, state.what.index, state.play.way)


def toggle(model: ViewportModel, backward: bool = False) -> None:
    """Play, or pause what plays; the other way where it plays backward or forward."""
    play = model.state.play
    if play.playing and (play.way.backward or not backward):
        model.change(play=replace(play, playing=False))
        return
    way = replace(play.way, backward=backward)
    model.change(play=replace(play, playing=True, way=way))


def change_speed(model: ViewportModel, by: int) -> None:
    """To the next speed that is faster (1) or slower (−1)."""
    now = model.state.play.speed
    beyond = [speed for speed in SPEEDS if (speed - now) * by > 0]
    if beyond:
        set_speed(model, beyond[0] if by > 0 else beyond[-1])


def set_speed(model: ViewportModel, speed: float) -> None:
    """So many times faster than its own rate."""
    speed = min(max(speed, SLOWEST), FASTEST)
    model.change(play=replace(model.state.play, speed=speed))


def set_rate(model: ViewportModel, rate: float) -> None:
    """So many frames a second."""
    own = timing(model)
    if own is not None:
        set_speed(model, rate / own.rate)


def step(model: ViewportModel, by: int) -> None:
    """Pause, and show the next frame of the round, after the last one the first."""
    own = timing(model)
    if own is None:
        return
    model.change(play=replace(model.state.play, playing=False))
    part = own.places[own.first : own.last + 1]
    index = model.state.what.index
    if index in part:
        model.go_to(part[(part.index(index) + by) % len(part)])
    else:
        model.go_to(part[0 if by > 0 else -1])


def go_to_end(model: ViewportModel, last: bool) -> None:
    """Pause at the first or last frame of what is played."""
    own = timing(model)
    if own is not None:
        model.change(play=replace(model.state.play, playing=False))
        model.go_to(own.places[own.last if last else own.first])


def begin_here(model: ViewportModel) -> None:
    """The frame that is shown is the first of those that play."""
    own = timing(model)
    if own is not None and model.state.what.index in own.places:
        at = own.places.index(model.state.what.index)
        set_range(model, at, own.last if at < own.last else len(own.places) - 1)


def end_here(model: ViewportModel) -> None:
    """The frame that is shown is the last of those that play."""
    own = timing(model)
    if own is not None and model.state.what.index in own.places:
        at = own.places.index(model.state.what.index)
        set_range(model, own.first if at > own.first else 0, at)


def set_range(model: ViewportModel, first: int, last: int) -> None:
    """Play from one place in the round to another, both from 0."""
    if first < last:
        _change_way(model, first=first, last=last)


def play_all(model: ViewportModel) -> None:
    """Leave no frame out, whatever the object prefers."""
    own = timing(model)
    if own is not None:
        _change_way(model, first=0, last=len(own.places) - 1)


def toggle_sweep(model: ViewportModel) -> None:
    """To and fro, or round and round."""
    own = timing(model)
    if own is not None:
        _change_way(model, sweeps=not own.sweeps)


def play_along(model: ViewportModel, along: int) -> None:
    """Another course through the set: phases at this position, positions …"""
    _change_way(model, along=along, first=None, last=None)


def next_course(model: ViewportModel) -> None:
    """Play along the next of what the set can be played along."""
    own, display_set = timing(model), model.state.what.display_set
    if own is not None and display_set is not None:
        play_along(model, (own.along + 1) % len(courses(display_set)))


def _change_way(model: ViewportModel, **fields: Any) -> None:
    play = model.state.play
    model.change(play=replace(play, way=replace(play.way, **fields)))
