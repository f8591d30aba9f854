"""Waveforms: multiplex groups of channels in physical units (PS3.3 C.10.9, C.10.10).

value = sample × ChannelSensitivity × ChannelSensitivityCorrectionFactor
+ ChannelBaseline, in ChannelSensitivityUnits; padding is no value.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viewer import limits
from viewer.dicom.values import caption, date_text, time_text
from viewer.kinds.base import ContentError
from viewer.kinds.companding import expanded
from viewer.kinds.reading import (
    Code,
    code,
    integer,
    integers,
    items,
    number,
    numbers,
    raw,
    text,
)
from viewer.text import tr

if TYPE_CHECKING:
    from pydicom import Dataset

BLOCK = 256
"""Samples of which the envelope of a long recording keeps the extremes."""

_DTYPES = {
    "SB": "i1",
    "UB": "u1",
    "MB": "u1",
    "AB": "u1",
    "SS": "i2",
    "US": "u2",
    "SL": "i4",
    "UL": "u4",
    "SV": "i8",
    "UV": "u8",
}
_BY_SIZE = {8: "SB", 16: "SS", 32: "SL", 64: "SV"}
_UNIT_SCALES = {"uV": ("mV", 0.001), "µV": ("mV", 0.001), "nV": ("mV", 1e-6)}
"""Units of biopotentials that are read in millivolts."""

_UNIT_NAMES = {"mm[Hg]": "mmHg", "cm[H2O]": "cmH₂O", "Cel": "°C", "%": "%", "1": ""}


@dataclass(frozen=True, slots=True)
class Channel:
    """One signal: its name, and how its samples become values in `unit`.

    `unit` is "" for arbitrary values. `delay_s` is the skew of its first sample.
    `filters` are those that the signal went through, as (name, text).
    """

    label: str
    unit: str
    scale: float = 1.0
    offset: float = 0.0
    delay_s: float = 0.0
    filters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Channels that were sampled together: `samples` (time, channels), whole numbers.

    `padding` is the sample that is no value. `envelope` has the least and greatest
    sample of each `BLOCK` of a long recording: (blocks, channels, 2).
    """

    label: str
    frequency_hz: float
    channels: tuple[Channel, ...]
    samples: NDArray[Any]
    padding: int | None = None
    start_s: float = 0.0
    envelope: NDArray[Any] | None = None
    extremes: tuple[tuple[float, float], ...] = ()
    """Least and greatest value of each channel, padding aside; (0, 0) for none."""

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.frequency_hz

    @property
    def is_median(self) -> bool:
        """A beat made of many, which is no recording (ecg objects have both)."""
        return "MEDIAN" in self.label.upper()

    def values(self, channel: int, first: int, last: int) -> NDArray[np.float64]:
        """Samples `first` up to `last` in the channel's unit; padding is NaN."""
        return self.in_unit(channel, self.samples[max(first, 0) : last, channel])

    def in_unit(self, channel: int, samples: NDArray[Any]) -> NDArray[np.float64]:
        """Samples of a channel in its unit; padding is NaN."""
        told = self.channels[channel]
        values = samples.astype(np.float64) * told.scale + told.offset
        if self.padding is not None:
            values[samples == self.padding] = np.nan
        return values


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation: what is said, of which channels (from 0), at which times.

    Times are seconds from the start of the group; () speaks of all of it.
    """

    text: str
    group: int = 0
    channels: tuple[int, ...] = ()
    seconds: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """All groups of an object and what is said of them."""

    groups: tuple[Group, ...]
    marks: tuple[Mark, ...]
    acquired: str
    notes: tuple[str, ...] = ()
    """What could not be read, one sentence each."""


def read_waveform(dataset: "Dataset", kind: str) -> Recording:
    """The recording of a data set. Raises ContentError when there is none."""
    little = getattr(getattr(dataset, "layout", None), "little_endian", True)
    groups: list[Group] = []
    notes: list[str] = []
    places: dict[int, int] = {}
    for place, item in enumerate(items(dataset, "WaveformSequence"), 1):
        try:
            groups.append(_group(item, place, little))
            places[place] = len(groups) - 1
        except ContentError as error:
            notes.append(str(error))
    if not groups:
        reason = notes[0] if notes else tr("It holds no waveform.")
        raise ContentError(reason)
    return Recording(
        tuple(groups), _marks(dataset, groups, places), _acquired(dataset), tuple(notes)
    )


def _group(item: "Dataset", place: int, little_endian: bool) -> Group:
    label = caption(text(item, "MultiplexGroupLabel"))
    name = label or tr("Group {number}", number=place)
    frequency = number(item, "SamplingFrequency") or 0.0
    if frequency <= 0:
        raise ContentError(tr("{name} has no sampling frequency.", name=name))
    definitions = items(item, "ChannelDefinitionSequence")
    count = integer(item, "NumberOfWaveformChannels") or len(definitions)
    if not 0 < count <= limits.WAVEFORM_CHANNELS:
        raise ContentError(tr("{name} has no channels.", name=name))
    samples = _samples(item, count, name, definitions, little_endian)
    channels = tuple(
        _channel(definitions[at] if at < len(definitions) else None, at)
        for at in range(count)
    )
    group = Group(
        label=name,
        frequency_hz=frequency,
        channels=channels,
        samples=samples,
        padding=_padding(item, little_endian),
        start_s=(number(item, "MultiplexGroupTimeOffset") or 0.0) / 1000,
        envelope=_envelope(samples),
    )
    return replace(group, extremes=tuple(map(partial(_extremes, group), range(count))))


def _extremes(group: Group, channel: int) -> tuple[float, float]:
    samples = group.samples[:, channel]
    if group.padding is not None:
        samples = samples[samples != group.padding]
    if not samples.size:
        return 0.0, 0.0
    ends = group.in_unit(channel, np.array([samples.min(), samples.max()]))
    return float(ends.min()), float(ends.max())


def _samples(
    item: "Dataset",
    count: int,
    name: str,
    definitions: tuple["Dataset", ...],
    little_endian: bool,
) -> NDArray[Any]:
    """(time, channels) as whole numbers, companded ones expanded."""
    form = _form(item)
    dtype = np.dtype(_DTYPES[form]).newbyteorder("<" if little_endian else ">")
    data = raw(item, "WaveformData")
    length = len(data) // (dtype.itemsize * count)
    claimed = integer(item, "NumberOfWaveformSamples")
    if claimed is not None and claimed > 0:
        length = min(length, claimed)
    if length == 0:
        raise ContentError(tr("{name} has no samples.", name=name))
    flat = np.frombuffer(data, dtype, length * count)
    samples = flat.reshape(length, count).astype(dtype.newbyteorder("="))
    if form in ("MB", "AB"):
        return expanded(samples, form)
    bits = [integer(one, "WaveformBitsStored") or 0 for one in definitions[:count]]
    return _with_sign(samples, bits)


def _form(item: "Dataset") -> str:
    """The interpretation of a sample; by its size where that is missing or false."""
    stated = text(item, "WaveformSampleInterpretation").upper()
    bits = integer(item, "WaveformBitsAllocated") or 16
    if stated in _DTYPES and np.dtype(_DTYPES[stated]).itemsize * 8 == bits:
        return stated
    return _BY_SIZE.get(bits, "SS")


def _with_sign(samples: NDArray[Any], bits_stored: list[int]) -> NDArray[Any]:
    """Signs extended in channels whose writer left the unused bits empty."""
    size = samples.dtype.itemsize * 8
    if samples.dtype.kind != "i":
        return samples
    for channel, bits in enumerate(bits_stored):
        if not 1 < bits < size:
            continue
        column = samples[:, channel]
        low, high = int(column.min()), int(column.max())
        if low >= 0 and 1 << (bits - 1) <= high < 1 << bits:
            column[column >= 1 << (bits - 1)] -= 1 << bits
    return samples


def _channel(item: "Dataset | None", place: int) -> Channel:
    if item is None:
        return Channel(tr("Channel {number}", number=place + 1), "")
    source = code(item, "ChannelSourceSequence")
    label = caption(text(item, "ChannelLabel")) or _lead(source)
    sensitivity = number(item, "ChannelSensitivity")
    unit, factor = _unit(code(item, "ChannelSensitivityUnitsSequence"))
    if sensitivity is None:
        unit, factor = "", 1.0
    correction = number(item, "ChannelSensitivityCorrectionFactor")
    scale = (1.0 if sensitivity is None else sensitivity) * factor
    return Channel(
        label=label or tr("Channel {number}", number=place + 1),
        unit=unit,
        scale=scale * (1.0 if correction is None else correction),
        offset=(number(item, "ChannelBaseline") or 0.0) * factor,
        delay_s=number(item, "ChannelTimeSkew") or 0.0,
        filters=tuple(_filters(item)),
    )


def _lead(source: Code | None) -> str:
    """The name of a lead without the word that every lead has."""
    if source is None:
        return ""
    name = caption(str(source))
    short = name.removeprefix("Lead ").removesuffix(" (Einthoven)")
    return short.split(" (")[0] if short.startswith(("I", "V", "aV")) else name


def _unit(unit: Code | None) -> tuple[str, float]:
    """The unit that values are read in, and what a sample's unit is multiplied by."""
    if unit is None:
        return "", 1.0
    symbol = unit.value if unit.value else unit.meaning
    if symbol in _UNIT_SCALES:
        return _UNIT_SCALES[symbol]
    return caption(_UNIT_NAMES.get(symbol, symbol)), 1.0


