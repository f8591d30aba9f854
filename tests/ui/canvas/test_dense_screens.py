"""Screens of two device pixels to a point: sharp pictures, true pointers.

In a process of its own: Qt takes the factor when the application is made.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]

PROGRAM = """
import json, sys
import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
application = QApplication([])
from tests.ui.sets import ct_set, shown_of
from tests.ui.viewer import rgb_of
from viewer.demo.build import ramp
from viewer.geometry.fit import Camera
from viewer.pixels.look import Look
from viewer.pixels.pipeline import picture
from viewer.ui.canvas.canvas import Canvas
from viewer.ui.canvas.style import CanvasStyle
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel

model = ViewportModel()
canvas = Canvas(model, ToolChoice())
canvas.set_style(CanvasStyle("none"))
canvas.resize(100, 80)
canvas.show()
display_set = ct_set(1, pixels=ramp((40, 60), np.uint16, 12))
model.show_set(display_set)
shown = shown_of(display_set.frames[0])
model.deliver(shown, None)
fit = canvas.transform().scale_x
model.change(camera=Camera(zoom=1.0))
painted = rgb_of(canvas.grab().toImage())
levels = picture(shown.decoded.values, shown.info, Look())
from tests.ui.canvas.test_picture import MAKES
from tests.ui.sets import sets_of
def is_same(dataset):
    display_set, = sets_of([dataset])
    model.show_set(display_set)
    shown = shown_of(display_set.frames[0])
    model.deliver(shown, None)
    model.change(camera=Camera(zoom=1.0))
    made = picture(shown.decoded.values, shown.info, Look())
    made = made if made.ndim == 3 else made[..., None]
    return bool((rgb_of(canvas.grab().toImage())[60:100, 72:128] == made).all())
at = canvas.pointer_at(QPointF(50, 40))
print(json.dumps({
    "size": model.size,
    "fit": fit,
    "painted": painted.shape,
    "same": bool((painted[60:100, 70:130, 0] == levels).all()),
    "outside": int(painted[:60].max()),
    "pointer": [at.x, at.y, at.column, at.row],
    "makes": {name: is_same(make()) for name, make in MAKES.items()},
}))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What a canvas of 100 × 80 points says and paints on such a screen."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made


def test_a_cell_is_measured_in_device_pixels(told: dict[str, Any]) -> None:
    assert told["size"] == [200, 160]
    assert told["painted"] == [160, 200, 3]
    assert told["fit"] == 200 / 60


def test_one_to_one_is_an_image_pixel_to_a_device_pixel(told: dict[str, Any]) -> None:
    assert told["same"]
    assert told["outside"] == 0


def test_every_kind_of_picture_is_painted_pixel_by_pixel(told: dict[str, Any]) -> None:
    assert len(told["makes"]) > 12
    assert [name for name, same in told["makes"].items() if not same] == []


def test_the_pointer_finds_the_pixel_under_it(told: dict[str, Any]) -> None:
    assert told["pointer"] == [100, 80, 30, 20]
