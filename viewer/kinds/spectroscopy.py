"""MR spectroscopy: signals of voxels as spectra (PS3.3 A.36.3, C.8.14).

Points follow each other by columns of points, rows of points, columns of voxels, rows
of voxels, frames; complex ones are pairs of a real and an imaginary part.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viewer import limits
from viewer.dicom.values import caption
from viewer.geometry.plane import Plane, Vector, cosines_are_valid
from viewer.kinds.base import ContentError
from viewer.kinds.reading import integer, items, number, numbers, raw, text
from viewer.kinds.references import references_of
from viewer.kinds.spectra import Grid, Slab, Spectra
from viewer.text import figure, mark, tr

if TYPE_CHECKING:
    from pydicom import Dataset

_PROTON = frozenset({"", "1H"})
_FACTS = (
    (mark("Nucleus"), "ResonantNucleus", ""),
    (mark("Localisation"), "VolumeLocalizationTechnique", ""),
    (mark("Sequence"), "PulseSequenceName", ""),
    (mark("Transmitter"), "TransmitterFrequency", "MHz"),
    (mark("Spectral width"), "SpectralWidth", "Hz"),
    (mark("Reference"), "ChemicalShiftReference", "ppm"),
)
_SHARED_FACTS = (
    (mark("Echo time"), "MREchoSequence", "EffectiveEchoTime", "ms"),
    (
        mark("Repetition time"),
        "MRTimingAndRelatedParametersSequence",
        "RepetitionTime",
        "ms",
    ),
    (mark("Averages"), "MRAveragesSequence", "NumberOfAverages", ""),
)


def read_spectroscopy(dataset: "Dataset", kind: str) -> Spectra:
    """The spectra of a data set. Raises ContentError when there are none."""
    representation = text(dataset, "DataRepresentation").upper() or "COMPLEX"
    values, notes = _stored(dataset, representation == "COMPLEX")
    points = values.shape[-1]
    width = number(dataset, "SpectralWidth") or 0.0
    in_time = text(dataset, "SignalDomainColumns").upper() == "TIME"
    offset, times = np.empty(0), np.empty(0)
    if in_time and np.iscomplexobj(values):
        values = _transformed(values)
        notes.append(tr("A signal in time, shown as its Fourier transform."))
        offset = _offsets(points, width, points - 1 - points // 2)
    elif in_time:
        times = np.arange(points) * 1000 / width if width > 0 else times
        notes.append(
            tr("A signal in time of which one part is stored: it has no spectrum.")
        )
    else:
        offset = _offsets(points, width, points // 2)
    stays = in_time and not np.iscomplexobj(values)
    doubts = [] if stays else _doubts(dataset, points, width)
    return Spectra(
        values=values,
        representation=representation,
        offset_hz=offset,
        times_ms=times,
        transmitter_mhz=number(dataset, "TransmitterFrequency") or 0.0,
        reference_ppm=number(dataset, "ChemicalShiftReference"),
        nucleus=text(dataset, "ResonantNucleus"),
        doubtful_ppm=bool(doubts),
        grids=_grids(dataset, values.shape[0]),
        slabs=_slabs(dataset),
        frame_of_reference=text(dataset, "FrameOfReferenceUID"),
        references=references_of(dataset),
        facts=_facts(dataset),
        notes=(*notes, *doubts),
    )


def _stored(dataset: "Dataset", pairs: bool) -> tuple[NDArray[Any], list[str]]:
    """(frames, rows, columns, point rows, points) as in the file; what is missing."""
    shape = tuple(
        max(integer(dataset, keyword) or 1, 1)
        for keyword in ("Rows", "Columns", "DataPointRows", "DataPointColumns")
    )
    one_frame = int(np.prod(shape, dtype=object)) * (2 if pairs else 1)
    little = getattr(getattr(dataset, "layout", None), "little_endian", True)
    data = raw(dataset, "SpectroscopyData")
    flat = np.frombuffer(data[: len(data) // 4 * 4], "<f4" if little else ">f4")
    if flat.size == 0:
        raise ContentError(tr("It holds no spectroscopy data."))
    stated = max(integer(dataset, "NumberOfFrames") or 1, 1)
    whole = min(flat.size // one_frame, stated)
    notes = []
    if whole == 0:
        sentence = tr(
            "It holds {count} numbers, too few for one frame of {needed}.",
            count=figure(flat.size, ","),
            needed=figure(one_frame, ","),
        )
        raise ContentError(sentence)
    if whole < stated or flat.size > stated * one_frame:
        notes.append(
            tr(
                "⚠ The header tells of {stated} frames, the data are enough for"
                " {count}: sizes and data do not agree.",
                stated=stated,
                count=figure(flat.size / one_frame, ".4g"),
            )
        )
    values = flat[: whole * one_frame].astype(np.float32)
    if not np.isfinite(values).all():
        values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
        notes.append(tr("⚠ Values that are no numbers are shown as 0."))
    return (values.view(np.complex64) if pairs else values).reshape(
        whole, *shape
    ), notes


def _transformed(signal: NDArray[Any]) -> NDArray[Any]:
    """Spectra of signals, the highest frequency first; no window, no zero filling."""
    spectra = np.fft.fftshift(np.fft.fft(signal, axis=-1), axes=-1)
    return np.ascontiguousarray(spectra[..., ::-1], dtype=np.complex64)


def _offsets(points: int, width_hz: float, middle: int) -> NDArray[np.float64]:
    """Distance of each point from the transmitter's frequency, falling, Hz."""
    if width_hz <= 0:
        return np.empty(0)
    return (middle - np.arange(points, dtype=np.float64)) * (width_hz / points)


