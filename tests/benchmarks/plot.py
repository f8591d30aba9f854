"""The growth of costs with the number of files, as an SVG for light and dark pages."""

import math
import re
from collections.abc import Iterator, Sequence

from tests.benchmarks.figure import Figure
from tests.benchmarks.scan_large import KNOWN, OPENING, SCAN
from tests.benchmarks.table import number

POINT = re.compile(r"(.*), ([\d,]+) files$")
NAMES = (OPENING, SCAN, KNOWN)
LEFT, TOP, WIDE, HIGH = 80, 40, 560, 320
RIGHT = 170
MARKS = ("circle", "square", "diamond")
"""So that lines are told apart without colours too."""
STYLE = """
  text { font: 13px sans-serif; fill: #333 }
  .title { font-weight: bold }
  .axis, .grid { stroke: #888; fill: none }
  .grid { stroke-opacity: 0.3 }
  .linear { stroke: #888; stroke-dasharray: 5 4; fill: none }
  .line { fill: none; stroke-width: 2 }
  .s0 { stroke: #0b62a8 } .s1 { stroke: #a8480b } .s2 { stroke: #2b7a2b }
  .m0 { fill: #0b62a8 } .m1 { fill: #a8480b } .m2 { fill: #2b7a2b }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd }
    .s0 { stroke: #6cb6f0 } .s1 { stroke: #f0a06c } .s2 { stroke: #7cc97c }
    .m0 { fill: #6cb6f0 } .m1 { fill: #f0a06c } .m2 { fill: #7cc97c }
  }
"""

Points = list[tuple[float, float]]


def points(figures: Sequence[Figure]) -> dict[str, Points]:
    """By the name of the work: number of files, milliseconds."""
    found: dict[str, Points] = {name: [] for name in NAMES}
    for one in figures:
        match = POINT.match(one.name)
        if match and match[1] in found and one.value is not None:
            found[match[1]].append((float(match[2].replace(",", "")), one.value))
    return {name: sorted(some) for name, some in found.items() if some}


def growth(figures: Sequence[Figure]) -> str:
    """Both axes are logarithmic: whatever grows linearly is as steep as the dashes."""
    lines = points(figures)
    if not lines:
        return _framed(['<text x="80" y="40">not measured</text>'])
    return _framed([*_Axes(lines).drawn()])


def _framed(parts: Sequence[str]) -> str:
    width, height = LEFT + WIDE + RIGHT, TOP + HIGH + 60
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            ' role="img" aria-label="Milliseconds by number of files">',
            f"<style>{STYLE}</style>",
            *parts,
            "</svg>\n",
        ]
    )


class _Axes:
    """Where numbers of files and milliseconds lie."""

    def __init__(self, lines: dict[str, Points]) -> None:
        self._lines = lines
        counts = [count for some in lines.values() for count, _ in some]
        times = [time for some in lines.values() for _, time in some]
        self._counts = sorted(set(counts))
        self._first, self._last = min(counts), max(counts)
        self._low = 10 ** math.floor(math.log10(min(times)))
        self._high = 10 ** math.ceil(math.log10(max(times)))

    def drawn(self) -> Iterator[str]:
        """Frame, grid, the slope of what is linear, then the lines."""
        yield f'<text class="title" x="{LEFT}" y="22">Milliseconds by number of files'
        yield "(both axes logarithmic)</text>"
        place = f'x="{LEFT}" y="{TOP}" width="{WIDE}" height="{HIGH}"'
        yield f'<rect class="axis" {place}/>'
        yield from self._grid()
        yield from self._slope()
        for index, (name, some) in enumerate(self._lines.items()):
            yield from self._line(index, name, some)

    def _grid(self) -> Iterator[str]:
        bottom = TOP + HIGH
        for count in self._counts:
            x = self._x(count)
            yield f'<path class="grid" d="M{x:.1f} {TOP}V{bottom}"/>'
            yield (
                f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">'
                f"{count:,.0f}</text>"
            )
        time = self._low
        while time <= self._high * 1.001:
            y = self._y(time)
            yield f'<path class="grid" d="M{LEFT} {y:.1f}H{LEFT + WIDE}"/>'
            yield (
                f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">'
                f"{time:,.0f} ms</text>"
            )
            time *= 10
        yield (
            f'<text x="{LEFT + WIDE / 2}" y="{bottom + 42}" text-anchor="middle">'
            "files</text>"
        )

    def _slope(self) -> Iterator[str]:
        """Through the first point of the first line: so would linear growth look."""
        count, time = next(iter(self._lines.values()))[0]
        end = min(self._last, self._high / time * count)
        x, y = self._x(end), self._y(time * end / count)
        start = f"M{self._x(count):.1f} {self._y(time):.1f}"
        yield f'<path class="linear" d="{start}L{x:.1f} {y:.1f}"/>'
        yield f'<text x="{LEFT + 12}" y="{TOP + 20}">– – linear growth</text>'

    def _line(self, index: int, name: str, some: Points) -> Iterator[str]:
        places = [(self._x(count), self._y(time)) for count, time in some]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        yield f'<path class="line s{index}" d="M{path}"/>'
        for x, y in places:
            yield _mark(index, x, y)
        x, y = places[-1]
        said = f"{name}: {number(some[-1][1])} ms"
        yield f'<text x="{x + 10:.1f}" y="{y + 4:.1f}">{said}</text>'

    def _x(self, count: float) -> float:
        span = math.log(self._last / self._first) or 1.0
        return LEFT + WIDE * math.log(count / self._first) / span

    def _y(self, time: float) -> float:
        span = math.log(self._high / self._low) or 1.0
        return TOP + HIGH * (1 - math.log(time / self._low) / span)


def _mark(index: int, x: float, y: float) -> str:
    kind = MARKS[index % len(MARKS)]
    if kind == "circle":
        return f'<circle class="m{index}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    turn = f' transform="rotate(45 {x:.1f} {y:.1f})"' if kind == "diamond" else ""
    return (
        f'<rect class="m{index}" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"'
        f"{turn}/>"
    )
