import numpy as np
import pytest

from viewer.kinds.companding import expanded


@pytest.mark.parametrize(
    ("form", "code", "linear"),
    [
        # Ends, smallest steps and a middle of the tables of ITU-T G.711.
        ("MB", 0x00, -32124),
        ("MB", 0x80, 32124),
        ("MB", 0xFF, 0),
        ("MB", 0x7F, 0),
        ("MB", 0xFE, 8),
        ("MB", 0xEF, 132),
        ("AB", 0xD5, 8),
        ("AB", 0x55, -8),
        ("AB", 0xAA, 32256),
        ("AB", 0x2A, -32256),
        ("AB", 0xC5, 264),
    ],
)
def test_companded_samples_have_the_values_of_the_recommendation(
    form: str, code: int, linear: int
) -> None:
    assert expanded(np.array([code], np.uint8), form).tolist() == [linear]
