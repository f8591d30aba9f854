"""The window lives through damaged files, and answers all the while."""

import resource
import time
from collections import Counter
from pathlib import Path

from tests.mutants import mutants
from tests.test_mutants import seeds
from tests.ui.conftest import OpenViewer
from tests.ui.viewer import Viewer
from viewer.work.pool import Pool

MUTANTS = 60
SLOWEST_TURN_SECONDS = 0.2
"""Of the processor, for one turn of the window's own thread."""

MOST_SECONDS, MOST_BYTES = 60, 3 * 1024**3


def outcome(viewer: Viewer, path: Path) -> str:
    """Open a file: how it ends, with the window answering all the while."""
    app, began = viewer.app, time.monotonic()
    longest, last = 0.0, time.thread_time()

    def idle() -> bool:
        nonlocal longest, last
        now = time.thread_time()
        longest, last = max(longest, now - last), now
        return not app.workspace.state.scanning and app.is_idle

    app.opening.paths([str(path)])
    viewer.until(idle)
    model = viewer.model
    what = model.state.what
    if what.display_set is None:
        index = app.workspace.state.catalogue.index
        assert index.skipped or index.failed
        end = "not shown"
    elif what.display_set.view != "stack":
        end = "card"
    elif model.trouble is not None:
        assert "unexpected" not in model.trouble.sentence
        end = "sentence"
    else:
        assert model.shown is not None
        end = "marked" if model.shown.decoded.marks else "picture"
    app.window.grab()
    idle()
    app.close_all()
    viewer.until(idle)
    assert longest < SLOWEST_TURN_SECONDS, (path.name, longest)
    assert time.monotonic() - began < MOST_SECONDS, path.name
    return end


def test_the_window_lives_through_damaged_files(
    open_viewer: OpenViewer, tmp_path: Path
) -> None:
    viewer = open_viewer(pool=Pool())
    viewer.app.sides.complete()
    ends: Counter[str] = Counter()
    for mutant in mutants(seeds(), MUTANTS, number=7):
        path = tmp_path / mutant.name
        path.write_bytes(mutant.data)
        ends[outcome(viewer, path)] += 1
    assert sum(ends.values()) == MUTANTS
    assert {"picture", "sentence", "not shown"} <= set(ends)


def test_the_window_lives_through_hostile_and_broken_files(
    open_viewer: OpenViewer, corpus: Path
) -> None:
    viewer = open_viewer(pool=Pool())
    viewer.app.sides.complete()
    files = [
        path
        for folder in ("hostile", "broken")
        for path in sorted((corpus / folder).rglob("*"))
        if path.is_file()
    ]
    ends = Counter(outcome(viewer, path) for path in files)
    assert sum(ends.values()) == len(files) > 250
    assert set(ends) == {"picture", "marked", "sentence", "card", "not shown"}
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    assert own < MOST_BYTES
