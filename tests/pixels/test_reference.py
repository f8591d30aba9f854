"""Decoded values against other decoders: pydicom's own, and REFERENCE.tsv."""

import csv
import hashlib
import warnings
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pydicom.data
import pytest
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.pixels.decoders.base import get_decoder

from viewer.files.dataset import complete_header
from viewer.files.header import NotDicomError
from viewer.files.sources import Source
from viewer.pixels.decode import Decoded, decode, frame_request
from viewer.pixels.encoding import PixelError, encoding_of
from viewer.pixels.frames import frame_table

pytest.importorskip("imagecodecs")

OTHER_PIXELS = {
    "sop-class/wsi/fo-dicom_multiframe.dcm": "DCMTK wraps the rows of the narrower "
    "tiles at the edge round; here they keep their shape and are marked",
}
LIBDICOM = "transfer-syntax/fragments/libdicom_generated_encapsulated"
NOT_DECODED = {
    "broken/2_dwv_dwv-test_no-number-rows.dcm": "rows and columns",
    "broken/dwv_dwv-test_no-number-rows.dcm": "rows and columns",
    "broken/dcm4che_3gb-bulk-data-truncated.dcm": "more than this program shows",
    "broken/pydicom_meta_missing_tsyntax.dcm": "rows and columns",
    "broken/pydicom_nested_priv_SQ.dcm": "rows and columns",
    "pixel/orthanc-tests_2026-05-26-oob-monochrome-46341.dcm": "46341 × 46341",
    "pixel/orthanc-tests_2026-05-26-oob-monochrome-65535.dcm": "65535 × 65535",
    f"{LIBDICOM}_defined_bot_2_to_2.dcm": "damaged from their first byte",
}
"""Nobody decodes these: no picture, absurd sizes, or bytes that are no code stream."""

DAMAGED = {
    "broken/pydicom_MR_truncated.dcm",
    "sop-class/wsi/fo-dicom_multiframe.dcm",
}
REPEATS = {
    "transfer-syntax/pydicom-data_liver_deflate.dcm": "rt/seg-on-ct/liver.dcm",
    "transfer-syntax/pydicom-data_liver_rle.dcm": "rt/seg-on-ct/liver.dcm",
    "transfer-syntax/orthanc-jxl_test_ct1_jxl.dcm": (
        "transfer-syntax/orthanc-jxl_test_ct1.dcm"
    ),
    "transfer-syntax/pydicom-data_liver_nonbyte_aligned_rle.dcm": (
        "transfer-syntax/pydicom-data_liver_nonbyte_aligned_deflate.dcm"
    ),
}
"""Files that no other decoder reads, and the same picture in another encoding."""


class Digest(NamedTuple):
    whole: str
    first_frame: str
    dtype: str
    shape: tuple[int, ...]
    marks: frozenset[str]


def decoded_frames(path: Path) -> Iterator[Decoded]:
    header = complete_header(Source(str(path)))
    for index in range(frame_table(header, encoding_of(header)).frames):
        yield decode(frame_request(header, index))


@cache
def digest(path: Path) -> Digest:
    whole, first, marks = hashlib.sha256(), "", set()
    for answer in decoded_frames(path):
        values = answer.values.tobytes()
        whole.update(values)
        first = first or hashlib.sha256(values).hexdigest()
        marks |= set(answer.marks)
        dtype, shape = str(answer.values.dtype), answer.values.shape
    return Digest(whole.hexdigest(), first, dtype, shape, frozenset(marks))


def rows_of(corpus: Path) -> list[dict[str, str]]:
    with (corpus / "REFERENCE.tsv").open(newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def digests_of(row: dict[str, str]) -> set[str]:
    names = ("pydicom", "dcmtk", "gdcm")
    return {row[f"sha256_all_{name}"] for name in names} - {""}


def test_every_decodable_file_has_the_digest_of_an_independent_decoder(
    corpus: Path,
) -> None:
    wrong, right = [], 0
    for row in rows_of(corpus):
        if not digests_of(row) or row["path"] in OTHER_PIXELS:
            continue
        found = digest(corpus / row["path"])
        agree = row["verdict"] == "agree"
        expected = {row["sha256_all_pydicom"]} if agree else digests_of(row)
        if found.whole not in expected or found.dtype != (row["dtype"] or found.dtype):
            wrong.append((row["path"], found))
        right += 1
    assert wrong == []
    assert right == 585


def test_whole_files_are_clean_and_only_damaged_ones_are_marked(corpus: Path) -> None:
    marked = {
        row["path"]
        for row in rows_of(corpus)
        if row["path"] not in NOT_DECODED and digest(corpus / row["path"]).marks
    }
    assert marked == DAMAGED


def test_what_nobody_decodes_is_refused_in_a_sentence(corpus: Path) -> None:
    for path, word in NOT_DECODED.items():
        with pytest.raises(PixelError, match=word):
            digest(corpus / path)


def test_narrower_tiles_differ_from_dcmtk_in_their_own_frames_only(
    corpus: Path,
) -> None:
    (row,) = [row for row in rows_of(corpus) if row["path"] in OTHER_PIXELS]
    found = digest(corpus / row["path"])
    assert found.first_frame == row["sha256_frame0_dcmtk"]
    assert found.marks == {"damaged"}


def test_encodings_that_only_we_decode_equal_their_twin(corpus: Path) -> None:
    for path, twin in REPEATS.items():
        assert digest(corpus / path).whole == digest(corpus / twin).whole, path


def pydicom_files() -> list[Path]:
    """Those that come with pydicom, and those of the package pydicom-data."""
    more = find_spec("data_store")
    folders = [Path(pydicom.data.__file__).parent / "test_files"]
    folders += map(Path, more.submodule_search_locations or ()) if more else ()
    return sorted({path for folder in folders for path in folder.rglob("*.dcm")})


def pydicom_values(path: Path) -> NDArray[np.generic] | None:
    """What pydicom decodes on its own, before colours; None when it does not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            data_set = dcmread(path)
            decoder = get_decoder(data_set.file_meta.TransferSyntaxUID)
            return decoder.as_array(data_set, raw=True)[0]
        except Exception:  # noqa: BLE001 (whatever pydicom cannot read is left out)
            return None


def test_pydicoms_own_files_decode_as_pydicom_decodes_them() -> None:
    compared, wrong = 0, []
    for path in pydicom_files():
        expected = pydicom_values(path)
        if expected is None:
            continue
        try:
            frames = [answer.values for answer in decoded_frames(path)]
        except NotDicomError:
            continue
        values = np.stack(frames) if len(frames) > 1 else frames[0]
        same_type = values.dtype == expected.dtype.newbyteorder("=")
        compared += 1
        if not same_type or not np.array_equal(values, expected):
            wrong.append(path.name)
    assert wrong == []
    assert compared > 100
