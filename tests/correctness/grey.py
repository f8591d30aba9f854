"""The way from stored values to grey, step by step and as a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.pixels.processing import apply_modality_lut, apply_voi_lut

from tests.correctness import made
from tests.correctness.made import RAMP, SIGNED_RAMP, ours, ramp
from tests.correctness.oracles import (
    BARE,
    Real,
    by_dcmtk,
    largest,
    made_by_dcmtk,
    real_images,
)
from tests.correctness.table import Check, Difference
from tests.pixels.described import described
from viewer.pixels.frame_info import frame_info
from viewer.pixels.look import Look, LookupTable, Window
from viewer.pixels.modality import rescaled
from viewer.pixels.padding import padding_mask
from viewer.pixels.pipeline import picture, settled
from viewer.pixels.voi import voi_levels


def _levels(dataset: Dataset, values: NDArray[Any]) -> NDArray[np.float64]:
    """Ours by the first choice, 0 … 255, neither rounded nor inverted."""
    info = frame_info(described(dataset))
    return voi_levels(rescaled(values, info.transform), info.voi_choices[0])


def _beyond(levels: NDArray[Any], cut: NDArray[Any]) -> float:
    """How far levels lie outside of what would be cut to the whole ones given."""
    return float(np.maximum(cut - levels, levels - (cut + 1)).clip(min=0).max())


def _windows(function: str, _files: Sequence[Path]) -> Iterator[Difference]:
    for values, elements in product((RAMP, SIGNED_RAMP), made.WINDOWS):
        dataset = ramp(values, **{**elements, "VOILUTFunction": function})
        theirs = made_by_dcmtk(dataset, "+Wi", "1")
        yield str(elements), _beyond(_levels(dataset, values), theirs)


def linear(files: Sequence[Path]) -> Iterator[Difference]:
    """Ramps with windows of all sorts."""
    return _windows("LINEAR", files)


def sigmoid(files: Sequence[Path]) -> Iterator[Difference]:
    """The same with the other function that DCMTK knows."""
    return _windows("SIGMOID", files)


def fractions(_files: Sequence[Path]) -> Iterator[Difference]:
    """Slopes that make fractions."""
    for elements in made.FRACTIONS:
        dataset = ramp(**elements)
        theirs = made_by_dcmtk(dataset, "+Wi", "1")
        yield str(elements), largest(ours(dataset, RAMP), theirs)


def linear_exact(_files: Sequence[Path]) -> Iterator[Difference]:
    """Which DCMTK does not know."""
    for elements in (*made.WINDOWS, *made.FRACTIONS):
        dataset = ramp(**{**elements, "VOILUTFunction": "LINEAR_EXACT"})
        theirs = windowed_by_pydicom(dataset, RAMP)
        yield str(elements), largest(_levels(dataset, RAMP), theirs)


def windowed_by_pydicom(
    dataset: Dataset, values: NDArray[Any], *, transformed: bool = True
) -> NDArray[Any]:
    """0 … 255 by the first window of the data set, before any polarity."""
    bits = int(dataset.BitsStored)
    low, high = 0.0, 2.0**bits - 1
    if dataset.PixelRepresentation == 1:
        low, high = -(2.0 ** (bits - 1)), 2.0 ** (bits - 1) - 1
    if transformed:
        values = apply_modality_lut(values, dataset)
    levels = apply_voi_lut(values, dataset, prefer_lut=False)
    if "ModalityLUTSequence" in dataset:
        low, high = 0.0, 2.0 ** dataset.ModalityLUTSequence[0].LUTDescriptor[2] - 1
    elif "RescaleSlope" in dataset:
        slope, intercept = float(dataset.RescaleSlope), float(dataset.RescaleIntercept)
        low, high = slope * low + intercept, slope * high + intercept
    found: NDArray[Any] = (levels - low) / (high - low) * 255
    return found


def later_choices(_files: Sequence[Path]) -> Iterator[Difference]:
    """The second window and the second table of a file that has two of each."""
    dataset = ramp(
        WindowCenter=[1200, 3000],
        WindowWidth=[1900, 700],
        VOILUTSequence=made.curves(),
    )
    for choice, options in enumerate(("+Wi 1", "+Wi 2", "+Wl 1", "+Wl 2")):
        theirs = made_by_dcmtk(dataset, *options.split())
        yield options, largest(ours(dataset, RAMP, choice), theirs)


def chosen_windows(_files: Sequence[Path]) -> Iterator[Difference]:
    """Windows of the reader, over a file that has its own."""
    info = frame_info(described(ramp()))
    for centre, width in ((40.0, 400.0), (2047.5, 4096.0), (3000.0, 1.0)):
        theirs = made_by_dcmtk(ramp(), "+Ww", str(centre), str(width))
        shown = picture(RAMP, info, Look(Window(centre, width)))
        yield f"{centre} {width}", largest(shown, theirs)


def modality_tables(_files: Sequence[Path]) -> Iterator[Difference]:
    """A table before the window; of angiography it is none of the picture's."""
    angiography: dict[str, Any] = {"sop_class_uid": made.XA, "modality": "XA"}
    for elements in ({}, angiography):
        dataset = ramp(ModalityLUTSequence=[made.INVERTING], **elements)
        theirs = made_by_dcmtk(dataset, "+Wi", "1")
        yield str(elements), largest(ours(dataset, RAMP), theirs)


