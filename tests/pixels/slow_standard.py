"""The greyscale display of one stored value, term by term as PS3.3 and PS3.4 say it.

Plain Python on one number at a time, from the text of the standard and the attributes
of a pydicom data set: nothing of the program is used, so the two can be compared.
"""

import math
from typing import Any

from pydicom import Dataset

BEAM_INTENSITY = ("1.2.840.10008.5.1.4.1.1.12.1", "1.2.840.10008.5.1.4.1.1.12.2")


def displayed(dataset: Dataset, stored: float, inverted: bool = False) -> float:
    """0 … 255, not rounded, by PS3.4 N.2.1: modality, VOI, presentation."""
    if is_padding(dataset, stored):
        return 0.0
    level = voi(dataset, voi_input(dataset, stored))
    return 255.0 - level if is_inverse(dataset) != inverted else level


def is_padding(dataset: Dataset, stored: float) -> bool:
    """C.7.5.1.1.2: the value, or the range from it to the limit, both included."""
    if "PixelPaddingValue" not in dataset:
        return False
    value = int(dataset.PixelPaddingValue)
    limit = int(dataset.get("PixelPaddingRangeLimit", value))
    return value <= stored <= limit or limit <= stored <= value


def modality(dataset: Dataset, stored: float) -> float:
    """C.11.1: a table, or a slope and an intercept."""
    if "ModalityLUTSequence" in dataset:
        lut = dataset.ModalityLUTSequence[0]
        return looked_up(lut, stored, dataset.PixelRepresentation == 1)
    slope = float(dataset.get("RescaleSlope", 1.0))
    return slope * stored + float(dataset.get("RescaleIntercept", 0.0))


def voi_input(dataset: Dataset, stored: float) -> float:
    """PS3.4 N.2.1.1; for angiography the modality transform is not for display."""
    if dataset.SOPClassUID in BEAM_INTENSITY:
        return float(stored)
    return modality(dataset, stored)


def voi(dataset: Dataset, x: float) -> float:
    """C.11.2: the first window, else the first table."""
    if "WindowCenter" not in dataset:
        lut = dataset.VOILUTSequence[0]
        entry = looked_up(lut, x, can_be_negative(dataset))
        return entry / ((1 << int(lut.LUTDescriptor[2])) - 1) * 255.0
    c, w = float(dataset.WindowCenter), float(dataset.WindowWidth)
    function = dataset.get("VOILUTFunction", "LINEAR")
    if function == "SIGMOID":
        return sigmoid(x, c, w)
    if function == "LINEAR_EXACT" or w < 1:
        return linear_exact(x, c, w)
    return linear(x, c, w)


def linear(x: float, c: float, w: float) -> float:
    """C.11.2.1.2.1."""
    if x <= c - 0.5 - (w - 1) / 2:
        return 0.0
    if x > c - 0.5 + (w - 1) / 2:
        return 255.0
    return ((x - (c - 0.5)) / (w - 1) + 0.5) * (255.0 - 0.0) + 0.0


def linear_exact(x: float, c: float, w: float) -> float:
    """C.11.2.1.3.2."""
    if x <= c - w / 2:
        return 0.0
    if x > c + w / 2:
        return 255.0
    return ((x - c) / w + 0.5) * (255.0 - 0.0) + 0.0


def sigmoid(x: float, c: float, w: float) -> float:
    """C.11.2.1.3.1."""
    exponent = -4 * (x - c) / w
    return 0.0 if exponent > 700 else 255.0 / (1 + math.exp(exponent))


def looked_up(lut: Any, x: float, first_is_signed: bool) -> float:
    """C.11.1.1.1: entries of 16 bits; the ends stand for all that lies beyond them."""
    entries, first, _bits = (int(part) for part in lut.LUTDescriptor)
    if entries == 0:
        entries = 65536
    if first_is_signed and first > 32767:
        first -= 65536
    at = min(max(round(x) - first, 0), entries - 1)
    return float(int.from_bytes(lut.LUTData[2 * at : 2 * at + 2], "little"))


def can_be_negative(dataset: Dataset) -> bool:
    """C.11.2.1.1: whether the output of what comes before can be."""
    if dataset.SOPClassUID not in BEAM_INTENSITY and "ModalityLUTSequence" in dataset:
        return False
    bits, signed = dataset.BitsStored, dataset.PixelRepresentation == 1
    lowest = -(2 ** (bits - 1)) if signed else 0
    highest = 2 ** (bits - 1) - 1 if signed else 2**bits - 1
    return min(voi_input(dataset, lowest), voi_input(dataset, highest)) < 0


def is_inverse(dataset: Dataset) -> bool:
    """C.7.6.3.1.2, unless C.11.4 says otherwise."""
    shape = dataset.get("PresentationLUTShape")
    if shape is not None:
        return bool(shape == "INVERSE")
    return bool(dataset.PhotometricInterpretation == "MONOCHROME1")
