import pytest

from tests.ui.sets import ct_set
from viewer.kinds.scene_presets import PRESET_NAMES, presets_of
from viewer.kinds.scenes import (
    HOUNSFIELD_STOPS,
    THINNEST,
    Scene,
    boxed,
    scene_set,
    toned,
)
from viewer.kinds.sections import stack_of

WINDOW = (-160.0, 240.0)


def test_tissues_are_offered_for_hounsfield_units_alone() -> None:
    assert presets_of("HU") == PRESET_NAMES
    assert presets_of("") == ("surface", "mip")
    assert presets_of("SUV") == ("surface", "mip")


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_stops_rise_and_begin_with_nothing(name: str) -> None:
    scene = Scene(name, WINDOW)  # type: ignore[arg-type]
    stops = scene.stops()
    values = [stop.value for stop in stops]
    assert values == sorted(set(values))
    assert all(0 <= stop.opacity < 1 or scene.is_projection for stop in stops)
    assert scene.is_projection or stops[0].opacity == 0


def test_surface_and_mip_go_by_the_window() -> None:
    for name in ("surface", "mip"):
        stops = Scene(name, WINDOW).stops()
        assert stops[-1].value == WINDOW[1]
    assert Scene("mip", WINDOW).stops()[0].value == WINDOW[0]
    clear, solid, _ = Scene("surface", WINDOW).stops()
    assert (clear.value, clear.opacity) == (-60.0, 0.0), "air and noise are not seen"
    assert solid.value == 40.0, "a surface lies at the centre of the window"
    wider = toned(Scene("mip", WINDOW), 0.5, 0.25)
    assert wider.window == pytest.approx((-160.0, 440.0))
    assert toned(Scene("mip", WINDOW), -5.0, 0.0).window[1] > -1e9


def test_a_preset_of_hounsfield_units_is_shifted() -> None:
    scene = toned(Scene("bone", WINDOW), 0.3, 0.1)
    reach = HOUNSFIELD_STOPS["bone"][-1].value - HOUNSFIELD_STOPS["bone"][0].value
    assert scene.shift == pytest.approx(0.1 * reach)
    first = scene.stops()[0].value
    assert first == HOUNSFIELD_STOPS["bone"][0].value + scene.shift
    assert scene.window == WINDOW


def test_a_box_keeps_something_of_each_side() -> None:
    scene = boxed(Scene("bone", WINDOW), 1, (0.25, 0.75))
    assert scene.box == ((0.0, 1.0), (0.25, 0.75), (0.0, 1.0))
    low, high = boxed(scene, 2, (0.9, 0.2)).box[2]
    assert (low, high) == pytest.approx((0.9, 0.9 + THINNEST))
    assert boxed(scene, 0, (-1.0, 2.0)).box[0] == (0.0, 1.0)


def test_the_set_of_a_body_stands_for_its_series() -> None:
    display_set = ct_set()
    made = scene_set(stack_of(display_set))
    assert made.view == "volume"
    assert made.listed is display_set
    assert len(made.frames) == 1
    assert made.first is display_set.frames[2].header


def test_titles_say_that_it_is_computed() -> None:
    assert Scene("bone", WINDOW).title() == "3D · bone · computed"
