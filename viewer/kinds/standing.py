"""How the studies of one patient stand to each other: the current one and the priors.

Ranked by Study Date and Study Time (PS3.3 C.7.2.1) of all that are open. What has no
date is not ranked, and nothing is called current when it may not be the newest.
"""

import datetime
from collections.abc import Iterable, Sequence

from viewer.dicom import tags
from viewer.dicom.values import date_text
from viewer.files.header import Header
from viewer.files.identity import plain_birth_date, plain_name
from viewer.files.tree import patient_key, study_key
from viewer.records import dataclass
from viewer.text import tr, trn

CURRENT, OTHER = "■", "□"
"""Filled or hollow: told apart without colour."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """When a study began; its time as far as it is stated, "" for none."""

    date: datetime.date
    time: str


def patient_of(header: Header) -> tuple[str, str, str]:
    """Who it is: ID and issuer, name, and birth date must all be the same."""
    return patient_key(header), plain_name(header), plain_birth_date(header)


def study_of(header: Header) -> str:
    """The key of its study."""
    return study_key(patient_key(header), header)


def standings(
    shown: Sequence[Header], open_studies: Iterable[Header], *, hides_dates: bool
) -> list[str]:
    """What each shown image says of its study, in the order of `shown`.

    "" where no other study of the same patient is shown, save of a prior.
    `open_studies` are one header of each study that is open: the newest of them is the
    current one. Series of a study may state other times; that header's is the study's.
    """
    studies: dict[tuple[str, str, str], dict[str, Header]] = {}
    for header in (*open_studies, *shown):
        studies.setdefault(patient_of(header), {}).setdefault(study_of(header), header)
    visible: dict[tuple[str, str, str], set[str]] = {}
    for header in shown:
        visible.setdefault(patient_of(header), set()).add(study_of(header))
    texts = []
    for header in shown:
        patient = patient_of(header)
        known = studies[patient]
        text = _text(known[study_of(header)], list(known.values()), hides_dates)
        is_alone = len(visible[patient]) < 2
        says_prior = text.startswith(f"{OTHER} {tr('Prior')}")
        texts.append("" if is_alone and not says_prior else text)
    return texts


def _text(header: Header, studies: list[Header], hides_date: bool) -> str:
    own = _dated(header)
    stated = [when for when in map(_dated, studies) if when is not None]
    date = "" if hides_date else date_text(header.text(tags.StudyDate))
    if own is None or not stated:
        return f"{OTHER} {tr('Study date unknown')}"
    words = _words(own, stated, some_undated=len(stated) < len(studies))
    mark = CURRENT if words == tr("Current") else OTHER
    return " · ".join(filter(None, (f"{mark} {words}", date)))


def _words(own: _Dated, stated: list[_Dated], *, some_undated: bool) -> str:
    newest = max(one.date for one in stated)
    if own.date < newest:
        interval = interval_text(own.date, newest)
        return " · ".join((tr("Prior"), tr("{interval} earlier", interval=interval)))
    that_day = [one for one in stated if one.date == newest]
    if len(that_day) > 1:
        times = [one.time for one in that_day]
        if "" in times or len(set(times)) < len(times):
            return tr("Same day, order unknown")
        if own.time < max(times):
            return " · ".join((tr("Prior"), tr("earlier the same day")))
    return tr("Newest of known date") if some_undated else tr("Current")


def interval_text(earlier: datetime.date, later: datetime.date) -> str:
    """ "2 years 3 months", "5 months" or "12 days": whole ones, as a calendar counts.

    From a day to the same day of a later month; months have days of their own.
    """
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    if later.day < earlier.day:
        months -= 1
    if months < 1:
        return trn("{count} day", "{count} days", (later - earlier).days)
    years, months = divmod(months, 12)
    in_months = trn("{count} month", "{count} months", months)
    if not years:
        return in_months
    in_years = trn("{count} year", "{count} years", years)
    if not months:
        return in_years
    return tr("{years} {months}", years=in_years, months=in_months)


def _dated(header: Header) -> _Dated | None:
    text = "".join(sign for sign in header.text(tags.StudyDate) if sign not in ".-/ ")
    time = header.text(tags.StudyTime).replace(":", "").strip()
    try:
        date = datetime.datetime.strptime(text[:8], "%Y%m%d").date()
    except ValueError:
        return None
    clock, _, part = time.partition(".")
    stated = clock.isdigit() and len(clock) in (2, 4, 6)
    return _Dated(date, f"{clock:0<6}.{part:0<6}" if stated else "")
