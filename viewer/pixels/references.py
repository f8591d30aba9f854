"""Which images and frames an item of a presentation state is for (PS3.3 10.3)."""

from viewer import limits
from viewer.dicom import tags
from viewer.files.header import Header
from viewer.records import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """One image; `frames` counted from 0, () for all of them."""

    sop_instance_uid: str
    frames: tuple[int, ...] = ()

    def covers(self, sop_instance_uid: str, frame_index: int) -> bool:
        """The frame is among those meant."""
        return sop_instance_uid == self.sop_instance_uid and (
            not self.frames or frame_index in self.frames
        )


def read_references(item: Header) -> tuple[Reference, ...]:
    """The images of an item; those without a UID are left out."""
    found = item.items.get(tags.ReferencedImageSequence, ())
    return tuple(
        Reference(uid, tuple(n - 1 for n in image.integers(tags.ReferencedFrameNumber)))
        for image in found[: limits.STATE_ITEMS]
        if (uid := image.text(tags.ReferencedSOPInstanceUID).strip())
    )


def covered(
    references: tuple[Reference, ...], sop_instance_uid: str, frame_index: int
) -> bool:
    """The frame is meant by one of them; by none at all every frame is."""
    return not references or any(
        reference.covers(sop_instance_uid, frame_index) for reference in references
    )
