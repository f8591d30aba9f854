"""Sound: voice and general audio, and what older tables file under an ECG's class.

PS3.3 A.34.6, A.34.7 (the IODs), C.10.9 (samples), PS3.4 and PS3.6 (the classes).
"""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viewer.dicom.sop_classes import sop_class
from viewer.kinds.base import ContentError
from viewer.kinds.reading import text
from viewer.kinds.sounds import NAMES
from viewer.kinds.waveform import Group, read_waveform
from viewer.text import tr

if TYPE_CHECKING:
    from pydicom import Dataset

SLOWEST_HZ, FASTEST_HZ = 1.0, 10_000_000.0
"""Sampling frequencies that WAV files and sound devices can state."""

MOST_SAID = 20
"""Annotations that are read beside the wave form; all are in the header."""

OUTLINE_BLOCKS = 4096
"""The wave form is drawn from the extremes of this many parts of a sound."""

_FORMS = {"u1": "u1", "i1": "u1", "i2": "i2", "u2": "i2", "i4": "i4", "u4": "i4"}
"""Samples as stored → as WAV files and sound devices take them (8 bits: unsigned)."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One sound: `pcm` (time, channels) of unsigned 8, signed 16 or 32 bits.

    `outline` has the least and greatest level of parts of equal length, as parts of
    the loudest: (parts, channels, 2).
    """

    label: str
    frequency_hz: float
    channels: tuple[str, ...]
    pcm: NDArray[Any]
    outline: NDArray[np.float32]

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.pcm) / self.frequency_hz

    @property
    def rate_hz(self) -> int:
        """The frequency as WAV files and sound devices take it."""
        return max(round(self.frequency_hz), 1)


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """All tracks of an object; `said` are its annotations, `notes` what is odd."""

    tracks: tuple[Track, ...]
    acquired: str
    said: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_audio(dataset: "Dataset", kind: str) -> Sound:
    """The sound of a data set. Raises ContentError when there is none."""
    recording = read_waveform(dataset, kind)
    notes = list(recording.notes)
    tracks: list[Track] = []
    for group in recording.groups:
        if group.samples.dtype.str[1:] not in _FORMS:
            notes.append(tr("{name} has samples of 64 bits.", name=group.label))
        elif not SLOWEST_HZ <= group.frequency_hz <= FASTEST_HZ:
            frequency = f"{group.frequency_hz:g}"
            notes.append(
                tr(
                    "{name} is sampled at {frequency} Hz: that is no sound.",
                    name=group.label,
                    frequency=frequency,
                )
            )
        else:
            tracks.append(_track(group))
    if not tracks:
        raise ContentError(notes[0])
    notes += _class_note(dataset)
    said = tuple(dict.fromkeys(mark.text for mark in recording.marks))[:MOST_SAID]
    return Sound(tuple(tracks), recording.acquired, said, tuple(notes))


def _track(group: Group) -> Track:
    pcm = pcm_of(group.samples, group.padding)
    names = tuple(channel.label for channel in group.channels)
    outline = _outline(pcm)
    return Track(group.label, group.frequency_hz, names, pcm, outline)


def pcm_of(samples: NDArray[Any], padding: int | None = None) -> NDArray[Any]:
    """Samples as a WAV file holds them: the same steps, 8 bits with 128 as silence."""
    stored = samples.dtype.str[1:]
    wanted = np.dtype(_FORMS[stored])
    if stored == wanted.str[1:]:
        pcm = samples.astype(wanted)
    else:
        shift = 1 << (samples.dtype.itemsize * 8 - 1)
        moved = samples.astype(np.int64) + (shift if stored == "i1" else -shift)
        pcm = moved.astype(wanted)
    if padding is not None:
        pcm[samples == padding] = _silence(wanted)
    return pcm


def _silence(dtype: np.dtype[Any]) -> int:
    return 128 if dtype == np.uint8 else 0


def _outline(pcm: NDArray[Any]) -> NDArray[np.float32]:
    size = max(len(pcm) // OUTLINE_BLOCKS, 1)
    starts = np.arange(0, len(pcm), size)
    low = np.minimum.reduceat(pcm, starts).astype(np.float64)
    high = np.maximum.reduceat(pcm, starts).astype(np.float64)
    levels = np.stack((low, high), axis=-1) - _silence(pcm.dtype)
    return (levels / max(float(np.abs(levels).max()), 1.0)).astype(np.float32)


def _class_note(dataset: "Dataset") -> list[str]:
    known = sop_class(text(dataset, "SOPClassUID"))
    if known is None or known.kind in NAMES:
        return []
    return [
        tr(
            "By its UID it is of the class {name}; its modality and its content are"
            " those of a sound, so it is played.",
            name=known.name,
        )
    ]


def wav_bytes(track: Track) -> bytes:
    """The sound as a WAV file: the samples as they are, nothing scaled."""
    import wave

    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(track.pcm.shape[1])
        writer.setsampwidth(track.pcm.dtype.itemsize)
        writer.setframerate(track.rate_hz)
        little = track.pcm.astype(track.pcm.dtype.newbyteorder("<"))
        writer.writeframes(little.tobytes())
    return file.getvalue()
