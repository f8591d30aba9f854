"""First images as they are to be seen on a screen, ours and those of other viewers.

The screen is Xvfb's; what is on it is looked at every few milliseconds. A picture is
there when many shades of grey are, each in many places: no window is painted so.
"""

import mmap
import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from tests.benchmarks.figure import Figure, Target, absent, figure, peer
from tests.benchmarks.first_image import FLOOR_PROGRAM, compiled_once, own_home
from tests.benchmarks.peers import program

WIDTH, HEIGHT = 1280, 800
LOOKED_SECONDS = 0.01
GUARD_SECONDS = 30.0
TIMES = 5
HEADER = ">25I"
"""Of the X Window Dump in which Xvfb keeps its screen."""
EVERY = 2
SHADES, PLACES = 48, 9
"""So many shades in so many of the pixels that are looked at are a picture."""
PEERS = {"aeskulap": 0.7, "pydiq": 1.0}
"""Viewers, and which part of their time is allowed (T2)."""


def figures(ct: Path, scratch: Path) -> list[Figure]:
    """In turn: ours, the floor, and each other viewer that is installed."""
    title = "first image on a screen, 300-slice CT"
    if shutil.which("Xvfb") is None:
        return [absent(title, "ms", "Xvfb is not installed", of_peer=False)]
    files = sorted(map(str, ct.iterdir()))
    floor = [sys.executable, str(FLOOR_PROGRAM), files[0], os.devnull, "stay"]
    commands = {"": [sys.executable, "-m", "viewer", str(ct)], "floor": floor}
    for name in PEERS:
        where = program(name)
        if where is not None:
            commands[name] = [where, *(files if name == "aeskulap" else [str(ct)])]
    with _screen(scratch) as (display, pixels):
        taken = _in_turn(commands, scratch, display, pixels)
    least = taken["floor"]
    rows, targets = [], []
    for name, factor in PEERS.items():
        if name not in commands:
            rows.append(absent(f"… by {name}", "ms", f"{name} is not installed"))
        elif name not in taken:
            rows.append(absent(f"… by {name}", "ms", "no picture came"))
        else:
            rows.append(peer(f"… by {name}", taken[name], "ms", least))
            ceiling = factor * sorted(taken[name])[len(taken[name]) // 2]
            targets.append(Target(f"T2, {factor} × {name}", ceiling))
    return [figure(title, taken[""], "ms", least, *targets), *rows]


def _in_turn(
    commands: dict[str, list[str]], scratch: Path, display: str, pixels: "Pixels"
) -> dict[str, list[float]]:
    """Milliseconds by name; the first round does not count, who fails is left out."""
    variables = {
        **{name: value for name, value in os.environ.items() if "QT_QPA" not in name},
        **own_home(scratch),
        **compiled_once(scratch),
        "HOME": str(scratch),
        "DISPLAY": display,
    }
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(TIMES + 1):
        for name in list(taken):
            milliseconds = _until_seen(commands[name], variables, pixels)
            if milliseconds is None:
                del taken[name]
            elif number:
                taken[name].append(milliseconds)
    return taken


def _until_seen(
    command: Sequence[str], variables: dict[str, str], pixels: "Pixels"
) -> float | None:
    """From the start of the program to its picture on the screen; None without."""
    _await(lambda: not pixels.are_picture(), GUARD_SECONDS)
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )
    try:
        seen = _await(pixels.are_picture, GUARD_SECONDS)
        return (seen - begun) * 1000 if seen else None
    finally:
        process.terminate()
        try:
            process.wait(GUARD_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Pixels:
    """What is on the screen."""

    def __init__(self, dump: mmap.mmap) -> None:
        fields = struct.unpack_from(HEADER, dump)
        start = fields[0] + fields[19] * 12
        count = fields[5] * fields[12]
        shape = fields[5], fields[12] // 4, 4
        self._all = np.frombuffer(dump, np.uint8, count, start).reshape(shape)

    def are_picture(self) -> bool:
        """Whether a picture is among them."""
        some = self._all[::EVERY, ::EVERY]
        grey = (some[..., 0] == some[..., 1]) & (some[..., 1] == some[..., 2])
        shades = np.bincount(some[..., 1][grey], minlength=256)
        return int((shades >= PLACES).sum()) >= SHADES


@contextmanager
def _screen(scratch: Path) -> Iterator[tuple[str, Pixels]]:
    folder = scratch / "screen"
    folder.mkdir(exist_ok=True)
    reading, writing = os.pipe()
    size = ["-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder)]
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), *size],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as file:
        number = file.readline().strip()
    try:
        with (folder / "Xvfb_screen0").open("rb") as file:
            dump = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        yield f":{number}", Pixels(dump)
    finally:
        process.terminate()
        process.wait()


def _await(condition: Callable[[], bool], seconds: float) -> float | None:
    """The moment when it held; None when it did not in so many seconds."""
    until = time.perf_counter() + seconds
    while (now := time.perf_counter()) < until:
        if condition():
            return now
        time.sleep(LOOKED_SECONDS)
    return None
