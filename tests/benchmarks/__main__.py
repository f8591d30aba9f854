"""Measure speed and memory: `python -m tests.benchmarks [--write] [PROGRAM …]`.

Each program runs in a process of its own: one that fails loses nothing of the others.
What is worse than at the last run by more than the noise is named at the end. With
`--write` the figures become those of docs/performance.md; programs that are not named
keep theirs.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import page, record
from tests.benchmarks.figure import absent
from tests.benchmarks.files import Files, NoRoom
from tests.benchmarks.programs import PROGRAMS
from tests.benchmarks.record import Record
from tests.benchmarks.table import as_text

ROOT = Path(__file__).parent.parent.parent
MAKING_SECONDS = 300.0
"""For the files that a program measures on."""


def main() -> int:
    """1 when a program failed or a figure has become worse beyond the noise."""
    options = _options()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if options.inside:
        return _inside(options)
    # Ended from outside, it removes its gigabytes all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    last = record.read()
    begun = time.monotonic()
    new: dict[str, Record] = {}
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.folder) as folder:
        for name in options.programs or list(PROGRAMS):
            new[name] = _outside(name, Path(folder), options)
            _tell(new[name])
            if options.write and not new[name].failure:
                page.write({**last, **new})
    sys.stdout.write(f"{time.monotonic() - begun:.0f} s in all\n")
    return _compare(new, {} if options.small else last)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("programs", nargs="*", choices=[[], *PROGRAMS], default=[])
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    parser.add_argument(
        "--small", action="store_true", help="only try the programs: smaller studies"
    )
    parser.add_argument("--folder", type=Path, help="for 6 GB of temporary files")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.small and options.write:
        parser.error("what was only tried is not written")
    return options


def _outside(name: str, folder: Path, options: argparse.Namespace) -> Record:
    """The program in a process of its own; one that dies has a failure to its name."""
    sys.stdout.write(f"\n{name}: {PROGRAMS[name].title} …\n")
    sys.stdout.flush()
    words = [name, "--inside", "--folder", str(folder)]
    words += ["--small"] if options.small else []
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    begun = time.monotonic()
    failure, figures = "", "[]"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks", *words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            timeout=PROGRAMS[name].seconds + MAKING_SECONDS,
        )
    except subprocess.TimeoutExpired:
        failure = "did not end"
    else:
        failure = f"ended with {done.returncode}" if done.returncode else ""
        figures = done.stdout.splitlines()[-1] if not failure else figures
    seconds = round(time.monotonic() - begun, 1)
    return record.from_plain(
        {
            "name": name,
            "figures": json.loads(figures),
            "day": record.today(),
            "machine": record.machine(),
            "seconds": seconds,
            "load": round(load, 1),
            "failure": failure,
        }
    )


def _inside(options: argparse.Namespace) -> int:
    (name,) = options.programs
    program = PROGRAMS[name]
    try:
        figures = program.measure(Files(options.folder, small=options.small))
    except NoRoom as error:
        figures = [absent(program.title, "", f"not measured: {error}", of_peer=False)]
    sys.stdout.write(json.dumps([asdict(figure) for figure in figures]) + "\n")
    sys.stdout.flush()
    os._exit(0)  # windows that outlive the process would end it in a crash


def _tell(one: Record) -> None:
    sys.stdout.write(as_text(one.figures) + "\n" if one.figures else "")
    said = f"FAILED: {one.failure}; " if one.failure else ""
    sys.stdout.write(f"{said}{one.seconds:.0f} s, load before it {one.load:.1f}\n")
    sys.stdout.flush()


def _compare(new: dict[str, Record], last: dict[str, Record]) -> int:
    """Name what fails and what is worse than last time; the exit code."""
    failed = [f"{one.name} {one.failure}" for one in new.values() if one.failure]
    worse = [
        f"{one.name}: {sentence}"
        for one in new.values()
        for sentence in record.regressions(one, last.get(one.name))
    ]
    missed = sum(bool(one.missed) for kept in new.values() for one in kept.figures)
    sys.stdout.write(f"{missed} figures miss a target\n")
    for sentence in (*failed, *worse):
        sys.stdout.write(f"LOOK AT THIS: {sentence}\n")
    return int(bool(failed or worse))


if __name__ == "__main__":
    sys.exit(main())
