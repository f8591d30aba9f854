"""Built documents conform to their IODs, and hold exactly what was put into them."""

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.demo.validator import errors_in
from viewer.demo import encapsulated as made
from viewer.demo.build import to_bytes
from viewer.demo.documents import ENCAPSULATED_PDF, encapsulated
from viewer.demo.parts import base
from viewer.demo.pdf import pdf_bytes

if TYPE_CHECKING:
    from pydicom import Dataset

OBJECTS: dict[str, Any] = {
    "PDF": encapsulated,
    "CDA": made.encapsulated_cda,
    "STL": made.encapsulated_model,
    "OBJ": lambda: made.encapsulated_model(
        made.OBJ, made.ENCAPSULATED_OBJ, "model/obj"
    ),
    "MTL": lambda: made.encapsulated_model(
        made.MTL, made.ENCAPSULATED_MTL, "model/mtl"
    ),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_an_independent_validator_finds_no_error(name: str, tmp_path: Path) -> None:
    assert errors_in(OBJECTS[name](), tmp_path) == []


def test_the_validator_finds_what_is_missing(tmp_path: Path) -> None:
    dataset: Dataset = base(ENCAPSULATED_PDF, "DOC")
    assert any("EncapsulatedDocument" in line for line in errors_in(dataset, tmp_path))


@pytest.mark.skipif(not shutil.which("dcm2pdf"), reason="DCMTK is not installed")
def test_dcmtk_takes_the_same_pdf_out(tmp_path: Path) -> None:
    (tmp_path / "object.dcm").write_bytes(to_bytes(encapsulated()))
    command = ["dcm2pdf", str(tmp_path / "object.dcm"), str(tmp_path / "out.pdf")]
    assert subprocess.run(command, capture_output=True).returncode == 0
    assert (tmp_path / "out.pdf").read_bytes() == pdf_bytes()
