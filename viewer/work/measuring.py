"""From a mark and the frame that it is on to what it measures; Qt-free.

The numbers are those of the frame as it is seen: less its mask where that is
subtracted, but before any window. They are kept for the marks measured last.
"""

import math
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace

from viewer.files.header import Header
from viewer.files.measures import (
    Calibration,
    UserCalibration,
    calibration_of,
    user_calibration,
)
from viewer.geometry.marks import FrameKey, Mark
from viewer.pixels.mark_figures import Figure, MarkFigures
from viewer.pixels.mark_lines import lines_of
from viewer.pixels.readout import pixel_texts
from viewer.pixels.region_figures import region_figures
from viewer.pixels.size_figures import places_of, size_figures
from viewer.pixels.value_figures import value_figures
from viewer.text import language
from viewer.work.loading import Above, Shown

KEPT_MOST = 256
Users = Sequence[UserCalibration]

_kept: OrderedDict[object, tuple[tuple[Callable[[], object], ...], MarkFigures]] = (
    OrderedDict()
)
"""By all that the figures depend on, with the pixels that they are of, not held."""


def figures_of(
    mark: Mark, shown: Shown, users: Users = (), above: Above | None = None
) -> MarkFigures:
    """All that the mark measures on this frame; `users` are the reader's calibrations.

    Of what lies `above` the frame it measures the values too: their channel begins
    with its name. A mark that is not whole yet measures nothing.
    """
    if not mark.is_whole:
        return MarkFigures(mark)
    frame = shown.frame
    values = [shown.decoded.values]
    if above is not None:
        values.append(above.shown.decoded.values)
    key = (
        mark,
        tuple(users),
        shown.info,
        frame.header.identity,
        frame.frame_index,
        above and (above.name, above.shown.info),
        tuple(map(id, values)),
        language(),
    )
    kept = _kept.get(key)
    if kept is not None and all(
        known() is one for known, one in zip(kept[0], values, strict=True)
    ):
        _kept.move_to_end(key)
        return kept[1]
    made = _measured(mark, shown, users)
    if above is not None:
        made = _with_above(made, above)
    _kept[key] = tuple(map(weakref.ref, values)), made
    while len(_kept) > KEPT_MOST:
        _kept.popitem(last=False)
    return made


def calibration_for(mark: Mark, shown: Shown, users: Users = ()) -> Calibration:
    """By what the mark is measured on this frame."""
    frame = shown.frame
    return calibration_of(frame.header, frame.frame_index, places_of(mark), users)


def calibrations_of(
    marks: Sequence[tuple[FrameKey, Mark]],
    header_of: Callable[[FrameKey], Header | None],
) -> tuple[UserCalibration, ...]:
    """What the calibration lines among marks say; `header_of` finds that
    of a frame.

    In the order of the marks: the one that was made last counts most.
    """
    found = []
    for key, mark in marks:
        if mark.shape != "calibration":
            continue
        header = header_of(key)
        made = user_calibration(mark, key, header) if header is not None else None
        if made is not None:
            found.append(made)
    return tuple(found)


def _measured(mark: Mark, shown: Shown, users: Users) -> MarkFigures:
    by = calibration_for(mark, shown, users)
    sizes, notes = size_figures(mark, by)
    if mark.shape == "point":
        sizes, notes = region_figures(mark, shown.frame.header, shown.frame.frame_index)
    values, more = value_figures(mark, shown.decoded, shown.info)
    if sizes and not by.is_physical and mark.shape != "point":
        notes = (by.sentence, *notes)
    return MarkFigures(mark, (*sizes, *values), (*notes, *more))


def _with_above(own: MarkFigures, above: Above) -> MarkFigures:
    shown = above.shown
    values, notes = value_figures(own.mark, shown.decoded, shown.info)
    figures = tuple(
        _renamed(figure, above.name) for figure in values if figure.name != "pixels"
    )
    said = tuple(f"{above.name}: {note}" for note in notes)
    return MarkFigures(own.mark, (*own.figures, *figures), (*own.notes, *said))


def _renamed(figure: Figure, name: str) -> Figure:
    return replace(figure, channel=f"{name} {figure.channel}".strip())


def label_lines(
    mark: Mark, shown: Shown, users: Users = (), above: Above | None = None
) -> tuple[str, ...]:
    """What stands beside a mark; () for arrows, texts and what is only begun."""
    if mark.shape == "point" and mark.is_whole:
        column, row = (math.floor(part) for part in mark.points[0])
        rows, columns = shown.decoded.values.shape[:2]
        if not (0 <= column < columns and 0 <= row < rows):
            return ()
        places = MarkFigures(
            mark,
            tuple(
                one
                for one in figures_of(mark, shown, users).figures
                if one.basis == "region"
            ),
        )
        over: tuple[str, ...] = ()
        if above is not None:
            its = pixel_texts(above.shown.decoded, above.shown.info, column, row)
            over = tuple(f"{above.name} {text}" for text in its)
        return (
            *lines_of(places),
            *pixel_texts(shown.decoded, shown.info, column, row),
            *over,
        )
    return lines_of(figures_of(mark, shown, users, above))
