"""Retired objects of their own: look-up tables, overlays, curves (PS3.3-2004 A.6 …).

Keyword arguments named as DICOM keywords replace elements, None removes them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import image
from viewer.demo.overlays import add_overlay
from viewer.demo.parts import base, item, uid, update

if TYPE_CHECKING:
    from pydicom import Dataset

MODALITY_LUT = "1.2.840.10008.5.1.4.1.1.10"
VOI_LUT = "1.2.840.10008.5.1.4.1.1.11"
OVERLAY = "1.2.840.10008.5.1.4.1.1.8"
CURVE = "1.2.840.10008.5.1.4.1.1.9"
PET_CURVE = "1.2.840.10008.5.1.4.1.1.129"
HARDCOPY_GREY = "1.2.840.10008.5.1.1.29"
HARDCOPY_COLOUR = "1.2.840.10008.5.1.1.30"
PALETTE = "1.2.840.10008.5.1.4.39.1"

_UNPAIRED: dict[str, Any] = {"Laterality": ""}
"""Of a series that is not said to be of one side of the body."""

REPRESENTATIONS = {0: "<u2", 1: "<i2", 2: "<f4", 3: "<f8", 4: "<i4"}
"""Data Value Representation → numpy type."""


def lut_item(
    entries: Sequence[int], first: int = 0, bits: int = 16, **elements: Any
) -> "Dataset":
    """One look-up table; a negative first input makes its descriptor signed.

    Entries of up to 8 bits are bytes, others words (PS3.3 C.11.1.1.1).
    """
    made = item(**elements)
    vr = "SS" if first < 0 else "US"
    made.add_new(0x00283002, vr, [len(entries) % 65536, first, bits])
    data = np.array(entries, "u1" if bits <= 8 else "<u2").tobytes()
    made.add_new(0x00283006, "OW", data + b"\0" * (len(data) % 2))
    return made


def modality_lut(table: "Dataset | None" = None, **elements: Any) -> "Dataset":
    """A standalone modality LUT: a digitiser's logarithm of what light gets through."""
    if table is None:
        steps = np.arange(4096)
        density = np.rint(65535 - 65535 * np.log10(1 + steps) / np.log10(4096))
        table = lut_item(
            density.astype(int).tolist(),
            LUTExplanation="Logarithm of a film digitiser",
            ModalityLUTType="US",
        )
    described = {**_UNPAIRED, "LUTNumber": 1, "ModalityLUTSequence": [table]}
    return base(MODALITY_LUT, "OT", **{**described, **elements})


def voi_lut(*tables: "Dataset", **elements: Any) -> "Dataset":
    """A standalone VOI LUT: a soft and a hard curve over 12 bits."""
    if not tables:
        part = np.arange(4096) / 4095
        soft = 255 / (1 + np.exp(-8 * (part - 0.45)))
        hard = 255 * np.clip((part - 0.3) / 0.3, 0, 1)
        tables = tuple(
            lut_item(np.rint(curve).astype(int).tolist(), bits=8, LUTExplanation=name)
            for name, curve in (("SOFT", soft), ("HARD", hard))
        )
    described = {**_UNPAIRED, "LUTNumber": 1, "VOILUTSequence": list(tables)}
    return base(VOI_LUT, "OT", **{**described, **elements})


def palette(**elements: Any) -> "Dataset":
    """A colour palette from black over red and yellow to white (PS3.3 A.58).

    It belongs to no patient.
    """
    from PIL.ImageCms import ImageCmsProfile, createProfile
    from pydicom import Dataset

    part = np.arange(256) / 255
    channels = {
        "Red": np.clip(3 * part, 0, 1),
        "Green": np.clip(3 * part - 1, 0, 1),
        "Blue": np.clip(3 * part - 2, 0, 1),
    }
    profile = ImageCmsProfile(createProfile("sRGB")).tobytes()
    described: dict[str, Any] = {
        "SOPClassUID": PALETTE,
        "SOPInstanceUID": uid("palette", "heat"),
        "InstanceNumber": 1,
        "ContentLabel": "HEAT",
        "ContentDescription": "Black, red, yellow, white",
        "ContentCreatorName": "",
        "PaletteColorLookupTableUID": uid("palette", "heat"),
        "ICCProfile": profile + b"\0" * (len(profile) % 2),
    }
    for name, channel in channels.items():
        described[f"{name}PaletteColorLookupTableDescriptor"] = [256, 0, 8]
        data = np.rint(255 * channel).astype(np.uint8).tobytes()
        described[f"{name}PaletteColorLookupTableData"] = data
    return update(Dataset(), {**described, **elements})


