"""What is to leave: images, their frames, and what the reader put on them."""

from dataclasses import dataclass, field

from viewer.files.sources import Source
from viewer.geometry.marks import Point
from viewer.geometry.plane import Plane
from viewer.pixels.look import LookupTable
from viewer.pixels.mark_figures import MarkFigures
from viewer.pixels.modality import IDENTITY, Transform
from viewer.pixels.shutter import Shutter
from viewer.pixels.voi import Voi


class ExportError(Exception):
    """Nothing can be made of it; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image that a new object refers to."""

    source: Source = field(compare=False, repr=False)
    study_uid: str
    series_uid: str
    sop_class_uid: str
    sop_instance_uid: str
    rows: int
    columns: int
    frame_count: int = 1
    is_multi_frame: bool = False
    """It has NumberOfFrames, if only 1: references name frames."""


@dataclass(frozen=True, slots=True)
class CutPlane:
    """A computed plane of `rows` × `columns`, in a frame of reference.

    Nothing can refer to it: what is on it lies in the patient.
    """

    plane: Plane
    frame_of_reference_uid: str
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class MarkedFrame:
    """One frame (from 0) and the marks on it, with what they measure.

    With a `cut` the marks are on that plane, and `image` is the first of the
    `images` that it was computed from.
    """

    image: Image
    frame_index: int = 0
    marks: tuple[MarkFigures, ...] = ()
    cut: CutPlane | None = None
    images: tuple[Image, ...] = ()


@dataclass(frozen=True, slots=True)
class Display:
    """How a frame is shown: what a presentation state says of all its frames at once.

    `overlays` are the groups that are seen. `is_colour`: no grey level is told.
    """

    transform: Transform = IDENTITY
    inverse: bool = False
    presentation: LookupTable | None = None
    shutter: Shutter | None = None
    overlays: tuple[int, ...] = ()
    is_colour: bool = False


@dataclass(frozen=True, slots=True)
class DisplayedFrame:
    """A frame, how it is shown and what is drawn on it.

    `spacing_mm` is (row, column) where it is known, else `aspect` is a pixel's height
    over its width.
    """

    image: Image
    frame_index: int
    display: Display
    voi: Voi | None = None
    spacing_mm: tuple[float, float] | None = None
    aspect: float = 1.0
    drawn: "tuple[DrawnMark, ...]" = ()


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """Lines and texts of one mark, in frame coordinates; an ellipse has its box."""

    chains: tuple[tuple[Point, ...], ...] = ()
    ellipse: tuple[Point, Point] | None = None
    spot: Point | None = None
    words: tuple[str, ...] = ()
    words_at: Point | None = None
