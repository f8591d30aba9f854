"""A program of the benchmarks in a process of its own, which prints JSON at its end."""

import json
import subprocess
import sys

GUARD_SECONDS = 300.0


def session(
    module: str, *words: object, seconds: float = GUARD_SECONDS
) -> dict[str, float]:
    """What `python -m tests.benchmarks.<module> words …` has measured."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, words)]
    ended = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        text=True,
        timeout=seconds,
        check=True,
    )
    found: dict[str, float] = json.loads(ended.stdout)
    return found
