"""Strategies: grey images of every make, with all that the way to the display takes."""

from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydicom import Dataset

from viewer.demo.build import image
from viewer.demo.parts import item

DTYPES = ("u1", "i1", "u2", "i2", "u4", "i4")
CLASSES = ("1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.12.1")
HUNDREDTHS = st.integers(-400_000, 400_000).map(lambda number: number / 100)
WIDTHS = st.one_of(
    st.sampled_from([0.25, 0.5, 1.0, 1.5, 2.0, 4096.0]),
    st.integers(1, 800_000).map(lambda number: number / 100),
)


@st.composite
def images(draw: st.DrawFn) -> tuple[Dataset, NDArray[Any]]:
    """A data set and its stored values: (rows, columns) of an integer type."""
    dtype = np.dtype(draw(st.sampled_from(DTYPES)))
    allocated = dtype.itemsize * 8
    bits = draw(st.integers(2, allocated))
    low = -(1 << (bits - 1)) if dtype.kind == "i" else 0
    high = low + (1 << bits) - 1
    inside = st.one_of(
        st.integers(low, high), st.integers(max(low, -600), min(high, 600))
    )
    stored = draw(st.lists(inside, min_size=6, max_size=6))
    values = np.array([low, high, *stored], dtype).reshape(2, 4)
    uses_table = draw(st.booleans())
    elements = (
        draw(_modality(dtype.kind == "i", whole=uses_table))
        | (draw(_voi_table()) if uses_table else draw(_window()))
        | draw(_polarity())
        | draw(_padding(max(low, -32768), min(high, 32767)))
    )
    dataset = image(
        values,
        bits_stored=bits,
        sop_class_uid=draw(st.sampled_from(CLASSES)),
        **elements,
    )
    return dataset, values


@st.composite
def _modality(draw: st.DrawFn, signed: bool, whole: bool) -> dict[str, Any]:
    kind = draw(st.sampled_from(["none", "rescale", "table"]))
    if kind == "table":
        return {"ModalityLUTSequence": [draw(_table(signed))]}
    if kind == "none":
        return {}
    slopes = [1, -1, 2, -3] if whole else [1, 0.5, -1, 0.001, 1.75, -2.25, 40]
    intercepts = [0, -1024, 17, 40_000]
    return {
        "RescaleSlope": draw(st.sampled_from(slopes)),
        "RescaleIntercept": draw(st.sampled_from(intercepts)),
    }


@st.composite
def _window(draw: st.DrawFn) -> dict[str, Any]:
    functions = [None, "LINEAR", "LINEAR_EXACT", "SIGMOID"]
    return {
        "WindowCenter": draw(HUNDREDTHS),
        "WindowWidth": draw(WIDTHS),
        "VOILUTFunction": draw(st.sampled_from(functions)),
    }


@st.composite
def _voi_table(draw: st.DrawFn) -> dict[str, Any]:
    return {"VOILUTSequence": [draw(_table(draw(st.booleans())))]}


@st.composite
def _table(draw: st.DrawFn, signed: bool) -> Dataset:
    """A table that reaches the top of its depth, as those of the standard do."""
    bits = draw(st.integers(8, 16))
    top = (1 << bits) - 1
    entries = draw(st.lists(st.integers(0, top), min_size=1, max_size=40))
    entries.append(top)
    first = draw(st.integers(-50, 50) if signed else st.integers(0, 65_535))
    made = item(
        LUTDescriptor=[len(entries), first % 65_536, bits],
        LUTData=np.array(entries, "<u2").tobytes(),
        ModalityLUTType="US",
    )
    made["LUTDescriptor"].VR = "US"  # as two's complement where it is signed
    return made


@st.composite
def _polarity(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "PhotometricInterpretation": draw(
            st.sampled_from(["MONOCHROME1", "MONOCHROME2"])
        ),
        "PresentationLUTShape": draw(st.sampled_from([None, "IDENTITY", "INVERSE"])),
    }


@st.composite
def _padding(draw: st.DrawFn, low: int, high: int) -> dict[str, Any]:
    ends = st.integers(low, high)
    value = draw(st.one_of(st.none(), ends))
    limit = draw(st.one_of(st.none(), ends)) if value is not None else None
    return {"PixelPaddingValue": value, "PixelPaddingRangeLimit": limit}
