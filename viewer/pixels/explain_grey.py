"""The steps of a grey pixel: padding, modality, VOI, polarity (PS3.4 N.2.1)."""

from collections.abc import Iterator

import numpy as np

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.explanation import (
    Attribute,
    Attributes,
    Holder,
    Step,
    attributes,
    holder_of,
    item_of,
    number,
    term,
)
from viewer.pixels.explain_state import decided_by, name_of, voi_of_state
from viewer.pixels.explain_stored import Pixel, Subject
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.lookup import looked_up, read_table
from viewer.pixels.modality import IDENTITY, rescaled
from viewer.pixels.padding import FLOAT_TAGS, padding_mask
from viewer.pixels.palette import is_coloured
from viewer.pixels.presentation import grey_levels, presented
from viewer.pixels.voi import read_voi_choices, voi_levels
from viewer.text import figure, tr

_TABLE = (tags.LUTDescriptor, tags.LUTExplanation, tags.LUTData)
_RESCALE = (tags.RescaleSlope, tags.RescaleIntercept)
_WINDOW = (
    tags.WindowCenter,
    tags.WindowWidth,
    tags.VOILUTFunction,
    tags.WindowCenterWidthExplanation,
)


def is_padding(pixel: Pixel) -> bool:
    """The pixel is no picture: black whatever the look."""
    info = pixel.subject.info
    return _is_grey(pixel) and bool(padding_mask(pixel.stored, info.padding)[0, 0])


def padding_step(pixel: Pixel) -> Step | None:
    """Whether the value is padding, and why."""
    if not _is_grey(pixel):
        return None
    header, padding = pixel.subject.header, pixel.subject.info.padding
    wanted = FLOAT_TAGS.get(
        header.pixel_tag, (tags.PixelPaddingValue, tags.PixelPaddingRangeLimit)
    )
    signed = None if header.pixel_tag in FLOAT_TAGS else pixel.subject.info.signed
    found = attributes(Holder(header), *wanted, signed=signed)
    stored = float(pixel.stored[0, 0])
    if not np.isfinite(stored):
        sentence = tr("No finite number has a grey: it is black, like padding.")
        return Step("padding", tr("yes"), sentence, found)
    if padding is None:
        return Step("padding", tr("no"), tr("The header declares no padding."), found)
    span = number(padding.low)
    if padding.high > padding.low:
        span = tr("from {low} to {high}", low=span, high=number(padding.high))
    words = {"value": number(stored), "padding": span}
    if is_padding(pixel):
        sentence = tr(
            "{value} is padding ({padding}): no picture, black whatever the window.",
            **words,
        )
        return Step("padding", tr("yes"), sentence, found)
    sentence = tr("{value} is no padding, which is {padding}.", **words)
    return Step("padding", tr("no"), sentence, found)


def modality_step(pixel: Pixel) -> Step | None:
    """The modality value with its unit, and where both come from."""
    if not _is_grey(pixel) or is_padding(pixel):
        return None
    subject = pixel.subject
    info, stored = subject.info, float(pixel.stored[0, 0])
    value = modality_value(pixel)
    if isinstance(info.transform, LookupTable):
        reason = _entry(stored, info.transform)
    elif info.transform == IDENTITY:
        reason = tr("The header states no transform: the stored value as it is.")
    else:
        slope, intercept = info.transform.slope, info.transform.intercept
        reason = (
            f"{term(slope)} × {term(stored)} + {term(intercept)} = {number(value)}."
        )
    found = _transform_attributes(subject)
    if info.transform == IDENTITY and found:
        reason = tr("Slope 1 and intercept 0: the stored value as it is.")
    unit, unit_found = _unit_origin(subject)
    if not info.transform_before_voi and subject.state is None:
        unit += " " + tr(
            "In this kind of object it leads back to beam intensity: it is not applied "
            "before the window."
        )
    shown = f"{number(value)} {caption(info.unit)}".strip()
    every = (*found, *(one for one in unit_found if one not in found))
    return Step("modality", shown, f"{reason} {unit}", every, (value,), info.unit)