def _filters(item: "Dataset") -> "list[tuple[str, str]]":
    names = (
        (tr("high-pass"), "FilterLowFrequency"),
        (tr("low-pass"), "FilterHighFrequency"),
        (tr("notch"), "NotchFilterFrequency"),
    )
    found = [(name, number(item, keyword)) for name, keyword in names]
    return [(name, f"{value:g} Hz") for name, value in found if value]


def _padding(item: "Dataset", little_endian: bool) -> int | None:
    """WaveformPaddingValue, in the form of a sample."""
    data = raw(item, "WaveformPaddingValue")
    form = _form(item)
    if form in ("MB", "AB"):
        return None
    dtype = np.dtype(_DTYPES[form]).newbyteorder("<" if little_endian else ">")
    if len(data) < dtype.itemsize:
        found = integer(item, "WaveformPaddingValue")
        return found
    return int(np.frombuffer(data, dtype, 1)[0])


def _envelope(samples: NDArray[Any]) -> NDArray[Any] | None:
    """Extremes of each block, for recordings of which a screen shows only some."""
    blocks = len(samples) // BLOCK
    if blocks < 2 * BLOCK:
        return None
    parts = samples[: blocks * BLOCK].reshape(blocks, BLOCK, -1)
    return np.stack((parts.min(axis=1), parts.max(axis=1)), axis=-1)


