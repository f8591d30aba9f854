"""Measure and print docs/correctness.md.

python -m tests.correctness > docs/correctness.md
"""

import subprocess
import sys
from collections.abc import Iterable
from importlib import resources
from importlib.metadata import version
from pathlib import Path

import pydicom

from tests.conftest import CORPUS
from tests.correctness import (
    colours,
    contents,
    decoding,
    fusions,
    grey,
    layers,
    marks,
    values,
    volumes,
)
from tests.correctness.table import Check, Row, as_text, measured

CHECKS = (
    *decoding.CHECKS,
    *grey.CHECKS,
    *values.CHECKS,
    *layers.CHECKS,
    *colours.CHECKS,
    *contents.CHECKS,
    *volumes.CHECKS,
    *fusions.CHECKS,
    *marks.CHECKS,
)

INTRODUCTION = """# Correctness

What of the picture and its numbers has been compared with something that is not ours,
and how far apart the two were at most. The figures are measured, not claimed:
`python -m tests.correctness > docs/correctness.md` writes this page, and
`tests/test_correctness.py` holds each of its lines. Made images are ramps that meet
every value once; real files are those that pydicom brings and, where present, a
collection of files from many makers. A grey level is the 255th part of the way from
black to white: DCMTK cuts to whole levels, this program rounds, so that 1 between the
two is the same picture. Beside this page, `tests/pixels/test_pipeline_properties.py`
compares hundreds of made images of every kind with the standard's own words.
"""


def files_of_pydicom() -> list[Path]:
    """The files that are installed with pydicom and pydicom-data, none downloaded."""
    folders = (
        resources.files("pydicom.data") / "test_files",
        resources.files("data_store") / "data",
    )
    return sorted(
        path for folder in folders for path in Path(str(folder)).glob("*.dcm")
    )


def files_of_the_corpus() -> list[Path]:
    """The shared collection's, without what is damaged on purpose."""
    folders = ("pixel", "sop-class", "geometry", "rt", "transfer-syntax", "volume-ct")
    return sorted(
        path
        for folder in folders
        for path in (CORPUS / folder).rglob("*")
        if path.is_file() and path.suffix != ".tsv"
    )


def page(rows: Iterable[tuple[Check, Row]], dcmtk: str) -> str:
    """The whole of docs/correctness.md."""
    named = ("SimpleITK", "dcm2niix", "highdicom")
    *others, last = [f"{name} {version(name)}" for name in named]
    known = ", ".join((f"DCMTK {dcmtk}", f"pydicom {pydicom.__version__}", *others))
    versions = f"Measured with {known} and {last}."
    return f"{INTRODUCTION}\n{versions}\n\n{as_text(rows)}"


def main() -> None:
    """Print the page."""
    files = files_of_pydicom() + files_of_the_corpus()
    told = subprocess.run(["dcm2pnm", "--version"], capture_output=True, text=True)
    dcmtk = told.stdout.split()[2].removeprefix("v")
    sys.stdout.write(page(((one, measured(one, files)) for one in CHECKS), dcmtk))


if __name__ == "__main__":
    main()
