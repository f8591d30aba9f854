from typing import TYPE_CHECKING, Any

import pytest
from pydicom import Dataset

from viewer import limits
from viewer.demo.build import to_bytes
from viewer.demo.parts import base, item
from viewer.demo.raw import CREATOR, SAMPLES, raw_data
from viewer.files.dataset import read_dataset
from viewer.files.sources import Source
from viewer.kinds.raw import RawObject, dump, read_raw, size_text

if TYPE_CHECKING:
    from pydicom.dataset import PrivateBlock


def read(dataset: "Dataset") -> RawObject:
    return read_raw(read_dataset(Source("raw", to_bytes(dataset))), "raw")


def test_private_blocks_have_their_creator_size_and_bytes() -> None:
    dataset = raw_data()
    found = {block.tag: block for block in read(dataset).blocks}
    assert found.keys() == {"0029,1001", "0029,1010"}
    block = found["0029,1010"]
    assert (block.creator, block.vr, block.size) == (CREATOR, "OB", 2 * SAMPLES)
    assert block.data == dataset[0x00291010].value
    assert found["0029,1001"].data == b"A private text"


def test_the_facts_name_who_made_it_and_what_it_holds() -> None:
    dataset = raw_data()
    raw = read(dataset)
    facts = dict(raw.facts)
    assert facts["Made by"] == dataset.CreatorVersionUID
    assert facts["Private creators"] == CREATOR
    assert facts["Blocks"] == "2 · 12.01 kB"
    (reference,) = raw.references
    named = dataset.ReferencedInstanceSequence[0].ReferencedSOPInstanceUID
    assert reference.sop_instance_uid == named


def test_a_large_block_keeps_its_beginning_and_says_its_size() -> None:
    samples = limits.RAW_BLOCK_BYTES
    large = next(one for one in read(raw_data(samples)).blocks if one.vr == "OB")
    assert large.size == 2 * samples
    assert len(large.data) == limits.RAW_BLOCK_BYTES


def test_all_blocks_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RAW_BYTES", 100)
    monkeypatch.setattr(limits, "RAW_BLOCKS", 2)
    raw = read(raw_data())
    assert sum(len(block.data) for block in raw.blocks) == 100
    assert len(raw.blocks) == 2


def test_blocks_within_sequences_are_found() -> None:
    inner: Any = item(Manufacturer="Inner")
    block: PrivateBlock = inner.private_block(0x0031, "INNER", create=True)
    block.add_new(0x02, "OB", b"1234")
    raw = read(raw_data(ReferencedPatientSequence=[inner]))
    (found,) = (one for one in raw.blocks if one.creator == "INNER")
    assert (found.tag, found.depth, found.data) == ("0031,1002", 1, b"1234")


def test_an_element_that_nobody_reserved_has_no_creator() -> None:
    dataset = base("1.2.840.10008.5.1.4.1.1.66", "MR")
    dataset.add_new(0x00311002, "OB", b"ab")
    (block,) = read(dataset).blocks
    assert block.creator == ""
    assert block.name == ""


def test_known_private_elements_have_their_name() -> None:
    dataset = base("1.2.840.10008.5.1.4.1.1.66", "MR")
    block = dataset.private_block(0x0029, "SIEMENS CSA HEADER", create=True)
    block.add_new(0x10, "OB", b"SV10")
    (found,) = read(dataset).blocks
    assert found.name == "CSA Image Header Info"


def test_a_dump_has_place_bytes_and_letters() -> None:
    data = bytes(range(0x3A, 0x5B))
    first, second, third = dump(data, 0x1000).split("\n")
    assert first.startswith("00001000  3a 3b 3c 3d 3e 3f 40 41  42 43 44")
    assert first.endswith("  :;<=>?@ABCDEFGHI")
    assert second.startswith("00001010  4a")
    assert third.split() == ["00001020", "5a", "Z"]
    assert dump(b"\0\x1b\xff", 0).endswith("···")


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (12_010, "12.01 kB"), (2_500_000, "2.5 MB")],
)
def test_sizes_are_in_units_of_a_thousand(size: int, text: str) -> None:
    assert size_text(size) == text
