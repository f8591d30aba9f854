"""The summary of a header in plain words: four facts, each with where it comes from."""

from collections.abc import Iterator

from viewer.dicom.transfer_syntaxes import METHOD_NAMES
from viewer.dicom.values import caption
from viewer.files.icc_profile import icc_text
from viewer.files.spatial import Basis
from viewer.files.summary import Compression, Size, Summary
from viewer.records import dataclass
from viewer.text import figure, mark, tr, trn

SPACING_ATTRIBUTES: dict[Basis, tuple[str, str]] = {
    "patient": ("PixelSpacing", "Pixel Spacing"),
    "calibrated": ("PixelSpacing", "Pixel Spacing"),
    "unstated": ("PixelSpacing", "Pixel Spacing"),
    "detector": ("ImagerPixelSpacing", "Imager Pixel Spacing"),
    "magnified": ("ImagerPixelSpacing", "Imager Pixel Spacing"),
    "region": ("SequenceOfUltrasoundRegions", "Sequence of Ultrasound Regions"),
    "image plane": ("ImagePlanePixelSpacing", "Image Plane Pixel Spacing"),
    "scanned": ("NominalScannedPixelSpacing", "Nominal Scanned Pixel Spacing"),
}
"""Keyword and name of the attribute that a spacing of a header was read from."""

