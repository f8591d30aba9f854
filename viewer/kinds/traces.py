"""How the channels of a recording are laid out on paper, and to which scale.

Lengths are millimetres of paper, times seconds from the start of a group.
"""

import math
from dataclasses import dataclass
from typing import Literal

from viewer.kinds.waveform import Channel, Group, Recording
from viewer.text import figure

Layout = Literal["3x4", "6x2", "stacked"]
ROW_MM = 25.0
"""Height of a row in which 10 mm/mV are comfortable."""

TWELVE = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
RHYTHM = "II"
_3X4 = (("I", "aVR", "V1", "V4"), ("II", "aVL", "V2", "V5"), ("III", "aVF", "V3", "V6"))
_6X2 = tuple(zip(TWELVE[:6], TWELVE[6:], strict=True))
_SMALLEST_FIXED_MV = 0.15
"""Signals that stay below this are no surface ECG: they get a scale of their own."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One channel of a group over a span of time, in a row of the paper.

    `left` and `width` are parts of the row, 0 … 1.
    """

    group: int
    channel: int
    start_s: float
    span_s: float
    left: float = 0.0
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Scale:
    """What a millimetre upwards stands for, and the value in the middle of the row."""

    per_mm: float
    middle: float
    text: str


def layouts_for(group: Group) -> tuple[Layout, ...]:
    """The layouts that make sense for a group; the first is its default."""
    names = {channel.label for channel in group.channels}
    if names.issuperset(TWELVE):
        return ("stacked",) if group.is_median else ("3x4", "6x2", "stacked")
    return ("stacked",)


def choices(recording: Recording) -> tuple[tuple[int, ...], ...]:
    """Which groups can be shown together, the default first.

    Groups that ran at the same time are shown as one (an ECG with its pressures); a
    median beat stands by itself, behind the recordings.
    """
    running = [at for at, one in enumerate(recording.groups) if not one.is_median]
    medians = [at for at, one in enumerate(recording.groups) if one.is_median]
    together = _overlapping(recording, running)
    singles = [(at,) for at in running] if len(running) > 1 else []
    return (
        *together,
        *(one for one in singles if one not in together),
        *((at,) for at in medians),
    )


def _overlapping(recording: Recording, running: list[int]) -> list[tuple[int, ...]]:
    if not running:
        return []
    groups = recording.groups
    start = max(groups[at].start_s for at in running)
    end = min(groups[at].start_s + groups[at].seconds for at in running)
    longest = max(groups[at].seconds for at in running)
    if len(running) > 1 and end - start < longest / 2:
        return [(at,) for at in running]
    return [tuple(running)]


def rows_of(
    recording: Recording,
    shown: tuple[int, ...],
    layout: Layout,
    start_s: float,
    span_s: float,
) -> tuple[tuple[Strip, ...], ...]:
    """The strips of each row, for a paper that is `span_s` wide."""
    if layout == "stacked" or len(shown) > 1:
        return tuple(
            (Strip(group, channel, start_s, span_s),)
            for group in shown
            for channel in range(len(recording.groups[group].channels))
        )
    (group,) = shown
    places = {
        channel.label: at for at, channel in enumerate(recording.groups[group].channels)
    }
    table = _3X4 if layout == "3x4" else _6X2
    rows = [
        tuple(
            _part(group, places[name], at, len(names), start_s, span_s)
            for at, name in enumerate(names)
        )
        for names in table
    ]
    rows.append((Strip(group, places[RHYTHM], start_s, span_s),))
    return tuple(rows)


def _part(
    group: int, channel: int, at: int, parts: int, start_s: float, span_s: float
) -> Strip:
    """A lead takes its turn: the next one goes on where it ends."""
    part = span_s / parts
    return Strip(group, channel, start_s + at * part, part, at / parts, 1 / parts)


def marks_on(recording: Recording, strip: Strip) -> list[tuple[float, str]]:
    """Times within a strip at which something is said of its channel, in order."""
    found = [
        (seconds, mark.text)
        for mark in recording.marks
        if mark.group == strip.group
        and (not mark.channels or strip.channel in mark.channels)
        for seconds in mark.seconds
        if strip.start_s <= seconds <= strip.start_s + strip.span_s
    ]
    return sorted(found)


def scale_of(
    group: Group, channel: int, mm_per_mv: float, row_mm: float = ROW_MM
) -> Scale:
    """The fixed gain for an ECG lead; for others one that shows the whole signal."""
    told: Channel = group.channels[channel]
    low, high = group.extremes[channel]
    if told.unit == "mV" and max(abs(low), abs(high)) >= _SMALLEST_FIXED_MV:
        return Scale(1 / mm_per_mv, 0.0, "")
    alike = [
        ends
        for ends, one in zip(group.extremes, group.channels, strict=True)
        if one.unit == told.unit
    ]
    bottom = min(min(one[0] for one in alike), 0.0 if low >= 0 else math.inf)
    top = max(one[1] for one in alike)
    room_mm = max(row_mm - 5, 1.0)  # of a low window nothing may be left
    per_mm = nice((top - bottom) / room_mm) if top > bottom else 1.0
    step = per_mm * 10
    middle = round((top + bottom) / 2 / (step / 2)) * (step / 2)
    return Scale(per_mm, middle, _scale_text(step, told.unit))


def _scale_text(per_cm: float, unit: str) -> str:
    if unit == "mV" and per_cm < 1:
        return f"{figure(per_cm * 1000, 'g')} µV/cm"
    return f"{figure(per_cm, 'g')} {unit}/cm".replace(" /", " 1/")


_LEAST = 1e-300
"""What is less has no power of ten: such numbers are damage."""


def nice(value: float) -> float:
    """The next of 1, 2, 5 × 10ⁿ that is not less."""
    if value < _LEAST or not math.isfinite(value):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= value * 0.999)
