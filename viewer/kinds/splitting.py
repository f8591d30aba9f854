"""The rules by which the images of one series part into display sets, as a table."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.spatial import normal_of, orientation_of
from viewer.geometry.plane import Vector, dot
from viewer.text import figure, tr

_PROJECTIONS = frozenset({"CR", "DX", "IO", "MG", "PX", "RF", "RG", "XA"})
_COLOURS = frozenset({"MONOCHROME1", "MONOCHROME2"})
_USUAL_TYPES = frozenset({"", "NONE", "ORIGINAL", "PRIMARY", "SECONDARY"})
_SAME_DIRECTION = 0.995
"""Cosine of about 6°: planes closer than this belong to one stack."""

_AXIAL, _SAGITTAL, _CORONAL = 2, 0, 1


@dataclass(frozen=True, slots=True)
class Rule:
    """Images with different keys stand apart; `words` tells the parts from each other.

    A `soft` rule is dropped where it would leave most images alone: writers that give
    each image its own value mean no parts by it.
    """

    name: str
    keys: Callable[[Sequence[Header]], Sequence[Hashable]]
    words: Callable[[Header], str]
    soft: bool = False


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
    many = len(groups) > 1 and len(groups) * 2 > len(headers)
    if len(groups) == 1 or (rule.soft and many):
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


def _orientations(headers: Sequence[Header]) -> Sequence[Hashable]:
    """Number of the first plane that each image's cosines agree with; -1 for none."""
    known: list[tuple[Vector, Vector]] = []
    keys = []
    for header in headers:
        cosines = orientation_of(header, 0)
        keys.append(-1 if cosines is None else _known_plane(known, cosines))
    return keys


def _known_plane(
    known: list[tuple[Vector, Vector]], cosines: tuple[Vector, Vector]
) -> int:
    for number, (row, column) in enumerate(known):
        if (
            dot(row, cosines[0]) > _SAME_DIRECTION
            and dot(column, cosines[1]) > _SAME_DIRECTION
        ):
            return number
    known.append(cosines)
    return len(known) - 1


def plane_words(header: Header) -> str:
    """ "axial", "coronal", "sagittal" by the plane's normal; "" without cosines."""
    cosines = orientation_of(header, 0)
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
    Rule("class", _each(_raw(tags.SOPClassUID)), _plain(tags.Modality)),
    Rule(
        "localizer",
        _each(_is_localizer),
        lambda header: tr("localizer") if _is_localizer(header) else "",
    ),
    Rule("view", _each(_view), _view_words),
    Rule("orientation", _orientations, plane_words, soft=True),
    Rule("size", _each(_raw(tags.Rows, tags.Columns)), _size_words),
    Rule(
        "colour",
        _each(_is_grey),
        lambda header: tr("grey") if _is_grey(header) else tr("colour"),
    ),
    Rule("spacing", _each(_raw(tags.PixelSpacing)), _spacing_words, soft=True),
    Rule("image type", _each(_raw(tags.ImageType)), _type_words, soft=True),
    Rule(
        "frame of reference",
        _each(_raw(tags.FrameOfReferenceUID)),
        lambda header: "",
        soft=True,
    ),
    Rule(
        "kernel",
        _each(_raw(tags.ConvolutionKernel)),
        _plain(tags.ConvolutionKernel),
        soft=True,
    ),
    Rule(
        "contrast",
        _each(lambda header: header.has(tags.ContrastBolusAgent)),
        _plain(tags.ContrastBolusAgent),
        soft=True,
    ),
)
"""Applied one after another; each may part what the ones before left together."""
