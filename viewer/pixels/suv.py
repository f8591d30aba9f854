"""Standardised uptake values of positron emission, by body weight (PS3.3 C.8.9.1).

SUV = activity concentration × body weight ÷ injected dose, the dose decayed to the
time that the image was corrected to: the vendor-neutral recipe of QIBA. A header that
leaves any of it open gives no factor but the reason.
"""

import math
from dataclasses import replace
from datetime import datetime, timedelta

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.pixels.timing import moment, moment_of
from viewer.records import dataclass
from viewer.text import mark

_TYPES = {
    "": "SUVbw",
    "BW": "SUVbw",
    "LBM": "SUVlbm",
    "LBMJANMA": "SUVlbm (Janma)",
    "LBMJAMES128": "SUVlbm (James)",
    "BSA": "SUVbsa",
    "IBW": "SUVibw",
}
_GRAMS_PER_KILOGRAM = 1000.0
_WEIGHT_MAX_KG = 500.0
_DOSE_MIN_BQ = 10_000.0
"""Below this the dose was not written in Bq: in MBq no patient gets so many."""
_HALF_LIFE_S = (1.0, 1e10)
_LONGEST_MS = 1e9
"""No scan takes twelve days."""
_HALF_LIVES_MAX = 10.0
"""Between injection and scan: after more, one of the two times is wrong."""


@dataclass(frozen=True, slots=True)
class Suv:
    """SUV = `factor` × modality value; without a factor `refusal` is marked English.

    By weight, the factor is `scale` × `weight_kg` × 1000 ÷ (`dose_bq` × `left`): the
    part of the dose that is left when values are corrected to. Else these are 0 and 1.
    """

    factor: float | None
    name: str = "SUVbw"
    refusal: str = ""
    weight_kg: float = 0.0
    dose_bq: float = 0.0
    left: float = 1.0
    scale: float = 1.0


class _Refused(Exception):
    """The header does not allow an SUV; the argument is the reason, marked English."""


def read_suv(header: Header) -> Suv | None:
    """The factor for the modality values of an image, or why there is none.

    None for everything that is not measured activity: other modalities (nuclear
    medicine too: its counts are not calibrated), and derived quantities.
    """
    units = header.text(tags.Units).strip()
    if header.text(tags.Modality).strip() != "PT" or units not in _FACTORS:
        return None
    try:
        return _FACTORS[units](header)
    except _Refused as refused:
        return Suv(None, refusal=str(refused))


def _already(header: Header) -> Suv:
    kind = header.text(tags.SUVType).strip()
    if kind not in _TYPES:
        raise _Refused(mark("SUV type unknown"))
    return Suv(1.0, _TYPES[kind])


def _by_surface(_header: Header) -> Suv:
    return Suv(1.0, "SUVbsa")


def _of_activity(header: Header) -> Suv:
    """Values in Bq/ml."""
    _check_corrections(header)
    weight_kg = header.number(tags.PatientWeight)
    if not weight_kg:
        raise _Refused(mark("patient weight missing"))
    if not 0 < weight_kg <= _WEIGHT_MAX_KG:
        raise _Refused(mark("patient weight makes no sense"))
    doses = header.items.get(tags.RadiopharmaceuticalInformationSequence, ())
    if len(doses) > 1:
        raise _Refused(mark("more than one radiopharmaceutical"))
    dose_bq = doses[0].number(tags.RadionuclideTotalDose) if doses else None
    if not dose_bq:
        raise _Refused(mark("injected dose missing"))
    if dose_bq < _DOSE_MIN_BQ:
        raise _Refused(mark("injected dose makes no sense"))
    left = _part_left(header, doses[0])
    factor = weight_kg * _GRAMS_PER_KILOGRAM / (dose_bq * left)
    return Suv(factor, weight_kg=weight_kg, dose_bq=dose_bq, left=left)


def _of_counts(header: Header) -> Suv:
    """Counts, which only Philips tells how to make activity or SUV of."""
    creator = header.text(tags.PhilipsPositronCreator).strip()
    if creator == "Philips PET Private Group":
        factor = header.number(tags.PhilipsSUVScaleFactor)
        if factor and factor > 0:
            _check_corrections(header)
            return Suv(factor)
        factor = header.number(tags.PhilipsActivityConcentrationScaleFactor)
        if factor and factor > 0:
            suv = _of_activity(header)
            assert suv.factor is not None
            return replace(suv, factor=factor * suv.factor, scale=factor)
    return _uncalibrated(header)


