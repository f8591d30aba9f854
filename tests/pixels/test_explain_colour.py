"""Colours against the formula of the standard and the tables of the file."""

import math

import numpy as np
from pydicom import dcmread

from .described import described
from .explained import (
    named,
    of_file,
    one_value,
    steps_of,
)


def test_a_ybr_pixel_of_a_jpeg_is_computed_by_the_formula_of_the_standard() -> None:
    steps = steps_of(of_file("SC_rgb_jpeg_dcmtk.dcm"), 5, 7)
    y, cb, cr = (float(sample) for sample in steps["stored"].numbers)
    expected = (
        y + 1.402 * (cr - 128),
        y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128),
        y + 1.772 * (cb - 128),
    )
    shown = tuple(min(max(math.floor(part + 0.5), 0), 255) for part in expected)
    assert steps["colour"].numbers == steps["screen"].numbers == shown
    full = f"R = {y:.0f} + 1.4020 ({cr:.0f} − 128) = "
    assert full in steps["colour"].sentence
    assert "the frame is one code stream in 1 fragment" in steps["bytes"].sentence
    assert "decoded by imagecodecs.jpeg8" in steps["bytes"].sentence


def test_an_index_names_its_entry_of_the_palette() -> None:
    name = "examples_palette.dcm"
    dataset = dcmread(named(name))
    steps = steps_of(of_file(name), 30, 40)
    index = int(dataset.pixel_array[40, 30])
    assert steps["stored"].numbers == (index,)
    tables = (
        dataset.RedPaletteColorLookupTableData,
        dataset.GreenPaletteColorLookupTableData,
        dataset.BluePaletteColorLookupTableData,
    )
    rgb = tuple(int(np.frombuffer(table, "<u2")[index]) >> 8 for table in tables)
    assert steps["colour"].numbers == steps["screen"].numbers == rgb
    assert f"{index} takes entry {index + 1} of 256" in steps["colour"].sentence


def test_one_sample_that_is_called_a_colour_is_told_as_a_grey() -> None:
    dataset = one_value(90, np.uint8, PhotometricInterpretation="YBR_FULL")
    steps = steps_of(described(dataset), 1, 1)
    assert steps["colour"].numbers == steps["screen"].numbers == (90, 90, 90)
    assert "one sample only" in steps["colour"].sentence
