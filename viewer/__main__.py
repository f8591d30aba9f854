"""The program: `negatoscope [PATH …]` opens the window, a command word works without.

Kept small, because it runs before the first picture: what a command needs is imported
when that command was asked for.
"""

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.ui.single_instance import Claim

COMMANDS = (
    "info",
    "index",
    "pixels",
    "render",
    "screenshot",
    "thumbnail",
    "self-test",
)
TRACKER = "from multiprocessing.resource_tracker import main;main("
"""How the library starts its keeper of shared memory; the number of a pipe follows."""

INTERRUPTED = 130
"""The exit code after Ctrl+C, as shells have it."""

USAGE = """usage: negatoscope [PATH ...]     open files and folders in the window
       negatoscope --demo         open the demonstration study
       negatoscope info PATH ... [--json]
       negatoscope index PATH ... [--json]
       negatoscope pixels PATH --stage stored|modality|display [--frame N] -o OUT.npy
       negatoscope pixels PATH ... --stage stored|modality|display --digest
       negatoscope pixels PATH --explain COLUMN ROW [--frame N] [--json]
       negatoscope render PATH [--frame N] [--window CENTRE WIDTH | --voi K]
                              [--presentation-state PS] [--annotations] [--marks]
                              -o OUT.png
       negatoscope screenshot PATH ... [--size WxH] [--layout 2x3|1+2|1/3] [--marks]
                              [--language en|pt_BR] [--panel NAME] -o OUT.png
       negatoscope thumbnail PATH [--size N] OUT.png
       negatoscope self-test      what this installation lacks, if anything
       negatoscope --version | --help
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is 0, 1 (an input failed) or 2 (wrong usage)."""
    if getattr(sys, "frozen", False) and len(sys.argv) > 2:
        _serve_if_asked(sys.argv)
    _replace_missing_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and words[0] in COMMANDS:
        try:
            return _command(words[0], words[1:])
        except KeyboardInterrupt:
            return INTERRUPTED
    if words in (["--help"], ["-h"]):
        sys.stdout.write(USAGE)
        return 0
    if words == ["--version"]:
        from viewer import __version__

        sys.stdout.write(f"negatoscope {__version__}\n")
        return 0
    demo = "--demo" in words
    paths = [word for word in words if word != "--demo"]
    if paths and paths[0] == "--":
        paths = paths[1:]
    elif any(word.startswith("-") for word in paths):
        sys.stderr.write(USAGE)
        return 2
    return _window(paths, demo)


def _window(paths: list[str], demo: bool) -> int:
    """One for all starts, save from a patient's disc, of which nothing is kept."""
    from viewer.store.portable import disc_index, keep_beside, program_folder
    from viewer.ui.single_instance import Claim, claim_or_hand_over

    folder = program_folder()
    disc = "" if paths or demo else disc_index(folder)
    if disc:
        return _start([disc], Claim(""), from_disc=True)
    keep_beside(folder, os.environ)
    claim = claim_or_hand_over(paths, handing=not demo)
    return 0 if claim is None else _start(paths, claim, demo)


def _start(
    paths: list[str], claim: "Claim", demo: bool = False, from_disc: bool = False
) -> int:
    """The window; what it needs is imported in the order that takes the least time."""
    gc.disable()  # until the first picture: nothing of the start is garbage
    # Before Qt, whose own import hook slows every import that comes later.
    import viewer.files.fidelity
    import viewer.geometry.fit
    import viewer.kinds.captions
    import viewer.kinds.card_text
    import viewer.kinds.presets
    import viewer.kinds.screen_patterns
    import viewer.pixels.readout
    import viewer.store.frame_cache
    import viewer.store.settings
    import viewer.work.loading
    import viewer.work.opening
    import viewer.work.tasks  # noqa: F401
    from viewer.ui.import_hook import spare_sources

    spare_sources()
    from viewer.ui.start import start

    return start(paths, claim, demo=demo, from_disc=from_disc)


def _serve_if_asked(words: list[str]) -> None:
    """A bundle is its own interpreter: what its workers need is asked of it in words.

    `multiprocessing.freeze_support()` does the first on Windows only, and costs every
    start the import of it. Does not return when it was asked.
    """
    if words[1] == "--multiprocessing-fork":
        from multiprocessing.spawn import freeze_support

        freeze_support()
    if words[-2] == "-c" and words[-1].startswith(TRACKER):
        from multiprocessing.resource_tracker import main as track

        track(int(words[-1].removeprefix(TRACKER).rstrip(")")))
        sys.exit()


def _replace_missing_streams() -> None:
    """A program without a console, or with closed ones, has none to write to."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nothing = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (stays)
            setattr(sys, name, nothing)


def _command(name: str, words: list[str]) -> int:
    if getattr(sys, "frozen", False):
        from viewer.store.portable import keep_beside, program_folder

        keep_beside(program_folder(), os.environ)
    if name == "info":
        from viewer.commands.info import run
    elif name == "index":
        from viewer.commands.index import run
    elif name == "pixels":
        from viewer.commands.pixels import run
    elif name == "render":
        from viewer.ui.render import run
    elif name == "thumbnail":
        from viewer.commands.thumbnail import run
    elif name == "screenshot":
        from viewer.ui.capture import run
        from viewer.ui.endings import end_at_once

        end_at_once()
    else:
        from viewer.ui.self_test import run
    return run(words)


if __name__ == "__main__":
    sys.exit(main())
