"""From what a viewport shows to what the explanation of a pixel needs; Qt-free."""

from viewer.kinds.base import Frame
from viewer.pixels.explain import Origin, Subject, origin_of
from viewer.pixels.look import Look
from viewer.work.loading import Shown


def frame_origin(frame: Frame) -> Origin:
    """Where the bytes of a frame stand ("disk" lane). Raises PixelError."""
    return origin_of(frame.header, frame.frame_index)


def subject_of(shown: Shown, origin: Origin | None, look: Look) -> Subject:
    """The frame as it is seen; without an origin its bytes are not told of."""
    frame, seen = shown.frame, shown.seen(look)
    return Subject(
        frame.header,
        frame.frame_index,
        seen.decoded,
        seen.info,
        seen.default_voi,
        origin,
        layers=shown.layers,
        raw=shown.decoded,
        state=frame.state,
        colours=seen.pyramid.levels[0] if seen.pyramid.colour else None,
    )
