"""Objects without a view of their own: the main attributes, for a card."""

from viewer.dicom import tags
from viewer.dicom.sop_classes import sop_class
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.dicom.values import caption, date_text, person_name
from viewer.files.header import Header
from viewer.files.summary import summary
from viewer.files.summary_text import title as summary_title
from viewer.kinds.base import DisplaySet
from viewer.kinds.references import Reference
from viewer.pixels.encoding import sentence_without_frames
from viewer.records import dataclass
from viewer.text import mark, tr, trn


@dataclass(frozen=True, slots=True)
class Card:
    """Title, one sentence on what the object is, and (label, value) rows."""

    title: str
    sentence: str
    attributes: tuple[tuple[str, str], ...]


_WHOLE = frozenset(
    {
        "assessment",
        "hanging_protocol",
        "implant",
        "management",
        "ophthalmic_measurement",
        "ophthalmic_report",
        "presentation_state",
        "protocol",
        "registration",
        "rt_record",
        "rwvm",
    }
)
"""Kinds for which a card is all that they need."""


def grouped(
    references: tuple[Reference, ...],
) -> tuple[tuple[str, tuple[Reference, ...]], ...]:
    """References by the name of their SOP class, in the order met."""
    groups: dict[str, list[Reference]] = {}
    for reference in references:
        known = sop_class(reference.sop_class_uid)
        name = known.name if known else caption(reference.sop_class_uid)
        groups.setdefault(name or tr("Unknown SOP Class"), []).append(reference)
    return tuple((name, tuple(members)) for name, members in groups.items())


_SENTENCES = {
    "dicomdir": mark("A directory of a file set: it lists other files."),
    "segmentation": mark("Segments drawn over the images that it refers to."),
    "segmentation_height": mark("A height map over the images that it refers to."),
    "surface": mark("Surfaces made from images, in the patient's coordinates."),
    "tractography": mark("Nerve tracts as lines in the patient's coordinates."),
    "rt_struct": mark("Contours of organs and targets, drawn on a series of images."),
    "rt_plan": mark("A radiotherapy plan: beams and how they are delivered."),
    "rt_record": mark("A record of a radiotherapy treatment."),
    "rt_dose": mark("A radiotherapy dose distribution."),
    "wsi": mark("A whole slide: a very large image, stored as tiles."),
    "video": mark("A video."),
    "presentation_state": mark(
        "A presentation state: how its images are to be shown, with marks on them."
    ),
    "waveform_ecg": mark("An electrocardiogram."),
    "waveform_hemo": mark("Haemodynamic curves: pressures with their ECG."),
    "waveform_eeg": mark("An electroencephalogram or similar recording."),
    "waveform_general": mark("A recorded waveform."),
    "waveform_audio": mark("A sound recording."),
    "sr": mark("A structured report: findings, measurements and references."),
    "ko": mark("A key object note: images that somebody chose, and why."),
    "encapsulated_doc": mark("A document wrapped in DICOM."),
    "encapsulated_3d": mark("A 3D model wrapped in DICOM."),
    "spectroscopy": mark("MR spectra: measured signals, not an image."),
    "parametric_map": mark("Measured quantities as a map of real numbers."),
    "registration": mark("How two sets of images lie to each other in space."),
    "assessment": mark("The results of an assessment of other objects."),
    "bulk_annotations": mark("Many points or outlines over a whole slide image."),
    "fiducials": mark("Marked points that are found again in several images."),
    "implant": mark("A template of an implant, for planning."),
    "inventory": mark("An inventory: the studies that a repository holds."),
    "ophthalmic_measurement": mark("Measurements of the eyes."),
    "ophthalmic_report": mark("A report of an examination of the eyes."),
    "presentation_state_volume": mark(
        "A presentation state: how volumes are to be shown."
    ),
    "protocol": mark("A protocol: how images are to be or were acquired."),
    "rwvm": mark("What stored values of images mean in real units."),
    "stereo": mark("Which images are the left and right of a stereo pair."),
    "structured_display": mark("A layout of screens with the images to show there."),
    "waveform_ps": mark("A presentation state: how a waveform is to be shown."),
    "raw": mark("Raw data of a scanner, in its maker's own form: not an image."),
    "palette": mark("A colour palette, to be applied to grey images."),
    "hanging_protocol": mark("A hanging protocol: how studies are laid out."),
    "print": mark("A message to a film printer."),
    "management": mark("A message between systems about a patient, visit or study."),
    "lut": mark("A standalone look-up table."),
    "overlay": mark("A standalone overlay: a graphic without its image."),
    "curve": mark("A standalone curve: values without an image."),
}
_OTHER = mark("A DICOM object that is not an image.")
_IMAGE_WITHOUT_PIXELS = mark("An image object that holds no pixel data.")
_IMAGES = frozenset(
    {
        "cine",
        "dicos",
        "hardcopy_image",
        "image2d",
        "multiframe_volume",
        "nm",
        "oct_volume",
        "ophthalmic_map",
        "pet2d",
        "photoacoustic",
        "rt_image",
        "us_volume",
        "xa_enhanced",
    }
)

_ATTRIBUTES = (
    (mark("Content"), tags.ContentLabel),
    (mark("Description"), tags.ContentDescription),
    (mark("Title"), tags.DocumentTitle),
    (mark("Series"), tags.SeriesDescription),
    (mark("Study"), tags.StudyDescription),
    (mark("Modality"), tags.Modality),
    (mark("Document type"), tags.MIMETypeOfEncapsulatedDocument),
    (mark("Frames"), tags.NumberOfFrames),
    (mark("Equipment"), tags.Manufacturer),
    (mark("Institution"), tags.InstitutionName),
)


_NAMED = 4
"""Missing images that a card names, by UID; of more it gives the number."""

_NO_VIEW = mark("Negatoscope has no view of its own for this kind of object yet.")
_HEADER = mark("Everything it holds is in the header at the right (F10).")


def note_of(display_set: DisplaySet) -> tuple[str, ...]:
    """Why a card is all that is shown."""
    if display_set.state is None:
        kind = display_set.kind
        return (tr(_HEADER) if kind in _WHOLE else f"{tr(_NO_VIEW)} {tr(_HEADER)}",)
    missing = display_set.absent
    if not missing:
        return (tr("It refers to no image that can be shown."), tr(_HEADER))
    sentence = trn(
        "{count} image that it refers to is not open. Open it to see it here:",
        "{count} images that it refers to are not open. Open them to see them here:",
        len(missing),
    )
    more = len(missing) - _NAMED
    rest = (trn("and {count} more", "and {count} more", more),) if more > 0 else ()
    return (sentence, *map(caption, missing[:_NAMED]), *rest, tr(_HEADER))


def card_of(header: Header, kind: str) -> Card:
    """What a card says of an object."""
    title = summary_title(summary(header))
    why = sentence_without_frames(header)
    sentence = why or tr(
        _IMAGE_WITHOUT_PIXELS if kind in _IMAGES else _SENTENCES.get(kind, _OTHER)
    )
    syntax = transfer_syntax(header.transfer_syntax_uid)
    rows = [
        (tr("Patient"), person_name(header.text(tags.PatientName))),
        (
            tr("Date"),
            date_text(header.text(tags.ContentDate))
            or date_text(header.text(tags.StudyDate)),
        ),
    ]
    rows.append((tr("Transfer syntax"), syntax.name if syntax and why else ""))
    rows += [(tr(label), caption(header.text(tag))) for label, tag in _ATTRIBUTES]
    return Card(title, sentence, tuple((label, text) for label, text in rows if text))
