import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.data import get_testdata_file

from viewer.demo.build import EXPLICIT_BIG, IMPLICIT_LITTLE, RLE_LOSSLESS, image, ramp
from viewer.demo.build import to_bytes as written
from viewer.demo.overlays import add_overlay
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.pixels.decode import decode, frame_request
from viewer.pixels.frame_info import frame_info
from viewer.pixels.look import Look
from viewer.pixels.overlay import Overlay, packed_planes, unused_bits
from viewer.pixels.pipeline import picture

from .test_display_oracles import by_dcmtk

if TYPE_CHECKING:
    from pydicom import Dataset

ROWS, COLUMNS = 9, 13
Mask = NDArray[np.bool_]
GENERATOR = np.random.default_rng(60)


def marks(rows: int = ROWS, columns: int = COLUMNS, frames: int = 1) -> Mask:
    shape = (rows, columns) if frames == 1 else (frames, rows, columns)
    return GENERATOR.random(shape) < 0.3


def header_of(dataset: "Dataset", syntax: str = "") -> Header:
    return complete_header(Source("memory:test", written(dataset, syntax)))


def overlays_of(header: Header, frame_index: int = 0) -> tuple[Overlay, ...]:
    decoded = decode(frame_request(header, frame_index))
    return frame_info(header, frame_index, None, decoded.bit_planes).overlays


def only_mask(header: Header, frame_index: int = 0) -> Mask:
    (overlay,) = overlays_of(header, frame_index)
    return overlay.mask(ROWS, COLUMNS)


def plain(**elements: Any) -> "Dataset":
    return image(ramp((ROWS, COLUMNS), np.uint16, 12), bits_stored=12, **elements)


@pytest.mark.parametrize("syntax", ["", IMPLICIT_LITTLE, EXPLICIT_BIG, RLE_LOSSLESS])
def test_bits_are_read_in_every_byte_order(syntax: str) -> None:
    mask, dataset = marks(), plain()
    add_overlay(dataset, mask)
    if syntax == EXPLICIT_BIG:
        element = dataset[0x60003000]
        element.value = np.frombuffer(element.value, "<u2").byteswap().tobytes()
    assert np.array_equal(only_mask(header_of(dataset, syntax=syntax)), mask)


def test_bytes_have_no_order() -> None:
    mask, dataset = marks(), plain()
    add_overlay(dataset, mask)
    dataset[0x60003000].VR = "OB"
    assert np.array_equal(only_mask(header_of(dataset, syntax=EXPLICIT_BIG)), mask)


@pytest.mark.parametrize("origin", [(1, 1), (3, 5), (-4, -2), (1, -12), (9, 13)])
@pytest.mark.parametrize("size", [(ROWS, COLUMNS), (4, 5), (30, 40)])
def test_a_plane_lies_where_its_origin_says(
    origin: tuple[int, int], size: tuple[int, int]
) -> None:
    mask, dataset = marks(*size), plain()
    add_overlay(dataset, mask, origin=list(origin))
    expected = np.zeros((ROWS, COLUMNS), np.bool_)
    for row in range(ROWS):
        for column in range(COLUMNS):
            at = (row + 1 - origin[0], column + 1 - origin[1])
            if 0 <= at[0] < size[0] and 0 <= at[1] < size[1]:
                expected[row, column] = mask[at]
    assert np.array_equal(only_mask(header_of(dataset)), expected)


@pytest.mark.parametrize("origin", [(10, 1), (-8, 1), (1, 14), (1, -12)])
def test_a_plane_beside_the_image_shows_nothing(origin: tuple[int, int]) -> None:
    dataset = plain()
    add_overlay(dataset, np.ones((ROWS, COLUMNS), np.bool_), origin=list(origin))
    assert not only_mask(header_of(dataset)).any()


def test_groups_keep_their_order_and_words() -> None:
    dataset = plain()
    add_overlay(dataset, marks(), 15, label="last", kind="R", subtype="USER")
    add_overlay(dataset, marks(), 3, description="<b>bold</b>\x1b")
    first, last = overlays_of(header_of(dataset))
    assert (first.group, first.kind, first.description) == (
        0x6006,
        "G",
        "<b>bold</b>␛",
    )
    assert (last.group, last.kind, last.label, last.subtype) == (
        0x601E,
        "R",
        "last",
        "USER",
    )


