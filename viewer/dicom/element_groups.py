"""Where the header panel lists an element: headings by module, not by number."""

from viewer.text import mark

PATIENT = mark("Patient")
STUDY = mark("Study")
SERIES = mark("Series")
EQUIPMENT = mark("Equipment")
OBJECT = mark("Object")
ACQUISITION = mark("Acquisition")
POSITION = mark("Position and time")
IMAGE = mark("Image")
FRAMES = mark("Frames")
NUCLEAR = mark("Nuclear medicine")
PROCEDURE = mark("Procedure and content")
SPECIMEN = mark("Slide and specimen")
OPHTHALMIC = mark("Eye")
SEGMENTS = mark("Segments and surfaces")
PRESENTATION = mark("Presentation")
THERAPY = mark("Radiotherapy")
WAVEFORM = mark("Waveform")
DOCUMENT = mark("Document")
PRINTING = mark("Film and print")
OVERLAY = mark("Overlays and curves")
PIXELS = mark("Pixel data")
DIRECTORY = mark("Directory")
OTHER = mark("Other")
SIGNATURE = mark("Signatures")
PRIVATE = mark("Private")
FILE_META = mark("File meta")

GROUPS = (
    PATIENT,
    STUDY,
    SERIES,
    EQUIPMENT,
    OBJECT,
    ACQUISITION,
    POSITION,
    IMAGE,
    FRAMES,
    NUCLEAR,
    PROCEDURE,
    SPECIMEN,
    OPHTHALMIC,
    SEGMENTS,
    PRESENTATION,
    THERAPY,
    WAVEFORM,
    DOCUMENT,
    PRINTING,
    OVERLAY,
    PIXELS,
    DIRECTORY,
    OTHER,
    SIGNATURE,
    PRIVATE,
    FILE_META,
)
"""In the order of the panel."""

_BY_TAG = dict.fromkeys(
    (
        *(0x00080020, 0x00080030, 0x00080050, 0x00080051, 0x00080090, 0x00080096),
        *(0x00081030, 0x00081032, 0x00081048, 0x00081060, 0x00081110, 0x00081120),
        *(0x0020000D, 0x00200010, 0x00201206, 0x00201208),
    ),
    STUDY,
)
_BY_TAG |= dict.fromkeys(
    (
        *(0x00080021, 0x00080031, 0x00080060, 0x00080061, 0x0008103E, 0x0008103F),
        *(0x00081050, 0x00081070, 0x00081111, 0x0020000E, 0x00200011, 0x00200060),
        *(0x00200012, 0x00200019, 0x00201209, 0x00180015, 0x00181030, 0x00185100),
    ),
    SERIES,
)
_BY_TAG |= dict.fromkeys(
    (
        *(0x00080070, 0x00080080, 0x00080081, 0x00080082, 0x00081010, 0x00081040),
        *(0x00081041, 0x00081090, 0x00181000, 0x00181002, 0x00181004, 0x00181008),
        *(0x00181020, 0x00181050, 0x00181200, 0x00181201),
    ),
    EQUIPMENT,
)
_BY_TAG |= dict.fromkeys(
    (
        *(0x00080022, 0x0008002A, 0x00080032, 0x00080008, 0x00080023, 0x00080033),
        *(0x00082111, 0x00082112, 0x00081140, 0x00089007, 0x00082142, 0x00082143),
        *(0x00082144, 0x0008002C, 0x00089205, 0x00089206, 0x00089207, 0x00089215),
    ),
    IMAGE,
)
_BY_GROUP = {
    0x0002: FILE_META,
    0x0004: DIRECTORY,
    0x0008: OBJECT,
    0x0010: PATIENT,
    0x0012: PATIENT,
    0x0014: ACQUISITION,
    0x0016: ACQUISITION,
    0x0018: ACQUISITION,
    0x0020: POSITION,
    0x0022: OPHTHALMIC,
    0x0024: OPHTHALMIC,
    0x0028: IMAGE,
    0x0032: STUDY,
    0x0038: STUDY,
    0x003A: WAVEFORM,
    0x0040: PROCEDURE,
    0x0042: DOCUMENT,
    0x0044: OTHER,
    0x0046: OPHTHALMIC,
    0x0048: SPECIMEN,
    0x0050: EQUIPMENT,
    0x0052: ACQUISITION,
    0x0054: NUCLEAR,
    0x0060: IMAGE,
    0x0062: SEGMENTS,
    0x0064: POSITION,
    0x0066: SEGMENTS,
    0x0068: OTHER,
    0x006A: SPECIMEN,
    0x0070: PRESENTATION,
    0x0072: PRESENTATION,
    0x0074: PROCEDURE,
    0x0076: OTHER,
    0x0078: OTHER,
    0x0080: SEGMENTS,
    0x0082: PROCEDURE,
    0x0088: OBJECT,
    0x0100: SIGNATURE,
    0x0400: SIGNATURE,
    0x3002: THERAPY,
    0x3004: THERAPY,
    0x3006: THERAPY,
    0x3008: THERAPY,
    0x300A: THERAPY,
    0x300C: THERAPY,
    0x300E: THERAPY,
    0x3010: THERAPY,
    0x4008: DOCUMENT,
    0x4FFE: SIGNATURE,
    0x5200: FRAMES,
    0x5400: WAVEFORM,
    0x5600: WAVEFORM,
    0x7FE0: PIXELS,
    0xFFFA: SIGNATURE,
}


def group_of(tag: int) -> str:
    """The heading of a top-level element: a marked English word."""
    group = tag >> 16
    if group & 1:
        return PRIVATE
    if group in range(0x2000, 0x2201):
        return PRINTING
    if group in range(0x5000, 0x5100) or group in range(0x6000, 0x6100):
        return OVERLAY
    return _BY_TAG.get(tag) or _BY_GROUP.get(group, OTHER)
