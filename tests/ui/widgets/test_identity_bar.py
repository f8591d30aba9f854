"""The bar over the grid appears with the second patient and goes with it."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.sets import header_of
from viewer.demo.build import ct_slice
from viewer.files.header import Header
from viewer.ui.widgets.identity_bar import IdentityBar


def person(**elements: Any) -> Header:
    whole: dict[str, Any] = {
        "PatientName": "Doe^Jane",
        "PatientID": "1",
        "PatientBirthDate": "",
    }
    return header_of(ct_slice(0, **(whole | elements)))


@pytest.mark.parametrize(
    "other",
    [
        {"PatientID": "2"},
        {"PatientName": "Roe^Max"},
        {"IssuerOfPatientID": "B"},
        {"PatientBirthDate": "19700101"},
    ],
)
def test_two_patients_are_named(qtbot: QtBot, other: dict[str, str]) -> None:
    bar = IdentityBar()
    qtbot.addWidget(bar)
    bar.show_patients([person(), person(**other)])
    assert not bar.isHidden()
    assert "2 patients on screen" in bar.label.text()
    assert "Doe, Jane" in bar.label.text()


def test_one_patient_twice_or_none_needs_no_bar(qtbot: QtBot) -> None:
    bar = IdentityBar()
    qtbot.addWidget(bar)
    for headers in ([], [person()], [person(), person(PatientName="DOE^JANE^^")]):
        bar.show_patients(headers)
        assert bar.isHidden()
        assert bar.label.text() == ""


def test_links_between_patients_are_asked_for_by_the_button(qtbot: QtBot) -> None:
    bar = IdentityBar()
    qtbot.addWidget(bar)
    bar.show_patients([person(), person(PatientID="2")])
    assert (bar.links.isHidden(), bar.button.isHidden()) == (True, True)
    asked: list[bool] = []
    bar.link_asked.connect(asked.append)
    bar.show_links(True, False)
    assert bar.button.text() == "Link them anyway"
    bar.button.click()
    bar.show_links(True, True)
    assert bar.links.text() == "LINKED to each other"
    bar.button.click()
    assert asked == [True, False]
