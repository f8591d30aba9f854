"""Objects without a view of their own: the main attributes, for a card."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from viewer.dicom import tags
from viewer.dicom.sop_classes import sop_class
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.dicom.values import caption, date_text, person_name
from viewer.files.header import Header
from viewer.files.summary import summary
from viewer.files.summary_text import title as summary_title
from viewer.kinds.base import DisplaySet
from viewer.kinds.card_layout import Listing
from viewer.kinds.card_plans import PLANS
from viewer.kinds.card_sections import particular_tables, particulars, sections
from viewer.kinds.card_values import table_of, value_at
from viewer.kinds.reading import integer, number
from viewer.kinds.references import Reference, references_of
from viewer.text import figure, mark, tr

if TYPE_CHECKING:
    from pydicom import Dataset


@dataclass(frozen=True, slots=True)
class Card:
    """Title, one sentence on what the object is, and (label, value) rows."""

    title: str
    sentence: str
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CardTable:
    """A table of a card; without titles of columns its rows are (name, value).

    A cell that is a colour is written "#rrggbb".
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CardContent:
    """What a card says besides its header: its own attributes, and what it names."""

    references: tuple[Reference, ...]
    rows: tuple[tuple[str, str], ...] = ()
    tables: tuple[CardTable, ...] = ()


def read_card(dataset: "Dataset", kind: str) -> CardContent:
    """The content of an object that is shown as a card."""
    references = references_of(dataset)
    if kind == "management":
        found = sections(dataset)
        tables = tuple(CardTable(title, (), rows) for title, rows in found)
        more = tuple(CardTable(*table) for table in particular_tables(dataset))
        return CardContent(references, (), tables + more)
    plan = PLANS.get(kind)
    if plan is None:
        tables = tuple(CardTable(*table) for table in particular_tables(dataset))
        return CardContent(references, particulars(dataset), tables)
    named = [(label, value_at([dataset], path)) for label, path in plan.rows]
    rows = tuple((tr(label), value) for label, value in named if value)
    if kind == "video":
        rows = video_rows(dataset) + rows
    made = (_table(dataset, listing) for listing in plan.tables)
    return CardContent(references, rows, tuple(table for table in made if table.rows))


def _table(dataset: "Dataset", listing: Listing) -> CardTable:
    """A planned table without the columns in which nothing stands."""
    rows = table_of(dataset, listing)
    used = [at for at in range(len(listing.columns)) if any(row[at] for row in rows)]
    columns = tuple(tr(listing.columns[at][0]) for at in used)
    kept = tuple(tuple(row[at] for at in used) for row in rows) if used else ()
    return CardTable(tr(listing.title), columns, kept)


def video_rows(dataset: "Dataset") -> tuple[tuple[str, str], ...]:
    """How a video is coded and how long it lasts, as far as the header tells."""
    layout = getattr(dataset, "layout", None)
    syntax = transfer_syntax(layout.syntax_uid) if layout is not None else None
    frames = integer(dataset, "NumberOfFrames") or 1
    frame_ms = number(dataset, "FrameTime") or 0.0
    rate = number(dataset, "CineRate") or number(dataset, "RecommendedDisplayFrameRate")
    seconds = frames * frame_ms / 1000 if frame_ms > 0 else frames / rate if rate else 0
    rows = (
        (tr("Coded as"), syntax.name if syntax else ""),
        (tr("Frames"), str(frames)),
        (tr("Duration"), f"{figure(seconds, '.1f')} s" if seconds > 0 else ""),
    )
    return tuple((label, value) for label, value in rows if value)


_WHOLE = frozenset(
    {
        "assessment",
        "hanging_protocol",
        "implant",
        "management",
        "ophthalmic_measurement",
        "ophthalmic_report",
        "protocol",
        "registration",
        "rt_record",
        "rwvm",
    }
)


def is_whole(kind: str) -> bool:
    """Whether a card is all that objects of a kind need."""
    return kind in _WHOLE


def levels(display_set: DisplaySet) -> CardTable:
    """The images of a slide that belong together: its levels, label and overview."""
    rows = []
    for header in dict.fromkeys(frame.header for frame in display_set.frames):
        wide = header.integer(tags.TotalPixelMatrixColumns)
        high = header.integer(tags.TotalPixelMatrixRows)
        tile = f"{header.integer(tags.Columns)} × {header.integer(tags.Rows)}"
        rows.append(
            (
                caption(header.text(tags.InstanceNumber)),
                " ".join(header.texts(tags.ImageType)[2:3]),
                f"{wide} × {high}" if wide and high else "",
                tile,
                str(header.integer(tags.NumberOfFrames) or 1),
            )
        )
    columns = tr("No."), tr("Image"), tr("Columns × rows"), tr("Tile"), tr("Tiles")
    return CardTable(tr("Levels"), columns, tuple(rows))


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


def card_of(header: Header, kind: str) -> Card:
    """What a card says of an object."""
    title = summary_title(summary(header))
    sentence = tr(
        _IMAGE_WITHOUT_PIXELS if kind in _IMAGES else _SENTENCES.get(kind, _OTHER)
    )
    rows = [
        (tr("Patient"), person_name(header.text(tags.PatientName))),
        (
            tr("Date"),
            date_text(header.text(tags.ContentDate))
            or date_text(header.text(tags.StudyDate)),
        ),
    ]
    rows += [(tr(label), caption(header.text(tag))) for label, tag in _ATTRIBUTES]
    return Card(title, sentence, tuple((label, text) for label, text in rows if text))