def test_each_frame_has_its_own_plane() -> None:
    masks = marks(frames=3)
    dataset = image(ramp((5, ROWS, COLUMNS), np.uint8))
    add_overlay(dataset, masks, frames=3, first_frame=2)
    header = header_of(dataset)
    assert overlays_of(header, 0) == ()
    for number in range(3):
        assert np.array_equal(only_mask(header, number + 1), masks[number])
    assert overlays_of(header, 4) == ()


def test_a_plane_that_names_no_frame_lies_over_all() -> None:
    mask, dataset = marks(), image(ramp((3, ROWS, COLUMNS), np.uint8))
    add_overlay(dataset, mask)
    for number in range(3):
        assert np.array_equal(only_mask(header_of(dataset), number), mask)


def test_what_is_missing_at_the_end_is_not_set() -> None:
    mask, dataset = np.ones((ROWS, COLUMNS), np.bool_), plain()
    add_overlay(dataset, mask, data=b"\xff" * 4)
    found = only_mask(header_of(dataset))
    assert found.ravel()[:32].all()
    assert found.sum() == 32


@pytest.mark.parametrize("left_out", [{"data": None}, {"data": b""}, {"frames": -1}])
def test_a_plane_without_data_is_left_out(left_out: dict[str, Any]) -> None:
    dataset = plain()
    add_overlay(dataset, marks(), **left_out)
    assert overlays_of(header_of(dataset)) == ()


@pytest.mark.parametrize("element", [0x10, 0x11])
def test_a_plane_without_a_size_is_left_out(element: int) -> None:
    dataset = plain()
    add_overlay(dataset, marks())
    dataset[0x6000, element].value = 0
    assert overlays_of(header_of(dataset)) == ()


def embedded(bits: dict[int, Mask], high_bit: int = 11) -> "Dataset":
    """12-bit values below or above the overlays in the other bits."""
    values = ramp((ROWS, COLUMNS), np.uint16, 12) << np.uint16(high_bit - 11)
    for bit, mask in bits.items():
        values |= mask.astype(np.uint16) << np.uint16(bit)
    dataset = image(values, bits_stored=12, HighBit=high_bit)
    for number, (bit, mask) in enumerate(bits.items()):
        add_overlay(dataset, mask, number, data=None, allocated=16, position=bit)
    return dataset


@pytest.mark.parametrize("syntax", ["", EXPLICIT_BIG, RLE_LOSSLESS])
@pytest.mark.parametrize(("high_bit", "bits"), [(11, (12, 15)), (15, (0, 3))])
def test_unused_bits_are_overlays_and_no_values(
    syntax: str, high_bit: int, bits: tuple[int, ...]
) -> None:
    masks = {bit: marks() for bit in bits}
    header = header_of(embedded(masks, high_bit), syntax=syntax)
    decoded = decode(frame_request(header, 0))
    stored = ramp((ROWS, COLUMNS), np.uint16, 12)
    assert np.array_equal(decoded.values, stored)
    found = overlays_of(header)
    assert len(found) == 2
    for overlay, mask in zip(found, masks.values(), strict=True):
        assert np.array_equal(overlay.mask(ROWS, COLUMNS), mask)


def test_a_position_among_the_stored_bits_is_no_overlay() -> None:
    header = header_of(embedded({11: marks(), 14: marks()}))
    assert unused_bits(header) == (14,)
    assert [overlay.group for overlay in overlays_of(header)] == [0x6002]


def test_data_of_its_own_win_over_bits() -> None:
    dataset, mask = embedded({13: marks()}), marks()
    add_overlay(dataset, mask, position=13)
    header = header_of(dataset)
    assert unused_bits(header) == ()
    assert np.array_equal(only_mask(header), mask)


def test_bits_of_numbers_that_have_no_bits_are_none() -> None:
    assert packed_planes(np.zeros((2, 2), np.float32), (12,)) == {}
    assert packed_planes(np.zeros((2, 2), np.uint8), (12,)) == {}


