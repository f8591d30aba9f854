"""What is sent to a film printer: stored prints, film sessions, film and image boxes.

PS3.3 C.13 (print management); normalised objects, of which files are dumps, and the
retired Stored Print (C.13.10 … C.13.15), which holds a whole film.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viewer import limits
from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.files.header_parts import parts_of
from viewer.files.sources import Source
from viewer.files.spatial import pixel_aspect
from viewer.kinds.graphs import Fact
from viewer.kinds.print_facts import (
    BOX_FACTS,
    FILM_FACTS,
    OTHER_FACTS,
    SESSION_FACTS,
    facts_of,
)
from viewer.kinds.reading import integer, items, number, raw, text, vr
from viewer.kinds.references import Reference, reference_of
from viewer.pixels.encoding import (
    EXPLICIT_BIG_ENDIAN,
    EXPLICIT_LITTLE_ENDIAN,
    PixelError,
    bits_per_frame,
    check_presence,
    encoding_of,
)
from viewer.pixels.frame_info import frame_info
from viewer.pixels.look import Look
from viewer.pixels.native import native_values
from viewer.pixels.pipeline import bare_picture
from viewer.pixels.voi import full_range
from viewer.text import tr

if TYPE_CHECKING:
    from pydicom import Dataset


@dataclass(frozen=True, slots=True, eq=False)
class FilmImage:
    """What stands in one place of a film.

    `picture` is grey (rows, columns) or RGB (…, 3) as printed, polarity aside; None
    where the image is referred to instead, or cannot be shown. `aspect` is height by
    width of a pixel, `width_mm` the size that was asked for.
    """

    position: int
    picture: NDArray[np.uint8] | None = None
    aspect: float = 1.0
    is_reversed: bool = False
    width_mm: float | None = None
    is_cropped: bool = False
    magnification: str = ""
    image: Reference | None = None
    facts: tuple[Fact, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """One sheet. `boxes` are image boxes that other objects hold, in their order."""

    display_format: str = ""
    size_id: str = ""
    orientation: str = ""
    border: str = ""
    empty: str = ""
    least_density: float | None = None
    greatest_density: float | None = None
    trim: bool = False
    magnification: str = ""
    images: tuple[FilmImage, ...] = ()
    boxes: tuple[Reference, ...] = ()
    annotations: tuple[tuple[int, str], ...] = ()
    annotation_boxes: tuple[Reference, ...] = ()
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PrintJob:
    """What an object says of a print: films it holds, films it names, its settings."""

    films: tuple[Film, ...] = ()
    film_boxes: tuple[Reference, ...] = ()
    facts: tuple[Fact, ...] = ()


def read_print(dataset: "Dataset", kind: str) -> PrintJob:
    """What a print object describes; an object of settings alone has no film."""
    little_endian = getattr(getattr(dataset, "layout", None), "little_endian", True)
    stored = items(dataset, "FilmBoxContentSequence")
    if stored:
        return _stored_print(dataset, stored, little_endian)
    session = facts_of(dataset, SESSION_FACTS)
    if text(dataset, "ImageDisplayFormat"):
        return PrintJob((_film(dataset, (), ()),), facts=session)
    if _is_image_box(dataset):
        image = _image(dataset, little_endian)
        note = tr("An image box alone: its film is not known.")
        film = Film("STANDARD\\1,1", images=(image,), facts=image.facts, notes=(note,))
        return PrintJob((film,))
    if text(dataset, "AnnotationPosition") or text(dataset, "TextString"):
        annotation = _annotation(dataset)
        note = tr("An annotation box alone: its film is not known.")
        return PrintJob((Film(annotations=(annotation,), notes=(note,)),))
    named = _named(dataset, "ReferencedFilmBoxSequence")
    return PrintJob((), named, (*session, *facts_of(dataset, OTHER_FACTS)))


def _is_image_box(dataset: "Dataset") -> bool:
    keywords = ("BasicGrayscaleImageSequence", "BasicColorImageSequence")
    has_pixels = any(items(dataset, keyword) for keyword in keywords)
    return has_pixels or integer(dataset, "ImageBoxPosition") is not None


def _stored_print(
    dataset: "Dataset", stored: tuple["Dataset", ...], little_endian: bool
) -> PrintJob:
    """One film with all that the object holds for it, by the standard's own limit."""
    images = tuple(
        _image(item, little_endian)
        for item in items(dataset, "ImageBoxContentSequence")[: limits.FILM_BOXES]
    )
    annotations = tuple(
        _annotation(item)
        for item in items(dataset, "AnnotationContentSequence")[: limits.FILM_BOXES]
    )
    printers = items(dataset, "PrinterCharacteristicsSequence")
    facts = facts_of(printers[0], OTHER_FACTS) if printers else ()
    notes: tuple[str, ...] = ()
    shapes = {
        caption(text(item, "PresentationLUTShape"))
        for item in items(dataset, "PresentationLUTContentSequence")
        if text(item, "PresentationLUTShape") != "IDENTITY"
    }
    if shapes:
        notes = (tr("The presentation LUT of the print is not applied here."),)
    films = tuple(_film(item, images, notes, annotations) for item in stored[:1])
    return PrintJob(films, facts=facts)