def _doubts(dataset: "Dataset", points: int, width: float) -> list[str]:
    """Why the axis in ppm may be wrong."""
    found = []
    reference = number(dataset, "ChemicalShiftReference")
    if width <= 0:
        return [tr("⚠ No spectral width is stated: points have no frequency.")]
    if reference is None:
        found.append(tr("⚠ No chemical shift reference is stated: no axis in ppm."))
    elif reference == 0 and text(dataset, "ResonantNucleus").upper() in _PROTON:
        found.append(
            tr(
                "⚠ The stated reference of 0 ppm is unlikely for protons:"
                " the axis in ppm may be wrong."
            )
        )
    if not number(dataset, "TransmitterFrequency"):
        found.append(tr("⚠ No transmitter frequency is stated: no axis in ppm."))
    acquired = _acquired_points(dataset)
    if acquired > points:
        found.append(
            tr(
                "⚠ {acquired} points were acquired and {stored} are stored: if the"
                " others were cut off, the axis is too wide.",
                acquired=figure(acquired, ","),
                stored=figure(points, ","),
            )
        )
    return found


def _acquired_points(dataset: "Dataset") -> int:
    for group in items(dataset, "SharedFunctionalGroupsSequence")[:1]:
        for item in items(group, "MRSpectroscopyFOVGeometrySequence")[:1]:
            return integer(item, "SpectroscopyAcquisitionDataColumns") or 0
    return 0


def _grids(dataset: "Dataset", frames: int) -> tuple[Grid, ...]:
    shared = items(dataset, "SharedFunctionalGroupsSequence")[:1]
    per_frame = items(dataset, "PerFrameFunctionalGroupsSequence")
    return tuple(
        _grid((*per_frame[at : at + 1], *shared)) for at in range(min(frames, 100_000))
    )


def _grid(groups: tuple["Dataset", ...]) -> Grid:
    position = _first(groups, "PlanePositionSequence", "ImagePositionPatient", 3)
    cosines = _first(groups, "PlaneOrientationSequence", "ImageOrientationPatient", 6)
    spacing = _first(groups, "PixelMeasuresSequence", "PixelSpacing", 2)
    thickness = _first(groups, "PixelMeasuresSequence", "SliceThickness", 1)
    deep = abs(thickness[0]) if thickness else 0.0
    if not (position and cosines and spacing and min(spacing) > 0):
        return Grid(thickness_mm=deep)
    row, column = _vector(cosines[:3]), _vector(cosines[3:])
    if not cosines_are_valid(row, column):
        return Grid(thickness_mm=deep)
    return Grid(Plane(_vector(position), row, column, spacing[0], spacing[1]), deep)


def _first(
    groups: tuple["Dataset", ...], sequence: str, keyword: str, count: int
) -> tuple[float, ...]:
    """The values of the first group that has them all."""
    for group in groups:
        for item in items(group, sequence)[:1]:
            values = numbers(item, keyword)
            if len(values) == count:
                return values
    return ()


def _slabs(dataset: "Dataset") -> tuple[Slab, ...]:
    found = []
    for item in items(dataset, "VolumeLocalizationSequence")[: limits.SLABS]:
        middle, normal = (
            numbers(item, "MidSlabPosition"),
            numbers(item, "SlabOrientation"),
        )
        thickness = number(item, "SlabThickness") or 0.0
        if len(middle) == len(normal) == 3 and thickness > 0 and any(normal):
            length = sum(part * part for part in normal) ** 0.5
            unit = tuple(part / length for part in normal)
            found.append(Slab(_vector(middle), _vector(unit), thickness))
    return tuple(found)


def _vector(values: tuple[float, ...]) -> Vector:
    return values[0], values[1], values[2]


def _facts(dataset: "Dataset") -> tuple[tuple[str, str], ...]:
    rows = [
        (tr(label), _value(dataset, keyword, unit)) for label, keyword, unit in _FACTS
    ]
    for group in items(dataset, "SharedFunctionalGroupsSequence")[:1]:
        for label, sequence, keyword, unit in _SHARED_FACTS:
            for item in items(group, sequence)[:1]:
                rows.append((tr(label), _value(item, keyword, unit)))
    return tuple((label, value) for label, value in rows if value)


def _value(item: "Dataset", keyword: str, unit: str) -> str:
    found = number(item, keyword)
    if found is None or (not unit and keyword != "NumberOfAverages"):
        return caption(text(item, keyword))
    return f"{figure(found, '.6g')} {unit}".strip()
