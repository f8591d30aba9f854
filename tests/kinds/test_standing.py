import datetime
from typing import Any

import pytest

from tests.ui.sets import header_of
from viewer.demo.build import ct_slice
from viewer.demo.parts import uid
from viewer.files.header import Header
from viewer.kinds.standing import interval_text, standings

pytestmark = pytest.mark.filterwarnings("ignore:Invalid value for VR")


def study(name: str, date: str, time: str = "", **elements: Any) -> Header:
    facts = {
        "StudyInstanceUID": uid(name),
        "StudyDate": date,
        "StudyTime": time,
        "PatientID": "1",
        **elements,
    }
    return header_of(ct_slice(0, **facts), name)


def told(*shown: Header, also: tuple[Header, ...] = ()) -> list[str]:
    return standings(shown, (*shown, *also), hides_dates=False)


@pytest.mark.parametrize(
    ("earlier", "later", "text"),
    [
        ("2024-03-11", "2024-03-12", "1 day"),
        ("2024-02-13", "2024-03-12", "28 days"),
        ("2024-02-12", "2024-03-12", "1 month"),
        ("2024-01-31", "2024-02-29", "29 days"),
        ("2024-01-31", "2024-03-01", "1 month"),
        ("2021-12-12", "2024-03-12", "2 years 3 months"),
        ("2021-12-13", "2024-03-12", "2 years 2 months"),
        ("2020-02-29", "2021-02-28", "11 months"),
        ("2020-02-29", "2021-03-01", "1 year"),
        ("2020-02-29", "2024-02-29", "4 years"),
        ("1999-12-31", "2000-01-01", "1 day"),
    ],
)
def test_intervals_are_counted_in_whole_parts_of_the_calendar(
    earlier: str, later: str, text: str
) -> None:
    dates = map(datetime.date.fromisoformat, (earlier, later))
    assert interval_text(*dates) == text


def test_the_newest_is_current_and_others_say_how_much_earlier() -> None:
    new, old = study("new", "20240312"), study("old", "20211201")
    assert told(old, new) == [
        "□ Prior · 2 years 3 months earlier · 2021-12-01",
        "■ Current · 2024-03-12",
    ]


def test_one_study_has_nothing_to_tell() -> None:
    one = study("new", "20240312")
    again = study("new", "20240312", SeriesInstanceUID=uid("another"))
    assert told(one) == [""]
    assert told(one, again) == ["", ""]
    assert told() == []


@pytest.mark.parametrize(
    "other",
    [
        {"PatientID": "2"},
        {"IssuerOfPatientID": "elsewhere"},
        {"PatientName": "Somebody^Else"},
        {"PatientBirthDate": "19010101"},
    ],
)
def test_studies_of_what_may_be_two_people_are_not_compared(
    other: dict[str, str],
) -> None:
    assert told(study("new", "20240312"), study("old", "20211201", **other)) == ["", ""]


def test_spelling_of_a_name_does_not_make_two_people() -> None:
    one = study("new", "20240312", PatientName="DOE^JANE")
    other = study("old", "20240301", PatientName="Doe^Jane^")
    assert told(one, other)[1].startswith("□ Prior · 11 days earlier")


def test_a_newer_study_that_is_open_but_not_seen_is_the_current_one() -> None:
    new = study("new", "20240312")
    shown = study("old", "20230312"), study("older", "20220312")
    assert told(*shown, also=(new,)) == [
        "□ Prior · 1 year earlier · 2023-03-12",
        "□ Prior · 2 years earlier · 2022-03-12",
    ]


def test_series_of_one_study_that_state_other_times_stand_alike() -> None:
    """A localiser of real studies is some seconds away from the rest of its study."""
    old = study("old", "20240312", StudyTime="092815")
    axial = study("new", "20240312", StudyTime="093425")
    localiser = study("new", "20240312", StudyTime="093429", Modality="CT")
    for order in ((axial, localiser, old), (localiser, axial, old)):
        words = [one.split(" · ")[0] for one in told(*order)]
        assert words == ["■ Current", "■ Current", "□ Prior"]


def test_a_prior_says_so_when_nothing_else_is_seen() -> None:
    """It must not be taken for the examination that is to be read."""
    new, old = study("new", "20240312"), study("old", "20230312")
    assert told(old, also=(new,)) == ["□ Prior · 1 year earlier · 2023-03-12"]
    assert told(new, also=(old,)) == [""]


@pytest.mark.parametrize("date", ["", "nonsense", "20240230", "2024"])
def test_a_date_that_is_missing_or_wrong_is_said(date: str) -> None:
    known, unknown = told(study("new", "20240312"), study("old", date))
    assert known == "□ Newest of known date · 2024-03-12"
    assert unknown == "□ Study date unknown"


def test_nothing_is_current_when_no_date_is_known() -> None:
    assert told(study("a", ""), study("b", "")) == ["□ Study date unknown"] * 2


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (("10", "093000"), ("■ Current", "□ Prior · earlier the same day")),
        (("093000.5", "093000"), ("■ Current", "□ Prior · earlier the same day")),
        (("09:30:00", "10:00"), ("□ Prior · earlier the same day", "■ Current")),
        (("", "093000"), ("□ Same day, order unknown",) * 2),
        (("0930", "093000"), ("□ Same day, order unknown",) * 2),
        (("noon", "093000"), ("□ Same day, order unknown",) * 2),
    ],
)
def test_studies_of_one_day_are_told_by_their_times(
    times: tuple[str, str], words: tuple[str, str]
) -> None:
    said = told(study("a", "20240312", times[0]), study("b", "20240312", times[1]))
    assert [text.removesuffix(" · 2024-03-12") for text in said] == list(words)


def test_dates_with_dots_are_dates() -> None:
    said = told(study("a", "2024.03.12"), study("b", "20240310"))
    assert said[1] == "□ Prior · 2 days earlier · 2024-03-10"


def test_hidden_identity_leaves_the_interval_and_no_date() -> None:
    shown = study("new", "20240312"), study("old", "20211201")
    assert standings(shown, shown, hides_dates=True) == [
        "■ Current",
        "□ Prior · 2 years 3 months earlier",
    ]
