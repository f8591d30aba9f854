"""Which element rows are on screen: groups, what is folded, the filter. No Qt.

An outline is a plain list of lines; folding and filtering make a new list, which costs
milliseconds for tens of thousands of rows because nothing but Python lists is touched.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from viewer.dicom.element_groups import GROUPS, PRIVATE
from viewer.dicom.elements import ElementRow, is_private, shown_name, shown_value

FRAME = "\0frame"
"""The heading of the current frame's functional groups."""

_PER_FRAME = "(5200,9230)"


class Line(NamedTuple):
    """One line on screen. A heading has no row (-1), and `group` names it.

    `key` stays the same while folding, filtering and going from frame to frame.
    """

    row: int
    group: str
    key: str
    depth: int = 0
    unfolds: bool = False
    is_open: bool = False


class Outline:
    """The rows of one object and what the reader has folded and filtered."""

    def __init__(self) -> None:
        self.rows: tuple[ElementRow, ...] = ()
        self.lines: list[Line] = []
        self.frame_index: int | None = None
        self.words: tuple[str, ...] = ()
        self.shows_private = True
        self.matches = 0
        self._opened: set[str] = set()
        self._folded: set[str] = set()
        self._ends: list[int] = []
        self._texts: list[str] = []
        self._tops: dict[str, list[int]] = {}
        self._frames: list[int] = []
        self._kept: set[int] = set()
        self._above: set[int] = set()

    def show(self, rows: Sequence[ElementRow], frame_index: int | None = None) -> None:
        """Take another object's rows; folds and filter stay."""
        self.rows = tuple(rows)
        self.frame_index = frame_index
        self._ends = _subtree_ends(self.rows)
        self._texts = []
        self._tops = {}
        self._frames = []
        for number, row in enumerate(self.rows):
            if row.depth == 0:
                self._tops.setdefault(row.group, []).append(number)
            elif row.depth == 1 and row.path.startswith(_PER_FRAME):
                self._frames.append(number)
        self.filter(self.words)

    def show_frame(self, frame_index: int) -> None:
        """Another frame of the same object."""
        self.frame_index = frame_index
        self._lay_out()

    def filter(self, words: Sequence[str]) -> None:
        """Keep the rows that have every word, and those above them."""
        folded = tuple(_folded(word) for word in words if word)
        if folded != self.words:
            self._opened = {key for key in self._opened if not key.startswith("?")}
        self.words = folded
        self._kept, self._above = set(), set()
        if folded:
            found = self._found()
            self.matches = len(found)
            self._above = self._those_above(found)
            self._kept = self._above.union(found)
        else:
            self.matches = len(self.rows)
        self._lay_out()

    def show_private(self, shown: bool) -> None:
        """With or without the elements of makers' own."""
        self.shows_private = shown
        self.filter(self.words)

    def toggle(self, line: Line) -> None:
        """Open what is folded, fold what is open."""
        key = self._fold_key(line.key)
        if line.is_open:
            self._opened.discard(key)
            self._folded.add(key)
        else:
            self._folded.discard(key)
            self._opened.add(key)
        self._lay_out()

    def frame_count(self) -> int:
        """Items of the per-frame functional groups."""
        return len(self._frames)

    def _fold_key(self, key: str) -> str:
        """While filtering, folding is apart from folding without a filter."""
        return f"?{key}" if self.words else key

    def _is_open(self, key: str, by_default: bool) -> bool:
        key = self._fold_key(key)
        return key in self._opened or (by_default and key not in self._folded)

    def _found(self) -> list[int]:
        if not self._texts:
            self._texts = [_search_text(row) for row in self.rows]
            for number in self._only_items():
                self._texts[number - 1] += f"\n{self._texts[number]}"
                self._texts[number] = ""
        first, *others = self.words
        found = [n for n, text in enumerate(self._texts) if first in text]
        for word in others:
            found = [n for n in found if word in self._texts[n]]
        if not self.shows_private:
            found = [n for n in found if not is_private(self.rows[n])]
        return found

    def _those_above(self, found: Iterable[int]) -> set[int]:
        parents = _parents(self.rows)
        above: set[int] = set()
        for number in found:
            parent = parents[number]
            while parent >= 0 and parent not in above:
                above.add(parent)
                parent = parents[parent]
        return above

    def _only_items(self) -> Iterator[int]:
        """Items that are the only one of their sequence: they get no line."""
        for number, row in enumerate(self.rows):
            if row.kind == "item" and self._is_only(number):
                yield number

    def _is_only(self, item: int) -> bool:
        above = self.rows[item - 1]
        return above.size == 1 and above.kind == "sequence"

    def _lay_out(self) -> None:
        self.lines = []
        frame = self._current_frame()
        if frame is not None:
            path = self.rows[frame].path
            self._group(FRAME, self._children(frame), _Under(len(path), FRAME, True))
        for group in GROUPS:
            if group != PRIVATE or self.shows_private:
                self._group(group, self._tops.get(group, ()), _Under())
        for number in self._tops.get("", ()):
            self.lines.append(Line(number, "", "end"))

    def _current_frame(self) -> int | None:
        index = self.frame_index
        if index is None or not 0 <= index < len(self._frames):
            return None
        return self._frames[index]

    def _group(self, group: str, tops: Sequence[int], under: "_Under") -> None:
        """A heading with its elements; nothing when the filter leaves none."""
        if self.words:
            tops = [number for number in tops if number in self._kept]
        if not tops:
            return
        is_open = self._is_open(group, by_default=True)
        self.lines.append(Line(-1, group, group, 0, True, is_open))
        if is_open:
            for number in tops:
                self._element(number, under)

    def _element(self, number: int, under: "_Under") -> None:
        """Lines of an element and of what is open below it."""
        row = self.rows[number]
        if self.words and not (under.all_shown or number in self._kept):
            return
        if not self.shows_private and is_private(row):
            return
        key = under.prefix + row.path[under.cut :]
        depth = under.depth
        if not row.size or row.kind not in ("sequence", "item"):
            self.lines.append(Line(number, row.group, key, depth))
            return
        holds_matches = number in self._above
        is_open = self._is_open(key, by_default=holds_matches or under.all_open)
        self.lines.append(Line(number, row.group, key, depth, True, is_open))
        if is_open:
            all_shown = under.all_shown or not holds_matches
            below = under._replace(depth=depth + 1, all_shown=all_shown)
            for child in self._children(number):
                self._element(child, below)

    def _children(self, number: int) -> list[int]:
        """Rows right below one; the elements themselves where there is one item."""
        children = []
        child, end = number + 1, self._ends[number]
        while child < end:
            children.append(child)
            child = self._ends[child]
        if len(children) == 1 and self.rows[number].kind == "sequence":
            return self._children(children[0])
        return children


class _Under(NamedTuple):
    """What elements inherit from the line above them.

    `cut` and `prefix` make a key of a path that stays the same from frame to frame.
    """

    cut: int = 0
    prefix: str = ""
    all_open: bool = False
    depth: int = 0
    all_shown: bool = False


def _subtree_ends(rows: Sequence[ElementRow]) -> list[int]:
    ends = [len(rows)] * len(rows)
    above: list[int] = []
    for number, row in enumerate(rows):
        while above and rows[above[-1]].depth >= row.depth:
            ends[above.pop()] = number
        above.append(number)
    return ends


def _parents(rows: Sequence[ElementRow]) -> list[int]:
    parents = []
    above: list[int] = []
    for number, row in enumerate(rows):
        while above and rows[above[-1]].depth >= row.depth:
            above.pop()
        parents.append(above[-1] if above else -1)
        above.append(number)
    return parents


def _search_text(row: ElementRow) -> str:
    return _folded(f"{row.tag} {row.keyword} {shown_name(row)}\n{shown_value(row)}")


def _folded(text: str) -> str:
    """Without case and accents, for comparing."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    return "".join(p for p in parts if not unicodedata.combining(p)).casefold()
