"""What a hanging protocol asks of images: plain facts from the header of a set."""

import re
from dataclasses import dataclass
from functools import cache

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.spatial import normal_of, orientation_of
from viewer.hanging.rules import Criteria
from viewer.kinds.base import DisplaySet
from viewer.kinds.captions import laterality
from viewer.text import plain

_PLANES = ("sagittal", "coronal", "axial")
"""By the axis that the normal runs along most."""

_VIEW_WORDS = ("MLO", "XCCL", "XCCM", "CC", "LMO", "LM", "ML", "AT", "PA", "AP", "LL")
_VIEW_CODES = {
    "399162004": "CC",
    "399368009": "MLO",
    "399260004": "ML",
    "399352003": "LM",
    "399099002": "LMO",
    "399192008": "XCCL",
    "399101009": "XCCM",
    "399196006": "FB",
    "399188001": "SIO",
    "441555000": "ISO",
    "272479007": "PA",
    "399348003": "AP",
    "399173006": "LL",
    "399198007": "RL",
    "399067008": "LL",
}
"""Codes of views (PS3.16 CID 4014 and 4010) and what ViewPosition calls them."""

SUBJECT_CHARACTERS = 512
"""Of descriptions, that patterns look at."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one display set. Texts are plain: lower case, without accents."""

    modality: str
    body_part: str
    description: str
    laterality: str
    view: str
    plane: str
    images: int
    is_for_presentation: bool


def facts_of(display_set: DisplaySet) -> Facts:
    """What the first header of the set says."""
    header = display_set.first
    described = " ".join(
        header.text(tag)
        for tag in (tags.StudyDescription, tags.SeriesDescription, tags.ProtocolName)
    )
    return Facts(
        header.text(tags.Modality).strip().upper(),
        plain(header.text(tags.BodyPartExamined)),
        plain(described[:SUBJECT_CHARACTERS]),
        _side(header),
        _view(header),
        _plane(header),
        len(display_set.images),
        header.text(tags.PresentationIntentType) != "FOR PROCESSING",
    )


def score(criteria: Criteria, facts: Facts) -> int | None:
    """How much of what is asked for is there; None when anything is not.

    What says more counts more.
    """
    if criteria.modality and facts.modality not in criteria.modality:
        return None  # the most of them, at the least cost
    parts = [
        10 if criteria.modality else 0,
        _anatomy(criteria, facts),
        _is_one_of((criteria.laterality,), facts.laterality, 10),
        _named(criteria.view, facts.view, 10),
        _is_one_of((criteria.plane,), facts.plane, 5),
        2 if criteria.least_images or criteria.most_images else 0,
    ]
    most = criteria.most_images
    if None in parts or facts.images < criteria.least_images:
        return None
    if most is not None and facts.images > most:
        return None
    return sum(part or 0 for part in parts)


def _is_one_of(words: tuple[str, ...], found: str, points: int) -> int | None:
    if not any(words):
        return 0
    return points if found in words else None


def _named(words: tuple[str, ...], found: str, points: int) -> int | None:
    """A view is the word as a whole, or fits a pattern."""
    if not words:
        return 0
    whole = (plain(word) == plain(found) for word in words)
    patterns = (_pattern(word) for word in words)
    fits = (bool(one and found and one.fullmatch(plain(found))) for one in patterns)
    return points if any(whole) or any(fits) else None


def _anatomy(criteria: Criteria, facts: Facts) -> int | None:
    """Body part and description: one of the two suffices, both are better."""
    asked = ((criteria.body_part, facts.body_part), (criteria.description, None))
    if not criteria.body_part and not criteria.description:
        return 0
    points = 0
    for words, subject in asked:
        text = facts.description if subject is None else subject
        if any(_contains(text, word) for word in words):
            points += 15
    return points or None


def _contains(text: str, word: str) -> bool:
    """All parts of the word are in the text, as beginnings of its words."""
    patterns = _patterns(word)
    return bool(patterns) and all(pattern.search(text) for pattern in patterns)


@cache
def _patterns(word: str) -> tuple[re.Pattern[str], ...]:
    """What must all be found for a word."""
    pattern = _pattern(word)
    if pattern is not None:
        return (pattern,)
    parts = plain(word).split()
    return tuple(re.compile(rf"(?<![a-z0-9]){re.escape(one)}") for one in parts)


@cache
def _pattern(word: str) -> re.Pattern[str] | None:
    """The regular expression between slashes, None for a plain word."""
    if len(word) > 2 and word[0] == word[-1] == "/":
        return re.compile(word[1:-1], re.IGNORECASE)
    return None


def _side(header: Header) -> str:
    side = laterality(header, 0).strip().upper()
    if side in ("R", "L") or header.text(tags.Modality).strip() != "MG":
        return side if side in ("R", "L", "B") else ""
    found = _mammogram(header)
    return found[1].upper() if found and found[1] else ""


def _view(header: Header) -> str:
    """ViewPosition, else the code of the view, else what a mammogram is called."""
    if stated := header.text(tags.ViewPosition).strip().upper():
        return stated
    for item in header.items.get(tags.ViewCodeSequence, ()):
        if known := _VIEW_CODES.get(item.text(tags.CodeValue).strip()):
            return known
    if header.text(tags.Modality).strip() == "MG":
        found = _mammogram(header)
        return found[2].upper() if found else ""
    return ""


def _mammogram(header: Header) -> re.Match[str] | None:
    """Side and view in the description of a series: "R CC", "LMLO"."""
    words = "|".join(_VIEW_WORDS)
    described = header.text(tags.SeriesDescription)[:SUBJECT_CHARACTERS]
    return re.search(rf"\b([RL]?)[ -]?({words})\b", described, re.IGNORECASE)


def _plane(header: Header) -> str:
    cosines = orientation_of(header, 0)
    if cosines is None:
        return ""
    normal = [abs(part) for part in normal_of(cosines)]
    return _PLANES[normal.index(max(normal))]
