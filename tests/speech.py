"""The accessibility bus (AT-SPI) as a reader of the screen uses it, through gdbus."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
_OBJECT = re.compile(r"\('([^']*)', (?:objectpath )?'(/[^']*)'\)")
_STRING = re.compile(r"""(?s)['"](.*)['"]""")


@contextmanager
def session_bus(environment: dict[str, str]) -> Iterator[None]:
    """A D-Bus of its own for the programs of this environment."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", f"--print-address={writing}"],
        pass_fds=(writing,),
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as file:
        environment["DBUS_SESSION_BUS_ADDRESS"] = file.readline().strip()
    environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    yield
    process.terminate()
    process.wait()


class Listener:
    """Asks what programs say of their windows."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    @cached_property
    def address(self) -> str:
        """Of the accessibility bus, which the session bus starts."""
        said = self._call(
            ("--session",), "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress"
        )
        return _string(said)

    def programs(self) -> list["Heard"]:
        """Those that speak; none yet while they start."""
        return Heard(self, "org.a11y.atspi.Registry", ROOT).children

    def ask(self, destination: str, path: str, method: str, *words: str) -> str:
        """What an object answers, as gdbus writes it; "" for one that has gone."""
        return self._call(
            ("--address", self.address), destination, path, method, *words
        )

    def _call(
        self, bus: tuple[str, ...], destination: str, path: str, *words: str
    ) -> str:
        answer = subprocess.run(
            [
                *("gdbus", "call", *bus, "--dest", destination),
                *("--object-path", path, "--method", *words),
            ],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return answer.stdout


@dataclass(frozen=True)
class Heard:
    """One thing in a window."""

    listener: Listener
    program: str
    path: str

    @property
    def name(self) -> str:
        return self._property("Name")

    @property
    def description(self) -> str:
        return self._property("Description")

    @property
    def role(self) -> str:
        said = self.listener.ask(self.program, self.path, f"{ACCESSIBLE}.GetRoleName")
        return _string(said)

    @property
    def states(self) -> int:
        """The states as bits of 64."""
        said = self.listener.ask(self.program, self.path, f"{ACCESSIBLE}.GetState")
        words = [int(word) for word in re.findall(r"\b\d+\b", said.split("[")[-1])]
        return words[0] | words[1] << 32 if len(words) == 2 else 0

    @property
    def children(self) -> list["Heard"]:
        said = self.listener.ask(self.program, self.path, f"{ACCESSIBLE}.GetChildren")
        return [Heard(self.listener, *found) for found in _OBJECT.findall(said)]

    def below(self) -> Iterator["Heard"]:
        """All things in it, itself first; closed menus are not gone through."""
        yield self
        for child in self.children:
            yield from child.below()

    def _property(self, name: str) -> str:
        said = self.listener.ask(
            self.program,
            self.path,
            "org.freedesktop.DBus.Properties.Get",
            ACCESSIBLE,
            name,
        )
        return _string(said)


def _string(said: str) -> str:
    found = _STRING.search(said)
    return found[1] if found else ""
