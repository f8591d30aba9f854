import numpy as np
import pytest

from viewer.demo.build import image
from viewer.pixels.presentation import grey_levels, read_inverse

from .described import described


@pytest.mark.parametrize(
    ("photometric", "shape", "inverse"),
    [
        ("MONOCHROME1", None, True),
        ("MONOCHROME1", "IDENTITY", False),
        ("MONOCHROME1", "INVERSE", True),
        ("MONOCHROME2", None, False),
        ("MONOCHROME2", "IDENTITY", False),
        ("MONOCHROME2", "INVERSE", True),
        ("MONOCHROME1", "LIN OD", True),
    ],
)
def test_the_shape_overrides_the_photometric_interpretation(
    photometric: str, shape: str | None, inverse: bool
) -> None:
    header = described(image(PresentationLUTShape=shape))
    assert read_inverse(header, photometric) is inverse


def test_levels_go_to_the_nearest_grey_and_halves_go_up() -> None:
    levels = np.array([0.0, 0.49, 0.5, 127.5, 254.49, 255.0])
    assert grey_levels(levels, False).tolist() == [0, 0, 1, 128, 254, 255]


def test_the_inverse_mirrors_every_grey() -> None:
    levels = np.linspace(0, 255, 1000)
    both = grey_levels(levels, False).astype(int) + grey_levels(levels, True)
    assert set(both.tolist()) == {255}
