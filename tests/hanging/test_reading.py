import os
import tomllib
from pathlib import Path

import pytest

from viewer.geometry.layout import parse_layout
from viewer.hanging.library import SHIPPED, load_library
from viewer.hanging.reading import read_protocol
from viewer.hanging.rules import Problem, Protocol

GOOD = """
name = "Knees"
[match]
modality = "MR"
[images.one]
plane = "sagittal"
[[stages]]
name = "One"
layout = "1x2"
cells = ["one", { image = "one", window = [400, 40] }]
"""


def read(text: str) -> Protocol:
    found = read_protocol(text, "/rules/knees.toml")
    assert isinstance(found, Protocol), found
    return found


def problem(text: str) -> Problem:
    found = read_protocol(text, "/rules/knees.toml")
    assert isinstance(found, Problem)
    return found


def test_a_rule_is_read() -> None:
    protocol = read(GOOD)
    assert protocol.path == "/rules/knees.toml"
    assert [name for name, _ in protocol.images] == ["one"]
    assert [place.image for place in protocol.stages[0].places] == ["one", "one"]


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ('name = "Knees"', "", "name", "missing"),
        ('name = "Knees"', "name = 3", "name", "no short text"),
        ('name = "Knees"', 'nam = "Knees"', "name", "missing"),
        ('modality = "MR"', 'modalty = "MR"', "match.modalty", "modality"),
        ('modality = "MR"', "modality = 5", "match.modality", "list"),
        ('modality = "MR"', "least_series = -1", "match.least_series", "number"),
        ('modality = "MR"', 'description = "/(/"', "match.description", "expression"),
        ("sagittal", "sagital", "images.one.plane", "sagittal"),
        ('plane = "sagittal"', "optional = 1.5", "images.one.optional", "true"),
        ('plane = "sagittal"', 'turn = ["X", "F"]', "images.one.turn", "lie"),
        ('plane = "sagittal"', 'study = "old"', "images.one.study", "prior"),
        ('layout = "1x2"', 'layout = "9x9"', "stages.1.layout", "9x9"),
        ('layout = "1x2"', 'layout = "1x1"', "stages.1.cells", "1 cells"),
        ('["one",', '["ona",', "stages.1.cells.1", "one"),
        ("[400, 40]", "[0, 40]", "stages.1.cells.2.window", "window"),
        ("[400, 40]", '"Lungs"', "stages.1.cells.2.window", "Lung"),
        ('layout = "1x2"', 'layout = "1x2"\nlink = "zom"', "stages.1.link", "zoom"),
        ('layout = "1x2"', 'layout = "1x2"\nscale = "x"', "stages.1.scale", "same"),
        ("[[stages]]", "[stages]", "stages", "stage"),
        ("[images.one]", "[image.one]", "images", "images"),
        ("[match]", "[match", "", "TOML"),
    ],
)
def test_a_wrong_rule_is_explained_with_its_key(
    old: str, new: str, key: str, said: str
) -> None:
    assert old in GOOD
    found = problem(GOOD.replace(old, new))
    assert found.key == key
    assert said in f"{found.wrong} {found.remedy}"
    assert found.remedy.endswith((".", "?"))


def test_a_wrong_file_costs_the_others_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD)
    (tmp_path / "b.toml").write_text("name = ")
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "d.toml").write_text("# " + "x" * 300_000)
    (tmp_path / "e.toml").mkdir()
    (tmp_path / "notes.txt").write_text("no rule")
    library = load_library([tmp_path / "absent", tmp_path])
    assert [one.name for one in library.protocols] == ["Knees"]
    wrong = {Path(one.path).name: one.wrong for one in library.problems}
    assert set(wrong) == {"b.toml", "c.toml", "d.toml", "e.toml"}
    assert all(one.remedy for one in library.problems)


def test_a_reader_replaces_a_protocol_by_its_name(tmp_path: Path) -> None:
    own = GOOD.replace("Knees", "CT").replace('"MR"', '"CT"')
    (tmp_path / "ct.toml").write_text(own)
    protocols = load_library([SHIPPED, tmp_path]).protocols
    (found,) = (one for one in protocols if one.name == "CT")
    assert found.path == str(tmp_path / "ct.toml")


@pytest.mark.parametrize(
    "path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem
)
def test_what_is_shipped_is_sound_and_named_in_portuguese(path: Path) -> None:
    protocol = read(path.read_text(encoding="utf-8"))
    named = {place.image for stage in protocol.stages for place in stage.places}
    assert named - {""} == {name for name, _ in protocol.images}
    assert protocol.title("pt_BR")
    assert dict(protocol.names).get("pt_BR")
    for stage in protocol.stages:
        assert dict(stage.names).get("pt_BR")
        assert len(stage.places) <= parse_layout(stage.layout).cells
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert tomllib.loads(path.read_text(encoding="utf-8"))["match"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
def test_a_named_pipe_among_the_files_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    library = load_library([tmp_path])
    assert library.protocols == ()
    assert len(library.problems) == 1
