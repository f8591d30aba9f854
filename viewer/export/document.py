"""A new object of a study that is open: whose it is, who made it, and its bytes.

The Patient, Clinical Trial and General Study modules are copied from an image of the
study (PS3.3 C.7.1, C.7.2), in its character set as long as that can write all texts.
"""

from __future__ import annotations

import io
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from viewer import __version__
from viewer.export.records import ExportError, Image
from viewer.files.dataset import read_dataset
from viewer.text import tr

if TYPE_CHECKING:
    from pydicom import Dataset

LATIN, UNICODE = "ISO_IR 100", "ISO_IR 192"
MAKER = "Negatoscope"
SERIES_NUMBER = 9001
"""Of every series of ours: after those of the scanner."""

IMPLEMENTATION_UID = "2.25.171972505416253289710452408525768047984"
_COPIED = (
    # Patient (C.7.1.1)
    "PatientName",
    "PatientID",
    "IssuerOfPatientID",
    "TypeOfPatientID",
    "IssuerOfPatientIDQualifiersSequence",
    "PatientBirthDate",
    "PatientBirthTime",
    "PatientSex",
    "OtherPatientIDsSequence",
    "EthnicGroup",
    "QualityControlSubject",
    "PatientSpeciesDescription",
    "PatientSpeciesCodeSequence",
    "PatientBreedDescription",
    "PatientBreedCodeSequence",
    "BreedRegistrationSequence",
    "ResponsiblePerson",
    "ResponsiblePersonRole",
    "ResponsibleOrganization",
    "PatientIdentityRemoved",
    "DeidentificationMethod",
    "DeidentificationMethodCodeSequence",
    # Clinical trial (C.7.1.3, C.7.2.3)
    "ClinicalTrialSponsorName",
    "ClinicalTrialProtocolID",
    "ClinicalTrialProtocolName",
    "ClinicalTrialSiteID",
    "ClinicalTrialSiteName",
    "ClinicalTrialSubjectID",
    "ClinicalTrialSubjectReadingID",
    "ClinicalTrialTimePointID",
    "ClinicalTrialTimePointDescription",
    # General and patient study (C.7.2.1, C.7.2.2)
    "StudyInstanceUID",
    "StudyDate",
    "StudyTime",
    "ReferringPhysicianName",
    "StudyID",
    "AccessionNumber",
    "IssuerOfAccessionNumberSequence",
    "StudyDescription",
    "PhysiciansOfRecord",
    "PatientAge",
    "PatientSize",
    "PatientWeight",
    "PatientSexNeutered",
    "TimezoneOffsetFromUTC",
)
ALWAYS = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyDate",
    "StudyTime",
    "ReferringPhysicianName",
    "StudyID",
    "AccessionNumber",
)
"""Present even when nothing is known (type 2)."""


def new_uid() -> str:
    """A UID of a new object or series (PS3.5 B.2)."""
    return f"2.25.{uuid.uuid4().int}"


def new_object(
    model: Dataset, sop_class_uid: str, modality: str, series: str
) -> Dataset:
    """An object in a series of its own, so described, of the study of `model`.

    Raises ExportError when the study has no UID to refer to it by.
    """
    from pydicom import Dataset

    if not model.get("StudyInstanceUID"):
        raise ExportError(
            tr("The study has no UID: nothing new can be made that belongs to it.")
        )
    made = Dataset()
    for keyword in _COPIED:
        if keyword in model:
            made[keyword] = model[keyword]
    for keyword in ALWAYS:
        if keyword not in made:
            setattr(made, keyword, None)
    if model.get("SpecificCharacterSet"):
        made.SpecificCharacterSet = model.SpecificCharacterSet
    now = datetime.now()
    made.SOPClassUID = sop_class_uid
    made.SOPInstanceUID = new_uid()
    made.InstanceCreationDate = now.strftime("%Y%m%d")
    made.InstanceCreationTime = now.strftime("%H%M%S")
    made.Modality = modality
    made.SeriesInstanceUID = new_uid()
    made.SeriesNumber = SERIES_NUMBER
    made.SeriesDescription = series
    made.SeriesDate = made.InstanceCreationDate
    made.SeriesTime = made.InstanceCreationTime
    made.InstanceNumber = 1
    made.Manufacturer = MAKER
    made.ManufacturerModelName = MAKER
    made.SoftwareVersions = __version__
    return made


def model_of(image: Image) -> Dataset:
    """The header of an image, decoded. Raises ExportError."""
    from viewer.files.header import NotDicomError, UnreadableError

    try:
        dataset = read_dataset(image.source)
        dataset.decode()
    except (NotDicomError, UnreadableError) as fault:
        raise ExportError(str(fault)) from fault
    return dataset


def file_bytes(made: Dataset) -> bytes:
    """The object as a DICOM file, Explicit VR Little Endian. Raises ExportError."""
    from pydicom import dcmwrite
    from pydicom.dataset import FileMetaDataset

    _settle_character_set(made)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = made.SOPClassUID
    meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"  # type: ignore[assignment]
    meta.ImplementationClassUID = IMPLEMENTATION_UID  # type: ignore[assignment]
    meta.ImplementationVersionName = f"NEGATOSCOPE_{__version__}"[:16]
    made.file_meta = meta
    file = io.BytesIO()
    try:
        dcmwrite(file, made, enforce_file_format=True)
    except (ValueError, TypeError, AttributeError, UnicodeError) as fault:
        raise ExportError(
            tr(
                "a value of the study's header does not fit into a new object. Save a"
                " picture or a table instead."
            )
        ) from fault
    return file.getvalue()


def _settle_character_set(made: Dataset) -> None:
    """The study's own where it can write every text; else Latin 1; else Unicode."""
    from pydicom.charset import convert_encodings, encode_string
    from pydicom.valuerep import CUSTOMIZABLE_CHARSET_VR as TEXTS
    from pydicom.valuerep import PersonName

    stated = made.get("SpecificCharacterSet")
    texts = [element for element in made.iterall() if element.VR in TEXTS]

    def can_write(encodings: list[str]) -> bool:
        return all(_is_written(one.value, encodings, encode_string) for one in texts)

    if can_write(convert_encodings(stated) if stated else ["ascii"]):
        return
    for element in texts:
        if isinstance(element.value, PersonName):
            element.value = PersonName(str(element.value))
    latin = can_write(convert_encodings(LATIN))
    made.SpecificCharacterSet = LATIN if latin else UNICODE


def _is_written(value: object, encodings: list[str], encode: object) -> bool:
    """The encodings of a character set have all its letters."""
    import warnings

    assert callable(encode)
    parts = value if isinstance(value, list | tuple) else [value]
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what cannot be encoded is a warning there
        try:
            for part in parts:
                encode(str(part), encodings)
        except (UnicodeError, UserWarning, LookupError):
            return False
    return True
