"""What is different between two states of the marks, and where images tell theirs."""

from collections.abc import Iterator

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.geometry.marks import FrameKey, Mark
from viewer.store.marks import Place
from viewer.ui.state.annotations import AnnotationsState


def mark_edits(
    old: AnnotationsState, new: AnnotationsState
) -> Iterator[tuple[FrameKey, str, Mark | None]]:
    """(frame, uid, the mark as it is now or None) of each that is another than before.

    Deletions first: a mark may have come to another frame.
    """
    touched = [
        key
        for key in {**old.marks, **new.marks}
        if old.marks.get(key) is not new.marks.get(key)
    ]
    before = {key: {mark.uid: mark for mark in old.of(key)} for key in touched}
    now = {key: {mark.uid: mark for mark in new.of(key)} for key in touched}
    for key in touched:
        for uid in before[key].keys() - now[key].keys():
            yield key, uid, None
    for key in touched:
        for uid, mark in now[key].items():
            if before[key].get(uid) != mark:
                yield key, uid, mark


def image_of(place: Place) -> bytes:
    """The SOP Instance UID of what something is opened with, as headers hold it."""
    return place.open_with.encode("ascii", "replace")


def uid_of(header: Header) -> bytes:
    """The SOP Instance UID as it is held, without padding."""
    held = header.elements.get(tags.SOPInstanceUID, ("", b""))[1]
    return held.strip(b"\0 ")


def size_of(header: Header) -> tuple[int, int]:
    """(rows, columns), 0 where not stated."""
    return header.integer(tags.Rows) or 0, header.integer(tags.Columns) or 0
