from typing import Any

import pytest

from tests.ui.sets import header_of
from viewer.demo.build import AXIAL, ct_slice, enhanced_mr, image
from viewer.demo.parts import item
from viewer.kinds.technique import technique_lines

CORONAL = [1, 0, 0, 0, 0, -1]


def lines(dataset: Any, frame_index: int = 0) -> tuple[str, ...]:
    return technique_lines(header_of(dataset), frame_index)


def test_a_ct_says_voltage_charge_kernel_thickness_and_location() -> None:
    dataset = ct_slice(
        3,
        KVP=120,
        Exposure=85,
        ConvolutionKernel=["Br40d", "3"],
        ContrastBolusAgent="Iohexol",
    )
    expected = (
        "120 kV · 85 mAs · Br40d 3",
        "Contrast Iohexol",
        "5 mm thick · Loc 15.0 mm",
    )
    assert lines(dataset) == expected


def test_microampere_seconds_serve_where_the_rounded_figure_is_absent() -> None:
    dataset = image(modality="DX", KVP=70, ExposureInuAs=2500)
    assert lines(dataset) == ("70 kV · 2.5 mAs",)


def test_the_location_is_along_the_normal_with_a_true_minus() -> None:
    dataset = ct_slice(
        ImageOrientationPatient=CORONAL, ImagePositionPatient=[5, -37.25, 9]
    )
    assert lines(dataset)[-1] == "5 mm thick · Loc −37.2 mm"
    at_zero = ct_slice(
        ImageOrientationPatient=list(AXIAL), ImagePositionPatient=[0, 0, -0.04]
    )
    assert lines(at_zero)[-1].endswith("Loc 0.0 mm")


def test_an_mr_says_its_times_and_flip_angle() -> None:
    dataset = image(
        modality="MR",
        RepetitionTime=500,
        EchoTime=9.2,
        InversionTime=120,
        FlipAngle=90,
        DiffusionBValue=1000.0,
    )
    expected = ("TR 500 · TE 9.2 · TI 120 · FA 90° · b 1000",)
    assert lines(dataset) == expected


def test_an_enhanced_mr_says_what_holds_for_the_frame_at_hand() -> None:
    dataset = enhanced_mr(2)
    for number, group in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        group.MREchoSequence = [item(EffectiveEchoTime=10.0 + number)]
        group.MRDiffusionSequence = [item(DiffusionBValue=500.0 * number)]
    assert lines(dataset, 0) == (
        "TE 10 · b 0",
        "4 mm thick · Loc 0.0 mm",
    )
    assert lines(dataset, 1) == (
        "TE 11 · b 500",
        "4 mm thick · Loc 4.0 mm",
    )


def test_an_ultrasound_says_its_indices() -> None:
    dataset = image(
        modality="US",
        MechanicalIndex=1.1,
        BoneThermalIndex=0.4,
        SoftTissueThermalIndex=0,
    )
    assert lines(dataset) == ("MI 1.1 · TIB 0.4 · TIS 0",)


def test_a_mammogram_says_how_the_breast_was_pressed() -> None:
    dataset = image(modality="MG", KVP=28, CompressionForce=95, BodyPartThickness=52)
    assert lines(dataset) == ("28 kV", "95 N · 52 mm")


def test_a_mammogram_says_its_angle_too() -> None:
    dataset = image(modality="MG", CompressionForce=95, PositionerPrimaryAngle=-45)
    assert lines(dataset) == ("95 N · −45°",)


def test_an_enhanced_mr_says_the_timing_of_the_frame_at_hand() -> None:
    dataset = enhanced_mr(2)
    shared = dataset.SharedFunctionalGroupsSequence[0]
    shared.MRTimingAndRelatedParametersSequence = [
        item(RepetitionTime=2000, FlipAngle=150)
    ]
    for number, group in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        group.MRModifierSequence = [item(InversionTimes=[100.0 + 50 * number])]
    assert lines(dataset, 0)[0] == "TR 2000 · TI 100 · FA 150°"
    assert lines(dataset, 1)[0] == "TR 2000 · TI 150 · FA 150°"


def test_an_enhanced_ct_says_the_beam_of_the_frame_at_hand() -> None:
    dataset = enhanced_mr(2)
    dataset.Modality = "CT"
    shared = dataset.SharedFunctionalGroupsSequence[0]
    shared.CTXRayDetailsSequence = [item(KVP=100)]
    shared.CTReconstructionSequence = [item(ConvolutionKernel="B30f")]
    for number, group in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        group.CTExposureSequence = [item(ExposureInmAs=80.5 + number)]
    assert lines(dataset, 0)[0] == "100 kV · 80.5 mAs · B30f"
    assert lines(dataset, 1)[0] == "100 kV · 81.5 mAs · B30f"


def pet(**given: Any) -> Any:
    agent = item(
        RadionuclideCodeSequence=[item(CodeMeaning="^18^Fluorine")],
        **{
            "Radiopharmaceutical": "FDG",
            "RadionuclideTotalDose": 370e6,
            "RadiopharmaceuticalStartTime": "093000",
            **given,
        },
    )
    return image(
        modality="PT",
        Units="BQML",
        AcquisitionDate="20261121",
        AcquisitionTime="103200.5",
        RadiopharmaceuticalInformationSequence=[agent],
    )


def test_a_pet_says_isotope_agent_dose_and_uptake() -> None:
    assert lines(pet()) == ("18Fluorine · FDG", "370 MBq · uptake 62 min")


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"RadiopharmaceuticalStartTime": "233200"}, "370 MBq · uptake 660 min"),
        ({"RadiopharmaceuticalStartTime": "0930"}, "370 MBq"),
        ({"RadiopharmaceuticalStartDateTime": "20261119093000"}, "370 MBq"),
        ({"RadiopharmaceuticalStartDateTime": "20261121113000"}, "370 MBq"),
        (
            {"RadiopharmaceuticalStartDateTime": "20261121093000"},
            "370 MBq · uptake 62 min",
        ),
        ({"RadionuclideTotalDose": 370}, "370 Bq · uptake 62 min"),
        ({"RadionuclideTotalDose": -1}, "uptake 62 min"),
    ],
)
def test_dose_and_uptake_are_what_the_object_states_or_nothing(
    given: dict[str, Any], line: str
) -> None:
    assert lines(pet(**given))[1:] == (line,)


def test_the_contrast_agent_of_an_enhanced_object_is_a_code() -> None:
    dataset = enhanced_mr(1, ContrastBolusAgentSequence=[item(CodeMeaning="Gd")])
    assert "Contrast Gd" in lines(dataset)
