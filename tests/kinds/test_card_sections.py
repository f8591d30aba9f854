import pytest
from pydicom.datadict import tag_for_keyword

from viewer.demo.management import (
    INTERPRETATION,
    PATIENT,
    RESULTS,
    STUDY,
    STUDY_COMPONENT,
    VISIT,
    management,
)
from viewer.demo.parts import base, code, item
from viewer.kinds.card_content import read_card
from viewer.kinds.card_sections import (
    _SECTIONS,
    particular_tables,
    particulars,
    sections,
    standard_name,
)


def rows(uid: str) -> dict[str, dict[str, str]]:
    return {title: dict(found) for title, found in sections(management(uid))}


@pytest.mark.parametrize(
    ("uid", "section", "name", "value"),
    [
        (PATIENT, "Patient medical", "Allergies", "Penicillin, Latex"),
        (PATIENT, "Patient identification", "Patient's Birth Name", "TEST, Born"),
        (VISIT, "Visit", "Visit Status ID", "ADMITTED"),
        (VISIT, "Visit", "Discharge Date", "2026-11-25"),
        (STUDY, "Study", "Study Priority ID", "HIGH"),
        (STUDY, "Study", "Requesting Physician", "TEST, Requester"),
        (STUDY_COMPONENT, "Study component", "Study Component Status ID", "COMPLETED"),
        (RESULTS, "Results", "Impressions", "No acute finding.\nFollow up in a year."),
        (INTERPRETATION, "Interpretation", "Interpretation Status ID", "APPROVED"),
        (
            INTERPRETATION,
            "Interpretation",
            "Interpretation Text",
            "The lungs are clear.\nThe heart is of normal size.",
        ),
    ],
)
def test_a_management_class_speaks_in_its_own_terms(
    uid: str, section: str, name: str, value: str
) -> None:
    assert rows(uid)[section][name] == value


@pytest.mark.parametrize(
    "uid", [PATIENT, VISIT, STUDY, STUDY_COMPONENT, RESULTS, INTERPRETATION]
)
def test_no_attribute_of_a_management_class_is_left_out(uid: str) -> None:
    dataset = management(uid)
    said = {name for found in rows(uid).values() for name in found}
    hidden = {"SOPClassUID", "SOPInstanceUID", "SpecificCharacterSet", "Modality"}
    for element in dataset:
        if element.keyword not in hidden and element.value not in ("", None, []):
            assert standard_name(element.keyword) in said or element.VR == "SQ"
    assert len(read_card(dataset, "management").references) == 1


def test_the_sections_name_attributes_of_the_standard() -> None:
    names = [name for _, found in _SECTIONS for name in found.split()]
    assert all(tag_for_keyword(name) is not None for name in names)
    assert len(names) == len(set(names))


def test_what_every_object_has_is_not_particular() -> None:
    dataset = base("1.2.840.10008.5.1.4.43.1", "OT", ImplantName="Stem")
    assert particulars(dataset) == (("Implant Name", "Stem"),)
    assert particular_tables(dataset) == ()


def test_a_sequence_becomes_a_table_with_what_lies_one_below() -> None:
    cylinder = [item(CylinderPower=-1.25, CylinderAxis=90.0)]
    lens = item(SpherePower=2.5, CylinderSequence=cylinder)
    dataset = base("1.2.840.10008.5.1.4.1.1.78.1", "LEN", RightLensSequence=[lens])
    ((title, columns, found),) = particular_tables(dataset)
    assert title == "Right Lens"
    assert columns == ("Sphere Power", "Cylinder Power", "Cylinder Axis")
    assert found == (("2.5", "-1.25", "90"),)


def test_a_code_is_a_value_and_no_table() -> None:
    dataset = base(
        "1.2.840.10008.5.1.4.43.1",
        "OT",
        MaterialsCodeSequence=[code("1", "99", "Steel"), code("2", "99", "Zinc")],
    )
    assert particulars(dataset) == (("Materials", "Steel, Zinc"),)
    assert particular_tables(dataset) == ()
