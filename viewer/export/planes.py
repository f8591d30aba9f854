"""Planes through a volume as one object: a multi-frame secondary capture.

PS3.3 A.8.4 (Multi-frame Grayscale Word Secondary Capture), with the functional groups
that say where each plane lies (C.7.6.16.2). Values are rescaled to the unit of the
slices; what has no value is padding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from viewer.export.document import file_bytes, model_of, new_object, new_uid
from viewer.export.records import Image
from viewer.geometry.blending import Blend
from viewer.geometry.plane import Plane, dot
from viewer.pixels.look import Window
from viewer.pixels.modality import unit_term
from viewer.records import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom import Dataset

SOP_CLASS_UID = "1.2.840.10008.5.1.4.1.1.7.3"
_REFORMATTED = ("113072", "Multiplanar reformatting")
_PROJECTED: dict[Blend, tuple[str, str]] = {
    "max": ("113078", "Maximum intensity projection"),
    "min": ("113079", "Minimum intensity projection"),
}
_SOURCE = ("121322", "Source image for image processing operation")
_DIGITS = 16
_SLICE_LOCATION_VECTOR = 0x00182005


@dataclass(frozen=True, slots=True, eq=False)
class PlanesRequest:
    """Planes one behind the other, all of one size and direction.

    `values` are (planes, rows, columns) of 16 bits without sign; modality value =
    slope × value + intercept, in `unit`. `padding` is what stands for no value.
    """

    images: tuple[Image, ...]
    planes: tuple[Plane, ...]
    values: NDArray[Any]
    slope: float
    intercept: float
    unit: str
    padding: int
    inverse: bool
    window: Window | None
    title: str
    step_mm: float
    slab_mm: float = 0.0
    blend: Blend = "max"
    loss: bool = False
    """A slice was compressed with loss."""


def planes_object(request: PlanesRequest) -> bytes:
    """The object as a file. Raises ExportError."""
    model = model_of(request.images[0])
    modality = str(model.get("Modality") or "OT")
    made = new_object(model, SOP_CLASS_UID, modality, request.title[:64])
    _add_series(made, model, request)
    _add_image(made, request)
    _add_pixels(made, request)
    _add_groups(made, request)
    return file_bytes(made)


def _add_series(made: Dataset, model: Dataset, request: PlanesRequest) -> None:
    made.PatientPosition = model.get("PatientPosition")
    if model.get("BodyPartExamined"):
        made.BodyPartExamined = model.BodyPartExamined
    made.Laterality = model.get("Laterality")
    made.FrameOfReferenceUID = model.get("FrameOfReferenceUID") or new_uid()
    made.PositionReferenceIndicator = model.get("PositionReferenceIndicator")
    made.ConversionType = "WSD"


def _add_image(made: Dataset, request: PlanesRequest) -> None:
    made.ImageType = ["DERIVED", "SECONDARY"]
    made.ContentDate = made.InstanceCreationDate
    made.ContentTime = made.InstanceCreationTime
    made.PatientOrientation = None
    made.DerivationDescription = request.title
    codes = [_REFORMATTED]
    if request.slab_mm and request.blend in _PROJECTED:
        codes.append(_PROJECTED[request.blend])
    made.DerivationCodeSequence = [_code(*code) for code in codes]
    made.SourceImageSequence = [_source(image) for image in request.images]
    made.BurnedInAnnotation = "NO"
    made.LossyImageCompression = "01" if request.loss else "00"
    made.PresentationLUTShape = "INVERSE" if request.inverse else "IDENTITY"
    made.RescaleIntercept = _decimal(request.intercept)
    made.RescaleSlope = _decimal(request.slope)
    made.RescaleType = unit_term(request.unit)
    if request.window is not None:
        made.WindowCenter = _decimal(request.window.centre)
        made.WindowWidth = _decimal(request.window.width)


def _add_pixels(made: Dataset, request: PlanesRequest) -> None:
    count, rows, columns = request.values.shape
    made.SamplesPerPixel = 1
    made.PhotometricInterpretation = "MONOCHROME1" if request.inverse else "MONOCHROME2"
    made.NumberOfFrames = count
    made.FrameIncrementPointer = _SLICE_LOCATION_VECTOR
    made.SliceLocationVector = [
        _decimal(dot(plane.position_mm, plane.normal)) for plane in request.planes
    ]
    made.Rows, made.Columns = rows, columns
    made.BitsAllocated, made.BitsStored, made.HighBit = 16, 16, 15
    made.PixelRepresentation = 0
    made.add_new("PixelPaddingValue", "US", request.padding)
    made.add_new("PixelData", "OW", request.values.astype("<u2").tobytes())


def _add_groups(made: Dataset, request: PlanesRequest) -> None:
    first = request.planes[0]
    shared = _item(
        PixelMeasuresSequence=[
            _item(
                PixelSpacing=_decimals((first.row_spacing_mm, first.column_spacing_mm)),
                SliceThickness=_decimal(request.slab_mm or request.step_mm),
                SpacingBetweenSlices=_decimal(request.step_mm),
            )
        ],
        PlaneOrientationSequence=[
            _item(
                ImageOrientationPatient=_decimals(
                    (*first.row_cosine, *first.column_cosine)
                )
            )
        ],
    )
    made.SharedFunctionalGroupsSequence = [shared]
    made.PerFrameFunctionalGroupsSequence = [
        _item(
            PlanePositionSequence=[
                _item(ImagePositionPatient=_decimals(plane.position_mm))
            ],
        )
        for plane in request.planes
    ]


def _source(image: Image) -> Dataset:
    return _item(
        ReferencedSOPClassUID=image.sop_class_uid,
        ReferencedSOPInstanceUID=image.sop_instance_uid,
        PurposeOfReferenceCodeSequence=[_code(*_SOURCE)],
    )


def _code(value: str, meaning: str) -> Dataset:
    return _item(CodeValue=value, CodingSchemeDesignator="DCM", CodeMeaning=meaning)


def _item(**elements: object) -> Dataset:
    from pydicom import Dataset

    made = Dataset()
    for keyword, value in elements.items():
        setattr(made, keyword, value)
    return made


def _decimal(value: float) -> str:
    """A DS of at most 16 characters."""
    text = f"{value:.10g}"
    return text if len(text) <= _DIGITS else f"{value:.8g}"


def _decimals(values: Sequence[float]) -> list[str]:
    return [_decimal(value + 0.0) for value in values]
