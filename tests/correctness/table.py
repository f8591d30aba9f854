"""Checks against what is not ours, and the table that their figures make."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HEAD = "| capability | oracle | compared | largest difference |"
RULE = "|---|---|---|---|"

Difference = tuple[str, float]
"""What was compared, and the largest difference in it."""


@dataclass(frozen=True, slots=True)
class Check:
    """`run` takes the real files there are, and compares what it made besides."""

    capability: str
    oracle: str
    unit: str
    allowed: float
    run: Callable[[Sequence[Path]], Iterator[Difference]]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table, measured or read."""

    capability: str
    oracle: str
    compared: int
    largest: float


def measured(check: Check, files: Sequence[Path]) -> Row:
    """The figures of a check over some files."""
    differences = [difference for _name, difference in check.run(files)]
    largest = max(differences, default=0.0)
    return Row(check.capability, check.oracle, len(differences), largest)


def as_text(rows: Iterable[tuple[Check, Row]]) -> str:
    """The table in Markdown."""
    lines = [HEAD, RULE]
    for check, row in rows:
        figure = f"{row.largest:.2g}" if row.largest else "0"
        lines.append(
            f"| {row.capability} | {row.oracle} | {row.compared} | "
            f"{figure} {check.unit} |"
        )
    return "\n".join(lines) + "\n"


def rows_of(text: str) -> list[Row]:
    """The table read back from Markdown."""
    rows = []
    for line in text[text.index(RULE) + len(RULE) :].splitlines():
        if line.startswith("| "):
            capability, oracle, compared, largest = line.strip("| ").split(" | ")
            figure = float(largest.split()[0])
            rows.append(Row(capability, oracle, int(compared), figure))
    return rows
