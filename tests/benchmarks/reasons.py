"""Why a target is missed and what the limit is, as far as a profile has shown.

By the beginning of a figure's name; the page tells those that are missed.
"""

from tests.benchmarks.figure import Figure

BUSY_LOAD = 1.5
"""So many processes wanted a processor before the program: its figures say little."""

UNKNOWN = "not explained yet: look at a profile."

REASONS = {
    "first image, 300-slice CT": (
        "the floor program has no menus, order of slices, texts or settings. What"
        " lies above it are the imports of the 280 modules that the first window"
        " needs, and the making of its widgets."
    ),
    "first image, 2,000-file folder": (
        "as with the CT; and the headers are read in a thread that shares"
        " Python's lock with the making of the window."
    ),
    "first image on a screen": (
        "aeskulap is compiled and shows a window of 620 × 280 pixels. Of ours"
        " most is the start of Python and Qt, which the floor has too."
    ),
    "300 slices in memory": (
        "reading from the page cache leaves 0.1 ms a slice. Loading one takes"
        " about 1 ms: a tenth is reading, a fifth making its halves for shrinking,"
        " the rest is its header's attributes and its range of values. A picture"
        " waits for one."
    ),
    "decode 60 slices": (
        "frames come back from worker processes, which share the processors with"
        " the one that asks. Threads would save that, but one damaged file could"
        " end the program."
    ),
    "resident memory, after the CT": (
        "the window alone takes what the row below says; and each frame is kept"
        " with its halves for shrinking, a third more than its pixels."
    ),
    "longest stall": (
        "two workers decode on the machine's processors meanwhile. What the"
        " window's thread did itself is in the row below."
    ),
    "300 slices by a key held down": (
        "the workers are as fast as the codec, but share the processors with the"
        " window, which paints meanwhile."
    ),
    "longest turn while a volume comes": (
        "the turn in which three planes are made and painted for the first time."
    ),
    "decode ": (
        "what is added to the codec is a fixed part of a millisecond: finding the"
        " frame in its file, and proving that its code stream is whole."
    ),
    "window step, 4096 × 3328, the same in colours": (
        "four bytes are looked up and painted for each pixel where grey needs one."
    ),
    "window step, 3 × 3": ("nine viewports are painted, each with its texts."),
    "4 mammograms": ("four viewports are painted, each with its texts."),
}


def reason(figure: Figure, load: float = 0.0) -> str:
    """Of a figure that misses a target; `load`: of the machine, before it."""
    found = [text for start, text in REASONS.items() if figure.name.startswith(start)]
    if load < BUSY_LOAD:
        return found[0] if found else UNKNOWN
    said = f"the machine was busy (load {load:.0f}), measure again"
    return f"{said}; {found[0]}" if found else f"{said}."
