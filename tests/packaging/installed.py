"""The program as others get it, installed far from the checkout and its Python."""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.desktop import GUARD_MS, Home

ROOT = Path(__file__).parent.parent.parent
DIST = ROOT / "dist"
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True, slots=True)
class Installed:
    """How it is started, and where its files for the desktop are (`share`)."""

    name: str
    program: Path
    share: Path | None = None
    found_in: Path | None = field(default=None)
    """A folder for the search path, where the program is started by its name."""

    def environment(self, home: Home) -> dict[str, str]:
        """That of a person who knows nothing of this checkout."""
        path = f"{self.found_in}:{SYSTEM_PATH}" if self.found_in else SYSTEM_PATH
        return {**home.environment, "PATH": path}

    def run(
        self, home: Home, *words: str, code: int = 0
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of it, without any screen; it must end with that code."""
        environment = self.environment(home)
        environment.pop("DISPLAY", None)
        done = subprocess.run(
            [str(self.program), *words],
            cwd=home.files,
            env=environment,
            capture_output=True,
            text=True,
            timeout=2 * GUARD_MS / 1000,
        )
        assert done.returncode == code, done.stderr
        return done

    def start(self, home: Home, *words: str) -> subprocess.Popen[bytes]:
        """The window, which runs on."""
        return subprocess.Popen(
            [str(self.program), *words],
            cwd=home.files,
            env=self.environment(home),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # Qt misses the bus of a session
        )


def only(pattern: str) -> Path:
    """The one file of that name in `dist/`, where `make package` put it."""
    found = sorted(DIST.glob(pattern), key=os.path.getmtime)
    assert found, f"no {pattern} in {DIST}: run make package"
    return found[-1]
