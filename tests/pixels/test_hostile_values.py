"""Headers some of whose numbers are any bytes: some picture, some text, no error."""

import struct
from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer.demo.parts import code, item
from viewer.dicom import tags
from viewer.files.header import Header
from viewer.pixels.frame_info import frame_info
from viewer.pixels.look import Look
from viewer.pixels.pipeline import picture, settled, value_range
from viewer.pixels.readout import value_texts

from .described import described
from .positron import positron

TEXTS = rb"""0|1|-1|1e308|-1e308|1e-320|NaN|inf|1,5|4\0|\|1\2\x|20260102|104000|70|
100000000000000000000|20260102104000+9999|99999999999999|START|ADMIN|NONE|GML|CNTS|
HU|SIGMOID|ATTN|Philips PET Private Group|GEMS_PETD_01|PT|MR|RTDOSE|XA|"""
WORDS = st.lists(st.sampled_from([0, 1, 7, 255, 32767, 32768, 65535]), max_size=6)
RAW = st.one_of(
    st.sampled_from(TEXTS.replace(b"\n", b"").split(b"|")),
    WORDS.map(lambda words: struct.pack(f"<{len(words)}H", *words)),
    st.binary(max_size=9),
)
VRS = st.sampled_from(["", "DS", "US", "SS", "FD", "LO", "OW", "UN"])


def sound() -> Header:
    """With everything that the values of a frame may depend on."""
    table = {"LUTDescriptor": [4, 0, 12], "LUTData": b"\0\1" * 4}
    made = positron(
        ModalityLUTSequence=[item(**table, ModalityLUTType="OD")],
        VOILUTSequence=[item(**table)],
        WindowCenter=[1, 2],
        WindowWidth=[10, 20],
        VOILUTFunction="SIGMOID",
        PixelPaddingValue=3,
        SeriesTime="235900",
        FrameReferenceTime=1000,
        ActualFrameDuration=1000,
        RealWorldValueMappingSequence=[
            item(
                RealWorldValueFirstValueMapped=0,
                RealWorldValueLastValueMapped=100,
                RealWorldValueSlope=1.0,
                RealWorldValueIntercept=0.0,
                MeasurementUnitsCodeSequence=[code("ms", "UCUM", "ms")],
            )
        ],
    )
    for sequence in (made.ModalityLUTSequence, made.VOILUTSequence):
        sequence[0]["LUTDescriptor"].VR = "US"
    made.add_new(tags.PhilipsPositronCreator, "LO", "Philips PET Private Group")
    made.add_new(tags.PhilipsSUVScaleFactor, "DS", "0")
    made.add_new(tags.PhilipsActivityConcentrationScaleFactor, "DS", "2")
    return described(made)


SOUND = sound()


def corrupted(data: st.DataObject, header: Header) -> Header:
    """A few elements replaced, some sequences gone, the same in the items left."""
    elements = dict(header.elements)
    for tag in data.draw(st.lists(st.sampled_from(sorted(elements)), max_size=4)):
        vr = data.draw(st.just(elements[tag][0]) | VRS)
        elements[tag] = vr, data.draw(RAW)
    items = {
        tag: tuple(corrupted(data, one) for one in held)
        for tag, held in header.items.items()
        if data.draw(st.integers(0, 3))
    }
    return replace(header, elements=elements, items=items)


@settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=200,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_any_header_makes_some_picture_and_some_text(data: st.DataObject) -> None:
    header = corrupted(data, SOUND)
    values = np.array([[0, 1, -1], [32767, -32768, 100]], np.int16)
    info = settled(frame_info(header, 0, "MONOCHROME2"), values)
    assert picture(values, info, Look()).shape[:2] == (2, 3)
    value_range(values, info)
    for value in values.ravel():
        for text in value_texts(value, info):
            assert len(text) < 400
            assert text.isprintable()
