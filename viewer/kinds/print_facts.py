"""The attributes of print objects in words: those of PS3.3 C.13 that a person reads."""

from typing import TYPE_CHECKING

from viewer.dicom.values import caption
from viewer.kinds.graphs import Fact
from viewer.kinds.reading import text
from viewer.text import mark

if TYPE_CHECKING:
    from pydicom import Dataset

Named = tuple[tuple[str, str], ...]
"""Words in marked English and the keyword of PS3.6."""

SESSION_FACTS: Named = (
    (mark("Session"), "FilmSessionLabel"),
    (mark("Copies"), "NumberOfCopies"),
    (mark("Priority"), "PrintPriority"),
    (mark("Medium"), "MediumType"),
    (mark("Destination"), "FilmDestination"),
    (mark("Owner"), "OwnerID"),
    (mark("Memory"), "MemoryAllocation"),
)
FILM_FACTS: Named = (
    (mark("Layout"), "ImageDisplayFormat"),
    (mark("Film size"), "FilmSizeID"),
    (mark("Orientation"), "FilmOrientation"),
    (mark("Magnification"), "MagnificationType"),
    (mark("Smoothing"), "SmoothingType"),
    (mark("Border density"), "BorderDensity"),
    (mark("Density of empty places"), "EmptyImageDensity"),
    (mark("Least density (1/100)"), "MinDensity"),
    (mark("Greatest density (1/100)"), "MaxDensity"),
    (mark("Trim"), "Trim"),
    (mark("Resolution"), "RequestedResolutionID"),
    (mark("Illumination (cd/m²)"), "Illumination"),
    (mark("Ambient light (cd/m²)"), "ReflectedAmbientLight"),
    (mark("Configuration"), "ConfigurationInformation"),
    (mark("Annotation format"), "AnnotationDisplayFormatID"),
)
BOX_FACTS: Named = (
    (mark("Position"), "ImageBoxPosition"),
    (mark("Polarity"), "Polarity"),
    (mark("Magnification"), "MagnificationType"),
    (mark("Smoothing"), "SmoothingType"),
    (mark("Requested width (mm)"), "RequestedImageSize"),
    (mark("If it is too large"), "RequestedDecimateCropBehavior"),
    (mark("Least density (1/100)"), "MinDensity"),
    (mark("Greatest density (1/100)"), "MaxDensity"),
    (mark("Configuration"), "ConfigurationInformation"),
)
OTHER_FACTS: Named = (
    (mark("Printer"), "PrinterName"),
    (mark("Status"), "PrinterStatus"),
    (mark("Status"), "ExecutionStatus"),
    (mark("Reason"), "ExecutionStatusInfo"),
    (mark("Sent by"), "Originator"),
    (mark("Sent to"), "DestinationAE"),
    (mark("Presentation LUT"), "PresentationLUTShape"),
    (mark("Made on"), "CreationDate"),
)


def facts_of(item: "Dataset", named: Named) -> tuple[Fact, ...]:
    """What an object says, in the order of the table."""
    found = ((name, caption(text(item, keyword))) for name, keyword in named)
    return tuple(fact for fact in found if fact[1])
