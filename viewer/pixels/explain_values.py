"""What else a grey pixel is worth: real world values and uptake, or why it is not.

PS3.3 C.7.6.16.2.11 (real world value mapping), C.8.9.1 (positron emission).
"""

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.explanation import (
    Attributes,
    Holder,
    Step,
    attributes,
    item_of,
    number,
    term,
)
from viewer.pixels.explain_grey import is_padding, modality_value
from viewer.pixels.explain_stored import Pixel
from viewer.pixels.real_world import RealWorldMap
from viewer.pixels.suv import Suv
from viewer.text import figure, tr

_ENDS = (tags.RealWorldValueFirstValueMapped, tags.RealWorldValueLastValueMapped)
_MAP = (
    tags.DoubleFloatRealWorldValueFirstValueMapped,
    tags.DoubleFloatRealWorldValueLastValueMapped,
    tags.RealWorldValueSlope,
    tags.RealWorldValueIntercept,
    tags.RealWorldValueLUTData,
    tags.LUTLabel,
    tags.LUTExplanation,
)
_UNIT = (tags.CodeValue, tags.LongCodeValue, tags.CodeMeaning)
_IMAGE = (
    tags.Units,
    tags.SUVType,
    tags.CorrectedImage,
    tags.DecayCorrection,
    tags.PatientWeight,
    tags.SeriesDate,
    tags.SeriesTime,
    tags.AcquisitionDateTime,
    tags.AcquisitionDate,
    tags.AcquisitionTime,
    tags.GEScanDateTime,
    tags.FrameReferenceTime,
    tags.ActualFrameDuration,
    tags.PhilipsSUVScaleFactor,
    tags.PhilipsActivityConcentrationScaleFactor,
)
_DOSE = (
    tags.RadionuclideTotalDose,
    tags.RadionuclideHalfLife,
    tags.RadiopharmaceuticalStartDateTime,
    tags.RadiopharmaceuticalStartTime,
)


def real_world_steps(pixel: Pixel) -> tuple[Step, ...]:
    """One for each usable map of the frame, and one for those that are not usable."""
    info = pixel.subject.info
    if not info.has_voi or is_padding(pixel):
        return ()
    steps = [_real_world(pixel, one) for one in info.real_world]
    stated, holder = _maps(pixel)
    unusable = {*range(stated)} - {one.item for one in info.real_world}
    if unusable and pixel.subject.decoded.difference is None:
        sentence = tr(
            "{count} of {stated} maps of the header have no range, no unit, or a table"
            " of another length.",
            count=len(unusable),
            stated=stated,
        )
        first = item_of(holder, tags.RealWorldValueMappingSequence, min(unusable))
        steps.append(
            Step("real_world", tr("none"), sentence, attributes(first, *_ENDS, *_MAP))
        )
    return tuple(steps)


def suv_step(pixel: Pixel) -> Step | None:
    """The uptake with all that its factor is made of, or the reason for none."""
    suv = pixel.subject.info.suv
    if suv is None or not pixel.subject.info.has_voi or is_padding(pixel):
        return None
    found = _suv_attributes(pixel)
    if suv.factor is None:
        reason = tr(suv.refusal)
        sentence = tr("The header does not allow an SUV: {reason}.", reason=reason)
        return Step("suv", tr("none"), sentence, found)
    activity = modality_value(pixel)
    value = activity * suv.factor
    sentence = _suv_formula(activity, value, suv)
    return Step("suv", f"{suv.name} {number(value)}", sentence, found, (value,))


def _maps(pixel: Pixel) -> tuple[int, Holder]:
    """How many maps are stated for the frame, and where."""
    tag, subject = tags.RealWorldValueMappingSequence, pixel.subject
    items = subject.header.group_items(tag, subject.frame_index)
    if not items:
        return len(subject.header.items.get(tag, ())), Holder(subject.header)
    per_frame = subject.header.items.get(tags.PerFrameFunctionalGroupsSequence, ())
    for group in per_frame[subject.frame_index : subject.frame_index + 1]:
        if group.items.get(tag):
            return len(items), Holder(group, "frame")
    (shared,) = subject.header.items[tags.SharedFunctionalGroupsSequence][:1]
    return len(items), Holder(shared, "shared")


def _real_world(pixel: Pixel, mapping: RealWorldMap) -> Step:
    _, holder = _maps(pixel)
    item = item_of(holder, tags.RealWorldValueMappingSequence, mapping.item)
    unit = item_of(item, tags.MeasurementUnitsCodeSequence, 0)
    found = (
        *attributes(item, *_ENDS, signed=pixel.subject.info.signed),
        *attributes(item, *_MAP),
        *attributes(unit, *_UNIT),
    )
    stored = float(pixel.stored[0, 0])
    value = mapping.value(stored)
    label = caption(mapping.label)
    span = {"first": number(mapping.first), "last": number(mapping.last)}
    if value is None:
        sentence = tr(
            "{label}: {value} is outside the map, which is from {first} to {last}.",
            label=label or tr("without a name"),
            value=number(stored),
            **span,
        )
        return Step("real_world", tr("none"), sentence, found)
    if mapping.entries:
        sentence = tr(
            "The stored value {value} takes entry {number} of the table, the first of"
            " which is for {first}.",
            number=round(stored - mapping.first) + 1,
            value=number(stored),
            first=span["first"],
        )
    else:
        sentence = (
            f"{term(mapping.slope)} × {term(stored)} + {term(mapping.intercept)}"
            f" = {number(value)}."
        )
    apart = tr("It is for reading: no window refers to it.")
    shown = f"{label} {number(value)} {caption(mapping.unit)}".strip()
    return Step(
        "real_world", shown, f"{sentence} {apart}", found, (value,), mapping.unit
    )


def _suv_attributes(pixel: Pixel) -> Attributes:
    top = Holder(pixel.subject.header)
    dose = item_of(top, tags.RadiopharmaceuticalInformationSequence, 0)
    return (*attributes(top, *_IMAGE), *attributes(dose, *_DOSE))


def _suv_formula(activity: float, value: float, suv: Suv) -> str:
    """With the numbers of this pixel."""
    assert suv.factor is not None
    if not suv.dose_bq:
        if suv.factor == 1:
            return tr("The values are uptakes already.")
        return f"{term(activity)} × {number(suv.factor)} = {number(value)}."
    scaled = f"{term(activity)} × {number(suv.scale)}" if suv.scale != 1 else ""
    formula = (
        f"{scaled or term(activity)} Bq/ml × {number(suv.weight_kg)} kg × 1000 ÷ "
        f"({number(suv.dose_bq)} Bq × {figure(suv.left, '.6g')}) = {number(value)}."
    )
    if suv.left == 1:
        return f"{formula} {tr('The values are corrected to the injection.')}"
    decayed = tr(
        "Of the dose {part} were left at the time that the values are corrected to.",
        part=figure(suv.left, ".4g"),
    )
    return f"{formula} {decayed}"
