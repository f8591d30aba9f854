"""Synthetic pictures of scopes, microscopes, a camera, ultrasound and a scanner."""

from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import SECONDARY_CAPTURE, image
from viewer.demo.drawing import Picture, Plate, axis_mm, fractal_noise, soft_step
from viewer.demo.marks import burn, identity, word
from viewer.demo.parts import code, uid
from viewer.demo.radiographs import LIGHT, chest_shadow, logarithm
from viewer.demo.ultrasound import clip

if TYPE_CHECKING:
    from pydicom import Dataset

ENDOSCOPIC = "1.2.840.10008.5.1.4.1.1.77.1.1"
MICROSCOPIC = "1.2.840.10008.5.1.4.1.1.77.1.2"
SLIDE_MICROSCOPIC = "1.2.840.10008.5.1.4.1.1.77.1.3"
PHOTOGRAPHIC = "1.2.840.10008.5.1.4.1.1.77.1.4"
HARDCOPY_GREY = "1.2.840.10008.5.1.1.29"
HARDCOPY_COLOUR = "1.2.840.10008.5.1.1.30"
ULTRASOUND = "1.2.840.10008.5.1.4.1.1.6.1"
ROWS, COLUMNS = 288, 352
_ULTRASOUND_FRAME = 9

Colours = np.ndarray[Any, np.dtype[np.uint8]]


def endoscopic(**elements: Any) -> "Dataset":
    """A tube of mucosa, seen along it."""
    y = axis_mm(ROWS, 1)[:, np.newaxis]
    x = axis_mm(COLUMNS, 1)[np.newaxis, :]
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    folds = np.sin(radius / 9 + 1.2 * np.sin(3 * angle))
    light = np.clip(radius / 130, 0.04, 1) * (0.82 + 0.18 * folds)
    seen = soft_step(134 - radius, 6)
    texture = fractal_noise(np.random.default_rng(4), (ROWS, COLUMNS), (12, 40, 90))
    picture = _tinted(light * seen * (1 + 0.05 * texture), (236, 128, 104))
    return _picture(ENDOSCOPIC, "ES", 41, "Endoscopy", picture, **elements)


def microscopic(**elements: Any) -> "Dataset":
    """Cells stained with haematoxylin and eosin."""
    return _picture(MICROSCOPIC, "GM", 42, "Microscopy, H and E", _cells(7), **elements)


def slide_microscopic(**elements: Any) -> "Dataset":
    """The same at a known place of a slide (PS3.3 C.8.12.2)."""
    described: dict[str, Any] = {
        "FrameOfReferenceUID": uid("demo", "frame of reference", "slide"),
        "PositionReferenceIndicator": "SLIDE_CORNER",
        "Laterality": None,
        "ContainerIdentifier": "SLIDE-1",
        "IssuerOfTheContainerIdentifierSequence": [],
        "ContainerTypeCodeSequence": [code("433466003", "SCT", "Microscope slide")],
        "SpecimenDescriptionSequence": [
            {
                "SpecimenIdentifier": "SPECIMEN-1",
                "SpecimenUID": uid("demo", "specimen"),
                "IssuerOfTheSpecimenIdentifierSequence": [],
                "SpecimenPreparationSequence": [],
            }
        ],
        "ImageCenterPointCoordinatesSequence": [
            {
                "XOffsetInSlideCoordinateSystem": 20.0,
                "YOffsetInSlideCoordinateSystem": 35.0,
                "ZOffsetInSlideCoordinateSystem": 0.0,
            }
        ],
        "PixelSpacing": [0.0005, 0.0005],
    }
    return _picture(
        SLIDE_MICROSCOPIC,
        "SM",
        43,
        "Microscopy of a slide",
        _cells(9),
        **{**described, **elements},
    )


