"""Figures of large studies in the real window, from a process of its own."""

from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.data import CT_SIZE
from tests.benchmarks.figure import Figure, Target, figure
from tests.benchmarks.process import session
from viewer.store.frame_cache import default_limit_bytes

BY = "issue 8"
ALLOWANCE_MB = 400.0
SCREEN = Target(BY, 1000 / 60)
GUARD_SECONDS = 900.0
SMALL_CACHE_BYTES = 512 * 1024**2


def figures_of_2000(folders: Sequence[Path], count: int) -> list[Figure]:
    """With room for a quarter of its frames."""
    volume = count * CT_SIZE * CT_SIZE * 2
    return _figures(folders, count, min(SMALL_CACHE_BYTES, volume // 2))


def figures_of_10000(folders: Sequence[Path], count: int) -> list[Figure]:
    """With the cache that the program gives itself on this machine."""
    return _figures(folders, count, default_limit_bytes())


def _figures(folders: Sequence[Path], count: int, cache_bytes: int) -> list[Figure]:
    found = session("large_session", cache_bytes, *folders, seconds=GUARD_SECONDS)
    if found["frames"] != count:
        raise ValueError(f"the window showed {found['frames']} of {count} slices")
    cache = cache_bytes / 1e6
    ceiling = Target(BY, cache + ALLOWANCE_MB)
    name = f"{count:,} slices"
    peak = f"{name}, most resident memory, cache of {cache:,.0f} MB"
    work = f"{name}, window's own work for an image"
    return [
        figure(f"{name}, opened to a picture", found["seen_ms"], "ms"),
        figure(f"{name}, opened to all known", found["whole_ms"], "ms"),
        figure(f"{name}, longest turn while opened", found["longest_turn_ms"], "ms"),
        figure(f"{name}, scrolled, an image", found["image_ms"], "ms", None, SCREEN),
        figure(work, found["busy_ms"], "ms"),
        figure(peak, found["opened_and_scrolled_mb"], "MB", None, ceiling),
    ]
