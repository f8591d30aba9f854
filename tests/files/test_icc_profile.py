import struct

import numpy as np
import pytest
from PIL import ImageCms
from pydicom import Dataset

from tests.pixels.described import described
from viewer.demo.build import enhanced_mr, image, ramp
from viewer.files.icc_profile import IccProfile, icc_text, read_icc_profile

from .profiles import SRGB_D50, made_profile, srgb_curve, srgb_parametric_curve

WIDE = made_profile()


def profile_of(data: bytes, **elements: object) -> IccProfile | None:
    pixels = ramp((4, 4, 3), np.uint8)
    dataset = image(pixels, samples=3, ICCProfile=data + b"\0" * (len(data) % 2))
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    return read_icc_profile(described(dataset))


def optical_path(identifier: str, data: bytes) -> Dataset:
    path = Dataset()
    path.OpticalPathIdentifier = identifier
    path.ICCProfile = data + b"\0" * (len(data) % 2)
    return path


def test_a_profile_is_named_and_changes_colours() -> None:
    profile = profile_of(WIDE)
    assert profile == IccProfile(WIDE, "Wide by hand")
    assert profile.changes_colours
    assert icc_text(profile) == "ICC: Wide by hand, applied"


@pytest.mark.parametrize("curve", [srgb_curve(), srgb_parametric_curve()])
def test_a_profile_with_the_colours_of_the_screen_changes_nothing(curve: bytes) -> None:
    profile = profile_of(made_profile(SRGB_D50, curve, name="sRGB IEC61966-2.1"))
    assert profile is not None
    assert profile.is_srgb
    assert not profile.changes_colours
    assert icc_text(profile) == "ICC: sRGB IEC61966-2.1, applied"


def test_the_librarys_own_srgb_is_known_by_its_numbers() -> None:
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile_of(data)
    assert profile is not None
    assert profile.is_srgb
    assert "sRGB" in profile.name


def test_the_colours_of_the_screen_with_another_curve_are_another_profile() -> None:
    profile = profile_of(made_profile(SRGB_D50))
    assert profile is not None
    assert profile.changes_colours


def overlong(data: bytes) -> bytes:
    """The element of the first tag ends behind the profile."""
    return data[:140] + struct.pack(">I", len(data)) + data[144:]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"not a profile at all", "the profile is damaged"),
        (WIDE[:200], "the profile is damaged"),
        (overlong(WIDE), "the profile is damaged"),
        (WIDE.replace(b"rTRC", b"xTRC"), "the profile is damaged"),
        (WIDE[:128] + b"\xff" * 4 + WIDE[132:], "the profile is damaged"),
        (made_profile(space=b"CMYK"), "the profile is not for RGB"),
        (made_profile(space=b"GRAY"), "the profile is not for RGB"),
    ],
)
def test_what_cannot_be_applied_says_why(data: bytes, why: str) -> None:
    profile = profile_of(data)
    assert profile is not None
    assert not profile.changes_colours
    assert icc_text(profile).endswith(f", not applied: {why}")


def test_no_damaged_profile_is_an_error() -> None:
    random = np.random.default_rng(5)
    sound = [
        made_profile(SRGB_D50, curve)
        for curve in (srgb_curve(), srgb_parametric_curve())
    ]
    for number in range(100):
        data = bytearray(sound[number % 2])
        for place in random.integers(0, len(data), 8):
            data[place] = (0, 255, int(random.integers(256)))[random.integers(3)]
        profile = profile_of(bytes(data[: random.integers(1, len(data) + 400)]))
        assert profile is not None


@pytest.mark.parametrize("exponent", [b"\x7f\xff\xff\xff", b"\x80\0\0\0", bytes(4)])
def test_an_absurd_curve_is_another_profile(exponent: bytes) -> None:
    curve = srgb_parametric_curve()
    profile = profile_of(made_profile(SRGB_D50, curve[:12] + exponent + curve[16:]))
    assert profile is not None
    assert not profile.is_srgb


def test_a_hostile_name_is_short_plain_text() -> None:
    profile = profile_of(made_profile(name="<b>\x1b[31m" + "x" * 4000))
    assert profile is not None
    assert "\x1b" not in profile.name
    assert len(profile.name) < 300


def test_a_version_4_name_is_read() -> None:
    text = "Écran 4".encode("utf-16-be")
    part = struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"fr", b"FR", len(text), 28)
    old = struct.pack(">4s4xI", b"desc", 13) + b"Wide by hand\0"
    new = (part + text).ljust(len(old) + 79, b"\0")
    profile = profile_of(WIDE.replace(old + bytes(79), new))
    assert profile is not None
    assert profile.name == "Écran 4"


def test_grey_has_no_profile_to_apply() -> None:
    dataset = image(ramp((4, 4), np.uint8), ICCProfile=WIDE)
    assert read_icc_profile(described(dataset)) is None
    dataset.PixelPresentation = "COLOR"
    assert read_icc_profile(described(dataset)) is not None


def test_each_frame_of_a_slide_has_the_profile_of_its_optical_path() -> None:
    dataset = enhanced_mr(2)
    dataset.PhotometricInterpretation = "RGB"
    first, second = made_profile(name="first"), made_profile(name="second")
    dataset.OpticalPathSequence = [optical_path("1", first), optical_path("2", second)]
    names = ("2", "1")
    groups = dataset.PerFrameFunctionalGroupsSequence
    for group, identifier in zip(groups, names, strict=True):
        identification = Dataset()
        identification.OpticalPathIdentifier = identifier
        group.OpticalPathIdentificationSequence = [identification]
    header = described(dataset)
    found = [read_icc_profile(header, index) for index in range(2)]
    assert [profile and profile.name for profile in found] == ["second", "first"]


def test_a_slide_that_names_no_path_has_the_first_ones_profile() -> None:
    dataset = image(ramp((4, 4, 3), np.uint8), samples=3)
    dataset.OpticalPathSequence = [optical_path("1", WIDE)]
    profile = read_icc_profile(described(dataset))
    assert profile is not None
    assert profile.name == "Wide by hand"
