import pytest

from tests.files.made import made
from viewer.files.axes import AXES, Axis, seconds_of, values_of


def axis(name: str, label_starts: str) -> Axis:
    return next(a for a in AXES if a.name == name and a.label.startswith(label_starts))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("135901", 50_341.0),
        ("135901.250", 50_341.25),
        ("13:59:01", 50_341.0),
        ("1359", 50_340.0),
        ("13", 46_800.0),
        ("", None),
        ("noon", None),
        ("20240230120000", None),
        ("13.5x", None),
    ],
)
def test_times_are_read_in_seconds(text: str, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


def test_a_date_and_time_runs_on_over_midnight() -> None:
    before, after = seconds_of("20240229235959.5+0100"), seconds_of("20240301000000.5")
    assert before is not None
    assert after is not None
    assert after - before == 1.0


def test_values_are_all_there_or_none() -> None:
    echo = axis("echo", "TE")
    assert values_of(echo, [(made(EchoTime=30), 0), (made(EchoTime=60.5), 0)]) == [
        30,
        60.5,
    ]
    assert values_of(echo, [(made(EchoTime=30), 0), (made(), 0)]) is None


def test_labels_name_the_value_or_the_time_passed() -> None:
    assert axis("echo", "TE").text(30.0, 20.0) == "TE 30 ms"
    assert axis("b-value", "b").text(1000.0, 0.0) == "b 1000"
    assert axis("time", "t").text(50_353.0, 50_341.0) == "t 12 s"