def _film(
    item: "Dataset",
    images: tuple[FilmImage, ...],
    notes: tuple[str, ...],
    annotations: tuple[tuple[int, str], ...] = (),
) -> Film:
    return Film(
        display_format=text(item, "ImageDisplayFormat"),
        size_id=text(item, "FilmSizeID"),
        orientation=text(item, "FilmOrientation"),
        border=text(item, "BorderDensity"),
        empty=text(item, "EmptyImageDensity"),
        least_density=number(item, "MinDensity"),
        greatest_density=number(item, "MaxDensity"),
        trim=text(item, "Trim").upper() == "YES",
        magnification=text(item, "MagnificationType").upper(),
        images=images,
        boxes=_named(item, "ReferencedImageBoxSequence"),
        annotations=annotations,
        annotation_boxes=_named(item, "ReferencedBasicAnnotationBoxSequence"),
        facts=facts_of(item, FILM_FACTS),
        notes=notes,
    )


def _named(item: "Dataset", keyword: str) -> tuple[Reference, ...]:
    found = (reference_of(one) for one in items(item, keyword)[: limits.FILM_BOXES])
    return tuple(reference for reference in found if reference is not None)


def _annotation(item: "Dataset") -> tuple[int, str]:
    position = integer(item, "AnnotationPosition") or 1
    return position, caption(text(item, "TextString"))


def _image(item: "Dataset", little_endian: bool) -> FilmImage:
    """One image box, its pixels decoded where it holds them."""
    behaviour = text(item, "RequestedDecimateCropBehavior").upper()
    pixels = (
        *items(item, "BasicGrayscaleImageSequence"),
        *items(item, "BasicColorImageSequence"),
    )
    picture, aspect, note = None, 1.0, ""
    if pixels:
        try:
            picture, aspect, note = _printed(pixels[0], little_endian)
        except PixelError as error:
            note = error.sentence
    width_mm = number(item, "RequestedImageSize")
    named = _named(item, "ReferencedImageSequence")
    return FilmImage(
        position=integer(item, "ImageBoxPosition") or 1,
        picture=picture,
        aspect=aspect,
        is_reversed=text(item, "Polarity").upper() == "REVERSE",
        width_mm=width_mm if width_mm and width_mm > 0 else None,
        is_cropped=behaviour == "CROP",
        magnification=text(item, "MagnificationType").upper(),
        image=named[0] if named else None,
        facts=facts_of(item, BOX_FACTS),
        note=note,
    )


def _printed(
    image: "Dataset", little_endian: bool
) -> tuple[NDArray[np.uint8], float, str]:
    """Pixels as they are printed, height by width of one, and what is wrong with them.

    All stored bits go from black to white, without a window. Raises PixelError.
    """
    data = raw(image, "PixelData")
    elements, nested = parts_of(image, Source(""), little_endian)
    header = Header(
        Source(""),
        elements,
        EXPLICIT_LITTLE_ENDIAN if little_endian else EXPLICIT_BIG_ENDIAN,
        little_endian,
        pixel_tag=tags.PixelData,
        pixel_length=len(data),
        complete=True,
        items=nested,
    )
    encoding = encoding_of(header)
    check_presence(encoding, len(data) * 8 / bits_per_frame(encoding))
    is_wide = vr(image, tags.PixelData) == "OW" and encoding.bits_allocated == 8
    encoding = replace(encoding, swapped_words=is_wide and not little_endian)
    values, is_short = native_values(data, encoding, 0)
    info = frame_info(header)
    picture = bare_picture(values, info, Look(full_range(info.bits, info.signed)))
    note = tr("The data end early: the picture is incomplete.") if is_short else ""
    return _reduced(picture), pixel_aspect(header, 0), note


def _reduced(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same in whole parts of its size, where it has more pixels than are shown."""
    factor = -(-max(picture.shape[:2]) // limits.PRINTED_PIXELS)
    if factor == 1:
        return picture
    rows, columns = (-(-side // factor) for side in picture.shape[:2])
    more = [
        (0, rows * factor - picture.shape[0]),
        (0, columns * factor - picture.shape[1]),
    ]
    whole = np.pad(picture, [*more, (0, 0)][: picture.ndim], mode="edge")
    blocks = whole.reshape(rows, factor, columns, factor, -1)
    mean = blocks.mean(axis=(1, 3), dtype=np.float32)
    shape = (rows, columns, *picture.shape[2:])
    reduced: NDArray[np.uint8] = np.rint(mean).astype(np.uint8).reshape(shape)
    return reduced
