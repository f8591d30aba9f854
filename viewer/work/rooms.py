"""Memory for arrays that come back from workers: pieces that are free serve again.

To get the pages of a slice from the system anew takes longer than to copy it there.
"""

import math
import mmap
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any

from viewer.limits import KEPT_ROOMS_BYTES, LARGEST_ROOM_BYTES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FLAGS = (
    {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE}
    if hasattr(mmap, "MAP_POPULATE")
    else {}
)
"""Pages all at once, where the system can do so, and not one by one when touched."""


class Rooms:
    """Gives memory that comes back by itself when the last array in it is gone.

    From any thread. What is free is kept up to a limit; the longest unused goes first.
    """

    def __init__(self, kept_bytes: int = KEPT_ROOMS_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._free: deque[mmap.mmap] = deque()

    @property
    def free_bytes(self) -> int:
        """What waits to be used again."""
        return sum(len(piece) for piece in tuple(self._free))

    def take(self, length: int) -> "NDArray[np.uint8] | None":
        """So many writable bytes of any content; None for more than a slice or so.

        What is made of the array's buffer keeps it alive: until then it is not free.
        """
        import numpy as np

        if not 0 < length <= LARGEST_ROOM_BYTES:
            return None
        size = -(-length // mmap.PAGESIZE) * mmap.PAGESIZE
        piece = self._reused(size)
        if piece is None:
            try:
                piece = mmap.mmap(-1, size, **_FLAGS)
            except OSError:
                return None
        room = np.frombuffer(piece, np.uint8, length)
        weakref.finalize(room, self._give_back, piece).atexit = False
        return room

    def _reused(self, size: int) -> mmap.mmap | None:
        for _ in range(len(self._free)):
            try:
                piece = self._free.popleft()
            except IndexError:  # another thread took it
                return None
            if len(piece) == size:
                return piece
            self._free.append(piece)
        return None

    def _give_back(self, piece: mmap.mmap) -> None:
        self._free.append(piece)
        while self.free_bytes > self._kept_bytes:
            try:
                self._free.popleft()
            except IndexError:
                return


def large_array(shape: tuple[int, ...], dtype: "np.dtype[Any]") -> "NDArray[Any]":
    """Of any content, in pages of the usual size.

    The huge ones that numpy asks for have to be made of small ones first, which takes
    as long as reading half of the series.
    """
    import numpy as np

    length = math.prod(shape) * dtype.itemsize
    if not _FLAGS or length < mmap.PAGESIZE:
        return np.empty(shape, dtype)
    pages = mmap.mmap(-1, length, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return np.frombuffer(pages, dtype).reshape(shape)
