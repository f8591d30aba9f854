"""Stored values by every transfer syntax, against decoders that are not ours."""

import contextlib
import csv
import hashlib
import io
import math
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom import dcmread
from pydicom.pixels.utils import pixel_array

from tests.conftest import CORPUS
from tests.correctness.oracles import largest
from tests.correctness.table import Check, Difference
from tests.pixels.streams import LOSSLESS, decoded, smooth, values_of
from viewer.demo.build import image, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.header import Header, NotDicomError, UnreadableError
from viewer.files.sources import Source
from viewer.pixels.decode import Decoded, decode, frame_request, without_first_decoder
from viewer.pixels.encoding import PixelError

ROOT = "1.2.840.10008.1.2"
PIXELS_MAX = 1 << 20
FAMILIES: dict[str, tuple[tuple[str, ...], float]] = {
    "not compressed (implicit, explicit, big endian, deflated)": (
        ("", ".1", ".2", ".1.99"),
        0,
    ),
    "RLE": ((".5",), 0),
    "JPEG (.50, .51)": ((".4.50", ".4.51"), 2),
    "JPEG Lossless (.57, .70)": ((".4.57", ".4.70"), 0),
    "JPEG-LS (.80, .81)": ((".4.80", ".4.81"), 0),
    "JPEG 2000 (.90, .91)": ((".4.90", ".4.91"), 1),
    "HTJ2K (.201, .202, .203)": ((".4.201", ".4.202", ".4.203"), 1),
}
"""Ends of the UIDs, and what lossy decoders may differ by."""

PROGRAMS = {
    ".5": ("dcmdrle",),
    **dict.fromkeys((".4.50", ".4.51", ".4.57", ".4.70"), ("dcmdjpeg", "+cn")),
    **dict.fromkeys((".4.80", ".4.81"), ("dcmdjpls",)),
}
"""Of DCMTK, by the end of the transfer syntax."""

WRAPPED = "sop-class/wsi/fo-dicom_multiframe.dcm"
"""Narrow tiles, whose rows DCMTK wraps round; here they keep their shape."""


def digests(tails: Sequence[str], files: Sequence[Path]) -> Iterator[Difference]:
    """First frames: 1 where no other decoder has the digest, 0 where one has."""
    wanted = {path.as_posix() for path in files}
    for row in _reference():
        path = CORPUS / row["path"]
        known = [row[f"sha256_frame0_{name}"] for name in ("pydicom", "dcmtk", "gdcm")]
        is_mine = row["transfer_syntax"] in {ROOT + tail for tail in tails}
        if not (is_mine and any(known)) or path.as_posix() not in wanted:
            continue
        if row["path"] == WRAPPED:
            continue
        answer = _decoded(path)
        if answer is None:
            continue
        found = hashlib.sha256(answer.values.tobytes()).hexdigest()
        yield row["path"], float(found not in known)


def other_decoders(tails: Sequence[str], files: Sequence[Path]) -> Iterator[Difference]:
    """First frames of moderate size by pydicom's plugins and by our second decoder."""
    for path in files:
        header = _header(path)
        if header is None or header.transfer_syntax_uid not in _uids(tails):
            continue
        answer = _decoded(path)
        if answer is None or answer.marks:
            continue
        for name, theirs in _by_others(path, header, answer):
            if theirs.shape == answer.values.shape:
                yield f"{path.name} {name}", largest(answer.values, theirs)


