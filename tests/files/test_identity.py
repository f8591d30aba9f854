import pytest

from tests.files.made import made
from viewer.files.identity import plain_birth_date, plain_name


@pytest.mark.parametrize(
    "name",
    [
        "Doe^Jane",
        "DOE^JANE",
        " Doe ^ Jane ",
        "Doe^Jane^^^",
        "Doe^Jane=",
        "Doe  Jane",
        "=Doe^Jane",
        "Ｄｏｅ^Jane",
    ],
)
def test_spelling_that_means_nothing_is_the_same_name(name: str) -> None:
    header = made(PatientName=name, SpecificCharacterSet="ISO_IR 192")
    assert plain_name(header) == "doe jane"


@pytest.mark.parametrize("name", ["Roe^Jane", "Jane^Doe", "Doe^Jane^Mary", "Doe^J"])
def test_other_words_or_another_order_are_another_name(name: str) -> None:
    assert plain_name(made(PatientName=name)) != "doe jane"


def test_one_name_in_two_forms_of_unicode_is_one() -> None:
    forms = [
        made(PatientName=name, SpecificCharacterSet="ISO_IR 192")
        for name in ("Mu\u0308ller", "M\u00fcller")
    ]
    assert len({plain_name(header) for header in forms}) == 1


@pytest.mark.parametrize("name", ["", "^^", "=", " "])
def test_a_name_that_says_nothing_is_none(name: str) -> None:
    assert plain_name(made(PatientName=name)) == ""


@pytest.mark.parametrize("date", ["19700131", "1970.01.31", "19700131 "])
def test_a_birth_date_is_the_same_with_dots(date: str) -> None:
    assert plain_birth_date(made(PatientBirthDate=date)) == "19700131"
