from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.files.profiles import SRGB_D50, by_hand, made_profile, srgb_curve
from tests.pixels.described import described
from viewer.demo.build import image, ramp
from viewer.files.dataset import complete_header
from viewer.files.icc_profile import IccProfile, icc_text, read_icc_profile
from viewer.files.sources import Source
from viewer.pixels.colour_management import managed, to_srgb
from viewer.pixels.frame_info import frame_info
from viewer.pixels.look import Look
from viewer.pixels.palette import Palette
from viewer.pixels.pipeline import picture

WIDE = IccProfile(made_profile(), "Wide by hand")


def cube(step: int = 15) -> NDArray[np.uint8]:
    axis = np.arange(0, 256, step, dtype=np.uint8)
    return np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(1, -1, 3)


def test_a_profile_of_matrix_and_curves_gives_the_colours_computed_by_hand() -> None:
    colours = cube()
    found = to_srgb(colours, WIDE).astype(float)
    assert np.abs(found - by_hand(colours)).max() <= 1.5
    assert np.abs(found - colours).max() > 40


def test_greys_stay_grey_and_the_ends_stay_where_they_are() -> None:
    greys = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=-1)
    found = to_srgb(greys, WIDE).astype(int)
    assert np.ptp(found, axis=-1).max() <= 1
    assert found[0, 0].tolist() == [0, 0, 0]
    assert found[0, 255].tolist() == [255, 255, 255]


def test_the_librarys_way_with_an_srgb_profile_changes_one_level_at_most() -> None:
    profile = IccProfile(made_profile(SRGB_D50, srgb_curve()), "sRGB")
    colours = cube(5)
    found = to_srgb(colours, profile).astype(int)
    assert np.abs(found - colours).max() <= 1


def test_an_srgb_profile_that_is_known_as_such_changes_nothing() -> None:
    colours = cube(51)
    assert to_srgb(colours, replace(WIDE, is_srgb=True)) is colours


def test_a_profile_of_tables_made_for_the_screen_changes_next_to_nothing(
    corpus: Path,
) -> None:
    name = "sop-class/seg/highdicom_seg_image_sm_control_labelmap_palette_color.dcm"
    profile = read_icc_profile(complete_header(Source(str(corpus / name))))
    assert profile is not None
    assert profile.changes_colours
    assert b"A2B1" in profile.data
    colours = cube()
    found = to_srgb(colours, profile).astype(int)
    assert np.abs(found - colours).max() <= 3


def test_a_picture_larger_than_one_block_is_converted_whole() -> None:
    rows = np.repeat(cube(51), 5000, axis=0)
    found = to_srgb(rows, WIDE)
    assert rows.size // 3 > 1 << 20
    assert np.array_equal(found, np.repeat(found[:1], 5000, axis=0))


def test_a_profile_that_the_library_refuses_is_left_out_and_said() -> None:
    broken = made_profile().replace(b"curv\0\0\0\0", b"vruc\0\0\0\0")
    dataset = image(ramp((4, 4, 3), np.uint8), samples=3, ICCProfile=broken)
    info = managed(frame_info(described(dataset)))
    assert info.icc_profile is not None
    expected = "ICC: Wide by hand, not applied: the profile is damaged"
    assert icc_text(info.icc_profile) == expected
    values = ramp((4, 4, 3), np.uint8)
    assert np.array_equal(picture(values, info, Look()), values)


def test_the_picture_of_colours_is_in_the_colours_of_the_screen() -> None:
    values = cube(51)
    dataset = image(values, samples=3, ICCProfile=made_profile())
    info = managed(frame_info(described(dataset)))
    found = picture(values, info, Look())
    assert np.abs(found - by_hand(values)).max() <= 1.5
    assert np.array_equal(picture(values, info, Look(inverted=True)), ~found)


def test_a_palette_is_converted_once_and_its_indexes_stay() -> None:
    colours = cube(51)[0]
    palette = Palette(0, colours.tobytes())
    info = replace(frame_info(described(image())), colour="palette", palette=palette)
    info = managed(replace(info, icc_profile=WIDE))
    indexes = np.arange(len(colours), dtype=np.uint8)[None]
    found = picture(indexes, info, Look())
    assert np.abs(found[0] - by_hand(colours)).max() <= 1.5


def test_grey_below_a_supplemental_palette_is_not_touched() -> None:
    palette = Palette(100, bytes([200, 30, 60]))
    info = replace(
        frame_info(described(image())), colour="supplemental", palette=palette, bits=8
    )
    info = managed(replace(info, icc_profile=WIDE))
    values = np.array([[0, 50, 100]], np.uint16)
    found = picture(values, info, Look())
    assert np.ptp(found[0, :2], axis=-1).max() == 0
    expected = by_hand(np.array([[200, 30, 60]], np.uint8))
    assert np.abs(found[0, 2] - expected).max() <= 1.5
