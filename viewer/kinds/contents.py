"""The kinds that are shown by their content; what reads it is imported when asked for.

The index of a folder needs the kinds of its objects, and neither numpy nor pydicom.
"""

from typing import TYPE_CHECKING

from viewer.kinds import sounds
from viewer.kinds.base import Kind
from viewer.kinds.card import documents

if TYPE_CHECKING:
    from pydicom import Dataset


def _report(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.report import read_report

    return read_report(dataset, kind)


def _waveform(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.waveform import read_waveform

    return read_waveform(dataset, kind)


def _audio(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.audio import read_audio

    return read_audio(dataset, kind)


def _document(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.document import read_document

    return read_document(dataset, kind)


CONTENTS: tuple[Kind, ...] = (
    Kind(("sr", "ko", "assessment"), "report", documents("report"), _report),
    Kind(
        ("waveform_ecg", "waveform_hemo", "waveform_eeg", "waveform_general"),
        "waveform",
        documents("waveform"),
        _waveform,
    ),
    Kind(sounds.NAMES, "audio", sounds.split, _audio),
    Kind(
        ("encapsulated_doc", "encapsulated_3d"),
        "document",
        documents("document"),
        _document,
    ),
)
