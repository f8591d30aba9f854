"""Objects of print management, as they are dumped from an association (PS3.3 C.13)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import image, ramp
from viewer.demo.parts import base, item, uid, update

if TYPE_CHECKING:
    from pydicom import Dataset

FILM_SESSION = "1.2.840.10008.5.1.1.1"
FILM_BOX = "1.2.840.10008.5.1.1.2"
GREY_BOX = "1.2.840.10008.5.1.1.4"
COLOUR_BOX = "1.2.840.10008.5.1.1.4.1"
STORED_PRINT = "1.2.840.10008.5.1.1.27"


def _normalised(sop_class_uid: str, name: str, elements: dict[str, Any]) -> "Dataset":
    """A normalised object: no patient, no study, only itself."""
    from pydicom import Dataset

    described = {"SOPClassUID": sop_class_uid, "SOPInstanceUID": uid("print", name)}
    return update(Dataset(), {**described, **elements})


def _references(objects: Sequence["Dataset"]) -> list["Dataset"]:
    return [
        item(
            ReferencedSOPClassUID=one.SOPClassUID,
            ReferencedSOPInstanceUID=one.SOPInstanceUID,
        )
        for one in objects
    ]


def film_session(films: Sequence["Dataset"] = (), **elements: Any) -> "Dataset":
    """A basic film session of these film boxes."""
    described: dict[str, Any] = {
        "NumberOfCopies": "1",
        "PrintPriority": "MED",
        "MediumType": "BLUE FILM",
        "FilmDestination": "PROCESSOR",
        "FilmSessionLabel": "SYNTHETIC",
        "ReferencedFilmBoxSequence": _references(films or [film_box()]),
    }
    return _normalised(FILM_SESSION, "session", {**described, **elements})


def film_box(
    boxes: Sequence["Dataset"] = (), *, name: str = "film", **elements: Any
) -> "Dataset":
    """A basic film box of these image boxes."""
    described: dict[str, Any] = {
        "ImageDisplayFormat": "STANDARD\\2,2",
        "FilmOrientation": "PORTRAIT",
        "FilmSizeID": "14INX17IN",
        "MagnificationType": "CUBIC",
        "BorderDensity": "BLACK",
        "EmptyImageDensity": "BLACK",
        "MinDensity": 20,
        "MaxDensity": 300,
        "Trim": "NO",
        "ConfigurationInformation": "",
        "ReferencedImageBoxSequence": _references(boxes or [image_box()]),
    }
    return _normalised(FILM_BOX, name, {**described, **elements})


def image_box(
    position: int = 1,
    pixels: "np.ndarray[Any, Any] | None" = None,
    *,
    colour: bool = False,
    bits: int = 12,
    **elements: Any,
) -> "Dataset":
    """A basic image box with its pixels: 12 bits of grey, or 8 of each colour."""
    if pixels is None:
        pixels = ramp((32, 24, 3), np.uint8) if colour else ramp((32, 24), bits=12)
    samples = 3 if colour else 1
    whole = image(pixels, samples=samples, bits_stored=8 if colour else bits)
    held = item()
    for element in whole.group_dataset(0x0028):
        held.add(element)
    held.add(whole["PixelData"])
    sequence = "BasicColorImageSequence" if colour else "BasicGrayscaleImageSequence"
    described = {"ImageBoxPosition": position, "Polarity": "NORMAL", sequence: [held]}
    sop_class = COLOUR_BOX if colour else GREY_BOX
    return _normalised(sop_class, f"box {position}", {**described, **elements})


def stored_print(images: Sequence["Dataset"] = (), **elements: Any) -> "Dataset":
    """A stored print of hardcopy images on one film, two by two (PS3.3-2004 A.28)."""
    boxes = [
        item(
            SOPInstanceUID=uid("print", "stored box", position),
            ReferencedImageSequence=_references([one]),
            ImageBoxPosition=position,
            Polarity="NORMAL",
        )
        for position, one in enumerate(images, 1)
    ]
    film = item(
        ImageDisplayFormat="STANDARD\\2,2",
        AnnotationDisplayFormatID="LABEL",
        FilmOrientation="LANDSCAPE",
        FilmSizeID="14INX17IN",
        MagnificationType="CUBIC",
        BorderDensity="WHITE",
        EmptyImageDensity="BLACK",
        MaxDensity=300,
    )
    described: dict[str, Any] = {
        "PrintManagementCapabilitiesSequence": [
            item(ReferencedSOPClassUID=one) for one in (FILM_SESSION, FILM_BOX)
        ],
        "PrinterCharacteristicsSequence": [{"PrinterName": "SYNTHETIC"}],
        "FilmBoxContentSequence": [film],
        "ImageBoxContentSequence": boxes,
        "AnnotationContentSequence": [
            {"AnnotationPosition": 1, "TextString": "A synthetic print"}
        ],
    }
    return base(STORED_PRINT, "STORED_PRINT", **{**described, **elements})
