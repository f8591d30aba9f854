"""A program of the benchmarks in a process of its own, which prints JSON at its end."""

import json
import os
import subprocess
import sys

GUARD_SECONDS = 300.0


def session(module: str, *words: object, **variables: str) -> dict[str, float]:
    """What `python -m tests.benchmarks.<module> words …` has measured."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, words)]
    ended = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        text=True,
        timeout=GUARD_SECONDS,
        check=True,
        env={**os.environ, **variables},
    )
    found: dict[str, float] = json.loads(ended.stdout)
    return found
