from typing import Any

import pytest

from tests.ui.sets import header_of
from viewer.demo.build import EXPLICIT_LITTLE, JPEG_BASELINE, encapsulate_frames, image
from viewer.files.fidelity import fidelity
from viewer.files.header import Header
from viewer.files.summary import Loss

J2K = "1.2.840.10008.1.2.4.91"


def made(syntax: str, **elements: Any) -> Header:
    dataset = image(**elements)
    if syntax != EXPLICIT_LITTLE:
        encapsulate_frames(dataset, [b"\xff\xd8\xff\xd9"], syntax)
    return header_of(dataset)


@pytest.mark.parametrize(
    ("syntax", "ratios", "methods", "parts"),
    [
        (EXPLICIT_LITTLE, [10], ["ISO_10918_1"], ("PREVIOUSLY LOSSY 10:1 JPEG",)),
        (
            EXPLICIT_LITTLE,
            [4, 8.25],
            ["ISO_10918_1", "ISO_15444_1"],
            ("PREVIOUSLY LOSSY 4:1 JPEG", "PREVIOUSLY LOSSY 8.25:1 JPEG 2000"),
        ),
        (EXPLICIT_LITTLE, [1], ["ISO_10918_1"], ("PREVIOUSLY LOSSY JPEG",)),
        (EXPLICIT_LITTLE, None, None, ("PREVIOUSLY LOSSY",)),
        (EXPLICIT_LITTLE, [5], ["OTHER"], ("PREVIOUSLY LOSSY 5:1 OTHER",)),
        (J2K, [8], ["ISO_15444_1"], ("LOSSY 8:1 JPEG 2000",)),
        (
            J2K,
            [4, 8],
            ["ISO_10918_1", "ISO_15444_1"],
            ("LOSSY 8:1 JPEG 2000", "PREVIOUSLY LOSSY 4:1 JPEG"),
        ),
        (
            JPEG_BASELINE,
            [4],
            ["ISO_15444_1"],
            ("LOSSY JPEG", "PREVIOUSLY LOSSY 4:1 JPEG 2000"),
        ),
        (J2K, [4, 8], ["ISO_15444_1"], ("LOSSY 8:1 JPEG 2000", "PREVIOUSLY LOSSY 4:1")),
    ],
)
def test_each_lossy_step_has_its_own_ratio_and_method(
    syntax: str,
    ratios: list[float] | None,
    methods: list[str] | None,
    parts: tuple[str, ...],
) -> None:
    header = made(
        syntax,
        LossyImageCompression="01",
        LossyImageCompressionRatio=ratios,
        LossyImageCompressionMethod=methods,
    )
    assert fidelity(header) == parts


def test_a_chain_without_end_is_cut() -> None:
    header = made(
        EXPLICIT_LITTLE,
        LossyImageCompression="01",
        LossyImageCompressionRatio=[2] * 500,
    )
    assert fidelity(header) == ("PREVIOUSLY LOSSY 2:1",) * 3


@pytest.mark.parametrize("modality", ["DX", "MG", "IO"])
def test_an_image_that_is_not_for_looking_at_says_so_first(modality: str) -> None:
    header = made(
        EXPLICIT_LITTLE,
        modality=modality,
        PresentationIntentType="FOR PROCESSING",
        LossyImageCompression="01",
    )
    assert fidelity(header) == ("FOR PROCESSING", "PREVIOUSLY LOSSY")
    ready = made(EXPLICIT_LITTLE, PresentationIntentType="FOR PRESENTATION")
    assert fidelity(ready) == ()


@pytest.mark.parametrize(
    ("syntax", "loss", "parts"),
    [
        ("91", "", ("PERHAPS LOSSY JPEG 2000",)),
        ("91", "lossy", ("LOSSY JPEG 2000",)),
        ("90", "lossy", ("LOSSY JPEG 2000",)),  # whatever the label promises
        ("203", "lossy", ("LOSSY HTJ2K",)),
        ("81", "lossless", ()),
    ],
)
def test_the_code_stream_decides_where_it_tells(
    syntax: str, loss: Loss, parts: tuple[str, ...]
) -> None:
    header = made(f"1.2.840.10008.1.2.4.{syntax}")
    assert fidelity(header, loss) == parts


def test_a_lossless_stream_of_a_lossy_picture_was_lossy_before() -> None:
    header = made("1.2.840.10008.1.2.4.81", LossyImageCompression="01")
    assert fidelity(header, "lossless") == ("PREVIOUSLY LOSSY",)
