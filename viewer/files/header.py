"""A DICOM header as plain bytes by tag: what the index and the picture are made from.

A `Header` is made by the fast walker (`walk.py`) or from a pydicom data set
(`dataset.py`); both give the same answers. It is plain data and can be pickled.
"""

from collections.abc import Mapping
from dataclasses import field

from viewer.dicom import tags
from viewer.dicom.values import decode_text, parse_integers, parse_numbers
from viewer.files.sources import Source
from viewer.files.stamp import Stamp
from viewer.records import dataclass


class NotDicomError(Exception):
    """The file is something else; the sentence says what it looks like."""


class UnreadableError(Exception):
    """DICOM, but its header cannot be read; the sentence says why."""


class OutOfReachError(UnreadableError):
    """The file or its medium is gone; it may be back when somebody tries again."""

    passing = True


Identity = tuple[str, Stamp | None, tuple[str, ...]]
"""Path, state of the file, and how the reader wants its texts to be read."""

Element = tuple[str, bytes]
"""VR ("" when implicit and not in our table) and the value's bytes as in the file."""


@dataclass(frozen=True, slots=True, eq=False)
class Header:
    """Elements of one data set, or of one sequence item.

    `elements` holds raw value bytes; the methods convert on demand and never raise:
    what is absent or malformed is "", None or (). `items` holds nested items, only
    when `complete`. `pixel_tag` is the tag of the pixel data element or 0;
    `pixel_offset` is where its value starts in the file (in the inflated stream when
    the transfer syntax deflates the data set); `pixel_length` is its length, -1 for
    undefined length (encapsulated).
    """

    source: Source
    elements: Mapping[int, Element]
    transfer_syntax_uid: str = ""
    little_endian: bool = True
    character_set: tuple[str, ...] = ()
    pixel_tag: int = 0
    pixel_offset: int = 0
    pixel_length: int = 0
    complete: bool = False
    """Read through pydicom: `items` and every element that the picture may need."""
    wants_dataset: bool = False
    """The walker saw elements that change the picture or tell what it is and that it
    does not keep (LUT sequences, palettes, functional groups, waveforms that may be
    sound): ask for the complete header."""
    items: Mapping[int, tuple["Header", ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    stamp: Stamp | None = None
    """The state of the file that it was read from; None of what is in memory."""

    @property
    def identity(self) -> Identity:
        """Which file, and in which state: what is kept of another is not this one's."""
        return self.source.path, self.stamp, self.source.character_set

    def has(self, tag: int) -> bool:
        """Present with a value."""
        element = self.elements.get(tag)
        return bool(element and element[1]) or bool(self.items.get(tag))

    def present(self, tag: int) -> bool:
        """In the data set, with or without a value, also when none is held here."""
        return tag in self.elements or tag in self.items

    def text(self, tag: int) -> str:
        """The whole value as text, trailing padding removed; "" when absent."""
        element = self.elements.get(tag)
        if element is None:
            return ""
        return decode_text(
            element[1], element[0] or tags.vr_of(tag), self.character_set
        )

    def texts(self, tag: int) -> tuple[str, ...]:
        """The values of a multi-valued text element, each stripped."""
        text = self.text(tag)
        return tuple(part.strip() for part in text.split("\\")) if text else ()

    def numbers(self, tag: int) -> tuple[float, ...]:
        """All values as finite floats; () when absent or when one is no number."""
        element = self.elements.get(tag)
        if element is None:
            return ()
        return parse_numbers(
            element[1], element[0] or tags.vr_of(tag), self.little_endian
        )

    def number(self, tag: int) -> float | None:
        """The first value as a finite float, else None."""
        numbers = self.numbers(tag)
        return numbers[0] if numbers else None

    def integers(self, tag: int, signed: bool | None = None) -> tuple[int, ...]:
        """All values as integers.

        `signed` overrides the VR for elements that are "US or SS" by the
        standard (padding, LUT descriptors), whose writers often name the wrong one.
        """
        element = self.elements.get(tag)
        if element is None:
            return ()
        return parse_integers(
            element[1], element[0] or tags.vr_of(tag), self.little_endian, signed
        )

    def integer(self, tag: int, signed: bool | None = None) -> int | None:
        """The first value as an integer, else None."""
        integers = self.integers(tag, signed)
        return integers[0] if integers else None

    def group(self, tag: int, frame_index: int) -> "Header | None":
        """The first item of a functional group of a frame (counted from 0).

        The per-frame group wins over the shared one (PS3.3 C.7.6.16.1.1).
        """
        found = self.group_items(tag, frame_index)
        return found[0] if found else None

    def group_items(self, tag: int, frame_index: int) -> tuple["Header", ...]:
        """All items of a functional group of a frame, () when it has none."""
        per_frame = self.items.get(tags.PerFrameFunctionalGroupsSequence, ())
        shared = self.items.get(tags.SharedFunctionalGroupsSequence, ())
        for item in (*per_frame[frame_index : frame_index + 1], *shared[:1]):
            found = item.items.get(tag)
            if found:
                return found
        return ()
