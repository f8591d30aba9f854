"""A tiny picture in every codec, by encoders of others: what `self-test` decodes.

All hold the same slope of 16 × 16 pixels. The encoders were libjpeg-turbo, CharLS,
OpenJPEG, OpenJPH, libjxl and zlib; lossy streams differ from the slope by a few levels.
"""

from base64 import b64decode
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.codestream import Codec
from viewer.pixels.decode import DecodeRequest
from viewer.pixels.decoders import DECODERS
from viewer.pixels.encoding import Encoding
from viewer.pixels.frames import FrameBytes

SIZE = 16


@dataclass(frozen=True, slots=True)
class Stream:
    """One encoded frame; `decoders` are those of ours that can read it."""

    name: str
    codec: Codec
    transfer_syntax_uid: str
    bits: int
    tolerance: int
    """Levels by which a lossy codec may differ."""
    decoders: tuple[str, ...]
    base64: str

    def expected(self) -> NDArray[Any]:
        """The picture: (rows, columns)."""
        rows, columns = np.mgrid[:SIZE, :SIZE]
        top = (1 << self.bits) - 1
        slope: NDArray[Any] = (rows * 3 + columns * 5) * top // (8 * (SIZE - 1))
        return slope.astype(np.uint8 if self.bits <= 8 else np.uint16)

    def request(self, decoder: str) -> DecodeRequest:
        """To be decoded by this decoder and no other."""
        data = b64decode(self.base64)
        others = (one.name for one in DECODERS[self.codec] if one.name != decoder)
        encoding = Encoding(
            transfer_syntax_uid=self.transfer_syntax_uid,
            rows=SIZE,
            columns=SIZE,
            frames=1,
            samples_per_pixel=1,
            bits_allocated=8 if self.bits <= 8 else 16,
            bits_stored=self.bits,
            high_bit=self.bits - 1,
            signed=False,
            photometric_interpretation="MONOCHROME2",
            planar_configuration=0,
        )
        where = FrameBytes(None, data, ((0, len(data)),))
        return DecodeRequest(where, encoding, 0, tuple(others))


