"""A PET/CT pair: the same ball in both, at a place that is known in millimetres.

Each slice of the PET has a scale of its own, as scanners write them; its voxels are
larger than those of the CT, and may lie obliquely, in a frame of reference of their
own that a Spatial Registration object joins to that of the CT.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import AXIAL, ct_slice, image
from viewer.demo.nuclear import PET, fluorine
from viewer.demo.parts import base, code, uid

if TYPE_CHECKING:
    from pydicom import Dataset

REGISTRATION = "1.2.840.10008.5.1.4.1.1.66.1"
CENTRE_MM, RADIUS_MM = (18.0, -12.0, 40.0), 12.0
"""Where the ball lies in the CT's space, and how large it is."""
BACKGROUND_BQML, BALL_BQML = 2000.0, 20_000.0
SOFT_TISSUE_HU, BALL_HU = 40, 240
WEIGHT_KG, DOSE_BQ, HALF_LIFE_S, DELAY_S = 70.0, 250_000_000, 6586.2, 3600.0
"""Of the injection, an hour before the scan."""

CT_SPACE = uid("pet/ct", "frame of reference", "ct")
PET_SPACE = uid("pet/ct", "frame of reference", "pet")

Floats = np.ndarray[Any, np.dtype[np.float64]]
_PEOPLE: dict[str, Any] = {
    "PatientName": "TEST^Fusion",
    "PatientID": "TEST-0024",
    "Laterality": "",
}


def ct_series(
    size: int = 80, slices: int = 32, pixel_mm: float = 1.5, step_mm: float = 2.5
) -> "list[Dataset]":
    """The CT, its slices from the feet up."""
    half = (size - 1) / 2 * pixel_mm
    made = []
    for number in range(slices):
        corner = (-half, -half, number * step_mm)
        places = _places(corner, AXIAL, size, size, pixel_mm)
        hounsfield = np.where(_in_ball(places), BALL_HU, SOFT_TISSUE_HU)
        made.append(
            ct_slice(
                number,
                (hounsfield + 1024).astype(np.uint16),
                thickness_mm=step_mm,
                spacing_mm=pixel_mm,
                ImagePositionPatient=[round(part, 4) for part in corner],
                SeriesDescription="CT of the pair",
                SeriesInstanceUID=uid("pet/ct", "series", "ct"),
                FrameOfReferenceUID=CT_SPACE,
                PatientPosition="HFS",
                KVP=120,
                AcquisitionNumber=1,
                **_PEOPLE,
            )
        )
    return made


def pet_series(
    matrix: Floats | None = None,
    cosines: Sequence[float] = AXIAL,
    size: int = 40,
    slices: int = 24,
    spacing_mm: tuple[float, float] = (4.0, 3.2),
    step_mm: float = 4.5,
    **elements: Any,
) -> "list[Dataset]":
    """The PET; `matrix` (4, 4) leads from its own space to the CT's, where it has one.

    `spacing_mm` is between rows, between columns.
    """
    to_ct = np.eye(4) if matrix is None else matrix
    normal = np.cross(cosines[:3], cosines[3:])
    middle = (np.linalg.inv(to_ct) @ (*CENTRE_MM, 1.0))[:3]
    corner = middle - _half_way(cosines, size, spacing_mm)
    corner = corner - (slices / 2 - 0.3) * step_mm * normal + (3.1, -2.3, 1.7)
    made = []
    for number in range(slices):
        place = corner + number * step_mm * normal
        own = _places(place, cosines, size, size, spacing_mm[1], spacing_mm[0])
        there = own @ to_ct[:3, :3].T + to_ct[:3, 3]
        activity = np.where(_in_ball(there), BALL_BQML, BACKGROUND_BQML)
        made.append(
            _pet_slice(number, slices, activity, place, cosines, spacing_mm, step_mm)
        )
    for one in made:
        one.FrameOfReferenceUID = CT_SPACE if matrix is None else PET_SPACE
        for keyword, value in elements.items():
            setattr(one, keyword, value)
    return made


def registration(matrix: Floats, *, kind: str = "RIGID", **elements: Any) -> "Dataset":
    """From the space of the PET to the registered one, which is that of the CT."""
    described: dict[str, Any] = {
        "SeriesDescription": "PET to CT",
        "SeriesInstanceUID": uid("pet/ct", "series", "registration"),
        "FrameOfReferenceUID": CT_SPACE,
        "PositionReferenceIndicator": "",
        "ContentLabel": "PET_TO_CT",
        "ContentDescription": "PET to CT",
        "ContentCreatorName": "",
        "RegistrationSequence": [
            registered(CT_SPACE, np.eye(4)),
            registered(PET_SPACE, matrix, kind=kind),
        ],
    }
    return base(REGISTRATION, "REG", **{**_PEOPLE, **described, **elements})


