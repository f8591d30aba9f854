"""Headers and files for the tests of files and kinds, made from keywords."""

import struct
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from viewer.demo.build import to_bytes
from viewer.dicom import tags
from viewer.files.header import Element, Header
from viewer.files.sources import Source
from viewer.files.walk import walk_header

AXIAL = (1, 0, 0, 0, 1, 0)
CORONAL = (1, 0, 0, 0, 0, -1)
SAGITTAL = (0, 1, 0, 0, 0, -1)
CT_CLASS = "1.2.840.10008.5.1.4.1.1.2"


def made(path: str = "made", /, **values: Any) -> Header:
    """A header with pixels whose elements are named by DICOM keywords.

    A tuple is a multiple value; None leaves an element out.
    """
    plain: dict[str, Any] = {
        "SOPClassUID": CT_CLASS,
        "Modality": "CT",
        "StudyInstanceUID": "1.2",
        "SeriesInstanceUID": "1.2.3",
        "PatientID": "P1",
        "Rows": 4,
        "Columns": 4,
        "PhotometricInterpretation": "MONOCHROME2",
    }
    elements: dict[int, Element] = {
        getattr(tags, keyword): element(keyword, value)
        for keyword, value in {**plain, **values}.items()
        if value is not None and not keyword.startswith("_")
    }
    return Header(
        Source(path, b""), elements, pixel_tag=values.get("_pixels", tags.PixelData)
    )


def element(keyword: str, value: Any) -> Element:
    vr = tags.VR_BY_TAG[getattr(tags, keyword)]
    values = value if isinstance(value, tuple) else (value,)
    if vr == "US":
        return vr, struct.pack(f"<{len(values)}H", *values)
    if vr == "FD":
        return vr, struct.pack(f"<{len(values)}d", *values)
    return vr, "\\".join(str(part) for part in values).encode()


def walked(dataset: Any, path: str = "walked") -> Header:
    """What the walker makes of a data set, written as a file in memory."""
    return walk_header(Source(path, to_bytes(dataset)))


def write(folder: Path, name: str, dataset: Any, **options: Any) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_bytes(dataset, **options))
    return path


def pydicom_files() -> list[Path]:
    """What pydicom and pydicom-data bring: DICOM test files and their neighbours."""
    roots = [
        Path(found.origin).parent
        for name in ("pydicom.data", "data_store")
        if (found := find_spec(name)) and found.origin
    ]
    return sorted(path for root in roots for path in root.rglob("*") if path.is_file())
