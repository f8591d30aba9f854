"""Key object notes and the images that they choose (PS3.3 C.17.6, PS3.16 TID 2010)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.dicom import tags
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.references import Reference

if TYPE_CHECKING:
    from viewer.kinds.report import Report

DESCRIPTION, MODIFIER = ("113012", "DCM"), ("113011", "DCM")
"""Key Object Description, and Document Title Modifier, which gives a reason."""

Keys = dict[bytes, frozenset[int]]
"""SOP Instance UID → frames chosen, counted from 0; none means all of them."""


def reason_of(report: "Report") -> str:
    """Why the images were chosen, as the note says it; "" when it does not."""
    said = [
        item.value
        for item in report.root.children
        if item.name and (item.name.value, item.name.scheme) in (DESCRIPTION, MODIFIER)
    ]
    return " · ".join(text for text in said if text)


def keys_of(references: Iterable[Reference]) -> Keys:
    """The references as they are looked up; whole objects win over their frames."""
    keys: Keys = {}
    for reference in references:
        uid = reference.sop_instance_uid.encode("ascii", "replace")
        frames = frozenset(number - 1 for number in reference.frames)
        if uid in keys and (not keys[uid] or not frames):
            keys[uid] = frozenset()
        else:
            keys[uid] = keys.get(uid, frozenset()) | frames
    return keys


def narrowed(display_set: DisplaySet, keys: Keys) -> DisplaySet | None:
    """The set with its key images only, in their order; None when there are none."""
    kept = [frame for frame in display_set.frames if _is_key(frame, keys)]
    if not kept:
        return None
    return replace(
        display_set,
        frames=tuple(kept),
        phases=1,
        phase_axis="",
        phase_labels=(),
        axes=(),
        whole=display_set,
    )


def nearest(frames: Sequence[Frame], frame: Frame, others: Sequence[Frame]) -> int:
    """Where a frame stands among `frames`, else the last of them that it follows in
    `others`, else the first.
    """
    if frame in frames:
        return frames.index(frame)
    places = {other: place for place, other in enumerate(others)}
    at = places.get(frame, 0)
    before = [n for n, one in enumerate(frames) if places.get(one, -1) < at]
    return before[-1] if before else 0


def _is_key(frame: Frame, keys: Keys) -> bool:
    held = frame.header.elements.get(tags.SOPInstanceUID, ("", b""))[1]
    frames = keys.get(held.rstrip(b"\0 "))
    if frames is None or frame.frame_index < 0:
        return False
    return not frames or frame.frame_index in frames
