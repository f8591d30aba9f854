"""Moments of the program's life, for measuring: written only when asked for."""

import json
import os
import time

VARIABLE = "NEGATOSCOPE_TRACE"
"""Environment variable: a file to which a line of JSON is added for each moment."""


def moment(name: str, **values: float) -> None:
    """Note that something happened now: by the wall clock, by the processor's."""
    path = os.environ.get(VARIABLE)
    if path:
        told = {"time": time.time(), "cpu": time.process_time()}
        line = json.dumps({"moment": name, **told, **values})
        with open(path, "a", encoding="utf-8") as file:
            file.write(line + "\n")
