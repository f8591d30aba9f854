"""The numbers that are read out: modality values, real world values, uptake."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pydicom import Dataset
from pydicom.pixels.processing import apply_modality_lut

from tests.correctness.oracles import Real, largest, real_images
from tests.correctness.table import Check, Difference
from tests.pixels import slow_standard
from tests.pixels.described import described
from tests.pixels.positron import positron
from viewer.pixels.frame_info import frame_info
from viewer.pixels.pipeline import modality_values
from viewer.pixels.suv import read_suv

RT_DOSE = "1.2.840.10008.5.1.4.1.1.481.2"
FRAMES = 20
"""Frames of one enhanced object that are looked at."""

UPTAKES: tuple[tuple[dict[str, Any], dict[str, Any], float], ...] = (
    # 70 kg, 370 MBq, half-life 6000 s: 70000 / 370000000 g/Bq at the injection.
    ({}, {}, 3.783783784e-4),  # 6000 s later: half of the dose
    ({}, {"DecayCorrection": "ADMIN"}, 1.891891892e-4),
    ({}, {"SeriesTime": "090000"}, 1.891891892e-4),
    ({}, {"SeriesTime": "235900"}, 3.783783784e-4),  # made later: the acquisition
    ({}, {"PatientWeight": 35}, 1.891891892e-4),
    ({"RadionuclideTotalDose": 185_000_000}, {}, 7.567567568e-4),
    ({"RadionuclideHalfLife": 3000}, {}, 7.567567568e-4),
    (
        {
            "RadiopharmaceuticalStartDateTime": None,
            "RadiopharmaceuticalStartTime": "233000",
        },
        {"SeriesTime": "011000", "AcquisitionTime": "011000"},
        3.783783784e-4,
    ),
    ({}, {"Units": "GML"}, 1.0),
)
"""(of the dose, of the image, SUV of 1 Bq/ml), worked out by hand."""


def modality(files: Sequence[Path]) -> Iterator[Difference]:
    """All values of the first frame, where slope, intercept or a table is given."""
    for real in real_images(files):
        dataset = real.dataset
        given = "RescaleSlope" in dataset or "ModalityLUTSequence" in dataset
        if not given or real.info.notes or dataset.get("SOPClassUID") == RT_DOSE:
            continue
        found = modality_values(real.decoded.values, real.info)
        theirs = apply_modality_lut(real.decoded.values, dataset)
        yield real.path.name, largest(found, theirs)


def dose(files: Sequence[Path]) -> Iterator[Difference]:
    """Stored value × DoseGridScaling, in decimal as the file writes it."""
    for real in real_images(files):
        if real.dataset.get("SOPClassUID") == RT_DOSE:
            scaling = float(real.dataset.DoseGridScaling)
            stored = real.decoded.values.astype(float)
            found = modality_values(real.decoded.values, real.info)
            yield real.path.name, largest(found, stored * scaling)


def _functional_group(dataset: Dataset, keyword: str, frame: int) -> Dataset | None:
    """C.7.6.16.1: of the frame, else shared."""
    per_frame = dataset.get("PerFrameFunctionalGroupsSequence") or []
    shared = dataset.get("SharedFunctionalGroupsSequence") or []
    for group in (*per_frame[frame : frame + 1], *shared[:1]):
        if group.get(keyword):
            found: Dataset = group[keyword].value[0]
            return found
    return None


def enhanced(files: Sequence[Path]) -> Iterator[Difference]:
    """Slope, intercept and window of each frame, on the smallest and largest value."""
    for real in real_images(files):
        if "SharedFunctionalGroupsSequence" not in real.dataset:
            continue
        for frame in range(min(int(real.dataset.get("NumberOfFrames") or 1), FRAMES)):
            difference = _enhanced_frame(real, frame)
            if difference is not None:
                yield f"{real.path.name} {frame}", difference


def _enhanced_frame(real: Real, frame: int) -> float | None:
    rescale = _functional_group(real.dataset, "PixelValueTransformationSequence", frame)
    window = _functional_group(real.dataset, "FrameVOILUTSequence", frame)
    if rescale is None or window is None or "WindowCenter" not in window:
        return None
    info = frame_info(real.header, frame)
    values = real.decoded.values
    ends = np.array([[values.min(), values.max()]])
    slope, intercept = float(rescale.RescaleSlope), float(rescale.RescaleIntercept)
    expected = [slope * float(end) + intercept for end in ends.ravel()]
    ours = modality_values(ends, info).ravel()
    centres, widths = (
        np.atleast_1d(np.array(window[keyword].value, float))
        for keyword in ("WindowCenter", "WindowWidth")
    )
    offered = [(voi.centre, voi.width) for voi in info.voi_choices[: len(centres)]]  # type: ignore[union-attr]
    return max(
        largest(ours, np.array(expected)),
        largest(np.array(offered), np.stack([centres, widths], axis=-1)),
    )


def real_world(files: Sequence[Path]) -> Iterator[Difference]:
    """Every distinct stored value by every linear map of the first frame."""
    for real in real_images(files):
        for number, item in enumerate(_mappings(real.dataset)):
            values = np.unique(real.decoded.values)[:1000].astype(float).tolist()
            mapping = real.info.real_world[number]
            pairs = [
                (mapping.value(value), _mapped(item, value))
                for value in values
                if np.isfinite(value)
            ]
            assert all((ours is None) == (theirs is None) for ours, theirs in pairs)
            both = np.array([pair for pair in pairs if pair[0] is not None], float)
            if both.size:
                yield f"{real.path.name} {number}", largest(both[:, 0], both[:, 1])


def _mappings(dataset: Dataset) -> list[Dataset]:
    keyword = "RealWorldValueMappingSequence"
    for groups in (
        "PerFrameFunctionalGroupsSequence",
        "SharedFunctionalGroupsSequence",
    ):
        for group in (dataset.get(groups) or [])[:1]:
            if group.get(keyword):
                return list(group[keyword].value)
    return list(dataset.get(keyword) or [])


def _mapped(item: Dataset, value: float) -> float | None:
    """C.7.6.16.2.11.1.2."""
    first = item.get("DoubleFloatRealWorldValueFirstValueMapped")
    last = item.get("DoubleFloatRealWorldValueLastValueMapped")
    first = item.get("RealWorldValueFirstValueMapped") if first is None else first
    last = item.get("RealWorldValueLastValueMapped") if last is None else last
    if not first <= value <= last:
        return None
    return float(item.RealWorldValueSlope * value + item.RealWorldValueIntercept)


def uptake(_files: Sequence[Path]) -> Iterator[Difference]:
    """Relative differences of the factor."""
    for of_dose, of_image, expected in UPTAKES:
        found = read_suv(described(positron(of_dose, **of_image)))
        assert found is not None
        assert found.factor is not None, found.refusal
        yield str((of_dose, of_image)), abs(found.factor / expected - 1)


def whole(_files: Sequence[Path]) -> Iterator[Difference]:
    """Every fifth value of 12 bits through all steps, padding included."""
    from tests.correctness.made import INVERTING, POLARITIES, RAMP, ours, ramp

    transforms: tuple[dict[str, Any], ...] = (
        {},
        {"RescaleSlope": 1.7, "RescaleIntercept": -1000},
        {"ModalityLUTSequence": [INVERTING]},
    )
    for function in ("LINEAR", "LINEAR_EXACT", "SIGMOID"):
        for transform in transforms:
            for polarity in POLARITIES:
                elements: dict[str, Any] = {
                    **transform,
                    **polarity,
                    "VOILUTFunction": function,
                }
                elements |= {"PixelPaddingValue": 0, "PixelPaddingRangeLimit": 40}
                dataset = ramp(**elements)
                slow = [slow_standard.displayed(dataset, v) for v in range(0, 4096, 5)]
                found = ours(dataset, RAMP).ravel()[::5]
                yield str(elements), largest(found, np.array(slow))


CHECKS = (
    Check(
        "Slope, intercept and modality LUT of real files",
        "pydicom `apply_modality_lut`",
        "units of the value",
        0,
        modality,
    ),
    Check("Dose of real files", "stored value × DoseGridScaling", "Gy", 0, dose),
    Check(
        "Rescaling and windows of each frame of enhanced objects, real files",
        "PS3.3 C.7.6.16.2.9, .10 on pydicom's items",
        "units of the value",
        0,
        enhanced,
    ),
    Check(
        "Real world values, linear, real files",
        "PS3.3 C.7.6.16.2.11 on pydicom's items",
        "units of the value",
        0,
        real_world,
    ),
    Check(
        "SUV by body weight",
        "worked out by hand, relative",
        "of the factor",
        1e-9,
        uptake,
    ),
    Check(
        "All steps together: 3 transforms × 3 functions × 6 polarities, padding",
        "a slow rewriting of PS3.3 in plain Python, not rounded",
        "grey levels",
        0.5 + 1e-6,
        whole,
    ),
)
