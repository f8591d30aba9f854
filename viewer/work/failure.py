"""How work that could not be done is told: a sentence for people, words for support."""

import errno
import os

from viewer.text import tr

TRACEBACK_PLACES = 3


class Failed(Exception):
    """A job ended without an answer.

    `sentence` says what happened and what next; `detail` is for support ("copy
    details"): technical words, never a value from a file. What is `passing` may go
    well when it is tried again: a medium may be back, a machine less busy.
    """

    def __init__(self, sentence: str, detail: str = "", passing: bool = False) -> None:
        super().__init__(sentence, detail, passing)
        self.sentence = sentence
        self.detail = detail
        self.passing = passing

    def __str__(self) -> str:
        return self.sentence


def failure_of(error: BaseException) -> Failed:
    """Any exception as a `Failed`: those of the viewer keep their own sentence."""
    if isinstance(error, Failed):
        return error
    if type(error).__module__.split(".")[0] == "viewer":
        detail = getattr(error, "detail", "") or places(error)
        return Failed(str(error), detail, getattr(error, "passing", False))
    passing = False
    if isinstance(error, MemoryError) or _is_out_of_memory(error):
        sentence = tr("This needs more memory than one image may take.")
    elif isinstance(error, OSError):
        sentence, passing = tr("The medium was removed or the file is gone."), True
    else:
        sentence = tr("This could not be read: an unexpected error stopped it.")
    return Failed(sentence, places(error), passing)


def _is_out_of_memory(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno == errno.ENOMEM


def places(error: BaseException) -> str:
    """Type and last code lines of an exception, without its text.

    The text of a library's exception may quote a patient's data.
    """
    found: list[str] = []
    traceback = error.__traceback__
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        short = "/".join(file.split(os.sep)[-2:])
        found.append(f"{short}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return " < ".join([type(error).__name__, *reversed(found[-TRACEBACK_PLACES:])])
