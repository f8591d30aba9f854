"""The list of elements keeps every element as high as its two lines of text."""

from pydicom import Dataset
from pytestqt.qtbot import QtBot

from viewer.dicom.elements import element_rows
from viewer.ui.widgets.element_list import ElementList


def one(patient: int, study: int) -> Dataset:
    """A data set with so many elements of the patient and of the study."""
    dataset = Dataset()
    for keyword in ("PatientName", "PatientID", "PatientSex", "PatientAge")[:patient]:
        setattr(dataset, keyword, "")
    for keyword in ("StudyID", "StudyDescription", "AccessionNumber")[:study]:
        setattr(dataset, keyword, "1")
    return dataset


def test_a_line_that_was_a_heading_is_high_again_as_an_element(qtbot: QtBot) -> None:
    view = ElementList()
    qtbot.addWidget(view)
    for patient, study in ((1, 3), (4, 1), (2, 2), (4, 3)):
        view.show_rows(element_rows(one(patient, study)), None)
        lines = view.outline.outline.lines
        heights = [view.rowHeight(number) for number in range(len(lines))]
        assert len(lines) == patient + study + 2
        assert heights == [
            view.delegate.heading_height if line.row < 0 else view.delegate.row_height
            for line in lines
        ]
