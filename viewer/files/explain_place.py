"""Where a pixel lies and what a length rests on: the attributes behind the geometry.

PS3.3 C.7.6.2.1.1 (plane), 10.7.1 (spacing), C.7.6.1.1.1 (orientation letters).
"""

from viewer.dicom import tags
from viewer.files.explanation import (
    Attributes,
    Holder,
    Step,
    attributes,
    holder_of,
    item_of,
    number,
)
from viewer.files.header import Header
from viewer.files.spatial import (
    Spacing,
    orientation_of,
    plane_of,
    position_of,
    spacing_of,
    states_orientation,
)
from viewer.geometry.plane import (
    EdgeLetters,
    Vector,
    edge_letters,
    letters_of_cosines,
    shown_edges,
)
from viewer.text import figure, tr

Point = tuple[float, float]
"""(column, row) in continuous frame coordinates: the first pixel's centre is 0.5."""

_SPACING_TAGS = {
    "patient": (tags.PixelSpacing,),
    "calibrated": (
        tags.PixelSpacing,
        tags.ImagerPixelSpacing,
        tags.PixelSpacingCalibrationType,
        tags.PixelSpacingCalibrationDescription,
    ),
    "unstated": (tags.PixelSpacing, tags.Modality),
    "detector": (tags.ImagerPixelSpacing, tags.PixelSpacing),
    "magnified": (
        tags.ImagerPixelSpacing,
        tags.EstimatedRadiographicMagnificationFactor,
    ),
    "image plane": (tags.ImagePlanePixelSpacing,),
    "scanned": (tags.NominalScannedPixelSpacing,),
}
_REGION_TAGS = (
    tags.PhysicalDeltaX,
    tags.PhysicalDeltaY,
    tags.PhysicalUnitsXDirection,
    tags.PhysicalUnitsYDirection,
)

_CENTIMETRES = 3


def explain_position(header: Header, frame_index: int, at: Point) -> Step:
    """The place of a frame point in the patient (LPS, mm), or why there is none."""
    position = holder_of(header, tags.PlanePositionSequence, frame_index)
    measures = holder_of(header, tags.PixelMeasuresSequence, frame_index)
    found = (
        *attributes(position, tags.ImagePositionPatient),
        *_orientation_attributes(header, frame_index),
        *attributes(measures, tags.PixelSpacing),
        *attributes(Holder(header), tags.GridFrameOffsetVector),
    )
    plane = plane_of(header, frame_index)
    if plane is None:
        return Step(
            "position", tr("not known"), _why_no_plane(header, frame_index), found
        )
    place = plane.to_patient(*at)
    along = (at[0] - 0.5) * plane.column_spacing_mm
    down = (at[1] - 0.5) * plane.row_spacing_mm
    left, back, head = (number(round(part, 3)) for part in place)
    sentence = tr(
        "{origin} + {along} mm × {row} + {down} mm × {column}: from the centre of the "
        "first pixel, along the row and down the column.",
        origin=_vector(plane.position_mm),
        along=number(round(along, 6)),
        row=_vector(plane.row_cosine),
        down=number(round(down, 6)),
        column=_vector(plane.column_cosine),
    )
    return Step(
        "position", f"L {left}  P {back}  H {head} mm", sentence, found, place, "mm"
    )


def explain_spacing(header: Header, frame_index: int) -> Step:
    """What a length on this frame rests on."""
    spacing = spacing_of(header, frame_index)
    if spacing is None:
        sentence = tr("Nothing in the header says how large a pixel is.")
        return Step("spacing", tr("lengths are in pixels"), sentence, (), (), "px")
    found = spacing_attributes(header, frame_index, spacing)
    aside, distances = magnification_aside(header, spacing.basis)
    value = tr(
        "1 pixel = {across} mm across × {down} mm down",
        across=_mm(spacing.column_mm),
        down=_mm(spacing.row_mm),
    )
    sizes = (spacing.column_mm, spacing.row_mm)
    sentence = f"{_basis(spacing, found)} {aside}".strip()
    return Step("spacing", value, sentence, (*found, *distances), sizes, "mm")


def explain_letters(
    header: Header, frame_index: int, rotation: int = 0, flipped: bool = False
) -> Step:
    """The letter at each side of the picture as it lies on the screen, and its reason.

    `rotation` clockwise in degrees, then `flipped` left to right, by the reader.
    """
    quadruped = header.text(tags.AnatomicalOrientationType) == "QUADRUPED"
    cosines = orientation_of(header, frame_index)
    stated = states_orientation(header, frame_index)
    directions: tuple[str, ...] = ()
    if cosines is not None:
        directions = letters_of_cosines(*cosines, quadruped)
    elif not stated:
        directions = header.texts(tags.PatientOrientation)
    letters = shown_edges(
        edge_letters(directions, rotation, flipped, quadruped), quadruped
    )
    found = _orientation_attributes(header, frame_index)
    if not stated:
        found = attributes(Holder(header), tags.PatientOrientation)
    found += attributes(Holder(header), tags.AnatomicalOrientationType)
    why = _why_letters(directions, cosines, stated)
    view = _view(rotation, flipped)
    return Step("orientation", _edges(letters), f"{why} {view}".strip(), found, (), "")


