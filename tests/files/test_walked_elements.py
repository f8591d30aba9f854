import pickle

from viewer.dicom import tags
from viewer.files.walked_elements import WalkedElements

CUT = {tags.Rows: b"US\2\0\0\2", tags.ReferencedImageSequence: b"SQ\0\0"}


def test_it_is_a_mapping_of_vr_and_value() -> None:
    elements = WalkedElements(CUT)
    assert dict(elements) == {
        tags.Rows: ("US", b"\0\2"),
        tags.ReferencedImageSequence: ("SQ", b""),
    }
    assert elements.get(tags.Rows) == ("US", b"\0\2")
    assert elements.get(tags.Columns) is None
    assert elements.get(tags.Columns, ("", b"")) == ("", b"")
    assert tags.Rows in elements
    assert tags.Columns not in elements


def test_it_travels_between_processes() -> None:
    assert dict(pickle.loads(pickle.dumps(WalkedElements(CUT)))) == dict(
        WalkedElements(CUT)
    )


def test_several_values_make_a_key() -> None:
    key = WalkedElements(CUT).cuts((tags.Rows, tags.Columns))
    assert key == (b"US\2\0\0\2", None)
    assert hash(key) == hash((b"US\2\0\0\2", None))
