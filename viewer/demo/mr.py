"""The demonstration MR: a head in the manner of a T1-weighted axial series."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import AXIAL, image
from viewer.demo.drawing import (
    Picture,
    Plate,
    axis_mm,
    blur,
    fractal_noise,
    smooth_noise,
    soft_step,
)
from viewer.demo.marks import burn, identity
from viewer.demo.parts import uid

if TYPE_CHECKING:
    from pydicom import Dataset

MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4"
SLICES, SIZE, PIXEL_MM, PITCH_MM = 24, 256, 0.8, 5.5
SCALP, SKULL, FLUID = 690.0, 60.0, 130.0
GREY_MATTER, WHITE_MATTER, DEEP_GREY = 380.0, 590.0, 440.0
FURROWS = 15
"""Half waves of the folding around the brain."""
_CENTRE_Y_MM = 4.0
_CORNER_MM = -(SIZE - 1) / 2 * PIXEL_MM


def series() -> Iterator[tuple[str, "Dataset"]]:
    """(name, object) of each slice, from the base of the skull up."""
    random = np.random.default_rng(11)
    shape = (SIZE, SIZE)
    folds = fractal_noise(random, shape, (9, 18, 30), 0.6)
    drift = fractal_noise(random, shape, (9, 18, 30), 0.6)
    shading = 1 + 0.06 * smooth_noise(random, shape, 2)
    for index in range(SLICES):
        turn = index * 0.42
        relief = folds * np.cos(turn) + drift * np.sin(turn)
        picture = blur(_section(index / (SLICES - 1), relief)) * shading
        noise = random.standard_normal((2, *shape), dtype=np.float32) * 13
        picture = np.hypot(picture + noise[0], noise[1])
        yield f"MR/{index + 1:03}", _slice(index, picture)


def _section(height: float, relief: Picture) -> Picture:
    """Signal at a height, 0 at the base of the skull to 1 at the vertex."""
    plate = Plate(np.zeros((SIZE, SIZE), np.float32), PIXEL_MM)
    size = float(np.clip(1 - max(0.0, height - 0.42) ** 2 * 2.3, 0.05, 1)) ** 0.5
    x = axis_mm(SIZE, PIXEL_MM)[np.newaxis, :]
    y = axis_mm(SIZE, PIXEL_MM)[:, np.newaxis] - _CENTRE_Y_MM
    wide, long = 72 * size, 91 * size
    oval = np.sqrt((x / wide) ** 2 + (y / long) ** 2 - 0.05 * (y / long) ** 3)
    depth = (1 - oval) * wide
    values = plate.values
    for inset_mm, signal in ((0, 380), (1.0, SCALP), (4.6, SKULL), (6.2, 330)):
        values += soft_step(depth - inset_mm, 1.2) * (signal - values)
    values += soft_step(depth - 8.2, 1.2) * (SKULL - values)
    values += soft_step(depth - 10.0, 1.2) * (FLUID - values)
    brain = depth - 11.5
    middle = np.clip((0.44 * long - np.abs(y)) * 0.6, 0, 12) * (height < 0.78)
    phase = FURROWS * np.arctan2(x, y) + relief * 2.2
    furrow = np.abs(np.arcsin(np.sin(phase))) * np.hypot(x, y) / FURROWS
    _cortex(values, brain, np.abs(x) + middle, furrow, 10 + 5 * relief)
    plate.mask = soft_step(brain, 1.5)
    _inside(plate, height)
    return values


def _cortex(
    values: Picture, brain: Picture, cleft: Picture, furrow: Picture, reach_mm: Picture
) -> None:
    """Grey ribbon along the surface, the cleft and the furrows (distances in mm)."""
    gap = np.minimum(furrow + np.maximum(brain - reach_mm, 0) * 0.9, cleft)
    values += soft_step(brain, 1.2) * (GREY_MATTER - values)
    ribbon = np.minimum(gap, brain) - 3.4
    values += soft_step(ribbon, 1.8) * (WHITE_MATTER - values)
    dark = soft_step(0.65 - gap, 0.9) * soft_step(brain, 1.0)
    values += dark * (FLUID - values)


def _inside(plate: Plate, height: float) -> None:
    """Ventricles, deep nuclei, brain stem and cerebellum by height."""
    if 0.42 < height < 0.78:
        open_mm = 1 - abs(height - 0.58) / 0.2
        plate.ellipse((0, 2), (25, 34), WHITE_MATTER)
        for side in (-1, 1):
            if height < 0.62:
                plate.ellipse((side * 13, 12), (8.5, 13), DEEP_GREY, side * -16)
                plate.ellipse((side * 25, 0), (5.5, 17), DEEP_GREY - 15, side * -14)
                plate.ellipse((side * 33, -2), (1.6, 22), GREY_MATTER, side * -8)
            plate.ellipse((side * 12, -20), (4.8, 11), DEEP_GREY - 20, side * -20)
            wide = max(1.2, 4.6 * open_mm)
            plate.ellipse((side * 7.5, -19), (wide, 13), FLUID, side * -17)
            plate.ellipse((side * 9, 4), (wide * 0.85, 20), FLUID, side * 7)
            plate.ellipse((side * 18, 32), (wide, 13), FLUID, side * -24)
        plate.ellipse((0, 10), (1.4, 11), FLUID)
        plate.ellipse((0, -28), (14, 2.6), WHITE_MATTER + 45)
        plate.ellipse((0, 27), (13, 3.6), WHITE_MATTER + 45)
    if height < 0.4:
        plate.ellipse((0, 46), (52, 34), FLUID)
        for side in (-1, 1):
            plate.ellipse((side * 24, 47), (25, 29), GREY_MATTER, side * 12)
            for leaf in range(6):
                turn = leaf * 27 - 68
                place = (
                    side * (25 + 11 * np.cos(np.deg2rad(turn))),
                    48 + leaf * 4 - 10,
                )
                plate.ellipse(place, (11, 1.3), WHITE_MATTER - 60, side * turn * 0.5)
            plate.ellipse((side * 20, 45), (9, 12), WHITE_MATTER, side * 20)
        plate.ellipse((0, 52), (7, 24), GREY_MATTER + 25)
        plate.ellipse((0, 12), (21, 17.5), FLUID)
        plate.ellipse((0, 14), (18, 15), WHITE_MATTER - 40)
        plate.ellipse((0, 31), (7, 4), FLUID)


def _slice(index: int, picture: Picture) -> "Dataset":
    burn(picture, 260, -36, 6)
    position = [_CORNER_MM, _CORNER_MM, 20 + index * PITCH_MM]
    elements: dict[str, Any] = {
        **identity(1, "mr t1", "AX T1 head", "101500"),
        "SeriesNumber": 2,
        "InstanceNumber": index + 1,
        "ImageType": ["ORIGINAL", "PRIMARY", "M", "SE"],
        "BodyPartExamined": "HEAD",
        "ProtocolName": "T1",
        "PatientPosition": "HFS",
        "ScanningSequence": "SE",
        "SequenceVariant": "NONE",
        "ScanOptions": "",
        "MRAcquisitionType": "2D",
        "MagneticFieldStrength": 1.5,
        "RepetitionTime": 520,
        "EchoTime": 12,
        "FlipAngle": 90,
        "EchoTrainLength": 1,
        "FrameOfReferenceUID": uid("demo", "frame of reference", "head"),
        "PositionReferenceIndicator": "",
        "ImageOrientationPatient": list(AXIAL),
        "ImagePositionPatient": position,
        "SliceLocation": position[2],
        "SliceThickness": 5,
        "SpacingBetweenSlices": PITCH_MM,
        "PixelSpacing": [PIXEL_MM, PIXEL_MM],
        "WindowCenter": 375,
        "WindowWidth": 750,
    }
    pixels = np.clip(np.rint(picture), 0, 4095).astype(np.uint16)
    return image(
        pixels, bits_stored=12, sop_class_uid=MR_IMAGE, modality="MR", **elements
    )
