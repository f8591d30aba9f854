import itertools
import math
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.files.made import AXIAL, CORONAL, made
from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.order import Arrangement, arrange, by_number, slot_of


def at(z: float, number: int | None = None, **values: Any) -> Header:
    return made(
        f"{z}/{number}/{sorted(map(str, values.values()))}",
        **{
            "ImageOrientationPatient": AXIAL,
            "ImagePositionPatient": (0, 0, z),
            "InstanceNumber": number,
            **values,
        },
    )


def shuffled(headers: Iterable[Header]) -> list[Header]:
    mixed = list(headers)
    random.Random(7).shuffle(mixed)
    return mixed


def arranged(headers: Iterable[Header]) -> tuple[Arrangement, ...]:
    return arrange([slot_of(header) for header in shuffled(headers)])


def heights(arrangement: Arrangement) -> list[float]:
    return [slot.position_mm[2] for slot in arrangement.slots if slot.position_mm]


def numbers(arrangement: Arrangement) -> list[int | None]:
    return [slot.header.integer(tags.InstanceNumber) for slot in arrangement.slots]


def test_slices_are_ordered_by_position_not_by_number() -> None:
    mixed = {0: 3, 5: 1, 10: 4, 15: 2}
    (one,) = arranged(at(z, number) for z, number in mixed.items())
    assert heights(one) == [0, 5, 10, 15]
    assert one.phases == 1


def test_numbers_that_fall_along_the_normal_turn_the_order() -> None:
    (one,) = arranged(at(z, 10 - z) for z in range(10))
    assert numbers(one) == list(range(1, 11))
    assert heights(one) == list(range(9, -1, -1))


def test_the_normal_decides_not_an_axis_of_the_room() -> None:
    coronal = {"ImageOrientationPatient": CORONAL}
    (one,) = arranged(
        at(0, None, ImagePositionPatient=(0, y, 50), **coronal) for y in (0, 3, 6, 9)
    )
    found = [slot.position_mm[1] for slot in one.slots if slot.position_mm]
    assert found == [0, 3, 6, 9]  # row × column of a coronal plane points to the back


def test_a_tilted_gantry_does_not_disturb_the_order() -> None:
    tilt = math.radians(20)
    cosines = (1, 0, 0, 0, math.cos(tilt), -math.sin(tilt))
    (one,) = arranged(
        at(z, z, ImageOrientationPatient=cosines) for z in range(0, 30, 3)
    )
    assert heights(one) == list(range(0, 30, 3))


def test_without_positions_the_numbers_order() -> None:
    (one,) = arranged(made(f"{n}", InstanceNumber=n) for n in range(12))
    assert numbers(one) == list(range(12))


def test_one_image_without_position_makes_the_numbers_order() -> None:
    (one,) = arranged(
        [at(0, 3), at(5, 2), made("x", InstanceNumber=1, ImageOrientationPatient=AXIAL)]
    )
    assert numbers(one) == [1, 2, 3]


def test_planes_that_are_not_parallel_are_ordered_by_number() -> None:
    (one,) = arranged([at(0, 2), at(5, 1, ImageOrientationPatient=CORONAL)])
    assert numbers(one) == [1, 2]


def test_images_beside_each_other_are_no_repeats() -> None:
    tiles = [
        at(z, 2 * z + x, ImagePositionPatient=(100 * x, 0, z))
        for z in range(2)
        for x in range(2)
    ]
    (one,) = arranged(tiles)
    assert one.phases == 1
    assert numbers(one) == [0, 1, 2, 3]


def test_times_then_uids_order_what_has_no_number() -> None:
    headers = [
        made("c", AcquisitionTime="100002", SOPInstanceUID="1"),
        made("b", AcquisitionTime="100001", SOPInstanceUID="3"),
        made("a", AcquisitionTime="100001", SOPInstanceUID="2"),
    ]
    found = [header.source.path for header in by_number(shuffled(headers))]
    assert found == ["a", "b", "c"]


def test_the_file_name_never_orders() -> None:
    named = [made(name, SOPInstanceUID=uid) for name, uid in (("a", "9"), ("z", "1"))]
    assert [header.source.path for header in by_number(named)] == ["z", "a"]


def test_ten_positions_three_times_are_three_phases() -> None:
    headers = [
        at(5 * z, 3 * z + time, TemporalPositionIdentifier=time + 1)
        for z, time in itertools.product(range(10), range(3))
    ]
    (one,) = arranged(headers)
    assert (one.phases, one.axis) == (3, "time")
    assert one.labels == ("phase 1", "phase 2", "phase 3")
    assert heights(one) == [5.0 * z for z in range(10)] * 3
    times = [s.header.integer(tags.TemporalPositionIdentifier) for s in one.slots]
    assert times == [1] * 10 + [2] * 10 + [3] * 10


@pytest.mark.parametrize(
    ("keyword", "values", "axis", "labels"),
    [
        ("EchoTime", (20, 40.5), "echo", ("TE 20 ms", "TE 40.5 ms")),
        ("EchoNumbers", (1, 2), "echo", ("echo 1", "echo 2")),
        ("DiffusionBValue", (0.0, 1000.0), "b-value", ("b 0", "b 1000")),
        ("InversionTime", (50, 400), "inversion time", ("TI 50 ms", "TI 400 ms")),
        ("FlipAngle", (5, 15), "flip angle", ("FA 5°", "FA 15°")),
        ("KVP", (80, 140), "tube voltage", ("80 kV", "140 kV")),
        ("TriggerTime", (0, 30), "trigger time", ("trigger 0 ms", "trigger 30 ms")),
        ("AcquisitionTime", ("100000", "100012"), "time", ("t 0 s", "t 12 s")),
        (
            "AcquisitionNumber",
            (1, 2),
            "acquisition",
            ("acquisition 1", "acquisition 2"),
        ),
    ],
)
def test_what_differs_names_the_axis(
    keyword: str, values: tuple[Any, Any], axis: str, labels: tuple[str, str]
) -> None:
    headers = [
        at(z, n, **{keyword: values[n]})
        for z, n in itertools.product(range(4), range(2))
    ]
    (one,) = arranged(headers)
    assert (one.phases, one.axis, one.labels) == (2, axis, labels)
    raw = {slot.header.elements[getattr(tags, keyword)] for slot in one.slots[:4]}
    assert len(raw) == 1


