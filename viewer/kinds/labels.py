"""What the kinds share: whether an object is a picture, how many frames, its label."""

from viewer import limits
from viewer.dicom import tags
from viewer.dicom.sop_classes import sop_class
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.dicom.values import caption
from viewer.files.header import Header


def frame_count(header: Header) -> int:
    """NumberOfFrames, at least 1.

    A claim of very many is cut to what the file has room for: a false number must
    cost nothing.
    """
    claimed = max(header.integer(tags.NumberOfFrames) or 1, 1)
    if claimed <= limits.FRAMES_BELIEVED:
        return claimed
    return min(claimed, max(_room_for_frames(header), limits.FRAMES_BELIEVED))


def _room_for_frames(header: Header) -> int:
    try:
        room = max(header.source.size() - header.pixel_offset, 0)
    except OSError:
        return 0
    syntax = transfer_syntax(header.transfer_syntax_uid)
    if syntax and syntax.deflated:
        room *= limits.INFLATE_RATIO
    if header.pixel_length < 0:
        return room // 8  # an item of the encapsulation has a head of 8 bytes
    sizes = (tags.Rows, tags.Columns, tags.BitsAllocated)
    bits = header.integer(tags.SamplesPerPixel) or 1
    for tag in sizes:
        bits *= header.integer(tag) or 1
    return room * 8 // max(bits, 1)


def is_picture(header: Header, kind_name: str) -> bool:
    """Whether its frames can be shown one by one as they are.

    A video is one stream, and the frames of a slide are tiles of one picture.
    """
    syntax = transfer_syntax(header.transfer_syntax_uid)
    if not header.pixel_tag or (syntax and syntax.video):
        return False
    return kind_name != "wsi" or frame_count(header) == 1


def label_of(header: Header) -> str:
    """What a thumbnail calls the object's series, else its class."""
    known = sop_class(header.text(tags.SOPClassUID))
    return (
        caption(header.text(tags.SeriesDescription))
        or caption(header.text(tags.ProtocolName))
        or (known.short if known else "")
    )
