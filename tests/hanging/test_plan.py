from typing import Any

import pytest

from tests.hanging.studies import series, study
from viewer.dicom import tags
from viewer.geometry.fit import Camera
from viewer.hanging.library import SHIPPED, load_library
from viewer.hanging.plan import Plan, StudySets, plans, turned_camera

PROTOCOLS = load_library([SHIPPED]).protocols


def found(current: StudySets, *earlier: StudySets) -> tuple[Plan, ...]:
    return plans(PROTOCOLS, current, earlier)


def labels(plan: Plan, stage: int = 0) -> list[str]:
    return [
        cell.display_set.first.text(tags.SeriesDescription) if cell else ""
        for cell in plan.stages[stage].cells
    ]


def mammogram(number: int, side: str, view: str, **elements: Any) -> list[Any]:
    return series(
        number,
        "MG",
        ImageLaterality=side,
        ViewPosition=view,
        SeriesDescription=f"{side}{view}",
        **elements,
    )


@pytest.mark.parametrize(
    ("elements", "name"),
    [
        ({"modality": "CT", "images": 3, "plane": "axial"}, "CT"),
        (
            {
                "modality": "CT",
                "images": 3,
                "plane": "axial",
                "BodyPartExamined": "CHEST",
            },
            "CT of the chest",
        ),
        (
            {
                "modality": "CT",
                "images": 3,
                "plane": "axial",
                "StudyDescription": "TC TÓRAX",
            },
            "CT of the chest",
        ),
        ({"modality": "US"}, "Ultrasound"),
        ({"modality": "XA"}, "Angiography"),
        ({"modality": "RF"}, "Angiography"),
        ({"modality": "NM"}, "Nuclear medicine"),
        ({"modality": "PT", "images": 2, "plane": "axial"}, "PET and CT"),
        ({"modality": "IO"}, "Dental"),
        ({"modality": "PX"}, "Dental"),
        (
            {"modality": "CR", "BodyPartExamined": "CHEST", "ViewPosition": "PA"},
            "Chest radiographs: PA and lateral",
        ),
        (
            {"modality": "DX", "StudyDescription": "RX Tórax", "ViewPosition": "AP"},
            "Chest radiographs: PA and lateral",
        ),
    ],
)
def test_one_series_finds_its_protocol_first(
    elements: dict[str, Any], name: str
) -> None:
    first = found(study(series(1, **elements)))[0]
    assert first.protocol.name == name
    assert first.is_certain


@pytest.mark.parametrize(
    "elements",
    [
        {"modality": "OT"},
        {"modality": "CR", "BodyPartExamined": "HAND", "ViewPosition": "PA"},
        {"modality": "CR", "BodyPartExamined": "CHEST"},
        {"modality": "MR", "BodyPartExamined": "BRAIN"},
        {"modality": "SC", "BodyPartExamined": "CHEST"},
    ],
)
def test_what_fits_no_protocol_gets_none(elements: dict[str, Any]) -> None:
    assert found(study(series(1, **elements))) == ()


def test_series_of_the_brain_go_where_their_words_say() -> None:
    described = {
        "SAG T1": "sagittal",
        "AX DWI b1000": "axial",
        "AX T1 SE": "axial",
        "AX T2 TSE": "axial",
        "AX T2 FLAIR": "axial",
    }
    listed = [
        series(
            number,
            "MR",
            images=2,
            plane=plane,
            BodyPartExamined="BRAIN",
            SeriesDescription=text,
        )
        for number, (text, plane) in enumerate(described.items(), 1)
    ]
    (plan,) = found(study(*listed))
    assert plan.protocol.name == "MR of the brain"
    assert labels(plan) == ["AX T1 SE", "AX T2 TSE", "AX T2 FLAIR", "AX DWI b1000"]


