"""Elements of one data set as the walker cuts them out of a file (PS3.5 7.1.2)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar, overload

from viewer.files.header import Element

SHORT_VRS = "AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US"
"""VRs whose explicit length has two bytes."""

LONG_VRS = "OB OD OF OL OV OW SQ SV UC UN UR UT UV"
"""VRs with two reserved bytes and a length of four."""

_VR_TEXT = {vr.encode(): vr for vr in f"{SHORT_VRS} {LONG_VRS}".split()}
_Other = TypeVar("_Other")


class WalkedElements(Mapping[int, Element]):
    """Elements as the walker cut them: VR, two bytes, value; taken apart on demand.

    Plain bytes by tag, because thousands of headers full of tuples would keep the
    garbage collector busy for a fifth of a scan.
    """

    __slots__ = ("cut",)

    def __init__(self, cut: dict[int, bytes]) -> None:
        self.cut = cut

    def cuts(self, tags: Sequence[int]) -> tuple[bytes | None, ...]:
        """VR and value of several tags at once, as a key to compare by."""
        return tuple(map(self.cut.get, tags))

    def __getitem__(self, tag: int) -> Element:
        cut = self.cut[tag]
        return _VR_TEXT[cut[:2]], cut[4:]

    def __contains__(self, tag: object) -> bool:
        return tag in self.cut

    def __iter__(self) -> Iterator[int]:
        return iter(self.cut)

    def __len__(self) -> int:
        return len(self.cut)

    @overload
    def get(self, key: int, /) -> Element | None: ...
    @overload
    def get(self, key: int, default: Element, /) -> Element: ...
    @overload
    def get(self, key: int, default: _Other, /) -> Element | _Other: ...
    def get(self, key: int, default: object = None, /) -> object:
        cut = self.cut.get(key)
        return default if cut is None else (_VR_TEXT[cut[:2]], cut[4:])