def registered(
    frame_of_reference: str,
    *matrices: Floats,
    images: Sequence[str] = (),
    kind: str = "RIGID",
) -> dict[str, Any]:
    """An item of the Registration Sequence, of one matrix or several."""
    found: dict[str, Any] = {
        "FrameOfReferenceUID": frame_of_reference,
        "MatrixRegistrationSequence": [
            {
                "RegistrationTypeCodeSequence": [
                    code("125024", "DCM", "Image Content-based Alignment")
                ],
                "MatrixSequence": [
                    {
                        "FrameOfReferenceTransformationMatrixType": kind,
                        "FrameOfReferenceTransformationMatrix": [
                            float(f"{number:.10g}") for number in matrix.ravel()
                        ],
                    }
                    for matrix in matrices
                ],
            }
        ],
    }
    if images:
        found["ReferencedImageSequence"] = [
            {"ReferencedSOPClassUID": PET, "ReferencedSOPInstanceUID": one}
            for one in images
        ]
    return found


def rigid(degrees: float, shift_mm: Sequence[float]) -> Floats:
    """A turn about the axis from the feet to the head and then a shift, (4, 4)."""
    angle = np.radians(degrees)
    made = np.eye(4)
    made[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    made[:3, 3] = shift_mm
    return made


def _pet_slice(
    number: int,
    slices: int,
    activity: Floats,
    position: Floats,
    cosines: Sequence[float],
    spacing_mm: tuple[float, float],
    step_mm: float,
) -> "Dataset":
    slope = float(f"{activity.max() / (20_000 + 300 * number):.8g}")
    return image(
        np.rint(activity / slope).astype(np.int16),
        sop_class_uid=PET,
        modality="PT",
        **_PEOPLE,
        SeriesDescription="PET of the pair",
        SeriesInstanceUID=uid("pet/ct", "series", "pet"),
        SeriesDate="20261122",
        SeriesTime="112000",
        AcquisitionDate="20261122",
        AcquisitionTime="112000",
        InstanceNumber=number + 1,
        ImageType=["ORIGINAL", "PRIMARY"],
        SeriesType=["STATIC", "IMAGE"],
        PositionReferenceIndicator="",
        NumberOfSlices=slices,
        ImageIndex=number + 1,
        CollimatorType="NONE",
        FrameReferenceTime=0,
        ActualFrameDuration=180_000,
        DecayFactor=1,
        PatientOrientationCodeSequence=[code("102538003", "SCT", "recumbent")],
        PatientGantryRelationshipCodeSequence=[code("102540008", "SCT", "headfirst")],
        Units="BQML",
        CountsSource="EMISSION",
        CorrectedImage=["DECY", "ATTN", "NORM", "DTIM"],
        DecayCorrection="START",
        PatientWeight=WEIGHT_KG,
        RadiopharmaceuticalInformationSequence=[fluorine()],
        ImagePositionPatient=[float(f"{part:.8g}") for part in position],
        ImageOrientationPatient=[float(f"{part:.10g}") for part in cosines],
        PixelSpacing=list(spacing_mm),
        SliceThickness=step_mm,
        RescaleIntercept=0,
        RescaleSlope=slope,
        RescaleType="BQML",
        WindowCenter=10_000,
        WindowWidth=20_000,
    )


def _places(
    corner: Sequence[float] | Floats,
    cosines: Sequence[float],
    rows: int,
    columns: int,
    column_mm: float,
    row_mm: float | None = None,
) -> Floats:
    """(rows, columns, 3): where the pixels lie in their own space."""
    along = np.arange(columns)[None, :, None] * column_mm * np.array(cosines[:3])
    down = np.arange(rows)[:, None, None] * (row_mm or column_mm)
    places: Floats = np.array(corner) + along + down * np.array(cosines[3:])
    return places


def _half_way(
    cosines: Sequence[float], size: int, spacing_mm: tuple[float, float]
) -> Floats:
    row, column = np.array(cosines[:3]), np.array(cosines[3:])
    half: Floats = (size - 1) / 2 * (spacing_mm[1] * row + spacing_mm[0] * column)
    return half


def _in_ball(places: Floats) -> np.ndarray[Any, np.dtype[np.bool_]]:
    far: Floats = np.linalg.norm(places - np.array(CENTRE_MM), axis=-1)
    return np.asarray(far <= RADIUS_MM)
