"""Figures as lines of text and as rows of a page."""

from collections.abc import Sequence

from tests.benchmarks.figure import Figure, Target

HEADING = ("figure", "median", "min – max", "floor", "× floor", "target", "")
NOTHING = "–"


def verdict(figure: Figure) -> str:
    """Met or MISSED, where there are targets."""
    if not figure.targets:
        return ""
    return "MISSED" if figure.missed else "met"


def cells(figure: Figure) -> tuple[str, ...]:
    """What the columns of the heading say of a figure."""
    if figure.spread is None:
        return (figure.name, figure.absent, *[NOTHING] * 4, verdict(figure))
    low, high = figure.spread.low, figure.spread.high
    ratio = figure.ratio
    return (
        figure.name,
        f"{number(figure.spread.median)} {figure.unit}",
        NOTHING if low == high else f"{number(low)} – {number(high)}",
        NOTHING if figure.floor is None else number(figure.floor),
        NOTHING if ratio is None else f"{ratio:.2f}",
        ", ".join(_target(one, figure) for one in figure.targets) or NOTHING,
        verdict(figure),
    )


def _target(target: Target, figure: Figure) -> str:
    several = len(figure.targets) > 1
    said = f"{target.by} ≤ {number(target.ceiling)}"
    return f"{said} MISSED" if several and target in figure.missed else said


def number(value: float) -> str:
    """Three digits or all before the point, which is enough for what varies so."""
    if abs(value) < 10:
        return f"{value:.2f}"
    return f"{value:.1f}" if abs(value) < 100 else f"{value:,.0f}"


def as_text(figures: Sequence[Figure]) -> str:
    """Aligned lines with a heading."""
    rows = [HEADING, *map(cells, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADING))]
    return "\n".join(_line(row, widths) for row in rows)


def as_rows(figures: Sequence[Figure]) -> list[str]:
    """A table of Markdown."""
    heading = [*HEADING[:-1], "met?"]
    rule = "|---|" + "---:|" * 4 + "---|---|"
    lines = ["| " + " | ".join(heading) + " |", rule]
    for figure in figures:
        name, *others = cells(figure)
        name = f"*{name}*" if figure.peer else name
        lines.append("| " + " | ".join([name, *others]) + " |")
    return lines


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = row
    texts = [text.rjust(width) for text, width in zip(others, widths[1:], strict=True)]
    return "  ".join([first.ljust(widths[0]), *texts]).rstrip()
