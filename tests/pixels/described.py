"""Headers of data sets made in memory, for the tests of the display."""

from pydicom import Dataset

from viewer.demo.build import to_bytes
from viewer.dicom import tags
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.sources import Source


def described(dataset: Dataset) -> Header:
    """The header of the data set, written and read again."""
    for element in dataset.iterall():
        if element.tag == tags.LUTData and not isinstance(element.value, bytes):
            element.VR = "US"  # of "US or OW", where pydicom writes OW from bytes only
    return complete_header(Source("memory:test", to_bytes(dataset)))
