"""Complete headers from pydicom data sets, for the tests of the display."""

import struct
from typing import Any

from pydicom import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_data_element

from viewer.dicom import tags
from viewer.files.header import Element, Header
from viewer.files.sources import Source


def described(dataset: Dataset) -> Header:
    """The header of a data set or item, as reading it through pydicom gives."""
    elements: dict[int, Element] = {}
    items: dict[int, tuple[Header, ...]] = {}
    pixel_tag = 0
    for element in dataset:
        tag = element.tag
        if tag in (tags.PixelData, tags.FloatPixelData, tags.DoubleFloatPixelData):
            pixel_tag = int(tag)
        elif element.VR == "SQ":
            items[int(tag)] = tuple(described(item) for item in element.value)
        else:
            elements[int(tag)] = raw_element(element)
    return Header(
        Source("memory:test", b""),
        elements,
        pixel_tag=pixel_tag,
        complete=True,
        items=items,
    )


def raw_element(element: Any) -> Element:
    """VR and value bytes, in little endian; "US or SS" and the like as words."""
    if " or " in element.VR and not isinstance(element.value, bytes):
        values = element.value if element.VM > 1 else [element.value]
        words = [int(value) & 0xFFFF for value in values]
        return "US", struct.pack(f"<{len(words)}H", *words)
    file = DicomBytesIO()
    file.is_little_endian, file.is_implicit_VR = True, True
    write_data_element(file, element)
    return element.VR, file.getvalue()[8:]
