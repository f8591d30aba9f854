"""Which other objects an object refers to (PS3.3 10.8 and the macros that use it)."""

from typing import TYPE_CHECKING

from viewer import limits
from viewer.kinds.reading import integers, text, walked
from viewer.records import dataclass

if TYPE_CHECKING:
    from pydicom import Dataset


@dataclass(frozen=True, slots=True)
class Reference:
    """One object that is referred to; `frames` count from 1, () means all of them.

    `path` is the file of the object, where what refers to it tells.
    """

    sop_class_uid: str
    sop_instance_uid: str
    frames: tuple[int, ...] = ()
    path: str = ""


def references_of(dataset: "Dataset") -> tuple[Reference, ...]:
    """Every object named anywhere in a data set, each once, in the order met.

    No more than `limits.REFERENCES` are given.
    """
    found: dict[Reference, None] = {}
    for item in walked(dataset):
        reference = reference_of(item)
        if reference is not None:
            found.setdefault(reference)
        if len(found) >= limits.REFERENCES:
            break
    return tuple(found)


def reference_of(item: "Dataset") -> Reference | None:
    """The object that one item refers to by its UID; None when it names none."""
    uid = text(item, "ReferencedSOPInstanceUID")
    if not uid:
        return None
    frames = integers(item, "ReferencedFrameNumber")
    return Reference(text(item, "ReferencedSOPClassUID"), uid, frames)
