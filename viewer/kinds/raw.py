"""Raw data and unknown classes: private blocks and their bytes (PS3.3 A.37, PS3.5 7.8).

Nothing of them is guessed into a picture.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from viewer import limits
from viewer.dicom.values import caption
from viewer.kinds.card_values import value_of
from viewer.kinds.reading import walked
from viewer.kinds.references import Reference, references_of
from viewer.text import figure, mark, tr

if TYPE_CHECKING:
    from pydicom import Dataset

_FACTS = (
    (mark("Equipment"), "Manufacturer"),
    (mark("Model"), "ManufacturerModelName"),
    (mark("Software"), "SoftwareVersions"),
    (mark("Made by"), "CreatorVersionUID"),
    (mark("Acquired"), "AcquisitionDateTime"),
    (mark("Content"), "ContentLabel"),
    (mark("Protocol"), "ProtocolName"),
)
_BINARY = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})


@dataclass(frozen=True, slots=True)
class Block:
    """One element in its maker's own form, or any other that holds plain bytes.

    `data` is its beginning, no more than `limits.RAW_BLOCK_BYTES`; `size` all of it.
    `depth` counts the sequences that it lies in.
    """

    creator: str
    tag: str
    vr: str
    name: str
    size: int
    data: bytes
    depth: int = 0


@dataclass(frozen=True, slots=True)
class RawObject:
    """What is known of an object: facts, its blocks, and what it refers to."""

    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    references: tuple[Reference, ...]


def read_raw(dataset: "Dataset", kind: str) -> RawObject:
    """The blocks of a data set, in the order of the file."""
    blocks = tuple(_blocks(dataset))
    creators = dict.fromkeys(block.creator for block in blocks if block.creator)
    size = sum(block.size for block in blocks)
    named = [(tr(label), value_of(dataset, keyword)) for label, keyword in _FACTS]
    source = getattr(getattr(dataset, "layout", None), "source", None)
    named.append((tr("Private creators"), ", ".join(creators)))
    named.append((tr("Blocks"), f"{figure(len(blocks), ',')} · {size_text(size)}"))
    if source is not None:
        named.append((tr("File"), size_text(source.size())))
    facts = tuple((label, value) for label, value in named if value)
    return RawObject(facts, blocks, references_of(dataset))


def size_text(size: int) -> str:
    """A number of bytes for people, in units of 1000."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return f"{figure(size / factor, '.4g')} {unit}"
    return f"{size} B"


def dump(data: bytes, start: int) -> str:
    """Bytes as hexadecimal lines of 16 with their place and their ASCII letters."""
    lines = []
    for at in range(0, len(data), 16):
        part = data[at : at + 16]
        pairs = f"{part[:8].hex(' '):<24} {part[8:].hex(' '):<23}"
        letters = "".join(chr(one) if 32 <= one < 127 else "·" for one in part)
        lines.append(f"{start + at:08x}  {pairs}  {letters}")
    return "\n".join(lines)


def _blocks(dataset: "Dataset") -> "list[Block]":
    found: list[Block] = []
    room = limits.RAW_BYTES
    depths = {id(dataset): 0}
    for item in walked(dataset):
        depth = depths.get(id(item), 1)
        for tag in list(item.keys()):
            if len(found) >= limits.RAW_BLOCKS:
                return found
            block = _block(item, tag, depth, min(room, limits.RAW_BLOCK_BYTES))
            if block is not None:
                room -= len(block.data)
                found.append(block)
    return found


def _block(item: "Dataset", tag: Any, depth: int, room: int) -> Block | None:
    """An element as a block; None for those that the header tells better."""
    try:
        element = item.get_item(tag)
    except Exception:  # noqa: BLE001 (a broken element costs itself only)
        return None
    vr = str(element.VR or "UN")
    is_creator = tag.is_private_creator
    if vr == "SQ" or is_creator or not (tag.is_private or vr in _BINARY):
        return None
    data = _bytes_of(element.value)
    creator = _creator(item, tag) if tag.is_private else ""
    return Block(
        creator,
        f"{tag.group:04X},{tag.element:04X}",
        vr,
        _name(tag, creator),
        len(data),
        data[:room],
        depth,
    )


def _bytes_of(value: Any) -> bytes:
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    return b"" if value is None else str(value).encode("utf-8", "replace")


def _creator(item: "Dataset", tag: Any) -> str:
    """Who reserved the block of a private element (PS3.5 7.8.1)."""
    from pydicom.tag import Tag

    try:
        value = item.get_item(Tag(tag.group, tag.element >> 8)).value
    except Exception:  # noqa: BLE001 (nobody reserved it, or it cannot be read)
        return ""
    words = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return caption(words.strip(" \0"))


def _name(tag: Any, creator: str) -> str:
    from pydicom.datadict import dictionary_description, private_dictionary_description

    try:
        if tag.is_private:
            return private_dictionary_description(tag, creator).strip("[]")
        return dictionary_description(tag)
    except KeyError:
        return ""
