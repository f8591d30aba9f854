"""What is wrong with the pixels of an object, as far as it shows without decoding."""

from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.files.header import Header
from viewer.pixels.encoding import DEFLATED, PixelError, encoding_of
from viewer.pixels.frames import FrameTable, frame_table
from viewer.text import mark, tr

MISSING_FRAMES = "frames missing"
"""The mark of an object with fewer frames than its header announces."""

CUT = mark("The file ends early, within its pixel data.")
FEWER_PIXELS = mark("The file holds fewer pixels than its header describes.")


def lacks_frames(table: FrameTable) -> bool:
    """Whether the header announces more frames than there are."""
    return table.frames < table.encoding.frames


def pixel_faults(header: Header) -> tuple[str, ...]:
    """Sentences; offset tables and fragment lengths are read for them, no pixels.

    The frames of a video are not told apart, so nothing is said about them.
    """
    syntax = transfer_syntax(header.transfer_syntax_uid)
    if not header.pixel_tag or (syntax and syntax.video):
        return ()
    try:
        table = frame_table(header, encoding_of(header))
        return (*table.notes, *_missing(header, table))
    except PixelError as error:
        return (error.sentence,)


def _missing(header: Header, table: FrameTable) -> tuple[str, ...]:
    if table.fragments is not None:
        return (tr(CUT),) if table.fragments.is_cut else ()
    end = header.pixel_offset + header.pixel_length
    if table.encoding.transfer_syntax_uid != DEFLATED and end > table.end:
        return (tr(CUT),)
    is_short = (table.end - table.offset) * 8 < table.frames * table.bits_per_frame
    return (tr(FEWER_PIXELS),) if is_short else ()
