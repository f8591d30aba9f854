"""The demonstration: two studies of one person who does not exist."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from viewer.demo import ct, ecg, mammogram, mr, ultrasound
from viewer.demo.build import to_bytes
from viewer.files.sources import Source

if TYPE_CHECKING:
    from pydicom import Dataset


def demo_sources() -> list[Source]:
    """Every object of the demonstration as a file in memory, "demo:CT/001" …

    The same bytes each time. Imports pydicom and Pillow: call it in a worker when
    the window must not wait.
    """
    return [
        Source(path=f"demo:{name}", data=to_bytes(dataset))
        for name, dataset in _objects()
    ]


def _objects() -> Iterator[tuple[str, "Dataset"]]:
    yield from ct.volume()
    yield from mr.series()
    yield ecg.electrocardiogram()
    yield ultrasound.clip()
    yield from mammogram.pair()
