"""What the kinds share: whether an object is a picture, how many frames, its label."""

from viewer import limits
from viewer.dicom import tags
from viewer.dicom.sop_classes import sop_class
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.pixels.encoding import PixelError, encoding_of
from viewer.pixels.frames import frame_table, is_native


def frame_count(header: Header) -> int:
    """NumberOfFrames, at least 1, and no more than there are where that costs nothing.

    Uncompressed frames are counted by the length of the file. Of the others, a claim of
    very many is cut to what the file has room for: a false number must cost nothing.
    """
    claimed = max(header.integer(tags.NumberOfFrames) or 1, 1)
    if claimed == 1:
        return 1
    existing = _native_frames(header)
    if existing or claimed <= limits.FRAMES_BELIEVED:
        return existing or claimed
    return min(claimed, max(_room_for_frames(header), limits.FRAMES_BELIEVED))


def _native_frames(header: Header) -> int:
    """How many uncompressed frames the file holds; 0 when that is not known."""
    if not header.pixel_tag or header.pixel_length < 0:
        return 0
    try:
        encoding = encoding_of(header)
        return frame_table(header, encoding).frames if is_native(encoding) else 0
    except PixelError:
        return 0


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
    return (
        caption(header.text(tags.SeriesDescription))
        or caption(header.text(tags.ProtocolName))
        or class_name(header)
    )


def class_name(header: Header) -> str:
    """The short name of the object's class; "" when it is unknown or private."""
    uid = header.text(tags.SOPClassUID) or header.text(tags.MediaStorageSOPClassUID)
    known = sop_class(uid)
    return known.short if known else ""
