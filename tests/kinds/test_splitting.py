import math
import random
from collections.abc import Iterable
from typing import Any

import pytest

from tests.files.made import AXIAL, CORONAL, SAGITTAL, made
from viewer.files.header import Header
from viewer.kinds.splitting import RULES, plane_words, split

LOCALIZER = ("ORIGINAL", "PRIMARY", "LOCALIZER")
PLAIN = ("ORIGINAL", "PRIMARY", "AXIAL")


def images(count: int, **values: Any) -> list[Header]:
    return [made(f"{sorted(values.items())} {n}", **values) for n in range(count)]


def parts(headers: Iterable[Header]) -> list[tuple[str, int]]:
    return [(words, len(members)) for words, members in split(list(headers))]


def test_images_of_one_make_stay_together_without_words() -> None:
    assert parts(images(5, ImageType=PLAIN, ImageOrientationPatient=AXIAL)) == [("", 5)]


def test_a_localizer_stands_apart() -> None:
    headers = images(1, ImageType=LOCALIZER) + images(9, ImageType=PLAIN)
    assert parts(headers) == [("localizer", 1), ("", 9)]


def test_three_orthogonal_stacks_are_three_sets() -> None:
    headers = [
        header
        for cosines in (AXIAL, CORONAL, SAGITTAL)
        for header in images(5, ImageOrientationPatient=cosines)
    ]
    assert parts(headers) == [("axial", 5), ("coronal", 5), ("sagittal", 5)]


def planes(*cosines: tuple[float, ...]) -> list[Header]:
    return [
        made(str(number), ImageOrientationPatient=one)
        for number, one in enumerate(cosines)
    ]


def test_three_planes_of_one_image_each_are_three_sets() -> None:
    """Scrolling from one plane to another would look like moving in one."""
    headers = planes(AXIAL, CORONAL, SAGITTAL)
    assert parts(headers) == [("axial", 1), ("coronal", 1), ("sagittal", 1)]


def test_one_image_across_the_others_stands_apart() -> None:
    assert parts(planes(AXIAL, AXIAL, SAGITTAL)) == [("axial", 2), ("sagittal", 1)]
    assert parts(planes(AXIAL, SAGITTAL)) == [("axial", 1), ("sagittal", 1)]


def turned(count: int) -> list[tuple[float, ...]]:
    """Planes about one axis, evenly over half a turn."""
    angles = [math.pi * number / count for number in range(count)]
    return [(math.cos(a), math.sin(a), 0, 0, 0, -1) for a in angles]


def test_images_that_turn_about_an_axis_stay_one_set() -> None:
    assert parts(planes(*turned(12))) == [("", 12)]
    assert len(parts(planes(*turned(8)))) == 8


def test_many_planes_of_many_images_are_sets_all_the_same() -> None:
    headers = planes(*turned(9), *turned(9))
    assert [count for _, count in parts(headers)] == [2] * 9


@pytest.mark.parametrize(
    ("keyword", "one", "other", "words"),
    [
        ("PatientName", "Doe^Jane", "Roe^Max", ["Doe, Jane", "Roe, Max"]),
        (
            "PatientBirthDate",
            "19700131",
            "19710131",
            ["No patient name 1970-01-31", "No patient name 1971-01-31"],
        ),
    ],
)
def test_two_people_under_one_series_uid_are_never_one_set(
    keyword: str, one: str, other: str, words: list[str]
) -> None:
    headers = [made("a", **{keyword: one}), made("b", **{keyword: other})]
    assert parts(headers) == [(words[0], 1), (words[1], 1)]
    apart = parts([*headers, made("c")])
    assert [count for _, count in apart] == [1, 1, 1]


@pytest.mark.parametrize("other", ["DOE^JANE", "Doe^Jane^^", " Doe ^Jane", "", None])
def test_spelling_and_absence_are_no_second_person(other: str | None) -> None:
    headers = images(2, PatientName="Doe^Jane", PatientBirthDate="19700131")
    headers += images(2, PatientName=other, PatientBirthDate="1970.01.31")
    assert parts(headers) == [("", 4)]


