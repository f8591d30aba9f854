"""Playing 500 angiographic frames: is the rate kept, and how many frames are left out.

Run as a process: python -m tests.benchmarks.cine PATH. Prints one line of JSON.
"""

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.data import ANGIOGRAM_FRAMES, FRAME_MS
from tests.benchmarks.figure import Figure, Target, figure
from tests.benchmarks.process import Found, session
from tests.benchmarks.running import Painted, image_ms, open_path
from tests.benchmarks.session import is_shown, rest, wait
from viewer.ui.app import App
from viewer.ui.theme import new_application
from viewer.work.pool import Pool

KEPT = Target("issue 8", FRAME_MS * 1.02)
DROPPED = Target("issue 8", 2.0)
ROUND_SECONDS = ANGIOGRAM_FRAMES * FRAME_MS / 1000


def figures(path: Path) -> list[Figure]:
    """The first round, decoded as it plays, and the second, from memory."""
    found = session("cine", path)
    rows = []
    for word, name in (("first", "decoded while it plays"), ("second", "from memory")):
        title = f"{ANGIOGRAM_FRAMES} frames of XA, {name}"
        image_ms, dropped = found[f"{word}_image_ms"], found[f"{word}_dropped"]
        rows.append(figure(title, image_ms, "ms", FRAME_MS, KEPT))
        rows.append(figure(f"… frames left out, {name}", dropped, "%", None, DROPPED))
    return rows


def played(app: App, path: str) -> Found:
    """Two rounds at the object's own rate."""
    view = open_path(app, path)
    model = app.grid.active
    model.change(play=replace(model.state.play, playing=False))
    model.go_to(0)
    wait(lambda: is_shown(app))
    app.loader.clear()
    painted = Painted(view, lambda: None)
    model.change(play=replace(model.state.play, playing=True))
    figures: Found = {}
    for name in ("first", "second"):
        before, begun = painted.count, time.perf_counter()
        rest(ROUND_SECONDS)
        moments, seconds = painted.moments[before:], time.perf_counter() - begun
        due = seconds * 1000 / FRAME_MS
        figures[f"{name}_image_ms"] = image_ms(moments)
        figures[f"{name}_dropped"] = max(0.0, 100 * (1 - len(moments) / due))
    return figures


def main() -> int:
    """Build the window, play, print the figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = new_application()
    app = App(Pool())
    app.window.resize(1600, 1000)
    app.window.show()
    try:
        found = played(app, sys.argv[1])
    finally:
        app.close()
    sys.stdout.write(json.dumps(found) + "\n")
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