def _by_others(
    path: Path, header: Header, answer: Decoded
) -> Iterator[tuple[str, NDArray[Any]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = None
        with contextlib.suppress(Exception):  # whatever its plugins raise
            theirs = np.asarray(pixel_array(dcmread(path), index=0, raw=True))
    if theirs is not None:
        yield "pydicom", theirs
    program = PROGRAMS.get(header.transfer_syntax_uid.removeprefix(ROOT))
    if program is not None:
        yield from _by_dcmtk(path, program)
    second = without_first_decoder(frame_request(header, 0))
    try:
        made = decode(second) if second else None
    except PixelError:
        return
    if made is not None and made.decoder != answer.decoder:
        yield made.decoder, made.values


def _by_dcmtk(path: Path, program: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Decompressed by DCMTK, without any conversion of colours."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.dcm"
        command = [*program, "--quiet", str(path), str(made)]
        done = subprocess.run(command, capture_output=True, timeout=60)
        header = _header(made) if done.returncode == 0 else None
        if header is not None:
            yield program[0], decode(frame_request(header, 0)).values


def made_streams(_files: Sequence[Path]) -> Iterator[Difference]:
    """Of pictures that were encoded without loss, of every type that a codec takes."""
    for name, (uid, encode, _decoder) in LOSSLESS.items():
        for dtype, colour in (("u1", False), ("u2", False), ("u1", True)):
            picture = smooth(dtype, colour)
            found = decoded(encode(picture), uid, values_of(picture)).values
            yield f"{name} {dtype} {colour}", largest(found, picture)


ENCODINGS = {".4.50": "+eb", ".4.51": "+ee", ".4.53": "+es", ".4.55": "+ep"}
"""DCMTK's words for the processes of JPEG; the extended one is made with 12 bits."""


def lossy_by_dcmtk(_files: Sequence[Path]) -> Iterator[Difference]:
    """Grey and coloured pictures that DCMTK encodes, and decodes again."""
    for tail, word in ENCODINGS.items():
        for colour in (False, True) if tail != ".4.51" else (False,):
            wide = tail == ".4.51"
            picture = smooth("u2" if wide else "u1", colour)
            dataset = image(
                picture,
                samples=3 if colour else 1,
                bits_stored=12 if wide else 8,
                PhotometricInterpretation="RGB" if colour else "MONOCHROME2",
            )
            with tempfile.TemporaryDirectory() as folder:
                plain, made = Path(folder) / "plain.dcm", Path(folder) / "made.dcm"
                plain.write_bytes(to_bytes(dataset))
                back = Path(folder) / "back.dcm"
                _run("dcmcjpeg", "-q", word, str(plain), str(made))
                header = complete_header(Source(str(made)))
                assert header.transfer_syntax_uid == ROOT + tail
                found = decode(frame_request(header, 0)).values
                _run("dcmdjpeg", "+cn", str(made), str(back))
                raw = complete_header(Source(str(back)))
                theirs = decode(frame_request(raw, 0)).values
            yield f"dcmdjpeg {tail} {colour}", largest(found, theirs)


def _run(*command: str) -> None:
    """A program of DCMTK, which has its say when it fails, and a second chance.

    It was seen once to end with nothing done, and not again in thousands of runs: no
    matter of our pixels, which are compared with what it does when it works.
    """
    for _attempt in range(3):
        done = subprocess.run(command, capture_output=True, timeout=60)
        if done.returncode == 0:
            return
    said = (done.stdout + done.stderr).decode(errors="replace")
    raise AssertionError(f"{command[0]} ended with {done.returncode}: {said}")


def relabelled_streams(_files: Sequence[Path]) -> Iterator[Difference]:
    """JPEG 2000 labelled as its second part, which allows streams of the first."""
    encode = LOSSLESS["JPEG 2000"][1]
    for tail in (".4.92", ".4.93"):
        for dtype, colour in (("u1", False), ("u2", False), ("u1", True)):
            picture = smooth(dtype, colour)
            found = decoded(encode(picture), ROOT + tail, values_of(picture)).values
            yield f"{tail} {dtype} {colour}", largest(found, picture)


def recompressed_jpegs(_files: Sequence[Path]) -> Iterator[Difference]:
    """A JPEG inside of JPEG XL, against the JPEG itself as Pillow decodes it."""
    for colour in (False, True):
        picture = smooth("u1", colour)
        jpeg = bytes(imagecodecs.jpeg8_encode(picture, level=90, subsampling="444"))
        repacked = bytes(imagecodecs.jpegxl_encode_jpeg(jpeg))
        found = decoded(repacked, ROOT + ".4.111", values_of(picture)).values
        yield (
            f".4.111 {colour}",
            largest(found, np.asarray(Image.open(io.BytesIO(jpeg)))),
        )


def _uids(tails: Sequence[str]) -> set[str]:
    return {ROOT + tail for tail in tails}


@cache
def _reference() -> list[dict[str, str]]:
    path = CORPUS / "REFERENCE.tsv"
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@cache
def _header(path: Path) -> Header | None:
    try:
        return complete_header(Source(str(path)))
    except (NotDicomError, UnreadableError):
        return None


@cache
def _decoded(path: Path) -> Decoded | None:
    header = _header(path)
    if header is None:
        return None
    try:
        request = frame_request(header, 0)
        size = math.prod((request.encoding.rows, request.encoding.columns))
        return decode(request) if size <= PIXELS_MAX else None
    except PixelError:
        return None


def _check(
    title: str,
    oracle: str,
    unit: str,
    allowed: float,
    run: Callable[..., Iterator[Difference]],
    tails: Sequence[str],
) -> Check:
    return Check(title, oracle, unit, allowed, partial(run, tails))


CHECKS = (
    Check(
        "Stored values of made streams: JPEG Lossless, JPEG-LS, JPEG 2000, HTJ2K, "
        "JPEG XL, RLE, deflated frames, encapsulated uncompressed",
        "the picture that was encoded",
        "units of the stored value",
        0,
        made_streams,
    ),
    Check(
        "Stored values of streams that DCMTK makes: JPEG .50, .51 (12 bits), .53 and "
        ".55, grey and in colours",
        "`dcmdjpeg`",
        "units of the stored value",
        2,
        lossy_by_dcmtk,
    ),
    Check(
        "Stored values of made streams under the labels of JPEG 2000 Part 2 (.92, .93)",
        "the picture that was encoded",
        "units of the stored value",
        0,
        relabelled_streams,
    ),
    Check(
        "Stored values of JPEG inside of JPEG XL (.111)",
        "Pillow on the JPEG itself, which rounds in between where libjxl does not",
        "units of the stored value",
        8,
        recompressed_jpegs,
    ),
    *(
        check
        for name, (tails, allowed) in FAMILIES.items()
        for check in (
            _check(
                f"Stored values of real files, {name}",
                "digests of pydicom, DCMTK and GDCM (REFERENCE.tsv)",
                "files that none of them has so",
                0,
                digests,
                tails,
            ),
            _check(
                f"Stored values of real files, {name}",
                "pydicom's plugins, DCMTK's programs, a second library",
                "units of the stored value",
                allowed,
                other_decoders,
                tails,
            ),
        )
    ),
)
