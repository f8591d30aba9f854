"""Actions as lists show them, and how well they answer to what a reader types."""

from collections.abc import Sequence

from viewer.records import dataclass
from viewer.text import plain

WHOLE, BEGINNING, INSIDE, SCATTERED = 8, 6, 3, 1
"""Points for a typed word: it is a word, begins one, stands inside, or its letters do
in their order."""


@dataclass(frozen=True, slots=True)
class Command:
    """One action: `path` is where it stands in the menus, in words of the reader.

    `english` is text and path in English; `keys` and `own_keys`, which the program
    gives it, are portable sequences.
    """

    id: str
    text: str
    path: str
    english: str = ""
    keys: tuple[str, ...] = ()
    own_keys: tuple[str, ...] = ()
    enabled: bool = True


def found(commands: Sequence[Command], typed: str) -> list[Command]:
    """Those that answer to every typed word, the best and shortest first;
    all of them for none."""
    words = plain(typed).split()
    if not words:
        return list(commands)
    rated = [
        (-points, len(command.text), place, command)
        for place, command in enumerate(commands)
        if (points := rank(command, words)) is not None
    ]
    return [one[-1] for one in sorted(rated, key=lambda one: one[:3])]


def rank(command: Command, words: Sequence[str]) -> int | None:
    """Points for plain words in either language; None when one is not answered to."""
    languages = (
        (plain(command.text), plain(command.path)),
        (plain(command.english), ""),
    )
    rated = [_in_texts(texts, words) for texts in languages]
    known = [points for points in rated if points is not None]
    return max(known) if known else None


def _in_texts(texts: tuple[str, str], words: Sequence[str]) -> int | None:
    """The text of the action counts twice what its path does."""
    points = 0
    for word in words:
        best = max(2 * _in(texts[0], word), _in(texts[1], word))
        if best == 0:
            return None
        points += best
    return points


def _in(text: str, word: str) -> int:
    parts = text.replace("…", " ").replace("›", " ").split()
    if word in parts:
        return WHOLE
    if any(part.startswith(word) for part in parts):
        return BEGINNING
    if word in text:
        return INSIDE
    if len(word) > 2 and any(_scattered(part, word) for part in parts):
        return SCATTERED
    return 0


def _scattered(text: str, word: str) -> bool:
    """The letters stand in the text in their order, the first one first."""
    rest = iter(text)
    return text[:1] == word[:1] and all(letter in rest for letter in word)
