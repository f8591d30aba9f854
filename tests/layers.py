"""Which layer a module is of, what it imports, and docs/layers.svg, drawn from that.

`make layers` draws it anew: python -m tests.layers [FILE].
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEVELS: dict[str, float] = {
    "viewer": 0,
    "viewer.text": 0,
    "viewer.limits": 0,
    "viewer.records": 0,
    "viewer.dicom": 1,
    "viewer.geometry": 2,
    "viewer.files": 2,
    "viewer.pixels": 3,
    "viewer.kinds": 4,
    "viewer.store": 4,
    "viewer.hanging": 5,
    "viewer.export": 5,
    "viewer.work": 6,
    "viewer.demo": 6,
    "viewer.commands": 6.5,
    "viewer.ui.state": 7,
    "viewer.ui.tools": 8,
    "viewer.ui.canvas": 9,
    "viewer.ui.widgets": 9,
    "viewer.ui.views": 10,
    "viewer.ui.panels": 10,
    "viewer.ui.dialogs": 10,
    "viewer.ui": 11,
    "viewer.__main__": 11,
}
SIBLINGS_APART = ("viewer.ui.views", "viewer.ui.panels", "viewer.ui.dialogs")
NO_QT_BELOW = 7
CORE_ONLY = (7, 8)


def layer_of(module: str) -> str:
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in LEVELS:
            return name
    raise AssertionError(f"{module} has no level: add it to LEVELS and architecture.md")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def faults(root: Path) -> list[str]:
    return [
        f"{module_name(path, root)} imports {target}: {why}"
        for path in sorted((root / "viewer").rglob("*.py"))
        for target in sorted(imports(path))
        if (why := fault(module_name(path, root), target))
    ]


def fault(module: str, target: str) -> str:
    own = layer_of(module)
    level = LEVELS[own]
    if target.startswith("PySide6"):
        if level < NO_QT_BELOW:
            return "no Qt below ui"
        if level in CORE_ONLY and not target.startswith("PySide6.QtCore"):
            return "QtCore only"
        return ""
    if target.split(".")[0] != "viewer" or target == "viewer.__version__":
        return ""
    other = layer_of(target)
    if LEVELS[other] > level:
        return "imports upwards"
    if own in SIBLINGS_APART and other == own and module != own:
        return "imports a sibling"
    return ""


ROW, BOX, LEFT, TOP, CELL = 26, 300, 24, 132, 26
"""Points: a row's height, a box's width, margins, and a column of the table."""
NEVER_ALL = {
    "viewer.ui.state": "QtCore only",
    "viewer.ui.tools": "QtCore only",
}


def layers(root: Path) -> dict[str, set[str]]:
    """Every layer, lowest first, with the other layers that its modules import."""
    found: dict[str, set[str]] = {name: set() for name in LEVELS if name != "viewer"}
    for path in sorted((root / "viewer").rglob("*.py")):
        module = module_name(path, root)
        own = layer_of(module)
        for target in imports(path) if own in found else ():
            if target.split(".")[0] == "viewer" and target != "viewer.__version__":
                found[own] |= {layer_of(target)} & found.keys() - {own}
    return found


def picture(found: Mapping[str, set[str]]) -> str:
    """SVG: the layers as boxes, highest on top, and a dot for each that is imported."""
    names = list(found)[::-1]
    width = LEFT * 2 + BOX + 60 + len(names) * CELL
    height = TOP + len(names) * ROW + 64
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="sans-serif" '
            'font-size="12" fill="#20262e">',
            "<title>Layers of the code, and which imports which</title>",
            f'<rect width="{width}" height="{height}" rx="8" fill="#f7f8fa"/>',
            *_heads(names),
            *(line for row, name in enumerate(names) for line in _row(row, name)),
            *_dots(names, found),
            *_legend(height),
            "</svg>\n",
        ]
    )


def _heads(names: list[str]) -> Iterator[str]:
    for column, name in enumerate(names):
        x, y = _column(column), TOP - 10
        yield (
            f'<text x="{x}" y="{y}" transform="rotate(-55 {x} {y})">'
            f"{escape(_short(name))}</text>"
        )


def _row(row: int, name: str) -> Iterator[str]:
    y = TOP + row * ROW
    level = LEVELS[name]
    colour = "#dbe7fb" if level < NO_QT_BELOW else "#fdeccb"
    yield (
        f'<rect x="{LEFT}" y="{y + 2}" width="{BOX}" height="{ROW - 4}" rx="4" '
        f'fill="{colour}" stroke="#9aa5b1"/>'
    )
    yield f'<text x="{LEFT + 10}" y="{y + 17}">{escape(_short(name))}</text>'
    qt = "no Qt" if level < NO_QT_BELOW else NEVER_ALL.get(name, "Qt")
    yield (
        f'<text x="{LEFT + BOX - 10}" y="{y + 17}" text-anchor="end" '
        f'fill="#4a5560">level {level:g}, {qt}</text>'
    )


def _dots(names: list[str], found: Mapping[str, set[str]]) -> Iterator[str]:
    for row, name in enumerate(names):
        y = TOP + row * ROW + ROW // 2
        for column, other in enumerate(names):
            x = _column(column)
            if other == name:
                yield f'<rect x="{x - 4}" y="{y - 4}" width="8" height="8" rx="1"/>'
            elif other in found[name]:
                yield f'<circle cx="{x}" cy="{y}" r="5" fill="#2563a8"/>'
            else:
                yield f'<circle cx="{x}" cy="{y}" r="1" fill="#9aa5b1"/>'


def _legend(height: int) -> Iterator[str]:
    for line, text in enumerate(
        (
            "A dot: a module of the row's layer imports one of the column's layer.",
            "No dot under a higher level: nothing imports upwards. Made from the code.",
        )
    ):
        yield f'<text x="{LEFT}" y="{height - 38 + 18 * line}">{escape(text)}</text>'


def _column(column: int) -> int:
    return LEFT + BOX + 24 + column * CELL


def _short(name: str) -> str:
    return name.removeprefix("viewer.")


def main(file: Path) -> int:
    """Write the picture."""
    file.write_text(picture(layers(ROOT)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "layers.svg"
    sys.exit(main(target))
