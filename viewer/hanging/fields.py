"""A table of a TOML file, field by field: what is wrong is told with its key."""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from viewer.text import tr

LONGEST_TEXT = 200
LONGEST_LIST = 64


class RuleError(Exception):
    """A rule that makes no sense: the key, what is wrong, and what to do."""

    def __init__(self, key: str, wrong: str, remedy: str) -> None:
        super().__init__(key, wrong, remedy)
        self.key, self.wrong, self.remedy = key, wrong, remedy


class Fields:
    """Takes the fields of one table; `finish` complains of those that nobody took."""

    def __init__(self, table: object, where: str = "") -> None:
        self._where = where
        self._taken: set[str] = set()
        if not isinstance(table, Mapping):
            raise RuleError(
                where,
                tr("This is no table."),
                tr("Write it as [{key}] and its fields below.", key=where),
            )
        self._table: Mapping[str, Any] = table

    def key(self, name: str) -> str:
        """The whole path of a field in its file."""
        return f"{self._where}.{name}" if self._where else name

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return name in self._table

    def take(self, name: str) -> object:
        """The value as TOML gives it, None when absent."""
        self._taken.add(name)
        return self._table.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        """A short text; without default it must be there."""
        value = self.take(name)
        if value is None and default is not None:
            return default
        if value is None:
            raise RuleError(
                self.key(name),
                tr("This is missing."),
                tr('Add a line such as {name} = "…".', name=name),
            )
        if not isinstance(value, str) or len(value) > LONGEST_TEXT or not value.strip():
            raise RuleError(
                self.key(name),
                tr("This is no short text."),
                tr("Write it between quotation marks."),
            )
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of short texts; one alone may stand without brackets."""
        value = self.take(name)
        if value is None:
            return ()
        listed = [value] if isinstance(value, str) else value
        if (
            not isinstance(listed, list)
            or len(listed) > LONGEST_LIST
            or not all(isinstance(one, str) and one.strip() for one in listed)
            or any(len(one) > LONGEST_TEXT for one in listed)
        ):
            raise RuleError(
                self.key(name),
                tr("This is no list of short texts."),
                tr('Write it as {name} = ["…", "…"].', name=name),
            )
        return tuple(one.strip() for one in listed)

    def word(self, name: str, words: Sequence[str], default: str) -> str:
        """One of some words."""
        value = self.text(name, default) if self.has(name) else default
        if value != default and value not in words:
            raise unknown(self.key(name), value, words)
        return value

    def number(self, name: str, default: int | None = None) -> int | None:
        """A whole number from 0 to 10000."""
        value = self.take(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            value = -1
        if not 0 <= value <= 10_000:
            raise RuleError(
                self.key(name),
                tr("This is no whole number."),
                tr(
                    "Write a number without quotation marks, such as {name} = 2.",
                    name=name,
                ),
            )
        return value

    def yes(self, name: str) -> bool:
        """True or false, false when absent."""
        value = self.take(name)
        if value not in (None, True, False):
            raise RuleError(
                self.key(name),
                tr("This is neither true nor false."),
                tr("Write {name} = true.", name=name),
            )
        return value is True

    def names(self) -> tuple[tuple[str, str], ...]:
        """(language, text) of fields such as name_pt_BR."""
        found = [key for key in self._table if re.fullmatch(r"name_\w+", key)]
        return tuple((key.removeprefix("name_"), self.text(key)) for key in found)

    def finish(self, known: Collection[str] = ()) -> None:
        """Complain of a field that means nothing here."""
        for key in self._table:
            if key not in self._taken:
                raise unknown(self.key(key), key, sorted(self._taken | set(known)))


def unknown(key: str, word: str, words: Sequence[str]) -> RuleError:
    """The complaint about a word that is not one of those known."""
    near = difflib.get_close_matches(word, words, 1)
    remedy = tr("Known are: {words}.", words=", ".join(words))
    if near:
        remedy = tr("Did you mean “{word}”?", word=near[0])
    return RuleError(key, tr("“{word}” means nothing here.", word=word), remedy)
