"""The bundle starts about as soon as the program that pip installed."""

import json
import os
import select
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desktop import GUARD_MS, Home
from tests.packaging.installed import Installed

pytestmark = [pytest.mark.package, pytest.mark.app]

PAIRS = 9
MOST = 1.2


def seconds_to_first_image(one: Installed, home: Home, opened: Path) -> float:
    """Processor time (user and system) of the process until the picture is painted.

    Not the clock's time, which on a busy machine measures the others.
    """
    pipe = home.root / "moments"
    if not pipe.exists():
        os.mkfifo(pipe)
    environment = {
        **one.environment(home),
        "NEGATOSCOPE_TRACE": str(pipe),
        "QT_QPA_PLATFORM": "offscreen",
    }
    reader = os.open(pipe, os.O_RDWR)  # so that the writer never waits, nor we for it
    process = subprocess.Popen([str(one.program), str(opened)], env=environment)
    try:
        received = b""
        while True:
            assert select.select([reader], [], [], GUARD_MS / 1000)[0]
            received += os.read(reader, 65536)
            for line in received.split(b"\n")[:-1]:
                told = json.loads(line)
                if told["moment"] == "first-image":
                    return float(told["cpu"])
    finally:
        process.terminate()
        process.wait()
        os.close(reader)


def test_the_bundle_starts_nearly_as_fast_as_the_wheel(
    wheel: Installed, bundle: Installed, home: Home
) -> None:
    opened = home.write("ct.dcm")
    pairs = [
        tuple(seconds_to_first_image(one, home, opened) for one in (wheel, bundle))
        for _ in range(PAIRS + 1)
    ][1:]  # the first warms the page cache
    ratio = statistics.median(of_bundle / of_wheel for of_wheel, of_bundle in pairs)
    middle = [round(statistics.median(times), 3) for times in zip(*pairs, strict=True)]
    told = f"wheel {middle[0]} s, bundle {middle[1]} s, ratio {ratio:.2f}"
    sys.stdout.write(f"\n{told}\n")
    assert ratio <= MOST, told
