import numpy as np
import pytest

from viewer.geometry.plane import Plane
from viewer.kinds.spectra import Slab, Spectra, excited, part_of, ticks

AXIAL = Plane((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 2.0, 2.0)


def slab(axis: int, middle: float, thickness: float) -> Slab:
    normal = [0.0, 0.0, 0.0]
    normal[axis] = 1.0
    place = [part * middle for part in normal]
    return Slab(
        (place[0], place[1], place[2]), (normal[0], normal[1], normal[2]), thickness
    )


def test_what_all_slabs_have_in_common_is_outlined() -> None:
    slabs = (slab(0, 10.0, 20.0), slab(1, 4.0, 8.0), slab(2, 0.0, 5.0))
    corners = excited(slabs, AXIAL)
    millimetres = {
        tuple(round(part, 6) for part in AXIAL.to_patient(*one)) for one in corners
    }
    assert millimetres == {(0, 0, 0), (20, 0, 0), (20, 8, 0), (0, 8, 0)}


def test_a_plane_beside_the_slabs_has_no_outline() -> None:
    slabs = (slab(0, 10.0, 20.0), slab(1, 4.0, 8.0), slab(2, 30.0, 5.0))
    assert excited(slabs, AXIAL) == []


def test_slabs_that_leave_a_side_open_have_no_outline() -> None:
    assert excited((slab(0, 10.0, 20.0), slab(2, 0.0, 5.0)), AXIAL) == []
    assert excited((slab(0, 10.0, 20.0),), AXIAL) == []


@pytest.mark.parametrize(
    ("part", "value"),
    [("real", 3.0), ("imaginary", -4.0), ("magnitude", 5.0), ("phase", -53.130102)],
)
def test_the_parts_of_a_complex_number(part: str, value: float) -> None:
    found = part_of(np.array([3 - 4j]), part)  # type: ignore[arg-type]
    assert found[0] == pytest.approx(value)


def test_protons_begin_between_five_and_zero_ppm_where_they_are_measured() -> None:
    offset = np.linspace(1000, -1000, 201)
    made = Spectra(
        np.zeros((1, 1, 1, 1, 201)), "REAL", offset, transmitter_mhz=100.0,
        reference_ppm=4.7, nucleus="1H",
    )  # fmt: skip
    ends = made.usual_ends()
    assert ends is not None
    assert made.axis("ppm")[ends[0]] == pytest.approx(5.0, abs=0.1)
    assert made.axis("ppm")[ends[1]] == pytest.approx(0.0, abs=0.1)


def test_ticks_are_round_numbers_between_the_ends() -> None:
    np.testing.assert_allclose(ticks(-0.1, 4.2, 5), [0, 1, 2, 3, 4])
    np.testing.assert_allclose(ticks(0.0, 0.35, 8), np.arange(8) * 0.05)
    assert ticks(1.0, 1.0, 5) == []
    assert ticks(float("nan"), 1.0, 5) == []
