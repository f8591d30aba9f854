"""The rules by which the images of one series part into display sets, as a table."""

import math
from collections.abc import Callable, Hashable, Sequence

from viewer.dicom import tags
from viewer.dicom.values import date_text, person_name
from viewer.files.header import Header
from viewer.files.identity import plain_birth_date, plain_name
from viewer.files.spatial import normal_of, orientation_of
from viewer.geometry.plane import Vector, dot
from viewer.records import dataclass
from viewer.text import figure, tr

_PROJECTIONS = frozenset({"CR", "DX", "IO", "MG", "PX", "RF", "RG", "XA"})
_COLOURS = frozenset({"MONOCHROME1", "MONOCHROME2"})
_USUAL_TYPES = frozenset({"", "NONE", "ORIGINAL", "PRIMARY", "SECONDARY"})
MOST_PLANES = 8
"""More planes, most of them with one image, are turns about an axis: one stack."""

_SAME_DIRECTION = 0.995
"""Cosine of about 6°: planes closer than this belong to one stack."""

_AXIAL, _SAGITTAL, _CORONAL = 2, 0, 1
_Cosines = tuple[Vector, Vector]


@dataclass(frozen=True, slots=True)
class Rule:
    """Images with different keys stand apart; `words` tells the parts from each other.

    A rule that makes more than `most` parts is dropped where it would leave most images
    alone: writers that give each image its own value mean no parts by it.
    """

    name: str
    keys: Callable[[Sequence[Header]], Sequence[Hashable]]
    words: Callable[[Header], str]
    most: float = math.inf


def split(headers: Sequence[Header]) -> list[tuple[str, list[Header]]]:
    """Parts of a series by all rules: (words that tell a part apart, its images)."""
    parts: list[tuple[list[str], list[Header]]] = [([], list(headers))]
    for rule in RULES:
        parts = [piece for part in parts for piece in _apply(rule, *part)]
    return [(" · ".join(words), members) for words, members in parts]


def _apply(
    rule: Rule, words: list[str], headers: list[Header]
) -> list[tuple[list[str], list[Header]]]:
    groups: dict[Hashable, list[Header]] = {}
    for key, header in zip(rule.keys(headers), headers, strict=True):
        groups.setdefault(key, []).append(header)
    many = len(groups) > rule.most and len(groups) * 2 > len(headers)
    if len(groups) == 1 or many:
        return [(words, headers)]
    return [
        ([*words, text] if (text := rule.words(members[0])) else words, members)
        for members in groups.values()
    ]


def _each(
    key: Callable[[Header], Hashable],
) -> Callable[[Sequence[Header]], Sequence[Hashable]]:
    return lambda headers: [key(header) for header in headers]


def _raw(*wanted: int) -> Callable[[Header], Hashable]:
    """The elements' own bytes, which is fast; padding does not count."""

    def key(header: Header) -> Hashable:
        get = header.elements.get
        return tuple([get(tag, ("", b""))[1].strip(b" \0") for tag in wanted])

    return key


def _is_grey(header: Header) -> bool:
    return header.text(tags.PhotometricInterpretation).strip() in _COLOURS


def _is_localizer(header: Header) -> bool:
    return "LOCALIZER" in header.texts(tags.ImageType)[2:]


def _view(header: Header) -> Hashable:
    """View and side, of projections only."""
    if header.text(tags.Modality) not in _PROJECTIONS:
        return ()
    return _raw(tags.ViewPosition, tags.ImageLaterality, tags.Laterality)(header)


def _view_words(header: Header) -> str:
    side = header.text(tags.ImageLaterality) or header.text(tags.Laterality)
    return " ".join(filter(None, (side, header.text(tags.ViewPosition))))


def people(headers: Sequence[Header]) -> Sequence[Hashable]:
    """Name and birth date, where the objects tell of more than one.

    PatientID and issuer may be wrong: what tells of two people is never shown as one.
    """
    names = _told_apart(headers, tags.PatientName, plain_name)
    dates = _told_apart(headers, tags.PatientBirthDate, plain_birth_date)
    return list(zip(names, dates, strict=True))


