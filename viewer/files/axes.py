"""What differs where images repeat a position: time, echo, b-value … (the axes)."""

from collections.abc import Callable, Sequence
from datetime import date

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.records import dataclass
from viewer.text import figure, mark, tr

Place = tuple[Header, int]
"""A frame: the object's header and the frame's index from 0."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing that may differ. `exact`: all images of a phase share its value;
    otherwise the phases are the ranks of the values at each position.
    """

    name: str
    value: Callable[[Header, int], float | None]
    label: str
    exact: bool = True
    splits: bool = True
    """Its values may part a set that does not form complete phases."""

    def text(self, value: float, first: float) -> str:
        """The label of a phase; `first` is the value of the first phase."""
        shown = value - first if self.label == _ELAPSED else value
        return tr(self.label, value=figure(shown, ".6g"))


_ELAPSED = mark("t {value} s")


def _number(tag: int, group: int = 0) -> Callable[[Header, int], float | None]:
    """The value of an element, or of the one in a functional group."""

    def value(header: Header, frame_index: int) -> float | None:
        holder = header.group(group, frame_index) if group else header
        return holder.number(tag) if holder else None

    return value


def _seconds(tag: int, group: int = 0) -> Callable[[Header, int], float | None]:
    """A time (TM or DT) in seconds."""

    def value(header: Header, frame_index: int) -> float | None:
        holder = header.group(group, frame_index) if group else header
        return seconds_of(holder.text(tag)) if holder else None

    return value


def seconds_of(text: str) -> float | None:
    """Seconds of a TM ("135901.5") or a DT ("20240131135901.5+0100"), else None."""
    text = text.split("+")[0].split("-")[0].replace(":", "").strip()
    whole, _, fraction = text.partition(".")
    if not whole.isascii() or not whole.isdigit() or not (fraction or "0").isdigit():
        return None
    days = 0
    if len(whole) >= 8:
        try:
            days = date(int(whole[:4]), int(whole[4:6]), int(whole[6:8])).toordinal()
        except ValueError:
            return None
        whole = whole[8:]
    whole = whole.ljust(6, "0")[:6]
    clock = int(whole[:2]) * 3600 + int(whole[2:4]) * 60 + int(whole[4:])
    return days * 86_400.0 + clock + float(f"0.{fraction or 0}")


AXES: tuple[Axis, ...] = (
    Axis(mark("time"), _number(tags.TemporalPositionIdentifier), mark("phase {value}")),
    Axis(
        mark("time"),
        _number(tags.TemporalPositionIndex, tags.FrameContentSequence),
        mark("phase {value}"),
    ),
    Axis(mark("echo"), _number(tags.EchoTime), mark("TE {value} ms")),
    Axis(
        mark("echo"),
        _number(tags.EffectiveEchoTime, tags.MREchoSequence),
        mark("TE {value} ms"),
    ),
    Axis(mark("echo"), _number(tags.EchoNumbers), mark("echo {value}")),
    Axis(mark("b-value"), _number(tags.DiffusionBValue), mark("b {value}")),
    Axis(
        mark("b-value"),
        _number(tags.DiffusionBValue, tags.MRDiffusionSequence),
        mark("b {value}"),
    ),
    Axis(mark("inversion time"), _number(tags.InversionTime), mark("TI {value} ms")),
    Axis(mark("flip angle"), _number(tags.FlipAngle), mark("FA {value}°")),
    Axis(mark("tube voltage"), _number(tags.KVP), mark("{value} kV")),
    Axis(mark("trigger time"), _number(tags.TriggerTime), mark("trigger {value} ms")),
    Axis(
        mark("trigger time"),
        _number(
            tags.NominalCardiacTriggerDelayTime, tags.CardiacSynchronizationSequence
        ),
        mark("trigger {value} ms"),
    ),
    Axis(mark("time"), _seconds(tags.AcquisitionTime), _ELAPSED, splits=False),
    Axis(
        mark("acquisition"),
        _number(tags.AcquisitionNumber),
        mark("acquisition {value}"),
    ),
    Axis(
        mark("trigger time"),
        _number(tags.TriggerTime),
        mark("trigger {value} ms"),
        exact=False,
        splits=False,
    ),
    Axis(
        mark("time"),
        _seconds(tags.AcquisitionTime),
        _ELAPSED,
        exact=False,
        splits=False,
    ),
    Axis(
        mark("time"),
        _seconds(tags.FrameAcquisitionDateTime, tags.FrameContentSequence),
        _ELAPSED,
        exact=False,
        splits=False,
    ),
    Axis(mark("time"), _seconds(tags.ContentTime), _ELAPSED, exact=False, splits=False),
)
"""Searched in this order; the image number is what remains."""


def values_of(axis: Axis, places: Sequence[Place]) -> list[float] | None:
    """The axis's value of every frame; None when one has none."""
    values = []
    for header, frame_index in places:
        value = axis.value(header, frame_index)
        if value is None:
            return None
        values.append(value)
    return values
