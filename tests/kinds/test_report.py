"""Structured reports: the tree against DCMTK's reading, the document from the tree."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from viewer import limits
from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.documents import key_objects, report
from viewer.demo.parts import code, item
from viewer.demo.reports import (
    ACQUISITIONS,
    container,
    dose_report,
    measurement_report,
    number,
)
from viewer.kinds.reading import Code
from viewer.kinds.report import Report, read_report, walk
from viewer.kinds.report_items import unit_text

if TYPE_CHECKING:
    from pydicom import Dataset


def read(dataset: "Dataset") -> Report:
    return read_report(dataset, "sr")


def dsrdump(dataset: "Dataset", path: Path) -> str:
    path.write_bytes(to_bytes(dataset))
    done = subprocess.run(
        ["dsrdump", "--quiet", str(path)], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8", "replace")


@pytest.mark.parametrize(
    "make",
    [report, dose_report, lambda: measurement_report(ct_slice())],
    ids=["text", "dose", "measurements"],
)
def test_dcmtk_reads_the_same_items_and_measurements(
    make: Callable[[], "Dataset"], tmp_path: Path
) -> None:
    dataset = make()
    lines = dsrdump(dataset, tmp_path / "sr").splitlines()
    items = [line for line in lines if line.strip().startswith("<")]
    ours = walk(read(dataset).root)
    assert len(items) == len(ours)
    for line, one in zip(items, ours, strict=True):
        assert one.value_type in line
        assert not one.number or f'"{one.number}"' in line


def test_the_head_says_state_and_people() -> None:
    dataset = report(
        VerificationFlag="VERIFIED",
        VerifyingObserverSequence=[
            {
                "VerifyingObserverName": "Silva^Ana",
                "VerifyingOrganization": "Hospital",
                "VerificationDateTime": "20261122103100",
            }
        ],
    )
    head = dict(read(dataset).head)
    assert head["State"] == "complete, verified"
    assert head["Verified by"] == "Silva, Ana, Hospital, 2026-11-22"
    assert head["Date"] == "2026-11-22 10:15:00"[: len(head["Date"])]


def test_every_reference_is_found_once() -> None:
    images = [ct_slice(index) for index in range(2)]
    found = read(key_objects([*images, images[0]])).references()
    assert [one.sop_instance_uid for one in found] == [
        one.SOPInstanceUID for one in images
    ]


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        (Code("mm", "UCUM", "millimeter"), "mm"),
        (Code("1", "UCUM", "no units"), ""),
        (Code("{H.B.}/min", "UCUM", "beats per minute"), "beats per minute"),
        (Code("99", "LOCAL", "arbitrary"), "arbitrary"),
        (None, ""),
    ],
)
def test_units_are_written_as_people_do(unit: Code | None, shown: str) -> None:
    assert unit_text(unit) == shown


def test_a_measurement_without_a_value_says_so() -> None:
    missing = number(
        code("1", "X", "Length"),
        "1",
        "mm",
        MeasuredValueSequence=[],
        NumericValueQualifierCodeSequence=[code("114000", "DCM", "Not a number")],
    )
    root = read(report(ContentSequence=[missing])).root
    assert root.children[0].value == "Not a number"
    assert root.children[0].number == ""


def test_an_item_by_reference_names_the_place_of_the_other() -> None:
    by_reference = item(
        RelationshipType="INFERRED FROM", ReferencedContentItemIdentifier=[1, 3, 2]
    )
    root = read(report(ContentSequence=[by_reference])).root
    assert root.children[0].value == "see item 1.3.2"


def test_a_very_long_or_deep_tree_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REPORT_ITEMS", 4)
    assert len(walk(read(report(["a"] * 10)).root)) == 4
    deep = container(code("1", "X", "Section"), [])
    for _ in range(70):
        deep = container(code("1", "X", "Section"), [deep])
    monkeypatch.undo()
    assert len(walk(read(report(ContentSequence=[deep])).root)) == limits.SEQUENCE_DEPTH


def test_a_document_without_content_has_a_title_still() -> None:
    empty = report(ContentSequence=None, ConceptNameCodeSequence=None, ValueType=None)
    assert read(empty).title == "Report without a title"


def test_the_acquisitions_of_the_demonstration_are_two() -> None:
    titles = [one.title for one in walk(read(dose_report()).root)]
    assert titles.count("CT Acquisition") == len(ACQUISITIONS)
