"""Marks and what they measure as rows of a table, one figure a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viewer.geometry.marks import FrameKey, Mark
from viewer.geometry.plane import Plane
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
    "PointsMm",
    "PlanePosition",
    "PlaneOrientation",
    "PlaneSpacing",
    "PlaneSlab",
)
IDENTITY = ("PatientID", "PatientName", "StudyDate")
"""Before the others, when the reader wants them."""


@dataclass(frozen=True, slots=True)
class TableFrame:
    """A frame (from 0), where it belongs, and what is known of its marks.

    `plane` is where it lies in the patient. One that is `computed` from the series is
    no image: it has neither UID nor number, and lies where its plane says. `slab` is
    (mm, "max", "min" or "mean") of one that is a slab.
    """

    key: FrameKey
    study_uid: str
    series_uid: str
    series_number: str
    instance_number: str
    identity: tuple[str, str, str]
    marks: tuple[MarkFigures, ...]
    plane: Plane | None = None
    computed: bool = False
    slab: tuple[float, str] | None = None


def marks_table(frames: Iterable[TableFrame], *, identity: bool) -> list[Sequence[str]]:
    """The head, then a row for each figure; a mark without figures has one row.

    Numbers have a decimal point and all their digits, whatever the language. Points
    are "column row" pairs, where 0 0 is the outer corner of the first pixel, and
    "x y z" in the patient (LPS) where the plane is known.
    """
    rows: list[Sequence[str]] = [(*(IDENTITY if identity else ()), *HEAD)]
    for frame in frames:
        who = frame.identity if identity else ()
        image = (frame.key.sop_instance_uid, str(frame.key.frame_index + 1))
        number = frame.instance_number
        if frame.computed:
            image, number = ("", ""), ""
        where = (
            frame.study_uid,
            frame.series_uid,
            *image,
            frame.series_number,
            number,
        )
        lies = _plane_cells(frame)
        for one in frame.marks:
            points_mm = _points_mm(one.mark, frame.plane)
            with for_files():
                rows += [
                    (*who, *where, *row, points_mm, *lies) for row in _rows_of(one)
                ]
    return rows


def _points_mm(mark: Mark, plane: Plane | None) -> str:
    if plane is None:
        return ""
    return "; ".join(_numbers(plane.to_patient(x, y)) for x, y in mark.points)


def _plane_cells(frame: TableFrame) -> tuple[str, str, str, str]:
    """Of a computed plane: first pixel, cosines, (row, column) spacing, slab."""
    plane = frame.plane if frame.computed else None
    if plane is None:
        return "", "", "", ""
    slab = f"{frame.slab[0]!r} {frame.slab[1]}" if frame.slab else ""
    return (
        _numbers(plane.position_mm),
        _numbers((*plane.row_cosine, *plane.column_cosine)),
        _numbers((plane.row_spacing_mm, plane.column_spacing_mm)),
        slab,
    )


def _numbers(values: Iterable[float]) -> str:
    return " ".join(repr(round(float(value), 9) + 0.0) for value in values)


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