STREAMS: tuple[Stream, ...] = (
    Stream(
        "JPEG Baseline",
        "JPEG",
        "1.2.840.10008.1.2.4.50",
        8,
        2,
        ("imagecodecs.jpeg8", "Pillow", "pydicom"),
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYF"
        "BgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAQABABAREA/8QAHwAAAQUBAQEB"
        "AQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1Fh"
        "ByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZ"
        "WmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXG"
        "x8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APzr/Y9+Befsv+h/3f4a"
        "/VT9j34F5+y/6H/d/hr53/Y9+Befsv8Aof8Ad/hr9VP2PfgXn7L/AKH/AHf4a//Z",
    ),
    Stream(
        "JPEG Extended, 12 bits",
        "JPEG",
        "1.2.840.10008.1.2.4.51",
        12,
        8,
        ("imagecodecs.jpeg8",),
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQIBAQEBAQIBAQECAgICAgIC"
        "AgIDAwQDAwMDAwICAwQDAwQEBAQEAgMFBQQEBQQEBAT/wQALDAAQABABAREA/8QAFQABAQAAAAAA"
        "AAAAAAAAAAAADg3/xAAfEAAAAwkAAAAAAAAAAAAAAAAACwwRGSEmKDE0RmP/2gAIAQEAAD8AO66P"
        "aItWuuqPIydot8PkFVSj2iLVrrqjyMnaLfD5Cd3I9oi1a66o8jJ2i3w+QVVKPaItWuuqPIydot8P"
        "kP/ZAA==",
    ),
    Stream(
        "JPEG Lossless",
        "JPEG Lossless",
        "1.2.840.10008.1.2.4.70",
        16,
        0,
        ("imagecodecs.jpeg8",),
        "/9j/4AAQSkZJRgABAQAAAQABAAD/wwALEAAQABABAREA/8QAFgABAQEAAAAAAAAAAAAAAAAADAsQ"
        "/9oACAEBAAEAAMqqVVqqlVaqtVUqrVVqqlVaqpVWqrVVKq7MyqtVUqrVVKq1VaqpVWqrVVKq1VSq"
        "tVWqqszKq1VaqpVWqqVVqq1VSqtVWqqVVqqlVaquzOqqVVqq1VSqtVUqrVVqqlVaqtVUqrVVKq7M"
        "yqtVUqrVVqqlVaqpVWqrVVKq1VaqpVWqqszKq1VaqpVWqrVVKq1VSqtVWqqVVqq1VSquzOqqVVqq"
        "1VSqtVWqqVVqqlVaqtVUqrVVqqrMyqtVUqrVVqqlVaqtVUqrVVKq1VaqpVWqrszqqlVaqpVWqrVV"
        "Kq1VaqpVWqqVVqq1VSquzMqrVVKq1VSqtVWqqVVqq1VSqtVUqrVVqqrMyqtVWqqVVqqlVaqtVUqr"
        "VVqqlVaqpVWqrszqqlVaqtVUqrVVKq1VaqpVWqrVVKq1VSquzMqrVVKq1VaqpVWqqVVqq1VSqtVW"
        "qqVVqqrMyqtVWqqVVqq1VSqtVUqrVVqqlVaqtVUqrszqqlVaqtVUqrVVqqlVaqpVWqrVVKq1Vaqq"
        "zMqrVVKq1VaqpVWqrVVKq1VSqtVWqqVVqq//2Q==",
    ),
    Stream(
        "JPEG-LS Lossless",
        "JPEG-LS",
        "1.2.840.10008.1.2.4.80",
        16,
        0,
        ("imagecodecs.jpegls", "jpeg_ls", "pydicom"),
        "/9j/9wALEAAQABABAREA//gADQH//wASAEMBFABA/9oACAEBAAAAAIFUwVVNUVVFVPVS1UtVJVRV"
        "UVVBVQVT9U7VOxMwTOZlMymYzMRmIzAZfMvmXTLplsy0ZaCZjLBlcyuZVMqmUzKRlIygZPMnmTTJ"
        "pksyUZmMlGSDI5kcyKZFMhmQjIRkAx+Y/MemPTHZmQx0Y6McGNzG5jUxqYzMZGMjGBi8xeYtMWmY"
        "zFZioxUYoMTmJzEpiUxGYiMRGIDD5h8w6ZjMOmGzDRhowwYXMLmFTCphMwkYSMIGDzB5mEwaYNMF"
        "mCjBRggwOYHMCmBTAZgIwEYAL/mYS/5f0v6X7L9F+i/BfcvuX1L6l8y+RfIvgZfL3l7y9pe0vWXq"
        "L1F6C85egvOXoLzl5y9Bl4vOXnL0F5y9BecvOXoLzl5y9BecvQXnLzmXi9BecvOXoLzl6C85ecvQ"
        "XnLzl6C85egvOZcLzl6C85ecvQXnL0F5y85egvOXnL0F5y9BlsvOXnL0F5y85egvOXoLzl5y9Bec"
        "vOXoLzmWy9BecvOXoLzl5y9BecvQXnLzl6C85ecvQZZLzl6C85ecvQXnLzl6C85egvOXnL0F5y85"
        "lkD/2Q==",
    ),
    Stream(
        "JPEG-LS Near-Lossless",
        "JPEG-LS",
        "1.2.840.10008.1.2.4.81",
        8,
        2,
        ("imagecodecs.jpegls", "jpeg_ls", "pydicom"),
        "/9j/6AAgU1BJRkYAAgAAAQAAABAAAAAQCggGAQAAASwAAAEs/+gACAAAAAH/2P/3AAsIABAAEAEB"
        "EQD/2gAIAQEAAgAAm222/32kkkSvRJFdL+JV/0pJL/8r/lKqzfUqv/zo/3+X/3/q/l//ds7/Fav/"
        "f+//f+T/2QA=",
    ),
    Stream(
        "JPEG 2000 Lossless",
        "JPEG 2000",
        "1.2.840.10008.1.2.4.90",
        16,
        0,
        ("imagecodecs.jpeg2k", "openjpeg", "pydicom"),
        "/0//UQApAAAAAAAQAAAAEAAAAAAAAAAAAAAAEAAAABAAAAAAAAAAAAABDwEB/1IADAAAAAEAAQQE"
        "AAH/XAAHQICIiJD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/kAAKAAAA"
        "AADUAAH/k8/8MewRT/aPTvgpiBwgeUkUl78WO1+6AB3IcSurCiDIlo9rqOTejfSJPQKyKZ5/K7Ar"
        "aJ6aSyU03/2A4WpnnL/9bcRH6laYM9ilPC/nK92ojanhYxckQHoIB8BwtVzOEvw/KLVvTcJoZcl/"
        "uInYFwNISL8UsLE92oEuVoIptH/A/wGYD+RiAABVgDahmrpUeXiZemD5iDIdX1UQKSQAlC7M/B89"
        "pi8ZU2AEd4SSqAviYe93lGSNGdXjscgUNpvIRasDMa2pp//ZAA==",
    ),
    Stream(
        "JPEG 2000",
        "JPEG 2000",
        "1.2.840.10008.1.2.4.91",
        8,
        3,
        ("imagecodecs.jpeg2k", "openjpeg", "pydicom"),
        "/0//UQApAAAAAAAQAAAAEAAAAAAAAAAAAAAAEAAAABAAAAAAAAAAAAABBwEB/1IADgECAAEAAQQE"
        "AACIiP9cAAtCSCRX01fTV2L/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/"
        "kAAKAAAAAABPAAH/k8+lkBFP9e4Hneymqnw4d6Li/cNJiEaAakPB1Kw4ksTC36cOxBnaSetWrV+q"
        "8I7WANnP07hGwHCQCMA2oZdaPaYz/9k=",
    ),
    Stream(
        "High-Throughput JPEG 2000 Lossless",
        "HTJ2K",
        "1.2.840.10008.1.2.4.201",
        16,
        0,
        ("imagecodecs.htj2k", "imagecodecs.jpeg2k", "openjpeg", "pydicom"),
        "/0//UQApQAAAAAAQAAAAEAAAAAAAAAAAAAAAEAAAABAAAAAAAAAAAAABDwEB/1AACAACAAAACv9S"
        "AAwAAgABAAUEBEAB/1wAEyCIkJCQkJCQkJCQkJCQiIiI/2QAFwABT3BlbkpQSCBWZXIgMC4yNi4z"
        "Lv+QAAoAAAAAAOoAAf+TwAAm/eMEh3QAAMAAE0AAE0AAEgD8wgUHdAD89ASHdAD+F3MAwAAVUAAF"
        "RAABIAGAVCgV/gSIdABkupn+AQNUAOAFkwDAABXwAAV0AAE4AgAA0P95f/7vCnIGtXYAmBkAMHNn"
        "ZuYOcCU2RgAA8DqeJnUAwAAukgABdRAAC0wAqUpVAABIFVUFAICqqCoAAKmSqkn3PvJVV7yVVe5w"
        "jr+8cAEAAAAwEwCUmZkAoMzMBABlZmYAKPMGMBHtmMBbruuuxuuupv379XMBAAEAAvwD4HqqHwOH"
        "wPVuP5x+AP/ZAA==",
    ),
    Stream(
        "High-Throughput JPEG 2000",
        "HTJ2K",
        "1.2.840.10008.1.2.4.203",
        8,
        3,
        ("imagecodecs.jpeg2k", "openjpeg", "pydicom"),
        "/0//UQApQAAAAAAQAAAAEAAAAAAAAAAAAAAAEAAAABAAAAAAAAAAAAABBwEB/1AACAACAAAAIf9S"
        "AAwAAgABAAUEBEAA/1wAIyJpqWmLaYtpbmGZYZlhhlnLWctZ2lJCUkJSlkogSiBJ2P9kABcAAU9w"
        "ZW5KUEggVmVyIDAuMjYuMy7/kAAKAAAAAACFAAH/k8ACYOn4Awd0AADABLABMNoCB3QATv4CB3QA"
        "wAqIAVAFBQgIAMK0AAFPgOcAhrQAwBWwBXiqlHitmhLXGSWmm3YABIpYiEUU8UAAAKbtajgAwC04"
        "BXhKSCQkExIJ+V5K/kr+Sv0Vy3sAALE1tv59BXsPXvMxjOoA/9k=",
    ),
    Stream(
        "JPEG XL Lossless",
        "JPEG XL",
        "1.2.840.10008.1.2.4.110",
        16,
        0,
        ("imagecodecs.jpegxl",),
        "AAAADEpYTCANCocKAAAAFGZ0eXBqeGwgAAAAAGp4bCAAAAAJanhsbAoAAADxanhsY/8KQ/ADFC0C"
        "CAQBAGwDSzhomMKD9yUkTIhESAvDMMbgnTQNdowxMgaDIBHDiAgy32GaJqpa1fa/qla1KlWtalUL"
        "bKpalapWtapUH1WtKrrUk49qNNmkS8MwTQ8J0zCMmaBwVQ04cQ8c8kz8ZPARmir17Y1WdBfgAstC"
        "vSBgM3au1tcVFSmyL4ysNHXhv9DhFq48yOJu48vqOoEL4NZtNb9aGRMAVWcPXevzfdrgbNlIVbY+"
        "GhggVxjJQF3zu+SmchGBTxQ2vlcr4yYPkkBh6zsJdtF3cUzUNT/qhE7WEfhEYYse4AM26yAJ",
    ),
    Stream(
        "RLE Lossless",
        "RLE",
        "1.2.840.10008.1.2.5",
        16,
        0,
        ("imagecodecs.dicomrle", "rle", "pydicom"),
        "AgAAAEAAAABCAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        "AAAAAAAAAH8AChUfKjU/SlVfanV/ipWfBhEbJjE7RlFbZnF7hpGbpgwXIiw3QkxXYmx3goyXoqwT"
        "HSgzPUhTXWhzfYiTnaizGSQuOUROWWRueYSOmaSuuR8qNT9KVV9qdX+KlZ+qtb8mMTtGUVtmcXuG"
        "kZumsbvGLDdCTFdibHeCjJeirLfCzH8zPUhTXWhzfYiTnaizvcjTOUROWWRueYSOmaSuucTO2T9K"
        "VV9qdX+KlZ+qtb/K1d9GUVtmcXuGkZumsbvG0dvmTFdibHeCjJeirLfCzNfi7FNdaHN9iJOdqLO9"
        "yNPd6PNZZG55hI6ZpK65xM7Z5O75X2p1f4qVn6q1v8rV3+r1/38AqlX/qlX/qlX/qlT/qlT/ZhG7"
        "ZhC7ZhC7ZhC7ZRC7Zcx3Isx3Icx3Icx3Icx2Icwz3Ygz3Ygy3Ygy3Ygy3YcymUTumUTumUPumUPu"
        "mUPumP+qVf+qVf+qVP+qVP+qVP9mELtmELtmELtlELtlELtlzHchzHchzHchzHYhzHYhzH8z3Ygy"
        "3Ygy3Ygy3Ycy3YcymUTumUPumUPumUPumEPumP+qVf+qVP+qVP+qVP+pVP9mELtmELtlELtlELtl"
        "ELplzHchzHchzHYhzHYhzHYhyzLdiDLdiDLdhzLdhzLdhzKZQ+6ZQ+6ZQ+6YQ+6YQ+6Y/6pU/6pU"
        "/6pU/6lU/6lU/w==",
    ),
    Stream(
        "Deflated Image Frame",
        "Deflate",
        "1.2.840.10008.1.2.8.1",
        16,
        0,
        ("zlib",),
        "Y2BYxRUq+l9+lVao6X/7VV6hof/jV2WFlP6vX9UVMvX//DQ2QcHd0mlqAoa7rdPcBAJ3R6elCRTu"
        "rk5tE5i4e3bqsjM85eJKSmd0ys0Vnc74lIcrJp3JKS9XbDrTUzZdcdGZNcbCd2U7NIyN79p2eBgF"
        "343tyDAqvlvb0WE0+e7c9hVGm2dKuqi805tp6eLyzm9mpHPKu7yZlc4t7/pmznRe8m7djJ24XbZq"
        "VcjW//txu0xg4+7dqcdwu6xsu+KhM2dwu+zu3vYTRpdxu8z5yLtzM27idtnKUyFX/9/H7TKBi7tu"
        "pz7D7bKy64qPTr/B7bK7d9tfGH3G7TLnJ+/ezfiJ22UrX4V8/f8fAA==",
    ),
    Stream(
        "Encapsulated Uncompressed",
        "no compression",
        "1.2.840.10008.1.2.1.98",
        8,
        0,
        ("native",),
        "AAoVHyo1P0pVX2p0f4qUnwYRGyYwO0ZQW2Zwe4WQm6UMFyIsN0FMV2Fsd4GMlqGsEx0oMz1IUl1o"
        "cn2Ikp2nshkkLjlETlljbnmDjpmjrrgfKjU/SlVfanR/ipSfqrS/JjA7RlBbZnB7hZCbpbC7xSw3"
        "QUxXYWx3gYyWoay2wcwzPUhSXWhyfYiSnaeyvcfSOUROWWNueYOOmaOuuMPO2D9KVV9qdH+KlJ+q"
        "tL/J1N9GUFtmcHuFkJulsLvF0NrlTFdhbHeBjJahrLbBzNbh61JdaHJ9iJKdp7K9x9Ld5/JZY255"
        "g46Zo664w87Y4+74X2p0f4qUn6q0v8nU3+n0/w==",
    ),
)
