"""Real world values and uptake, worked out by hand."""

from typing import Any

import numpy as np
import pytest

from viewer.demo.build import enhanced_mr, image
from viewer.demo.parts import code, item
from viewer.files.explanation import Step
from viewer.pixels.explain import Pixel, explain
from viewer.pixels.look import Look

from .described import described
from .explained import lines, subject_of
from .positron import positron

PIXELS = np.full((4, 4), 300, np.uint16)


def steps_named(name: str, dataset: Any) -> list[Step]:
    subject = subject_of(described(dataset))
    return [step for step in explain(Pixel(subject, 1, 2, Look())) if step.name == name]


def mapping(**elements: Any) -> Any:
    given: dict[str, Any] = {
        "LUTLabel": "ADC",
        "LUTExplanation": "diffusion",
        "RealWorldValueSlope": 0.5,
        "RealWorldValueIntercept": -20.0,
        "MeasurementUnitsCodeSequence": [code("mm2/s", "UCUM", "mm2/s")],
    }
    made = item(**{**given, **elements})
    for keyword, value in (("First", 0), ("Last", 1000)):
        tag = f"RealWorldValue{keyword}ValueMapped"
        if tag not in elements:
            setattr(made, tag, value)
            made[tag].VR = "US"
    return made


def test_a_real_world_value_is_told_with_its_formula_and_attributes() -> None:
    dataset = image(PIXELS, RealWorldValueMappingSequence=[mapping()])
    (step,) = steps_named("real_world", dataset)
    assert (step.value, step.numbers, step.unit) == ("ADC 130 mm2/s", (130,), "mm2/s")
    assert "0.5 × 300 + (−20) = 130." in step.sentence
    place = "item of a sequence › RealWorldValueMappingSequence[1]"
    assert lines(step)[:2] == [
        f"(0040,9216) RealWorldValueFirstValueMapped = 0 · {place}",
        f"(0040,9211) RealWorldValueLastValueMapped = 1000 · {place}",
    ]
    assert f"(0040,9225) RealWorldValueSlope = 0.5 · {place}" in lines(step)
    assert "CodeValue = mm2/s" in lines(step)[-2]


def test_every_map_has_its_step_and_the_unusable_ones_one_together() -> None:
    items = [mapping(MeasurementUnitsCodeSequence=None), mapping(LUTLabel="B")]
    items.append(mapping(LUTLabel="C", RealWorldValueLastValueMapped=200))
    items[-1]["RealWorldValueLastValueMapped"].VR = "US"
    dataset = image(PIXELS, RealWorldValueMappingSequence=items)
    second, third, rest = steps_named("real_world", dataset)
    assert second.value == "B 130 mm2/s"
    assert "RealWorldValueMappingSequence[2]" in lines(second)[0]
    assert third.numbers == ()
    assert "C: 300 is outside the map, which is from 0 to 200." in third.sentence
    assert "1 of 3 maps of the header have no range" in rest.sentence


def test_the_map_of_a_frame_is_that_of_its_functional_group() -> None:
    dataset = enhanced_mr(2, pixels=np.stack([PIXELS, PIXELS]))
    group = dataset.PerFrameFunctionalGroupsSequence[0]
    group.RealWorldValueMappingSequence = [mapping()]
    (step,) = steps_named("real_world", dataset)
    assert step.numbers == (130,)
    place = "functional group of the frame › RealWorldValueMappingSequence[1]"
    assert lines(step)[0].endswith(place)


def test_an_uptake_is_told_with_dose_weight_and_times() -> None:
    (step,) = steps_named("suv", positron(pixels=PIXELS))
    # 600 Bq/ml × 70 kg × 1000 ÷ (370 MBq × ½)
    assert step.numbers == pytest.approx((600 * 70_000 / 185_000_000,))
    said = "600 Bq/ml × 70 kg × 1000 ÷ (370000000 Bq × 0.5) = 0.227027."
    assert step.sentence.startswith(said)
    assert "0.5 were left" in step.sentence
    known = "\n".join(lines(step))
    for keyword in (
        "PatientWeight = 70",
        "DecayCorrection = START",
        "SeriesTime = 104000",
        "RadionuclideTotalDose = 370000000",
        "RadionuclideHalfLife = 6000",
        "RadiopharmaceuticalStartDateTime = 20260102090000",
    ):
        assert keyword in known


def test_what_is_an_uptake_already_or_never_will_be_says_so() -> None:
    (step,) = steps_named("suv", positron(pixels=PIXELS, Units="GML"))
    assert step.sentence == "The values are uptakes already."
    (step,) = steps_named("suv", positron(pixels=PIXELS, DecayCorrection="ADMIN"))
    assert "corrected to the injection" in step.sentence
    (step,) = steps_named("suv", positron(pixels=PIXELS, PatientWeight=None))
    assert (step.value, step.numbers) == ("none", ())
    assert step.sentence == (
        "The header does not allow an SUV: patient weight missing."
    )
    assert steps_named("suv", image(PIXELS)) == []
