import pytest

from viewer.pixels.cielab import srgb_of

NEUTRAL = 0x8080


@pytest.mark.parametrize(
    ("lab", "srgb"),
    [
        ((0.0, 0.0, 0.0), (0, 0, 0)),
        ((100.0, 0.0, 0.0), (255, 255, 255)),
        ((53.39, 0.0, 0.0), (127, 127, 127)),
        # Corners of sRGB in CIELab under D50, by Lindbloom's calculator.
        ((54.29, 80.81, 69.89), (255, 0, 0)),
        ((87.82, -79.29, 80.99), (0, 255, 0)),
        ((29.57, 68.30, -112.03), (0, 0, 255)),
    ],
)
def test_known_colours_are_found(
    lab: tuple[float, float, float], srgb: tuple[int, int, int]
) -> None:
    lightness, a, b = lab
    words = (
        round(lightness / 100 * 0xFFFF),
        round((a + 128) / 255 * 0xFFFF),
        round((b + 128) / 255 * 0xFFFF),
    )
    assert srgb_of(words) == pytest.approx(srgb, abs=1)


def test_the_middle_of_both_axes_is_grey() -> None:
    for lightness in range(0, 0x10000, 0x1111):
        red, green, blue = srgb_of((lightness, NEUTRAL, NEUTRAL))
        assert red == green == blue


def test_colours_that_no_screen_has_stay_within_it() -> None:
    assert all(0 <= part <= 255 for part in srgb_of((0x8000, 0xFFFF, 0)))
