"""Limits on size: a file, class or function past them is a question to answer."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE_LINES, CLASS_LINES, CLASS_METHODS, FUNCTION_LINES = 400, 300, 20, 50
DATA_TABLES = {
    # Pure data: one row a line, nothing to split.
    "viewer/dicom/tags.py",
    "viewer/dicom/sop_classes.py",
}


def lines_of(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def faults_in(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT).as_posix()
    if len(text.splitlines()) > FILE_LINES and name not in DATA_TABLES:
        yield f"{name} has {len(text.splitlines())} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(child, ast.FunctionDef) for child in node.body)
            if lines_of(node) > CLASS_LINES or methods > CLASS_METHODS:
                yield f"{name}: class {node.name} ({lines_of(node)}, {methods})"
        elif isinstance(node, ast.FunctionDef) and lines_of(node) > FUNCTION_LINES:
            yield f"{name}: {node.name}() has {lines_of(node)} lines"


def test_no_file_class_or_function_is_past_its_limit() -> None:
    files = [*(ROOT / "viewer").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    assert len(files) > 20
    assert [fault for path in files for fault in faults_in(path)] == []
