"""Single-frame images: CR, CT, MR, PET, DX, MG, US, SC, VL, RT images …"""

from collections.abc import Sequence

from viewer.files.header import Header
from viewer.files.order import Arrangement, arrange, slot_of
from viewer.kinds.base import DisplaySet, Frame, Kind
from viewer.kinds.card import cards
from viewer.kinds.labels import frame_count, is_picture, label_of
from viewer.kinds.multiframe import NAMES as MULTIFRAME_NAMES
from viewer.kinds.multiframe import runs
from viewer.kinds.splitting import split

NAMES = (
    "image2d",
    "hardcopy_image",
    "pet2d",
    "rt_image",
    "dicos",
    "ophthalmic_map",
)


def pictures(headers: Sequence[Header], kind_name: str) -> tuple[DisplaySet, ...]:
    """Display sets of the images of one series: parted by the rules, ordered.

    An object is a single frame or a run by what it holds, whatever its class says.
    """
    shown = [header for header in headers if is_picture(header, kind_name)]
    others = [header for header in headers if not is_picture(header, kind_name)]
    singles = [header for header in shown if frame_count(header) == 1]
    many = [header for header in shown if frame_count(header) > 1]
    stacks = tuple(
        _stack(kind_name, members[0], words, arrangement)
        for words, members in (split(singles) if singles else [])
        for arrangement in arrange([slot_of(header) for header in members])
    )
    return (*stacks, *runs(many, kind_name), *cards(others, kind_name))


def _stack(
    kind_name: str, first: Header, words: str, arrangement: Arrangement
) -> DisplaySet:
    parts = (label_of(first), words, arrangement.part)
    return DisplaySet(
        kind=kind_name,
        view="stack",
        label=" · ".join(part for part in parts if part),
        frames=tuple(Frame(slot.header) for slot in arrangement.slots),
        phases=arrangement.phases,
        phase_axis=arrangement.axis,
        phase_labels=arrangement.labels,
    )


KIND = Kind(names=NAMES, view="stack", split=pictures)
MULTIFRAME = Kind(names=MULTIFRAME_NAMES, view="stack", split=pictures)
