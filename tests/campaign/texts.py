"""HTML, directions, controls and endless text in every text attribute of every kind.

Objects of 48 classes with each of their texts replaced; the window shows them as plain
text, and no turn of its own thread is long.
"""

import re
import warnings

from pydicom import Dataset

from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record
from tests.campaign.session import Session, timed_out_is_a_fault
from tests.ui.test_plain_text import BOMBS, check
from viewer import limits
from viewer.demo.build import to_bytes
from viewer.demo.rows import ROWS, object_of_row

TEXT_VRS = frozenset(["LO", "LT", "PN", "SH", "ST", "UC", "UT", "CS", "AE", "AS"])
STRUCTURAL = re.compile(
    r"PhotometricInterpretation|ValueType|RelationshipType|ContinuityOfContent"
    r"|GraphicType|DirectoryRecordType|SpecificCharacterSet|Modality"
    r"|WaveformSampleInterpretation|PresentationLUTShape|Polarity|GraphicAnnotationUnits"
)
"""Texts by which an object is understood: damaging these is another campaign's."""

PLACEHOLDER = "mark"
LONGEST = 2 * limits.CARD_CHARACTERS
"""One label of a card: interpretations of several pages are read there."""

MOST_STALL_MS = 200.0


def run(plan: Plan) -> Record:
    """Each object with one of the bombs, the bombs in turn."""
    chance, tried = plan.chance(), 0
    faults: list[str] = []
    uids = list(ROWS)
    chance.shuffle(uids)
    names = list(BOMBS)
    with Session(plan) as session:
        for turn in plan.turns():
            uid = uids[turn % len(uids)]
            bomb = names[(turn + turn // len(uids)) % len(names)]
            path = plan.folder / f"{turn}.dcm"
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of texts that are not allowed
                path.write_bytes(bombed(object_of_row(uid), BOMBS[bomb]))
            session.watch.resume()
            with timed_out_is_a_fault(session, f"{uid} {bomb}"):
                session.open(path)
                try:
                    check(session.viewer, LONGEST)
                except AssertionError as error:
                    faults.append(f"{uid} {bomb}: {error}"[:300])
                session.app.window.grab()
                session.close_studies()
            tried += 1
        faults += session.faults
        if session.watch.longest_seconds * 1000 > MOST_STALL_MS:
            faults.append("a turn of the window's thread took too long")
        stall = session.watch.longest_seconds * 1000
    return Record(
        "texts",
        tried,
        plan.seed,
        plan.elapsed,
        restarts=session.restarts,
        longest_stall_ms=stall,
        peak_memory_mb=peak_memory_mb(),
        faults=tuple(faults),
        note="objects of 48 classes with hostile texts",
    )


def bombed(dataset: Dataset, bomb: str) -> bytes:
    """The object as a file, each of its texts replaced by the bomb."""
    dataset.SpecificCharacterSet = "ISO_IR 192"
    _mark(dataset)
    raw = bomb.replace("\\", "/").encode()
    raw += b" " * (len(raw) % 2)
    data = to_bytes(dataset)
    for vr in sorted(TEXT_VRS):
        if vr in ("UC", "UT"):
            head = vr.encode() + b"\0\0\x04\0\0\0" + PLACEHOLDER.encode()
            data = data.replace(head, vr.encode() + b"\0\0" + _long(raw) + raw)
        else:
            short = raw[:65534]
            head = vr.encode() + b"\x04\0" + PLACEHOLDER.encode()
            size = len(short).to_bytes(2, "little")
            data = data.replace(head, vr.encode() + size + short)
    return data


def _long(raw: bytes) -> bytes:
    return len(raw).to_bytes(4, "little")


def _mark(dataset: Dataset) -> None:
    """Sequences are written with undefined lengths, so that none becomes false."""
    for element in dataset:
        if element.VR == "SQ":
            element.is_undefined_length = True
            for item in element.value:
                item.is_undefined_length_sequence_item = True
                _mark(item)
        elif element.VR in TEXT_VRS and not STRUCTURAL.search(element.keyword):
            element.value = PLACEHOLDER
