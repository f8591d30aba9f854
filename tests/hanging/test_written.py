from pathlib import Path

import pytest

from viewer.hanging.facts import Facts
from viewer.hanging.library import SHIPPED, load_library
from viewer.hanging.reading import read_protocol
from viewer.hanging.rules import Protocol
from viewer.hanging.written import Cell, protocol_of, save_protocol, to_toml
from viewer.pixels.look import Window

FACTS = Facts(
    modality="MR",
    body_part="brain",
    description="maria da silva t2 flair ax 12345",
    laterality="",
    view="",
    plane="axial",
    images=20,
    is_for_presentation=True,
)


@pytest.mark.parametrize(
    "path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem
)
def test_what_is_written_reads_the_same(path: Path) -> None:
    protocol = read_protocol(path.read_text(encoding="utf-8"))
    assert isinstance(protocol, Protocol)
    assert read_protocol(to_toml(protocol)) == protocol


def test_nothing_of_a_patient_goes_into_a_protocol() -> None:
    cells = [Cell(FACTS, window=Window(300, 600.5)), Cell(), Cell(FACTS, is_prior=True)]
    made = protocol_of('Brain, "mine" \n', "1x3", cells, ["scroll"], "same")
    text = to_toml(made)
    assert "maria" not in text
    assert "12345" not in text
    read = read_protocol(text)
    assert read == made
    assert made.name == 'Brain, "mine"'
    assert made.match.least_priors == 1
    assert made.match.images.body_part == ("brain",)
    assert made.images[0][1].criteria.description == ("t2 flair ax",)
    places = made.stages[0].places
    assert [place.image for place in places] == ["image1", "", "image3"]


def test_a_body_part_that_is_a_remark_is_left_out() -> None:
    from dataclasses import replace

    odd = replace(FACTS, body_part="pt. of dr. ann 4711")
    made = protocol_of("x", "1x1", [Cell(odd)], [], "fit")
    assert made.match.images.body_part == ()


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    made = protocol_of("São Paulo: π/../x", "1x1", [Cell(FACTS)], [], "fit")
    first = save_protocol(made, tmp_path / "new")
    second = save_protocol(made, tmp_path / "new")
    assert first.parent == tmp_path / "new"
    assert first.name == "s-o-paulo-x.toml"
    assert second.name == "s-o-paulo-x-2.toml"
    assert sorted(path.name for path in first.parent.iterdir()) == sorted(
        [first.name, second.name]
    )
    library = load_library([first.parent])
    assert [one.name for one in library.protocols] == ["São Paulo: π/../x"]


def test_what_is_laid_over_a_cell_goes_into_the_protocol() -> None:
    from dataclasses import replace

    ct = replace(FACTS, modality="CT", description="")
    pet = replace(FACTS, modality="PT", description="")
    made = protocol_of("x", "1x2", [Cell(ct, over=pet), Cell(pet)], [], "fit")
    assert [one.fuse for one in made.stages[0].places] == ["image2", ""]
    alone = protocol_of("x", "1x1", [Cell(ct, over=pet)], [], "fit")
    assert alone.stages[0].places[0].fuse == "over2"
    assert dict(alone.images)["over2"].criteria.modality == ("PT",)
    assert alone.match.images.modality == ("CT", "PT")
    assert read_protocol(to_toml(alone)) == alone
