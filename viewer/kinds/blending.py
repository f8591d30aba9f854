"""Which frame lies over which, in a blending presentation state (PS3.3 C.11.14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viewer.dicom import tags
from viewer.files.spatial import plane_of
from viewer.geometry.plane import Plane, dot
from viewer.kinds.base import Frame

_PARALLEL = 0.9999
_SAME_PLANE_MM = 0.5
"""A single slice is taken for the plane of one that lies as near as this."""


@dataclass(frozen=True, slots=True)
class _Placed:
    frame: Frame
    plane: Plane
    place: tuple[str, str]
    """Patient ID and frame of reference."""


def lain_over(frames: Sequence[Frame], others: Iterable[Frame]) -> tuple[Frame, ...]:
    """The frames, each with the other one that is to be superimposed on it.

    That is the nearest parallel slice of the same frame of reference, no farther than
    half the distance to the slice next to it. Frames without any are left as they are.
    """
    placed = [one for one in map(_placed, others) if one is not None]
    return tuple(
        Frame(frame.header, frame.frame_index, frame.state, _nearest(frame, placed))
        for frame in frames
    )


def _placed(frame: Frame) -> _Placed | None:
    plane = plane_of(frame.header, frame.frame_index)
    uid = frame.header.text(tags.FrameOfReferenceUID).strip()
    grey = (frame.header.integer(tags.SamplesPerPixel) or 1) == 1
    if plane is None or not uid or not grey:
        return None
    return _Placed(frame, plane, (frame.header.text(tags.PatientID).strip(), uid))


def _nearest(frame: Frame, others: Sequence[_Placed]) -> Frame | None:
    own = _placed(frame)
    if own is None:
        return None
    normal = own.plane.normal
    found = sorted(
        (
            (dot(normal, other.plane.position_mm), other.frame)
            for other in others
            if other.place == own.place
            and abs(dot(normal, other.plane.normal)) > _PARALLEL
        ),
        key=lambda pair: pair[0],
    )
    if not found:
        return None
    place = dot(normal, own.plane.position_mm)
    distances = [abs(distance - place) for distance, _ in found]
    best = distances.index(min(distances))
    gaps = [
        abs(found[best][0] - found[near][0])
        for near in (best - 1, best + 1)
        if 0 <= near < len(found)
    ]
    reach = max((max(gaps) / 2 if gaps else 0.0), _SAME_PLANE_MM)
    return found[best][1] if distances[best] <= reach + 1e-6 else None
