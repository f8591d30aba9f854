import numpy as np
import pytest
from numpy.typing import NDArray

from viewer.geometry.view_transform import ViewTransform
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.layers import Cover, Layer, cover, layers_of, visible_layers
from viewer.pixels.look import Look
from viewer.pixels.overlay import Colour, Overlay
from viewer.pixels.resample import rgb_words
from viewer.pixels.shutter import Rectangle, Shutter

ROWS, COLUMNS = 8, 12
MASK = np.random.default_rng(7).random((ROWS, COLUMNS)) < 0.4
RED = (255, 0, 0)


def overlay(mask: NDArray[np.bool_] = MASK, group: int = 0x6000) -> Overlay:
    bits = np.packbits(mask, bitorder="little").tobytes()
    rows, columns = mask.shape
    return Overlay(group, rows, columns, bits)


def info(**fields: object) -> FrameInfo:
    return FrameInfo(**fields)  # type: ignore[arg-type]


BOTH = info(
    overlays=(overlay(),),
    shutter=Shutter(Rectangle(3, 10, 2, 7), colour=(40, 40, 40)),
)


def covering(layers: tuple[Layer, ...]) -> Cover:
    found = cover(layers)
    assert found is not None
    return found


def test_overlays_lie_over_the_shutter() -> None:
    picture = np.full((ROWS, COLUMNS), 100, np.uint8)
    covering(layers_of(BOTH, ROWS, COLUMNS)).lay_over(picture)
    assert BOTH.shutter is not None
    shut = BOTH.shutter.mask(ROWS, COLUMNS)
    assert (picture[MASK] == 255).all()
    assert (picture[shut & ~MASK] == 40).all()
    assert (picture[~shut & ~MASK] == 100).all()


@pytest.mark.parametrize(
    ("look", "purposes"),
    [
        (Look(), ["shutter", "overlay"]),
        (Look(overlays=False), ["shutter"]),
        (Look(shutters=False), ["overlay"]),
        (Look(overlays=False, shutters=False), []),
    ],
)
def test_each_can_be_switched_off(look: Look, purposes: list[str]) -> None:
    layers = visible_layers(layers_of(BOTH, ROWS, COLUMNS), look)
    assert [layer.purpose for layer in layers] == purposes
    assert (cover(layers) is None) == (not purposes)


def test_overlays_of_one_colour_are_one_layer() -> None:
    other = np.zeros_like(MASK)
    other[0] = True
    layers = layers_of(info(overlays=(overlay(), overlay(other))), ROWS, COLUMNS)
    (layer,) = layers
    assert np.array_equal(layer.coverage.levels[0] == 255, MASK | other)


@pytest.mark.parametrize("colour", [RED, (90, 90, 90)])
def test_words_and_channels_are_covered_alike(colour: Colour) -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (ROWS, COLUMNS, 3), np.uint8)
    (layer,) = layers_of(info(overlays=(overlay(),)), ROWS, COLUMNS)
    half = Layer("overlay", layer.coverage, colour)
    view = ViewTransform(COLUMNS, ROWS, 1.3, 1.3, (6.5, 4.5))
    blended = cover((half,), view)
    assert blended is not None
    assert len(blended.mixed) > 10
    for found in (covering((half,)), blended):
        rgb = pixels.copy()
        found.lay_over(rgb)
        words = rgb_words(pixels)
        assert np.array_equal(found.laid_over_words(words), rgb_words(rgb))
        assert np.array_equal(words, rgb_words(pixels))


def test_it_is_known_whether_a_grey_picture_needs_colours() -> None:
    (layer,) = layers_of(info(overlays=(overlay(),)), ROWS, COLUMNS)
    assert not covering((layer,)).is_coloured
    assert covering((Layer("overlay", layer.coverage, RED), layer)).is_coloured


def test_a_pixel_half_covered_shows_half_of_both() -> None:
    columns = np.zeros((ROWS, COLUMNS), np.bool_)
    columns[:, ::2] = True
    layers = layers_of(info(overlays=(overlay(columns),)), ROWS, COLUMNS)
    halved = ViewTransform(COLUMNS // 2, ROWS // 2, 0.5, 0.5, (6.0, 4.0))
    found = cover(layers, halved)
    assert found is not None
    picture = np.full((ROWS // 2, COLUMNS // 2), 101, np.uint8)
    found.lay_over(picture)
    assert np.abs(picture - (101 + 255) / 2).max() <= 1


def test_a_frame_with_neither_has_no_layers() -> None:
    assert layers_of(FrameInfo(), ROWS, COLUMNS) == ()
    nothing = np.zeros((ROWS, COLUMNS), np.bool_)
    assert layers_of(info(overlays=(overlay(nothing),)), ROWS, COLUMNS) == ()
