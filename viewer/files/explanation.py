"""Steps that lead from a file to what is on the screen, with what decided each.

Plain records, made for a panel and for a command alike; the sentences are in the
language of the process that makes them.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.text import figure, mark, tr, trn

Where = Literal["file meta", "data set", "shared", "frame", "item", "state"]
StepName = Literal[
    "bytes",
    "stored",
    "difference",
    "padding",
    "modality",
    "real_world",
    "suv",
    "state",
    "voi",
    "presentation",
    "colour",
    "map",
    "icc",
    "blend",
    "layer",
    "screen",
    "driving",
    "missing",
    "computed",
    "position",
    "spacing",
    "pixel size",
    "orientation",
    "distance",
]

TITLES: dict[StepName, str] = {
    "bytes": mark("Bytes"),
    "stored": mark("Stored value"),
    "difference": mark("Less its mask"),
    "padding": mark("Padding"),
    "modality": mark("Modality value"),
    "real_world": mark("Real world value"),
    "suv": mark("Uptake"),
    "state": mark("Presentation state"),
    "voi": mark("Window or LUT"),
    "presentation": mark("Presentation"),
    "colour": mark("Colour"),
    "map": mark("Colour map"),
    "icc": mark("ICC profile"),
    "blend": mark("Two images blended"),
    "layer": mark("Over it"),
    "screen": mark("On the screen"),
    "driving": mark("Calibration of the screen"),
    "missing": mark("Missing slice"),
    "computed": mark("Computed"),
    "position": mark("Place in the patient"),
    "spacing": mark("Distance"),
    "pixel size": mark("Size of a pixel"),
    "orientation": mark("Orientation letters"),
    "distance": mark("Distance"),
}
_PLACES: dict[Where, str] = {
    "file meta": mark("file meta information"),
    "data set": mark("data set"),
    "shared": mark("shared functional group"),
    "frame": mark("functional group of the frame"),
    "item": mark("item of a sequence"),
    "state": mark("presentation state"),
}
_NUMBERS = frozenset(
    {"US", "SS", "UL", "SL", "UV", "SV", "FL", "FD", "AT", "OW", "OF", "OD", "OV"}
)
_VALUE_BYTES = 64
"""Longer values of numbers are told by their length alone."""
_KEYWORDS = {
    value: name
    for name, value in vars(tags).items()
    if isinstance(value, int) and name[0].isupper()
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute that decided a step, its value as the header has it.

    `path` names the sequences that lead to it, outermost first; () at the top.
    """

    keyword: str
    tag: str
    value: str
    where: Where
    path: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where it stood, for people."""
        place = tr(_PLACES[self.where])
        return " › ".join((place, *self.path)) if self.path else place

    @property
    def line(self) -> str:
        """ "(0028,1053) RescaleSlope = 1 · data set" """
        return f"{self.tag} {self.keyword} = {self.value} · {self.place}"


Attributes = tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `value` for people, `numbers` the same for programs, in `unit`."""

    name: StepName
    value: str
    sentence: str
    attributes: Attributes = ()
    numbers: tuple[float, ...] = ()
    unit: str = ""

    @property
    def title(self) -> str:
        """The name of the step for people."""
        return tr(TITLES[self.name])


class Holder(NamedTuple):
    """A data set or one of its items, and where that stands."""

    header: Header
    where: Where = "data set"
    path: tuple[str, ...] = ()


def holder_of(header: Header, group: int, frame_index: int, *needs: int) -> Holder:
    """The functional group of a frame, as `Header.group` finds it, or the data set.

    A group that has none of the attributes `needs`, when any are named, is passed by.
    """
    found = header.group(group, frame_index)
    if found is None or (needs and not any(map(found.has, needs))):
        return Holder(header)
    return Holder(found, _group_place(header, group, frame_index), (_KEYWORDS[group],))


def item_of(holder: Holder, sequence: int, number: int) -> Holder:
    """One item of a sequence, counted from 0; an empty one when there is none."""
    items = holder.header.items.get(sequence, ())[number : number + 1]
    item = items[0] if items else Header(holder.header.source, {})
    where = "item" if holder.where == "data set" else holder.where
    return Holder(item, where, (*holder.path, f"{_KEYWORDS[sequence]}[{number + 1}]"))


def attributes(holder: Holder, *wanted: int, signed: bool | None = None) -> Attributes:
    """Those that have a value, in the order asked for.

    `signed` is for elements that are US or SS by the standard.
    """
    return tuple(
        Attribute(
            _keyword(tag),
            tag_text(tag),
            _value(holder.header, tag, signed),
            holder.where,
            holder.path,
        )
        for tag in wanted
        if holder.header.has(tag)
    )


def _keyword(tag: int) -> str:
    """The keyword of a tag, for overlay groups that of their first."""
    group, element = tag >> 16, tag & 0xFFFF
    if 0x6000 <= group <= 0x601E:
        tag = 0x60000000 | element
    return _KEYWORDS.get(tag, "")


def tag_text(tag: int) -> str:
    """ "(0028,1053)" """
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"


def number(value: float) -> str:
    """A number for people: whole ones whole, others to six figures; a true minus."""
    if not math.isfinite(value):
        return tr("no finite number")
    whole = value == int(value) and abs(value) < 1e15
    return figure(value, ".0f" if whole else ".6g").replace("-", "−")


def term(value: float) -> str:
    """A number inside a formula: in brackets when it is negative."""
    text = number(value)
    return f"({text})" if value < 0 else text


def _group_place(header: Header, group: int, frame_index: int) -> Where:
    frames = header.items.get(tags.PerFrameFunctionalGroupsSequence, ())
    for item in frames[frame_index : frame_index + 1]:
        if item.items.get(group):
            return "frame"
    return "shared"


def _value(holder: Header, tag: int, signed: bool | None) -> str:
    """The value in one bounded line."""
    items = holder.items.get(tag)
    if items:
        return trn("{count} item", "{count} items", len(items))
    vr, raw = holder.elements[tag]
    vr = vr or tags.vr_of(tag)
    if vr not in _NUMBERS:
        return caption(holder.text(tag)) if vr != "OB" else _length(raw)
    if len(raw) > _VALUE_BYTES:
        return _length(raw)
    values = holder.numbers(tag) if signed is None else holder.integers(tag, signed)
    return "\\".join(_plain(values)) if values else _length(raw)


def _plain(values: tuple[float, ...] | tuple[int, ...]) -> Iterator[str]:
    """Numbers as a file writes them, in no language's manner."""
    for value in values:
        whole = value == int(value) and abs(value) < 1e15
        yield str(int(value)) if whole else repr(value)


def _length(raw: bytes) -> str:
    return trn("{count} byte", "{count} bytes", len(raw))


def as_text(steps: Iterable[Step]) -> str:
    """The steps as plain lines, for copying and for the command."""
    return "\n".join(line for step in steps for line in _lines(step))


def _lines(step: Step) -> Iterator[str]:
    yield f"{step.title}: {step.value}"
    yield f"    {step.sentence}"
    for attribute in step.attributes:
        yield f"    {attribute.line}"
