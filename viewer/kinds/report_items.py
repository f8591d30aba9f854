"""The content tree of a structured report, read into plain records (PS3.3 C.17.3)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from viewer import limits
from viewer.dicom.values import caption, date_text, person_name, time_text
from viewer.kinds.reading import Code, code, integers, items, numbers, text
from viewer.kinds.references import Reference, reference_of
from viewer.text import tr

if TYPE_CHECKING:
    from pydicom import Dataset

NO_UNITS = frozenset({"1", "{no units}", "no units"})


@dataclass(frozen=True, slots=True)
class ContentItem:
    """One content item: a concept, what is said of it, and what stands below it.

    `value` is for people; `number` and `unit` are there for measurements only. `place`
    counts from 1 on each level, as by-reference relationships do (C.17.3.2.5).
    """

    value_type: str
    relationship: str = ""
    name: Code | None = None
    value: str = ""
    number: str = ""
    unit: Code | None = None
    references: tuple[Reference, ...] = ()
    date: str = ""
    place: tuple[int, ...] = ()
    is_continuous: bool = False
    """What stands below is one running text (C.17.3.2.3)."""
    children: "tuple[ContentItem, ...]" = ()

    @property
    def title(self) -> str:
        """The concept's name, "" when it has none."""
        return caption(str(self.name)) if self.name else ""

    @property
    def is_plain(self) -> bool:
        """It says one thing, and nothing below it says more than how it was meant."""
        return self.value_type != "CONTAINER" and all(
            child.relationship in ("HAS CONCEPT MOD", "HAS OBS CONTEXT")
            or child.value_type in ("IMAGE", "SCOORD", "SCOORD3D", "TCOORD")
            for child in self.children
        )


def read_items(dataset: "Dataset") -> ContentItem:
    """The root content item of a data set with all below it.

    What stands deeper than `limits.SEQUENCE_DEPTH` or behind the first
    `limits.REPORT_ITEMS` items is left out.
    """
    return _read(dataset, (1,), [limits.REPORT_ITEMS])


def unit_text(unit: Code | None) -> str:
    """A unit as people write it: the UCUM symbol where it is one, else its meaning."""
    if unit is None or unit.value in NO_UNITS:
        return ""
    symbol = unit.scheme.upper() == "UCUM" and not set("{[") & set(unit.value)
    return caption(unit.value if symbol or not unit.meaning else unit.meaning)


def _read(item: "Dataset", place: tuple[int, ...], left: list[int]) -> ContentItem:
    left[0] -= 1
    children: list[ContentItem] = []
    if len(place) < limits.SEQUENCE_DEPTH:
        for at, child in enumerate(items(item, "ContentSequence"), 1):
            if left[0] <= 0:
                break
            children.append(_read(child, (*place, at), left))
    kind = text(item, "ValueType").upper() or _kind_by_content(item)
    number, unit = _measured(item) if kind == "NUM" else ("", None)
    return ContentItem(
        value_type=kind,
        relationship=text(item, "RelationshipType").upper(),
        name=code(item, "ConceptNameCodeSequence"),
        value=_value(item, kind),
        number=number,
        unit=unit,
        references=_references(item, kind),
        date=_moment(text(item, "ObservationDateTime")),
        place=place,
        is_continuous=text(item, "ContinuityOfContent").upper() == "CONTINUOUS",
        children=tuple(children),
    )


def _kind_by_content(item: "Dataset") -> str:
    if integers(item, "ReferencedContentItemIdentifier"):
        return "BY REFERENCE"
    return "CONTAINER" if "ContentSequence" in item else ""


def _value(item: "Dataset", kind: str) -> str:
    """What the item says, for people."""
    if kind == "TEXT":
        return text(item, "TextValue")[: limits.FULL_VALUE_CHARACTERS]
    if kind == "CODE":
        return caption(str(code(item, "ConceptCodeSequence") or ""))
    if kind == "NUM":
        return _measurement(item)
    if kind == "BY REFERENCE":
        place = ".".join(map(str, integers(item, "ReferencedContentItemIdentifier")))
        return tr("see item {place}", place=place)
    if kind in _SIMPLE:
        keyword, shown = _SIMPLE[kind]
        return shown(text(item, keyword))
    return _region(item, kind)


def _moment(value: str) -> str:
    """A DT value as "2026-11-22 10:31"."""
    if len(value) < 10:
        return date_text(value)
    return f"{date_text(value[:8])} {time_text(value[8:14])}"


_SIMPLE = {
    "DATE": ("Date", date_text),
    "TIME": ("Time", time_text),
    "DATETIME": ("DateTime", _moment),
    "PNAME": ("PersonName", person_name),
    "UIDREF": ("UID", caption),
}


def _measured(item: "Dataset") -> tuple[str, Code | None]:
    """Number as in the file, and unit; "" where nothing was measured."""
    for value in items(item, "MeasuredValueSequence"):
        unit = code(value, "MeasurementUnitsCodeSequence")
        return caption(text(value, "NumericValue")), unit
    return "", None


def _measurement(item: "Dataset") -> str:
    number, unit = _measured(item)
    qualifier = code(item, "NumericValueQualifierCodeSequence")
    parts = [number, unit_text(unit) if number else ""]
    if qualifier is not None:
        parts.append(f"({caption(str(qualifier))})" if number else str(qualifier))
    return " ".join(part for part in parts if part) or tr("no value")


def _references(item: "Dataset", kind: str) -> tuple[Reference, ...]:
    if kind not in ("IMAGE", "WAVEFORM", "COMPOSITE"):
        return ()
    found = map(reference_of, items(item, "ReferencedSOPSequence"))
    return tuple(reference for reference in found if reference is not None)


def _region(item: "Dataset", kind: str) -> str:
    """Points of a region, or moments of time, in words."""
    if kind in ("SCOORD", "SCOORD3D"):
        size = 2 if kind == "SCOORD" else 3
        count = len(numbers(item, "GraphicData")) // size
        form = caption(text(item, "GraphicType"))
        return tr("{form} of {count} points", form=form, count=count)
    if kind == "TCOORD":
        return caption(text(item, "TemporalRangeType"))
    return ""
