"""Spatial Registration objects: from which space to which they lead."""

from typing import Any

import numpy as np
import pytest

from viewer.demo.parts import item
from viewer.demo.pet_ct import (
    CT_SPACE,
    PET_SPACE,
    registered,
    registration,
    rigid,
)
from viewer.kinds.registrations import (
    NotJoinedError,
    Placement,
    Registration,
    read_registration,
    way,
)

MATRIX = rigid(25.0, (12.0, -7.0, 31.0))
POINT = (3.0, -40.0, 55.5)
CT = Placement(CT_SPACE, frozenset({"1.1", "1.2"}))
PET = Placement(PET_SPACE, frozenset({"2.1", "2.2"}))


def read(*items: dict[str, Any], **elements: Any) -> Registration:
    made = registration(MATRIX, **elements)
    if items:
        made.RegistrationSequence = [item(**one) for one in items]
    return read_registration(made)


def moved(matrix: Any, point: Any) -> Any:
    return (matrix @ (*point, 1.0))[:3]


def test_a_matrix_leads_from_its_own_space_to_the_registered_one() -> None:
    """PS3.3 C.20.2.1.1: a point of the source RCS becomes one of the registered RCS."""
    to_ct, by = way([read()], PET, CT)
    assert np.allclose(to_ct.point(POINT), moved(MATRIX, POINT), atol=1e-6)
    to_pet, _ = way([read()], CT, PET)
    assert np.allclose(to_pet.point(moved(MATRIX, POINT)), POINT, atol=1e-6)
    assert by.label == "PET to CT"


def test_the_registered_space_needs_no_item_of_its_own() -> None:
    to_ct, _ = way([read(registered(PET_SPACE, MATRIX))], PET, CT)
    assert np.allclose(to_ct.point(POINT), moved(MATRIX, POINT), atol=1e-6)


def test_two_spaces_meet_in_a_third() -> None:
    other = rigid(-40.0, (1.0, 2.0, 3.0))
    made = read(
        registered(CT_SPACE, other),
        registered(PET_SPACE, MATRIX),
        FrameOfReferenceUID="1.2.3",
    )
    to_ct, _ = way([made], PET, CT)
    expected = moved(np.linalg.inv(other) @ MATRIX, POINT)
    assert np.allclose(to_ct.point(POINT), expected, atol=1e-6)


def test_an_item_for_some_images_is_for_no_others() -> None:
    made = read(registered(PET_SPACE, MATRIX, images=["2.1", "2.2", "2.3"]))
    way([made], PET, CT)
    with pytest.raises(NotJoinedError, match="no registration joins"):
        way([made], Placement(PET_SPACE, frozenset({"2.1", "9.9"})), CT)


def test_the_newest_that_tells_of_both_counts() -> None:
    old = read(registered(PET_SPACE, np.eye(4)), ContentDate="20200101")
    new = read(ContentDate="20260101")
    strange = read(registered("9.9", MATRIX), ContentDate="20270101")
    for order in ([old, new, strange], [strange, new, old]):
        assert way(order, PET, CT)[1] is new


def test_what_joins_nothing_and_what_is_not_rigid_says_so() -> None:
    with pytest.raises(NotJoinedError, match="no registration joins"):
        way([], PET, CT)
    scaled = read(registered(PET_SPACE, np.diag((2.0, 2.0, 2.0, 1.0))))
    with pytest.raises(NotJoinedError, match="calls itself rigid"):
        way([scaled], PET, CT)
    deformable = read_registration(
        item(
            FrameOfReferenceUID=CT_SPACE,
            DeformableRegistrationSequence=[
                {"SourceFrameOfReferenceUID": PET_SPACE, "ReferencedImageSequence": []}
            ],
        )
    )
    with pytest.raises(NotJoinedError, match="is deformable"):
        way([deformable], PET, CT)
    torn = read()
    assert torn.steps
    empty = read_registration(item())
    assert empty.steps == ()
