"""3D models as facts: counts and extents of files written by the formats' rules."""

import struct

import numpy as np
import pytest

from viewer import limits
from viewer.demo.encapsulated import MTL, OBJ, sphere, stl_bytes
from viewer.kinds.model3d import read_mtl, read_obj, read_stl

ASCII = b"""solid one tooth
facet normal 0 0 1
 outer loop
  vertex 0 0 0
  vertex 1.5e1 0 0
  vertex 0 -2 0
 endloop
endfacet
endsolid
"""


def test_a_binary_stl_has_its_triangles_extents_and_header() -> None:
    model = read_stl(stl_bytes())
    corners = sphere()
    assert model.count == len(corners)
    flat = corners.reshape(-1, 3)
    expected = [*zip(flat.min(0).tolist(), flat.max(0).tolist(), strict=True)]
    assert list(model.extents) == expected
    assert np.array_equal(model.triangles, corners)  # type: ignore[arg-type]
    assert model.names == (("Header", "Negatoscope synthetic sphere"),)
    assert model.notes == ()


def test_a_text_stl_is_read_as_well() -> None:
    model = read_stl(ASCII)
    assert (model.form, model.count) == ("STL, text", 1)
    assert model.extents == ((0.0, 15.0), (-2.0, 0.0), (0.0, 0.0))
    assert model.names == (("Header", "one tooth"),)


def test_a_binary_file_that_begins_like_text_is_binary() -> None:
    data = b"solid".ljust(80) + stl_bytes()[80:]
    assert read_stl(data).form == "STL, binary"


def test_a_file_that_ends_early_says_how_many_are_there() -> None:
    model = read_stl(stl_bytes()[: 84 + 3 * 50 + 20])
    assert model.count == 3
    assert "ends after 3" in model.notes[0]


def test_a_false_count_costs_nothing() -> None:
    data = b"x" * 80 + struct.pack("<I", 0xFFFFFFFF)
    assert read_stl(data).count == 0


def test_corners_at_no_place_are_left_out_and_told() -> None:
    data = bytearray(stl_bytes(sphere(4)))
    for triangle, wrong in ((0, np.nan), (1, np.inf)):
        struct.pack_into("<f", data, 84 + 50 * triangle + 12, wrong)
    model = read_stl(bytes(data))
    assert model.count == len(sphere(4))
    assert np.isfinite(model.extents).all()
    assert model.notes == ("2 triangles have corners at no place.",)


@pytest.mark.parametrize(
    "data", [b"", b"solid", b"solid x\nvertex 1 2\n", b"vertex a b c", b"\0" * 83]
)
def test_broken_text_gives_no_triangles(data: bytes) -> None:
    model = read_stl(data)
    assert (model.count, model.extents) == (0, ())


def test_an_obj_has_its_faces_as_triangles_and_names_its_materials() -> None:
    model = read_obj(OBJ)
    assert model.count == 4
    assert model.extents == ((0.0, 10.0), (0.0, 20.0), (0.0, 30.0))
    assert dict(model.names) == {
        "Material files": "bone.mtl",
        "Materials": "bone",
        "Objects": "tetrahedron",
    }


def test_faces_of_many_corners_slashes_and_negative_numbers() -> None:
    square = b"v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf -4/1/1 -3//2 -2 -1\n"
    model = read_obj(square)
    assert model.count == 2
    triangles = model.triangles
    assert triangles is not None
    assert triangles[:, :, :2].tolist() == [
        [[0, 0], [1, 0], [1, 1]],
        [[0, 0], [1, 1], [0, 1]],
    ]


@pytest.mark.parametrize("face", [b"f 1 2 9", b"f 0 1 2", b"f -9 1 2"])
def test_faces_without_their_corners_are_left_out_and_told(face: bytes) -> None:
    model = read_obj(b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n" + face)
    assert model.triangles is not None
    assert len(model.triangles) == 1
    assert "corners that are not there" in model.notes[0]


@pytest.mark.parametrize(
    "data", [b"", b"v 1 2\n", b"f a b c\nv x y z", b"v 1 2 3 4\nf 1", b"f --1 - 1"]
)
def test_a_broken_obj_is_read_without_an_error(data: bytes) -> None:
    assert read_obj(data).extents == ()


def test_materials_have_their_colours() -> None:
    assert read_mtl(MTL).names == (("bone", "colour 0.9 0.85 0.7"),)


def test_very_long_text_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MODEL_TEXT_BYTES", 10)
    for model in (read_stl(ASCII), read_obj(OBJ), read_mtl(MTL)):
        assert model.count is None
        assert "not read" in model.notes[0]
