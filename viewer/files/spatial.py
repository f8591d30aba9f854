"""Millimetres from a header: pixel spacing and what it rests on, and the image plane.

PS3.3 10.7.1 (spacing of projection images), C.7.6.2 (plane), C.7.6.16.2 (functional
groups), C.8.5.5 (ultrasound regions), C.8.8.3 (dose grids). Frames count from 0.
"""

import math
from functools import lru_cache
from typing import Literal

from viewer.dicom import tags
from viewer.dicom.values import parse_numbers
from viewer.files.header import Header
from viewer.geometry.plane import Plane, Vector, cosines_are_valid, cross, dot
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
    "scanned",
    "user",
]
"""What a spacing rests on; "user" is no header's, but a line drawn by the reader."""

_SENTENCES: dict[Basis, str] = {
    "patient": mark("in the patient"),
    "calibrated": mark("calibrated in the image"),
    "unstated": mark("not stated whether at the detector or in the patient"),
    "detector": mark("at the detector"),
    "magnified": mark("in the patient, by the stated magnification of {factor}"),
    "region": mark("calibrated by the ultrasound region"),
    "image plane": mark("in the radiotherapy image plane"),
    "scanned": mark("on the scanned film, nominal"),
    "user": mark("calibrated by the reader with a line of known length"),
}
_CALIBRATIONS = {
    "GEOMETRY": mark("calibrated by geometry, for one depth near the central ray"),
    "FIDUCIAL": mark("calibrated by an object of known size"),
}
_PROJECTIONS = frozenset({"CR", "DX", "IO", "MG", "PX", "RF", "RG", "XA"})
_SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
_SAME = 1e-4
"""Spacings that differ by less than this part are the same."""

_NUCLEAR = "1.2.840.10008.5.1.4.1.1.20"
_RECONSTRUCTED = (("RECON TOMO",), ("RECON GATED TOMO",))
_TWO_DIMENSIONAL, _CENTIMETRES = 1, 3
_Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distance between pixel centres in mm. `row_mm` lies between rows (vertical).

    `basis` is what the figures rest on; `detail` adds to its sentence.
    """

    row_mm: float
    column_mm: float
    basis: Basis
    detail: str = ""

    @property
    def sentence(self) -> str:
        """Where the figures hold, for readers: "at the detector"."""
        return self.detail or tr(_SENTENCES[self.basis])

    @property
    def at_detector(self) -> bool:
        """Projected sizes: what lies nearer the tube is smaller than it seems."""
        return self.basis == "detector"

    @property
    def is_calibrated(self) -> bool:
        """The figures can be measured with; nominal ones of a film scanner cannot."""
        return self.basis != "scanned"


def spacing_of(header: Header, frame_index: int) -> Spacing | None:
    """The spacing of one frame, None when nothing states it."""
    measures = header.group(tags.PixelMeasuresSequence, frame_index)
    if measures is not None and (pair := _pair(measures, tags.PixelSpacing)):
        return Spacing(*pair, "patient")
    pixel = _pair(header, tags.PixelSpacing)
    imager = _pair(header, tags.ImagerPixelSpacing)
    if pixel and _is_cross_section(header, frame_index):
        return Spacing(*pixel, "patient")
    if pixel and not (imager and _close(pixel, imager)):
        return _stated(header, pixel, corrected=imager is not None)
    if imager:
        return _at_detector(header, imager)
    if pair := _pair(header, tags.ImagePlanePixelSpacing):
        return Spacing(*pair, "image plane")
    if pair := _region(header):
        return Spacing(*pair, "region")
    if pair := _pair(header, tags.NominalScannedPixelSpacing):
        return Spacing(*pair, "scanned")
    return None


def pixel_aspect(header: Header, frame_index: int) -> float:
    """A pixel's height divided by its width; 1.0 when nothing states it."""
    measures = header.group(tags.PixelMeasuresSequence, frame_index) or header
    for holder, tag in (
        (measures, tags.PixelSpacing),
        (header, tags.ImagerPixelSpacing),
        (header, tags.ImagePlanePixelSpacing),
        (header, tags.NominalScannedPixelSpacing),
        (header, tags.PixelAspectRatio),
    ):
        if pair := _pair(holder, tag):
            return pair[0] / pair[1]
    return 1.0


