"""Factors worked out by hand: 70 kg, 370 MBq, a half-life of 6000 s.

70 000 g / 370 000 000 Bq = 1.891891892e-4 g/Bq before any decay.
"""

import math
from typing import Any

import pytest

from viewer.dicom import tags
from viewer.pixels.frame_info import frame_info
from viewer.pixels.suv import Suv, read_suv

from .described import described
from .positron import dose, positron

AT_INJECTION = 1.891891892e-4


def suv_of(dataset: Any) -> Suv:
    found = read_suv(described(dataset))
    assert found is not None
    return found


def factor(dose_of: dict[str, Any] | None = None, **elements: Any) -> float:
    found = suv_of(positron(dose_of, **elements))
    assert found.refusal == ""
    assert found.factor is not None
    return found.factor


def refusal(dose_of: dict[str, Any] | None = None, **elements: Any) -> str:
    found = suv_of(positron(dose_of, **elements))
    assert found.factor is None
    return found.refusal


def test_after_one_half_life_half_of_the_dose_is_left() -> None:
    assert factor() == pytest.approx(2 * AT_INJECTION, rel=1e-9)
    assert suv_of(positron()).name == "SUVbw"


def test_values_corrected_to_the_administration_need_no_decay() -> None:
    found = factor(
        {
            "RadionuclideHalfLife": None,
            "RadiopharmaceuticalStartDateTime": None,
            "RadiopharmaceuticalStartTime": None,
        },
        DecayCorrection="ADMIN",
    )
    assert found == pytest.approx(AT_INJECTION, rel=1e-9)


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("104000", 2.0),  # as the acquisition: the beginning of the series
        ("090000", 1.0),  # earlier: the beginning of the series
        ("235900", 2.0),  # later, so it was made afterwards: the acquisition
        (None, 2.0),
    ],
)
def test_the_scan_begins_with_the_series_unless_that_was_made_later(
    time: str | None, expected: float
) -> None:
    assert factor(SeriesTime=time) == pytest.approx(expected * AT_INJECTION, rel=1e-9)


def test_the_acquisition_may_be_a_date_and_time_in_one() -> None:
    found = factor(
        SeriesTime="235900",
        AcquisitionDate=None,
        AcquisitionTime=None,
        AcquisitionDateTime="20260102122000",
    )
    assert found == pytest.approx(4 * AT_INJECTION, rel=1e-9)


def test_a_later_bed_is_counted_back_from_its_reference_time() -> None:
    """60 s frames: their mean rate is that of t = ln(d / (1 − e^−d)) / λ = 29.983 s."""
    decay = math.log(2) / 6000 * 60
    middle = math.log(decay / (1 - math.exp(-decay))) / (math.log(2) / 6000)
    assert middle == pytest.approx(29.98267, abs=1e-4)
    found = factor(
        SeriesTime="235900",
        SeriesType=["WHOLE BODY", "IMAGE"],
        AcquisitionTime="105000",  # ten minutes into the scan
        FrameReferenceTime=round(600_000 + middle * 1000, 3),
        ActualFrameDuration=60_000,
    )
    assert found == pytest.approx(2 * AT_INJECTION, rel=1e-6)


def test_a_frame_that_takes_for_ever_has_no_reference_time() -> None:
    found = factor(
        SeriesTime="235900", FrameReferenceTime=1e300, ActualFrameDuration=60_000
    )
    assert found == pytest.approx(2 * AT_INJECTION, rel=1e-9)


def test_the_beginning_of_a_scan_of_many_beds_is_not_guessed() -> None:
    for kind in ("WHOLE BODY", "DYNAMIC"):
        reason = refusal(SeriesTime="235900", SeriesType=[kind, "IMAGE"])
        assert reason == "start of the scan unknown"
    still = factor(SeriesTime="235900", SeriesType=["STATIC", "IMAGE"])
    assert still == pytest.approx(2 * AT_INJECTION, rel=1e-9)


@pytest.mark.parametrize(
    ("creator", "expected"), [("GEMS_PETD_01", 1.0), ("OTHER", 2.0)]
)
def test_the_makers_own_time_of_the_scan_counts_under_its_creator(
    creator: str, expected: float
) -> None:
    dataset = positron(SeriesTime="235900")
    dataset.add_new(tags.GEPositronCreator, "LO", creator)
    dataset.add_new(tags.GEScanDateTime, "DT", "20260102090000.00")
    found = suv_of(dataset).factor
    assert found == pytest.approx(expected * AT_INJECTION, rel=1e-9)


def test_an_injection_before_midnight_is_of_the_day_before() -> None:
    found = factor(
        {
            "RadiopharmaceuticalStartDateTime": None,
            "RadiopharmaceuticalStartTime": "233000",
        },
        SeriesTime="011000",
        AcquisitionTime="011000",
    )
    assert found == pytest.approx(2 * AT_INJECTION, rel=1e-9)