def voi_step(pixel: Pixel) -> Step | None:
    """The window or LUT in force, where it comes from, and its formula filled in."""
    voi = _voi(pixel)
    if voi is None or not _goes_through_voi(pixel):
        return None
    value = _voi_input(pixel)
    level = _level(pixel)
    origin, found = _voi_origin(pixel, voi)
    if isinstance(voi, Window):
        head = f"W {number(voi.width)}  L {number(voi.centre)}"
        formula = _window_formula(value, voi, level)
        if voi.width < 1 and not any(_names_exact(one) for one in found):
            formula += " " + tr("(LINEAR is not defined below width 1.)")
    else:
        head = "LUT"
        entry = int(looked_up(np.array([value]), voi)[0])
        full = (1 << voi.bits) - 1
        formula = f"{_entry(value, voi)} {entry} ÷ {full} × 255 = {_grey(level)}."
    return Step(
        "voi", f"{head} → {_grey(level)}", f"{origin} {formula}", found, (level,)
    )


def presentation_step(pixel: Pixel) -> Step | None:
    """Rounding to a grey level, and the polarity of the file and of the reader."""
    if _voi(pixel) is None or not _goes_through_voi(pixel):
        return None
    info, before = pixel.subject.info, _level(pixel)
    level, inverted = before, info.inverse != pixel.look.inverted
    parts = []
    if info.presentation is not None:
        level = float(presented(np.array([before]), info.presentation)[0])
        parts.append(
            tr(
                "Its presentation LUT makes {after} of {before}.",
                after=_grey(level),
                before=_grey(before),
            )
        )
    reason, found = _polarity(pixel)
    if info.colour == "pseudo":
        parts.append(reason)
        parts += _inversion(pixel, _grey(level), _grey(255 - level), inverted)
        level = presented_level(pixel)
        return Step("presentation", _grey(level), " ".join(parts), found, (level,))
    upright = int(grey_levels(np.array([level]), False)[0])
    grey = int(grey_levels(np.array([level]), inverted)[0])
    parts.append(tr("{level} is rounded to {grey}.", level=_grey(level), grey=upright))
    parts.append(reason)
    parts += _inversion(pixel, str(upright), str(grey), inverted)
    return Step("presentation", str(grey), " ".join(parts), found, (grey,))


def presented_level(pixel: Pixel) -> float:
    """0 … 255 after window, presentation LUT and polarity, not yet rounded."""
    info, levels = pixel.subject.info, np.array([_level(pixel)])
    if info.presentation is not None:
        levels = presented(levels, info.presentation)
    level = float(levels[0])
    return 255 - level if info.inverse != pixel.look.inverted else level


def _inversion(pixel: Pixel, before: str, after: str, inverted: bool) -> Iterator[str]:
    if pixel.look.inverted:
        yield tr("The reader has inverted the picture.")
    if inverted and before != after:
        yield f"255 − {before} = {after}."


def _polarity(pixel: Pixel) -> tuple[str, Attributes]:
    """Whether the smallest value is black, and what says so."""
    subject = pixel.subject
    header, inverse, state = subject.header, subject.info.inverse, subject.state
    deciding = (tags.PresentationLUTShape, tags.PhotometricInterpretation)
    found = attributes(Holder(header), *deciding)
    shape = header.text(tags.PresentationLUTShape).strip()
    if state is not None:
        found = decided_by(state).presentation
        reason = tr("Presentation state {name}", name=name_of(state))
    elif shape.upper() in ("IDENTITY", "INVERSE"):
        reason = tr("PresentationLUTShape {shape}", shape=caption(shape))
    else:
        name = subject.decoded.photometric_interpretation
        reason = tr("{name} without PresentationLUTShape", name=caption(name))
    if inverse:
        return tr("{reason}: the smallest value is white.", reason=reason), found
    return tr("{reason}: the smallest value is black.", reason=reason), found


def modality_value(pixel: Pixel) -> float:
    """The stored value after the modality transform."""
    return float(rescaled(pixel.stored, pixel.subject.info.transform)[0, 0])


