"""docs/performance.md and its plot, made of what has been measured."""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import plot, record
from tests.benchmarks.programs import PROGRAMS
from tests.benchmarks.reasons import reason
from tests.benchmarks.record import Record
from tests.benchmarks.table import as_rows

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = DOCS / "performance.md"
PLOT = DOCS / "performance-growth.svg"
BEGIN = "<!-- figures: written by make bench WRITE=1 -->"
END = "<!-- end of the figures -->"


def write(records: dict[str, Record]) -> None:
    """The record, the page's tables and the plot; in the order of the programs."""
    ordered = {name: records[name] for name in PROGRAMS if name in records}
    record.write(ordered)
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_figures(text, ordered), encoding="utf-8")
    if "growth" in ordered:
        PLOT.write_text(plot.growth(ordered["growth"].figures), encoding="utf-8")


def with_figures(text: str, records: dict[str, Record]) -> str:
    """The page with its tables replaced."""
    head, rest = text.split(BEGIN)
    _, tail = rest.split(END)
    body = "\n".join(_tables(records))
    return f"{head}{BEGIN}\n{body}\n{END}{tail}"


def _tables(records: dict[str, Record]) -> Iterator[str]:
    figures = [one for kept in records.values() for one in kept.figures]
    aimed = [one for one in figures if one.targets]
    missed = [
        (one, kept.load)
        for kept in records.values()
        for one in kept.figures
        if one.missed
    ]
    yield ""
    yield f"{len(aimed)} figures have targets; {len(missed)} miss one:"
    yield ""
    for one, load in missed:
        by = ", ".join(target.by for target in one.missed)
        yield f"- **{one.name}** ({by}): {reason(one, load)}"
    yield ""
    for number, machine in enumerate(_machines(records), 1):
        yield f"Machine {number}: {machine}."
    machines = _machines(records)
    for name, kept in records.items():
        number = machines.index(kept.machine) + 1
        yield ""
        yield f"### {PROGRAMS[name].title}"
        yield ""
        yield (
            f"`{name}`, {kept.day}, machine {number}, {kept.seconds:.0f} s,"
            f" load before it {kept.load:.1f}."
        )
        yield ""
        yield from as_rows(kept.figures)
        if name == "growth":
            yield ""
            yield "![Cost by number of files](performance-growth.svg)"


def _machines(records: dict[str, Record]) -> list[str]:
    return list(dict.fromkeys(kept.machine for kept in records.values()))
