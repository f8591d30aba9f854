"""Which waveforms are sound, by their headers; what reads them is in `audio.py`."""

from collections.abc import Sequence
from dataclasses import replace

from viewer.dicom import tags
from viewer.dicom.sop_classes import sop_class
from viewer.files.header import Header
from viewer.kinds.base import DisplaySet
from viewer.kinds.card import documents
from viewer.text import tr

NAMES = ("waveform_audio",)
GENERAL_ECG = "1.2.840.10008.5.1.4.1.1.9.1.2"
"""The class that a widely copied table calls "Waveform Storage - Audio"."""

AUDIBLE_HZ = 4000.0
"""Sampled at least this often: a voice; an ECG is sampled 100 to 2,000 times."""

MOST_CHANNELS = 2


def sounds(header: Header) -> bool:
    """Whether the waveforms of a complete header are sound, whatever its class.

    One or two channels, and of modality AU without a sensitivity or with a sampling
    frequency of sound; of an ECG's class and another modality, both.
    """
    groups = header.items.get(tags.WaveformSequence, ())
    if not groups:
        return False
    is_audio = header.text(tags.Modality).strip().upper() == "AU"
    uid = header.text(tags.SOPClassUID)
    if not is_audio and uid != GENERAL_ECG:
        return False
    return all(_sounds(group, is_audio) for group in groups)


def _sounds(group: Header, is_audio: bool) -> bool:
    channels = group.items.get(tags.ChannelDefinitionSequence, ())
    count = group.integer(tags.NumberOfWaveformChannels) or len(channels)
    if not 0 < count <= MOST_CHANNELS:
        return False
    measured = any(channel.has(tags.ChannelSensitivity) for channel in channels)
    audible = (group.number(tags.SamplingFrequency) or 0.0) >= AUDIBLE_HZ
    return (audible or not measured) if is_audio else (audible and not measured)


def split(headers: Sequence[Header], kind_name: str) -> tuple[DisplaySet, ...]:
    """The display sets; none is called an ECG by the name of its class alone."""
    return tuple(
        replace(one, label=tr("Audio")) if one.label == _class_label(one.first) else one
        for one in documents("audio")(headers, kind_name)
    )


def _class_label(header: Header) -> str:
    """The short name of a class that is not one for sound."""
    known = sop_class(header.text(tags.SOPClassUID))
    return known.short if known and known.kind not in NAMES else ""
