"""The angles of the arm are told with their sides, frame by frame."""

import pytest

from tests.ui.sets import header_of
from viewer.demo.build import enhanced_mr, image
from viewer.demo.parts import item
from viewer.kinds.arm_angles import arm_angles
from viewer.kinds.captions import captions


@pytest.mark.parametrize(
    ("primary", "secondary", "said"),
    [
        (30, 0, "LAO 30.0° · CRA/CAU 0.0°"),
        (-30.25, 5, "RAO 30.2° · CRA 5.0°"),
        (None, -20, "CAU 20.0°"),
    ],
)
def test_angiography_tells_the_angles_of_its_arm(
    primary: float | None, secondary: float, said: str
) -> None:
    dataset = image(
        frames=2,
        modality="XA",
        PositionerPrimaryAngle=primary,
        PositionerSecondaryAngle=secondary,
    )
    assert arm_angles(header_of(dataset), 0) == said


@pytest.mark.parametrize(
    ("increment", "said"),
    [(2, "RAO 6.0°"), ([0, 4, 9], "RAO 1.0°"), ([0, 4], "RAO 10.0°")],
)
def test_the_angle_of_a_frame_is_the_first_and_what_has_been_added(
    increment: float | list[float], said: str
) -> None:
    dataset = image(
        frames=3,
        modality="XA",
        PositionerPrimaryAngle=-10,
        PositionerPrimaryAngleIncrement=increment,
    )
    assert arm_angles(header_of(dataset), 2) == said


def test_the_angles_of_an_enhanced_run_are_those_of_its_frames() -> None:
    dataset = enhanced_mr(2, Modality="XA")
    for number, group in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        group.PositionerPositionSequence = [
            item(PositionerPrimaryAngle=5 * number + 5, PositionerSecondaryAngle=-1)
        ]
    assert arm_angles(header_of(dataset), 1) == "LAO 10.0° · CAU 1.0°"


def test_they_stand_among_the_technique_of_a_run() -> None:
    dataset = image(frames=2, modality="XA", PositionerPrimaryAngle=30)
    assert "LAO 30.0°" in captions(header_of(dataset), 0).technique


def test_what_is_no_run_or_tells_nothing_has_none() -> None:
    mammogram = image(modality="MG", PositionerPrimaryAngle=45)
    assert arm_angles(header_of(mammogram), 0) == ""
    assert arm_angles(header_of(image(modality="XA")), 0) == ""
