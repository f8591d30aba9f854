"""How two objects name their patient: spelling that means nothing does not count."""

import unicodedata

from viewer.dicom import tags
from viewer.files.header import Header


def plain_name(header: Header) -> str:
    """The patient's name for comparing, "" when there is none.

    The first component group that says anything (PS3.5 6.2.1), its words without case,
    spacing and carets; the order of the words is kept.
    """
    for group in header.text(tags.PatientName).split("="):
        words = unicodedata.normalize("NFKC", group).replace("^", " ").casefold()
        if words.split():
            return " ".join(words.split())
    return ""


def plain_birth_date(header: Header) -> str:
    """The birth date for comparing; older objects write it with dots."""
    text = header.text(tags.PatientBirthDate)
    return "".join(text.replace(".", " ").replace("-", " ").split())


def patient_key(header: Header) -> tuple[str, ...]:
    """Who it is, strictly: ID, issuer, name and birth date must all be the same.

    One person written in two ways counts as two, which asks the reader to look.
    """
    name = header.text(tags.PatientName).rstrip("^= ").upper()
    return (
        header.text(tags.PatientID),
        header.text(tags.IssuerOfPatientID),
        name,
        header.text(tags.PatientBirthDate),
    )
