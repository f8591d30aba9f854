"""The demonstration ultrasound: one heart beat in a fan, with colour Doppler."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import JPEG_BASELINE, compress, image
from viewer.demo.drawing import Picture, smooth_noise, soft_step
from viewer.demo.marks import burn, identity

if TYPE_CHECKING:
    from pydicom import Dataset

US_MULTIFRAME = "1.2.840.10008.5.1.4.1.1.3.1"
ROWS, COLUMNS, FRAMES, FRAME_TIME_MS = 480, 640, 30, 33.3
CM_PER_PIXEL = 0.04
JPEG_QUALITY = 88
_APEX = (320.0, 34.0)
_DEPTH, _HALF_ANGLE = 392.0, 0.72
_RAYS = 284
_TRACE_ROW = 456
_GREEN, _WORD = (90, 200, 120), (190, 196, 204)

Places = np.ndarray[Any, np.dtype[np.intp]]
Colours = np.ndarray[Any, np.dtype[np.uint8]]
# x, y, half width, half height in pixels from the apex; how far it moves in a beat.
CHAMBERS = (
    (38.0, 178.0, 42.0, 92.0, 0.20),
    (-52.0, 190.0, 33.0, 72.0, 0.16),
    (46.0, 312.0, 47.0, 40.0, -0.13),
    (-52.0, 304.0, 40.0, 37.0, -0.13),
)
_JET = (42.0, 236.0, 30.0, 78.0)
_DOPPLER_BOX = (-34.0, 118.0, 138.0, 352.0)


@dataclass(slots=True)
class Fan:
    """The pixels of the sector and what lies there, as flat arrays."""

    rows: Places = field(init=False)
    columns: Places = field(init=False)
    x: Picture = field(init=False)
    y: Picture = field(init=False)
    radius: Picture = field(init=False)
    speckle: Picture = field(init=False)
    _place: Places = field(init=False)

    def __post_init__(self) -> None:
        y = (np.arange(ROWS, dtype=np.float32) - _APEX[1])[:, np.newaxis]
        x = (np.arange(COLUMNS, dtype=np.float32) - _APEX[0])[np.newaxis, :]
        radius, angle = np.hypot(x, y), np.arctan2(x, y)
        inside = (radius > 14) & (radius < _DEPTH) & (np.abs(angle) < _HALF_ANGLE)
        self.rows, self.columns = np.nonzero(inside)
        self.x, self.y = x[0, self.columns], y[self.rows, 0]
        self.radius = radius[inside]
        rays = ((angle[inside] / _HALF_ANGLE + 1) * 140).astype(np.intp)
        self._place = self.radius.astype(np.intp) * _RAYS + rays
        self.speckle = _speckle(np.random.default_rng(9))

    def echo(self, shift: float) -> Picture:
        """Speckle at each pixel, moved along the beam by `shift` pixels."""
        places = self._place + round(shift) * _RAYS
        strength: Picture = np.take(self.speckle, places, mode="wrap")
        return strength


def _speckle(random: np.random.Generator) -> Picture:
    """Strength of many small echoes: (depth, ray), mean about 1."""
    shape = (430, _RAYS)
    waves = random.standard_normal((2, *shape), dtype=np.float32)
    waves = waves + np.roll(waves, 1, axis=1) + np.roll(waves, 1, axis=2)
    coarse = np.exp(0.25 * smooth_noise(random, shape, 26))
    strength: Picture = np.hypot(waves[0], waves[1]) / np.float32(2.17) * coarse
    return strength


def clip() -> tuple[str, "Dataset"]:
    """(name, object) of the clip: JPEG baseline, one beat in thirty frames."""
    frames = _frames()
    dataset = image(
        frames,
        samples=3,
        sop_class_uid=US_MULTIFRAME,
        modality="US",
        **_elements(),
    )
    compress(dataset, JPEG_BASELINE, _jpeg)
    ratio = frames.nbytes / len(dataset.PixelData)
    dataset.LossyImageCompressionRatio = f"{ratio:.1f}"
    return "US/001", dataset


def _jpeg(frame: np.ndarray[Any, Any]) -> bytes:
    from PIL import Image

    buffer = BytesIO()
    half_chroma = 1
    Image.fromarray(frame).save(
        buffer, "JPEG", quality=JPEG_QUALITY, subsampling=half_chroma
    )
    return buffer.getvalue()


def _frames() -> Colours:
    fan = Fan()
    frames = np.empty((FRAMES, ROWS, COLUMNS, 3), np.uint8)
    frames[:] = _surroundings()
    for number in range(FRAMES):
        beat = number / FRAMES
        squeeze = float(np.sin(np.pi * min(beat / 0.42, 1))) ** 2
        frame = frames[number]
        grey, blood = _tissue(fan, squeeze)
        frame[fan.rows, fan.columns] = grey[:, np.newaxis]
        _doppler(frame, fan, blood, beat)
        _pulse(frame, number)
    return frames


def _tissue(fan: Fan, squeeze: float) -> tuple[Picture, Picture]:
    """Grey values 0 … 255 and how much of each pixel is blood."""
    blood = np.zeros_like(fan.x)
    rim = np.zeros_like(fan.x)
    nearest = np.full_like(fan.x, -200)
    for x, y, wide, high, movement in CHAMBERS:
        width, height = wide * (1 - movement * squeeze), high * (1 - 0.5 * movement)
        down = y + 7 * squeeze
        away = np.sqrt(((fan.x - x) / width) ** 2 + ((fan.y - down) / height) ** 2)
        depth = (1 - away) * width
        blood = np.maximum(blood, soft_step(depth, 6))
        rim = np.maximum(rim, 1 - np.abs(depth + 5) / 9)
        nearest = np.maximum(nearest, depth)
    for side in (-1, 1):
        _valve(rim, blood, fan, side, squeeze)
    heart = np.clip(1.25 + nearest / 75, 0.22, 1)
    bow = 34 + 0.0011 * fan.x**2
    shell = soft_step(fan.y - bow - 26, 26) * soft_step(376 - fan.radius, 20)
    level = 0.06 + (0.10 + 0.28 * shell) * heart + 0.40 * np.maximum(rim, 0)
    level *= 1 - 0.90 * blood * (rim < 0.4)
    level *= 1.12 - fan.radius / (_DEPTH * 1.7)
    echo = fan.echo(5 * squeeze)
    strength = level * echo * (0.85 + 0.15 * echo)
    grey = 205 * np.log1p(7.5 * strength) / np.log1p(7.5)
    return np.clip(grey, 4, 255), blood


def _valve(rim: Picture, blood: Picture, fan: Fan, side: int, squeeze: float) -> None:
    """Two leaflets: they open while the chambers fill and close when they squeeze."""
    middle_x, hinge_y = (42.0, 268.0) if side > 0 else (-52.0, 262.0)
    opening = 30 * (1 - squeeze)
    across = (fan.x - middle_x) / (6 + 0.6 * opening)
    gap = 1 - np.hypot(across, (fan.y - hinge_y + 4) / 26)
    np.maximum(blood, soft_step(gap * 20 - 8 * squeeze, 6), out=blood)
    rim *= 1 - soft_step(gap * 20, 8) * (1 - squeeze)
    for half in (-1, 1):
        along = (middle_x + half * 34 - fan.x) * half / 34
        reached = np.clip(along, 0, 1)
        line = hinge_y + 7 * squeeze - opening * reached * (0.6 + 0.4 * reached)
        near = (along > 0) & (along < 0.95 - 0.4 * (1 - squeeze))
        leaf = np.where(near, 1.1 - np.abs(fan.y - line) / 4.5, 0)
        np.maximum(rim, leaf, out=rim)


def _doppler(frame: Colours, fan: Fan, blood: Picture, beat: float) -> None:
    """Flow towards the transducer in red and yellow, away in blue and cyan."""
    x, y, wide, high = _JET
    filling = beat > 0.42
    swing = (
        np.sin(np.pi * (beat - 0.42) / 0.58)
        if filling
        else -0.75 * np.sin(np.pi * beat / 0.42)
    )
    centre = y + (18 if filling else -56)
    bell = np.exp(-(((fan.x - x) / wide) ** 2) - ((fan.y - centre) / high) ** 2)
    speed = float(swing) * bell * (0.75 + 0.35 * fan.echo(beat * 60))
    left, top, right, bottom = _DOPPLER_BOX[0], 120.0, 120.0, _DOPPLER_BOX[3]
    box = (fan.x > left) & (fan.x < right) & (fan.y > top) & (fan.y < bottom)
    shown = np.nonzero(box & (np.abs(speed) > 0.16) & (blood > 0.6))[0]
    frame[fan.rows[shown], fan.columns[shown]] = _flow_colours(speed[shown])


def _flow_colours(speed: Picture) -> Colours:
    """Colours of speeds −1 … 1: (count, 3)."""
    fast = np.clip(np.abs(speed), 0, 1)
    strong, weak = 90 + 165 * fast, np.clip(fast - 0.35, 0, 1) * 300
    towards = speed > 0
    colours = np.stack(
        [np.where(towards, strong, 0), weak, np.where(towards, 0, strong)], axis=-1
    )
    shown: Colours = np.clip(colours, 0, 255).astype(np.uint8)
    return shown


def _surroundings() -> Colours:
    """What never moves: scale, colour bar, trace, the word."""
    frame = np.zeros((ROWS, COLUMNS, 3), np.uint8)
    per_cm = 1 / CM_PER_PIXEL
    for centimetre in range(int(_DEPTH / per_cm) + 1):
        row = round(_APEX[1] + centimetre * per_cm)
        wide = 10 if centimetre % 5 == 0 else 5
        frame[row, COLUMNS - 40 : COLUMNS - 40 + wide] = 150
    bar = np.repeat(np.linspace(1, -1, 121, dtype=np.float32), 14)
    frame[40:161, 596:610] = _flow_colours(bar).reshape(121, 14, 3)
    frame[99:102, 596:610] = 0
    columns = np.arange(40, COLUMNS - 60)
    heights = _trace(columns)
    for column, low, high in zip(
        columns[1:],
        np.minimum(heights[1:], heights[:-1]),
        np.maximum(heights[1:], heights[:-1]),
        strict=True,
    ):
        frame[low : high + 1, column] = _GREEN
    burn(frame, _WORD, 96, 16, 2)
    return frame


def _trace(
    columns: Places,
) -> Places:
    """Rows of the ECG line: one beat across, as long as the clip."""
    time = (columns - 40) / (COLUMNS - 100)
    wave = np.zeros(columns.shape)
    for middle, half, height in (
        (0.9, 0.02, 5),
        (0.015, 0.008, 24),
        (0.035, 0.006, -7),
        (0.34, 0.045, 7),
    ):
        wave += height * np.exp(-0.5 * ((time - middle) / half) ** 2)
    rows: Places = np.rint(_TRACE_ROW - wave).astype(np.intp)
    return rows


def _pulse(frame: Colours, number: int) -> None:
    """The bright dot that runs along the trace."""
    column = 40 + round((COLUMNS - 101) * number / FRAMES)
    row = int(_trace(np.array([column]))[0])
    frame[row - 2 : row + 3, column - 2 : column + 3] = (230, 255, 235)


def _elements() -> dict[str, Any]:
    left, right = (round(_APEX[0] + side * 262) for side in (-1, 1))
    region = {
        "RegionSpatialFormat": 1,
        "RegionDataType": 1,
        "RegionFlags": 0,
        "RegionLocationMinX0": left,
        "RegionLocationMinY0": round(_APEX[1]),
        "RegionLocationMaxX1": right,
        "RegionLocationMaxY1": round(_APEX[1] + _DEPTH),
        "ReferencePixelX0": round(_APEX[0]) - left,
        "ReferencePixelY0": 0,
        "PhysicalUnitsXDirection": 3,
        "PhysicalUnitsYDirection": 3,
        "PhysicalDeltaX": CM_PER_PIXEL,
        "PhysicalDeltaY": CM_PER_PIXEL,
        "TransducerFrequency": 3000,
    }
    return {
        **identity(2, "us clip", "Heart, colour Doppler", "082500"),
        "SeriesNumber": 2,
        "ImageType": ["ORIGINAL", "PRIMARY", "", "0011"],
        "PhotometricInterpretation": "YBR_FULL_422",
        "LossyImageCompression": "01",
        "LossyImageCompressionMethod": "ISO_10918_1",
        "FrameTime": FRAME_TIME_MS,
        "FrameIncrementPointer": 0x00181063,
        "CineRate": round(1000 / FRAME_TIME_MS),
        "RecommendedDisplayFrameRate": round(1000 / FRAME_TIME_MS),
        "HeartRate": 60,
        "PatientOrientation": "",
        "Laterality": "",
        "UltrasoundColorDataPresent": 1,
        "TransducerType": "SECTOR_PHASED",
        "TransducerData": "Synthetic",
        "SequenceOfUltrasoundRegions": [region],
    }
