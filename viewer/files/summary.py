"""What a reader asks of a header first: size, resolution, equipment, compression.

Plain records from a `Header`; `summary_text.py` puts them into words.
"""

from collections.abc import Callable
from typing import Literal

from viewer.dicom import tags
from viewer.dicom.sop_classes import sop_class
from viewer.dicom.transfer_syntaxes import TransferSyntax, transfer_syntax
from viewer.files.header import Header
from viewer.files.icc_profile import IccProfile, read_icc_profile
from viewer.files.spatial import Spacing, spacing_of
from viewer.records import dataclass

Loss = Literal["", "lossless", "lossy"]
"""Nothing where a code stream does not tell."""


@dataclass(frozen=True, slots=True)
class Size:
    """Of the stored picture; 0 or "" for what the object does not state.

    `matrix` is (rows, columns) of the whole slide when the frames are its tiles.
    """

    rows: int
    columns: int
    frames: int
    samples_per_pixel: int
    bits_stored: int
    bits_allocated: int
    photometric_interpretation: str
    signed: bool = False
    matrix: tuple[int, int] | None = None
    icc_profile: IccProfile | None = None
    """Of colours; a grey picture has none to apply."""
    color_space: str = ""
    """The well-known space that the profile is said to be of (PS3.3 C.11.15.1.2)."""

    @property
    def uncompressed_bytes(self) -> int:
        """Bytes of all frames, as they would be stored without compression."""
        bits = self.rows * self.columns * self.samples_per_pixel * self.bits_allocated
        return -(-bits // 8) * self.frames


@dataclass(frozen=True, slots=True)
class Equipment:
    """What made the object; "" for what it does not state."""

    modality: str
    manufacturer: str
    model: str
    station_name: str
    software_versions: str
    device_serial_number: str
    institution: str


@dataclass(frozen=True, slots=True)
class Compression:
    """How the pixels are stored now, and what the header says of before.

    `lossy` is about the present form: when the syntax allows both and the object does
    not say which, it is True and `lossy_is_stated` False. `ratios` and `methods` have
    one entry a lossy step. `achieved_ratio` is measured on this file.
    """

    compressed: bool
    lossy: bool
    lossy_is_stated: bool
    family: str
    previously_lossy: bool
    ratios: tuple[float, ...]
    methods: tuple[str, ...]
    achieved_ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The answers, for the card of the header panel and for `info`."""

    sop_class_uid: str
    sop_class_name: str | None
    sop_class_retired: bool
    sop_class_note: str | None
    transfer_syntax_uid: str
    transfer_syntax_name: str | None
    size: Size | None
    spacing: Spacing | None
    thickness_mm: float | None
    equipment: Equipment
    compression: Compression | None


def summary(
    header: Header, frame_index: int = 0, pixel_bytes: int | None = None
) -> Summary:
    """What the header says; `pixel_bytes` as stored, when known."""
    uid = header.text(tags.SOPClassUID) or header.text(tags.MediaStorageSOPClassUID)
    known = sop_class(uid)
    syntax = transfer_syntax(header.transfer_syntax_uid)
    size = _size(header, frame_index)
    measures = header.group(tags.PixelMeasuresSequence, frame_index) or header
    return Summary(
        sop_class_uid=uid,
        sop_class_name=known.name if known else None,
        sop_class_retired=known.retired if known else False,
        sop_class_note=known.note if known else None,
        transfer_syntax_uid=header.transfer_syntax_uid,
        transfer_syntax_name=syntax.name if syntax else None,
        size=size,
        spacing=spacing_of(header, frame_index) if size else None,
        thickness_mm=measures.number(tags.SliceThickness) or None,
        equipment=_equipment(header),
        compression=_compression(header, syntax, size, pixel_bytes),
    )


def stored_pixel_bytes(header: Header) -> int | None:
    """Bytes that compressed pixels take in the file, item headers included.

    None for uncompressed, deflated or absent pixels, and when the disk does not tell
    the size of the file, which it is asked for.
    """
    syntax = transfer_syntax(header.transfer_syntax_uid)
    if header.pixel_length != -1 or syntax is None or syntax.deflated:
        return None
    try:
        return max(0, header.source.size() - header.pixel_offset) or None
    except OSError:
        return None


def compression_of(header: Header, loss: Loss = "") -> Compression | None:
    """How the pixels are stored, None for objects without; reads no file.

    `loss` is what the code stream of a frame says of itself, whatever the label.
    """
    syntax = transfer_syntax(header.transfer_syntax_uid)
    return _compression(header, syntax, _size(header, 0), None, loss)


def _size(header: Header, frame_index: int) -> Size | None:
    rows, columns = header.integer(tags.Rows), header.integer(tags.Columns)
    if not rows or not columns or rows < 0 or columns < 0:
        return None

    def positive(tag: int) -> int:
        return max(0, header.integer(tag) or 0)

    matrix = positive(tags.TotalPixelMatrixRows), positive(tags.TotalPixelMatrixColumns)
    return Size(
        rows,
        columns,
        frames=positive(tags.NumberOfFrames) or 1,
        samples_per_pixel=positive(tags.SamplesPerPixel) or 1,
        bits_stored=positive(tags.BitsStored),
        bits_allocated=positive(tags.BitsAllocated),
        photometric_interpretation=header.text(tags.PhotometricInterpretation),
        signed=header.integer(tags.PixelRepresentation) == 1,
        matrix=matrix if all(matrix) else None,
        icc_profile=read_icc_profile(header, frame_index),
        color_space=header.text(tags.ColorSpace).strip(),
    )


def _equipment(header: Header) -> Equipment:
    text: Callable[[int], str] = header.text
    return Equipment(
        modality=text(tags.Modality),
        manufacturer=text(tags.Manufacturer),
        model=text(tags.ManufacturerModelName),
        station_name=text(tags.StationName),
        software_versions=text(tags.SoftwareVersions),
        device_serial_number=text(tags.DeviceSerialNumber),
        institution=text(tags.InstitutionName),
    )


def _compression(
    header: Header,
    syntax: TransferSyntax | None,
    size: Size | None,
    pixel_bytes: int | None,
    loss: Loss = "",
) -> Compression | None:
    """None for objects without pixels (PS3.3 C.7.6.1.1.5)."""
    if not header.pixel_tag or size is None:
        return None
    compressed = syntax.compressed if syntax else header.pixel_length == -1
    stated = header.text(tags.LossyImageCompression)
    methods = tuple(filter(None, header.texts(tags.LossyImageCompressionMethod)))
    lossy, is_stated = _present_loss(syntax, compressed, stated, methods)
    if loss:
        lossy, is_stated = loss == "lossy", True
    own = syntax.method if syntax and lossy else ""
    ratios = header.numbers(tags.LossyImageCompressionRatio)
    steps = max(len(methods), len(ratios))
    others = any(method != own for method in methods)
    achieved = None
    if compressed and pixel_bytes:
        achieved = size.uncompressed_bytes / pixel_bytes
    return Compression(
        compressed=compressed,
        lossy=lossy,
        lossy_is_stated=is_stated,
        family=syntax.family if syntax else "",
        previously_lossy=stated == "01" and (not lossy or others or steps > 1),
        ratios=ratios,
        methods=methods,
        achieved_ratio=achieved,
    )


def _present_loss(
    syntax: TransferSyntax | None,
    compressed: bool,
    stated: str,
    methods: tuple[str, ...],
) -> tuple[bool, bool]:
    """Whether the present form is lossy, and whether that is certain."""
    if not compressed:
        return False, True
    if syntax is not None and syntax.lossy is not None:
        return syntax.lossy, True
    if stated == "00":
        return False, True
    if stated == "01":
        # Once lossy by another method, and stored losslessly since, is possible.
        own = syntax.method if syntax else ""
        return not methods or not own or own in methods, True
    return True, False
