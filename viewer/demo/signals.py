"""Synthetic waveforms beside the ECG at rest: a rhythm, pressures, the trial class."""

from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.documents import waveform
from viewer.demo.ecg import FREQUENCY_HZ, LEADS, SENSITIVITY_MICROVOLTS, leads
from viewer.demo.marks import identity
from viewer.demo.parts import code, item

if TYPE_CHECKING:
    from pydicom import Dataset

TRIAL = "1.2.840.10008.5.1.4.1.1.9.1"
GENERAL_ECG = "1.2.840.10008.5.1.4.1.1.9.1.2"
HAEMODYNAMIC = "1.2.840.10008.5.1.4.1.1.9.2.1"
MMHG_PER_STEP = 0.05
_RHYTHM = ("II", "V1", "V5")


def rhythm(sop_class_uid: str = GENERAL_ECG, **elements: Any) -> "Dataset":
    """Three leads of the demonstration's ECG (PS3.3 A.34.4)."""
    signals = leads()
    stored = [
        np.rint(signals[name] / SENSITIVITY_MICROVOLTS).astype(np.int16)
        for name in _RHYTHM
    ]
    described: dict[str, Any] = {
        **_said(sop_class_uid, "Rhythm, 10 s", 61),
        "SOPClassUID": sop_class_uid,
    }
    return waveform(
        np.stack(stored, axis=1),
        [code(LEADS[name], "MDC", f"Lead {name}") for name in _RHYTHM],
        frequency_hz=FREQUENCY_HZ,
        sensitivity_microvolts=SENSITIVITY_MICROVOLTS,
        **{**described, **elements},
    )


def trial(**elements: Any) -> "Dataset":
    """The same as an object of the trial class, long retired."""
    return rhythm(TRIAL, **elements)


def pressures(**elements: Any) -> "Dataset":
    """A left ventricle and an aorta in mmHg, with their ECG (PS3.3 A.34.5)."""
    lead = leads()["II"]
    beat = 60 / 68
    time = np.arange(lead.size) / FREQUENCY_HZ
    phase = ((time - 0.42) % beat) / beat
    squeeze = np.exp(-(((phase - 0.24) / 0.14) ** 2))
    ventricle = 7 + 115 * squeeze
    aorta = np.maximum(ventricle - 2, 78 + 34 * np.exp(-phase * 1.1))
    channels = [
        np.rint(lead / SENSITIVITY_MICROVOLTS),
        np.rint(ventricle / MMHG_PER_STEP),
        np.rint(aorta / MMHG_PER_STEP),
    ]
    described: dict[str, Any] = {
        **_said(HAEMODYNAMIC, "Pressures, 10 s", 62),
        "SOPClassUID": HAEMODYNAMIC,
        "Modality": "HD",
        "Laterality": "",
    }
    dataset = waveform(
        np.stack(channels, axis=1).astype(np.int16),
        [
            code("2:2", "MDC", "Lead II"),
            code("109019", "DCM", "Left Ventricular Pressure"),
            code("109020", "DCM", "Aortic Pressure"),
        ],
        frequency_hz=FREQUENCY_HZ,
        sensitivity_microvolts=SENSITIVITY_MICROVOLTS,
        **{**described, **elements},
    )
    (group,) = dataset.WaveformSequence
    for channel in group.ChannelDefinitionSequence[1:]:
        channel.ChannelSensitivity = MMHG_PER_STEP
        channel.ChannelSensitivityUnitsSequence = [
            item(
                CodeValue="mm[Hg]",
                CodingSchemeDesignator="UCUM",
                CodeMeaning="millimeter of mercury",
            )
        ]
    return dataset


def _said(sop_class_uid: str, title: str, number: int) -> dict[str, Any]:
    return {
        **identity(2, sop_class_uid, title, "082000"),
        "SeriesNumber": number,
        "ImageComments": None,
        "BurnedInAnnotation": None,
        "AcquisitionDate": None,
        "AcquisitionTime": None,
        "AcquisitionDateTime": "20261120082000",
    }