def _acquired(dataset: "Dataset") -> str:
    moment = text(dataset, "AcquisitionDateTime")
    return f"{date_text(moment[:8])} {time_text(moment[8:14])}".strip()


def _marks(
    dataset: "Dataset", groups: list[Group], places: dict[int, int]
) -> tuple[Mark, ...]:
    found = []
    for item in items(dataset, "WaveformAnnotationSequence")[: limits.WAVEFORM_MARKS]:
        said = _said(item)
        if said:
            found.append(_mark(item, said, groups, places))
    return tuple(found)


def _said(item: "Dataset") -> str:
    """The words of an annotation: free text, or a concept with its value and unit."""
    words = caption(text(item, "UnformattedTextValue"))
    if words:
        return words
    concept = code(item, "ConceptNameCodeSequence")
    value = code(item, "ConceptCodeSequence")
    amount = caption(text(item, "NumericValue"))
    unit = code(item, "MeasurementUnitsCodeSequence")
    measured = " ".join(filter(None, (amount, unit.value if amount and unit else "")))
    parts = (str(concept or ""), measured or str(value or ""))
    return caption(" ".join(filter(None, parts)))


def _mark(
    item: "Dataset", said: str, groups: list[Group], places: dict[int, int]
) -> Mark:
    """Pairs (group, channel) count from 1; channel 0 means all of a group."""
    pairs = integers(item, "ReferencedWaveformChannels")
    named = pairs[0] if pairs else 1
    group = places.get(named, 0)
    channels = tuple(
        channel - 1
        for other, channel in zip(pairs[::2], pairs[1::2], strict=False)
        if other == named and channel > 0
    )
    frequency = groups[group].frequency_hz
    positions = integers(item, "ReferencedSamplePositions")
    seconds = tuple((position - 1) / frequency for position in positions)
    if not seconds:
        start = groups[group].start_s
        offsets = numbers(item, "ReferencedTimeOffsets")
        seconds = tuple(offset - start for offset in offsets)
    return Mark(said, group, channels, seconds)
