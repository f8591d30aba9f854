"""Marks and what they measure as rows of a table, one figure a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viewer.geometry.marks import FrameKey
from viewer.pixels.mark_figures import MarkFigures
from viewer.text import for_files, retold

HEAD = (
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "SOPInstanceUID",
    "Frame",
    "SeriesNumber",
    "InstanceNumber",
    "MarkUID",
    "Shape",
    "Text",
    "Hidden",
    "Points",
    "Figure",
    "Value",
    "Unit",
    "UnitCode",
    "Basis",
    "BasisInWords",
    "Notes",
)
IDENTITY = ("PatientID", "PatientName", "StudyDate")
"""Before the others, when the reader wants them."""


@dataclass(frozen=True, slots=True)
class TableFrame:
    """A frame (from 0), where it belongs, and what is known of its marks."""

    key: FrameKey
    study_uid: str
    series_uid: str
    series_number: str
    instance_number: str
    identity: tuple[str, str, str]
    marks: tuple[MarkFigures, ...]


def marks_table(frames: Iterable[TableFrame], *, identity: bool) -> list[Sequence[str]]:
    """The head, then a row for each figure; a mark without figures has one row.

    Numbers have a decimal point and all their digits, whatever the language. Points
    are "column row" pairs, where 0 0 is the outer corner of the first pixel.
    """
    rows: list[Sequence[str]] = [(*(IDENTITY if identity else ()), *HEAD)]
    for frame in frames:
        who = frame.identity if identity else ()
        where = (
            frame.study_uid,
            frame.series_uid,
            frame.key.sop_instance_uid,
            str(frame.key.frame_index + 1),
            frame.series_number,
            frame.instance_number,
        )
        for one in frame.marks:
            with for_files():
                rows += [(*who, *where, *row) for row in _rows_of(one)]
    return rows


def _rows_of(one: MarkFigures) -> list[tuple[str, ...]]:
    mark = one.mark
    points = "; ".join(f"{x!r} {y!r}" for x, y in mark.points)
    about = (mark.uid, mark.shape, mark.text, "yes" if mark.hidden else "no", points)
    notes = " ".join(map(retold, one.notes))
    told: list[tuple[str, ...]] = [
        (
            f"{figure.name} {figure.channel}".strip(),
            repr(float(figure.value)),
            figure.unit,
            figure.unit_code,
            figure.basis,
            retold(figure.basis_sentence),
            notes,
        )
        for figure in one.figures
    ]
    return [(*about, *row) for row in told or [("", "", "", "", "", "", notes)]]