def photographic(**elements: Any) -> "Dataset":
    """Skin with a naevus and a ruler."""
    random = np.random.default_rng(8)
    shape = (ROWS, COLUMNS)
    plate = Plate(np.ones(shape, np.float32), 0.1, edge_mm=0.7)
    plate.ellipse((-2, 1), (5.4, 4.2), 0.52, 24)
    plate.ellipse((-0.6, 0.4), (2.6, 2.0), 0.34, -15)
    shade = plate.values * (1 + 0.03 * fractal_noise(random, shape, (20, 60, 140)))
    picture = _tinted(shade * 0.95, (222, 172, 146))
    picture[-34:] = (244, 244, 238)
    for millimetre in range(0, COLUMNS // 10):
        length = 18 if millimetre % 5 == 0 else 10
        picture[-34 : -34 + length, 10 * millimetre : 10 * millimetre + 1] = 20
    return _picture(PHOTOGRAPHIC, "XC", 44, "Skin, photograph", picture, **elements)


def ultrasound_image(**elements: Any) -> "Dataset":
    """One frame of the demonstration's clip, uncompressed, with its region."""
    from io import BytesIO

    from PIL import Image
    from pydicom.encaps import generate_frames

    _, run = clip()
    frames = list(generate_frames(run.PixelData, number_of_frames=run.NumberOfFrames))
    with Image.open(BytesIO(frames[_ULTRASOUND_FRAME])) as opened:
        pixels = np.asarray(opened.convert("RGB"))
    described: dict[str, Any] = {
        **identity(2, "us", "Heart, apical", "082000"),
        "SeriesNumber": 45,
        "ImageType": ["DERIVED", "PRIMARY", "", "0011"],
        "LossyImageCompression": "01",
        "LossyImageCompressionMethod": "ISO_10918_1",
        "LossyImageCompressionRatio": run.LossyImageCompressionRatio,
        "PatientOrientation": "",
        "Laterality": "",
        "UltrasoundColorDataPresent": 1,
        "TransducerType": "SECTOR_PHASED",
        "TransducerData": "Synthetic",
        "SequenceOfUltrasoundRegions": run.SequenceOfUltrasoundRegions,
    }
    return image(
        pixels,
        samples=3,
        sop_class_uid=ULTRASOUND,
        modality="US",
        **{**described, **elements},
    )


def secondary_capture(**elements: Any) -> "Dataset":
    """A scanned page: grey, eight bits."""
    page = np.full((320, 256), 246, np.uint8)
    random = np.random.default_rng(3)
    for line in range(18):
        row, column = 62 + line * 13, 22
        while column < 206:
            length = int(random.integers(10, 34))
            page[row : row + 5, column : column + length] = 92
            column += length + 6
    dots = word(4)
    page[20 : 20 + dots.shape[0], 22 : 22 + dots.shape[1]][dots] = 30
    described: dict[str, Any] = {
        **identity(1, "sc", "Scanned letter", "120000"),
        "SeriesNumber": 46,
        "ConversionType": "SD",
        "ImageType": ["DERIVED", "SECONDARY"],
        "PatientOrientation": "",
        "Laterality": "",
        "NominalScannedPixelSpacing": [0.8, 0.8],
        "PixelSpacing": None,
    }
    return image(
        page,
        sop_class_uid=SECONDARY_CAPTURE,
        modality="OT",
        **{**described, **elements},
    )


def printed(colour: bool = False, **elements: Any) -> "Dataset":
    """An image as it was sent to the film printer, grey or in colour, long retired."""
    pixels = _cells(7) if colour else LIGHT - logarithm(chest_shadow())
    name = "colour" if colour else "grey"
    described: dict[str, Any] = {
        **identity(1, f"hardcopy {name}", f"Printed in {name}", "121000"),
        "SeriesNumber": 48 if colour else 47,
        "ImageType": ["DERIVED", "SECONDARY"],
        "HardcopyDeviceManufacturer": "Negatoscope",
    }
    return image(
        pixels,
        samples=3 if colour else 1,
        bits_stored=None if colour else 12,
        sop_class_uid=HARDCOPY_COLOUR if colour else HARDCOPY_GREY,
        modality="HC",
        **{**described, **elements},
    )


def _picture(
    sop_class_uid: str,
    modality: str,
    number: int,
    title: str,
    pixels: Colours,
    **elements: Any,
) -> "Dataset":
    """A visible light image (PS3.3 A.32, C.8.12.1)."""
    burn(pixels, (255, 255, 255), 8, 8)
    described: dict[str, Any] = {
        **identity(1, title, title, f"12{number}00"),
        "SeriesNumber": number,
        "ImageType": ["ORIGINAL", "PRIMARY"],
        "LossyImageCompression": "00",
        "PatientOrientation": "",
        "Laterality": "",
        "AcquisitionContextSequence": [],
    }
    return image(
        pixels,
        samples=3,
        sop_class_uid=sop_class_uid,
        modality=modality,
        **{**described, **elements},
    )


def _tinted(light: Picture, colour: tuple[int, int, int]) -> Colours:
    picture = light[..., np.newaxis] * np.array(colour, np.float32)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _cells(seed: int) -> Colours:
    """Nuclei in pink tissue: blue where much of the stain is."""
    random = np.random.default_rng(seed)
    shape = (ROWS, COLUMNS)
    plate = Plate(np.zeros(shape, np.float32), 1.0)
    for _ in range(190):
        place = random.uniform(-180, 180), random.uniform(-150, 150)
        radii = random.uniform(4, 7.5), random.uniform(3.5, 6)
        plate.ellipse(place, radii, random.uniform(0.5, 0.95), random.uniform(0, 180))
    blue = plate.values[..., np.newaxis] * np.array((150, 132, 62), np.float32)
    pink = np.array((238, 182, 208), np.float32)
    texture = fractal_noise(random, shape, (14, 44, 120), 0.7)[..., np.newaxis]
    picture = (pink - blue) * (1 + 0.035 * texture)
    return np.clip(picture, 0, 255).astype(np.uint8)