def _why_letters(
    directions: tuple[str, ...],
    cosines: tuple[Vector, Vector] | None,
    stated: bool,
) -> str:
    if len(directions) != 2:
        if stated:
            return tr("ImageOrientationPatient makes no sense: no letters.")
        return tr("The header does not say how the image lies: no letters.")
    row, column = directions
    if cosines is None:
        return tr(
            "PatientOrientation: the row runs to {row}, the column to {column}.",
            row=row or "–",
            column=column or "–",
        )
    return tr(
        "The row direction {row_cosine} points to {row}, the column direction "
        "{column_cosine} to {column}; + is L, P, H, the largest part comes first.",
        row_cosine=_vector(cosines[0]),
        row=row,
        column_cosine=_vector(cosines[1]),
        column=column,
    )


def _view(rotation: int, flipped: bool) -> str:
    """What the reader did to the picture, which moves the letters."""
    if rotation and flipped:
        return tr("Rotated by {degrees}° and mirrored by the reader.", degrees=rotation)
    if rotation:
        return tr("Rotated by {degrees}° by the reader.", degrees=rotation)
    return tr("Mirrored by the reader.") if flipped else ""


def _edges(letters: EdgeLetters) -> str:
    sides = (
        (tr("left {letters}", letters=letters.left), letters.left),
        (tr("right {letters}", letters=letters.right), letters.right),
        (tr("top {letters}", letters=letters.top), letters.top),
        (tr("bottom {letters}", letters=letters.bottom), letters.bottom),
    )
    return " · ".join(text for text, word in sides if word) or tr("none")


def _orientation_attributes(header: Header, frame_index: int) -> Attributes:
    holder = holder_of(header, tags.PlaneOrientationSequence, frame_index)
    return attributes(holder, tags.ImageOrientationPatient)


def magnification_aside(header: Header, basis: str) -> tuple[str, Attributes]:
    """What source and distances would make of a spacing at the detector; never applied.

    ("", ()) where nothing is to be said.
    """
    detector = header.number(tags.DistanceSourceToDetector) or 0.0
    patient = header.number(tags.DistanceSourceToPatient) or 0.0
    if basis != "detector" or not 0 < patient < detector:
        return "", ()
    sentence = tr(
        "For information: {detector} mm to the detector and {patient} mm to the "
        "patient would make a magnification of {factor}; it is not applied, for the "
        "header does not say how far from the source what is measured lies.",
        detector=number(detector),
        patient=number(patient),
        factor=figure(detector / patient, ".3f"),
    )
    wanted = tags.DistanceSourceToDetector, tags.DistanceSourceToPatient
    return sentence, attributes(Holder(header), *wanted)


def spacing_attributes(
    header: Header, frame_index: int, spacing: Spacing
) -> Attributes:
    top = Holder(header)
    if spacing.basis == "region":
        sequence = tags.SequenceOfUltrasoundRegions
        return tuple(
            one
            for place, item in enumerate(header.items.get(sequence, ()))
            if item.integer(tags.PhysicalUnitsXDirection) == _CENTIMETRES
            for one in attributes(item_of(top, sequence, place), *_REGION_TAGS)
        )
    wanted = _SPACING_TAGS[spacing.basis]
    if spacing.basis == "patient":
        group = tags.PixelMeasuresSequence
        top = holder_of(header, group, frame_index, tags.PixelSpacing)
    return attributes(top, *wanted)


def _basis(spacing: Spacing, found: Attributes) -> str:
    if not found:
        return spacing.sentence
    return tr(
        "From {keyword} {tag}: {where}.",
        keyword=found[0].keyword,
        tag=found[0].tag,
        where=spacing.sentence,
    )


def _why_no_plane(header: Header, frame_index: int) -> str:
    if not states_orientation(header, frame_index):
        return tr("The header has no ImageOrientationPatient.")
    if orientation_of(header, frame_index) is None:
        return tr("ImageOrientationPatient is not two unit vectors at a right angle.")
    if position_of(header, frame_index) is None:
        return tr("The header has no ImagePositionPatient for this frame.")
    return tr("The header has no PixelSpacing for this frame.")


def _mm(value: float) -> str:
    return figure(value, ".4g")


def _vector(vector: Vector) -> str:
    return f"({', '.join(number(round(part, 6)) for part in vector)})"
