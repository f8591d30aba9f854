import contextlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.files.made import made
from viewer.dicom import tags
from viewer.dicom.sop_classes import all_sop_classes, sop_class
from viewer.files.dataset import complete_header
from viewer.files.header import Header, NotDicomError, UnreadableError
from viewer.files.index import IndexBuilder, Series
from viewer.files.scan import Odd, scan
from viewer.kinds import KINDS, display_sets, family, kind_by_content, kind_of

PRIVATE = "1.3.12.2.1107.5.9.1"
CT, ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.2.1"
SR = "1.2.840.10008.5.1.4.1.1.88.11"


def holds(*marks: int, uid: str = PRIVATE, frames: int = 1, pixels: int = 0) -> Header:
    header = made(SOPClassUID=uid, NumberOfFrames=frames, _pixels=pixels)
    return replace(
        header, elements={**header.elements, **dict.fromkeys(marks, ("SQ", b""))}
    )


def opened(folder: Path) -> Iterator[Series]:
    """Every series under a folder, headers whole where the walker asks for that."""
    builder = IndexBuilder()
    for found in scan([str(folder)], lambda: False):
        if isinstance(found, Header) and not found.wants_dataset:
            builder.add(found)
        elif isinstance(found, Header | Odd):
            with contextlib.suppress(NotDicomError, UnreadableError):
                builder.add(complete_header(found.source))
    for patient in builder.index().patients:
        for study in patient.studies:
            yield from study.series


def test_every_class_of_the_standard_has_a_family() -> None:
    names = {name for kind in KINDS for name in kind.names}
    for known in all_sop_classes():
        assert known.kind in names, known


def test_no_kind_is_served_twice() -> None:
    names = Counter(name for kind in KINDS for name in kind.names)
    twice = [name for name, times in names.items() if times > 1]
    assert not twice, "in two rows of KINDS; a card's are the NAMES of kinds/card.py"


def test_the_kinds_are_those_of_the_reference(corpus: Path) -> None:
    reference = corpus.parent / "reference" / "kinds.json"
    names = {name for kind in KINDS for name in kind.names}
    assert names == set(json.loads(reference.read_text()))


def test_the_class_decides() -> None:
    assert kind_of(made(SOPClassUID=CT)) == "image2d"
    assert kind_of(made(SOPClassUID=ENHANCED_CT)) == "multiframe_volume"
    assert kind_of(made(SOPClassUID=SR, _pixels=0)) == "sr"


def test_the_meta_header_speaks_where_the_data_set_has_no_class() -> None:
    assert kind_of(made(SOPClassUID=None, MediaStorageSOPClassUID=CT)) == "image2d"


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        (tags.WaveformSequence, "waveform_general"),
        (tags.ContentSequence, "sr"),
        (tags.EncapsulatedDocument, "encapsulated_doc"),
        (tags.SpectroscopyData, "spectroscopy"),
        (tags.DirectoryRecordSequence, "dicomdir"),
        (0x60000100, "overlay"),
        (0x601E0100, "overlay"),
        (0x50000005, "curve"),
        (0x501E0005, "curve"),
        (tags.VOILUTSequence, "lut"),
        (tags.ImageDisplayFormat, "print"),
        (tags.StudyDate, "raw"),
    ],
)
def test_an_unknown_class_is_told_by_its_content(mark: int, kind: str) -> None:
    assert kind_of(holds(mark)) == kind


def test_pixels_come_first_among_the_content() -> None:
    pixels = tags.FloatPixelData
    assert kind_of(holds(tags.ContentSequence, pixels=pixels)) == "image2d"
    assert kind_of(holds(pixels=pixels, frames=9)) == "cine"


def test_an_image_class_without_pixels_is_what_else_it_holds() -> None:
    assert kind_of(holds(tags.WaveformSequence, uid=CT)) == "waveform_general"
    assert kind_of(holds(uid=CT)) == "image2d"
    assert kind_by_content(holds(uid=CT)) == ""


SPECTROSCOPY = "1.2.840.10008.5.1.4.1.1.4.2"
ECG = "1.2.840.10008.5.1.4.1.1.9.1.1"
PDF = "1.2.840.10008.5.1.4.1.1.104.1"
DIRECTORY = "1.2.840.10008.1.3.10"
RAW = "1.2.840.10008.5.1.4.1.1.66"
VOI_LUT = "1.2.840.10008.5.1.4.1.1.11"


