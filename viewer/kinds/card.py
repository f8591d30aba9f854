"""Objects that have no view of their own yet: a card says what they are."""

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.order import by_number
from viewer.kinds.base import DisplaySet, Frame, Kind
from viewer.kinds.labels import label_of
from viewer.kinds.splitting import people, person_words

if TYPE_CHECKING:
    from pydicom import Dataset

NAMES = (
    "segmentation",
    "segmentation_height",
    "surface",
    "rt_struct",
    "rt_plan",
    "rt_record",
    "presentation_state_volume",
    "structured_display",
    "hanging_protocol",
    "waveform_ps",
    "management",
    "bulk_annotations",
    "rwvm",
    "registration",
    "fiducials",
    "stereo",
    "ophthalmic_measurement",
    "ophthalmic_report",
    "protocol",
    "implant",
)


Split = Callable[[Sequence[Header], str], tuple[DisplaySet, ...]]


def documents(view: str) -> Split:
    """How objects that a view shows one at a time split into display sets.

    One set for each SOP class, its objects in the order of their numbers; what tells
    of two people stands apart.
    """
    return lambda headers, kind_name: _by_class(headers, kind_name, view)


def cards(headers: Sequence[Header], kind_name: str) -> tuple[DisplaySet, ...]:
    """The display sets of objects that are shown as cards."""
    return _by_class(headers, kind_name, "card")


def _by_class(
    headers: Sequence[Header], kind_name: str, view: str
) -> tuple[DisplaySet, ...]:
    by_class: dict[tuple[str, Hashable], list[Header]] = {}
    for person, header in zip(people(headers), headers, strict=True):
        key = header.text(tags.SOPClassUID), person
        by_class.setdefault(key, []).append(header)
    several = len({person for _, person in by_class}) > 1
    return tuple(
        DisplaySet(
            kind=kind_name,
            view=view,
            label=_label(members[0], several),
            frames=tuple(Frame(header) for header in by_number(members)),
        )
        for members in by_class.values()
    )


def _label(header: Header, several: bool) -> str:
    parts = label_of(header), person_words(header) if several else ""
    return " · ".join(filter(None, parts))


def _content(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.card_content import read_card

    return read_card(dataset, kind)


KIND = Kind(names=NAMES, view="card", split=cards, load=_content)