def plane_of(header: Header, frame_index: int) -> Plane | None:
    """Where a frame lies in the patient; None when it is not stated or not sound."""
    cosines = orientation_of(header, frame_index)
    position = position_of(header, frame_index)
    if cosines is None or position is None:
        return None
    measures = header.group(tags.PixelMeasuresSequence, frame_index) or header
    spacing = _pair(measures, tags.PixelSpacing)
    if spacing is None:
        return None
    return Plane(position, cosines[0], cosines[1], *spacing)


def orientation_of(header: Header, frame_index: int) -> tuple[Vector, Vector] | None:
    """(row cosine, column cosine), None when absent or not orthogonal unit vectors."""
    holder = header.group(tags.PlaneOrientationSequence, frame_index) or header
    element = holder.elements.get(tags.ImageOrientationPatient)
    if element is None and (first := _first_slice(header)) is not None:
        element = first.elements.get(tags.ImageOrientationPatient)
    if element is None:
        return None
    return _cosines(element[1], element[0] or "DS", holder.little_endian)


def states_orientation(header: Header, frame_index: int) -> bool:
    """There are cosines, sound or not."""
    holder = header.group(tags.PlaneOrientationSequence, frame_index) or header
    return holder.has(tags.ImageOrientationPatient) or _first_slice(header) is not None


def position_of(header: Header, frame_index: int) -> Vector | None:
    """Centre of the frame's first pixel in the patient, mm.

    Without functional groups only the first frame has one, save in a dose grid and in
    reconstructed nuclear medicine.
    """
    group = header.group(tags.PlanePositionSequence, frame_index)
    first = _first_slice(header) if group is None else None
    if first is not None:
        return _slice_position(header, frame_index, first)
    values = (group or header).numbers(tags.ImagePositionPatient)
    if len(values) != 3:
        return None
    position = (values[0], values[1], values[2])
    if group is not None or frame_index == 0:
        return position
    return _dose_position(header, frame_index, position)


def normal_of(cosines: tuple[Vector, Vector]) -> Vector:
    """Unit vector across a plane of these cosines."""
    return cross(*cosines)


def distance_along(normal: Vector, position_mm: Vector) -> float:
    """How far along a normal a position lies, mm: what slices are ordered by."""
    return dot(normal, position_mm)


def _pair(header: Header, tag: int) -> _Pair | None:
    """Two positive figures (between rows, between columns)."""
    values = header.numbers(tag)
    if len(values) < 2 or min(values[:2]) <= 0:
        return None
    return values[0], values[1]


def _close(one: _Pair, other: _Pair) -> bool:
    return all(abs(a - b) <= _SAME * max(a, b) for a, b in zip(one, other, strict=True))


def _is_cross_section(header: Header, frame_index: int) -> bool:
    """A slice that lies in the patient: its spacing is no projection's (10.7.1.1)."""
    return (
        header.text(tags.Modality) not in _PROJECTIONS
        and not header.has(tags.PixelSpacingCalibrationType)
        and plane_of(header, frame_index) is not None
    )


def _stated(header: Header, pair: _Pair, *, corrected: bool) -> Spacing:
    """From PixelSpacing: in the patient, or what a projection was calibrated to."""
    kind = header.text(tags.PixelSpacingCalibrationType)
    if not corrected and not kind:
        return Spacing(*pair, "unstated" if _may_be_projected(header) else "patient")
    words = _CALIBRATIONS.get(kind)
    described = header.text(tags.PixelSpacingCalibrationDescription)
    detail = ": ".join(part for part in (tr(words) if words else "", described) if part)
    return Spacing(*pair, "calibrated", detail)


