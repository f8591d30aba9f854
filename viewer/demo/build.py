"""Small images of every make, in memory, and their bytes: for tests and the demo.

Each builder returns a pydicom data set that is complete enough for its IOD to be
read; keyword arguments named as DICOM keywords replace elements, None removes them.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.parts import base, uid

if TYPE_CHECKING:
    from pydicom import Dataset

IMPLICIT_LITTLE = "1.2.840.10008.1.2"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
DEFLATED = "1.2.840.10008.1.2.1.99"
EXPLICIT_BIG = "1.2.840.10008.1.2.2"
JPEG_BASELINE = "1.2.840.10008.1.2.4.50"
RLE_LOSSLESS = "1.2.840.10008.1.2.5"

CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2"
ENHANCED_MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4.1"
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"

AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
"""ImageOrientationPatient: rows run to the patient's left, columns to the back."""


def ramp(
    shape: tuple[int, ...], dtype: Any = np.uint16, bits: int | None = None
) -> np.ndarray[Any, Any]:
    """Values that differ from pixel to pixel, within `bits`; negative when signed."""
    kind = np.dtype(dtype)
    depth = bits or kind.itemsize * 8
    low = -(1 << (depth - 1)) if kind.kind == "i" else 0
    count = int(np.prod(shape))
    return (low + np.arange(count) * 37 % (1 << depth)).reshape(shape).astype(kind)


def image(
    pixels: np.ndarray[Any, Any] | None = None,
    *,
    rows: int = 16,
    columns: int = 16,
    frames: int = 1,
    samples: int = 1,
    bits_stored: int | None = None,
    sop_class_uid: str = SECONDARY_CAPTURE,
    modality: str = "OT",
    **elements: Any,
) -> "Dataset":
    """An image of integers: `pixels`, or a ramp of the given size.

    Axes of `pixels`: [frames,] rows, columns[, samples]; its dtype decides
    BitsAllocated and PixelRepresentation, `samples` (3) tells frames from colour.
    """
    if pixels is None:
        shape = (rows, columns, samples) if samples > 1 else (rows, columns)
        kind = np.uint8 if samples > 1 else np.uint16
        pixels = ramp((frames, *shape) if frames > 1 else shape, kind, bits_stored)
    frame_axes = 3 if samples > 1 else 2
    frames = pixels.shape[0] if pixels.ndim > frame_axes else 1
    rows, columns = pixels.shape[-frame_axes:][:2]
    bits = pixels.dtype.itemsize * 8
    stored = bits_stored or bits
    described: dict[str, Any] = {
        "SamplesPerPixel": samples,
        "PhotometricInterpretation": "RGB" if samples > 1 else "MONOCHROME2",
        "PlanarConfiguration": 0 if samples > 1 else None,
        "NumberOfFrames": frames if frames > 1 else None,
        "Rows": rows,
        "Columns": columns,
        "BitsAllocated": bits,
        "BitsStored": stored,
        "HighBit": stored - 1,
        "PixelRepresentation": int(pixels.dtype.kind == "i"),
    }
    dataset = base(sop_class_uid, modality, **{**described, **elements})
    if "PixelData" not in dataset and "PixelData" not in elements:
        set_pixels(dataset, pixels)
    return dataset


def set_pixels(dataset: "Dataset", pixels: np.ndarray[Any, Any]) -> None:
    """Store the array as native little-endian PixelData, padded to even length."""
    raw = pixels.astype(pixels.dtype.newbyteorder("<"), copy=False).tobytes()
    dataset.PixelData = raw + b"\0" * (len(raw) % 2)
    wide = pixels.dtype.itemsize > 1
    dataset["PixelData"].VR = "OW" if wide else "OB"


def ct_slice(
    index: int = 0,
    pixels: np.ndarray[Any, Any] | None = None,
    *,
    thickness_mm: float = 5.0,
    spacing_mm: float = 0.7,
    **elements: Any,
) -> "Dataset":
    """Slice `index` of an axial CT: 12 bits, HU = stored − 1024, 40/400."""
    described: dict[str, Any] = {
        "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
        "InstanceNumber": index + 1,
        "FrameOfReferenceUID": uid("frame of reference"),
        "PositionReferenceIndicator": "",
        "ImageOrientationPatient": list(AXIAL),
        "ImagePositionPatient": [-100.0, -100.0, index * thickness_mm],
        "SliceThickness": thickness_mm,
        "PixelSpacing": [spacing_mm, spacing_mm],
        "RescaleIntercept": -1024,
        "RescaleSlope": 1,
        "RescaleType": "HU",
        "WindowCenter": 40,
        "WindowWidth": 400,
    }
    return image(
        pixels,
        bits_stored=12,
        sop_class_uid=CT_IMAGE,
        modality="CT",
        **{**described, **elements},
    )


