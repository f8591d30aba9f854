"""An object for each row of the users' table of 48 SOP classes, in its order.

The UID decides what an object is, also where the table calls it something else.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.demo import angiograms, nuclear, radiographs, visible
from viewer.demo.build import ct_slice
from viewer.demo.chest import Chest
from viewer.demo.directories import directory
from viewer.demo.documents import presentation_state
from viewer.demo.ecg import electrocardiogram
from viewer.demo.enhanced import enhanced_head
from viewer.demo.legacy import curve, modality_lut, overlay, pet_curve, voi_lut
from viewer.demo.mammogram import pair
from viewer.demo.management import management
from viewer.demo.marks import identity
from viewer.demo.mr import series
from viewer.demo.prints import film_box, film_session, image_box, stored_print
from viewer.demo.raw import raw_data
from viewer.demo.signals import pressures, rhythm, trial
from viewer.demo.spectra import spectroscopy
from viewer.demo.ultrasound import clip

if TYPE_CHECKING:
    from pydicom import Dataset

_ROOT = "1.2.840.10008."
_CT_SIZE, _CT_PIXEL_MM, _CT_HEIGHT_MM = 256, 1.4, 150.0
_MR_SLICE = 13


def object_of_row(uid: str) -> "Dataset":
    """The object of a row, complete. Raises KeyError for a UID that is not in it."""
    return _BUILDERS[uid.removeprefix(_ROOT)](uid)


def _ct() -> "Dataset":
    import numpy as np

    section = Chest(_CT_SIZE, _CT_PIXEL_MM).section(_CT_HEIGHT_MM)
    stored = np.clip(np.rint(section + 1024), 0, 4095).astype(np.uint16)
    return ct_slice(
        0,
        stored,
        spacing_mm=_CT_PIXEL_MM,
        **identity(1, "row ct", "AX chest 5 mm", "094300"),
        SeriesNumber=1,
        AcquisitionNumber=1,
        BodyPartExamined="CHEST",
        PatientPosition="HFS",
        KVP=120,
    )


def _mr() -> "Dataset":
    return next(
        dataset for number, (_, dataset) in enumerate(series()) if number == _MR_SLICE
    )


def _mammogram() -> "Dataset":
    return next(iter(pair()))[1]


def _state(uid: str) -> "Dataset":
    """A presentation state of the row's UID, which no registry knows."""
    return presentation_state([_ct()], SOPClassUID=uid, Laterality="")


_BUILDERS: "dict[str, Callable[[str], Dataset]]" = {
    "5.1.1.4.1": lambda uid: image_box(colour=True),
    "5.1.1.1": lambda uid: film_session(),
    "5.1.1.2": lambda uid: film_box(),
    "5.1.1.4": lambda uid: image_box(),
    "5.1.4.1.1.1": lambda uid: radiographs.computed(),
    "5.1.4.1.1.2": lambda uid: _ct(),
    "3.1.2.1.1": management,
    "3.1.2.2.1": management,
    "3.1.2.5.1": management,
    "3.1.2.6.1": management,
    "3.1.2.3.1": management,
    "3.1.2.3.2": management,
    "5.1.4.1.1.1.3": lambda uid: radiographs.intraoral(),
    "5.1.4.1.1.1.3.1": lambda uid: radiographs.intraoral("FOR PROCESSING"),
    "5.1.4.1.1.1.2": lambda uid: _mammogram(),
    "5.1.4.1.1.1.2.1": lambda uid: radiographs.mammogram_for_processing(),
    "5.1.4.1.1.1.1": lambda uid: radiographs.digital(),
    "5.1.4.1.1.1.1.1": lambda uid: radiographs.digital("FOR PROCESSING"),
    "5.1.4.1.1.1.11.1": _state,
    "5.1.1.29": lambda uid: visible.printed(),
    "5.1.1.30": lambda uid: visible.printed(colour=True),
    "1.3.10": lambda uid: directory([("CT/1", _ct())]),
    "5.1.4.1.1.4": lambda uid: _mr(),
    "5.1.4.1.1.4.1": lambda uid: enhanced_head(),
    "5.1.4.1.1.4.2": lambda uid: spectroscopy(),
    "5.1.4.1.1.20": lambda uid: nuclear.renogram(),
    "5.1.4.1.1.128": lambda uid: nuclear.pet_slice(),
    "5.1.4.1.1.129": lambda uid: pet_curve(),
    "5.1.4.1.1.7": lambda uid: visible.secondary_capture(),
    "5.1.4.1.1.9": lambda uid: curve(),
    "5.1.4.1.1.10": lambda uid: modality_lut(),
    "5.1.4.1.1.8": lambda uid: overlay(),
    "5.1.4.1.1.11": lambda uid: voi_lut(),
    "5.1.1.27": lambda uid: stored_print(),
    "5.1.4.1.1.6.1": lambda uid: visible.ultrasound_image(),
    "5.1.4.1.1.3.1": lambda uid: clip()[1],
    "5.1.4.1.1.77.1.1": lambda uid: visible.endoscopic(),
    "5.1.4.1.1.77.1.2": lambda uid: visible.microscopic(),
    "5.1.4.1.1.77.1.3": lambda uid: visible.slide_microscopic(),
    "5.1.4.1.1.77.1.4": lambda uid: visible.photographic(),
    "5.1.4.1.1.9.1": lambda uid: trial(),
    "5.1.4.1.1.9.1.2": lambda uid: rhythm(),
    "5.1.4.1.1.9.1.1": lambda uid: electrocardiogram()[1],
    "5.1.4.1.1.9.2.1": lambda uid: pressures(),
    "5.1.4.1.1.12.3": lambda uid: angiograms.biplane(),
    "5.1.4.1.1.12.1": lambda uid: angiograms.angiogram(),
    "5.1.4.1.1.12.2": lambda uid: angiograms.fluoroscopy(),
    "5.1.4.1.1.66": lambda uid: raw_data(Laterality=""),
}
"""UID without its root → what builds its object; `_plain` stands for the kind's own."""

ROWS = tuple(_ROOT + key for key in _BUILDERS)
"""The UIDs of the table, in its order."""
