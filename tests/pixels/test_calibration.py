import numpy as np
import pytest
from numpy.typing import NDArray

from viewer.pixels.calibration import driving_levels, report, response
from viewer.pixels.display import Display
from viewer.pixels.gsdf import index_of, luminance_of

ENDS = ((0, 0.5), (255, 350.0))


def measured(gamma: float, low: float = 0.5, high: float = 350.0) -> Display:
    """A screen of that gamma, measured at every fifteenth level."""
    levels = range(0, 256, 15)
    points = [(n, low + (high - low) * (n / 255) ** gamma) for n in levels]
    return Display("screen", tuple(points))


def levels_of(display: Display) -> NDArray[np.uint8]:
    made = driving_levels(display)
    assert made is not None
    return np.frombuffer(made, np.uint8)


def test_a_screen_that_follows_the_function_is_driven_as_it_is() -> None:
    first, last = index_of(np.array([1.0, 350.0]))
    luminances = luminance_of(np.linspace(first, last, 256))
    points = tuple(enumerate(luminances.tolist()))
    assert np.array_equal(levels_of(Display("screen", points)), np.arange(256))


@pytest.mark.parametrize("gamma", [1.0, 1.8, 2.2, 2.6])
@pytest.mark.parametrize("ambient", [0.0, 2.0])
def test_every_grey_level_gets_the_luminance_next_to_the_standards(
    gamma: float, ambient: float
) -> None:
    screen = measured(gamma)
    display = Display("screen", screen.points, ambient)
    shown = response(display)
    levels = levels_of(display)
    indexes = index_of(shown)
    wanted = np.linspace(indexes[0], indexes[-1], 256)
    nearest = np.abs(indexes[:, None] - wanted[None]).min(axis=0)
    assert np.allclose(np.abs(indexes[levels] - wanted), nearest)
    assert (levels[0], levels[-1]) == (0, 255)
    assert (np.diff(levels.astype(int)) >= 0).all()


def test_the_response_goes_through_what_was_measured_and_the_room_adds() -> None:
    screen = measured(2.2)
    shown = response(Display("screen", screen.points, 0.25))
    for level, luminance in screen.points:
        assert shown[level] == pytest.approx(luminance + 0.25)


def test_between_two_ends_the_response_is_a_power() -> None:
    display = Display("screen", ENDS)
    assert display.is_assumed
    assert response(display)[128] == pytest.approx(
        0.5 + 349.5 * (128 / 255) ** 2.2, rel=1e-12
    )


def test_the_report_says_how_far_contrast_is_from_the_standard() -> None:
    made = report(measured(2.2))
    assert made is not None
    assert (made.darkest, made.brightest) == pytest.approx((0.5, 350.0))
    steps = float(np.diff(index_of(np.array([0.5, 350.0])))[0])
    assert made.just_noticeable == pytest.approx(steps)
    assert made.deviation < 0.1 < made.deviation_before
    assert made.distinct_levels < 256
