"""Dates and times of a header as moments of local time (PS3.5 6.2: DA, TM, DT)."""

import re
from datetime import datetime, timedelta

from viewer.dicom import tags
from viewer.files.header import Header

_DATE = re.compile(r"(\d{4})[.\-]?(\d\d)[.\-]?(\d\d)$")
_TIME = re.compile(r"(\d\d):?(\d\d):?(?:(\d\d)(?:\.(\d+))?)?$")
_YEARS = (1900, 2999)
"""Of scans; far from both ends of what can be reckoned with."""
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)$")


def moment_of(date: str, time: str) -> datetime | None:
    """From a DA and a TM value; None when either is absent, malformed or coarse."""
    day, clock = _DATE.match(date.strip()), _TIME.match(time.strip())
    if day is None or clock is None or not _YEARS[0] <= int(day[1]) <= _YEARS[1]:
        return None
    hour, minute, second, fraction = clock.groups()
    try:
        return datetime(
            int(day[1]),
            int(day[2]),
            int(day[3]),
            int(hour),
            int(minute),
            min(int(second or 0), 59),  # leap seconds
            int((fraction or "")[:6].ljust(6, "0")),
        )
    except ValueError:
        return None


def moment(holder: Header, tag: int, header: Header) -> datetime | None:
    """From a DT value, None when it is absent, malformed or has no time of day.

    A value with its own offset from UTC is brought to that of the `header`, where it
    states one; otherwise it is local already, like all other dates and times.
    """
    text = holder.text(tag).strip()
    own = _offset(text)
    if own is not None:
        text = text[:-5]
    found = moment_of(text[:8], text[8:])
    local = _offset(header.text(tags.TimezoneOffsetFromUTC).strip())
    if found is None or own is None or local is None:
        return found
    return found - own + local


def _offset(text: str) -> timedelta | None:
    match = _OFFSET.search(text)
    if match is None:
        return None
    sign = -1 if match[1] == "-" else 1
    return sign * timedelta(hours=int(match[2]), minutes=int(match[3]))