def test_cosines_that_jitter_do_not_part_a_stack() -> None:
    chance = random.Random(3)
    headers = [
        made(
            str(n),
            ImageOrientationPatient=(1, chance.uniform(-5e-3, 5e-3), 0, 0, 1, 0),
        )
        for n in range(40)
    ]
    assert parts(headers) == [("", 40)]


def test_sizes_part_even_single_images() -> None:
    headers = [made("a", Rows=256, Columns=512), made("b", Rows=100, Columns=512)]
    assert parts(headers) == [("512 × 256", 1), ("512 × 100", 1)]


def test_grey_and_colour_part() -> None:
    headers = images(2, PhotometricInterpretation="MONOCHROME1")
    headers += images(2, PhotometricInterpretation="MONOCHROME2")
    headers += images(2, PhotometricInterpretation="RGB")
    headers += images(1, PhotometricInterpretation="PALETTE COLOR")
    assert parts(headers) == [("grey", 4), ("colour", 3)]


@pytest.mark.parametrize(
    ("keyword", "one", "other", "words"),
    [
        ("ConvolutionKernel", "B30f", "B70f", ["B30f", "B70f"]),
        ("PixelSpacing", (0.5, 0.5), (0.7, 0.8), ["0.5 × 0.5 mm", "0.8 × 0.7 mm"]),
        ("ImageType", PLAIN, ("DERIVED", "SECONDARY", "MPR"), ["AXIAL", "DERIVED MPR"]),
        ("ContrastBolusAgent", None, "Agent", ["", "Agent"]),
        ("FrameOfReferenceUID", "1.2", "1.3", ["", ""]),
        ("SOPClassUID", "1.2.3", "1.2.4", ["CT", "CT"]),
    ],
)
def test_what_differs_for_half_of_the_images_parts_them(
    keyword: str, one: Any, other: Any, words: list[str]
) -> None:
    found = split(images(3, **{keyword: one}) + images(3, **{keyword: other}))
    assert [len(members) for _, members in found] == [3, 3]
    assert [part for part, _ in found] == words


def test_a_value_of_its_own_on_every_image_parts_nothing() -> None:
    headers = [made(str(n), FrameOfReferenceUID=f"1.{n}") for n in range(20)]
    assert parts(headers) == [("", 20)]


def test_views_and_sides_of_projections_part() -> None:
    headers = [
        made(f"{side}{view}", Modality="MG", ImageLaterality=side, ViewPosition=view)
        for side in "RL"
        for view in ("CC", "MLO")
    ]
    assert parts(headers) == [("R CC", 1), ("R MLO", 1), ("L CC", 1), ("L MLO", 1)]


def test_the_view_of_a_cross_section_does_not_part() -> None:
    headers = [made("a", ViewPosition="AP"), made("b", ViewPosition="PA")]
    assert parts(headers) == [("", 2)]


def test_several_rules_add_their_words() -> None:
    headers = [
        header
        for cosines in (AXIAL, CORONAL)
        for kernel in ("soft", "sharp")
        for header in images(
            4, ImageOrientationPatient=cosines, ConvolutionKernel=kernel
        )
    ]
    assert parts(headers) == [
        ("axial · soft", 4),
        ("axial · sharp", 4),
        ("coronal · soft", 4),
        ("coronal · sharp", 4),
    ]


def test_padding_is_no_difference() -> None:
    headers = images(2, ConvolutionKernel="B30f") + images(2, ConvolutionKernel="B30f ")
    assert parts(headers) == [("", 4)]


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_an_oblique_plane_is_named_by_its_largest_part() -> None:
    assert plane_words(made(ImageOrientationPatient=(1, 0, 0, 0, 0.9, -0.43589))) == (
        "axial"
    )
    assert plane_words(made()) == ""
