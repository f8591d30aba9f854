"""Real world value maps: stored value → quantity and unit (PS3.3 C.7.6.16.2.11).

They are apart from the way to the display and never alter it; a frame may have several.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.records import dataclass

_MAPS_MAX = 16
_ENTRIES_MAX = 65_536
_NAME_CHARACTERS = 24
_UNITS = {"1": "", "[hnsf'U]": "HU"}
"""UCUM codes that people write otherwise: no unit, Hounsfield units."""


@dataclass(frozen=True, slots=True)
class RealWorldMap:
    """For stored values from `first` to `last`, both included.

    slope × stored + intercept, or, where there are any, the `entries`: little-endian
    float64, the first one for `first`. `unit` is the UCUM code, `label` the short name.
    """

    first: float
    last: float
    slope: float = 1.0
    intercept: float = 0.0
    entries: bytes = b""
    unit: str = ""
    label: str = ""
    item: int = 0
    """Which one of its sequence, from 0."""

    def value(self, stored: float) -> float | None:
        """The quantity for a stored value, None when it is not mapped."""
        if not self.first <= stored <= self.last:
            return None
        if not self.entries:
            return self.slope * stored + self.intercept
        at = round(stored - self.first)
        return float(np.frombuffer(self.entries, "<f8", 1, at * 8)[0])


def read_real_world_maps(
    header: Header, frame_index: int, signed: bool | None
) -> tuple[RealWorldMap, ...]:
    """The maps of a frame: of its functional group, else of the whole image.

    `signed` is that of the stored values, None for floating point. What has no range,
    no unit code or a table of another length than its range is left out.
    """
    tag = tags.RealWorldValueMappingSequence
    items = header.group_items(tag, frame_index) or header.items.get(tag, ())
    maps = (_read_map(item, signed) for item in items[:_MAPS_MAX])
    return tuple(
        replace(found, item=place)
        for place, found in enumerate(maps)
        if found is not None
    )


def _read_map(item: Header, signed: bool | None) -> RealWorldMap | None:
    first = _end(
        item,
        signed,
        tags.DoubleFloatRealWorldValueFirstValueMapped,
        tags.RealWorldValueFirstValueMapped,
    )
    last = _end(
        item,
        signed,
        tags.DoubleFloatRealWorldValueLastValueMapped,
        tags.RealWorldValueLastValueMapped,
    )
    unit = _unit(item)
    if first is None or last is None or first > last or unit is None:
        return None
    named: dict[str, Any] = {"unit": unit, "label": _label(item)}
    table = item.numbers(tags.RealWorldValueLUTData)
    if table:
        if len(table) != last - first + 1 or len(table) > _ENTRIES_MAX:
            return None
        return RealWorldMap(
            first, last, entries=np.array(table, "<f8").tobytes(), **named
        )
    slope = item.number(tags.RealWorldValueSlope)
    intercept = item.number(tags.RealWorldValueIntercept)
    if slope is None or intercept is None or item.has(tags.RealWorldValueLUTData):
        return None
    return RealWorldMap(first, last, slope, intercept, **named)


def _end(
    item: Header, signed: bool | None, double_tag: int, integer_tag: int
) -> float | None:
    double = item.number(double_tag)
    return item.integer(integer_tag, signed) if double is None else double


def _unit(item: Header) -> str | None:
    codes = item.items.get(tags.MeasurementUnitsCodeSequence, ())
    if not codes:
        return None
    text = codes[0].text(tags.CodeValue) or codes[0].text(tags.LongCodeValue)
    text = caption(text or codes[0].text(tags.CodeMeaning))[:_NAME_CHARACTERS]
    return _UNITS.get(text, text) if text else None


def _label(item: Header) -> str:
    text = item.text(tags.LUTLabel) or item.text(tags.LUTExplanation)
    return caption(text)[:_NAME_CHARACTERS]
