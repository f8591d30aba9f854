"""What a decoder is: a function from one encoded frame to its raw values."""

import importlib
from collections.abc import Callable
from typing import Any, NamedTuple

from viewer.pixels.codestream import CodeStream
from viewer.pixels.encoding import Encoding
from viewer.pixels.stored_values import Values
from viewer.records import dataclass


class UnavailableError(Exception):
    """The decoder is not installed, or does not do this kind of stream."""


class RefusedError(Exception):
    """The decoder found the stream wrong, and did not raise."""


class Frame(NamedTuple):
    """One encoded frame and what is known of it.

    With `proof` the decoder sees to it that all of the data were there and sound, also
    where that takes about as long as decoding.
    """

    data: bytes
    encoding: Encoding
    stream: CodeStream | None
    proof: bool = True


class Raw(NamedTuple):
    """What a decoder gives: (rows, columns[, samples]) as stored.

    Colour as in the stream, sign and unused bits as they come.
    """

    values: Values
    is_whole: bool = True
    is_proven: bool = True
    """Nothing was left out of the proof that it is whole."""


@dataclass(frozen=True, slots=True)
class Decoder:
    """A decoder and the name by which it is reported and skipped."""

    name: str
    decode: Callable[[Frame], Raw]
    twins: tuple[str, ...] = ()
    """Decoders on the same library: what they refuse is not tried again."""


def library(name: str) -> Any:
    """A compiled library without type information, imported when first wanted.

    Raises UnavailableError.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UnavailableError(name) from error
