"""The sound device of the computer, through QtMultimedia; imported when first heard."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtMultimedia import (
    QAudioDevice,
    QAudioFormat,
    QAudioSink,
    QMediaDevices,
    QtAudio,
)

from viewer.text import tr

_FORMS = {
    "u1": QAudioFormat.SampleFormat.UInt8,
    "i2": QAudioFormat.SampleFormat.Int16,
    "i4": QAudioFormat.SampleFormat.Int32,
}


class SoundDevice:
    """Plays on the device that the system uses at the moment."""

    def __init__(self) -> None:
        self._sink: QAudioSink | None = None
        self._buffer = QBuffer()

    def start(self, pcm: NDArray[np.generic], rate_hz: int, volume: float) -> str:
        """Play samples (time, channels) from their start; "" or why it cannot."""
        self.stop()
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return tr("No sound device was found. The sound can be seen and saved.")
        form = _format(pcm.dtype.str[1:], rate_hz, pcm.shape[1])
        if not device.isFormatSupported(form):
            pcm, form = _converted(pcm, rate_hz, device)
        self._buffer.setData(QByteArray(pcm.tobytes()))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(device, form)
        self._sink.setVolume(volume)
        self._sink.start(self._buffer)
        return self.fault()

    def stop(self) -> None:
        """Be silent, at once."""
        if self._sink is not None:
            self._sink.reset()
            self._sink.deleteLater()
            self._sink = None
        self._buffer.close()
        self._buffer.setData(QByteArray())

    def set_volume(self, volume: float) -> None:
        """0 is silence, 1 the sound as it is."""
        if self._sink is not None:
            self._sink.setVolume(volume)

    def fault(self) -> str:
        """Why it has fallen silent before the end; "" while all is well."""
        well = (QtAudio.Error.NoError, QtAudio.Error.UnderrunError)
        if self._sink is None or self._sink.error() in well:
            return ""
        return tr("The sound device does not answer. The sound can be seen and saved.")


def _format(sample: str, rate_hz: int, channels: int) -> QAudioFormat:
    form = QAudioFormat()
    form.setSampleFormat(_FORMS[sample])
    form.setSampleRate(rate_hz)
    form.setChannelCount(channels)
    return form


def _converted(
    pcm: NDArray[np.generic], rate_hz: int, device: QAudioDevice
) -> tuple[NDArray[np.int16], QAudioFormat]:
    """The first two channels at the rate that the device likes, in 16 bits."""
    liked = device.preferredFormat()
    levels = pcm[:, :2].astype(np.float64)
    if pcm.dtype == np.uint8:
        levels = (levels - 128) * 256
    elif pcm.dtype.itemsize == 4:
        levels /= 65536
    channels = max(liked.channelCount(), 1)
    count = round(len(levels) * liked.sampleRate() / rate_hz)
    times = np.arange(count) * rate_hz / liked.sampleRate()
    known = np.arange(len(levels))
    columns = [
        np.interp(times, known, levels[:, min(at, levels.shape[1] - 1)])
        for at in range(channels)
    ]
    made = np.clip(np.stack(columns, axis=1), -32768, 32767).astype(np.int16)
    return made, _format("i2", liked.sampleRate(), channels)
