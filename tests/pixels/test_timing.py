from datetime import datetime

import pytest

from viewer.demo.build import image
from viewer.dicom import tags
from viewer.pixels.timing import moment, moment_of

from .described import described


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        ("20260102", "030405", datetime(2026, 1, 2, 3, 4, 5)),
        ("20260102", "030405.25", datetime(2026, 1, 2, 3, 4, 5, 250_000)),
        ("20260102", "0304", datetime(2026, 1, 2, 3, 4)),
        ("2026.01.02", "03:04:05", datetime(2026, 1, 2, 3, 4, 5)),
        ("20260102", "235960", datetime(2026, 1, 2, 23, 59, 59)),
        ("20260102", "03", None),
        ("20260102", "", None),
        ("", "030405", None),
        ("20261302", "030405", None),
        ("00010101", "000000", None),
        ("99991231", "235959", None),
        ("20260102", "250405", None),
        ("2026010", "030405", None),
    ],
)
def test_a_date_and_a_time_make_a_moment(
    date: str, time: str, expected: datetime | None
) -> None:
    assert moment_of(date, time) == expected


@pytest.mark.parametrize(
    ("value", "zone", "expected"),
    [
        ("20260102030405.5", None, datetime(2026, 1, 2, 3, 4, 5, 500_000)),
        ("20260102030405+0100", "+0300", datetime(2026, 1, 2, 5, 4, 5)),
        ("20260102030405-0330", "+0000", datetime(2026, 1, 2, 6, 34, 5)),
        ("20260102030405+0100", None, datetime(2026, 1, 2, 3, 4, 5)),
        ("20260102", None, None),
        ("20260102-0330", "+0000", None),
        (None, None, None),
    ],
)
def test_a_moment_with_an_offset_is_brought_to_the_time_of_the_header(
    value: str | None, zone: str | None, expected: datetime | None
) -> None:
    dataset = image(AcquisitionDateTime=value, TimezoneOffsetFromUTC=zone)
    header = described(dataset)
    assert moment(header, tags.AcquisitionDateTime, header) == expected
