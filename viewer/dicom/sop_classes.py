"""SOP Class UID → name, short name, kind, and what a reader of older tables must know.

Names are those of the registry (PS3.6 Annex A). A widely copied table of 48 classes
has wrong names and one UID that is registered nowhere: the UID decides, the table's
name stays searchable (`alias`), and `note` says what is different.
"""

from functools import cache

from viewer.dicom.sop_class_table import ROWS
from viewer.records import dataclass
from viewer.text import mark


@dataclass(frozen=True, slots=True)
class SopClass:
    """One SOP class. `note` is a marked English sentence, translated when shown."""

    uid: str
    name: str
    short: str
    retired: bool
    kind: str
    note: str | None = None
    alias: str = ""


def sop_class(uid: str) -> SopClass | None:
    """The class of a UID, padding ignored; None when it is unknown or private."""
    return _classes().get(uid.strip(" \0"))


def all_sop_classes() -> tuple[SopClass, ...]:
    """Every class known here, in the order of the registry."""
    return tuple(_classes().values())


_ROOT = "1.2.840.10008."
_UNREGISTERED = _ROOT + "5.1.4.1.1.1.11.1"
_STANDS_FOR = _ROOT + "5.1.4.1.1.11.1"

_RETIRED = mark("Retired from the standard; found in older files.")
_PRINTING = mark(
    "Not a storage class: it lives only while a film is printed,"
    " so a file of it is a copy of that traffic."
)
_MANAGEMENT = mark(
    "Not a storage class: it is a message between systems,"
    " so a file of it is a copy of that traffic."
)
_MANAGEMENT_RETIRED = mark(
    "Retired, and not a storage class: it was a message between systems,"
    " so a file of it is a copy of that traffic."
)

_NOTES = {
    "3.1.2.3.2": mark(
        "Retired, and not a storage class. Older tables call it “Detached Study"
        " Component Management”; its registered name has no “Detached”."
    ),
    "5.1.1.27": mark(
        "Retired: a film layout that refers to its images; print servers left it."
    ),
    "5.1.1.29": mark("Retired: a grey image as it was sent to the film printer."),
    "5.1.1.30": mark("Retired: a colour image as it was sent to the film printer."),
    "5.1.4.1.1.3": mark(
        "Retired: replaced by the class of the same name that ends in 3.1."
    ),
    "5.1.4.1.1.5": mark(
        "Retired: replaced by the class of the same name that ends in 20."
    ),
    "5.1.4.1.1.6": mark(
        "Retired: replaced by the class of the same name that ends in 6.1."
    ),
    "5.1.4.1.1.8": mark(
        "Retired: overlays now travel in images and presentation states."
    ),
    "5.1.4.1.1.9": mark("Retired: curves became waveforms and structured reports."),
    "5.1.4.1.1.129": mark(
        "Retired; called “PET Curve Storage” in older tables."
        " Curves became waveforms and structured reports."
    ),
    "5.1.4.1.1.10": mark("Retired: modality tables now travel in the images."),
    "5.1.4.1.1.11": mark(
        "Retired: VOI tables now travel in images and presentation states."
    ),
    "5.1.4.1.1.12.3": mark("Retired: each plane is now an object of its own."),
    "5.1.4.1.1.9.1": mark(
        "A retired trial class that older tables call “Waveform Storage”;"
        " today each kind of waveform has a class of its own."
    ),
    "5.1.4.1.1.9.1.2": mark(
        "Older tables call this UID “Waveform Storage - Audio”. It is the General ECG;"
        " sound has the UIDs that end in 9.4.1 and 9.4.2."
    ),
    "5.1.4.1.1.77.1.3": mark(
        "Older tables swap this UID with 77.1.4 and call it “VL Photographic”;"
        " the UID decides."
    ),
    "5.1.4.1.1.77.1.4": mark(
        "Older tables swap this UID with 77.1.3 and call it “VL Slide-Coordinates"
        " Microscopic”; the UID decides."
    ),
    "5.1.4.1.1.1.11.1": mark(
        "This UID is not registered anywhere. Older tables print it, with one “.1” too"
        " many, for 1.2.840.10008.5.1.4.1.1.11.1; it is treated as that class."
    ),
}

_ALIASES = {
    "5.1.1.4.1": "Basic Color Image Box Storage",
    "5.1.1.1": "Basic Film Session Storage",
    "5.1.1.2": "Basic Film Box Storage",
    "5.1.1.4": "Basic Gray Image Box Storage",
    "5.1.4.1.1.1": "CR Image Storage",
    "3.1.2.1.1": "Detached Patient Management Storage",
    "3.1.2.2.1": "Detached Visit Management Storage",
    "3.1.2.5.1": "Detached Result Management Storage",
    "3.1.2.6.1": "Detached Interpretation Management Storage",
    "3.1.2.3.1": "Detached Study Management Storage",
    "3.1.2.3.2": "Detached Study Component Mgmt. Storage",
    "5.1.4.1.1.1.3": "Digital Intra Oral Image Storage - Presentation",
    "5.1.4.1.1.1.3.1": "Digital Intra Oral Image Storage - Processing",
    "5.1.4.1.1.1.2": "Digital Mammo Image Storage - Presentation",
    "5.1.4.1.1.1.2.1": "Digital Mammo Image Storage - Processing",
    "5.1.4.1.1.1.1": "Digital X-Ray Image Storage - Presentation",
    "5.1.4.1.1.1.1.1": "Digital X-Ray Image Storage - Processing",
    "5.1.1.29": "Hardcopy Grayscale Image Storage",
    "5.1.1.30": "Hardcopy Color Image Storage",
    "5.1.4.1.1.4.1": "MR Enhanced Image Storage",
    "5.1.4.1.1.20": "NM Image Storage",
    "5.1.4.1.1.128": "PET Image Storage",
    "5.1.4.1.1.129": "PET Curve Storage",
    "5.1.4.1.1.7": "SC Image Storage",
    "5.1.1.27": "Stored Print Storage",
    "5.1.4.1.1.6.1": "US Image Storage",
    "5.1.4.1.1.3.1": "US Multi Image Storage",
    "5.1.4.1.1.77.1.3": "VL Photographic Image Storage",
    "5.1.4.1.1.77.1.4": "VL Slide-Coord Microscopic Image Storage",
    "5.1.4.1.1.9.1": "Waveform Storage",
    "5.1.4.1.1.9.1.2": "Waveform Storage - Audio",
    "5.1.4.1.1.9.1.1": "Waveform Storage - ECG",
    "5.1.4.1.1.9.2.1": "Waveform Storage - Hemo",
}


@cache
def _classes() -> dict[str, SopClass]:
    classes: dict[str, SopClass] = {}
    for line in ROWS.splitlines():
        uid, name, short, kind, *rest = line.split("|")
        retired = bool(rest)
        key = uid.removeprefix(_ROOT)
        note = _NOTES.get(key) or _general_note(uid, kind, retired)
        classes[uid] = SopClass(
            uid, name, short, retired, kind, note, _ALIASES.get(key, "")
        )
    meant = classes[_STANDS_FOR]
    note = _NOTES[_UNREGISTERED.removeprefix(_ROOT)]
    classes[_UNREGISTERED] = SopClass(
        _UNREGISTERED, meant.name, meant.short, False, meant.kind, note
    )
    return classes


def _general_note(uid: str, kind: str, retired: bool) -> str | None:
    if kind == "management":
        return _MANAGEMENT_RETIRED if retired else _MANAGEMENT
    if kind == "print":
        return _PRINTING
    return _RETIRED if retired else None
