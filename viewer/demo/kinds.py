"""One object of every kind of the kind table, as small as it may be."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.demo.build import ct_slice, enhanced_mr, image
from viewer.demo.directories import directory, inventory
from viewer.demo.documents import (
    encapsulated,
    key_objects,
    presentation_state,
    report,
    waveform,
)
from viewer.demo.encapsulated import encapsulated_model
from viewer.demo.legacy import curve, modality_lut, overlay, palette
from viewer.demo.management import management
from viewer.demo.parts import base
from viewer.demo.prints import film_box
from viewer.demo.raw import raw_data
from viewer.demo.sounds import voice
from viewer.demo.spectra import spectroscopy
from viewer.demo.tracts import tractography
from viewer.dicom.sop_classes import all_sop_classes
from viewer.kinds import family

if TYPE_CHECKING:
    from pydicom import Dataset

_BUILDERS: "dict[str, Callable[[], Dataset]]" = {
    "image2d": ct_slice,
    "multiframe_volume": enhanced_mr,
    "waveform_ecg": waveform,
    "waveform_hemo": lambda: waveform(SOPClassUID="1.2.840.10008.5.1.4.1.1.9.2.1"),
    "waveform_eeg": lambda: waveform(SOPClassUID="1.2.840.10008.5.1.4.1.1.9.7.1"),
    "waveform_general": lambda: waveform(SOPClassUID="1.2.840.10008.5.1.4.1.1.9.5.1"),
    "sr": report,
    "dicomdir": lambda: directory([("CT/1", ct_slice())]),
    "inventory": lambda: inventory([ct_slice()]),
    "management": management,
    "raw": raw_data,
    "spectroscopy": spectroscopy,
    "waveform_audio": voice,
    "encapsulated_doc": encapsulated,
    "encapsulated_3d": encapsulated_model,
    "ko": lambda: key_objects([ct_slice()]),
    "lut": modality_lut,
    "palette": palette,
    "overlay": overlay,
    "curve": curve,
    "print": film_box,
    "tractography": tractography,
    "presentation_state": lambda: presentation_state([ct_slice()]),
}
"""Kinds that have a builder of their own."""


def object_of(kind: str) -> "Dataset":
    """An object of that kind, with pixels where its view shows them.

    Without a builder of its own it is of the kind's first SOP class, and holds no more
    than every object does. Raises KeyError for a kind that no class has.
    """
    if kind in _BUILDERS:
        return _BUILDERS[kind]()
    uids = {one.kind: one.uid for one in reversed(all_sop_classes())}
    if family(kind).view == "stack":
        return image(sop_class_uid=uids[kind])
    return base(uids[kind], "OT")
