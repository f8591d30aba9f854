"""Stored values → modality values, and their unit (PS3.3 C.11.1, C.7.6.16.2.9)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.pixels.look import LookupTable
from viewer.pixels.lookup import looked_up, read_table

_CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2"
_RT_DOSE = "1.2.840.10008.5.1.4.1.1.481.2"
_STORED_BEFORE_VOI = frozenset(
    {
        "1.2.840.10008.5.1.4.1.1.12.1",  # X-ray angiography
        "1.2.840.10008.5.1.4.1.1.12.2",  # X-ray radiofluoroscopy
        "1.2.840.10008.5.1.4.1.1.12.3",  # X-ray angiography, bi-plane
    }
)
"""Their modality transform leads back to beam intensity and is not for display."""

_RESCALE_UNITS = {
    "US": "",
    "UNSPECIFIED": "",
    "MGML": "mg/ml",
    "Z_EFF": "Z",
    "ED": "10²³ e/ml",
    "EDW": "N",
    "HU_MOD": "HU (modified)",
    "PCT": "%",
    "OD": "10⁻³ OD",
}
_PET_UNITS = {
    "CNTS": "counts",
    "NONE": "",
    "CM2": "cm²",
    "CM2ML": "cm²/ml",
    "PCNT": "%",
    "CPS": "counts/s",
    "BQML": "Bq/ml",
    "MGMINML": "mg/min/ml",
    "UMOLMINML": "µmol/min/ml",
    "MLMING": "ml/min/g",
    "MLG": "ml/g",
    "1CM": "1/cm",
    "UMOLML": "µmol/ml",
    "PROPCNTS": "∝ counts",
    "PROPCPS": "∝ counts/s",
    "MLMINML": "ml/min/ml",
    "MLML": "ml/ml",
    "GML": "g/ml",
    "STDDEV": "σ",
}
_UNIT_CHARACTERS = 16
_ABSURD = 1e15
"""A slope or intercept past this is malformed, not a measure of anything."""


@dataclass(frozen=True, slots=True)
class Rescale:
    """Modality value = slope × stored value + intercept."""

    slope: float = 1.0
    intercept: float = 0.0


Transform = Rescale | LookupTable

IDENTITY = Rescale()


def read_transform(header: Header, frame_index: int, signed: bool) -> Transform:
    """The modality transform of a frame; a table wins over slope and intercept."""
    for item in header.items.get(tags.ModalityLUTSequence, ())[:1]:
        table = read_table(item, signed)
        if table is not None:
            return table
    if header.text(tags.SOPClassUID) == _RT_DOSE:
        return Rescale(header.number(tags.DoseGridScaling) or 1.0)
    group = header.group(tags.PixelValueTransformationSequence, frame_index)
    source = group or header
    slope = source.number(tags.RescaleSlope) or 1.0
    intercept = source.number(tags.RescaleIntercept) or 0.0
    return (
        IDENTITY
        if max(abs(slope), abs(intercept)) > _ABSURD
        else Rescale(slope, intercept)
    )


def read_unit(header: Header, frame_index: int) -> str:
    """The unit of the modality values, "" unless the object says or implies it."""
    lut = header.items.get(tags.ModalityLUTSequence, ())
    if lut:
        return _unit_of(lut[0].text(tags.ModalityLUTType))
    if header.text(tags.SOPClassUID) == _RT_DOSE:
        return "Gy" if header.text(tags.DoseUnits).strip() == "GY" else ""
    group = header.group(tags.PixelValueTransformationSequence, frame_index)
    source = group or header
    if header.text(tags.Modality).strip() == "PT" and header.has(tags.Units):
        units = header.text(tags.Units).strip()
        return _PET_UNITS.get(units, units)[:_UNIT_CHARACTERS]
    kind = source.text(tags.RescaleType)
    if kind:
        return _unit_of(kind)
    return "HU" if _is_hounsfield(header) else ""


def applies_before_voi(header: Header) -> bool:
    """False where windows refer to stored values by the kind of object."""
    return header.text(tags.SOPClassUID) not in _STORED_BEFORE_VOI


def rescaled(values: NDArray[Any], transform: Transform) -> NDArray[np.float64]:
    """Stored values → modality values."""
    if isinstance(transform, LookupTable):
        return looked_up(values, transform)
    with np.errstate(over="ignore", invalid="ignore"):
        return values * np.float64(transform.slope) + np.float64(transform.intercept)


def _unit_of(term: str) -> str:
    term = term.strip()
    return _RESCALE_UNITS.get(term.upper(), term)[:_UNIT_CHARACTERS]


def _is_hounsfield(header: Header) -> bool:
    """By default the values of an original CT slice are HU (PS3.3 C.8.2.1.1)."""
    image_type = header.texts(tags.ImageType)
    return (
        header.text(tags.SOPClassUID) == _CT_IMAGE
        and image_type[:1] == ("ORIGINAL",)
        and "LOCALIZER" not in image_type[2:3]
        and header.text(tags.MultienergyCTAcquisition).strip() != "YES"
        and header.has(tags.RescaleIntercept)
    )
