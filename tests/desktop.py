"""A person at a screen, for tests of the program as it is used: home, hand and eye."""

import json
import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from viewer.demo.build import ct_slice, to_bytes

GUARD_MS = 60_000
XWD_HEADER = ">25I"
"""Of the X Window Dump in which Xvfb keeps its screen."""


class Home:
    """A user of their own: folders, settings, a session without a desktop."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "data"
        self.files = root / "Meus exames"
        self.files.mkdir()
        self.trace = root / "trace"
        self.settings = root / "config" / "negatoscope" / "settings.json"
        kept = {"PATH", "LANG", "LC_ALL"} & set(os.environ)
        self.environment = {
            **{name: os.environ[name] for name in kept},
            "HOME": str(root),
            "XDG_DATA_HOME": str(self.data),
            "XDG_CONFIG_HOME": str(root / "config"),
            "XDG_CACHE_HOME": str(root / "cache"),
            "XDG_CURRENT_DESKTOP": "GNOME",
            "NEGATOSCOPE_TRACE": str(self.trace),
        }

    def run(self, *command: str) -> str:
        """What a program of the desktop says."""
        answer = subprocess.run(
            command,
            cwd=self.files,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=GUARD_MS / 1000,
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    def open(self, *command: str) -> None:
        """Have the desktop start a program, which keeps what it may write to."""
        subprocess.run(
            command,
            cwd=self.files,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=GUARD_MS / 1000,
        )

    def write(self, name: str, number: int = 0) -> Path:
        path = self.files / name
        path.write_bytes(to_bytes(ct_slice(number)))
        return path

    def close_window(self) -> None:
        """As the reader does, by the key."""
        window = self.run("xdotool", "search", "--onlyvisible", "--name", "Negatoscope")
        self.run("xdotool", "windowfocus", "--sync", window.split()[-1])
        self.run("xdotool", "key", "ctrl+q")

    def told(self, moment: str = "") -> list[dict[str, Any]]:
        """What the program has told of itself, of one moment or of all."""
        if not self.trace.exists():
            return []
        lines = self.trace.read_text(encoding="utf-8").split("\n")[:-1]
        told = [json.loads(line) for line in lines]
        return [one for one in told if moment in ("", one["moment"])]

    def moments(self) -> list[str]:
        """The names of what the window has told of itself."""
        return [one["moment"] for one in self.told()]


class Screen:
    """A screen of its own, which can be looked at; what is on it ends with it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._file = folder / "Xvfb_screen0"

    def pixels(self) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """What is to be seen now: rows, columns, (red, green, blue)."""
        dump = self._file.read_bytes()
        header = struct.unpack(XWD_HEADER, dump[: struct.calcsize(XWD_HEADER)])
        width, height, line_bytes, colours = (
            header[4],
            header[5],
            header[12],
            header[19],
        )
        start = header[0] + colours * 12
        pixels = np.frombuffer(dump, np.uint8, height * line_bytes, start)
        return pixels.reshape(height, -1, 4)[:, :width, 2::-1]


@contextmanager
def screen(home: Home) -> Iterator[Screen]:
    """Starts it for a person."""
    folder = home.root / "screen"
    folder.mkdir()
    reading, writing = os.pipe()
    size = ["-screen", "0", "1280x800x24", "-fbdir", str(folder)]
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), *size],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as file:
        number = file.readline().strip()
    home.environment["DISPLAY"] = f":{number}"
    yield Screen(f":{number}", folder)
    process.terminate()
    process.wait()
