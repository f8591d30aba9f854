"""Objects that are not exported without identity, with the reason.

Only images are: what else an object holds (texts, documents, sound, drawings) can name
a patient where no profile for headers looks. Where writing is usual in the pixels, the
object must state that there is none.
"""

from typing import TYPE_CHECKING

from viewer.text import tr

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_IMAGES = frozenset(
    f"{name}ImageStorage"
    for name in [
        "CT",
        "EnhancedCT",
        "LegacyConvertedEnhancedCT",
        "MR",
        "EnhancedMR",
        "EnhancedMRColor",
        "LegacyConvertedEnhancedMR",
        "PositronEmissionTomography",
        "EnhancedPET",
        "LegacyConvertedEnhancedPET",
        "NuclearMedicine",
        "ComputedRadiography",
        "XRayAngiographic",
        "EnhancedXA",
        "XRayRadiofluoroscopic",
        "EnhancedXRF",
        "XRay3DAngiographic",
        "XRay3DCraniofacial",
        "BreastTomosynthesis",
    ]
) | frozenset(
    f"Digital{name}XRayImageStorageFor{use}"
    for name in ("", "Mammography", "IntraOral")
    for use in ("Presentation", "Processing")
)
_OFTEN_WRITTEN_ON = frozenset(
    f"{name}ImageStorage"
    for name in [
        "Ultrasound",
        "UltrasoundMultiFrame",
        "EnhancedUSVolume",
        "SecondaryCapture",
        "MultiFrameSingleBitSecondaryCapture",
        "MultiFrameGrayscaleByteSecondaryCapture",
        "MultiFrameGrayscaleWordSecondaryCapture",
        "MultiFrameTrueColorSecondaryCapture",
        "VLEndoscopic",
        "VLMicroscopic",
        "VLPhotographic",
        "VLSlideCoordinatesMicroscopic",
        "OphthalmicPhotography8Bit",
        "OphthalmicPhotography16Bit",
        "OphthalmicTomography",
    ]
)
_SCREENS = ("SCREEN", "DOSE", "REPORT", "SECONDARY CAPTURE")


def reason_to_leave_out(dataset: "Dataset") -> str:
    """Why it stays here; empty when it may go. `dataset` is of `read_dataset`."""
    from pydicom.uid import UID

    if dataset.layout.warnings:
        return tr("it is not written as the standard says, so that parts may stay")
    kind = UID(str(dataset.get("SOPClassUID", ""))).keyword
    if kind not in _IMAGES and kind not in _OFTEN_WRITTEN_ON:
        return tr("objects of its kind can name the patient in texts or data")
    if not dataset.get("SOPInstanceUID"):
        return tr("it has no UID")
    if not dataset.layout.pixel_tag:
        return tr("it has no pixels")
    stated = str(dataset.get("BurnedInAnnotation", "") or "")
    image_type = str(dataset.get("ImageType", "") or "")
    return reason_of_writing(kind, stated, image_type) or _reason_of_overlays(dataset)


def reason_of_writing(kind: str, stated: str, image_type: str) -> str:
    """Why its pixels may name the patient; empty when they do not.

    `kind` is the keyword of the SOP class, `stated` is BurnedInAnnotation.
    """
    if kind not in _IMAGES and kind not in _OFTEN_WRITTEN_ON:
        return tr("objects of its kind can name the patient in texts or data")
    if stated == "YES":
        return tr("it states that writing is burned into its pixels")
    words = image_type.upper()
    often = kind in _OFTEN_WRITTEN_ON
    if stated != "NO" and (often or any(one in words for one in _SCREENS)):
        return tr(
            "writing is usual in pixels of its kind, it does not state that there is"
            " none, and pixels were not looked at"
        )
    return ""


def _reason_of_overlays(dataset: "Dataset") -> str:
    if any(
        0x6000 <= tag.group <= 0x60FF and tag.element == 0x0102 and dataset[tag].value
        for tag in dataset.keys()  # noqa: SIM118 (elements are what it iterates)
    ):
        return tr("an overlay is kept in its pixels")
    return ""
