"""The painted picture against the pipeline, number for number at 1:1."""

import gc
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.ui.conftest import OpenViewer, Write
from tests.ui.sets import ct_set, header_of, shown_of
from tests.ui.viewer import Viewer, rgb_of
from viewer.demo.build import ct_slice, image, ramp
from viewer.demo.overlays import add_overlay
from viewer.geometry.fit import Camera, Cell
from viewer.geometry.view_transform import Rotation
from viewer.kinds.base import Frame
from viewer.pixels.colour_maps import colour_map
from viewer.pixels.look import Look, Window
from viewer.pixels.pipeline import bare_picture, picture
from viewer.ui.canvas.picture import CellPicture
from viewer.work.loading import Shown

if TYPE_CHECKING:
    from pydicom import Dataset

ROWS, COLUMNS = 40, 56
Pixels = NDArray[np.uint8]


def grey(dtype: Any = np.uint16, bits: int = 12, **elements: Any) -> "Dataset":
    return ct_slice(pixels=ramp((ROWS, COLUMNS), dtype, bits), **elements)


def colour(photometric: str) -> "Dataset":
    pixels = ramp((ROWS, COLUMNS, 3), np.uint8)
    return image(pixels, samples=3, PhotometricInterpretation=photometric)


def palette() -> "Dataset":
    tables: dict[str, Any] = {
        f"{name}PaletteColorLookupTable{part}": value
        for number, name in enumerate(("Red", "Green", "Blue"))
        for part, value in (
            ("Descriptor", [256, 0, 8]),
            ("Data", bytes((entry * (number + 3)) % 256 for entry in range(256))),
        )
    }
    pixels = ramp((ROWS, COLUMNS), np.uint8)
    return image(pixels, PhotometricInterpretation="PALETTE COLOR", **tables)


def supplemental() -> "Dataset":
    """Grey up to 3999, colours of a palette from there on (PS3.3 C.7.6.19)."""
    tables: dict[str, Any] = {
        f"{name}PaletteColorLookupTable{part}": value
        for name in ("Red", "Green", "Blue")
        for part, value in (
            ("Descriptor", [96, 4000, 8]),
            ("Data", bytes((len(name) * 31 + entry * 2) % 256 for entry in range(96))),
        )
    }
    return grey(PixelPresentation="COLOR", **tables)


def floats() -> "Dataset":
    dataset = image(
        ramp((ROWS, COLUMNS)), BitsAllocated=32, BitsStored=None, HighBit=None
    )
    del dataset.PixelData
    values = np.linspace(-2, 9, ROWS * COLUMNS, dtype="<f4")
    dataset.FloatPixelData = values.tobytes()
    return dataset


def covered(dataset: "Dataset") -> "Dataset":
    """With two overlays, one of them partly outside, and a shutter of two shapes."""
    mask = np.indices((ROWS, COLUMNS)).sum(axis=0) % 7 == 0
    add_overlay(dataset, mask)
    add_overlay(dataset, np.ones((9, 9), np.bool_), 1, origin=[-3, 50])
    dataset.ShutterShape = ["RECTANGULAR", "CIRCULAR"]
    dataset.ShutterLeftVerticalEdge, dataset.ShutterRightVerticalEdge = 4, 50
    dataset.ShutterUpperHorizontalEdge, dataset.ShutterLowerHorizontalEdge = 3, 38
    dataset.CenterOfCircularShutter = [20, 30]
    dataset.RadiusOfCircularShutter = 24
    dataset.ShutterPresentationValue = 0x4040
    return dataset


def embedded() -> "Dataset":
    pixels = ramp((ROWS, COLUMNS), np.uint16, 12)
    pixels[5:9] |= 1 << 13
    dataset = ct_slice(pixels=pixels)
    mask = np.zeros((ROWS, COLUMNS), np.bool_)
    return add_overlay(dataset, mask, data=None, allocated=16, position=13)


MAKES: dict[str, Callable[[], "Dataset"]] = {
    "grey of 12 bits": grey,
    "signed": lambda: grey(np.int16, 16, RescaleIntercept=0),
    "8 bits": lambda: image(ramp((ROWS, COLUMNS), np.uint8)),
    "32 bits": lambda: image(ramp((ROWS, COLUMNS), np.uint32)),
    "MONOCHROME1": lambda: grey(PhotometricInterpretation="MONOCHROME1"),
    "sigmoid": lambda: grey(VOILUTFunction="SIGMOID"),
    "padding": lambda: grey(PixelPaddingValue=37),
    "palette": palette,
    "RGB": lambda: colour("RGB"),
    "YBR_FULL": lambda: colour("YBR_FULL"),
    "float": floats,
    "supplemental palette": supplemental,
    "overlay in unused bits": embedded,
    "covered grey": lambda: covered(grey(PixelPaddingValue=37)),
    "covered 32 bits": lambda: covered(image(ramp((ROWS, COLUMNS), np.uint32))),
    "covered RGB": lambda: covered(colour("RGB")),
    "covered palette": lambda: covered(palette()),
    "covered supplemental palette": lambda: covered(supplemental()),
}


