"""Sound in DICOM: a voice-like signal, made of vowels, as basic voice audio.

Keyword arguments named as DICOM keywords replace elements, None removes them.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.parts import base, code, item

if TYPE_CHECKING:
    from pydicom import Dataset

BASIC_VOICE = "1.2.840.10008.5.1.4.1.1.9.4.1"
GENERAL_AUDIO = "1.2.840.10008.5.1.4.1.1.9.4.2"
VOICE_HZ = 8000
PITCH_HZ = 120.0
FORMANTS_HZ = ((730, 1090), (270, 2290), (300, 870))
"""The two lowest resonances of a, i and u, said one after another."""

_FORMS = {"u1": ("UB", 8), "i1": ("SB", 8), "i2": ("SS", 16), "u2": ("US", 16)}


def vowels(seconds: float = 2.4, frequency_hz: int = VOICE_HZ) -> Any:
    """A voice that says three vowels, -1 … 1 over time."""
    times = np.arange(round(seconds * frequency_hz)) / frequency_hz
    part = seconds / len(FORMANTS_HZ)
    signal = np.zeros_like(times)
    for number, formants in enumerate(FORMANTS_HZ):
        inside = (times - number * part) / part
        loud = np.sin(np.pi * np.clip(inside, 0, 1)) ** 2
        for harmonic in np.arange(PITCH_HZ, frequency_hz / 2, PITCH_HZ):
            near = sum(np.exp(-(((harmonic - one) / 120) ** 2)) for one in formants)
            signal += loud * near * np.sin(2 * np.pi * harmonic * times)
    return signal / np.abs(signal).max()


def voice(
    samples: np.ndarray[Any, Any] | None = None,
    *,
    form: str = "",
    frequency_hz: float = VOICE_HZ,
    sop_class_uid: str = BASIC_VOICE,
    **elements: Any,
) -> "Dataset":
    """A sound of `samples` (time, channels) as stored (PS3.3 A.34.6, A.34.7).

    Their type says how they are stored, save for µ-law and A-law: `form` "MB", "AB".
    """
    if samples is None:
        samples = np.rint(127 + 100 * vowels()).astype(np.uint8)[:, None]
    usual, bits = _FORMS[samples.dtype.str[1:]]
    count = samples.shape[1]
    names = ("", "Left", "Right") if count == 2 else ("Voice",) * (count + 1)
    group = item(
        WaveformOriginality="ORIGINAL",
        NumberOfWaveformChannels=count,
        NumberOfWaveformSamples=samples.shape[0],
        SamplingFrequency=frequency_hz,
        ChannelDefinitionSequence=[
            {
                "ChannelLabel": names[number],
                "ChannelSourceSequence": [code("110101", "DCM", "Voice")],
                "ChannelSampleSkew": 0,
                "WaveformBitsStored": bits,
            }
            for number in range(1, count + 1)
        ],
        WaveformBitsAllocated=bits,
        WaveformSampleInterpretation=form or usual,
    )
    data = samples.astype(samples.dtype.newbyteorder("<")).tobytes()
    group.WaveformData = data + b"\0" * (len(data) % 2)
    group["WaveformData"].VR = "OB" if bits == 8 else "OW"
    described: dict[str, Any] = {
        "AcquisitionDateTime": "20261122101500",
        "AcquisitionContextSequence": [],
        "WaveformSequence": [group],
    }
    return base(sop_class_uid, "AU", **{**described, **elements})