def _may_be_projected(header: Header) -> bool:
    """A projection, or a secondary capture, which may be one of anything (A.8)."""
    is_capture = header.text(tags.SOPClassUID).startswith(_SECONDARY_CAPTURE)
    return is_capture or header.text(tags.Modality) in _PROJECTIONS


def _at_detector(header: Header, pair: _Pair) -> Spacing:
    factor = header.number(tags.EstimatedRadiographicMagnificationFactor)
    if factor is None or factor < 1:
        return Spacing(*pair, "detector")
    row, column = pair
    sentence = _SENTENCES["magnified"]
    detail = tr(sentence, factor=figure(factor, ".4g"))
    return Spacing(row / factor, column / factor, "magnified", detail)


def _region(header: Header) -> _Pair | None:
    """Of the only two-dimensional ultrasound region that is measured in cm."""
    regions = [
        item
        for item in header.items.get(tags.SequenceOfUltrasoundRegions, ())
        if item.integer(tags.RegionSpatialFormat) == _TWO_DIMENSIONAL
        and item.integer(tags.PhysicalUnitsXDirection) == _CENTIMETRES
        and item.integer(tags.PhysicalUnitsYDirection) == _CENTIMETRES
    ]
    deltas = {
        (item.number(tags.PhysicalDeltaY), item.number(tags.PhysicalDeltaX))
        for item in regions
    }
    if len(deltas) != 1:
        return None
    ((row, column),) = deltas
    if not row or not column:
        return None
    return abs(row) * 10, abs(column) * 10


@lru_cache(maxsize=256)
def _cosines(raw: bytes, vr: str, little_endian: bool) -> tuple[Vector, Vector] | None:
    values = parse_numbers(raw, vr, little_endian)
    if len(values) != 6:
        return None
    row = (values[0], values[1], values[2])
    column = (values[3], values[4], values[5])
    return (row, column) if cosines_are_valid(row, column) else None


def _dose_position(header: Header, frame_index: int, first: Vector) -> Vector | None:
    """From GridFrameOffsetVector: relative when it begins with 0, else patient z."""
    offsets = header.numbers(tags.GridFrameOffsetVector)
    cosines = orientation_of(header, frame_index)
    if cosines is None or not 0 <= frame_index < len(offsets):
        return None
    normal, offset = normal_of(cosines), offsets[frame_index]
    if offsets[0] == 0:
        x, y, z = (o + offset * n for o, n in zip(first, normal, strict=True))
        return x, y, z
    axial = math.isclose(abs(normal[2]), 1.0, abs_tol=1e-3)
    return (first[0], first[1], offset) if axial else None


def _first_slice(header: Header) -> Header | None:
    """What says how the first slice of reconstructed nuclear medicine lies.

    That is the detector (PS3.3 C.8.4.11), unless the object itself says it.
    """
    if header.text(tags.SOPClassUID) != _NUCLEAR:
        return None
    if header.texts(tags.ImageType)[2:3] not in _RECONSTRUCTED:
        return None
    if header.has(tags.ImageOrientationPatient):
        return header
    detectors = header.items.get(tags.DetectorInformationSequence, ())
    is_said = detectors and detectors[0].numbers(tags.ImageOrientationPatient)
    return detectors[0] if is_said else None


def _slice_position(header: Header, frame_index: int, first: Header) -> Vector | None:
    """By the slice vector; the sign of the spacing says to which side (C.8.4.15)."""
    values = first.numbers(tags.ImagePositionPatient)
    cosines = orientation_of(header, frame_index)
    if len(values) != 3 or cosines is None:
        return None
    x, y, z = values
    if frame_index == 0:
        return x, y, z
    slices = header.integers(tags.SliceVector)
    spacing_mm = header.number(tags.SpacingBetweenSlices)
    if not spacing_mm or not 0 < frame_index < len(slices):
        return None
    way = (slices[frame_index] - slices[0]) * spacing_mm
    x, y, z = (at + way * n for at, n in zip(values, normal_of(cosines), strict=True))
    return x, y, z