def overlay(
    mask: "np.ndarray[Any, Any] | None" = None,
    image: "Dataset | None" = None,
    **others: Any,
) -> "Dataset":
    """A standalone overlay, a ring unless given, that refers to an image."""
    if mask is None:
        rows, columns = np.mgrid[:64, :64] - 31.5
        radius = np.hypot(rows, columns)
        mask = (radius < 26) & (radius > 20)
    elements: dict[str, Any] = {**_UNPAIRED, "OverlayNumber": 1}
    if image is not None:
        reference = item(
            ReferencedSOPClassUID=image.SOPClassUID,
            ReferencedSOPInstanceUID=image.SOPInstanceUID,
        )
        elements["ReferencedImageSequence"] = [reference]
    described = {"kind": "R", "label": "RING", "description": "A ring", **others}
    return add_overlay(base(OVERLAY, "OT", **elements), mask, **described)


def add_curve(
    dataset: "Dataset",
    points: "np.ndarray[Any, Any] | Sequence[Any]",
    number: int = 0,
    *,
    representation: int = 2,
    type_of_data: str = "TAC",
    units: Sequence[str] = (),
    labels: Sequence[str] = (),
    label: str = "",
    **elements: tuple[int, str, Any],
) -> "Dataset":
    """Add curve `number` 0 … 15, points (points, dimensions), to any object.

    `elements` are others of its group, by any name: (element, VR, value).
    """
    array = np.atleast_2d(np.asarray(points))
    group = (0x5000 + 2 * number) << 16
    dataset.add_new(group | 0x0005, "US", array.shape[1])
    dataset.add_new(group | 0x0010, "US", array.shape[0])
    dataset.add_new(group | 0x0020, "CS", type_of_data)
    if units:
        dataset.add_new(group | 0x0030, "SH", list(units))
    if labels:
        dataset.add_new(group | 0x0040, "SH", list(labels))
    dataset.add_new(group | 0x0103, "US", representation)
    for element, vr, value in elements.values():
        dataset.add_new(group | element, vr, value)
    if label:
        dataset.add_new(group | 0x2500, "LO", label)
    data = array.astype(REPRESENTATIONS[representation]).tobytes()
    dataset.add_new(group | 0x3000, "OW", data)
    return dataset


def curve(**elements: Any) -> "Dataset":
    """A standalone curve: the profile of an image, in pixels and stored values."""
    x = np.arange(200.0)
    y = 900 + 400 * np.exp(-(((x - 60) / 12) ** 2)) - 250 * (x > 130)
    dataset = base(CURVE, "OT", **{**_UNPAIRED, "CurveNumber": 1, **elements})
    return add_curve(
        dataset,
        np.column_stack((x, y)),
        type_of_data="PROF",
        units=("PIXL", "CNTS"),
        labels=("Distance", "Value"),
        label="PROFILE",
    )


def pet_curve(**elements: Any) -> "Dataset":
    """Time activity curves of two regions (PS3.3-2004 A.9)."""
    described = {
        **_UNPAIRED,
        "CurveNumber": 1,
        "Units": "BQML",
        "CountsSource": "EMISSION",
    }
    dataset = base(PET_CURVE, "PT", **{**described, **elements})
    seconds = np.arange(0.0, 3600, 120)
    tissues = {"TUMOUR": (9000, 900), "LIVER": (5000, 300)}
    for number, (name, (height, rise)) in enumerate(tissues.items()):
        activity = height * (1 - np.exp(-seconds / rise))
        add_curve(
            dataset,
            np.column_stack((seconds, activity)),
            number,
            units=("SEC", "BQML"),
            labels=("Time", "Activity"),
            label=name,
        )
    return dataset


def hardcopy(colour: bool = False, **elements: Any) -> "Dataset":
    """A hardcopy image: 12 bits of grey, or 8 bits of each colour."""
    described: dict[str, Any] = {"ImageType": ["DERIVED", "SECONDARY"], **elements}
    if colour:
        return image(
            samples=3, sop_class_uid=HARDCOPY_COLOUR, modality="HC", **described
        )
    return image(
        bits_stored=12, sop_class_uid=HARDCOPY_GREY, modality="HC", **described
    )
