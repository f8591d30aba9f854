"""Test patterns for screens: known by what they call themselves, shown pixel by pixel.

The display settings are those that the AAPM's report of task group 18 states for its
patterns; our own patterns take the same.
"""

import re

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.pixels.look import Window
from viewer.text import tr

OWN_STUDY = "Synthetic test patterns (Negatoscope)"
"""Study Description of the patterns that this program makes."""

_NAMED = r"\bTG[-_ ]?18(?:[-_ ]?([A-Z]{2,3}))?"
_TEXTS = (
    *(tags.SeriesDescription, tags.StudyDescription, tags.ImageComments),
    *(tags.PatientName, tags.PatientID),
)
_NARROWER = frozenset({"PQC", "LN", "AFC"})
"""Patterns whose values stand 4080 apart in place of 4096."""

_BITS = range(8, 17)


def pattern_window(header: Header) -> Window | None:
    """The window that a test pattern is to be shown with, None for other images.

    All of the stored bits; of 12 bits as the pattern's name says.
    """
    name = _pattern_name(header)
    bits = header.integer(tags.BitsStored) or 0
    grey = header.text(tags.PhotometricInterpretation).startswith("MONOCHROME")
    if name is None or bits not in _BITS or not grey or _is_rescaled(header):
        return None
    width = 4080 if bits == 12 and name in _NARROWER else 1 << bits
    return Window(width / 2, width, explanation=tr("Test pattern"))


def _pattern_name(header: Header) -> str | None:
    """ "QC", "LN" …, "" for a pattern without a name, None for no pattern."""
    if header.text(tags.StudyDescription).strip() == OWN_STUDY:
        return ""
    texts = (*map(header.text, _TEXTS), header.source.name)
    found = [
        re.search(_NAMED, text[:256], re.IGNORECASE) for text in texts if "18" in text
    ]
    names = [(match[1] or "").upper() for match in found if match]
    return max(names, key=len) if names else None


def _is_rescaled(header: Header) -> bool:
    slope = header.number(tags.RescaleSlope)
    intercept = header.number(tags.RescaleIntercept)
    plain = slope in (None, 1.0) and intercept in (None, 0.0)
    return not plain or header.has(tags.ModalityLUTSequence)