def test_the_full_time_of_the_injection_is_preferred() -> None:
    given = {"RadiopharmaceuticalStartTime": "104000"}
    assert factor(given) == pytest.approx(2 * AT_INJECTION, rel=1e-9)
    given = {"RadiopharmaceuticalStartDateTime": "20260102"}  # no time of day
    assert factor(given) == pytest.approx(2 * AT_INJECTION, rel=1e-9)


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ({"PatientWeight": None}, "patient weight missing"),
        ({"PatientWeight": 0}, "patient weight missing"),
        ({"PatientWeight": -70}, "patient weight makes no sense"),
        ({"PatientWeight": 70_000}, "patient weight makes no sense"),
        ({"DecayCorrection": "NONE"}, "not corrected for decay"),
        ({"DecayCorrection": None}, "decay correction not stated"),
        ({"CorrectedImage": ["ATTN"]}, "not corrected for decay"),
        ({"CorrectedImage": ["DECY"]}, "not corrected for attenuation"),
        ({"RadiopharmaceuticalInformationSequence": None}, "injected dose missing"),
        (
            {"RadiopharmaceuticalInformationSequence": [dose(), dose()]},
            "more than one radiopharmaceutical",
        ),
        (
            {"SeriesTime": None, "AcquisitionTime": None},
            "acquisition time missing",
        ),
        ({"Units": "CNTS"}, "values are counts"),
        ({"Units": "PROPCPS"}, "values are counts"),
        ({"Units": "GML", "SUVType": "NEW"}, "SUV type unknown"),
    ],
)
def test_what_the_header_leaves_open_is_the_reason(
    elements: dict[str, Any], reason: str
) -> None:
    assert refusal(**elements) == reason


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ({"RadionuclideTotalDose": None}, "injected dose missing"),
        ({"RadionuclideTotalDose": 370}, "injected dose makes no sense"),
        ({"RadionuclideHalfLife": None}, "half-life missing"),
        ({"RadionuclideHalfLife": 1e-300}, "half-life makes no sense"),
        ({"RadionuclideHalfLife": -6000}, "half-life makes no sense"),
        (
            {"RadiopharmaceuticalStartDateTime": "20260102110000"},
            "injection after the scan",
        ),
        (
            {"RadiopharmaceuticalStartDateTime": "20251231090000"},
            "injection too long before the scan",
        ),
        (
            {
                "RadiopharmaceuticalStartDateTime": None,
                "RadiopharmaceuticalStartTime": "09",  # an hour is too coarse
            },
            "injection time missing",
        ),
    ],
)
def test_so_is_what_the_dose_leaves_open(elements: dict[str, Any], reason: str) -> None:
    assert refusal(elements) == reason


@pytest.mark.parametrize(
    ("units", "kind", "name"),
    [
        ("GML", None, "SUVbw"),
        ("GML", "BW", "SUVbw"),
        ("GML", "LBM", "SUVlbm"),
        ("CM2ML", "BSA", "SUVbsa"),
    ],
)
def test_some_values_are_uptakes_already(
    units: str, kind: str | None, name: str
) -> None:
    found = suv_of(positron(Units=units, SUVType=kind, PatientWeight=None))
    assert found == Suv(1.0, name)


def counts(creator: str, **factors: float) -> Any:
    dataset = positron(Units="CNTS")
    dataset.add_new(tags.PhilipsPositronCreator, "LO", creator)
    for keyword, value in factors.items():
        dataset.add_new(getattr(tags, keyword), "DS", str(value))
    return dataset


def test_counts_of_one_maker_have_a_factor_of_their_own() -> None:
    name = "Philips PET Private Group"
    both = {
        "PhilipsSUVScaleFactor": 0.000125,
        "PhilipsActivityConcentrationScaleFactor": 3.0,
    }
    assert suv_of(counts(name, **both)).factor == 0.000125
    assert suv_of(counts("Someone", **both)).refusal == "values are counts"
    both["PhilipsSUVScaleFactor"] = 0
    found = suv_of(counts(name, **both)).factor
    assert found == pytest.approx(3 * 2 * AT_INJECTION, rel=1e-9)


@pytest.mark.parametrize(
    "elements",
    [{"modality": "NM"}, {"modality": "CT"}, {"Units": "1CM"}, {"Units": None}],
)
def test_nothing_else_is_told_of_uptake(elements: dict[str, Any]) -> None:
    assert read_suv(described(positron(**elements))) is None


def test_a_slope_that_makes_no_sense_leaves_no_uptake() -> None:
    assert frame_info(described(positron(RescaleSlope=0))).suv is None
    assert frame_info(described(positron())).suv is not None