@pytest.mark.parametrize(
    ("uid", "mark", "kind"),
    [
        (SPECTROSCOPY, tags.WaveformSequence, "waveform_general"),
        (ECG, tags.ContentSequence, "sr"),
        (SR, tags.EncapsulatedDocument, "encapsulated_doc"),
        (PDF, tags.SpectroscopyData, "spectroscopy"),
        (ECG, tags.DirectoryRecordSequence, "dicomdir"),
        (DIRECTORY, 0x60000100, "overlay"),
        (VOI_LUT, 0x50000005, "curve"),
        (SPECTROSCOPY, tags.VOILUTSequence, "lut"),
        (SPECTROSCOPY, tags.ImageDisplayFormat, "print"),
    ],
)
def test_an_object_without_what_its_class_promises_is_what_else_it_holds(
    uid: str, mark: int, kind: str
) -> None:
    assert kind_of(holds(mark, uid=uid)) == kind


@pytest.mark.parametrize("uid", [SPECTROSCOPY, ECG, SR, PDF, DIRECTORY, VOI_LUT])
def test_pixels_where_something_else_was_promised_are_an_image(uid: str) -> None:
    assert kind_of(holds(uid=uid, pixels=tags.PixelData)) == "image2d"
    assert kind_of(holds(uid=uid, pixels=tags.PixelData, frames=5)) == "cine"


@pytest.mark.parametrize(
    ("uid", "mark", "kind"),
    [
        (SPECTROSCOPY, tags.SpectroscopyData, "spectroscopy"),
        (ECG, tags.WaveformSequence, "waveform_ecg"),
        (SR, tags.ContentSequence, "sr"),
        (PDF, tags.EncapsulatedDocument, "encapsulated_doc"),
        (DIRECTORY, tags.DirectoryRecordSequence, "dicomdir"),
        (VOI_LUT, tags.VOILUTSequence, "lut"),
    ],
)
def test_what_is_promised_and_there_wins_over_all_else(
    uid: str, mark: int, kind: str
) -> None:
    others = (tags.WaveformSequence, tags.ContentSequence, tags.VOILUTSequence)
    assert kind_of(holds(mark, *others, uid=uid, pixels=tags.PixelData)) == kind


@pytest.mark.parametrize("uid", [SPECTROSCOPY, ECG, SR, PDF, DIRECTORY, VOI_LUT])
def test_an_object_that_holds_nothing_keeps_the_kind_of_its_class(uid: str) -> None:
    known = sop_class(uid)
    assert known is not None
    assert kind_of(holds(uid=uid)) == known.kind


def test_raw_data_are_never_taken_for_a_picture() -> None:
    assert kind_of(holds(uid=RAW, pixels=tags.PixelData)) == "raw"


def test_what_comes_first_in_the_order_of_the_content_decides() -> None:
    marks = [
        (tags.WaveformSequence, "waveform_general"),
        (tags.ContentSequence, "sr"),
        (tags.EncapsulatedDocument, "encapsulated_doc"),
        (tags.SpectroscopyData, "spectroscopy"),
        (tags.DirectoryRecordSequence, "dicomdir"),
        (0x60000100, "overlay"),
        (0x50000005, "curve"),
        (tags.ModalityLUTSequence, "lut"),
        (tags.ImageDisplayFormat, "print"),
    ]
    for place, (_, kind) in enumerate(marks):
        assert kind_of(holds(*(mark for mark, _ in marks[place:]))) == kind


def test_an_unknown_kind_is_served_by_cards() -> None:
    assert family("no such kind").view == "card"


def test_pictures_come_before_other_objects() -> None:
    headers = (made("report", SOPClassUID=SR, _pixels=0), made("image"))
    sets = display_sets(Series("key", headers))
    assert [one.view for one in sets] == ["stack", "report"]


def test_every_series_of_the_corpus_is_shown_whole(corpus: Path) -> None:
    count = 0
    for series in opened(corpus):
        sets = display_sets(series)
        shown = {id(frame.header) for one in sets for frame in one.frames}
        assert shown == {id(header) for header in series.headers}
        for one in sets:
            places = [(id(frame.header), frame.frame_index) for frame in one.frames]
            assert len(places) == len(set(places))
            assert len(one.frames) % one.phases == 0
            assert len(one.phase_labels) == (one.phases if one.phases > 1 else 0)
            assert one.view in {"stack", *(kind.view for kind in KINDS)}
        count += len(sets)
    assert count > 300


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("volume-ct/ibsi-phantom-60", {(60, 1)}),
        ("sop-class/enhanced-mr", {(32, 4)}),
        ("rt/phantom-ct-struct-dose-plan-image", {(5, 1)}),
    ],
)
def test_known_series_of_the_corpus_have_their_sets(
    corpus: Path, folder: str, expected: set[tuple[int, int]]
) -> None:
    if not (corpus / folder).exists():
        pytest.skip(f"no {folder}")
    found = {
        (len(one.frames), one.phases)
        for series in opened(corpus / folder)
        for one in display_sets(series)
    }
    assert expected <= found