def test_spine_and_joint_are_told_by_body_part_and_plane() -> None:
    def three(part: str) -> StudySets:
        return study(
            *(
                series(
                    number,
                    "MR",
                    images=2,
                    plane=plane,
                    BodyPartExamined=part,
                    SeriesDescription=f"T2 {plane}",
                )
                for number, plane in enumerate(("axial", "coronal", "sagittal"), 1)
            )
        )

    (spine,) = found(three("LSPINE"))
    assert spine.protocol.name == "MR of the spine"
    assert labels(spine) == ["T2 sagittal", "T2 axial"]
    (joint,) = found(three("KNEE"))
    assert joint.protocol.name == "MR of a joint"
    assert labels(joint) == ["T2 sagittal", "T2 coronal", "T2 axial"]


def test_front_and_side_of_a_chest_hang_beside_each_other() -> None:
    chest: dict[str, Any] = {"modality": "DX", "BodyPartExamined": "CHEST"}
    side = series(1, ViewPosition="LL", SeriesDescription="side", **chest)
    front = series(2, ViewPosition="PA", SeriesDescription="front", **chest)
    (plan,) = found(study(side, front))
    assert labels(plan) == ["front", "side"]


def test_right_mammograms_hang_at_the_left_whatever_their_order() -> None:
    views = [("L", "MLO"), ("L", "CC"), ("R", "MLO"), ("R", "CC")]
    listed = [mammogram(number, *view) for number, view in enumerate(views, 1)]
    (plan,) = found(study(*listed))
    assert plan.protocol.name == "Mammography: four views"
    assert plan.is_certain
    assert labels(plan) == ["RCC", "LCC", "RMLO", "LMLO"]
    sides = [cell.justify for cell in plan.stages[0].cells if cell]
    assert sides == ["right", "left", "right", "left"]


def test_two_images_for_one_place_are_no_certainty() -> None:
    views = [("L", "CC"), ("R", "CC")]
    listed = [mammogram(number, *view) for number, view in enumerate(views, 1)]
    (plan,) = found(study(*listed, mammogram(3, "R", "CC")))
    assert not plan.is_certain


def test_images_for_presentation_win_over_those_for_processing() -> None:
    listed = [mammogram(2, "L", "CC")]
    for number, intent in ((1, "FOR PROCESSING"), (3, "FOR PRESENTATION")):
        described = mammogram(number, "R", "CC", PresentationIntentType=intent)
        listed.append(described)
    (plan,) = found(study(*listed))
    assert plan.is_certain
    first = plan.stages[0].cells[0]
    assert first is not None
    said = first.display_set.first.text(tags.PresentationIntentType)
    assert said == "FOR PRESENTATION"


def test_views_without_position_are_told_by_what_they_are_called() -> None:
    listed = [
        series(number, "MG", SeriesDescription=text)
        for number, text in enumerate(("L CC", "R CC", "L-MLO", "RMLO"), 1)
    ]
    (plan,) = found(study(*listed))
    assert labels(plan) == ["R CC", "L CC", "RMLO", "L-MLO"]


def test_an_earlier_study_brings_the_protocol_with_prior() -> None:
    current = study(series(1, "CT", images=3, plane="axial"))
    prior = study(series(1, "CT", "20200101", images=3, plane="axial"))
    other = study(series(1, "MR", "20250101", images=3, plane="axial"))
    (plan,) = found(current, other, prior)
    assert plan.protocol.name == "CT with prior"
    cells = plan.stages[0].cells
    assert [cell.is_prior for cell in cells if cell] == [False, True]
    first = found(current, other)[0]
    assert first.protocol.name == "CT"


def test_a_study_of_several_modalities_is_no_certainty() -> None:
    both = study(
        series(1, "CT", images=3, plane="axial"),
        series(2, "MR", images=3, plane="axial"),
    )
    assert not any(plan.is_certain for plan in found(both))


