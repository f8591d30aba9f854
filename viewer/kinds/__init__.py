"""The table of kinds: from a header to its kind, from a series to display sets."""

from collections.abc import Callable

from viewer.dicom import tags
from viewer.dicom.sop_classes import sop_class
from viewer.files.header import Header
from viewer.files.index import Series
from viewer.files.walk import CURVE_MARKS, OVERLAY_MARKS
from viewer.kinds import card, image, presentation_state
from viewer.kinds.base import DisplaySet, Kind
from viewer.kinds.contents import CONTENTS
from viewer.kinds.standalone import STANDALONE

KINDS: tuple[Kind, ...] = (
    image.KIND,
    image.MULTIFRAME,
    *CONTENTS,
    *STANDALONE,
    presentation_state.KIND,
    card.KIND,
)
"""Searched in order; the last serves every kind that has no view of its own yet."""

UNKNOWN = "raw"
"""The kind of an object of an unknown class in which nothing known is found."""

_CONTENT: tuple[tuple[frozenset[int], str], ...] = (
    (frozenset({tags.WaveformSequence}), "waveform_general"),
    (frozenset({tags.ContentSequence}), "sr"),
    (frozenset({tags.EncapsulatedDocument}), "encapsulated_doc"),
    (frozenset({tags.SpectroscopyData}), "spectroscopy"),
    (frozenset({tags.DirectoryRecordSequence}), "dicomdir"),
    (OVERLAY_MARKS, "overlay"),
    (CURVE_MARKS, "curve"),
    (frozenset({tags.ModalityLUTSequence, tags.VOILUTSequence}), "lut"),
    (frozenset({tags.ImageDisplayFormat}), "print"),
)
"""What tells the kind of an object whose class says nothing, in this order."""


_PROMISES: dict[str, frozenset[int]] = {
    **{kind: any_of for any_of, kind in _CONTENT if kind != "print"},
    **dict.fromkeys(
        ("waveform_ecg", "waveform_hemo", "waveform_eeg", "waveform_audio"),
        frozenset({tags.WaveformSequence}),
    ),
    "ko": frozenset({tags.ContentSequence}),
    "encapsulated_3d": frozenset({tags.EncapsulatedDocument}),
}
"""What objects of a kind must hold something of; other kinds promise nothing."""


def kind_of(header: Header) -> str:
    """The kind's name: by SOP class, else by content.

    An object without what its class promises, such as an image class without pixels,
    is taken for what else it holds, if anything.
    """
    uid = header.text(tags.SOPClassUID) or header.text(tags.MediaStorageSOPClassUID)
    known = sop_class(uid)
    if known is not None and _keeps_promise(header, known.kind):
        return known.kind
    return kind_by_content(header) or (known.kind if known else UNKNOWN)


def _keeps_promise(header: Header, kind: str) -> bool:
    """Whether an object holds what its class is for, as far as that can be told."""
    if kind in _PROMISES:
        return any(header.present(tag) for tag in _PROMISES[kind])
    return bool(header.pixel_tag) or family(kind).view != "stack"


def kind_by_content(header: Header) -> str:
    """The kind that the elements speak of; "" when they say nothing."""
    if header.pixel_tag:
        many = (header.integer(tags.NumberOfFrames) or 1) > 1
        return "cine" if many else "image2d"
    for any_of, kind in _CONTENT:
        if any(header.present(tag) for tag in any_of):
            return kind
    return ""


def family(kind_name: str) -> Kind:
    """The entry of the table that serves a kind name."""
    return next((kind for kind in KINDS if kind_name in kind.names), card.KIND)


def loader_of(kind_name: str, view: str) -> Callable[..., object] | None:
    """What reads the content that a view shows of an object of a kind."""
    loaders = (
        kind.load
        for kind in KINDS
        if kind_name in kind.names and kind.view == view and kind.load is not None
    )
    return next(loaders, card.KIND.load)


def display_sets(series: Series) -> tuple[DisplaySet, ...]:
    """What a series is shown as: at least one set; every object is in one of them.

    Pictures come first. With complete headers of multi-frame objects, their frames
    stand in the order of their positions instead of the file's.
    """
    by_kind: dict[str, list[Header]] = {}
    for header in series.headers:
        by_kind.setdefault(kind_of(header), []).append(header)
    sets = [
        display_set
        for name, headers in by_kind.items()
        for display_set in family(name).split(headers, name)
    ]
    return tuple(sorted(sets, key=lambda entry: entry.view != "stack"))
