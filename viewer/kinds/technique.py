"""How an image was taken, in the few figures that its modality is judged by.

Values of enhanced objects come from the functional groups of the frame at hand
(PS3.3 C.7.6.16, C.8.13, C.8.15); whatever is absent is left out, nothing is guessed.
"""

from collections.abc import Iterator
from datetime import timedelta

from viewer.dicom import tags
from viewer.dicom.values import caption, moment_of
from viewer.files.header import Header
from viewer.files.spatial import plane_of
from viewer.kinds.arm_angles import arm_angles
from viewer.text import figure, tr

X_RAY = frozenset({"CT", "CR", "DX", "MG", "IO", "PX", "RG", "XA", "RF", "RTIMAGE"})
ULTRASOUND = frozenset({"US", "IVUS"})
LONGEST_UPTAKE = timedelta(hours=24)
"""Without dates; a longer time between injection and image is a mistake in them."""

_BECQUEREL = 1e6
"""Bq in a MBq; the standard's unit of the dose is Bq (PS3.3 C.8.9.2)."""


def technique_lines(header: Header, frame_index: int) -> tuple[str, ...]:
    """Lines for people, empty ones left out; the position of a slice last."""
    return tuple(filter(None, _lines(header, frame_index)))


def _lines(header: Header, frame_index: int) -> Iterator[str]:
    modality = header.text(tags.Modality).strip()
    if modality in X_RAY:
        yield _x_ray(header, frame_index)
        yield arm_angles(header, frame_index)
    elif modality == "MR":
        yield _magnetic(header, frame_index)
    elif modality in ULTRASOUND:
        yield _joined(
            _valued("MI {value}", header, tags.MechanicalIndex),
            _valued("TIB {value}", header, tags.BoneThermalIndex),
            _valued("TIS {value}", header, tags.SoftTissueThermalIndex),
            _valued("TIC {value}", header, tags.CranialThermalIndex),
        )
    elif modality in ("PT", "NM"):
        yield from _nuclear(header)
    if modality == "MG":
        yield _joined(
            _valued("{value} N", header, tags.CompressionForce),
            _valued("{value} mm", header, tags.BodyPartThickness),
            _valued("{value}°", header, tags.PositionerPrimaryAngle),
        )
    agent = _contrast(header)
    yield tr("Contrast {agent}", agent=agent) if agent else ""
    yield _position(header, frame_index)


def _x_ray(header: Header, frame_index: int) -> str:
    beam = header.group(tags.CTXRayDetailsSequence, frame_index) or header
    exposed = header.group(tags.CTExposureSequence, frame_index)
    made = header.group(tags.CTReconstructionSequence, frame_index) or header
    exposure = _valued("{value} mAs", exposed or header, tags.ExposureInmAs)
    exposure = exposure or _valued("{value} mAs", header, tags.Exposure)
    if not exposure:
        micro = header.number(tags.ExposureInuAs)
        exposure = f"{_number(micro / 1000)} mAs" if micro else ""
    return _joined(
        _valued("{value} kV", beam, tags.KVP),
        exposure,
        caption(made.text(tags.ConvolutionKernel)).replace("\\", " "),
    )


def _magnetic(header: Header, frame_index: int) -> str:
    timing = header.group(tags.MRTimingAndRelatedParametersSequence, frame_index)
    modifier = header.group(tags.MRModifierSequence, frame_index)
    inversion = modifier.number(tags.InversionTimes) if modifier else None
    inversion = inversion or header.number(tags.InversionTime)
    echo = header.group(tags.MREchoSequence, frame_index)
    echo_time = echo.number(tags.EffectiveEchoTime) if echo else None
    echo_time = echo_time or header.number(tags.EchoTime)
    diffusion = header.group(tags.MRDiffusionSequence, frame_index)
    b_value = (diffusion or header).number(tags.DiffusionBValue)
    return _joined(
        _valued("TR {value}", timing or header, tags.RepetitionTime),
        f"TE {_number(echo_time)}" if echo_time is not None else "",
        f"TI {_number(inversion)}" if inversion is not None else "",
        _valued("FA {value}°", timing or header, tags.FlipAngle),
        f"b {_number(b_value)}" if b_value is not None else "",
    )


def _nuclear(header: Header) -> Iterator[str]:
    """Isotope and agent; then dose and time from injection to this image."""
    for given in header.items.get(tags.RadiopharmaceuticalInformationSequence, ())[:1]:
        codes = given.items.get(tags.RadionuclideCodeSequence, ())
        isotope = codes[0].text(tags.CodeMeaning) if codes else ""
        yield _joined(
            caption(isotope.replace("^", "")),
            caption(given.text(tags.Radiopharmaceutical)),
        )
        yield _joined(_dose(given), _uptake(header, given))


def _dose(given: Header) -> str:
    dose = given.number(tags.RadionuclideTotalDose)
    if dose is None or dose <= 0:
        return ""
    if dose < _BECQUEREL / 100:  # most likely MBq in the field of Bq: as it is written
        return f"{_number(dose)} Bq"
    return f"{_number(dose / _BECQUEREL)} MBq"


def _uptake(header: Header, given: Header) -> str:
    """Minutes between injection and acquisition; "" when the times make no sense."""
    date, time = header.text(tags.AcquisitionDate), header.text(tags.AcquisitionTime)
    zone = header.text(tags.TimezoneOffsetFromUTC).strip()
    taken = moment_of(date + time + zone) if date and time else None
    whole = given.text(tags.RadiopharmaceuticalStartDateTime)
    injected = moment_of(whole) if whole else None
    if injected is None and (at := given.text(tags.RadiopharmaceuticalStartTime)):
        injected = moment_of(date + at)
    if taken is None or injected is None:
        return ""
    if taken.tzinfo is None or injected.tzinfo is None:  # both are local then
        taken, injected = taken.replace(tzinfo=None), injected.replace(tzinfo=None)
    passed = taken - injected
    if passed < timedelta(0) and not whole:
        passed += timedelta(days=1)  # over midnight
    if not timedelta(0) <= passed <= LONGEST_UPTAKE:
        return ""
    return tr("uptake {minutes} min", minutes=round(passed.total_seconds() / 60))


def _contrast(header: Header) -> str:
    agent = caption(header.text(tags.ContrastBolusAgent))
    items = header.items.get(tags.ContrastBolusAgentSequence, ())
    return agent or (caption(items[0].text(tags.CodeMeaning)) if items else "")


def _position(header: Header, frame_index: int) -> str:
    """Thickness, and the distance along the normal that slices are ordered by."""
    measures = header.group(tags.PixelMeasuresSequence, frame_index)
    thickness = (measures or header).number(tags.SliceThickness)
    plane = plane_of(header, frame_index)
    location = None
    if plane is not None:
        pairs = zip(plane.position_mm, plane.normal, strict=True)
        location = sum(position * part for position, part in pairs)
    return _joined(
        tr("{value} mm thick", value=_number(thickness)) if thickness else "",
        tr("Loc {value} mm", value=_signed(location)) if location is not None else "",
    )


def _valued(pattern: str, header: Header, tag: int) -> str:
    value = header.number(tag)
    return pattern.format(value=_number(value)) if value is not None else ""


def _number(value: float) -> str:
    form = ".4g" if abs(value) < 10_000 else ".0f"
    return figure(value, form).replace("-", "−")


def _signed(value: float) -> str:
    rounded = round(value, 1) + 0.0
    return figure(rounded, ".1f").replace("-", "−")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
