"""By what the pixels between some points of a frame are measured, and how it is said.

First comes what the reader calibrated, then ultrasound regions (PS3.3 C.8.5.5), then
the spacing of the header (`spatial.py`). Where none of them serves lengths are counted
in pixels; so they are on a scanned film, of which only the scanner's spacing is known.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.spatial import Spacing, pixel_aspect, spacing_of
from viewer.files.ultrasound_regions import Axis, Region, common_region, regions_of
from viewer.geometry.marks import FrameKey, Mark, Point
from viewer.geometry.measure import Scale, length
from viewer.records import dataclass
from viewer.text import figure, mark, tr

Basis = Literal[
    "patient",
    "calibrated",
    "unstated",
    "detector",
    "magnified",
    "region",
    "image plane",
    "slide",
    "user",
    "pixels",
    "aspect",
    "values",
]
"""What a figure rests on: a spacing of `spatial.py` by its name there, a slide under
the microscope, the line that the reader calibrated with ("user"), a count of pixels,
their aspect alone (an angle), or the values of the pixels."""

_LABELS: dict[str, str] = {
    "calibrated": mark("{unit}, calibrated"),
    "GEOMETRY": mark("{unit}, calibrated by geometry"),
    "FIDUCIAL": mark("{unit}, calibrated by fiducial"),
    "unstated": mark("{unit}, plane not stated"),
    "detector": mark("{unit} at detector"),
    "magnified": mark("{unit}, ERMF {factor}"),
    "region": mark("{unit}, ultrasound region"),
    "image plane": mark("{unit} in the image plane"),
    "user": mark("{unit}, calibrated by user"),
}
_BARE = "{unit}"
"""Where nothing has to be said: lengths in the patient or on a slide, pixels."""
_SLIDE_MICROSCOPY, _MICROMETRES_BELOW_MM = "SM", 0.001
_PIXEL = Axis(1.0, "px", "{pixels}")
_GEOMETRY = (
    tags.Rows,
    tags.Columns,
    tags.ViewPosition,
    tags.ImageLaterality,
    tags.DistanceSourceToDetector,
    tags.DistanceSourceToPatient,
    tags.EstimatedRadiographicMagnificationFactor,
    tags.PositionerPrimaryAngle,
    tags.PositionerSecondaryAngle,
)
"""What tells projections of one series apart that are not of one size."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A pixel's measure in both directions. `aspect` is its height over its width.

    `label` has {unit} in it: "{unit} at detector"; `sentence` says where the figures
    hold, or why there are none but pixels. Both are in the reader's language.
    """

    across: Axis
    down: Axis
    basis: Basis
    label: str
    sentence: str
    aspect: float = 1.0
    is_spatial: bool = True

    @property
    def scale(self) -> Scale | None:
        """For lengths in any direction; None where the directions do not compare."""
        if not self.is_spatial or self.across.unit != self.down.unit:
            return None
        return Scale(self.across.size, self.down.size)

    @property
    def is_physical(self) -> bool:
        """The figures are no mere pixels."""
        return self.basis != "pixels"

    @property
    def angle_scale(self) -> Scale:
        """For angles: pixels as high and wide as they are, whatever their size."""
        if self.is_physical and self.scale is not None:
            return self.scale
        return Scale(1.0, self.aspect)

    def labelled(self, unit: str) -> str:
        """A unit with what it rests on: "mm at detector"."""
        return self.label.replace("{unit}", unit)


@dataclass(frozen=True, slots=True)
class UserCalibration:
    """What a line of known length says of the size of pixels, mm.

    It holds for the images of its series that do not differ from its own in anything
    that would change their size, and there within the ultrasound region of its line.
    """

    mark_uid: str
    key: FrameKey
    row_mm: float
    column_mm: float
    geometry: tuple[object, ...]
    region: Region | None = None

    def is_for(self, header: Header, frame_index: int) -> bool:
        """It holds somewhere on a frame."""
        return self.geometry == _geometry(header, frame_index)

    def is_for_points(
        self, header: Header, frame_index: int, points: Sequence[Point]
    ) -> bool:
        """It holds at all of some points of a frame."""
        if not self.is_for(header, frame_index):
            return False
        regions = regions_of(header, frame_index)
        if not regions:
            return True
        return common_region(regions, points) == self.region

    @property
    def spacing(self) -> Spacing:
        """As the spacing of a frame."""
        return Spacing(self.row_mm, self.column_mm, "user")


def user_calibration(
    drawn: Mark, key: FrameKey, header: Header
) -> UserCalibration | None:
    """What a calibration line says, None of other marks and of one without length."""
    if drawn.shape != "calibration" or not drawn.is_whole or not drawn.length_mm:
        return None
    own = calibration_of(header, key.frame_index, drawn.points)
    shape = own.angle_scale
    drawn_length = length(drawn.points, shape)
    if drawn_length <= 0 or drawn.length_mm <= 0:
        return None
    factor = drawn.length_mm / drawn_length
    regions = regions_of(header, key.frame_index)
    return UserCalibration(
        drawn.uid,
        key,
        shape.down * factor,
        shape.across * factor,
        _geometry(header, key.frame_index),
        common_region(regions, drawn.points) if regions else None,
    )


def chosen_calibration(
    users: Sequence[UserCalibration],
    header: Header,
    frame_index: int,
    points: Sequence[Point] | None = None,
) -> UserCalibration | None:
    """The reader's calibration for a frame, or for points of it.

    One of the frame itself comes first, then of its object, then of another image;
    of several the one that was made last.
    """
    uid = header.text(tags.SOPInstanceUID)
    holding = [
        one
        for one in users
        if (
            one.is_for(header, frame_index)
            if points is None
            else one.is_for_points(header, frame_index, points)
        )
    ]
    own = FrameKey(uid, frame_index)
    ranked = sorted(
        enumerate(holding),
        key=lambda pair: (
            pair[1].key == own,
            pair[1].key.sop_instance_uid == uid,
            pair[0],
        ),
    )
    return ranked[-1][1] if ranked else None


def seen_spacing(
    header: Header, frame_index: int, users: Sequence[UserCalibration] = ()
) -> Spacing | None:
    """The spacing of a frame as a whole: what its reader calibrated, else its own."""
    by_user = chosen_calibration(users, header, frame_index)
    return by_user.spacing if by_user else spacing_of(header, frame_index)


def calibration_of(
    header: Header,
    frame_index: int,
    points: Sequence[Point],
    users: Sequence[UserCalibration] = (),
) -> Calibration:
    """By what the pixels between some points of a frame are measured."""
    by_user = chosen_calibration(users, header, frame_index, points)
    if by_user is not None:
        return _in_mm(by_user.spacing, tr(_LABELS["user"]))
    aspect = pixel_aspect(header, frame_index)
    if header.present(tags.SequenceOfUltrasoundRegions):
        return _of_regions(regions_of(header, frame_index), points, aspect)
    spacing = spacing_of(header, frame_index)
    if spacing is None:
        return _in_pixels(_why_pixels(aspect), aspect)
    if not spacing.is_calibrated:
        sentence = tr(
            "Only the nominal spacing of the film scanner is known: lengths are in "
            "pixels."
        )
        return _in_pixels(sentence, spacing.row_mm / spacing.column_mm)
    on_slide = header.text(tags.Modality).strip() == _SLIDE_MICROSCOPY
    if on_slide or max(spacing.row_mm, spacing.column_mm) < _MICROMETRES_BELOW_MM:
        return _in_micrometres(spacing, spacing_label(spacing, header), on_slide)
    return _in_mm(spacing, spacing_label(spacing, header))


def _of_regions(
    regions: Sequence[Region], points: Sequence[Point], aspect: float
) -> Calibration:
    region = common_region(regions, points)
    if region is None or not region.measures:
        sentence = tr(
            "Not all of it is in ultrasound regions that measure alike: lengths are in "
            "pixels."
        )
        return _in_pixels(sentence, aspect)
    return Calibration(
        region.across,
        region.down,
        "region",
        tr(_LABELS["region"]),
        tr("calibrated by the ultrasound region"),
        is_spatial=region.is_spatial and region.across.unit == "mm",
    )


def _in_mm(spacing: Spacing, label: str) -> Calibration:
    basis = spacing.basis
    assert basis != "scanned"
    return Calibration(
        Axis(spacing.column_mm, "mm", "mm"),
        Axis(spacing.row_mm, "mm", "mm"),
        basis,
        label,
        spacing.sentence,
    )


def _in_micrometres(spacing: Spacing, label: str, on_slide: bool) -> Calibration:
    by = _in_mm(spacing, label)
    return replace(
        by,
        across=Axis(spacing.column_mm * 1000, "µm", "um"),
        down=Axis(spacing.row_mm * 1000, "µm", "um"),
        basis="slide" if on_slide else by.basis,
        sentence=tr("on the slide") if on_slide else by.sentence,
    )


def _in_pixels(sentence: str, aspect: float) -> Calibration:
    return Calibration(_PIXEL, _PIXEL, "pixels", _BARE, sentence, aspect)


def _why_pixels(aspect: float) -> str:
    if aspect == 1.0:
        return tr("Nothing in the header says how large a pixel is.")
    return tr(
        "Nothing in the header says how large a pixel is, only that it is {aspect} "
        "times as high as wide: lengths count pixels, angles are true.",
        aspect=figure(aspect, ".4g"),
    )


def spacing_label(spacing: Spacing, header: Header) -> str:
    """What stands beside a length of a frame, with {unit} in it."""
    label = _LABELS.get(spacing.basis, "")
    if spacing.basis == "calibrated":
        kind = header.text(tags.PixelSpacingCalibrationType).strip()
        label = _LABELS.get(kind, label)
    factor = header.number(tags.EstimatedRadiographicMagnificationFactor)
    said = "" if factor is None else figure(factor, ".4g")
    return tr(label, unit=_BARE, factor=said) if label else _BARE


def _geometry(header: Header, frame_index: int) -> tuple[object, ...]:
    """What images have in common on which a pixel is as large."""
    spacing = spacing_of(header, frame_index)
    series = header.text(tags.SeriesInstanceUID)
    return (
        series or header.text(tags.SOPInstanceUID),
        spacing and (spacing.row_mm, spacing.column_mm, spacing.basis),
        pixel_aspect(header, frame_index),
        regions_of(header, frame_index),
        *(header.numbers(tag) or header.text(tag) for tag in _GEOMETRY),
    )
