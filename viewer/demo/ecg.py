"""The demonstration ECG: ten seconds of twelve leads, drawn from bell curves."""

from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.documents import waveform
from viewer.demo.marks import NOTICE, identity
from viewer.demo.parts import code

if TYPE_CHECKING:
    from pydicom import Dataset

SECONDS, FREQUENCY_HZ, RATE_PER_MINUTE = 10, 500, 68
SENSITIVITY_MICROVOLTS = 2.5
ALL_CHANNELS = [1, 0]
"""Multiplex group 1, and 0 for every channel of it (PS3.3 C.10.10.1.1)."""

# Code values of the MDC scheme (PS3.16 CID 3001) in the order they are stored.
LEADS = {
    "I": "2:1",
    "II": "2:2",
    "III": "2:61",
    "aVR": "2:62",
    "aVL": "2:63",
    "aVF": "2:64",
    "V1": "2:3",
    "V2": "2:4",
    "V3": "2:5",
    "V4": "2:6",
    "V5": "2:7",
    "V6": "2:8",
}
# Of each wave: its middle and half width in seconds from the R wave.
WAVES = {
    "P": (-0.165, 0.022),
    "Q": (-0.026, 0.008),
    "R": (0.0, 0.0105),
    "S": (0.027, 0.0105),
    "T": (0.285, 0.055),
}
# Height of the waves P Q R S T in microvolts.
HEIGHTS: dict[str, tuple[float, ...]] = {
    "I": (80, -60, 720, -110, 210),
    "II": (140, -80, 1120, -160, 290),
    "V1": (60, 0, 230, -980, -70),
    "V2": (70, 0, 420, -1450, 420),
    "V3": (75, 0, 820, -920, 470),
    "V4": (80, -40, 1400, -520, 440),
    "V5": (80, -70, 1300, -230, 360),
    "V6": (75, -70, 990, -100, 270),
}

Signal = np.ndarray[Any, np.dtype[np.float64]]


def leads() -> dict[str, Signal]:
    """Microvolts of each lead over time; limb leads agree with Einthoven's law."""
    random = np.random.default_rng(5)
    times = np.arange(SECONDS * FREQUENCY_HZ) / FREQUENCY_HZ
    beats = _beats(random)
    found = {
        name: _lead(times, beats, heights, random) for name, heights in HEIGHTS.items()
    }
    one, two = found["I"], found["II"]
    found["III"] = two - one
    found["aVR"] = -(one + two) / 2
    found["aVL"] = one - two / 2
    found["aVF"] = two - one / 2
    return {name: found[name] for name in LEADS}


def _beats(random: np.random.Generator) -> Signal:
    """Times of the R waves: a regular rhythm that breathes a little."""
    interval = 60 / RATE_PER_MINUTE
    count = int(SECONDS / interval) + 2
    breath = 0.03 * np.sin(np.arange(count) * 1.1) + random.normal(0, 0.006, count)
    return 0.42 + np.cumsum(interval + breath) - interval


def _lead(
    times: Signal,
    beats: Signal,
    heights: tuple[float, ...],
    random: np.random.Generator,
) -> Signal:
    signal = 18 * np.sin(2 * np.pi * 0.24 * times + random.uniform(0, 6))
    signal += np.convolve(random.normal(0, 7, times.size), np.ones(4) / 4, "same")
    for beat in beats:
        for (middle, half), height in zip(WAVES.values(), heights, strict=True):
            signal += height * np.exp(-0.5 * ((times - beat - middle) / half) ** 2)
    return signal


def electrocardiogram() -> tuple[str, "Dataset"]:
    """(name, object) of the 12-lead ECG."""
    stored = [
        np.rint(signal / SENSITIVITY_MICROVOLTS).astype(np.int16)
        for signal in leads().values()
    ]
    elements: dict[str, Any] = {
        **identity(2, "ecg", "12-lead ECG, 10 s", "081700"),
        "ImageComments": None,
        "BurnedInAnnotation": None,
        "AcquisitionDate": None,
        "AcquisitionTime": None,
        "AcquisitionDateTime": "20261120081700",
        "SeriesNumber": 1,
        "WaveformAnnotationSequence": [
            {
                "UnformattedTextValue": NOTICE,
                "ReferencedWaveformChannels": ALL_CHANNELS,
                "AnnotationGroupNumber": 0,
            },
            {
                "UnformattedTextValue": f"Heart rate {RATE_PER_MINUTE} /min",
                "ReferencedWaveformChannels": ALL_CHANNELS,
                "AnnotationGroupNumber": 1,
            },
        ],
    }
    return "ECG/001", waveform(
        np.stack(stored, axis=1),
        [code(value, "MDC", f"Lead {name}") for name, value in LEADS.items()],
        frequency_hz=FREQUENCY_HZ,
        sensitivity_microvolts=SENSITIVITY_MICROVOLTS,
        **elements,
    )
