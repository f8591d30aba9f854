import pytest
from pydicom import Dataset

from viewer import limits
from viewer.demo.build import ct_slice
from viewer.demo.documents import key_objects
from viewer.kinds.references import Reference, reference_of, references_of


def test_every_object_is_named_once_however_deep_it_stands() -> None:
    images = [ct_slice(index) for index in range(3)]
    found = references_of(key_objects(images))
    assert [one.sop_instance_uid for one in found] == [
        one.SOPInstanceUID for one in images
    ]
    assert {one.sop_class_uid for one in found} == {images[0].SOPClassUID}


def test_frames_belong_to_a_reference() -> None:
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = "1.2", "1.2.3"
    item.ReferencedFrameNumber = [2, 5]
    assert reference_of(item) == Reference("1.2", "1.2.3", (2, 5))


def test_an_item_without_a_uid_refers_to_nothing() -> None:
    assert reference_of(Dataset()) is None


def test_references_end_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REFERENCES", 2)
    assert len(references_of(key_objects([ct_slice(index) for index in range(5)]))) == 2