def _told_apart(
    headers: Sequence[Header], tag: int, plain: Callable[[Header], str]
) -> list[str]:
    """The values for comparing; all "" where no two differ, absent ones aside."""
    known: dict[Hashable, str] = {}
    values = []
    for header in headers:
        written = header.elements.get(tag), header.character_set
        value = known.get(written)
        if value is None:
            value = known[written] = plain(header)
        values.append(value)
    different = {*known.values()} - {""}
    return values if len(different) > 1 else [""] * len(values)


def person_words(header: Header) -> str:
    """Name and birth date as people read them."""
    name = person_name(header.text(tags.PatientName)) or tr("No patient name")
    return " ".join(filter(None, (name, date_text(header.text(tags.PatientBirthDate)))))


def _orientations(headers: Sequence[Header]) -> Sequence[Hashable]:
    return plane_numbers([orientation_of(header, 0) for header in headers])


def plane_numbers(planes: Sequence[_Cosines | None]) -> list[int]:
    """Number of the first plane that each one's cosines agree with; -1 for none."""
    known: list[_Cosines] = []
    return [-1 if plane is None else _known_plane(known, plane) for plane in planes]


def _known_plane(known: list[_Cosines], cosines: _Cosines) -> int:
    for number, (row, column) in enumerate(known):
        if (
            dot(row, cosines[0]) > _SAME_DIRECTION
            and dot(column, cosines[1]) > _SAME_DIRECTION
        ):
            return number
    known.append(cosines)
    return len(known) - 1


def plane_words(header: Header, frame_index: int = 0) -> str:
    """ "axial", "coronal", "sagittal" by the plane's normal; "" without cosines."""
    cosines = orientation_of(header, frame_index)
    if cosines is None:
        return ""
    normal = [abs(part) for part in normal_of(cosines)]
    largest = normal.index(max(normal))
    if largest == _AXIAL:
        return tr("axial")
    return tr("sagittal") if largest == _SAGITTAL else tr("coronal")


def _size_words(header: Header) -> str:
    rows, columns = header.integer(tags.Rows), header.integer(tags.Columns)
    return f"{columns} × {rows}"


def _spacing_words(header: Header) -> str:
    pair = header.numbers(tags.PixelSpacing)
    return " × ".join(figure(value, ".3g") for value in reversed(pair)) + " mm" * bool(
        pair
    )


def _type_words(header: Header) -> str:
    """ImageType without the values that say nothing by themselves."""
    values = header.texts(tags.ImageType)
    return " ".join(value for value in values if value not in _USUAL_TYPES)


def _plain(tag: int) -> Callable[[Header], str]:
    return lambda header: " ".join(header.texts(tag))


RULES: tuple[Rule, ...] = (
    Rule("person", people, person_words),
    Rule("class", _each(_raw(tags.SOPClassUID)), _plain(tags.Modality)),
    Rule(
        "localizer",
        _each(_is_localizer),
        lambda header: tr("localizer") if _is_localizer(header) else "",
    ),
    Rule("view", _each(_view), _view_words),
    Rule("orientation", _orientations, plane_words, most=MOST_PLANES),
    Rule("size", _each(_raw(tags.Rows, tags.Columns)), _size_words),
    Rule(
        "colour",
        _each(_is_grey),
        lambda header: tr("grey") if _is_grey(header) else tr("colour"),
    ),
    Rule("spacing", _each(_raw(tags.PixelSpacing)), _spacing_words, most=1),
    Rule("image type", _each(_raw(tags.ImageType)), _type_words, most=1),
    Rule(
        "frame of reference",
        _each(_raw(tags.FrameOfReferenceUID)),
        lambda header: "",
        most=1,
    ),
    Rule(
        "kernel",
        _each(_raw(tags.ConvolutionKernel)),
        _plain(tags.ConvolutionKernel),
        most=1,
    ),
    Rule(
        "contrast",
        _each(lambda header: header.has(tags.ContrastBolusAgent)),
        _plain(tags.ContrastBolusAgent),
        most=1,
    ),
)
"""Applied one after another; each may part what the ones before left together."""
