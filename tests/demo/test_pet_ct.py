"""The PET/CT pair is made as the standard wants its objects."""

from pathlib import Path

from tests.demo.validator import errors_in
from viewer.demo.pet_ct import ct_series, pet_series, registration, rigid


def test_objects_of_the_pair_have_no_errors(tmp_path: Path) -> None:
    matrix = rigid(25.0, (12.0, -7.0, 31.0))
    for dataset in (
        ct_series(slices=1)[0],
        pet_series(matrix, slices=1)[0],
        registration(matrix),
    ):
        assert errors_in(dataset, tmp_path) == []
