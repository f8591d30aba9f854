from typing import Any

from tests.pixels.described import described
from viewer.demo.build import ct_slice, image
from viewer.dicom import tags
from viewer.kinds.base import Frame
from viewer.kinds.blending import lain_over

SERIES: dict[str, Any] = {"SeriesInstanceUID": "1.2.3"}


def frames(*numbers: float, **elements: Any) -> list[Frame]:
    return [
        Frame(
            described(
                ct_slice(
                    index,
                    ImagePositionPatient=[0, 0, place],
                    **{**SERIES, **elements},
                )
            )
        )
        for index, place in enumerate(numbers)
    ]


def places(under: list[Frame], over: list[Frame]) -> list[float | None]:
    return [
        frame.over.header.numbers(tags.ImagePositionPatient)[2] if frame.over else None
        for frame in lain_over(under, over)
    ]


def test_the_nearest_slice_lies_over_a_frame() -> None:
    assert places(frames(0, 5, 10), frames(1, 4, 7, 10)) == [1, 4, 10]


def test_beyond_the_last_slice_nothing_is_superimposed() -> None:
    assert places(frames(-1.4, -1.6, 11.5, 30), frames(0, 3, 6, 9, 12)) == [
        0,
        None,
        12,
        None,
    ]


def test_a_single_slice_must_lie_in_the_same_plane() -> None:
    assert places(frames(0, 0.4, 2), frames(0)) == [0, 0, None]


def test_other_planes_patients_and_spaces_are_never_superimposed() -> None:
    sagittal = [0.0, 1.0, 0.0, 0.0, 0.0, -1.0]
    others_are: tuple[dict[str, Any], ...] = (
        {"ImageOrientationPatient": sagittal},
        {"FrameOfReferenceUID": "1.2.3.4"},
        {"FrameOfReferenceUID": ""},
        {"PatientID": "TEST-0002"},
        {"ImagePositionPatient": None},
    )
    for elements in others_are:
        others = [
            Frame(described(ct_slice(index, **{**SERIES, **elements})))
            for index in range(3)
        ]
        assert lain_over(frames(0), others)[0].over is None, elements


def test_images_without_a_place_are_left_as_they_are() -> None:
    plain = Frame(described(image()))
    assert lain_over([plain], frames(0)) == (plain,)
