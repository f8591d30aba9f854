"""DICOMDIRs and inventories, made in memory (PS3.3 F, C.38)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from viewer.demo.build import to_bytes
from viewer.demo.parts import base, uid

if TYPE_CHECKING:
    from pydicom import Dataset

DIRECTORY = "1.2.840.10008.1.3.10"
INVENTORY = "1.2.840.10008.5.1.4.1.1.201.1"
_RECORD = {
    "OffsetOfTheNextDirectoryRecord": 0,
    "RecordInUseFlag": 0xFFFF,
    "OffsetOfReferencedLowerLevelDirectoryEntity": 0,
}


def directory(objects: Sequence[tuple[str, "Dataset"]], **elements: Any) -> "Dataset":
    """A DICOMDIR of (file ID with "/", object), its records linked by their offsets."""
    records: list[dict[str, Any]] = []
    below: dict[int, list[int]] = {}
    places: dict[tuple[str, ...], int] = {}
    for file_id, one in objects:
        key: tuple[str, ...] = ()
        above = -1
        for level, name in (
            ("PATIENT", one.PatientID),
            ("STUDY", one.StudyInstanceUID),
            ("SERIES", one.SeriesInstanceUID),
            ("IMAGE", one.SOPInstanceUID),
        ):
            key = (*key, name)
            if key not in places:
                places[key] = len(records)
                below.setdefault(above, []).append(len(records))
                records.append({**_RECORD, **_keys(level, one, file_id)})
            above = places[key]
    described: dict[str, Any] = {
        "FileSetID": "TEST",
        "OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity": 0,
        "OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity": 0,
        "FileSetConsistencyFlag": 0,
        "DirectoryRecordSequence": records,
    }
    return _linked(_bare({**described, **elements}), below)


def _bare(elements: dict[str, Any]) -> "Dataset":
    """A data set without patient, study and series, which a DICOMDIR has none of."""
    dataset = base(DIRECTORY, "", SOPInstanceUID=uid("directory"), **elements)
    kept = {*elements, "SOPClassUID", "SOPInstanceUID"}
    for element in list(dataset):
        if element.keyword not in kept:
            delattr(dataset, element.keyword)
    return dataset


def _keys(level: str, one: "Dataset", file_id: str) -> dict[str, Any]:
    """What a record says of its patient, study, series or object."""
    keys: dict[str, Any] = {
        "PATIENT": {"PatientName": one.PatientName, "PatientID": one.PatientID},
        "STUDY": {
            "StudyDate": one.StudyDate,
            "StudyTime": one.StudyTime,
            "StudyDescription": one.get("StudyDescription", ""),
            "StudyInstanceUID": one.StudyInstanceUID,
            "StudyID": one.StudyID,
            "AccessionNumber": one.AccessionNumber,
        },
        "SERIES": {
            "Modality": one.Modality,
            "SeriesInstanceUID": one.SeriesInstanceUID,
            "SeriesNumber": one.SeriesNumber,
        },
        "IMAGE": {
            "ReferencedFileID": file_id.split("/"),
            "ReferencedSOPClassUIDInFile": one.SOPClassUID,
            "ReferencedSOPInstanceUIDInFile": one.SOPInstanceUID,
            "ReferencedTransferSyntaxUIDInFile": "1.2.840.10008.1.2.1",
            "InstanceNumber": one.InstanceNumber,
        },
    }
    return {"DirectoryRecordType": level, **keys[level]}


def _linked(dataset: "Dataset", below: dict[int, list[int]]) -> "Dataset":
    """Write once to learn where the records stand, then fill in their offsets."""
    from io import BytesIO

    from pydicom import dcmread

    read: Any = dcmread(BytesIO(to_bytes(dataset)))
    places = [record.seq_item_tell for record in read.DirectoryRecordSequence]
    records = dataset.DirectoryRecordSequence
    for above, members in below.items():
        for number, following in zip(members, [*members[1:], None], strict=True):
            if following is not None:
                records[number].OffsetOfTheNextDirectoryRecord = places[following]
        first, last = places[members[0]], places[members[-1]]
        if above < 0:
            name = "DirectoryRecordOfTheRootDirectoryEntity"
            setattr(dataset, f"OffsetOfTheFirst{name}", first)
            setattr(dataset, f"OffsetOfTheLast{name}", last)
        else:
            records[above].OffsetOfReferencedLowerLevelDirectoryEntity = first
    return dataset


def inventory(objects: Sequence["Dataset"], **elements: Any) -> "Dataset":
    """An inventory of one study with these objects in one series (PS3.3 A.88)."""
    first = objects[0]
    study = {
        "StudyDate": first.StudyDate,
        "PatientName": first.PatientName,
        "PatientID": first.PatientID,
        "StudyInstanceUID": first.StudyInstanceUID,
        "InventoriedSeriesSequence": [
            {
                "Modality": first.Modality,
                "SeriesInstanceUID": first.SeriesInstanceUID,
                "SeriesNumber": first.SeriesNumber,
                "InventoriedInstancesSequence": [
                    {
                        "SOPClassUID": one.SOPClassUID,
                        "SOPInstanceUID": one.SOPInstanceUID,
                        "InstanceNumber": one.InstanceNumber,
                    }
                    for one in objects
                ],
            }
        ],
    }
    described: dict[str, Any] = {
        "InventoryPurpose": "A test",
        "InventoryLevel": "INSTANCE",
        "InventoryCompletionStatus": "COMPLETE",
        "InventoriedStudiesSequence": [study],
    }
    return base(INVENTORY, "OT", **{**described, **elements})
