"""Curves and tables as graphs: lines between two axes, and the facts beside them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from viewer.kinds.references import Reference
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.modality import Rescale

Numbers = NDArray[np.float64]
Form = Literal["line", "steps", "points", "outline"]
"""How points are joined: one after another, as steps of a histogram, not at all, or
one after another and the last one with the first."""

Fact = tuple[str, str]
"""What it is, in marked English, and its value."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Points of equal number in `x` and `y`, in the units of the axes."""

    label: str
    x: Numbers
    y: Numbers
    form: Form = "line"


@dataclass(frozen=True, slots=True)
class Applied:
    """What a table would do to an image: in place of its modality or VOI transform."""

    purpose: Literal["modality", "voi"]
    transform: LookupTable | Window | Rescale
    unit: str = ""
    """Of the modality values that it makes."""


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """One picture: lines that share their axes.

    In a graph that `is_plane` both axes are places in a picture, so y runs downwards
    and both have one scale. `colours` are RGB bytes, one colour for each point. The
    three lines of one that `is_rgb` are red, green and blue.
    """

    title: str
    lines: tuple[Line, ...]
    x_title: str
    y_title: str
    facts: tuple[Fact, ...] = ()
    is_plane: bool = False
    applied: Applied | None = None
    colours: bytes = b""
    is_rgb: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Graphs:
    """All graphs of an object, what it refers to, and what could not be read."""

    graphs: tuple[Graph, ...]
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()


def columns_of(graph: Graph) -> tuple[tuple[str, Numbers], ...]:
    """The numbers of a graph as columns with titles: x once where all lines share it.

    Columns of several lines may differ in length.
    """
    first = graph.lines[0]
    shared = all(np.array_equal(line.x, first.x) for line in graph.lines)
    columns = [(graph.x_title, first.x)]
    for number, line in enumerate(graph.lines):
        if number and not shared:
            columns.append((graph.x_title, line.x))
        alone = len(graph.lines) == 1 or not line.label
        title = graph.y_title if alone else f"{line.label}: {graph.y_title}"
        columns.append((title, line.y))
    return tuple(columns)


def figures(value: float) -> str:
    """A number in full, without what a float adds to it; "" for none."""
    return "" if value != value else f"{value:.10g}"


def rows_of(graph: Graph) -> list[list[str]]:
    """The columns as rows of text for CSV, the titles first."""
    columns = columns_of(graph)
    longest = max(len(values) for _, values in columns)
    rows = [[title for title, _ in columns]]
    for row in range(longest):
        rows.append(
            [
                figures(float(values[row])) if row < len(values) else ""
                for _, values in columns
            ]
        )
    return rows


def with_unit(name: str, unit: str) -> str:
    """The title of an axis."""
    return f"{name} [{unit}]" if unit else name
