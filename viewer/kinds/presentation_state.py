"""Presentation states: each is a set of the images that it refers to, shown by it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.files.order import by_number
from viewer.kinds.base import DisplaySet, Frame, Kind
from viewer.kinds.labels import frame_count, is_picture, label_of
from viewer.pixels.references import Reference
from viewer.text import tr

if TYPE_CHECKING:
    from viewer.pixels.presentation_state import PresentationState

NAMES = ("presentation_state",)


def states(headers: Sequence[Header], kind_name: str) -> tuple[DisplaySet, ...]:
    """One set a state; a card, until the images are found that it refers to."""
    return tuple(_card(header, kind_name) for header in by_number(headers))


def with_images(display_set: DisplaySet, images: Mapping[str, Header]) -> DisplaySet:
    """The set of a state with the images (by SOP Instance UID) that are open.

    Without any of them it stays a card, which names what is missing.
    """
    state = display_set.state
    if state is None:
        return display_set
    frames = tuple(_frames(state, images, state.references))
    references = state.references
    if state.blended is not None:
        from viewer.kinds.blending import lain_over

        references += state.blended.references
        frames = lain_over(frames, _frames(state, images, state.blended.references))
    uids = dict.fromkeys(one.sop_instance_uid for one in references)
    missing = tuple(uid for uid in uids if uid not in images)
    if not frames:
        return replace(display_set, absent=missing)
    return replace(
        display_set, view="stack", frames=frames, absent=missing, card=display_set
    )


def _card(header: Header, kind_name: str) -> DisplaySet:
    from viewer.pixels.presentation_state import read_presentation_state

    state = read_presentation_state(header) if header.complete else None
    name = caption(header.text(tags.ContentLabel))
    return DisplaySet(
        kind=kind_name,
        view="card",
        label=tr("State {name}", name=name) if name else label_of(header),
        frames=(Frame(header),),
        state=state,
    )


def _frames(
    state: "PresentationState",
    images: Mapping[str, Header],
    references: Sequence[Reference],
) -> Iterator[Frame]:
    seen: set[tuple[str, int]] = set()
    for reference in references:
        uid, image = reference.sop_instance_uid, images.get(reference.sop_instance_uid)
        if image is None or not is_picture(image, ""):
            continue
        count = frame_count(image)
        for index in reference.frames or range(count):
            if 0 <= index < count and (uid, index) not in seen:
                seen.add((uid, index))
                yield Frame(image, index).shown_by(state)


KIND = Kind(names=NAMES, view="card", split=states)
