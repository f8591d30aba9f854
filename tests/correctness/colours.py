"""Colours and the grey of screens."""

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pydicom.data
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.pixels.processing import apply_color_lut, convert_color_space

from tests.correctness.oracles import (
    by_dcmtk,
    largest,
    made_by_dcmtk,
    quiet_dataset,
)
from tests.correctness.table import Check, Difference
from tests.files.profiles import by_hand, made_profile
from tests.pixels.described import described
from viewer.commands.pixel_stages import StageRequest, displayed, header_of
from viewer.demo.build import image
from viewer.files.header import NotDicomError, UnreadableError
from viewer.files.icc_profile import IccProfile
from viewer.files.sources import Source
from viewer.pixels.calibration import driving_levels, response
from viewer.pixels.colour_management import to_srgb
from viewer.pixels.colour_maps import NAMES, colour_map
from viewer.pixels.display import Display
from viewer.pixels.encoding import PixelError
from viewer.pixels.frame_info import frame_info
from viewer.pixels.gsdf import index_of, luminance_of
from viewer.pixels.look import Look
from viewer.pixels.palette import coloured, read_palette
from viewer.pixels.pipeline import picture

PIXELS_MAX = 1 << 20
LEVELS = "levels of a channel"
CHANNELS = ("Red", "Green", "Blue")


def palettes_made(_files: Sequence[Path]) -> Iterator[Difference]:
    """Plain palettes of 8 and 16 bits, with and without a first value."""
    indexes = np.arange(256, dtype=np.uint8).reshape(16, 16)
    for first, bits, count in ((0, 16, 256), (40, 16, 100), (0, 8, 256)):
        dataset = image(indexes, PhotometricInterpretation="PALETTE COLOR")
        for place, name in enumerate(CHANNELS):
            table = np.arange(count) * (place + 2) * 37 % (1 << bits)
            keyword = f"{name}PaletteColorLookupTable"
            setattr(dataset, f"{keyword}Descriptor", [count, first, bits])
            setattr(dataset, f"{keyword}Data", table.astype("<u2").tobytes())
            dataset[f"{keyword}Descriptor"].VR = "US"
        shown = picture(indexes, frame_info(described(dataset)), Look())
        yield f"{first} {bits}", largest(shown, made_by_dcmtk(dataset))


def palettes_of_pydicom(files: Sequence[Path]) -> Iterator[Difference]:
    """Every entry of the palettes of real files, segmented ones too."""
    for path in files:
        dataset = quiet_dataset(path)
        if (
            dataset is None
            or dataset.get("PhotometricInterpretation") != "PALETTE COLOR"
        ):
            continue
        header = header_of(Source(str(path)))
        palette = read_palette(header, False)
        assert palette is not None
        count = len(palette.entries) // 3
        values = (np.arange(count) + palette.first).astype(np.uint16)
        theirs = apply_color_lut(values, dataset)
        wide = theirs.dtype.itemsize > 1 and theirs.max() > 255
        theirs = theirs >> 8 if wide else theirs
        yield path.name, largest(coloured(values, palette), theirs)


def ybr_by_formula(_files: Sequence[Path]) -> Iterator[Difference]:
    """All combinations of 18 levels of each channel, by pydicom's conversion."""
    axis = np.arange(0, 256, 15, dtype=np.uint8)
    ybr = np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(18, -1, 3)
    dataset = image(ybr, samples=3, PhotometricInterpretation="YBR_FULL")
    shown = picture(ybr, frame_info(described(dataset)), Look())
    yield "YBR_FULL", largest(shown, convert_color_space(ybr, "YBR_FULL", "RGB"))


def real_colours(files: Sequence[Path]) -> Iterator[Difference]:
    """Whole pictures of real files, those that DCMTK reads as we do."""
    for path in files:
        shown = _colour_picture(path)
        if shown is None:
            continue
        try:
            theirs = by_dcmtk(path)
        except subprocess.CalledProcessError:
            continue
        if theirs.shape == shown.shape:
            yield path.name, largest(shown, theirs)


