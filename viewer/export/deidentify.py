"""DICOM objects without identity: PS3.15 E.1, Basic Application Level profile.

What the profile says of each attribute comes from `dicom-anonymizer`; it is applied
here to every level of nesting, with UIDs that are the same throughout one export.
Stricter than the profile where that is about known attributes only: texts, dates and
bytes that it does not list are emptied too, but for the few that images need. Pixels
are not looked at. For the header process: pydicom is imported inside.
"""

import hashlib
import hmac
import io
import re
import warnings
from collections.abc import Iterator
from functools import cache
from numbers import Number
from typing import TYPE_CHECKING, Any

from viewer.dicom import tags
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.export.left_out import reason_to_leave_out
from viewer.files.sources import Source
from viewer.records import dataclass
from viewer.text import tr

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

NOBODY = "ANON"
METHOD = "DICOM PS3.15 E.1: Basic Application Level Confidentiality"
_TABLE = "dicomfields_2026c"
_NUMBERS = frozenset(["AT", "DS", "FD", "FL", "IS", "SL", "SS", "SV", "UL", "US", "UV"])
_PIXELS = {tags.PixelData, tags.FloatPixelData, tags.DoubleFloatPixelData}
_DUMMY_TEXT = "ANONYMIZED"
_DUMMY_TEXTS = frozenset(["CS", "LO", "SH", "ST", "LT", "UC", "UT"])
"""Where an attribute may have to have a value; others are left empty."""
_DUMMY_DATES = {"DA": "19000101", "DT": "19000101000000"}
_CODE = re.compile(r"[A-Z0-9_ ]{0,16}")
_BYTES_KEPT = frozenset(
    [
        "PixelData",
        "FloatPixelData",
        "DoubleFloatPixelData",
        "ExtendedOffsetTable",
        "ExtendedOffsetTableLengths",
        "RedPaletteColorLookupTableData",
        "GreenPaletteColorLookupTableData",
        "BluePaletteColorLookupTableData",
        "SegmentedRedPaletteColorLookupTableData",
        "SegmentedGreenPaletteColorLookupTableData",
        "SegmentedBluePaletteColorLookupTableData",
        "LUTData",
        "ICCProfile",
    ]
)
_TEXTS_KEPT = frozenset(
    [
        "CodeMeaning",
        "CodeValue",
        "CodingSchemeDesignator",
        "CodingSchemeVersion",
        "ConvolutionKernel",
        "Manufacturer",
        "ManufacturerModelName",
        "RescaleType",
        "StackID",
    ]
)
_SCHEMES_KEPT = frozenset(
    ["DCM", "SCT", "SRT", "SNM3", "99SDM", "UCUM", "LN", "FMA", "RADLEX", "NCIt"]
)
"""Of the standard and public ones; 99SDM is what it called SNM3 in its first years."""
_NEVER_EMPTY = frozenset(["ReferencedStudySequence"])
"""Of those that the profile empties or removes: without an item, it is to be absent."""
_NAMING = frozenset(["PatientID", "OtherPatientIDs", "AccessionNumber"])
_WORD = re.compile(r"\w{3,}")
_LONG_WORD = 5


@dataclass(frozen=True, slots=True)
class DeidentifyRequest:
    """An object, and what the UIDs of one export are made with: secret, then gone."""

    source: Source
    secret: bytes


@dataclass(frozen=True, slots=True)
class Deidentified:
    """The new file, or why there is none."""

    content: bytes = b""
    left_out: str = ""


def deidentified(request: DeidentifyRequest) -> Deidentified:
    """Make one object of nobody ("header" lane: needs pydicom).

    Raises NotDicomError or UnreadableError.
    """
    from viewer.files.dataset import read_dataset

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydicom tells of values that it corrects
        known = read_dataset(request.source)
        reason = reason_to_leave_out(known)
        if reason:
            return Deidentified(left_out=reason)
        return _made(request)


def new_uid(uid: str, secret: bytes) -> str:
    """Another UID, always the same for one secret; nobody finds the way back."""
    digest = hmac.new(secret, uid.encode(), hashlib.sha256).digest()
    return f"2.25.{int.from_bytes(digest[:16], 'big')}"


def _made(request: DeidentifyRequest) -> Deidentified:
    from pydicom import dcmread
    from pydicom.dataset import FileMetaDataset

    with request.source.open() as file:
        dataset = dcmread(io.BytesIO(file.read()), force=True)
    if "SOPClassUID" not in dataset or not _PIXELS & set(dataset.keys()):
        return Deidentified(left_out=tr("it is cut off within its pixels"))
    words = frozenset(_naming_words(dataset))
    syntax = dataset.file_meta.TransferSyntaxUID
    known = transfer_syntax(syntax)
    if (known is None or known.encapsulated) and _speaks_of(dataset, words):
        return Deidentified(left_out=tr("its compressed pixels hold a name or ID"))
    _Cleaning(request.secret, words).clean(dataset)
    _declare(dataset)
    dataset.preamble = b"\0" * 128
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    return Deidentified(_written(dataset))


def _written(dataset: "Dataset") -> bytes:
    """As a file, also in a syntax that is newer than pydicom's dictionary."""
    from pydicom import dcmwrite
    from pydicom.dataset import validate_file_meta

    made, meta = io.BytesIO(), dataset.file_meta
    if meta.TransferSyntaxUID.is_transfer_syntax:
        dcmwrite(made, dataset, enforce_file_format=True)
    else:
        meta.FileMetaInformationGroupLength = 0  # it is counted when it is there
        validate_file_meta(meta)
        dcmwrite(
            made, dataset, force_encoding=True, implicit_vr=False, little_endian=True
        )
    return made.getvalue()


