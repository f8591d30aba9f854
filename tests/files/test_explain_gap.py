"""Why a place of a stack has no picture."""

from tests.ui.sets import header_of
from viewer.demo.build import ct_slice
from viewer.files.explain_gap import explain_missing


def test_both_neighbours_of_a_missing_slice_are_told() -> None:
    before, after = (
        header_of(ct_slice(n, ImagePositionPatient=[0, 0, n * 2.5])) for n in (2, 4)
    )
    step = explain_missing(before, after)
    assert step.numbers == ()
    assert "lie 5 mm apart" in step.sentence
    places = [one.value for one in step.attributes if "Position" in one.keyword]
    assert places == ["0.0\\0.0\\5.0", "0.0\\0.0\\10.0"]