def _is_grey(pixel: Pixel) -> bool:
    return pixel.subject.info.has_voi


def _goes_through_voi(pixel: Pixel) -> bool:
    info = pixel.subject.info
    if not _is_grey(pixel) or is_padding(pixel):
        return False
    coloured = info.palette is not None and is_coloured(pixel.stored, info.palette)
    return not (info.colour == "supplemental" and np.any(coloured))


def _voi(pixel: Pixel) -> Window | LookupTable | None:
    return pixel.look.voi or pixel.subject.voi


def _voi_input(pixel: Pixel) -> float:
    return float(rescaled(pixel.stored, pixel.subject.info.voi_transform)[0, 0])


def _level(pixel: Pixel) -> float:
    """0 … 255 after the VOI transform, not yet rounded."""
    voi = _voi(pixel)
    assert voi is not None
    with np.errstate(all="ignore"):
        levels = voi_levels(np.array([_voi_input(pixel)]), voi)
    return float(np.nan_to_num(levels)[0])


def _transform_attributes(subject: Subject) -> Attributes:
    """Those that the modality transform was read from, in the order of its reader."""
    top = Holder(subject.header)
    if isinstance(subject.info.transform, LookupTable):
        return attributes(item_of(top, tags.ModalityLUTSequence, 0), *_TABLE)
    if subject.header.has(tags.DoseGridScaling):
        return attributes(top, tags.DoseGridScaling)
    return attributes(_rescale_holder(subject), *_RESCALE)


def _rescale_holder(subject: Subject) -> Holder:
    group = tags.PixelValueTransformationSequence
    return holder_of(subject.header, group, subject.frame_index, *_RESCALE)


def _unit_origin(subject: Subject) -> tuple[str, Attributes]:
    """Where the unit comes from."""
    header, unit, top = subject.header, subject.info.unit, Holder(subject.header)
    if isinstance(subject.info.transform, LookupTable):
        item = item_of(top, tags.ModalityLUTSequence, 0)
        found = attributes(item, tags.ModalityLUTType)
    elif header.has(tags.DoseGridScaling):
        found = attributes(top, tags.DoseUnits)
    elif header.text(tags.Modality).strip() == "PT" and header.has(tags.Units):
        found = attributes(top, tags.Units)
    else:
        found = attributes(_rescale_holder(subject), tags.RescaleType)
    if found and unit:
        return tr("Unit from {keyword}.", keyword=found[0].keyword), found
    if found:
        return tr("{keyword} names no unit.", keyword=found[0].keyword), found
    if unit:
        implied = attributes(top, tags.SOPClassUID, tags.ImageType)
        sentence = tr(
            "The unit is implied: an original image of this SOP Class with "
            "RescaleIntercept has Hounsfield units."
        )
        return sentence, implied
    return tr("The header names no unit."), ()


def _voi_origin(pixel: Pixel, voi: Window | LookupTable) -> tuple[str, Attributes]:
    choices = pixel.subject.info.voi_choices
    state = pixel.subject.state
    if state is not None and voi in choices:
        return voi_of_state(pixel, state, voi)
    if pixel.subject.decoded.difference is not None and voi in choices:
        return tr("A window that is made for the difference."), ()
    if voi in choices:
        return _file_choice(pixel, choices.index(voi))
    if pixel.look.voi is not None:
        if voi.explanation:
            name = caption(voi.explanation)
            return tr("Chosen by the reader: {name}.", name=name), ()
        return tr("Set by the reader."), ()
    low, high = pixel.subject.info.percentiles
    if (low, high) == (0.0, 100.0):
        sentence = tr(
            "The header has no window: from the smallest to the largest value of "
            "the frame, padding left out."
        )
    else:
        sentence = tr(
            "The header has no window: from percentile {low} to {high} of the "
            "frame, padding left out.",
            low=figure(low, "g"),
            high=figure(high, "g"),
        )
    return sentence, ()