def _colour_picture(path: Path) -> NDArray[np.uint8] | None:
    """Without ICC profile, which DCMTK does not apply; None of other pictures."""
    dataset = quiet_dataset(path)
    if dataset is None or dataset.get("Rows", 0) * dataset.get("Columns", 0) == 0:
        return None
    name = dataset.get("PhotometricInterpretation")
    if name not in ("RGB", "PALETTE COLOR") or dataset.get("BitsAllocated") != 8:
        return None
    if dataset.Rows * dataset.Columns > PIXELS_MAX or "ICCProfile" in dataset:
        return None
    uid = dataset.file_meta.get("TransferSyntaxUID")
    if uid is None or uid.is_compressed:
        return None
    try:
        source = Source(str(path))
        shown = displayed(header_of(source), 0, StageRequest(source, "display"))
    except (NotDicomError, UnreadableError, PixelError):
        return None
    return shown.picture


def profiles(_files: Sequence[Path]) -> Iterator[Difference]:
    """A wide profile of matrix and curves, by the matrices in double precision."""
    axis = np.arange(0, 256, 15, dtype=np.uint8)
    rgb = np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(1, -1, 3)
    found = to_srgb(rgb, IccProfile(made_profile(), "by hand"))
    yield "wide", largest(found, by_hand(rgb))


def maps(_files: Sequence[Path]) -> Iterator[Difference]:
    """Every level of every well-known palette, by the standard's own files."""
    folder = Path(pydicom.data.__file__).parent / "palettes"
    for label in NAMES:
        dataset = dcmread(folder / f"{label.replace('_', '').lower()}.dcm", force=True)
        theirs = apply_color_lut(np.arange(256, dtype=np.uint8), dataset)
        yield label, largest(colour_map(label), theirs)


def standard_function(_files: Sequence[Path]) -> Iterator[Difference]:
    """256 luminances between two ends, relative."""
    for low, high in ((1.0, 350.0), (0.1, 100.0), (0.5, 2000.0)):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out.txt"
            command = ["dcmdspfn", "+Il", str(low), str(high), "+Og", str(out)]
            subprocess.run(command, check=True)
            lines = out.read_text().splitlines()
        theirs = np.array([float(one.split()[1]) for one in lines if one[:1].isdigit()])
        first, last = index_of(np.array([low, high]))
        found = luminance_of(np.linspace(first, last, 256))
        yield f"{low} {high}", float(np.abs(found / theirs - 1).max())


def driving(_files: Sequence[Path]) -> Iterator[Difference]:
    """How far a driven grey is from its JND index, in steps of the screen itself."""
    levels = np.arange(0, 256, 15)
    for gamma, high, ambient in ((2.2, 300.0, 0.0), (1.8, 500.0, 1.0)):
        own = 0.3 + high * (levels / 255) ** gamma
        points = tuple(zip(levels.tolist(), own.tolist(), strict=True))
        display = Display("made", points, ambient)
        table = driving_levels(display)
        assert table is not None
        indexes = index_of(response(display))
        wanted = np.linspace(indexes[0], indexes[-1], 256)
        driven = np.frombuffer(table, np.uint8).astype(int)
        step = np.diff(indexes).max()
        yield f"{gamma} {ambient}", float(np.abs(indexes[driven] - wanted).max() / step)


CHECKS = (
    Check("Palettes of 8 and 16 bits", "`dcm2pnm`", LEVELS, 0, palettes_made),
    Check(
        "Palettes of real files",
        "pydicom `apply_color_lut`",
        LEVELS,
        0,
        palettes_of_pydicom,
    ),
    Check(
        "YBR_FULL to RGB",
        "pydicom `convert_color_space`",
        LEVELS,
        1,
        ybr_by_formula,
    ),
    Check(
        "Colours of real files, not compressed", "`dcm2pnm`", LEVELS, 0, real_colours
    ),
    Check(
        "ICC profile of matrix and curves to sRGB",
        "the matrices by hand, not rounded",
        LEVELS,
        1.5,
        profiles,
    ),
    Check(
        "Colour maps, every level",
        "the standard's palettes as pydicom brings them",
        LEVELS,
        0,
        maps,
    ),
    Check(
        "Grayscale Standard Display Function",
        "`dcmdspfn +Og`",
        "of the luminance",
        5e-6,
        standard_function,
    ),
    Check(
        "Driving levels of a measured screen",
        "PS3.14: the JND index of each grey, by the nearest level",
        "steps of the screen",
        0.5,
        driving,
    ),
)