def _declare(dataset: "Dataset") -> None:
    from pydicom.dataset import Dataset

    code = Dataset()
    code.CodeValue = "113100"
    code.CodingSchemeDesignator = "DCM"
    code.CodeMeaning = "Basic Application Confidentiality Profile"
    dataset.PatientName = dataset.PatientID = NOBODY
    dataset.PatientIdentityRemoved = "YES"
    dataset.DeidentificationMethod = METHOD
    dataset.DeidentificationMethodCodeSequence = [code]
    dataset.LongitudinalTemporalInformationModified = "REMOVED"


def _naming_words(dataset: "Dataset") -> Iterator[str]:
    """Words of names of persons and of numbers of the patient, at every level."""
    for tag in list(dataset.keys()):
        element = _element(dataset, tag)
        if element is None:
            continue
        if element.VR == "SQ":
            for item in element.value or ():
                yield from _naming_words(item)
        elif element.VR == "PN" or element.keyword in _NAMING:
            for word in _WORD.findall(str(element.value).replace("_", " ")):
                yield word.casefold()


def _speaks_of(dataset: "Dataset", words: frozenset[str]) -> bool:
    content = bytes(dataset.get("PixelData", b"")).lower()
    return any(word.encode() in content for word in words if len(word) >= _LONG_WORD)


def _element(dataset: "Dataset", tag: Any) -> Any:
    """None where its value makes no sense."""
    try:
        return dataset[tag]
    except (ValueError, TypeError, KeyError, AttributeError, NotImplementedError):
        return None


def _replace(element: Any) -> None:
    """A value of the same kind that says nothing; the library's year 1 is no date."""
    from dicomanonymizer.simpledicomanonymizer import replace_element

    if element.VR in _DUMMY_DATES:
        element.value = _DUMMY_DATES[element.VR]
    else:
        replace_element(element)


@cache
def _profile() -> dict[tuple[int, int], str]:
    """What is to be done with each attribute: names of the library's actions."""
    from dicomanonymizer.simpledicomanonymizer import initialize_actions

    actions = initialize_actions(_TABLE)
    return {tag: action.__name__ for tag, action in actions.items() if len(tag) == 2}


class _Cleaning:
    """Goes through one object."""

    def __init__(self, secret: bytes, words: frozenset[str]) -> None:
        self._secret = secret
        self._words = words

    def clean(self, dataset: "Dataset") -> None:
        """Change every element of this level and of those below."""
        for tag in list(dataset.keys()):
            element = None if self._is_unwanted(tag) else _element(dataset, tag)
            if element is None or not self._keeps(element):
                del dataset[tag]

    def _is_unwanted(self, tag: Any) -> bool:
        """Private, a group's length, curves, overlays, or removed by the profile."""
        group = tag.group
        return bool(
            tag.is_private
            or group < 0x0008
            or tag.element == 0
            or 0x5000 <= group <= 0x50FF
            or 0x6000 <= group <= 0x60FF
            or _profile().get((group, tag.element)) == "delete"
        )

    def _keeps(self, element: Any) -> bool:
        """Change it as it must be; False: it goes."""
        action = _profile().get((element.tag.group, element.tag.element), "")
        if element.VR == "SQ":
            return self._keeps_items(element, action)
        if element.VR == "UI":
            element.value = self._uids(element.value)
        elif action in ("empty", "delete_or_empty"):
            element.value = None
        elif action:
            _replace(element)
        else:
            return self._keeps_unlisted(element)
        return True

    def _keeps_items(self, element: Any, action: str) -> bool:
        if element.keyword in _NEVER_EMPTY and action.endswith("empty"):
            return False
        if action in ("empty", "delete_or_empty"):
            element.value = []
        elif "replace" in action and "UID" not in action:
            return False
        items = list(element.value or ())
        element.value = [item for item in items if not _is_own_code(item)]
        for item in element.value:
            self.clean(item)
        return bool(element.value) or not items

    def _uids(self, value: Any) -> Any:
        """Others, but for those that the standard itself lists."""
        from pydicom._uid_dict import UID_dictionary

        if not value:
            return value
        if not isinstance(value, str):
            return [self._uids(one) for one in value]
        return value if value in UID_dictionary else new_uid(value, self._secret)

    def _keeps_unlisted(self, element: Any) -> bool:
        if element.VR in _NUMBERS:
            return _is_of_numbers(element.value)
        if element.VR.startswith("O"):
            return element.keyword in _BYTES_KEPT
        if not element.keyword or element.VR == "UN":
            return False
        dummy = _DUMMY_TEXT if element.VR in _DUMMY_TEXTS else ""
        value = element.value
        texts = [value] if isinstance(value, str) else list(value or ())
        said = [
            text if not text or self._is_harmless(element, text) else dummy
            for text in texts
        ]
        element.value = said if any(said) else None
        return True

    def _is_harmless(self, element: Any, text: str) -> bool:
        if element.VR == "CS":
            known = bool(_CODE.fullmatch(text))
        else:
            known = element.keyword in _TEXTS_KEPT
        words = {word.casefold() for word in _WORD.findall(text.replace("_", " "))}
        return known and not words & self._words


def _is_of_numbers(value: Any) -> bool:
    """False for words where numbers belong, which pydicom passes on."""
    if value is None or value == "":
        return True
    several = not isinstance(value, str | Number)
    return all(isinstance(one, Number) for one in (value if several else [value]))


def _is_own_code(item: "Dataset") -> bool:
    """A code of somebody's own scheme: its meaning may be anything."""
    return (
        "CodeMeaning" in item
        and str(item.get("CodingSchemeDesignator", "")) not in _SCHEMES_KEPT
    )
