import struct
from pathlib import Path

import numpy as np
import pytest

from viewer.export.records import ExportError
from viewer.export.stl import HEADER, StlRequest, save_stl, stl_bytes

POINTS = np.array([(0, 0, 0), (10, 0, 0), (0, 10, 0), (0, 0, 10)], np.float32)
FACES = np.array([(0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3)], np.int32)


def test_the_file_is_as_the_format_has_it() -> None:
    """Read by hand: 80 bytes, a count, then twelve floats and two bytes each."""
    content = stl_bytes(POINTS, FACES).tobytes()
    assert len(content) == 84 + 4 * 50
    assert content[:80].rstrip() == HEADER
    assert b"mm" in content[:80]
    assert b"LPS" in content[:80]
    assert not content.startswith(b"solid"), "programs take that for text"
    assert struct.unpack_from("<I", content, 80) == (4,)
    values = struct.unpack_from("<12fH", content, 84)
    assert values[:3] == (0.0, 0.0, -1.0)
    assert values[3:12] == (0, 0, 0, 0, 10, 0, 10, 0, 0)
    assert values[12] == 0


def test_triangles_without_an_area_are_left_out() -> None:
    faces = np.concatenate([FACES, [(1, 1, 2)]]).astype(np.int32)
    content = stl_bytes(POINTS, faces).tobytes()
    assert struct.unpack_from("<I", content, 80) == (4,)


@pytest.mark.vtk
def test_another_program_reads_the_same_corners(tmp_path: Path) -> None:
    from vtkmodules.vtkFiltersCore import vtkMassProperties
    from vtkmodules.vtkIOGeometry import vtkSTLReader

    path = tmp_path / "a.stl"
    path.write_bytes(stl_bytes(POINTS, FACES).tobytes())
    reader = vtkSTLReader()
    reader.SetFileName(str(path))
    mass = vtkMassProperties()
    mass.SetInputConnection(reader.GetOutputPort())
    mass.Update()
    assert reader.GetOutput().GetBounds() == (0, 10, 0, 10, 0, 10)
    assert mass.GetVolume() == pytest.approx(1000 / 6)


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "a.stl"
    with pytest.raises(ExportError, match="no such folder"):
        save_stl(StlRequest(str(path), POINTS, FACES))
    save_stl(StlRequest(str(tmp_path / "a.stl"), POINTS, FACES))
    assert [one.name for one in tmp_path.iterdir()] == ["a.stl"]
