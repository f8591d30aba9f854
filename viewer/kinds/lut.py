"""Standalone look-up tables: modality and VOI LUT (PS3.3 C.11.1, C.11.2), palettes.

Objects of their own until 2006, and colour palettes until today (C.23); a table here
belongs to no image, so its inputs are what its own header says they are.
"""

from typing import TYPE_CHECKING

import numpy as np

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.dataset import header_of
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.kinds.base import ContentError
from viewer.kinds.graphs import Applied, Fact, Graph, Graphs, Line, with_unit
from viewer.kinds.reading import raw, text
from viewer.kinds.references import references_of
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.lookup import entries_of, read_descriptor, read_table
from viewer.pixels.modality import Rescale, read_modality
from viewer.pixels.palette import Palette, read_palette
from viewer.pixels.voi import read_voi_choices, window_levels
from viewer.text import mark, tr

if TYPE_CHECKING:
    from pydicom import Dataset

_WINDOW_POINTS = 257
"""Of a window drawn as a curve, which shows a sigmoid without corners."""


def read_luts(dataset: "Dataset", kind: str) -> Graphs:
    """Each table as a graph. Raises ContentError when there is none that is whole."""
    header = header_of(dataset, Source(""))
    notes: list[str] = []
    graphs = [*_modality(header, notes), *_voi(header, notes)]
    if not graphs:
        raise ContentError(notes[0] if notes else tr("It holds no look-up table."))
    return Graphs(tuple(graphs), references_of(dataset), tuple(notes))


def _modality(header: Header, notes: list[str]) -> list[Graph]:
    """Tables, or slope and intercept where there is none."""
    found = []
    for item in header.items.get(tags.ModalityLUTSequence, ()):
        table = read_table(item, _is_signed(item))
        if table is None:
            notes.append(tr("A modality LUT is damaged."))
            continue
        type_name = caption(item.text(tags.ModalityLUTType))
        unit = read_modality(_alone(item), 0, _is_signed(item)).unit
        facts = ((mark("Type of the output"), type_name), *_facts(item, table))
        applied = Applied("modality", table, unit)
        found.append(_table_graph(tr("Modality LUT"), table, facts, applied))
    if not found and header.has(tags.RescaleSlope):
        transform = read_modality(header, 0, False).transform
        if isinstance(transform, Rescale):
            found.append(_rescale_graph(header, transform))
    return found


def _alone(item: Header) -> Header:
    """A header that has this modality LUT and nothing else."""
    items = {tags.ModalityLUTSequence: (item,)}
    return Header(item.source, {}, little_endian=item.little_endian, items=items)


def _rescale_graph(header: Header, rescale: Rescale) -> Graph:
    x = np.array([0.0, 4095.0])
    unit = read_modality(header, 0, False).unit
    return Graph(
        tr("Rescale"),
        (Line("", x, rescale.slope * x + rescale.intercept),),
        tr("Stored value"),
        with_unit(tr("Output"), unit),
        (
            (mark("Slope"), f"{rescale.slope:g}"),
            (mark("Intercept"), f"{rescale.intercept:g}"),
        ),
        applied=Applied("modality", rescale, unit),
    )


def _voi(header: Header, notes: list[str]) -> list[Graph]:
    """Tables, then windows."""
    found = []
    for item in header.items.get(tags.VOILUTSequence, ()):
        table = read_table(item, _is_signed(item))
        if table is None:
            notes.append(tr("A VOI LUT is damaged."))
            continue
        applied = Applied("voi", table)
        facts = _facts(item, table)
        found.append(_table_graph(tr("VOI LUT"), table, facts, applied))
    for choice in read_voi_choices(header, 0, False, Rescale()):
        if isinstance(choice, Window):
            found.append(_window_graph(choice))
    return found


def _window_graph(window: Window) -> Graph:
    ends = window.centre - window.width, window.centre + window.width
    x = np.linspace(*ends, _WINDOW_POINTS)
    return Graph(
        caption(window.explanation) or tr("Window"),
        (Line("", x, window_levels(x, window)),),
        tr("Modality value"),
        tr("Grey level"),
        (
            (mark("Centre"), f"{window.centre:g}"),
            (mark("Width"), f"{window.width:g}"),
            (mark("Function"), window.function),
        ),
        applied=Applied("voi", window),
    )


def _is_signed(item: Header) -> bool:
    """The first input is negative where its writer gave it a signed VR."""
    return item.elements.get(tags.LUTDescriptor, ("", b""))[0] == "SS"


def _facts(item: Header, table: LookupTable) -> tuple[Fact, ...]:
    entries = entries_of(table)
    last = table.first + len(entries) - 1
    return (
        (mark("Explanation"), caption(table.explanation)),
        (mark("Entries"), str(len(entries))),
        (mark("Inputs"), f"{table.first} … {last}"),
        (mark("Outputs"), f"{entries.min()} … {entries.max()}"),
        (mark("Bits of an entry"), _bits_text(item, table)),
    )


def _bits_text(item: Header, table: LookupTable) -> str:
    """What the descriptor says, and what the entries need where that differs."""
    descriptor = read_descriptor(item, tags.LUTDescriptor, False)
    stated = descriptor[2] if descriptor else table.bits
    if stated == table.bits:
        return str(stated)
    return tr("{stated}, used: {used}", stated=stated, used=table.bits)


def _table_graph(
    name: str, table: LookupTable, facts: tuple[Fact, ...], applied: Applied
) -> Graph:
    y = entries_of(table).astype(np.float64)
    x = table.first + np.arange(len(y), dtype=np.float64)
    is_modality = applied.purpose == "modality"
    return Graph(
        caption(table.explanation) or name,
        (Line("", x, y, "steps" if len(y) <= 64 else "line"),),
        tr("Stored value") if is_modality else tr("Modality value"),
        with_unit(tr("Output"), applied.unit),
        tuple(fact for fact in facts if fact[1]),
        applied=applied,
    )


def read_colours(dataset: "Dataset", kind: str) -> Graphs:
    """A colour palette as three curves over its colours. Raises ContentError."""
    palette = read_palette(header_of(dataset, Source("")), signed=False)
    if palette is None:
        raise ContentError(tr("It holds no palette."))
    colours = palette.colours().astype(np.float64)
    x = palette.first + np.arange(len(colours), dtype=np.float64)
    names = tr("Red"), tr("Green"), tr("Blue")
    title = caption(text(dataset, "ContentLabel")) or tr("Palette")
    graph = Graph(
        title,
        tuple(Line(name, x, colours[:, at]) for at, name in enumerate(names)),
        tr("Grey value"),
        tr("Colour"),
        _palette_facts(dataset, palette),
        colours=palette.entries,
    )
    return Graphs((graph,), references_of(dataset))


def _palette_facts(dataset: "Dataset", palette: Palette) -> tuple[Fact, ...]:
    profile = len(raw(dataset, "ICCProfile"))
    facts = (
        (mark("Description"), caption(text(dataset, "ContentDescription"))),
        (mark("Made by"), caption(text(dataset, "ContentCreatorName"))),
        (mark("Entries"), str(len(palette.colours()))),
        (mark("First value"), str(palette.first)),
        (mark("ICC profile"), tr("{count} bytes", count=profile) if profile else ""),
    )
    return tuple(fact for fact in facts if fact[1])
