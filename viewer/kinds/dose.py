"""Radiation dose reports: stated totals, sums of events (PS3.16 TID 10001, 10011).

The sums are a check of the report against itself; both numbers are shown.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from viewer.kinds.report import Report, walk
from viewer.kinds.report_items import ContentItem, unit_text

ROOTS = frozenset({"113701", "113500"})
"""Titles of X-ray and of radiopharmaceutical dose reports (DCM)."""

_ACCUMULATED = frozenset({"113811", "113702"})
"""CT Accumulated Dose Data, Accumulated X-Ray Dose Data."""

_EVENTS = frozenset({"113819", "113706"})
"""CT Acquisition, Irradiation Event X-Ray Data."""

_SUMMED = {"113813": "113838", "113722": "122130", "113725": "113738"}
"""Total → what it sums: DLP, dose area product, dose at the reference point."""


@dataclass(frozen=True, slots=True)
class Total:
    """One figure of the accumulated dose.

    `summed` is the sum over the `events` that state the quantity in the same unit;
    "" when it cannot be made. `agrees` is False when it differs by over 1 %.
    """

    title: str
    number: str
    unit: str
    summed: str = ""
    events: int = 0
    agrees: bool = True


def totals_of(report: Report) -> tuple[Total, ...]:
    """The totals of a dose report; () of any other report."""
    if report.root.name is None or report.root.name.value not in ROOTS:
        return ()
    items = walk(report.root)
    events = [item for item in items if _code(item) in _EVENTS]
    return tuple(
        _total(item, events)
        for container in items
        if _code(container) in _ACCUMULATED
        for item in walk(container)
        if item.value_type == "NUM" and item.number
    )


def _total(item: ContentItem, events: list[ContentItem]) -> Total:
    unit = unit_text(item.unit)
    stated = Total(item.title, item.number, unit)
    wanted = _SUMMED.get(_code(item))
    if wanted is None:
        return stated
    parts = [part for event in events for part in walk(event) if _code(part) == wanted]
    if not parts or any(unit_text(part.unit) != unit for part in parts):
        return stated
    try:
        summed = sum((Decimal(part.number) for part in parts), Decimal(0))
        difference = abs(summed - Decimal(item.number))
        agrees = difference <= abs(summed) / 100
    except InvalidOperation:
        return stated
    return Total(item.title, item.number, unit, f"{summed:f}", len(parts), agrees)


def _code(item: ContentItem) -> str:
    return item.name.value if item.name else ""
