"""The ball is where the files say that it is, by another reader of them."""

from pathlib import Path

import numpy as np
import pytest

from viewer.demo.build import to_bytes
from viewer.demo.oblique import AXIAL, BALL_MM, OBLIQUE, SAGITTAL, oblique_series


@pytest.mark.parametrize("cosines", [AXIAL, SAGITTAL, OBLIQUE])
def test_the_ball_lies_where_simple_itk_finds_it(
    tmp_path: Path, cosines: tuple[float, float, float, float, float, float]
) -> None:
    itk = pytest.importorskip("SimpleITK")
    made = oblique_series(
        "s", cosines, slices=30, gap_mm=2.0, pixel_mm=(1.5, 1.0), middle_mm=BALL_MM
    )
    brightest = []
    for number, dataset in enumerate(made):
        path = tmp_path / str(number)
        path.write_bytes(to_bytes(dataset))
        image = itk.ReadImage(str(path))
        values = itk.GetArrayFromImage(image)
        _, row, column = np.unravel_index(values.argmax(), values.shape)
        at = (int(column), int(row), 0)
        point = image.TransformIndexToPhysicalPoint(at)
        brightest.append((float(values.max()), point))
    _, point = max(brightest)
    assert point == pytest.approx(BALL_MM, abs=1.5)
