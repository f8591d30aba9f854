"""Each line of docs/correctness.md: measured again, and no larger than it says."""

from pathlib import Path

import pytest

from tests.correctness.__main__ import (
    CHECKS,
    files_of_pydicom,
    files_of_the_corpus,
    page,
)
from tests.correctness.table import Check, Row, measured, rows_of

PAGE = Path(__file__).parent.parent / "docs" / "correctness.md"
ROUNDED_TO = 1.05
"""Two digits are written; a figure may be so much above what they say."""


REAL = [check for check in CHECKS if "real files" in check.capability]


def documented() -> list[Row]:
    return rows_of(PAGE.read_text(encoding="utf-8"))


def row_of(check: Check) -> Row:
    (row,) = (
        row
        for row in documented()
        if (row.capability, row.oracle) == (check.capability, check.oracle)
    )
    return row


def most(check: Check) -> float:
    """Another machine's floating point may differ in its last digits."""
    return max(row_of(check).largest * ROUNDED_TO, min(check.allowed, 1e-9))


def test_the_page_has_a_line_for_each_check_and_no_other() -> None:
    named = [(check.capability, check.oracle) for check in CHECKS]
    assert [(row.capability, row.oracle) for row in documented()] == named


def test_every_line_compared_something_and_keeps_its_tolerance() -> None:
    for check in CHECKS:
        row = row_of(check)
        assert row.compared > 0, row
        assert row.largest <= check.allowed, row


@pytest.mark.parametrize(
    "check", CHECKS, ids=lambda check: f"{check.capability}: {check.oracle}"
)
def test_the_figures_are_not_larger_than_the_page_says(check: Check) -> None:
    found = measured(check, files_of_pydicom())
    assert found.largest <= most(check)


@pytest.mark.corpus
@pytest.mark.parametrize(
    "check", REAL, ids=lambda check: f"{check.capability}: {check.oracle}"
)
def test_nor_are_they_over_the_files_of_many_makers(check: Check, corpus: Path) -> None:
    found = measured(check, files_of_the_corpus())
    assert found.largest <= most(check)
    assert found.compared <= row_of(check).compared


def test_a_page_is_read_back_as_it_was_written() -> None:
    made = CHECKS[0]
    row = Row(made.capability, made.oracle, 12, 0.25)
    assert rows_of(page([(made, row)], "3.6.7")) == [row]
