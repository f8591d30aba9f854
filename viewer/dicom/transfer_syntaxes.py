"""Transfer Syntax UID → name, family, and whether pictures lose anything (PS3.5 10)."""

from functools import cache

from viewer.records import dataclass

METHOD_NAMES = {
    "ISO_10918_1": "JPEG",
    "ISO_14495_1": "JPEG-LS",
    "ISO_15444_1": "JPEG 2000",
    "ISO_15444_2": "JPEG 2000",
    "ISO_15444_15": "HTJ2K",
    "ISO_18181_1": "JPEG XL",
    "ISO_13818_2": "MPEG-2",
    "ISO_14496_10": "H.264",
    "ISO_23008_2": "HEVC",
}
"""Lossy Image Compression Method (PS3.3 C.7.6.1.1.5.1) as readers know it."""


@dataclass(frozen=True, slots=True)
class TransferSyntax:
    """How a data set and its pixels are written.

    `name` is the registry's (PS3.6 Annex A); `family` a word or two for readers
    ("JPEG 2000"), "" when nothing is compressed. `lossy`: this compression changed
    the pixels; None when the syntax allows both. `method` is the family's term for
    Lossy Image Compression Method (PS3.3 C.7.6.1.1.5.1). A `video` has one stream
    for all frames.
    """

    uid: str
    name: str
    family: str
    encapsulated: bool = True
    lossy: bool | None = False
    method: str = ""
    retired: bool = False
    video: bool = False

    @property
    def deflated(self) -> bool:
        """The whole data set is deflated, not the pixels alone."""
        return self.uid.endswith((".1.99", ".4.95", ".4.205"))

    @property
    def referenced(self) -> bool:
        """JPIP: the pixels are behind a URL (PS3.5 A.6)."""
        return self.uid.endswith((".4.94", ".4.95", ".4.204", ".4.205"))

    @property
    def live(self) -> bool:
        """A stream on a network, of which the object holds the description alone."""
        return self.uid.startswith(_ROOT + "7.")

    @property
    def compressed(self) -> bool:
        """Fewer bytes than values: the pixels, or the whole data set."""
        return bool(self.family)

    @property
    def big_endian(self) -> bool:
        """Numbers have their high byte first."""
        return self.uid == _ROOT + "2"


def transfer_syntax(uid: str) -> TransferSyntax | None:
    """The transfer syntax of a UID, padding ignored; None when unknown."""
    return _syntaxes().get(uid.strip(" \0"))


def all_transfer_syntaxes() -> tuple[TransferSyntax, ...]:
    """Every transfer syntax known here."""
    return tuple(_syntaxes().values())