def _file_choice(pixel: Pixel, place: int) -> tuple[str, Attributes]:
    """A window or LUT of the file, counted from 0: windows first, then LUTs."""
    subject = pixel.subject
    choices = subject.info.voi_choices
    voi = choices[place]
    name = f" “{caption(voi.explanation)}”" if voi.explanation else ""
    windows = sum(isinstance(choice, Window) for choice in choices)
    holder = holder_of(
        subject.header,
        tags.FrameVOILUTSequence,
        subject.frame_index,
        tags.WindowWidth,
        tags.VOILUTSequence,
    )
    if isinstance(voi, LookupTable):
        table = place - windows
        item = item_of(holder, tags.VOILUTSequence, _place_of(table, holder, subject))
        sentence = tr("LUT {number}{name} of the file.", number=table + 1, name=name)
        return sentence, attributes(item, *_TABLE)
    found = attributes(holder, *_WINDOW)
    sentence = tr("Window {number}{name} of the file.", number=place + 1, name=name)
    window = _as_stated(subject, place)
    if window is not None and window != voi:
        sentence += " " + tr(
            "Its width {width} and centre {centre} are over stored values, as the "
            "range of the pixels shows; here they are in modality values.",
            width=number(window.width),
            centre=number(window.centre),
        )
    return sentence, found


def _as_stated(subject: Subject, place: int) -> Window | None:
    """The window as the file has it, before `settled` took it for another's."""
    info = subject.info
    if info.transform == IDENTITY:
        return None
    choices = read_voi_choices(
        subject.header, subject.frame_index, info.signed, info.transform
    )
    stated = choices[place] if place < len(choices) else None
    return stated if isinstance(stated, Window) else None


def _place_of(table: int, holder: Holder, subject: Subject) -> int:
    """The item of VOILUTSequence that is the usable table of that number."""
    items = holder.header.items.get(tags.VOILUTSequence, ())
    signed = subject.info.signed
    usable = [n for n, item in enumerate(items) if read_table(item, signed) is not None]
    return usable[table] if table < len(usable) else 0


def _entry(value: float, table: LookupTable) -> str:
    """Which entry of a table a value takes, in a sentence."""
    entries = len(table.entries) // 2
    wanted = round(value) - table.first
    at = min(max(wanted, 0), entries - 1)
    place = {"number": at + 1, "count": entries, "first": number(table.first)}
    if at != wanted:
        return tr(
            "{value} is outside the LUT and takes entry {number} of {count}, the first "
            "of which is for {first}.",
            value=number(value),
            **place,
        )
    return tr(
        "{value} takes entry {number} of {count}, the first of which is for {first}.",
        value=number(value),
        **place,
    )


def _names_exact(attribute: Attribute) -> bool:
    is_function = attribute.keyword == "VOILUTFunction"
    return is_function and attribute.value.strip().upper() == "LINEAR_EXACT"


def _window_formula(value: float, window: Window, level: float) -> str:
    """The function of the window with the numbers of this pixel (C.11.2.1.2, .3)."""
    x, c, w = term(value), term(window.centre), number(window.width)
    result = f"{_grey(level)}."
    if window.function == "SIGMOID":
        return f"SIGMOID: 255 ÷ (1 + exp(−4 × ({x} − {c}) ÷ {w})) = {result}"
    is_linear = window.function == "LINEAR" and window.width >= 1
    name = "LINEAR" if is_linear else "LINEAR_EXACT"
    centre = f"({c} − 0.5)" if is_linear else c
    width = f"({w} − 1)" if is_linear else w
    if window.width == 1 and is_linear:
        sign, end = ("≤", 0) if level <= 0 else (">", 255)
        return f"{name}: {x} {sign} {c} − 0.5 → {end}."
    if level <= 0:
        return f"{name}: {x} ≤ {centre} − {width} ÷ 2 → 0."
    if level >= 255:
        return f"{name}: {x} ≥ {centre} + {width} ÷ 2 → 255."
    return f"{name}: (({x} − {centre}) ÷ {width} + 0.5) × 255 = {result}"


def _grey(level: float) -> str:
    return figure(level, ".2f")
