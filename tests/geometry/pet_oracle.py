"""What SimpleITK makes of the PET of a pair, on a plane in the space of its CT."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import AXIAL
from viewer.demo.pet_ct import rigid
from viewer.geometry.plane import Plane

if TYPE_CHECKING:
    from pydicom import Dataset

MATRIX = rigid(25.0, (12.0, -7.0, 31.0))
OBLIQUE = (0.96, 0.2, 0.1959591794, -0.2, 0.9797958971, -0.0200020409)


def square(cosines: tuple[float, ...]) -> tuple[float, ...]:
    row = np.array(cosines[:3]) / np.linalg.norm(cosines[:3])
    column = np.array(cosines[3:])
    column = column - (column @ row) * row
    return (*row.tolist(), *(column / np.linalg.norm(column)).tolist())


def stored(one: "Dataset") -> Any:
    return np.frombuffer(one.PixelData, "<i2").reshape(one.Rows, one.Columns)


def pet_by_simple_itk(
    pet: "list[Dataset]", plane: Plane, size: Any, matrix: Any
) -> Any:
    """The PET on a plane of the CT; `matrix` from the PET's space to the CT's."""
    sitk = import_module("SimpleITK")
    ends = [np.array(one.ImagePositionPatient, float) for one in (pet[0], pet[-1])]
    step = (ends[1] - ends[0]) / (len(pet) - 1)
    values = np.stack([stored(one) * float(one.RescaleSlope) for one in pet])
    image = sitk.GetImageFromArray(values.astype(np.float64))
    row, column = pet[0].PixelSpacing
    cosines = np.array(pet[0].ImageOrientationPatient, float)
    mm = float(np.linalg.norm(step))
    image.SetSpacing((float(column), float(row), mm))
    image.SetOrigin(ends[0].tolist())
    axes = np.array([cosines[:3], cosines[3:], step / mm]).T
    image.SetDirection(axes.ravel().tolist())
    back = np.linalg.inv(matrix)
    transform = sitk.AffineTransform(3)
    transform.SetMatrix(back[:3, :3].ravel().tolist())
    transform.SetTranslation(back[:3, 3].tolist())
    resample = sitk.ResampleImageFilter()
    resample.SetSize((size[1], size[0], 1))
    resample.SetTransform(transform)
    resample.SetOutputSpacing((plane.column_spacing_mm, plane.row_spacing_mm, 1.0))
    resample.SetOutputOrigin(plane.position_mm)
    directions = np.array([plane.row_cosine, plane.column_cosine, plane.normal]).T
    resample.SetOutputDirection(directions.ravel().tolist())
    resample.SetDefaultPixelValue(float("nan"))
    return sitk.GetArrayFromImage(resample.Execute(image))[0]


SCALED = MATRIX @ np.diag((1.12, 0.9, 1.2, 1.0))
SHEARED = MATRIX @ np.array(
    [(1.1, 0.2, -0.1, 0), (0.05, 0.9, 0.15, 0), (-0.2, 0.1, 1.25, 0), (0, 0, 0, 1)]
)
PAIRS = {
    "one space, axial, anisotropic": (None, AXIAL, ""),
    "one space, oblique": (None, square(OBLIQUE), ""),
    "registered, axial": (MATRIX, AXIAL, "RIGID"),
    "registered, oblique": (MATRIX, square(OBLIQUE), "RIGID"),
    "registered with scales": (SCALED, AXIAL, "RIGID_SCALE"),
    "registered with shears, oblique": (SHEARED, square(OBLIQUE), "AFFINE"),
}
"""(from the PET's space to the CT's, None in one; cosines of the PET; kind)"""
