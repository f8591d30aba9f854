from dataclasses import replace

import numpy as np
import pytest

from tests.ui.sets import sets_of
from tests.ui.tools.views import at, ct_view_set, pull, view_of
from viewer.demo.build import image, ramp
from viewer.demo.parts import item
from viewer.pixels.look import LookupTable, Window
from viewer.store.habits import Drags
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.window import WindowTool

START = (200, 150)


def window(model: ViewportModel) -> Window:
    voi = model.state.look.voi
    assert isinstance(voi, Window)
    return voi


def moved(model: ViewportModel, dx: float, dy: float) -> Window:
    pull(WindowTool(), model, START, (START[0] + dx, START[1] + dy))
    return window(model)


def test_right_is_wider_and_left_is_narrower() -> None:
    assert moved(view_of(), 100, 0).width > 400
    assert moved(view_of(), -100, 0).width < 400
    assert moved(view_of(), 100, 0).centre == 40


def test_down_is_brighter_and_up_is_darker() -> None:
    assert moved(view_of(), 0, 100).centre < 40
    assert moved(view_of(), 0, -100).centre > 40
    assert moved(view_of(), 0, 100).width == 400


def test_the_reader_may_want_it_the_other_way_round_and_faster() -> None:
    tool, model = WindowTool(), view_of()
    tool.drags = Drags(down_is_brighter=False, right_is_wider=False, window_speed=2.0)
    pull(tool, model, START, (START[0] - 64, START[1] + 64))
    usual = moved(view_of(), 64, -64)
    assert window(model).width - 400 == 2 * (usual.width - 400) > 0
    assert window(model).centre - 40 == 2 * (usual.centre - 40) > 0


def test_a_pixel_is_the_256th_part_of_the_width() -> None:
    model = view_of(ct_view_set(WindowWidth=1024))
    assert moved(model, 64, 0) == Window(40, 1024 + 64 * 4)


def test_the_speed_follows_the_range_of_the_frame() -> None:
    narrow = view_of(ct_view_set(WindowWidth=2))
    span = 4095
    assert moved(narrow, 100, 0).width == pytest.approx(2 + 100 * span / 4096, abs=1)
    wide = view_of(ct_view_set(WindowWidth=100_000))
    assert moved(wide, 100, 0).width == pytest.approx(
        100_000 + 100 * 25_000 / 256, abs=9
    )


def test_a_drag_counts_from_where_it_began() -> None:
    straight, roundabout = view_of(), view_of()
    pull(WindowTool(), straight, START, (250, 170))
    pull(WindowTool(), roundabout, START, (30, 290), (390, 5), (250, 170))
    assert window(straight) == window(roundabout)


def test_the_window_never_closes() -> None:
    assert moved(view_of(), -4000, 0).width == 1.0


def test_fractions_keep_their_digits() -> None:
    pixels = np.linspace(0, 1000, 64, dtype=np.uint16).reshape(8, 8)
    made = image(
        pixels,
        modality="PT",
        RescaleSlope=0.001,
        RescaleIntercept=0,
        WindowCenter=0.5,
        WindowWidth=1.0,
    )
    (display_set,) = sets_of([made])
    model = view_of(display_set)
    assert moved(model, 10, 0).width == pytest.approx(1.0 + 10 / 512, abs=1e-4)
    narrowest = moved(model, -4000, 0).width
    assert 0 < narrowest < 0.01
    assert window(model).function == "LINEAR_EXACT"


def test_the_name_of_a_changed_window_is_dropped() -> None:
    model = view_of(ct_view_set(WindowCenterWidthExplanation="LUNG"))
    voi = model.voi()
    assert isinstance(voi, Window)
    assert voi.explanation == "LUNG"
    assert moved(model, 5, 0).explanation == ""


def test_the_function_of_the_files_window_is_kept() -> None:
    model = view_of(ct_view_set(VOILUTFunction="SIGMOID"))
    assert moved(model, 5, 5).function == "SIGMOID"


def test_cancelling_gives_back_the_window_of_the_file() -> None:
    model, tool = view_of(), WindowTool()
    before = model.state
    tool.press(model, at(model, *START))
    tool.drag(model, at(model, 390, 10))
    assert model.state != before
    tool.cancel(model)
    assert model.state == before
    tool.drag(model, at(model, 100, 100))
    assert model.state == before


def test_a_lut_becomes_a_window_over_the_whole_range() -> None:
    table = item(LUTDescriptor=[256, 0, 8], LUTData=bytes(range(256)))
    (display_set,) = sets_of([image(ramp((16, 16), np.uint8), VOILUTSequence=[table])])
    model = view_of(display_set)
    assert isinstance(model.voi(), LookupTable)
    assert moved(model, 0, 0) == Window(128, 255)


def test_colour_has_no_window() -> None:
    (display_set,) = sets_of([image(ramp((16, 16, 3), np.uint8), samples=3)])
    model = view_of(display_set)
    before = model.state
    pull(WindowTool(), model, START, (300, 10))
    assert model.state == before


def test_inversion_stays_while_windowing() -> None:
    model = view_of()
    model.change(look=replace(model.state.look, inverted=True))
    moved(model, 30, 30)
    assert model.state.look.inverted


def test_nothing_happens_without_a_frame() -> None:
    model, tool = ViewportModel(), WindowTool()
    before = model.state
    pointer = at(view_of(), *START)
    tool.press(model, pointer)
    tool.drag(model, replace(pointer, x=390))
    tool.release(model, pointer)
    assert model.state == before
