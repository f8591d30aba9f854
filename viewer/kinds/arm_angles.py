"""Where the arm of an angiography stands (PS3.3 C.8.7.5.1.2, C.8.19.6.10)."""

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.text import figure


def arm_angles(header: Header, frame_index: int) -> str:
    """Both angles at a frame; "" where the object is no run or does not tell them."""
    if header.text(tags.Modality) not in ("XA", "RF"):
        return ""
    position = header.group(tags.PositionerPositionSequence, frame_index) or header
    angles = (
        _angle(
            position,
            tags.PositionerPrimaryAngle,
            tags.PositionerPrimaryAngleIncrement,
            frame_index,
            ("LAO", "RAO"),
        ),
        _angle(
            position,
            tags.PositionerSecondaryAngle,
            tags.PositionerSecondaryAngleIncrement,
            frame_index,
            ("CRA", "CAU"),
        ),
    )
    return " · ".join(angle for angle in angles if angle)


def _angle(
    header: Header,
    tag: int,
    increment_tag: int,
    frame_index: int,
    sides: tuple[str, str],
) -> str:
    """An angle and its side: one increment is that of each frame, several are offsets
    from the first angle (PS3.3 C.8.7.5.1.3).
    """
    angle = header.number(tag)
    if angle is None:
        return ""
    increments = header.numbers(increment_tag)
    if len(increments) == 1:
        angle += increments[0] * frame_index
    elif frame_index < len(increments):
        angle += increments[frame_index]
    side = "/".join(sides) if angle == 0 else sides[angle < 0]
    return f"{side} {figure(abs(angle), '.1f')}°"