@pytest.mark.parametrize(
    ("stored", "wanted", "camera"),
    [
        (["P", "L"], ("P", "L"), Camera()),
        (["A", "L"], ("P", "L"), Camera(flipped=True)),
        (["A", "R"], ("P", "L"), Camera(rotation=180)),
        (["P", "R"], ("P", "L"), Camera(rotation=180, flipped=True)),
        (["L", "A"], ("P", "L"), Camera(rotation=90)),
        (["P", "FL"], ("P", "F"), Camera()),
        (["A", "FR"], ("P", "F"), Camera(flipped=True)),
        (["F", "L"], ("", "F"), None),
        (["L", "F"], ("L", "F"), Camera()),
        (["R", "F"], ("L", "F"), Camera(flipped=True)),
        ([], ("P", "L"), None),
        (["L", "F"], ("P", "L"), None),
        ([], ("", ""), Camera()),
    ],
)
def test_images_are_turned_by_their_patient_orientation(
    stored: list[str], wanted: tuple[str, str], camera: Camera | None
) -> None:
    sets = study(series(1, "MG", PatientOrientation=stored)).sets
    found_camera = turned_camera(sets[0], wanted)
    if stored == ["F", "L"]:
        assert found_camera is not None
        assert found_camera.rotation in (90, 270)
    else:
        assert found_camera == camera


def test_slices_are_turned_by_their_cosines() -> None:
    sets = study(series(1, "MR", images=2, plane="coronal")).sets
    assert turned_camera(sets[0], ("L", "F")) == Camera()
    assert turned_camera(sets[0], ("R", "F")) == Camera(flipped=True)


def test_stacks_of_tomosynthesis_stand_in_no_place_of_flat_mammograms() -> None:
    views = [("R", "CC"), ("L", "CC")]
    flat = [mammogram(number, *view) for number, view in enumerate(views, 1)]
    stacks = [
        mammogram(number, *view, images=3, plane="axial")
        for number, view in enumerate(views, 3)
    ]
    names = [plan.protocol.name for plan in found(study(*flat, *stacks))]
    assert set(names) == {"Mammography: four views", "Tomosynthesis of the breast"}
    for plan in found(study(*flat, *stacks)):
        cells = [cell for cell in plan.stages[0].cells if cell]
        counts = {len(cell.display_set.frames) for cell in cells}
        assert counts == ({1} if plan.protocol.name.startswith("Mam") else {3})


@pytest.mark.parametrize(
    ("listed", "stages"),
    [
        ([("DX", "PA", "CHEST")], ["Frontal view"]),
        (
            [("DX", "PA", "CHEST"), ("DX", "LL", "CHEST")],
            ["PA and lateral", "Frontal view"],
        ),
        ([("US", "", "")], ["One"]),
        ([("US", "", "")] * 2, ["One", "Four"]),
        ([("IO", "", "")], ["One tooth"]),
    ],
)
def test_no_cell_stays_empty_where_another_stage_shows_the_same(
    listed: list[tuple[str, str, str]], stages: list[str]
) -> None:
    made = [
        series(number, modality, ViewPosition=view, BodyPartExamined=part)
        for number, (modality, view, part) in enumerate(listed, 1)
    ]
    (plan,) = found(study(*made))
    assert [stage.stage.name for stage in plan.stages] == stages


def test_without_oblique_views_mammograms_fill_the_window() -> None:
    listed = [mammogram(1, "R", "CC"), mammogram(2, "L", "CC")]
    (plan,) = found(study(*listed))
    assert [stage.stage.name for stage in plan.stages] == ["CC"]
    assert plan.is_certain


def pair(space: str) -> StudySets:
    return study(
        series(1, "CT", images=3, plane="axial", FrameOfReferenceUID="1.2.3"),
        series(2, "PT", images=3, plane="axial", FrameOfReferenceUID=space),
    )


def test_a_pet_is_fused_with_the_ct_of_its_frame_of_reference() -> None:
    plan = found(pair("1.2.3"))[0]
    assert plan.protocol.name == "PET and CT"
    assert plan.is_certain
    ct, fused, pet = plan.stages[0].cells
    assert ct
    assert fused
    assert pet
    assert fused.display_set is ct.display_set
    assert fused.over is pet.display_set
    assert ct.over is None


@pytest.mark.parametrize("space", ["1.2.4", ""])
def test_no_stage_fuses_across_frames_of_reference(space: str) -> None:
    plan = found(pair(space))[0]
    assert [one.stage.name for one in plan.stages] == ["CT and PET", "PET"]
    assert plan.is_certain
