import numpy as np
import pytest
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels.utils import pixel_array
from pydicom.uid import UID

from viewer.demo.streams import SIZE, STREAMS, Stream
from viewer.pixels.decode import decode
from viewer.pixels.decoders import DECODERS

NAMED = pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)


def test_every_codec_and_every_decoder_of_ours_has_a_stream() -> None:
    assert {stream.codec for stream in STREAMS} == set(DECODERS)
    for codec, decoders in DECODERS.items():
        read = {
            name
            for stream in STREAMS
            if stream.codec == codec
            for name in stream.decoders
        }
        needed = {one.name for one in decoders}
        if codec == "JPEG Lossless":
            needed -= {"pydicom"}  # it has none of its own without GPL parts
        assert read == needed, codec


@NAMED
def test_each_decoder_gives_the_picture(stream: Stream) -> None:
    for name in stream.decoders:
        answer = decode(stream.request(name))
        assert answer.decoder == name
        off = np.abs(answer.values.astype(int) - stream.expected().astype(int))
        assert off.max() <= stream.tolerance


@NAMED
def test_the_picture_is_no_flat_one(stream: Stream) -> None:
    assert len(np.unique(stream.expected())) > 50
    assert stream.expected().max() == (1 << stream.bits) - 1


FOREIGN = [stream for stream in STREAMS if "pydicom" in stream.decoders]


@pytest.mark.parametrize("stream", FOREIGN, ids=lambda stream: stream.name)
def test_pydicom_alone_sees_the_same_picture(stream: Stream) -> None:
    request = stream.request("pydicom")
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = UID(stream.transfer_syntax_uid)
    dataset.Rows = dataset.Columns = SIZE
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.BitsAllocated = request.encoding.bits_allocated
    dataset.BitsStored = stream.bits
    dataset.HighBit = stream.bits - 1
    dataset.PixelRepresentation = 0
    dataset.PixelData = encapsulate([request.bytes.data or b""])
    off = np.abs(pixel_array(dataset).astype(int) - stream.expected().astype(int))
    assert off.max() <= stream.tolerance