def enhanced_mr(
    frames: int = 4,
    pixels: np.ndarray[Any, Any] | None = None,
    *,
    thickness_mm: float = 4.0,
    spacing_mm: float = 0.9,
    **elements: Any,
) -> "Dataset":
    """An enhanced MR whose frames differ in position and window (PS3.3 C.7.6.16)."""
    shared = {
        "PixelMeasuresSequence": [
            {
                "PixelSpacing": [spacing_mm, spacing_mm],
                "SliceThickness": thickness_mm,
            }
        ],
        "PlaneOrientationSequence": [{"ImageOrientationPatient": list(AXIAL)}],
        "PixelValueTransformationSequence": [
            {"RescaleIntercept": 0, "RescaleSlope": 1, "RescaleType": "US"}
        ],
    }
    per_frame = [
        {
            "FrameContentSequence": [
                {"StackID": "1", "InStackPositionNumber": number + 1}
            ],
            "PlanePositionSequence": [
                {"ImagePositionPatient": [-90.0, -110.0, number * thickness_mm]}
            ],
            "FrameVOILUTSequence": [
                {"WindowCenter": 500 + 10 * number, "WindowWidth": 1000}
            ],
        }
        for number in range(frames)
    ]
    described: dict[str, Any] = {
        "ImageType": ["ORIGINAL", "PRIMARY", "OTHER", "NONE"],
        "FrameOfReferenceUID": uid("frame of reference"),
        "NumberOfFrames": frames,
        "SharedFunctionalGroupsSequence": [shared],
        "PerFrameFunctionalGroupsSequence": per_frame,
    }
    return image(
        pixels,
        frames=frames,
        bits_stored=12,
        sop_class_uid=ENHANCED_MR_IMAGE,
        modality="MR",
        **{**described, **elements},
    )


def encapsulate_frames(
    dataset: "Dataset",
    frames: Sequence[bytes],
    transfer_syntax_uid: str,
    basic_offset_table: bool = True,
) -> None:
    """Replace the pixels by encoded frames, one fragment each (PS3.5 A.4).

    `to_bytes` then writes that transfer syntax by itself.
    """
    from pydicom.encaps import encapsulate
    from pydicom.uid import UID

    dataset.PixelData = encapsulate(list(frames), has_bot=basic_offset_table)
    dataset["PixelData"].VR = "OB"
    dataset["PixelData"].is_undefined_length = True
    dataset.ensure_file_meta()
    dataset.file_meta.TransferSyntaxUID = UID(transfer_syntax_uid)


def compress(
    dataset: "Dataset",
    transfer_syntax_uid: str,
    encode: Callable[[np.ndarray[Any, Any]], bytes],
) -> "Dataset":
    """Encode every frame of a native image with `encode(frame)`; returns it."""
    frames = [encode(frame) for frame in native_frames(dataset)]
    encapsulate_frames(dataset, frames, transfer_syntax_uid)
    return dataset


def native_frames(dataset: "Dataset") -> np.ndarray[Any, Any]:
    """The stored integers of a native image: (frames, rows, columns[, samples])."""
    kind = "iu"[dataset.PixelRepresentation == 0] + str(dataset.BitsAllocated // 8)
    frames = int(dataset.get("NumberOfFrames") or 1)
    shape: tuple[int, ...] = (frames, dataset.Rows, dataset.Columns)
    if dataset.SamplesPerPixel > 1:
        shape = (*shape, dataset.SamplesPerPixel)
    count = int(np.prod(shape))
    return np.frombuffer(dataset.PixelData, "<" + kind, count).reshape(shape)


def to_bytes(
    dataset: "Dataset",
    transfer_syntax_uid: str = "",
    *,
    preamble: bool = True,
    meta: bool = True,
) -> bytes:
    """The data set as a DICOM file (PS3.10), little endian explicit unless said.

    RLE Lossless is encoded here; other compressed transfer syntaxes need
    `compress` first. Without `meta` the file is the bare data set.
    """
    from pydicom import Dataset, dcmwrite
    from pydicom.dataset import FileMetaDataset
    from pydicom.uid import UID

    held = getattr(dataset, "file_meta", {}).get("TransferSyntaxUID", "")
    syntax = transfer_syntax_uid or held or EXPLICIT_LITTLE
    written = Dataset()
    written.update(dataset)
    written.file_meta = FileMetaDataset()
    written.file_meta.TransferSyntaxUID = UID(held or EXPLICIT_LITTLE)
    if syntax == RLE_LOSSLESS != held:
        written["PixelData"] = deepcopy(dataset["PixelData"])
        written.compress(UID(syntax), generate_instance_uid=False)
    elif syntax == EXPLICIT_BIG:
        _swap_pixels(written)
    written.file_meta.TransferSyntaxUID = UID(syntax)
    written.file_meta.ImplementationClassUID = UID(uid("implementation"))
    written.file_meta.ImplementationVersionName = "NEGATOSCOPE"
    buffer = BytesIO()
    dcmwrite(buffer, written, enforce_file_format=True)
    file = buffer.getvalue()
    return file[_start(file, preamble, meta) :]


def _start(file: bytes, preamble: bool, meta: bool) -> int:
    """Where to begin: preamble and prefix take 132 bytes, then group 0002."""
    if meta:
        return 0 if preamble else 132
    return 144 + int.from_bytes(file[140:144], "little")


def _swap_pixels(dataset: "Dataset") -> None:
    """Byte-swap words of PixelData, which pydicom writes as they are."""
    if "PixelData" in dataset and dataset.BitsAllocated > 8:
        element = deepcopy(dataset["PixelData"])
        kind = f"u{dataset.BitsAllocated // 8}"
        element.value = np.frombuffer(element.value, kind).byteswap().tobytes()
        dataset["PixelData"] = element
