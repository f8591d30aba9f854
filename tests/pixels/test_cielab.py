import pytest

from viewer.pixels.cielab import rgb_of_cielab

WHOLE = 65_535


@pytest.mark.parametrize(
    ("encoded", "rgb"),
    [
        ((0, 32_896, 32_896), (0, 0, 0)),
        ((WHOLE, 32_896, 32_896), (255, 255, 255)),
        ((34_939, 32_896, 32_896), (126, 126, 126)),  # L* 53.3 is about mid-grey
    ],
)
def test_neutral_colours_stay_neutral(
    encoded: tuple[int, int, int], rgb: tuple[int, int, int]
) -> None:
    assert rgb_of_cielab(encoded) == pytest.approx(rgb, abs=1)


@pytest.mark.parametrize(
    ("lab", "rgb"),
    [  # sRGB primaries under D50, as ICC profiles of sRGB state them
        ((54.29, 80.81, 69.89), (255, 0, 0)),
        ((87.82, -79.27, 80.99), (0, 255, 0)),
        ((29.57, 68.30, -112.03), (0, 0, 255)),
    ],
)
def test_primaries_come_out_as_they_went_in(
    lab: tuple[float, float, float], rgb: tuple[int, int, int]
) -> None:
    lightness, a, b = lab
    encoded = (
        round(lightness / 100 * WHOLE),
        round((a + 128) / 255 * WHOLE),
        round((b + 128) / 255 * WHOLE),
    )
    assert rgb_of_cielab(encoded) == pytest.approx(rgb, abs=3)


def test_colours_that_no_screen_has_are_cut_not_wrapped() -> None:
    assert rgb_of_cielab((WHOLE, WHOLE, 0))[1] < 255
    assert min(rgb_of_cielab((0, WHOLE, WHOLE))) >= 0
