"""What a card shows of an object besides its header: attributes, tables, references."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from viewer.dicom import tags
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.dicom.values import caption
from viewer.kinds.base import DisplaySet
from viewer.kinds.card_layout import Listing
from viewer.kinds.card_plans import PLANS
from viewer.kinds.card_sections import particular_tables, particulars, sections
from viewer.kinds.card_values import table_of, value_at
from viewer.kinds.reading import integer, number
from viewer.kinds.references import Reference, references_of
from viewer.text import figure, tr

if TYPE_CHECKING:
    from pydicom import Dataset


@dataclass(frozen=True, slots=True)
class CardTable:
    """A table of a card; without titles of columns its rows are (name, value).

    A cell that is a colour is written "#rrggbb".
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CardContent:
    """What a card says besides its header: its own attributes, and what it names."""

    references: tuple[Reference, ...]
    rows: tuple[tuple[str, str], ...] = ()
    tables: tuple[CardTable, ...] = ()


def read_card(dataset: "Dataset", kind: str) -> CardContent:
    """The content of an object that is shown as a card."""
    references = references_of(dataset)
    if kind == "management":
        found = sections(dataset)
        tables = tuple(CardTable(title, (), rows) for title, rows in found)
        more = tuple(CardTable(*table) for table in particular_tables(dataset))
        return CardContent(references, (), tables + more)
    plan = PLANS.get(kind)
    if plan is None:
        tables = tuple(CardTable(*table) for table in particular_tables(dataset))
        return CardContent(references, particulars(dataset), tables)
    named = [(label, value_at([dataset], path)) for label, path in plan.rows]
    rows = tuple((tr(label), value) for label, value in named if value)
    if kind == "video":
        rows = video_rows(dataset) + rows
    made = (_table(dataset, listing) for listing in plan.tables)
    return CardContent(references, rows, tuple(table for table in made if table.rows))


def _table(dataset: "Dataset", listing: Listing) -> CardTable:
    """A planned table without the columns in which nothing stands."""
    rows = table_of(dataset, listing)
    used = [at for at in range(len(listing.columns)) if any(row[at] for row in rows)]
    columns = tuple(tr(listing.columns[at][0]) for at in used)
    kept = tuple(tuple(row[at] for at in used) for row in rows) if used else ()
    return CardTable(tr(listing.title), columns, kept)


def video_rows(dataset: "Dataset") -> tuple[tuple[str, str], ...]:
    """How a video is coded and how long it lasts, as far as the header tells."""
    layout = getattr(dataset, "layout", None)
    syntax = transfer_syntax(layout.syntax_uid) if layout is not None else None
    frames = integer(dataset, "NumberOfFrames") or 1
    frame_ms = number(dataset, "FrameTime") or 0.0
    rate = number(dataset, "CineRate") or number(dataset, "RecommendedDisplayFrameRate")
    seconds = frames * frame_ms / 1000 if frame_ms > 0 else frames / rate if rate else 0
    rows = (
        (tr("Coded as"), syntax.name if syntax else ""),
        (tr("Frames"), str(frames)),
        (tr("Duration"), f"{figure(seconds, '.1f')} s" if seconds > 0 else ""),
    )
    return tuple((label, value) for label, value in rows if value)


def levels(display_set: DisplaySet) -> CardTable:
    """The images of a slide that belong together: its levels, label and overview."""
    rows = []
    for header in dict.fromkeys(frame.header for frame in display_set.frames):
        wide = header.integer(tags.TotalPixelMatrixColumns)
        high = header.integer(tags.TotalPixelMatrixRows)
        tile = f"{header.integer(tags.Columns)} × {header.integer(tags.Rows)}"
        rows.append(
            (
                caption(header.text(tags.InstanceNumber)),
                " ".join(header.texts(tags.ImageType)[2:3]),
                f"{wide} × {high}" if wide and high else "",
                tile,
                str(header.integer(tags.NumberOfFrames) or 1),
            )
        )
    columns = tr("No."), tr("Image"), tr("Columns × rows"), tr("Tile"), tr("Tiles")
    return CardTable(tr("Levels"), columns, tuple(rows))
