"""Stored values → modality values, and their unit (PS3.3 C.11.1, C.7.6.16.2.9)."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.pixels.look import LookupTable
from viewer.pixels.lookup import looked_up, read_table
from viewer.records import dataclass
from viewer.text import mark

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

_UNITS = {
    # Rescale Type and Modality LUT Type (C.11.1.1.2)
    "US": "",
    "UNSPECIFIED": "",
    "MGML": "mg/ml",
    "Z_EFF": "Z",
    "ED": "10²³ e/ml",
    "EDW": "N",
    "HU_MOD": "HU (modified)",
    "PCT": "%",
    "OD": "10⁻³ OD",
    # Units of positron emission (C.8.9.1.1.3)
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


class Modality(NamedTuple):
    """The modality transform of a frame, and the unit of what it gives.

    `unit` is "" unless the object says or implies it; `note` is marked English when
    something of the object could not be used.
    """

    transform: Transform
    unit: str = ""
    note: str = ""


def read_modality(header: Header, frame_index: int, signed: bool) -> Modality:
    """A table wins over slope and intercept; what is malformed leaves no unit.

    `signed` says how the inputs of a table are to be read.
    """
    note = ""
    for item in header.items.get(tags.ModalityLUTSequence, ())[:1]:
        table = read_table(item, signed)
        if table is not None:
            return Modality(table, _unit_of(item.text(tags.ModalityLUTType)))
        note = mark("Its modality LUT is damaged: values are without it.")
    if header.text(tags.SOPClassUID) == _RT_DOSE:
        return _dose(header)
    group = header.group(tags.PixelValueTransformationSequence, frame_index)
    source = group if group and _has_rescale(group) else header
    slope = _factor(source, tags.RescaleSlope, 1.0)
    intercept = _factor(source, tags.RescaleIntercept, 0.0)
    if not slope or intercept is None:
        return Modality(
            IDENTITY, note=mark("Its rescaling makes no sense: values are as stored.")
        )
    if note and not _has_rescale(source):
        return Modality(IDENTITY, note=note)
    return Modality(Rescale(slope, intercept), _rescaled_unit(header, source), note)


def _dose(header: Header) -> Modality:
    """Dose grids have a scaling of their own (C.8.8.3), and no meaning without it."""
    scaling = _factor(header, tags.DoseGridScaling, 0.0)
    if not scaling:
        return Modality(
            IDENTITY, note=mark("No dose grid scaling: values are as stored.")
        )
    absolute = header.text(tags.DoseUnits).strip() == "GY"
    return Modality(Rescale(scaling), "Gy" if absolute else "")


def _has_rescale(source: Header) -> bool:
    return source.has(tags.RescaleSlope) or source.has(tags.RescaleIntercept)


def _factor(source: Header, tag: int, absent: float) -> float | None:
    """A factor or summand, `absent` when it is not there, None when malformed."""
    if not source.has(tag):
        return absent
    number = source.number(tag)
    return None if number is None or abs(number) > _ABSURD else number


def _rescaled_unit(header: Header, source: Header) -> str:
    """`source` holds slope and intercept: the header or a functional group."""
    if header.text(tags.Modality).strip() == "PT" and header.has(tags.Units):
        return _unit_of(header.text(tags.Units))
    kind = source.text(tags.RescaleType)
    if kind and _has_rescale(source):
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


def unit_term(unit: str) -> str:
    """What an object states of a unit that `read_modality` told; "US" for none."""
    known = {text: term for term, text in _UNITS.items() if text}
    return known.get(unit, unit)[:_UNIT_CHARACTERS] or "US"


def _unit_of(term: str) -> str:
    term = term.strip()
    return _UNITS.get(term.upper(), caption(term))[:_UNIT_CHARACTERS]


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