def expected(viewer: Viewer) -> Pixels:
    """The pipeline's picture of the shown frame, in RGB."""
    shown, look = viewer.shown, viewer.model.state.look
    return rgb(picture(shown.decoded.values, shown.info, look))


def rgb(made: Pixels) -> Pixels:
    return made if made.ndim == 3 else np.repeat(made[..., None], 3, axis=-1)


@pytest.mark.parametrize("make", MAKES.values(), ids=list(MAKES))
def test_every_pixel_is_painted_as_the_pipeline_says(
    open_viewer: OpenViewer, write: Write, make: Callable[[], "Dataset"]
) -> None:
    viewer = open_viewer(write("image", make()))
    painted = viewer.picture()
    assert painted.shape == (ROWS, COLUMNS, 3)
    assert len(np.unique(painted)) > 40
    assert np.array_equal(painted, expected(viewer))
    viewer.do("invert")
    inverted = viewer.picture()
    assert viewer.model.state.look.inverted
    assert np.array_equal(inverted, expected(viewer))
    assert not np.array_equal(inverted, painted)


@pytest.mark.parametrize("make", [grey, lambda: colour("RGB")], ids=["grey", "colour"])
def test_what_lies_over_the_picture_can_be_switched_off(
    open_viewer: OpenViewer, write: Write, make: Callable[[], "Dataset"]
) -> None:
    viewer = open_viewer(write("image", covered(make())))
    shown = viewer.shown
    bare = rgb(bare_picture(shown.decoded.values, shown.info, Look()))
    assert viewer.app.menus.by_id["shutter"].isChecked()
    whole = viewer.picture()
    viewer.do("shutter")
    without_shutter = viewer.picture()
    assert np.array_equal(without_shutter, expected(viewer))
    viewer.do("overlay-planes")
    assert np.array_equal(viewer.picture(), bare)
    assert not np.array_equal(without_shutter, bare)
    viewer.do("reset")
    assert np.array_equal(viewer.picture(), whole)


def test_an_inverted_grey_is_its_complement_and_padding_stays_black(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("image", grey(PixelPaddingValue=37)))
    painted = viewer.picture()
    padding = viewer.shown.decoded.values == 37
    assert padding.any()
    viewer.do("invert")
    inverted = viewer.picture()
    assert np.array_equal(inverted[~padding], 255 - painted[~padding])
    assert not inverted[padding].any()
    assert not painted[padding].any()


