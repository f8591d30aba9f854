"""What buttons and the wheel do, in words."""

from collections.abc import Iterator

from viewer.store.habits import Mouse
from viewer.text import mark, tr

USE_WORDS = {
    "chosen": mark("The chosen tool (at first: window)"),
    "window": mark("Window"),
    "zoom": mark("Zoom"),
    "pan": mark("Pan"),
    "scroll": mark("Scroll through the stack"),
    "magnifier": mark("Magnifier"),
    "": mark("Nothing"),
    "maximise": mark("Show one viewport, or all"),
    "reset": mark("Reset the view"),
    "fit": mark("Fit to the cell"),
    "invert": mark("Invert"),
    "quadrant": mark("Next quarter of the image"),
    "window-default": mark("The file's own window"),
    "images": mark("Scroll through the stack"),
    "phases": mark("Next phase, or ten images"),
    "series": mark("Next series"),
    "width": mark("Width of the window"),
    "centre": mark("Brightness of the window"),
}
WHEEL_ZOOM = mark("Zoom at the pointer")
PRESSES = (
    ("left", mark("Left drag")),
    ("right", mark("Right drag")),
    ("middle", mark("Middle button")),
    ("both", mark("Left and right together")),
    ("wheel", mark("Wheel")),
    ("shift_wheel", mark("Shift and wheel")),
    ("ctrl_wheel", mark("Ctrl and wheel")),
)
FIXED = (
    (mark("Right click"), mark("Menu of the image")),
    (mark("Alt and left drag"), mark("Window")),
    (mark("Double click"), mark("Show one viewport, or all")),
    (mark("Click a mark, drag it"), mark("Select it, move it or its handle")),
    (mark("Shift and left drag"), mark("Draw a new mark over another one")),
    (mark("Double click on a mark"), mark("Its text")),
    (mark("Drag a series onto a viewport"), mark("Show it there")),
)


def use_text(field: str, use: str) -> str:
    """What a use is called, of a button or of the wheel."""
    if use == "zoom" and field.endswith("wheel"):
        return tr(WHEEL_ZOOM)
    return tr(USE_WORDS[use])


def mouse_rows(mouse: Mouse) -> Iterator[tuple[str, str]]:
    """(what to press, what it does), as the reader has it."""
    for field, press in PRESSES:
        yield tr(press), use_text(field, getattr(mouse, field))
    for press, does in FIXED:
        yield tr(press), tr(does)
