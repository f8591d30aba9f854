"""docs/reliability.md, docs/hazards.md and docs/soup.md say what is so."""

import re
from pathlib import Path

import pytest

from tests.campaign.__main__ import PROGRAMS
from tests.campaign.record import Record, Tally, figures, from_json, to_json
from tests.campaign.report import BEGIN, END, with_figures
from tests.test_project import distribution, project, text_of

ROOT = Path(__file__).parent.parent
NAMED = re.compile(r"`(tests/[\w/]+(?:\.py)?)(?:::(\w+))?`")


@pytest.mark.parametrize("page", ["docs/hazards.md"])
def test_every_test_that_is_named_exists(page: str) -> None:
    named = NAMED.findall(text_of(page))
    assert len(named) > 20
    for path, function in named:
        assert (ROOT / path).exists(), path
        if function:
            assert f"def {function}(" in text_of(path), (path, function)


def test_every_hazard_has_a_control_and_a_test() -> None:
    rows = [line for line in text_of("docs/hazards.md").splitlines() if "| " in line]
    hazards = [row for row in rows if not row.startswith(("| hazard", "|---"))]
    assert len(hazards) > 25
    for row in hazards:
        hazard, control, test = (cell.strip() for cell in row.strip("|").split(" | "))
        assert hazard
        assert control
        assert NAMED.search(test), row


def test_every_dependency_stands_in_the_list_with_its_versions_and_licence() -> None:
    rows = {
        cells[0]: cells
        for line in text_of("docs/soup.md").splitlines()
        if line.startswith("| ")
        and len(cells := [cell.strip() for cell in line.strip("|").split(" | ")]) == 6
    }
    notices = text_of("THIRD-PARTY.md").lower()
    dependencies = project()["dependencies"]
    for one in dependencies:
        name = distribution(one)
        _, required, measured, licence, does, faults = rows.pop(name)
        assert required == f"`{one.removeprefix(name)}`"
        assert re.fullmatch(r"[0-9.]+", measured)
        assert all((licence, does, faults))
        assert name.lower() in notices
    assert set(rows) == {"part"}


def test_the_page_has_figures_of_every_program() -> None:
    page = text_of("docs/reliability.md")
    table = page[page.index(BEGIN) : page.index(END)]
    for name in PROGRAMS:
        assert f"| {name}" in table, name
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    assert all(len(row.split("|")) in (10, 13) for row in rows)


def test_a_record_is_read_back_and_written_as_a_row() -> None:
    tally = Tally(refused=1, marked=2, silent=1)
    record = Record("decoders", 4, 7, pictures={"RLE": tally}, faults=("odd",))
    assert from_json(to_json(record)) == record
    assert not record.is_good
    text = figures([record])
    assert "| RLE | 4 | 1 | 2 | 0 | 0 | 0 | 1 |" in text
    page = with_figures(f"a\n{BEGIN}\nold\n{END}\nb\n", text, "now")
    assert "old" not in page
    assert page.startswith("a\n")
    assert page.endswith("b\n")


@pytest.mark.parametrize(
    "harm",
    [{"deaths": 1}, {"marks_lost": 1}, {"bytes_changed": 1}, {"identifiers_leaked": 1}],
)
def test_nothing_that_must_not_happen_is_good(harm: dict[str, int]) -> None:
    assert Record("one", 1, 1).is_good
    assert not Record("one", 1, 1, **harm).is_good  # type: ignore[arg-type]
