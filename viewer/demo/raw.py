"""Raw data with private blocks, made in memory (PS3.3 A.37)."""

from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import CT_IMAGE
from viewer.demo.parts import base, code, uid

if TYPE_CHECKING:
    from pydicom import Dataset

RAW_DATA = "1.2.840.10008.5.1.4.1.1.66"
CREATOR = "NEGATOSCOPE TEST"
SAMPLES = 6000


def raw_data(samples: int = SAMPLES, **elements: Any) -> "Dataset":
    """Raw data with a text and `samples` 16-bit numbers in a private block."""
    described: dict[str, Any] = {
        "ManufacturerModelName": "Builder",
        "SoftwareVersions": "1",
        "DeviceSerialNumber": "1",
        "AcquisitionDateTime": "20261122101500",
        "CreatorVersionUID": uid("raw", "creator"),
        "ContentLabel": "KSPACE",
        "ContentDescription": "Synthetic signal",
        "AcquisitionContextSequence": [],
        "ReferencedInstanceSequence": [
            {
                "ReferencedSOPClassUID": CT_IMAGE,
                "ReferencedSOPInstanceUID": uid("instance", CT_IMAGE),
                "PurposeOfReferenceCodeSequence": [
                    code("121346", "DCM", "Acquisition frames corresponding to volume")
                ],
            }
        ],
    }
    dataset = base(RAW_DATA, "MR", **{**described, **elements})
    block = dataset.private_block(0x0029, CREATOR, create=True)
    block.add_new(0x01, "LO", "A private text")
    numbers = (np.arange(samples) * 37 % 4096).astype("<u2")
    block.add_new(0x10, "OB", numbers.tobytes())
    return dataset
