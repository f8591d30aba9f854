"""What every builder starts from: deterministic UIDs, items, the common modules.

Keyword arguments named as DICOM keywords set elements; None removes them, and a
dict inside a list becomes a sequence item.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydicom import Dataset


def uid(*parts: object) -> str:
    """A UID that is always the same for the same parts."""
    from pydicom.uid import generate_uid

    return str(generate_uid(entropy_srcs=["negatoscope", *map(str, parts)]))


def base(sop_class_uid: str, modality: str, **elements: Any) -> "Dataset":
    """Patient, study, series, equipment and instance of an object of that class."""
    from pydicom import Dataset

    dataset = Dataset()
    defaults: dict[str, Any] = {
        "SpecificCharacterSet": "ISO_IR 192",
        "SOPClassUID": sop_class_uid,
        "StudyDate": "20261122",
        "StudyTime": "101500",
        "ContentDate": "20261122",
        "ContentTime": "101500",
        "AccessionNumber": "",
        "Modality": modality,
        "Manufacturer": "Negatoscope",
        "ReferringPhysicianName": "",
        "PatientName": "TEST^Builder",
        "PatientID": "TEST-0001",
        "PatientBirthDate": "19700101",
        "PatientSex": "O",
        "StudyInstanceUID": uid("study"),
        "SeriesInstanceUID": uid("series", sop_class_uid, modality),
        "StudyID": "1",
        "SeriesNumber": 1,
        "InstanceNumber": 1,
    }
    update(dataset, {**defaults, **elements})
    if "SOPInstanceUID" not in dataset:
        series, number = dataset.get("SeriesInstanceUID"), dataset.get("InstanceNumber")
        dataset.SOPInstanceUID = uid("instance", sop_class_uid, series, number)
    return dataset


def update(dataset: "Dataset", elements: dict[str, Any]) -> "Dataset":
    """Set elements by keyword; None removes. A dict in a list becomes an item."""
    for keyword, value in elements.items():
        if value is None:
            if keyword in dataset:
                delattr(dataset, keyword)
        else:
            setattr(dataset, keyword, _items(value))
    return dataset


def item(**elements: Any) -> "Dataset":
    """A sequence item from DICOM keywords."""
    from pydicom import Dataset

    return update(Dataset(), elements)


def code(value: str, scheme: str, meaning: str) -> "Dataset":
    """An item of a code sequence (PS3.3 8.1)."""
    return item(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)


def _items(value: Any) -> Any:
    if isinstance(value, list):
        return [item(**one) if isinstance(one, dict) else one for one in value]
    return value