def test_overlays_are_white_whatever_the_polarity_and_can_be_switched_off() -> None:
    mask, dataset = marks(), plain(PhotometricInterpretation="MONOCHROME1")
    add_overlay(dataset, mask)
    header = header_of(dataset)
    values, info = decode(frame_request(header, 0)).values, frame_info(header)
    bare = picture(values, info, Look(overlays=False))
    for look in (Look(), Look(inverted=True)):
        made = picture(values, info, look)
        assert (made[mask] == 255).all()
        below = 255 - bare if look.inverted else bare
        assert np.array_equal(made[~mask], below[~mask])
    assert np.count_nonzero(bare == 255) < mask.sum()


def test_a_picture_never_writes_on_the_values() -> None:
    mask, pixels = marks(), ramp((ROWS, COLUMNS, 3), np.uint8)
    dataset = image(pixels, samples=3)
    add_overlay(dataset, mask)
    values = pixels.copy()
    made = picture(values, frame_info(header_of(dataset)), Look())
    assert np.array_equal(values, pixels)
    assert (made[mask] == 255).all()
    assert np.array_equal(made[~mask], pixels[~mask])


@pytest.mark.parametrize("origin", [(1, 1), (-3, 6)])
def test_dcmtk_paints_the_same_pixels(tmp_path: Path, origin: tuple[int, int]) -> None:
    dataset = image(ramp((ROWS, COLUMNS), np.uint8) // 2)
    add_overlay(dataset, marks(), origin=list(origin))
    add_overlay(dataset, marks(4, 5), 1, origin=[4, 4])
    path = tmp_path / "image.dcm"
    path.write_bytes(written(dataset))
    theirs = by_dcmtk(path, "+O", "0", "+Ww", "128", "256")
    assert_same_overlay(path, theirs, by_dcmtk(path, "+Ww", "128", "256"))


def test_a_real_file_is_painted_as_by_dcmtk_and_read_as_by_pydicom(
    tmp_path: Path,
) -> None:
    found = get_testdata_file("examples_overlay.dcm", download=False)
    assert isinstance(found, str)
    path = tmp_path / "image.dcm"
    shutil.copy(found, path)
    theirs = dcmread(path).overlay_array(0x6000).astype(bool)
    (overlay,) = overlays_of(complete_header(Source(found)))
    assert np.array_equal(overlay.mask(300, 484), theirs)
    assert_same_overlay(path, by_dcmtk(path, "+O", "0", "+Wm"), by_dcmtk(path, "+Wm"))


@pytest.mark.corpus
def test_overlays_of_real_files_are_painted_as_by_dcmtk(
    corpus: Path, tmp_path: Path
) -> None:
    compared = 0
    for name in (
        "pixel/dcm4che_ovly_p01.dcm",
        "pixel/pydicom-data_MR-SIEMENS-DICOM-WithOverlays.dcm",
        "sop-class/ko-pr/weasis-dicom-tools_overlay.dcm",
        "sop-class/mg/fo-dicom_OutOfBoundsOverlay.dcm",
    ):
        path = tmp_path / "image.dcm"
        shutil.copy(corpus / name, path)
        theirs = by_dcmtk(path, "+O", "0", "+Wm")
        compared += assert_same_overlay(path, theirs, by_dcmtk(path, "+Wm"))
    assert compared > 5000


def assert_same_overlay(
    path: Path, painted: NDArray[np.uint8], bare: NDArray[np.uint8]
) -> int:
    """Their picture is white where we have marks, and unchanged elsewhere."""
    header = complete_header(Source(str(path)))
    decoded = decode(frame_request(header, 0))
    info = frame_info(header, 0, None, decoded.bit_planes)
    with_marks = picture(decoded.values, info, Look())
    mask = np.logical_or.reduce([one.mask(*bare.shape[:2]) for one in info.overlays])
    assert mask.any()
    assert not mask.all()
    assert (with_marks[mask] == 255).all()
    assert (painted[mask] == 255).all()
    assert np.array_equal(painted[~mask], bare[~mask])
    return int(mask.sum())
