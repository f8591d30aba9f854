"""Rotation, flip and phases of linked viewports, by keys."""

from typing import TYPE_CHECKING

from tests.ui.compared import axial, cells, indexes
from tests.ui.conftest import ShowSide
from viewer.demo.oblique import CORONAL, oblique_series
from viewer.demo.parts import uid

if TYPE_CHECKING:
    from pydicom import Dataset


def test_rotation_and_flip_are_linked_when_asked_for(side_by_side: ShowSide) -> None:
    viewer = side_by_side(
        axial("a", 3, 5.0), axial("b", 3, 5.0), oblique_series("cor", CORONAL)
    )
    viewer.press_key("U")

    def turns() -> list[tuple[int, bool]]:
        cameras = [model.state.camera for model in cells(viewer)]
        return [(camera.rotation, camera.flipped) for camera in cameras]

    viewer.press_key("]")
    assert turns() == [(90, False), (0, False), (0, False)]
    viewer.do("link-turn")
    viewer.press_key("]")
    assert turns() == [(180, False), (90, False), (0, False)]
    viewer.do("flip-horizontal")
    viewer.press_key("]")
    before = [model.state.camera for model in cells(viewer)]
    assert turns() == [(90, True), (0, True), (0, False)]
    viewer.do("reset")
    assert turns()[0] == (0, False)
    assert turns()[1] == (270, False), "as much as the other was turned back"
    assert before[2] == cells(viewer)[2].state.camera


def dynamic(name: str, phases: int, slices: int = 2) -> "list[Dataset]":
    """Slices at several times, a second apart."""
    found = []
    for phase in range(phases):
        for one in axial(name, slices, 5.0):
            one.SOPInstanceUID = uid(f"{name} {phase} {one.InstanceNumber}")
            one.InstanceNumber = phase * slices + one.InstanceNumber
            one.AcquisitionTime = f"1000{phase:02}"
            found.append(one)
    return found


def test_phases_of_two_dynamic_series_are_stepped_together(
    side_by_side: ShowSide,
) -> None:
    viewer = side_by_side(dynamic("a", 4), dynamic("b", 4))
    sets = [model.state.what.display_set for model in cells(viewer)]
    assert [one.phases for one in sets if one] == [4, 4]
    viewer.press_key("U")
    viewer.press_key("Home")
    start = indexes(viewer)
    viewer.press_key("Ctrl+Down")
    assert [now - then for now, then in zip(indexes(viewer), start, strict=True)] == [
        2,
        2,
    ]
    cells(viewer)[1].step_phase(1)
    viewer.wait()
    viewer.press_key("Down")
    assert indexes(viewer) == [3, 5], "its own phase, while the active one keeps its"
    viewer.press_key("Ctrl+Down")
    assert indexes(viewer) == [5, 5]