def _uncalibrated(_header: Header) -> Suv:
    raise _Refused(mark("values are counts"))


_FACTORS = {
    "BQML": _of_activity,
    "GML": _already,
    "CM2ML": _by_surface,
    "CNTS": _of_counts,
    "CPS": _uncalibrated,
    "PROPCNTS": _uncalibrated,
    "PROPCPS": _uncalibrated,
}
"""By Units (C.8.9.1.1.3)."""


def _check_corrections(header: Header) -> None:
    corrected = header.texts(tags.CorrectedImage)
    if corrected and "ATTN" not in corrected:
        raise _Refused(mark("not corrected for attenuation"))
    correction = header.text(tags.DecayCorrection).strip()
    if correction == "NONE" or (corrected and "DECY" not in corrected):
        raise _Refused(mark("not corrected for decay"))
    if correction not in ("START", "ADMIN"):
        raise _Refused(mark("decay correction not stated"))


def _part_left(header: Header, dose: Header) -> float:
    """What of the dose was left at the time that values are corrected to."""
    if header.text(tags.DecayCorrection).strip() == "ADMIN":
        return 1.0
    half_life_s = dose.number(tags.RadionuclideHalfLife)
    if not half_life_s:
        raise _Refused(mark("half-life missing"))
    if not _HALF_LIFE_S[0] <= half_life_s <= _HALF_LIFE_S[1]:
        raise _Refused(mark("half-life makes no sense"))
    scan = _scan_start(header, half_life_s)
    passed_s = (scan - _injection(header, dose, scan)).total_seconds()
    if passed_s < 0:
        raise _Refused(mark("injection after the scan"))
    if passed_s > _HALF_LIVES_MAX * half_life_s:
        raise _Refused(mark("injection too long before the scan"))
    return math.exp2(-passed_s / half_life_s)


def _injection(header: Header, dose: Header, scan: datetime) -> datetime:
    """A time of day alone is that of the last one before the scan."""
    full = moment(dose, tags.RadiopharmaceuticalStartDateTime, header)
    if full is not None:
        return full
    day = f"{scan:%Y%m%d}"
    found = moment_of(day, dose.text(tags.RadiopharmaceuticalStartTime))
    if found is None:
        raise _Refused(mark("injection time missing"))
    return found if found <= scan else found - timedelta(days=1)


def _scan_start(header: Header, half_life_s: float) -> datetime:
    """The time that DecayCorrection START means: the series' own unless it is later
    than the acquisition, as that of series that were made afterwards is."""
    if header.text(tags.GEPositronCreator).strip() == "GEMS_PETD_01":
        private = moment(header, tags.GEScanDateTime, header)
        if private is not None:
            return private
    series = moment_of(header.text(tags.SeriesDate), header.text(tags.SeriesTime))
    acquisition = moment(header, tags.AcquisitionDateTime, header) or moment_of(
        header.text(tags.AcquisitionDate), header.text(tags.AcquisitionTime)
    )
    if acquisition is None:
        raise _Refused(mark("acquisition time missing"))
    if series is not None and series <= acquisition:
        return series
    offset_ms = header.number(tags.FrameReferenceTime) or 0.0
    duration_ms = header.number(tags.ActualFrameDuration) or 0.0
    if 0 < offset_ms < _LONGEST_MS and 0 < duration_ms < _LONGEST_MS:
        middle_s = _average_rate_s(duration_ms / 1000, half_life_s)
        return acquisition + timedelta(seconds=middle_s - offset_ms / 1000)
    kinds = header.texts(tags.SeriesType)[:1]
    if kinds in (("WHOLE BODY",), ("DYNAMIC",)):
        raise _Refused(mark("start of the scan unknown"))
    return acquisition


def _average_rate_s(duration_s: float, half_life_s: float) -> float:
    """When the rate of decay is that of the mean over a frame, from its beginning."""
    constant = math.log(2) / half_life_s
    decay = constant * duration_s
    return math.log(decay / -math.expm1(-decay)) / constant