VERSION_CHARACTERS = 64
_MICROMETRES_BELOW_MM = 0.01
_NOT_STATED = mark("not stated")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the card: what it is, the answer, and a smaller line below it."""

    label: str
    text: str
    detail: str = ""


def title(summary: Summary) -> str:
    """The SOP class by name, or why there is none."""
    if summary.sop_class_name:
        return summary.sop_class_name
    if summary.sop_class_uid:
        return tr("Unknown SOP Class")
    return tr("SOP Class not stated")


def facts(summary: Summary) -> tuple[Fact, ...]:
    """Image size, resolution, equipment and compression, always these four."""
    return (
        Fact(tr("Image size"), *_size(summary.size)),
        Fact(tr("Resolution"), *_resolution(summary)),
        Fact(tr("Equipment"), *_equipment(summary)),
        Fact(tr("Compression"), *_compression(summary)),
    )


def _size(size: Size | None) -> tuple[str, str]:
    if size is None:
        return tr("no image"), ""
    frames = trn("{count} frame", "{count} frames", size.frames)
    text = f"{size.rows} × {size.columns}, {frames}"
    if size.matrix is not None:
        rows, columns = size.matrix
        text = f"{rows} × {columns}"
        tiles = trn("{count} tile", "{count} tiles", size.frames)
        frames = tr(
            "{tiles} of {size}", tiles=tiles, size=f"{size.rows} × {size.columns}"
        )
        order = tr("rows × columns")
        return text, _joined(order, frames, _values(size), _colours(size))
    order = tr("rows × columns") if size.rows != size.columns else ""
    return text, _joined(order, _values(size), _colours(size))


def _values(size: Size) -> str:
    """ "12 of 16 bits, MONOCHROME2, signed" """
    if not size.bits_allocated:
        bits = ""
    elif size.bits_stored in (0, size.bits_allocated):
        bits = trn("{count} bit", "{count} bits", size.bits_allocated)
    else:
        bits = tr(
            "{stored} of {allocated} bits",
            stored=size.bits_stored,
            allocated=size.bits_allocated,
        )
    if size.samples_per_pixel > 1 and bits:
        bits = f"{size.samples_per_pixel} × {bits}"
    signed = tr("signed") if size.signed else ""
    return _joined(
        bits, caption(size.photometric_interpretation), signed, separator=", "
    )


def _colours(size: Size) -> str:
    """ "ICC: sRGB IEC61966-2.1, applied (Color Space SRGB)" """
    space = caption(size.color_space)
    stated = tr("Color Space {name}", name=space) if space else ""
    profile = icc_text(size.icc_profile) if size.icc_profile is not None else ""
    return f"{profile} ({stated})" if profile and stated else profile or stated


def _resolution(summary: Summary) -> tuple[str, str]:
    thickness = ""
    if summary.thickness_mm is not None:
        thickness = tr("slices {mm} mm thick", mm=_short(summary.thickness_mm))
    spacing = summary.spacing
    if spacing is None:
        if summary.size is None:
            return tr("no image"), ""
        return tr(_NOT_STATED), _joined(tr("lengths are in pixels"), thickness)
    name = SPACING_ATTRIBUTES[spacing.basis][1]
    source = tr("from {name}, {where}", name=name, where=caption(spacing.sentence))
    detail = _joined(source, thickness)
    row, column = spacing.row_mm, spacing.column_mm
    if max(row, column) < _MICROMETRES_BELOW_MM:
        size = f"{_short(row * 1000)} × {_short(column * 1000)}"
        return tr("{size} µm per pixel", size=size), detail
    size = f"{_short(row)} × {_short(column)}"
    return tr("{size} mm per pixel", size=size), detail


def _first_versions(software_versions: str) -> str:
    """The versions that fit a line or two; the header below has them all."""
    text = software_versions.replace("\\", ", ")
    if len(text) <= VERSION_CHARACTERS:
        return text
    return text[:VERSION_CHARACTERS].rstrip(", ") + "…"


def _equipment(summary: Summary) -> tuple[str, str]:
    made = summary.equipment
    model = caption(made.model)
    maker = caption(made.manufacturer)
    if model.lower().startswith(maker.lower()):
        maker = ""
    details = (
        (mark("station {name}"), made.station_name),
        (mark("software {name}"), _first_versions(made.software_versions)),
        (mark("serial {name}"), made.device_serial_number),
    )
    detail = _joined(*(tr(text, name=caption(v)) for text, v in details if v))
    return _joined(maker, model, separator=" ") or tr(_NOT_STATED), detail


def _compression(summary: Summary) -> tuple[str, str]:
    compression = summary.compression
    if compression is None:
        return tr("no image"), caption(summary.transfer_syntax_name or "")
    if not summary.transfer_syntax_uid:
        return tr(_NOT_STATED), tr("the file names no transfer syntax")
    if summary.transfer_syntax_name is None:
        uid = caption(summary.transfer_syntax_uid)
        return tr("unknown transfer syntax"), uid
    before = _joined(*_compression_before(compression))
    name = "" if compression.compressed else summary.transfer_syntax_name
    return _compression_now(compression), _joined(name, before)


def _compression_now(compression: Compression) -> str:
    once = _once_lossy(compression)
    family = {"family": compression.family}
    if not compression.compressed:
        return tr("None now; {once}", once=once) if once else tr("None")
    if not compression.lossy:
        if once:
            return tr("{family}, lossless now; {once}", **family, once=once)
        return tr("{family}, lossless", **family)
    if not compression.lossy_is_stated:
        return tr("{family}, lossy or lossless", **family)
    ratio = compression.achieved_ratio or _plausible(compression.ratios)
    if not ratio:
        return tr("{family}, lossy", **family)
    rounded = figure(ratio, ".2g" if ratio < 10 else ".0f")
    return tr("{family}, lossy, about {ratio} : 1", **family, ratio=rounded)


def _once_lossy(compression: Compression) -> str:
    if not compression.previously_lossy:
        return ""
    ratio = _plausible(compression.ratios)
    if ratio:
        return tr("previously lossy {ratio} : 1", ratio=_short(ratio))
    return tr("previously lossy")


def _compression_before(compression: Compression) -> Iterator[str]:
    if not compression.lossy_is_stated:
        yield tr("the file does not say which")
    steps = max(len(compression.ratios), len(compression.methods))
    for step in range(steps):
        yield _step(compression, step)
    if compression.lossy and compression.previously_lossy:
        yield tr("lossy more than once")
    if compression.achieved_ratio:
        ratio = _short(compression.achieved_ratio)
        yield tr("in this file {ratio} : 1", ratio=ratio)


def _step(compression: Compression, step: int) -> str:
    """ "stated 8.2 : 1 (JPEG 2000)" """
    ratios, methods = compression.ratios[step:], compression.methods[step:]
    method = METHOD_NAMES.get(methods[0], caption(methods[0])) if methods else ""
    if not ratios:
        return "" if method == compression.family else tr("stated {name}", name=method)
    ratio = tr("stated {ratio} : 1", ratio=_short(ratios[0]))
    if ratios[0] <= 1:
        ratio = tr("{ratio}, which cannot be right", ratio=ratio)
    return f"{ratio} ({method})" if method else ratio


def _plausible(ratios: tuple[float, ...]) -> float:
    """The last stated ratio; 0 when there is none, or one that some writers invent."""
    return ratios[-1] if ratios and ratios[-1] > 1 else 0.0


def _short(value: float) -> str:
    return figure(value, ".3g" if abs(value) < 1000 else ".0f")


def _joined(*parts: str, separator: str = "; ") -> str:
    return separator.join(part for part in parts if part)
