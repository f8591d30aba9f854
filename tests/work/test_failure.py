import errno
import pickle

import pytest

from viewer.files.header import NotDicomError, UnreadableError
from viewer.pixels.encoding import OutOfReachError, PixelError
from viewer.work.failure import Failed, failure_of


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001 (any kind is what is tested)
        return caught


@pytest.mark.parametrize(
    "error",
    [
        PixelError("A sentence.", "detail"),
        NotDicomError("A sentence."),
        UnreadableError("A sentence."),
        Failed("A sentence.", "detail"),
        OutOfReachError("A sentence.", "detail"),
        Failed("A sentence.", "detail", passing=True),
    ],
)
def test_an_error_of_the_viewer_keeps_its_sentence(error: Exception) -> None:
    assert failure_of(raised(error)).sentence == "A sentence."
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == "A sentence."
    assert getattr(again, "detail", "") == getattr(error, "detail", "")
    assert getattr(again, "passing", False) == getattr(error, "passing", False)
    assert failure_of(error).passing is getattr(error, "passing", False)


@pytest.mark.parametrize(
    ("error", "word", "passing"),
    [
        (MemoryError(), "memory", False),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "memory", False),
        (FileNotFoundError(errno.ENOENT, "gone"), "the file is gone", True),
        (OSError(errno.EIO, "Input/output error"), "medium was removed", True),
        (ZeroDivisionError(), "unexpected", False),
    ],
)
def test_other_errors_get_a_sentence_of_their_kind(
    error: Exception, word: str, passing: bool
) -> None:
    failure = failure_of(raised(error))
    assert word in failure.sentence
    assert failure.passing is passing
    assert failure.detail.startswith(f"{type(error).__name__} < work/test_failure.py:")


def test_the_text_of_a_foreign_error_is_not_repeated() -> None:
    failure = failure_of(raised(ValueError("Doe^Jane")))
    assert "Doe" not in failure.sentence + failure.detail


def test_a_failure_is_printed_as_its_sentence() -> None:
    assert str(Failed("A sentence.", "detail")) == "A sentence."
