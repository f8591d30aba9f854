"""Which frames of a run a movie has and when each begins; animated GIF (GIF89a)."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.export.appearance import NOTICE
from viewer.kinds.timing import Timing

GIF_TICK_MS = 10.0
"""A GIF tells times in hundredths of a second."""

SHORTEST_GIF_MS = 20.0
"""Programs that play GIF take what is shorter for a tenth of a second."""

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Scene:
    """One frame of a movie: its place in the display set, begin and end in ms."""

    index: int
    begins_ms: float
    ends_ms: float


def scenes_of(timing: Timing, speed: float = 1.0) -> tuple[Scene, ...]:
    """One round at the rate at which it plays."""
    ends = [end / speed for end in accumulate(timing.durations_ms)]
    begins = [0.0, *ends[:-1]]
    rows = zip(timing.order, begins, ends, strict=True)
    return tuple(Scene(*row) for row in rows)


def gif_ticks(scenes: Sequence[Scene]) -> list[int]:
    """Hundredths of a second of each frame, rounded so that errors do not add up."""
    marks = [round(scene.ends_ms / GIF_TICK_MS) for scene in scenes]
    return [max(end - begin, 1) for begin, end in zip([0, *marks], marks, strict=False)]


def is_too_fast_for_gif(scenes: Sequence[Scene]) -> bool:
    """Some frame is shorter than programs that play GIF believe."""
    return any(tick * GIF_TICK_MS < SHORTEST_GIF_MS for tick in gif_ticks(scenes))


def gif_bytes(
    pictures: Sequence[Picture],
    ticks: Sequence[int],
    is_cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """Pictures (rows, columns) or (rows, columns, 3), each for so many hundredths."""
    from PIL import Image

    def made() -> Iterator[Any]:
        for picture in pictures[1:]:
            if is_cancelled():
                return
            yield Image.fromarray(picture)

    file = io.BytesIO()
    first: Any = Image.fromarray(pictures[0])
    first.save(
        file,
        "GIF",
        save_all=True,
        append_images=made(),
        duration=[tick * 10 for tick in ticks],
        loop=0,
        optimize=False,
        disposal=1,
        comment=NOTICE,
    )
    return file.getvalue()
