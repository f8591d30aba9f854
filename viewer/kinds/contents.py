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


def _spectra(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.spectroscopy import read_spectroscopy

    return read_spectroscopy(dataset, kind)


def _tree(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.directory import read_directory

    return read_directory(dataset, kind)


def _raw(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.raw import read_raw

    return read_raw(dataset, kind)


def _audio(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.audio import read_audio

    return read_audio(dataset, kind)


def _document(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.document import read_document

    return read_document(dataset, kind)


def _tractography(dataset: "Dataset", kind: str) -> object:
    from viewer.kinds.tractography import read_tractography

    return read_tractography(dataset, kind)


CONTENTS: tuple[Kind, ...] = (
    Kind(("sr", "ko", "assessment"), "report", documents("report"), _report),
    Kind(
        ("waveform_ecg", "waveform_hemo", "waveform_eeg", "waveform_general"),
        "waveform",
        documents("waveform"),
        _waveform,
    ),
    Kind(("spectroscopy",), "spectrum", documents("spectrum"), _spectra),
    Kind(("dicomdir", "inventory"), "tree", documents("tree"), _tree),
    Kind(("raw",), "raw", documents("raw"), _raw),
    Kind(sounds.NAMES, "audio", sounds.split, _audio),
    Kind(
        ("encapsulated_doc", "encapsulated_3d"),
        "document",
        documents("document"),
        _document,
    ),
    Kind(("tractography",), "card", documents("card"), _tractography),
)
