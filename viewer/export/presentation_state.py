"""Softcopy presentation states: how images are shown, and marks drawn on them.

PS3.3 A.33.1 (greyscale) and A.33.2 (colour), C.10.4 to C.10.7, C.11. Graphics are in
PIXEL units, in which the outer corner of the first pixel is 0, 0 (C.10.5.1.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from viewer.export.document import file_bytes, model_of, new_object
from viewer.export.records import Display, DisplayedFrame, DrawnMark, ExportError, Image
from viewer.geometry.marks import Point
from viewer.geometry.view_transform import Rotation
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.modality import Rescale
from viewer.text import tr

if TYPE_CHECKING:
    from pydicom import Dataset

GREY = "1.2.840.10008.5.1.4.1.1.11.1"
COLOUR = "1.2.840.10008.5.1.4.1.1.11.2"
MARKS, OVERLAYS = "MARKS", "OVERLAYS"
"""Names of graphic layers."""

TEXT_CHARACTERS = 1024
"""Of one text (ST)."""

_PLAIN = str.maketrans({"\N{MINUS SIGN}": "-", "\N{MULTIPLICATION SIGN}": "x"})
"""What Latin 1 lacks, and what readers of it take for no letter."""
_SHUTTER = (
    "ShutterShape",
    "ShutterLeftVerticalEdge",
    "ShutterRightVerticalEdge",
    "ShutterUpperHorizontalEdge",
    "ShutterLowerHorizontalEdge",
    "CenterOfCircularShutter",
    "RadiusOfCircularShutter",
    "VerticesOfThePolygonalShutter",
)


@dataclass(frozen=True, slots=True)
class StateRequest:
    """Frames of one series as they are shown.

    `area` is (first column, first row, last column, last row), from 1, both inside,
    as the corners lie before rotation; None for whole images.
    """

    frames: tuple[DisplayedFrame, ...]
    rotation: Rotation = 0
    flipped: bool = False
    area: tuple[int, int, int, int] | None = None
    label: str = "MARKS"
    description: str = ""
    creator: str = ""
    profile: bytes = b""
    """ICC profile of the colours, for images that have colours."""


def presentation_states(request: StateRequest) -> tuple[bytes, ...]:
    """One object for each way in which some of the frames are shown.

    A state has one modality transform and one polarity for all of its images; images
    that differ in these need states of their own. Raises ExportError.
    """
    groups: dict[Display, list[DisplayedFrame]] = {}
    for frame in request.frames:
        groups.setdefault(frame.display, []).append(frame)
    if not groups:
        raise ExportError(tr("There is no image that a state could be of."))
    return tuple(_state(request, of, frames) for of, frames in groups.items())


def _state(
    request: StateRequest, display: Display, frames: Sequence[DisplayedFrame]
) -> bytes:
    model = model_of(frames[0].image)
    made = new_object(model, COLOUR if display.is_colour else GREY, "PR", "Marks")
    for keyword in ("BodyPartExamined", "Laterality"):
        if keyword in model:
            made[keyword] = model[keyword]
    if "BodyPartExamined" not in made and "Laterality" not in made:
        made.Laterality = None  # of a paired part of the body, or not: it is not known
    made.ContentLabel = request.label
    made.ContentDescription = request.description or None
    made.PresentationCreationDate = made.InstanceCreationDate
    made.PresentationCreationTime = made.InstanceCreationTime
    made.ContentCreatorName = request.creator or None
    made.ReferencedSeriesSequence = [_series(frames)]
    made.DisplayedAreaSelectionSequence = [
        _area(request, some, within=frames) for some in _alike(frames, _shape_of)
    ]
    made.ImageHorizontalFlip = "Y" if request.flipped else "N"
    made.ImageRotation = request.rotation
    _add_drawing(made, frames)
    if display.shutter is not None:
        _add_shutter(made, display, model)
    for group in display.overlays:
        made.add_new((group << 16) | 0x1001, "CS", OVERLAYS)
    _add_layers(made, display)
    if display.is_colour:
        made.ICCProfile = request.profile
    else:
        _add_greys(made, display, frames)
    return file_bytes(made)


def _add_greys(
    made: Dataset, display: Display, frames: Sequence[DisplayedFrame]
) -> None:
    if isinstance(display.transform, Rescale):
        made.RescaleIntercept = _decimal(display.transform.intercept)
        made.RescaleSlope = _decimal(display.transform.slope)
        made.RescaleType = "US"
    else:
        table = _table(display.transform)
        table.ModalityLUTType = "US"
        made.ModalityLUTSequence = [table]
    windows = [
        _voi(some, within=frames)
        for some in _alike(frames, lambda frame: frame.voi)
        if some[0].voi is not None
    ]
    if windows:
        made.SoftcopyVOILUTSequence = windows
    if display.presentation is not None:
        made.PresentationLUTSequence = [_table(_deep(display.presentation))]
    else:
        made.PresentationLUTShape = "INVERSE" if display.inverse else "IDENTITY"


def _series(frames: Sequence[DisplayedFrame]) -> Dataset:
    item = _item()
    item.SeriesInstanceUID = frames[0].image.series_uid
    item.ReferencedImageSequence = _references(frames)
    return item


def _references(frames: Iterable[DisplayedFrame]) -> list[Dataset]:
    """The images of the frames; the frames are named where some are left out."""
    found: list[Dataset] = []
    indexes: dict[Image, list[int]] = {}
    for frame in frames:
        indexes.setdefault(frame.image, []).append(frame.frame_index)
    for image, of_image in indexes.items():
        item = _item()
        item.ReferencedSOPClassUID = image.sop_class_uid
        item.ReferencedSOPInstanceUID = image.sop_instance_uid
        if len(set(of_image)) < image.frame_count:
            item.ReferencedFrameNumber = [index + 1 for index in sorted(set(of_image))]
        found.append(item)
    return found


def _narrowed(
    item: Dataset, some: Sequence[DisplayedFrame], within: Sequence[DisplayedFrame]
) -> Dataset:
    """Say which frames an item is for, unless it is for all."""
    if len(some) < len(within):
        item.ReferencedImageSequence = _references(some)
    return item


def _shape_of(frame: DisplayedFrame) -> object:
    image = frame.image
    return image.rows, image.columns, frame.spacing_mm, frame.aspect


def _area(
    request: StateRequest,
    some: Sequence[DisplayedFrame],
    within: Sequence[DisplayedFrame],
) -> Dataset:
    frame = some[0]
    whole = (1, 1, frame.image.columns, frame.image.rows)
    left, top, right, bottom = request.area or whole
    item = _item()
    # The corner that is at the top left of the screen comes first (C.10.4).
    xs, ys = (left, right), (top, bottom)
    first_x, first_y = {
        (0, False): (0, 0),
        (0, True): (1, 0),
        (90, False): (0, 1),
        (90, True): (0, 0),
        (180, False): (1, 1),
        (180, True): (0, 1),
        (270, False): (1, 0),
        (270, True): (1, 1),
    }[request.rotation, request.flipped]
    item.DisplayedAreaTopLeftHandCorner = [xs[first_x], ys[first_y]]
    item.DisplayedAreaBottomRightHandCorner = [xs[1 - first_x], ys[1 - first_y]]
    item.PresentationSizeMode = "SCALE TO FIT"
    if frame.spacing_mm is not None:
        item.PresentationPixelSpacing = [_decimal(one) for one in frame.spacing_mm]
    else:
        item.PresentationPixelAspectRatio = _ratio(frame.aspect)
    return _narrowed(item, some, within)


def _ratio(aspect: float) -> list[int]:
    """Vertical to horizontal, in whole numbers."""
    from fractions import Fraction

    found = Fraction(aspect).limit_denominator(10_000)
    return [found.numerator, found.denominator]


def _voi(some: Sequence[DisplayedFrame], within: Sequence[DisplayedFrame]) -> Dataset:
    voi = some[0].voi
    item = _item()
    if isinstance(voi, Window):
        item.WindowCenter = _decimal(voi.centre)
        item.WindowWidth = _decimal(voi.width)
        if voi.function != "LINEAR":
            item.VOILUTFunction = voi.function
    else:
        assert voi is not None
        item.VOILUTSequence = [_table(_deep(voi))]
    return _narrowed(item, some, within)


def _table(table: LookupTable) -> Dataset:
    """A table; its first input may be below 0, which its VR says (SS)."""
    from viewer.pixels.lookup import entries_of

    item = _item()
    count = len(entries_of(table))
    signed = table.first < 0
    described = [count % 65536, table.first, table.bits]
    if signed and count > 32767:
        described[0] -= 65536
    item.add_new(0x00283002, "SS" if signed else "US", described)
    item.add_new(0x00283006, "OW", bytes(table.entries))
    return item


def _deep(table: LookupTable) -> LookupTable:
    """A table of grey levels with 16 bits where it has 8, which few readers take."""
    from viewer.pixels.lookup import entries_of

    if table.bits != 8:
        return table
    entries = (entries_of(table) * 257).astype("<u2").tobytes()
    return replace(table, entries=entries, bits=16)


def _add_drawing(made: Dataset, frames: Sequence[DisplayedFrame]) -> None:
    annotations = []
    for frame in frames:
        graphics = [one for drawn in frame.drawn for one in _graphics(drawn, frame)]
        texts = [one for drawn in frame.drawn for one in _texts(drawn, frame)]
        if not graphics and not texts:
            continue
        item = _item()
        item.ReferencedImageSequence = _references([frame])
        item.GraphicLayer = MARKS
        if texts:
            item.TextObjectSequence = texts
        if graphics:
            item.GraphicObjectSequence = graphics
        annotations.append(item)
    if annotations:
        made.GraphicAnnotationSequence = annotations


def _graphics(drawn: DrawnMark, frame: DisplayedFrame) -> Iterable[Dataset]:
    if drawn.spot is not None:
        yield _graphic("POINT", [drawn.spot], frame)
    if drawn.ellipse is not None:
        yield _graphic("ELLIPSE", axes_of(*drawn.ellipse), frame)
    for chain in drawn.chains:
        yield _graphic("POLYLINE", chain, frame)


def axes_of(one: Point, other: Point) -> list[Point]:
    """The ends of the longer axis, then of the shorter (C.10.5.1.2)."""
    (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    across, down = [(x0, y), (x1, y)], [(x, y0), (x, y1)]
    return across + down if x1 - x0 >= y1 - y0 else down + across


def _graphic(kind: str, points: Sequence[Point], frame: DisplayedFrame) -> Dataset:
    item = _item()
    item.GraphicAnnotationUnits = "PIXEL"
    item.GraphicDimensions = 2
    item.NumberOfGraphicPoints = len(points)
    item.GraphicData = [number for point in points for number in _inside(point, frame)]
    item.GraphicType = kind
    if kind == "ELLIPSE" or (kind == "POLYLINE" and points[0] == points[-1]):
        item.GraphicFilled = "N"
    return item


def _texts(drawn: DrawnMark, frame: DisplayedFrame) -> Iterable[Dataset]:
    if not drawn.words or drawn.words_at is None:
        return
    item = _item()
    item.AnchorPointAnnotationUnits = "PIXEL"
    words = "\r\n".join(drawn.words).translate(_PLAIN)
    item.UnformattedTextValue = words[:TEXT_CHARACTERS]
    item.AnchorPoint = list(_inside(drawn.words_at, frame))
    item.AnchorPointVisibility = "N"
    yield item


def _inside(point: Point, frame: DisplayedFrame) -> Point:
    """Graphics lie on the image: from 0 to its size (C.10.5)."""
    x, y = point
    return (
        min(max(x, 0.0), float(frame.image.columns)),
        min(max(y, 0.0), float(frame.image.rows)),
    )


def _add_layers(made: Dataset, display: Display) -> None:
    names = []
    if display.overlays:
        names.append(OVERLAYS)
    if "GraphicAnnotationSequence" in made:
        names.append(MARKS)
    layers = []
    for order, name in enumerate(names, 1):
        layer = _item()
        layer.GraphicLayer = name
        layer.GraphicLayerOrder = order
        layers.append(layer)
    if layers:
        made.GraphicLayerSequence = layers


def _add_shutter(made: Dataset, display: Display, model: Dataset) -> None:
    """As the image states it: the image's own does not count under a state."""
    assert display.shutter is not None
    for keyword in _SHUTTER:
        if keyword in model:
            made[keyword] = model[keyword]
    if "ShutterShape" not in made:
        return
    value = model.get("ShutterPresentationValue")
    made.ShutterPresentationValue = 0 if value is None else value
    if display.is_colour:
        lab = model.get("ShutterPresentationColorCIELabValue")
        made.ShutterPresentationColorCIELabValue = lab or [0, 0x8080, 0x8080]


def _alike(
    frames: Sequence[DisplayedFrame], key: Any
) -> Iterable[Sequence[DisplayedFrame]]:
    """Frames in groups of the same key, in their order."""
    keys = list(dict.fromkeys(map(key, frames)))
    ordered = sorted(frames, key=lambda frame: keys.index(key(frame)))
    return [list(some) for _, some in groupby(ordered, key)]


def _decimal(value: float) -> object:
    from pydicom.valuerep import DSfloat

    return DSfloat(value, auto_format=True)


def _item() -> Dataset:
    from pydicom import Dataset

    return Dataset()