@pytest.mark.parametrize("make", [grey, lambda: colour("RGB")], ids=["grey", "colour"])
@pytest.mark.parametrize(
    ("actions", "turned"),
    [
        (["rotate-right"], lambda a: np.rot90(a, -1)),
        (["rotate-left"], lambda a: np.rot90(a, 1)),
        (["rotate-right"] * 2, lambda a: np.rot90(a, 2)),
        (["flip-horizontal"], np.fliplr),
        (["flip-vertical"], np.flipud),
        (["flip-horizontal", "rotate-right"], lambda a: np.rot90(np.fliplr(a), -1)),
        (["rotate-right", "flip-horizontal"], lambda a: np.fliplr(np.rot90(a, -1))),
        (["flip-vertical", "rotate-left"], lambda a: np.rot90(np.flipud(a), 1)),
        (
            ["rotate-left", "flip-vertical", "flip-horizontal", "rotate-right"],
            lambda a: np.rot90(np.fliplr(np.flipud(np.rot90(a, 1))), -1),
        ),
        (["flip-horizontal", "rotate-right", "invert", "reset"], lambda a: a),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else "",
)
def test_flips_and_turns_follow_each_other_as_on_a_light_box(
    open_viewer: OpenViewer,
    write: Write,
    make: Callable[[], "Dataset"],
    actions: list[str],
    turned: Callable[[Pixels], Pixels],
) -> None:
    viewer = open_viewer(write("image", make()))
    for action in actions:
        viewer.do(action)
    assert np.array_equal(viewer.picture(), turned(expected(viewer)))


def test_another_window_is_painted_at_once(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("image", grey()))
    viewer.picture()
    for window in (Window(0, 100), Window(0, 100, "LINEAR_EXACT"), Window(-500, 2000)):
        look = replace(viewer.model.state.look, voi=window)
        viewer.model.change(look=look)
        assert np.array_equal(viewer.picture(), expected(viewer))


def test_each_frame_of_a_stack_is_painted_with_its_own_window(
    open_viewer: OpenViewer, write: Write
) -> None:
    for number in range(3):
        pixels = np.roll(ramp((ROWS, COLUMNS), np.uint16, 12), number)
        window = {"WindowCenter": 100 * number, "WindowWidth": 300 + number}
        write(f"ct/{number}", ct_slice(number, pixels, **window))
    viewer = open_viewer(write("ct/0", grey()).parent)
    seen = []
    for number in range(3):
        viewer.model.go_to(number)
        viewer.wait()
        seen.append(viewer.picture())
        assert np.array_equal(seen[-1], expected(viewer))
    assert not np.array_equal(seen[0], seen[1])


@pytest.mark.parametrize("make", [grey, lambda **e: covered(grey(**e))])
def test_pixels_that_are_not_square_are_painted_in_their_shape(
    open_viewer: OpenViewer, write: Write, make: Callable[..., "Dataset"]
) -> None:
    dataset = make(PixelSpacing=[2.0, 1.0])
    viewer = open_viewer(write("image", dataset))
    viewer.do("smooth")
    assert not viewer.model.state.look.smooth
    painted = viewer.picture()
    assert painted.shape == (2 * ROWS, COLUMNS, 3)
    assert np.array_equal(painted, np.repeat(expected(viewer), 2, axis=0))


def cell_of(shown: Shown, width: int = 100, height: int = 80) -> Cell:
    rows, columns = shown.decoded.values.shape[:2]
    return Cell(columns, rows, shown.aspect, width, height)


def paint(
    cell_picture: CellPicture, shown: Shown, camera: Camera, look: Look | None = None
) -> tuple[Pixels, int, int]:
    transform = cell_of(shown).transform(camera)
    made = cell_picture.image(shown, look or Look(), transform, smooth=False)
    assert made is not None
    return rgb_of(made[0]), made[1], made[2]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_plain_pixels_enlarge_to_squares(rotation: Rotation) -> None:
    shown = shown_of(ct_set(1, rows=8, columns=10).frames[0])
    painted, left, top = paint(CellPicture(), shown, Camera(4.0, rotation=rotation))
    levels = rgb(picture(shown.decoded.values, shown.info, Look()))
    squares = np.kron(levels, np.ones((4, 4, 1), np.uint8))
    assert np.array_equal(painted, np.rot90(squares, -(rotation // 90)))
    height, width = painted.shape[:2]
    assert (left, top) == ((100 - width) // 2, (80 - height) // 2)


def test_only_what_is_in_sight_is_resampled() -> None:
    shown = shown_of(Frame(header_of(ct_slice(rows=500, columns=500))))
    painted, left, top = paint(CellPicture(), shown, Camera(2.0))
    assert painted.shape == (80, 100, 3)
    assert (left, top) == (0, 0)


@pytest.mark.parametrize("kind", [np.uint16, np.uint32])
def test_a_colour_map_paints_what_the_pipeline_makes(kind: Any) -> None:
    values = ramp((8, 10), np.uint16, 12).astype(kind)
    shown = shown_of(Frame(header_of(image(values))))
    look = Look(shown.default_voi, colour_map="PET")
    painted, _, _ = paint(CellPicture(), shown, Camera(1.0), look)
    grey = picture(shown.decoded.values, shown.info, Look(shown.default_voi))
    assert np.array_equal(painted, colour_map("PET")[grey])


@pytest.mark.parametrize("kind", [np.uint16, np.uint32])
def test_a_calibrated_screen_is_driven_by_its_table_in_grey_alone(kind: Any) -> None:
    values = ramp((8, 10), np.uint16, 12).astype(kind)
    shown = shown_of(Frame(header_of(image(values))))
    driving = bytes(level // 2 for level in range(256))
    cell_picture, transform = CellPicture(), cell_of(shown).transform(Camera(1.0))
    for look in (Look(), Look(colour_map="PET")):
        plain = rgb_of(cell_picture.image(shown, look, transform, False)[0])  # type: ignore[index]
        driven = rgb_of(
            cell_picture.image(shown, look, transform, False, driving)[0]  # type: ignore[index]
        )
        assert np.array_equal(driven, plain if look.colour_map else plain // 2)


def test_a_frame_out_of_sight_is_no_picture() -> None:
    shown = shown_of(ct_set(1).frames[0])
    transform = cell_of(shown).transform(Camera(1.0, centre=(1000.0, 0.0)))
    assert CellPicture().image(shown, Look(), transform, smooth=True) is None


def test_a_frame_is_never_taken_for_one_that_is_gone() -> None:
    """Memory of a freed frame is used again: its address says nothing."""
    cell_picture = CellPicture()
    look = Look(Window(128, 256))
    ones = [flat(1), flat(2)]
    for number in range(20):
        one = ones[number % 2]
        shown = replace(one, pyramid=replace(one.pyramid))
        painted, _, _ = paint(cell_picture, shown, Camera(1.0), look)
        assert set(painted.ravel().tolist()) == {1 + number % 2}
        del shown


def flat(value: int) -> Shown:
    pixels = np.full((8, 8), 1024 + value, np.uint16)
    return shown_of(Frame(header_of(ct_slice(pixels=pixels))))


def test_a_cleared_picture_holds_no_pixels() -> None:
    cell_picture = CellPicture()
    shown = shown_of(ct_set(1).frames[0])
    paint(cell_picture, shown, Camera(1.0))
    cell_picture.clear()
    held = gc.get_referents(cell_picture)
    while held:
        one = held.pop()
        assert not isinstance(one, np.ndarray | Shown)
        if isinstance(one, dict | tuple):
            held.extend(gc.get_referents(one))
