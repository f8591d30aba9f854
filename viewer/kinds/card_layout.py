"""How a card is laid out: which attributes, and which tables of items.

A path is keywords of PS3.6 with "/" between: all but the last are sequences. "#" before
the last one counts its items. A label of "" stands for the attribute's standard name.
"""

from dataclasses import dataclass

Row = tuple[str, str]
"""(label or "", path)"""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of a card: one row for each item that the path `items` leads to.

    Items of the sequences in `joined` complete the row whose value of `key` they refer
    to by the keyword beside them.
    """

    title: str
    items: str
    columns: tuple[Row, ...]
    key: str = ""
    joined: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What the card of a kind shows besides patient, date and equipment."""

    rows: tuple[Row, ...] = ()
    tables: tuple[Listing, ...] = ()
