"""The window menu: the file's own, presets, automatic, full range, typed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtWidgets import QInputDialog, QToolButton

from tests.pixels.positron import positron
from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, Viewer
from viewer.demo.build import ct_slice, enhanced_mr, image, ramp
from viewer.demo.parts import item
from viewer.kinds.presets import CT_PRESETS
from viewer.pixels.look import LookupTable, Window
from viewer.ui.windowing import parse_window

if TYPE_CHECKING:
    from pydicom import Dataset


def several(**elements: Any) -> "Dataset":
    """A CT with two windows of its own."""
    windows: dict[str, Any] = {
        "WindowCenter": [40, -600],
        "WindowWidth": [400, 1500],
        "WindowCenterWidthExplanation": ["SOFT", "LUNG & air"],
    }
    pixels = ramp((16, 16), np.uint16, 12)
    return ct_slice(0, pixels, **{**windows, **elements})


def texts(viewer: Viewer, prefix: str) -> list[str]:
    """Visible menu entries whose id begins so."""
    viewer.app.menus.refresh()
    return [
        action.text()
        for name, action in viewer.app.menus.by_id.items()
        if name.startswith(prefix) and action.isVisible()
    ]


def checked(viewer: Viewer) -> list[str]:
    viewer.app.menus.refresh()
    return [
        name
        for name, action in viewer.app.menus.by_id.items()
        if name.startswith(("file-window", "preset")) and action.isChecked()
    ]


def button(viewer: Viewer) -> str:
    """What the tool bar says of the window in force."""
    return viewer.child("windowPresets", QToolButton).text()


def test_the_files_own_windows_are_offered_by_name(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", several()))
    entries = texts(viewer, "file-window")
    assert entries == ["SOFT  400 / 40", "LUNG && air  1500 / -600"]
    assert checked(viewer) == ["file-window-1"]
    viewer.do("file-window-2")
    assert viewer.model.voi() == Window(-600, 1500, explanation="LUNG & air")
    assert checked(viewer) == ["file-window-2"]
    assert button(viewer) == "1500 / -600"


def test_a_function_other_than_linear_is_named(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", several(VOILUTFunction="SIGMOID")))
    assert texts(viewer, "file-window")[0] == "SOFT  400 / 40 SIGMOID"


def test_windows_without_a_name_are_numbered(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", several(WindowCenterWidthExplanation=None)))
    assert texts(viewer, "file-window") == [
        "File 1  400 / 40",
        "File 2  1500 / -600",
    ]


def test_a_lut_of_the_file_is_offered_too(
    open_viewer: OpenViewer, write: Write
) -> None:
    table = item(
        LUTDescriptor=[256, 0, 8], LUTData=bytes(range(256)), LUTExplanation="CURVE"
    )
    dataset = image(ramp((16, 16), np.uint8), VOILUTSequence=[table])
    viewer = open_viewer(write("a", dataset))
    assert texts(viewer, "file-window") == ["CURVE  LUT"]
    assert isinstance(viewer.model.voi(), LookupTable)
    assert button(viewer) == "LUT"


@pytest.mark.parametrize("number", range(1, 10))
def test_each_digit_is_a_preset_of_ct(
    open_viewer: OpenViewer, write: Write, number: int
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    viewer.press_key(str(number))
    preset = CT_PRESETS[number - 1]
    assert viewer.model.state.look.voi == preset.window
    assert f"preset-{number}" in checked(viewer)


def test_every_preset_has_its_place_in_the_menu(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    entries = texts(viewer, "preset")
    assert [text.split("  ")[0] for text in entries] == [one.name for one in CT_PRESETS]


@pytest.mark.parametrize(
    "make",
    [lambda: image(modality="MR"), lambda: ct_slice(RescaleType="US")],
    ids=["another modality", "another unit"],
)
def test_presets_are_not_offered_where_they_make_no_sense(
    open_viewer: OpenViewer, write: Write, make: Callable[[], "Dataset"]
) -> None:
    viewer = open_viewer(write("a", make()))
    assert texts(viewer, "preset") == []
    viewer.press_key("2")
    assert viewer.model.state.look.voi is None


def test_uptake_has_presets_where_the_header_allows_an_suv(
    open_viewer: OpenViewer, write: Write
) -> None:
    dataset = positron(PatientWeight=70)
    viewer = open_viewer(write("a", dataset))
    factor = viewer.shown.info.suv.factor if viewer.shown.info.suv else None
    assert factor
    assert [text.split("  ")[0] for text in texts(viewer, "preset")] == [
        "SUV 0–5",
        "SUV 0–7",
        "SUV 0–10",
        "SUV 0–15",
    ]
    viewer.press_key("2")
    voi = viewer.model.voi()
    assert isinstance(voi, Window)
    assert voi.width * factor == pytest.approx(7)
    dataset.PatientWeight = None
    viewer.open(write("b", dataset))
    assert texts(viewer, "preset") == []


def test_nothing_is_offered_in_an_empty_window(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    assert texts(viewer, "preset") == texts(viewer, "file-window") == []
    assert button(viewer) == "–"
    for key in ("2", "0", "Shift+W"):
        viewer.press_key(key)
    assert viewer.model.state.look.voi is None


def test_the_files_own_window_comes_back(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("a", several()))
    viewer.drag(LEFT, (50, 50), (80, 90))
    assert viewer.model.voi() != Window(40, 400, explanation="SOFT")
    viewer.press_key("0")
    assert viewer.model.state.look.voi is None
    assert viewer.model.voi() == Window(40, 400, explanation="SOFT")


def test_full_range_goes_from_the_smallest_to_the_largest_value(
    open_viewer: OpenViewer, write: Write
) -> None:
    pixels = np.array([[63, 24], [1024, 3000]], np.uint16)
    viewer = open_viewer(write("a", ct_slice(0, pixels, PixelPaddingValue=63)))
    viewer.do("window-full")
    voi = viewer.model.voi()
    assert isinstance(voi, Window)
    assert (voi.centre - voi.width / 2, voi.centre + voi.width / 2) == (-1000, 1976)
    assert voi.function == "LINEAR_EXACT"
    assert voi.explanation == "Full range"
    painted = viewer.picture()[..., 0]
    assert painted.tolist() == [[0, 0], [round(255 * 1000 / 2976), 255]]


def test_full_range_of_a_flat_image_is_a_window_still(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice(0, np.full((8, 8), 5, np.uint16))))
    viewer.do("window-full")
    voi = viewer.model.voi()
    assert isinstance(voi, Window)
    assert voi.width > 0
    assert viewer.picture().shape == (8, 8, 3)


def test_the_automatic_window_leaves_out_what_is_extreme(
    open_viewer: OpenViewer, write: Write
) -> None:
    pixels = np.linspace(1000, 1400, 10_000).reshape(100, 100).astype(np.uint16)
    pixels[0, :3] = 4000
    viewer = open_viewer(write("a", ct_slice(0, pixels)))
    viewer.press_key("Shift+W")
    voi = viewer.model.voi()
    assert isinstance(voi, Window)
    low, high = np.percentile(pixels.astype(int) - 1024, (1, 99), method="nearest")
    assert (voi.centre - 0.5 - (voi.width - 1) / 2) == low
    assert voi.width - 1 == high - low


def test_the_default_window_is_each_frames_own_until_the_reader_changes_it(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", enhanced_mr(3)))
    for index in (0, 2, 1):
        viewer.model.go_to(index)
        viewer.wait()
        assert viewer.model.voi() == Window(500 + 10 * index, 1000)
        assert viewer.texts()["bottom_left"][1] == f"W 1000  L {500 + 10 * index}"
        assert button(viewer) == f"1000 / {500 + 10 * index}"
    viewer.drag(LEFT, (50, 50), (90, 50))
    chosen = viewer.model.voi()
    for index in (0, 2):
        viewer.model.go_to(index)
        viewer.wait()
        assert viewer.model.voi() == chosen
    viewer.press_key("0")
    assert viewer.model.voi() == Window(520, 1000)


@pytest.mark.parametrize(
    ("typed", "accepted", "window"),
    [
        ("1500 -600", True, Window(-600, 1500)),
        ("nonsense", True, None),
        ("1500 -600", False, None),
    ],
)
def test_a_window_can_be_typed(
    open_viewer: OpenViewer,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    accepted: bool,
    window: Window | None,
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    offered: list[str] = []

    def answer(*arguments: object, text: str = "") -> tuple[str, bool]:
        offered.append(text)
        return typed, accepted

    monkeypatch.setattr(QInputDialog, "getText", answer)
    viewer.press_key("Ctrl+W")
    assert offered == ["400 40"]
    assert viewer.model.state.look.voi == window


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("400 40", Window(40, 400)),
        ("400/40", Window(40, 400)),
        (" 1500 ; −600 ", Window(-600, 1500)),
        ("0,5 0,25", Window(0.25, 0.5, "LINEAR_EXACT")),
        ("1 0", Window(0, 1)),
        ("-160…239", Window(40, 400)),  # −160 is black, 239 white
        ("−160 .. 239", Window(40, 400)),
        ("0,5…1,25", Window(0.875, 0.75, "LINEAR_EXACT")),
        ("0.5..1.25", Window(0.875, 0.75, "LINEAR_EXACT")),
        ("240…-160", None),
        ("5…5", None),
        ("5…inf", None),
        ("5…", None),
        ("0 40", None),
        ("-5 40", None),
        ("400", None),
        ("400 40 3", None),
        ("", None),
        ("wide 40", None),
        ("nan 40", None),
        ("400 nan", None),
        ("inf 40", None),
        ("400 -inf", None),
        ("1e999 0", None),
    ],
)
def test_what_is_typed_is_two_numbers_or_nothing(
    text: str, window: Window | None
) -> None:
    assert parse_window(text) == window