_ROOT = "1.2.840.10008.1.2."
_NATIVE = (
    ("1.2.840.10008.1.2", "Implicit VR Little Endian", False),
    (_ROOT + "1", "Explicit VR Little Endian", False),
    (_ROOT + "2", "Explicit VR Big Endian", True),
    (_ROOT + "6.1", "RFC 2557 MIME encapsulation", True),
    (_ROOT + "6.2", "XML Encoding", True),
    (_ROOT + "7.1", "SMPTE ST 2110-20 Uncompressed Progressive Active Video", False),
    (_ROOT + "7.2", "SMPTE ST 2110-20 Uncompressed Interlaced Active Video", False),
    (_ROOT + "7.3", "SMPTE ST 2110-30 PCM Digital Audio", False),
    ("1.2.840.10008.1.20", "Papyrus 3 Implicit VR Little Endian", True),
    (
        "1.2.840.113619.5.2",
        "Private GE Little Endian With Big Endian Pixel Data",
        False,
    ),
)
_JPEG_RETIRED = (
    ("52", "JPEG Extended (Process 3 and 5)"),
    ("53", "JPEG Spectral Selection, Non-Hierarchical (Process 6 and 8)"),
    ("54", "JPEG Spectral Selection, Non-Hierarchical (Process 7 and 9)"),
    ("55", "JPEG Full Progression, Non-Hierarchical (Process 10 and 12)"),
    ("56", "JPEG Full Progression, Non-Hierarchical (Process 11 and 13)"),
    ("58", "JPEG Lossless, Non-Hierarchical (Process 15)"),
    ("59", "JPEG Extended, Hierarchical (Process 16 and 18)"),
    ("60", "JPEG Extended, Hierarchical (Process 17 and 19)"),
    ("61", "JPEG Spectral Selection, Hierarchical (Process 20 and 22)"),
    ("62", "JPEG Spectral Selection, Hierarchical (Process 21 and 23)"),
    ("63", "JPEG Full Progression, Hierarchical (Process 24 and 26)"),
    ("64", "JPEG Full Progression, Hierarchical (Process 25 and 27)"),
    ("65", "JPEG Lossless, Hierarchical (Process 28)"),
    ("66", "JPEG Lossless, Hierarchical (Process 29)"),
)
_COMPRESSED: tuple[tuple[str, str, str, bool | None, str], ...] = (
    ("4.50", "JPEG Baseline (Process 1)", "JPEG", True, "ISO_10918_1"),
    ("4.51", "JPEG Extended (Process 2 and 4)", "JPEG", True, "ISO_10918_1"),
    ("4.57", "JPEG Lossless, Non-Hierarchical (Process 14)", "JPEG", False, ""),
    (
        "4.70",
        "JPEG Lossless, Non-Hierarchical, First-Order Prediction"
        " (Process 14 [Selection Value 1])",
        "JPEG",
        False,
        "",
    ),
    ("4.80", "JPEG-LS Lossless Image Compression", "JPEG-LS", False, ""),
    (
        "4.81",
        "JPEG-LS Lossy (Near-Lossless) Image Compression",
        "JPEG-LS",
        True,
        "ISO_14495_1",
    ),
    (
        "4.90",
        "JPEG 2000 Image Compression (Lossless Only)",
        "JPEG 2000",
        False,
        "",
    ),
    ("4.91", "JPEG 2000 Image Compression", "JPEG 2000", None, "ISO_15444_1"),
    (
        "4.92",
        "JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)",
        "JPEG 2000",
        False,
        "",
    ),
    (
        "4.93",
        "JPEG 2000 Part 2 Multi-component Image Compression",
        "JPEG 2000",
        None,
        "ISO_15444_2",
    ),
    ("4.110", "JPEG XL Lossless", "JPEG XL", False, ""),
    # A JPEG repacked: nothing more is lost, yet what JPEG took is gone.
    ("4.111", "JPEG XL JPEG Recompression", "JPEG XL", True, "ISO_10918_1"),
    ("4.112", "JPEG XL", "JPEG XL", None, "ISO_18181_1"),
    (
        "4.201",
        "High-Throughput JPEG 2000 Image Compression (Lossless Only)",
        "HTJ2K",
        False,
        "",
    ),
    (
        "4.202",
        "High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)",
        "HTJ2K",
        False,
        "",
    ),
    (
        "4.203",
        "High-Throughput JPEG 2000 Image Compression",
        "HTJ2K",
        None,
        "ISO_15444_15",
    ),
    ("5", "RLE Lossless", "RLE", False, ""),
    ("8.1", "Deflated Image Frame Compression", "Deflate", False, ""),
)
_REFERENCED = (
    ("4.94", "JPIP Referenced", "JPEG 2000"),
    ("4.95", "JPIP Referenced Deflate", "JPEG 2000"),
    ("4.204", "JPIP HTJ2K Referenced", "HTJ2K"),
    ("4.205", "JPIP HTJ2K Referenced Deflate", "HTJ2K"),
)
_H264 = "MPEG-4 AVC/H.264 "
_VIDEO = (
    ("100", "MPEG2 Main Profile / Main Level", "MPEG-2", "ISO_13818_2"),
    ("101", "MPEG2 Main Profile / High Level", "MPEG-2", "ISO_13818_2"),
    ("102", _H264 + "High Profile / Level 4.1", "H.264", "ISO_14496_10"),
    ("103", _H264 + "BD-compatible High Profile / Level 4.1", "H.264", "ISO_14496_10"),
    ("104", _H264 + "High Profile / Level 4.2 For 2D Video", "H.264", "ISO_14496_10"),
    ("105", _H264 + "High Profile / Level 4.2 For 3D Video", "H.264", "ISO_14496_10"),
    ("106", _H264 + "Stereo High Profile / Level 4.2", "H.264", "ISO_14496_10"),
    ("107", "HEVC/H.265 Main Profile / Level 5.1", "HEVC", "ISO_23008_2"),
    ("108", "HEVC/H.265 Main 10 Profile / Level 5.1", "HEVC", "ISO_23008_2"),
)
_WITHOUT_FRAGMENTABLE_TWIN = ("107", "108")


@cache
def _syntaxes() -> dict[str, TransferSyntax]:
    syntaxes = [
        TransferSyntax(uid, name, "", encapsulated=False, retired=retired)
        for uid, name, retired in _NATIVE
    ]
    syntaxes += [
        TransferSyntax(
            _ROOT + "1.98", "Encapsulated Uncompressed Explicit VR Little Endian", ""
        ),
        TransferSyntax(
            _ROOT + "1.99",
            "Deflated Explicit VR Little Endian",
            "Deflate",
            encapsulated=False,
        ),
    ]
    syntaxes += [
        TransferSyntax(_ROOT + tail, name, family, lossy=lossy, method=method)
        for tail, name, family, lossy, method in _COMPRESSED
    ]
    syntaxes += [_retired_jpeg(tail, name) for tail, name in _JPEG_RETIRED]
    # The pixels are not in the object but behind a URL.
    syntaxes += [
        TransferSyntax(_ROOT + tail, name, family, encapsulated=False, lossy=None)
        for tail, name, family in _REFERENCED
    ]
    for tail, name, family, method in _VIDEO:
        syntaxes.append(_video(f"4.{tail}", name, family, method))
        if tail not in _WITHOUT_FRAGMENTABLE_TWIN:
            syntaxes.append(
                _video(f"4.{tail}.1", f"Fragmentable {name}", family, method)
            )
    return {syntax.uid: syntax for syntax in syntaxes}


def _retired_jpeg(tail: str, name: str) -> TransferSyntax:
    lossy = "Lossless" not in name
    method = "ISO_10918_1" if lossy else ""
    return TransferSyntax(
        f"{_ROOT}4.{tail}", name, "JPEG", lossy=lossy, method=method, retired=True
    )


def _video(tail: str, name: str, family: str, method: str) -> TransferSyntax:
    return TransferSyntax(
        _ROOT + tail, name, family, lossy=True, method=method, video=True
    )
