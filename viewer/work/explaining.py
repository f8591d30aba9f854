"""From what a viewport shows to what the explanation of a pixel needs; Qt-free."""

from viewer.kinds.base import Frame
from viewer.pixels.explain import Origin, Subject, origin_of
from viewer.work.loading import Shown


def frame_origin(frame: Frame) -> Origin:
    """Where the bytes of a frame stand ("disk" lane). Raises PixelError."""
    return origin_of(frame.header, frame.frame_index)


def subject_of(shown: Shown, origin: Origin | None) -> Subject:
    """The frame that is shown; without an origin its bytes are not told of."""
    frame = shown.frame
    return Subject(
        frame.header,
        frame.frame_index,
        shown.decoded,
        shown.info,
        shown.default_voi,
        origin,
    )
