import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from viewer.demo.build import enhanced_mr, image
from viewer.demo.parts import code, item
from viewer.dicom import tags
from viewer.files.header import Header
from viewer.pixels.frame_info import frame_info
from viewer.pixels.look import Look
from viewer.pixels.pipeline import picture
from viewer.pixels.real_world import RealWorldMap, read_real_world_maps

from .described import described


def mapping(**elements: Any) -> Any:
    given: dict[str, Any] = {
        "RealWorldValueFirstValueMapped": 0,
        "RealWorldValueLastValueMapped": 4095,
        "RealWorldValueSlope": 0.5,
        "RealWorldValueIntercept": -3.0,
        "LUTLabel": "ADC",
        "LUTExplanation": "apparent diffusion",
        "MeasurementUnitsCodeSequence": [code("um2/s", "UCUM", "um2/s")],
    }
    return item(**{**given, **elements})


def table(values: list[float], first: int, **elements: Any) -> Any:
    return mapping(
        RealWorldValueSlope=None,
        RealWorldValueIntercept=None,
        RealWorldValueFirstValueMapped=first,
        RealWorldValueLastValueMapped=first + len(values) - 1,
        RealWorldValueLUTData=values,
        **elements,
    )


def header_with(*items: Any, pixels: Any = None, **elements: Any) -> Header:
    if pixels is not None and pixels.dtype.kind == "i":
        for one in items:
            for end in ("First", "Last"):
                one[f"RealWorldValue{end}ValueMapped"].VR = "SS"
    return described(
        image(pixels, RealWorldValueMappingSequence=list(items), **elements)
    )


def maps_of(*items: Any) -> tuple[RealWorldMap, ...]:
    return read_real_world_maps(header_with(*items), 0, False)


def test_slope_and_intercept_map_the_stored_values_of_the_range() -> None:
    (found,) = maps_of(mapping())
    assert found == RealWorldMap(0, 4095, 0.5, -3.0, unit="um2/s", label="ADC")
    assert [found.value(x) for x in (-1, 0, 100, 4095, 4096)] == [
        None,
        -3.0,
        47.0,
        2044.5,
        None,
    ]


def test_a_table_maps_value_by_value() -> None:
    (found,) = maps_of(table([1.5, -2.25, 1e6], 10))
    assert [found.value(x) for x in (9, 10, 11, 12, 13)] == [
        None,
        1.5,
        -2.25,
        1e6,
        None,
    ]


def test_signed_pixels_have_signed_ends() -> None:
    one = mapping(RealWorldValueFirstValueMapped=-10, RealWorldValueLastValueMapped=-5)
    header = header_with(one, pixels=np.zeros((4, 4), np.int16))
    (found,) = read_real_world_maps(header, 0, True)
    assert (found.first, found.last) == (-10, -5)


def test_float_pixels_leave_the_sign_of_whole_ends_to_their_vr() -> None:
    one = mapping(RealWorldValueFirstValueMapped=-10, RealWorldValueLastValueMapped=5)
    header = header_with(one, pixels=np.zeros((4, 4), np.int16))
    plain = replace(header, pixel_tag=tags.FloatPixelData)
    (found,) = frame_info(plain).real_world
    assert (found.first, found.last) == (-10, 5)


def test_doubles_are_the_ends_for_float_pixels() -> None:
    one = mapping(
        RealWorldValueFirstValueMapped=None,
        RealWorldValueLastValueMapped=None,
        DoubleFloatRealWorldValueFirstValueMapped=-0.25,
        DoubleFloatRealWorldValueLastValueMapped=1.75,
    )
    (found,) = maps_of(one)
    assert (found.first, found.last) == (-0.25, 1.75)
    assert found.value(0.5) == -2.75
    assert found.value(float("nan")) is None


def test_several_maps_keep_their_order_labels_and_units() -> None:
    units = [code("1", "UCUM", "no units")], [code("[hnsf'U]", "UCUM", "HU")]
    found = maps_of(
        mapping(),
        mapping(LUTLabel="RATIO", MeasurementUnitsCodeSequence=units[0]),
        mapping(LUTLabel=None, MeasurementUnitsCodeSequence=units[1]),
    )
    assert [(one.label, one.unit) for one in found] == [
        ("ADC", "um2/s"),
        ("RATIO", ""),
        ("apparent diffusion", "HU"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        mapping(MeasurementUnitsCodeSequence=None),
        mapping(RealWorldValueFirstValueMapped=None),
        mapping(RealWorldValueFirstValueMapped=4096),
        mapping(RealWorldValueSlope=None),
        mapping(RealWorldValueLUTData=[1.0, 2.0]),
    ],
)
def test_a_broken_map_is_left_out_and_the_others_are_read(broken: Any) -> None:
    assert len(maps_of(broken, mapping())) == 1


def test_a_frame_has_its_own_maps_and_the_shared_ones_stand_in() -> None:
    dataset = enhanced_mr(2, RealWorldValueMappingSequence=[mapping(LUTLabel="IMAGE")])
    own = dataset.PerFrameFunctionalGroupsSequence[1]
    own.RealWorldValueMappingSequence = [mapping(LUTLabel="A"), mapping(LUTLabel="B")]
    header = described(dataset)

    def labels(frame: int) -> list[str]:
        return [one.label for one in read_real_world_maps(header, frame, False)]

    assert (labels(0), labels(1)) == (["IMAGE"], ["A", "B"])
    shared = dataset.SharedFunctionalGroupsSequence[0]
    shared.RealWorldValueMappingSequence = [mapping(LUTLabel="ALL")]
    header = described(dataset)
    assert (labels(0), labels(1)) == (["ALL"], ["A", "B"])


def test_maps_can_be_pickled_and_leave_the_picture_alone() -> None:
    values = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    windows: dict[str, Any] = {"WindowCenter": 2000, "WindowWidth": 900}
    with_map = frame_info(header_with(table([5.0, 6.0], 0), pixels=values, **windows))
    plain = frame_info(described(image(values, **windows)))
    assert pickle.loads(pickle.dumps(with_map)) == with_map
    assert len(with_map.real_world) == 1
    assert np.array_equal(
        picture(values, with_map, Look()), picture(values, plain, Look())
    )