def polarities(_files: Sequence[Path]) -> Iterator[Difference]:
    """Photometric interpretation against the shape of the presentation LUT."""
    for elements in made.POLARITIES:
        theirs = made_by_dcmtk(ramp(**elements), "+Wi", "1")
        yield str(elements), largest(ours(ramp(**elements), RAMP), theirs)


def _comparable(real: Real) -> bool:
    """A classic image with a window that both sides take for the same thing."""
    info = real.info
    window = info.voi_choices[0] if info.voi_choices else None
    return (
        isinstance(window, Window)
        and (window.width >= 1 or "VOILUTFunction" in real.dataset)
        and "SharedFunctionalGroupsSequence" not in real.dataset
        and settled(info, real.decoded.values).voi_choices == info.voi_choices
        and not info.notes
    )


def real_windows_pydicom(files: Sequence[Path]) -> Iterator[Difference]:
    """The first window of real files, outside of padding."""
    for real in real_images(files):
        if not _comparable(real):
            continue
        values, info = real.decoded.values, real.info
        theirs = windowed_by_pydicom(
            real.dataset, values, transformed=info.transform_before_voi
        )
        if info.inverse:
            theirs = 255 - theirs
        seen = ~padding_mask(values, info.padding)
        yield real.path.name, largest(real.picture[seen], theirs[seen])


def real_windows_dcmtk(files: Sequence[Path]) -> Iterator[Difference]:
    """The same files, those that DCMTK can decode."""
    for real in real_images(files):
        if not _comparable(real):
            continue
        window = real.info.voi_choices[0]
        assert isinstance(window, Window)
        if window.function == "LINEAR_EXACT":
            continue
        try:
            theirs = by_dcmtk(real.path, "+Wi", "1")
        except CalledProcessError:
            continue
        if theirs.shape != real.picture.shape:
            continue
        seen = ~padding_mask(real.decoded.values, real.info.padding)
        yield real.path.name, largest(real.picture[seen], theirs[seen])


def real_tables(files: Sequence[Path]) -> Iterator[Difference]:
    """The first VOI LUT of real files."""
    for real in real_images(files):
        tables = [one for one in real.info.voi_choices if isinstance(one, LookupTable)]
        if tables:
            theirs = by_dcmtk(real.path, "+Wl", "1")
            shown = picture(
                real.decoded.values, real.info, replace(BARE, voi=tables[0])
            )
            yield real.path.name, largest(shown, theirs)


def full_range(_files: Sequence[Path]) -> Iterator[Difference]:
    """Images without a window or padding: from the smallest to the largest value."""
    values = RAMP // 3 + 200
    dataset = ramp(values, WindowCenter=None, WindowWidth=None)
    yield "ramp", largest(ours(dataset, values), made_by_dcmtk(dataset, "+Wm"))


def padding(files: Sequence[Path]) -> Iterator[Difference]:
    """Pixels of padding that are not black, in either polarity."""
    for real in real_images(files):
        values: NDArray[Any] = real.decoded.values
        info = real.info
        if info.padding is None:
            continue
        low, high = info.padding
        holes = (values >= low) & (values <= high)
        if holes.any():
            turned = picture(values, info, replace(BARE, voi=real.voi, inverted=True))
            lit = np.count_nonzero(real.picture[holes]) + np.count_nonzero(
                turned[holes]
            )
            yield real.path.name, float(lit)


GREYS = "grey levels"
CHECKS = (
    Check(
        "Window, LINEAR (width 1 too), after the rescaling",
        "`dcm2pnm +Wi 1`, its levels cut, ours not rounded",
        GREYS,
        1e-9,
        linear,
    ),
    Check(
        "Window, SIGMOID",
        "`dcm2pnm +Wi 1`, its levels cut, ours not rounded",
        GREYS,
        1e-9,
        sigmoid,
    ),
    Check(
        "Window over rescaled fractions, which DCMTK rounds",
        "`dcm2pnm +Wi 1`",
        GREYS,
        1,
        fractions,
    ),
    Check("Window, LINEAR_EXACT", "pydicom `apply_voi_lut`", GREYS, 1e-9, linear_exact),
    Check(
        "All windows and VOI LUTs of a file",
        "`dcm2pnm +Wi N`, `+Wl N`",
        GREYS,
        1,
        later_choices,
    ),
    Check("A window that the reader sets", "`dcm2pnm +Ww`", GREYS, 1, chosen_windows),
    Check(
        "Modality LUT before the window; not before that of angiography",
        "`dcm2pnm +Wi 1`",
        GREYS,
        1,
        modality_tables,
    ),
    Check(
        "MONOCHROME1 and 2 × Presentation LUT Shape: six cases",
        "`dcm2pnm +Wi 1`",
        GREYS,
        1,
        polarities,
    ),
    Check("First VOI LUT of real files", "`dcm2pnm +Wl 1`", GREYS, 1, real_tables),
    Check("No window: the range of the values", "`dcm2pnm +Wm`", GREYS, 1, full_range),
    Check(
        "First window of real files, outside of padding",
        "pydicom `apply_modality_lut`, `apply_voi_lut`, not rounded",
        GREYS,
        0.5 + 1e-6,
        real_windows_pydicom,
    ),
    Check(
        "First window of real files, outside of padding",
        "`dcm2pnm +Wi 1`, which cuts where we round",
        GREYS,
        1,
        real_windows_dcmtk,
    ),
    Check(
        "Padding is black in either polarity, real files",
        "PS3.3 C.7.5.1.1.2",
        "pixels",
        0,
        padding,
    ),
)
