"""A large study in the real window: opened, scrolled from end to end, and its memory.

Run as a process: python -m tests.benchmarks.large_session CACHE_BYTES PATH …, with the
folders of one stack. Prints one line of JSON with the figures.
"""

import json
import os
import sys
import time
from collections.abc import Sequence

from tests.benchmarks.process import Found
from tests.benchmarks.running import scrolled
from tests.benchmarks.session import (
    Ticks,
    is_shown,
    peak_resident_megabytes,
    resident_megabytes,
    rest,
    wait,
)
from viewer import limits
from viewer.ui.app import App
from viewer.ui.theme import new_application
from viewer.work.pool import Pool

QUIET_SECONDS = 1.0


def measured(app: App, paths: Sequence[str]) -> Found:
    """Milliseconds until a picture and until all is known; scrolling; megabytes."""
    rest(QUIET_SECONDS)
    empty = resident_megabytes("self")
    ticks = Ticks()
    begun = time.perf_counter()
    app.opening.paths(paths)
    wait(lambda: app.grid.active.shown is not None)
    seen_ms = (time.perf_counter() - begun) * 1000
    wait(lambda: is_shown(app))
    whole_ms = (time.perf_counter() - begun) * 1000
    rest(QUIET_SECONDS)
    busy_ms = ticks.busy_ms
    ticks.end()
    run = scrolled(app)
    return {
        "frames": app.grid.active.state.what.count,
        "seen_ms": seen_ms,
        "whole_ms": whole_ms,
        "longest_turn_ms": busy_ms,
        **run,
        "empty_mb": empty,
        "opened_and_scrolled_mb": peak_resident_megabytes("self"),
        "cache_mb": app.loader.kept_bytes / 1e6,
    }


def main() -> int:
    """Build the window with a cache of that size, measure, print the figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    limits.FRAME_CACHE_BYTES = int(sys.argv[1])
    application = new_application()
    app = App(Pool())
    app.window.resize(1600, 1000)
    app.window.show()
    try:
        figures = measured(app, sys.argv[2:])
    finally:
        app.close()
    sys.stdout.write(json.dumps(figures) + "\n")
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
