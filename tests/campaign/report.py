"""The figures of the last run, put into docs/reliability.md between two comments."""

import datetime
import os
import platform
from pathlib import Path

from tests.campaign.record import Record, figures

PAGE = Path(__file__).parent.parent.parent / "docs" / "reliability.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def write_report(records: list[Record], *, is_long: bool) -> None:
    """In the place of the figures that stand there."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_figures(text, figures(records), _heading(is_long)), "utf-8")


def with_figures(text: str, table: str, heading: str) -> str:
    """The page with these figures."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{heading}\n\n{table}{END}{after}"


def _heading(is_long: bool) -> str:
    command = "make campaign-long" if is_long else "make campaign"
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    return f"`{command}` on {day}, {machine}, Python {platform.python_version()}."
