"""Movies: the right frames for the right time; GIF read back by Pillow."""

import io
from typing import Any

import numpy as np
from PIL import Image

from tests.ui.sets import sets_of
from viewer.demo.build import image
from viewer.export.movie import (
    gif_bytes,
    gif_ticks,
    is_too_fast_for_gif,
    scenes_of,
)
from viewer.kinds.timing import Way, timing_of


def scenes(frames: int = 4, speed: float = 1.0, **elements: Any) -> Any:
    described: dict[str, Any] = {
        "FrameIncrementPointer": 0x00181063,
        "FrameTime": "33.333",
    }
    (made,) = sets_of([image(frames=frames, **(described | elements))])
    return scenes_of(timing_of(made, 0, Way(first=0, last=frames - 1)), speed)


def test_each_frame_begins_when_the_one_before_ends() -> None:
    made = scenes(FrameTime="40")
    assert [(one.index, one.begins_ms, one.ends_ms) for one in made] == [
        (0, 0.0, 40.0),
        (1, 40.0, 80.0),
        (2, 80.0, 120.0),
        (3, 120.0, 160.0),
    ]
    assert scenes(speed=2.0, FrameTime="40")[-1].ends_ms == 80.0


def test_hundredths_are_rounded_so_that_errors_do_not_add_up() -> None:
    made = scenes(frames=30)
    ticks = gif_ticks(made)
    assert sum(ticks) == 100
    assert set(ticks) == {3, 4}
    assert not is_too_fast_for_gif(made)
    assert is_too_fast_for_gif(scenes(speed=4.0))


def test_a_gif_has_every_frame_for_its_time() -> None:
    pictures = [np.full((6, 8), 40 * n, np.uint8) for n in range(4)]
    with Image.open(io.BytesIO(gif_bytes(pictures, [3, 4, 10, 5]))) as read:
        seen = []
        for number in range(read.n_frames):  # type: ignore[attr-defined]
            read.seek(number)
            grey = np.asarray(read.convert("L"))
            seen.append((int(grey[0, 0]), read.info["duration"]))
        assert seen == [(0, 30), (40, 40), (80, 100), (120, 50)]
        assert read.info["loop"] == 0
