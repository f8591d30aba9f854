"""Run the campaign: `python -m tests.campaign [--long] [--write] [PROGRAM …]`.

Each program runs in a process of its own, two at a time. With `--write` the figures
become those of docs/reliability.md.
"""

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tests.campaign.plan import Plan
from tests.campaign.record import Record, from_json, to_json
from tests.campaign.report import write_report

ROOT = Path(__file__).parent.parent.parent
SEED = 20261128
AT_ONCE = 2
LONGER = 100
GUARD_SECONDS = 90.0

PROGRAMS: dict[str, tuple[int, float]] = {
    "decoders": (1500, 45.0),
    "window": (120, 40.0),
    "soak": (60, 25.0),
    "texts": (60, 30.0),
    "program_kills": (8, 40.0),
    "worker_kills": (20, 30.0),
    "mixups": (36, 30.0),
    "read_only": (1, 40.0),
    "stores": (200, 20.0),
    "vanishing": (12, 20.0),
    "names": (60, 15.0),
    "leaks": (1, 20.0),
}
"""Count and seconds of each in CI; the longest first, so that both processors work."""


def main() -> int:
    """0 when nothing happened that must not."""
    options = _options()
    if options.inside:
        return _inside(options)
    records = list(_all(options))
    for record in records:
        _tell(record)
    if options.write:
        write_report(records, is_long=options.long)
    return 0 if all(record.is_good for record in records) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign")
    parser.add_argument("programs", nargs="*", choices=[[], *PROGRAMS], default=[])
    parser.add_argument(
        "--long", action="store_true", help="a night instead of minutes"
    )
    parser.add_argument("--write", action="store_true", help="into docs/reliability.md")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, help="in place of the program's own")
    parser.add_argument("--seconds", type=float, help="in place of the program's own")
    parser.add_argument("--keep", type=Path, help="a folder for what was found")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _all(options: argparse.Namespace) -> Iterator[Record]:
    names = options.programs or list(PROGRAMS)
    sys.stderr.write(f"seed {options.seed}: {', '.join(names)}\n")
    with ThreadPoolExecutor(AT_ONCE) as crew:
        yield from crew.map(lambda name: _outside(name, options), names)


def _bounds(name: str, options: argparse.Namespace) -> tuple[int, float]:
    count, seconds = PROGRAMS[name]
    times = LONGER if options.long else 1
    return options.count or count * times, options.seconds or seconds * times


def _outside(name: str, options: argparse.Namespace) -> Record:
    """The program in a process of its own; one that dies has a death to its name."""
    count, seconds = _bounds(name, options)
    words = [name, "--inside", "--seed", options.seed, "--count", count]
    words += ["--seconds", seconds, *(["--keep", options.keep] if options.keep else [])]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "tests.campaign", *map(str, words)]
    empty = Record(name, 0, options.seed, deaths=1)
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=2 * seconds + GUARD_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return replace(empty, faults=("did not end",))
    sys.stderr.write(done.stderr)
    lines = done.stdout.splitlines()
    if done.returncode != 0 or not lines:
        return replace(empty, faults=(f"ended with {done.returncode}",))
    return from_json(lines[-1])


def _inside(options: argparse.Namespace) -> int:
    (name,) = options.programs
    count, seconds = _bounds(name, options)
    program = importlib.import_module(f"tests.campaign.{name}")
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        place = (options.keep or Path(folder)) / name
        place.mkdir(parents=True, exist_ok=True)
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        record: Record = program.run(Plan(count, seconds, options.seed, place))
    sys.stdout.write(to_json(record) + "\n")
    return 0


def _tell(record: Record) -> None:
    said = "good" if record.is_good else "NOT GOOD"
    sys.stdout.write(
        f"{record.name:14} {said:8} {record.tried:6} tried in {record.seconds:5.0f} s, "
        f"deaths {record.deaths}, restarts {record.restarts}, "
        f"stall {record.longest_stall_ms:.0f} ms, {record.peak_memory_mb:.0f} MB, "
        f"silent {record.silent}, marks lost {record.marks_lost}, "
        f"changed {record.bytes_changed}, leaked {record.identifiers_leaked}\n"
    )
    for fault in record.faults:
        sys.stdout.write(f"    {fault}\n")


if __name__ == "__main__":
    sys.exit(main())
