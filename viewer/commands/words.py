"""How the words after a command are read."""

import argparse
from collections.abc import Sequence

_PATH = "\0"
"""Before a word that is a path whatever it looks like; no argument can hold it."""


def parsed(
    parser: argparse.ArgumentParser, arguments: Sequence[str]
) -> argparse.Namespace:
    """Options and paths in any order; what follows `--` are paths only.

    Ends like argparse where the words make no sense. Its own `--` is lost as soon as
    options may stand between paths.
    """
    at = arguments.index("--") if "--" in arguments else len(arguments)
    paths = (_PATH + word for word in arguments[at + 1 :])
    options = parser.parse_intermixed_args([*arguments[:at], *paths])
    for name, value in vars(options).items():
        if isinstance(value, str):
            setattr(options, name, value.removeprefix(_PATH))
        elif isinstance(value, list):
            words = [_plain(word) for word in value]
            setattr(options, name, words)
    return options


def _plain(word: object) -> object:
    return word.removeprefix(_PATH) if isinstance(word, str) else word
