import pytest

from viewer.pixels.calibration import driving_levels, report
from viewer.pixels.display import Display, problem_of

ENDS = ((0, 0.5), (255, 350.0))


@pytest.mark.parametrize(
    ("count", "state"),
    [
        (0, "Display not calibrated"),
        (2, "Display adjusted to an assumed response"),
        (6, "Display adjusted from 6 measured levels"),
        (18, "Display calibrated (GSDF)"),
    ],
)
def test_the_state_says_how_much_of_the_response_was_measured(
    count: int, state: str
) -> None:
    points = tuple((n * 255 // max(count - 1, 1), 1.0 + n) for n in range(count))
    display = Display("screen", points)
    assert not points or problem_of(display) == ""
    assert display.state == state


@pytest.mark.parametrize(
    ("points", "ambient"),
    [
        ((), 0.0),
        (((0, 1.0),), 0.0),
        (((0, 1.0), (254, 300.0)), 0.0),
        (((5, 1.0), (255, 300.0)), 0.0),
        (((0, 1.0), (128, 0.5), (255, 300.0)), 0.0),
        (((0, 1.0), (128, 1.0), (255, 300.0)), 0.0),
        (((0, 0.0), (255, 300.0)), 0.0),
        (((0, 1.0), (255, 30000.0)), 0.0),
        (((0, 1.0), (255, float("nan"))), 0.0),
        (ENDS, -1.0),
        (ENDS, float("nan")),
    ],
)
def test_no_levels_are_made_of_a_response_that_cannot_be(
    points: tuple[tuple[int, float], ...], ambient: float
) -> None:
    display = Display("screen", points, ambient)
    assert problem_of(display)
    assert driving_levels(display) is None
    assert report(display) is None
