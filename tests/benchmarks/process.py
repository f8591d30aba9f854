"""A program of the benchmarks in a process of its own, which prints JSON at its end."""

import json
import subprocess
import sys
from typing import Any

GUARD_SECONDS = 300.0

Found = dict[str, Any]
"""Figures by name: numbers, or lists of what was taken."""


def session(module: str, *words: object, seconds: float = GUARD_SECONDS) -> Found:
    """What `python -m tests.benchmarks.<module> words …` has measured."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, words)]
    ended = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        text=True,
        timeout=seconds,
        check=True,
    )
    found: Found = json.loads(ended.stdout)
    return found
