"""What a run has measured, kept beside the page for the next run to compare with."""

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.benchmarks.figure import Figure, Spread, Target

RECORDS = Path(__file__).parent.parent.parent / "docs" / "performance.json"
WORSE = 1.2
"""A median up to so many times the last one is noise, whatever the spreads say."""
NEGLIGIBLE = {"ms": 0.3, "MB": 5.0, "%": 1.0}
"""Differences of no consequence, by unit."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the table of programs: what it measured, when and where.

    `load` is how many processes wanted a processor when it began, without it.
    """

    name: str
    figures: tuple[Figure, ...]
    day: str
    machine: str
    seconds: float
    load: float
    failure: str = ""


def today() -> str:
    """As the page writes it."""
    return date.today().isoformat()


@cache
def machine() -> str:
    """Processor, memory, system and what the program stands on."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    parts = [
        f"{os.cpu_count()} × {_processor()}",
        f"{memory:.0f} GB",
        f"{platform.system()} {platform.release().split('-')[0]}",
        f"Python {platform.python_version()}",
        f"PySide6 {version('PySide6-Essentials')}",
        f"numpy {version('numpy')}",
    ]
    return ", ".join(parts)


def _processor() -> str:
    table = Path("/proc/cpuinfo")
    if table.exists():
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    if platform.system() == "Darwin":
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.check_output(command, text=True).strip()
    return platform.processor() or platform.machine()


def read(path: Path = RECORDS) -> dict[str, Record]:
    """By the name of the program; nothing where there is no file yet."""
    if not path.exists():
        return {}
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {one["name"]: from_plain(one) for one in kept["programs"]}


def write(records: dict[str, Record], path: Path = RECORDS) -> None:
    """All of them, in their order."""
    kept = {"programs": [asdict(record) for record in records.values()]}
    text = json.dumps(kept, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def from_plain(plain: dict[str, Any]) -> Record:
    """What `asdict` and JSON have made of a record."""
    figures = tuple(_figure(one) for one in plain["figures"])
    return Record(**{**plain, "figures": figures})


def _figure(plain: dict[str, Any]) -> Figure:
    spread, targets = plain["spread"], plain["targets"]
    return Figure(
        **{
            **plain,
            "spread": None if spread is None else Spread(*spread),
            "targets": tuple(Target(*one) for one in targets),
        }
    )


def regressions(new: Record, old: Record | None) -> list[str]:
    """Sentences on what has become worse by more than the noise.

    Figures are compared by their ratio to the floor where both have one, so that a
    slower machine is no regression; without a floor only on the same machine.
    """
    before = {one.name: one for one in old.figures} if old else {}
    same = old is not None and old.machine == new.machine
    return [
        sentence
        for one in new.figures
        if (sentence := _regression(one, before.get(one.name), same))
    ]


def _regression(new: Figure, old: Figure | None, same_machine: bool) -> str:
    if new.peer or old is None or old.spread is None:
        return ""
    if new.spread is None:
        return f"{new.name}: not measured ({new.absent})"
    scale = 1.0
    if new.floor and old.floor:
        scale = new.floor / old.floor
    elif not same_machine:
        return ""
    last = old.spread.median * scale
    is_noise = (
        new.spread.median <= max(WORSE * last, last + NEGLIGIBLE.get(new.unit, 0.0))
        or new.spread.quarter <= old.spread.three_quarters * scale
    )
    if is_noise:
        return ""
    now, unit = new.spread.median, new.unit
    return f"{new.name}: {now:.4g} {unit}, {last:.4g} by the last run: beyond the noise"
