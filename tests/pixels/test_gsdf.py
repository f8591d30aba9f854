import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from viewer.pixels.gsdf import index_of, luminance_of


def test_the_ends_are_those_of_the_standards_table() -> None:
    assert float(luminance_of(1)) == pytest.approx(0.05, rel=1e-3)
    assert float(luminance_of(1023)) == pytest.approx(3993.404, rel=1e-4)


def test_the_two_closed_forms_undo_each_other() -> None:
    indexes = np.arange(1, 1024)
    assert np.abs(index_of(luminance_of(indexes)) - indexes).max() < 0.1


def test_what_is_beyond_the_function_is_its_end() -> None:
    assert luminance_of(5000) == luminance_of(1023)
    assert index_of(0.0) == index_of(0.05)


@pytest.mark.skipif(not shutil.which("dcmdspfn"), reason="DCMTK is not installed")
@pytest.mark.parametrize(("low", "high"), [(1.0, 350.0), (0.1, 100.0), (0.5, 2000.0)])
def test_the_function_over_a_range_is_dcmtks(
    tmp_path: Path, low: float, high: float
) -> None:
    out = tmp_path / "out.txt"
    command = ["dcmdspfn", "+Il", str(low), str(high), "+Og", str(out)]
    subprocess.run(command, check=True)
    rows = [line.split() for line in out.read_text().splitlines() if line[:1].isdigit()]
    expected = np.array([float(row[1]) for row in rows])
    first, last = index_of(np.array([low, high]))
    made = luminance_of(np.linspace(first, last, 256))
    assert len(expected) == 256
    assert np.allclose(made, expected, rtol=2e-6, atol=1e-6)