def test_times_of_their_own_at_every_position_are_ranked() -> None:
    headers = [
        at(z, None, AcquisitionTime=f"1000{10 * t + z:02d}")
        for z, t in itertools.product(range(4), range(3))
    ]
    (one,) = arranged(headers)
    assert (one.phases, one.axis) == (3, "time")
    assert one.labels == ("t 0 s", "t 10 s", "t 20 s")
    assert heights(one) == [0, 1, 2, 3] * 3


def test_two_axes_at_once_are_phases_by_both() -> None:
    headers = [
        at(z, None, EchoTime=te, TemporalPositionIdentifier=t)
        for z, te, t in itertools.product(range(4), (20, 40), (1, 2, 3))
    ]
    (one,) = arranged(headers)
    assert one.phases == 6
    assert one.labels[0] == "phase 1 · TE 20 ms"
    assert one.labels[-1] == "phase 3 · TE 40 ms"
    assert len({slot.header.source.path for slot in one.slots}) == 24


def test_the_number_tells_repeats_apart_when_nothing_else_does() -> None:
    headers = [at(z, 10 * n + z) for z, n in itertools.product(range(4), range(2))]
    (one,) = arranged(headers)
    assert (one.phases, one.axis, one.labels) == (2, "image", ("1", "2"))
    assert numbers(one) == [0, 1, 2, 3, 10, 11, 12, 13]


def test_unequal_repeats_are_parted_by_what_makes_each_part_whole() -> None:
    headers = [at(z, z, EchoTime=20) for z in range(4)]
    headers += [at(z, 10 + z, EchoTime=40) for z in range(3)]
    first, second = arranged(headers)
    assert (first.part, heights(first)) == ("TE 20 ms", [0, 1, 2, 3])
    assert (second.part, heights(second)) == ("TE 40 ms", [0, 1, 2])


def test_a_part_may_have_phases_of_its_own() -> None:
    headers = [
        at(z, None, EchoTime=20, TemporalPositionIdentifier=t)
        for z, t in itertools.product(range(4), (1, 2))
    ]
    headers += [at(z, None, EchoTime=40) for z in range(3)]
    first, second = arranged(headers)
    assert (first.phases, len(first.slots)) == (2, 8)
    assert (second.phases, len(second.slots)) == (1, 3)


def test_a_dynamic_series_that_broke_off_stays_one_set_time_by_time() -> None:
    headers = [
        at(z, None, TemporalPositionIdentifier=t)
        for t, z in itertools.product(range(9), range(4))
    ]
    headers += [at(z, None, TemporalPositionIdentifier=9) for z in range(2)]
    (one,) = arranged(headers)
    assert one.phases == 1
    assert heights(one) == [0, 1, 2, 3] * 9 + [0, 1]


def test_one_slice_twice_without_a_reason_leaves_the_order_to_the_numbers() -> None:
    (one,) = arranged([at(0, 1), at(5, 2), at(5, 3), at(10, 4)])
    assert one.phases == 1
    assert numbers(one) == [1, 2, 3, 4]


def test_a_single_position_is_a_plain_stack() -> None:
    (one,) = arranged(at(0, n, AcquisitionTime=f"10000{n}") for n in range(6))
    assert one.phases == 1
    assert numbers(one) == list(range(6))


def test_nothing_is_lost_or_doubled_whatever_the_attributes() -> None:
    chance = random.Random(20261122)
    for _ in range(300):
        headers = [
            at(
                chance.choice((0, 0, 1, 2, 2.001, 3)),
                chance.choice((None, 1, 2, index)),
                EchoTime=chance.choice((None, 10, 20)),
                TemporalPositionIdentifier=chance.choice((None, 1, 2)),
                SOPInstanceUID=f"1.{index}",
                _index=index,
            )
            for index in range(chance.randrange(1, 14))
        ]
        found = arranged(headers)
        slots = [id(slot.header) for part in found for slot in part.slots]
        assert sorted(slots) == sorted(map(id, headers))
        for part in found:
            assert len(part.slots) % part.phases == 0
            assert len(part.labels) == (part.phases if part.phases > 1 else 0)


def test_real_volumes_are_in_the_order_of_an_independent_reader(corpus: Path) -> None:
    import pydicom

    from viewer.files.sources import Source
    from viewer.files.walk import walk_header

    folder = corpus / "volume-ct"
    by_series: dict[str, list[Header]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            header = walk_header(Source(str(path)))
            if header.pixel_tag:
                uid = header.text(tags.SeriesInstanceUID)
                by_series.setdefault(uid, []).append(header)
    assert max(map(len, by_series.values())) >= 60
    for headers in by_series.values():
        (one,) = arranged(headers)
        found = [
            float(pydicom.dcmread(slot.header.source.path).ImagePositionPatient[2])
            for slot in one.slots
        ]
        assert found in (sorted(found), sorted(found, reverse=True))
        assert len(found) == len(headers)
