"""Planes and slabs of a volume: a draft at once, large slabs by threads at rest."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from viewer.geometry.drafts import drafted
from viewer.geometry.reslice import Cut, Values, Volume, layers, reslice_rows, resliced

SHARED_SAMPLES = 2_000_000
"""Slabs with fewer are made by one thread."""

THREADS = min(max(os.cpu_count() or 2, 2), 4)


def made_plane(volume: Volume, cut: Cut, smooth: bool, draft: int = 0) -> Values:
    """The values of a plane or slab; of a draft so many rows and columns are one."""
    if draft:
        return drafted(volume, cut, draft)
    samples = cut.rows * cut.columns * layers(volume.grid, cut)
    if not smooth or samples < SHARED_SAMPLES:
        return resliced(volume, cut, smooth)
    out: Values = np.empty((cut.rows, cut.columns), volume.values.dtype)
    parts = np.array_split(np.arange(cut.rows), THREADS)
    with ThreadPoolExecutor(THREADS) as threads:
        for done in [
            threads.submit(
                reslice_rows,
                volume,
                cut,
                smooth,
                int(part[0]),
                out[part[0] : part[-1] + 1],
            )
            for part in parts
            if part.size
        ]:
            done.result()
    return out
