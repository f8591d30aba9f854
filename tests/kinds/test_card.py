from dataclasses import replace

from tests.files.made import made
from viewer.kinds.card import KIND, cards

SR, KO = "1.2.840.10008.5.1.4.1.1.88.11", "1.2.840.10008.5.1.4.1.1.88.59"


def test_objects_of_one_class_share_a_set_in_the_order_of_their_numbers() -> None:
    headers = [
        replace(made(str(n), SOPClassUID=SR, InstanceNumber=n), pixel_tag=0)
        for n in (2, 3, 1)
    ]
    (one,) = cards(headers, "sr")
    assert (one.kind, one.view) == ("sr", "card")
    assert [frame.header.source.path for frame in one.frames] == ["1", "2", "3"]


def test_objects_of_other_classes_have_sets_of_their_own() -> None:
    headers = [made("a", SOPClassUID=SR), made("b", SOPClassUID=KO)]
    assert [len(one.frames) for one in cards(headers, "sr")] == [1, 1]


def test_objects_of_two_people_have_sets_of_their_own() -> None:
    headers = [
        made(name, SOPClassUID=SR, PatientName=name) for name in ("Doe^J", "Roe^M")
    ]
    sets = cards([*headers, *headers], "sr")
    assert [len(one.frames) for one in sets] == [2, 2]
    assert [one.label.split(" · ")[-1] for one in sets] == ["Doe, J", "Roe, M"]


def test_the_family_shows_cards() -> None:
    assert KIND.view == "card"
    assert "segmentation" in KIND.names
