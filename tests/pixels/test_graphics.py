from typing import Any

import pytest
from pydicom import Dataset

from viewer import limits
from viewer.demo.build import ct_slice
from viewer.demo.documents import presentation_state
from viewer.demo.parts import item
from viewer.demo.presentation_states import (
    anchored_text,
    annotation,
    boxed_text,
    graphic,
    layer,
)
from viewer.pixels.graphics import (
    Annotation,
    Graphic,
    Note,
    read_annotations,
    read_layers,
)
from viewer.pixels.presentation_state import read_presentation_state

from .described import described

SLICE = ct_slice()


def drawn(
    graphics: list[Dataset] | None = None, texts: list[Dataset] | None = None
) -> Annotation:
    made = annotation("A", graphics or [], texts or [])
    header = described(presentation_state([SLICE], GraphicAnnotationSequence=[made]))
    return read_annotations(header)[0]


def layers(*items: Dataset) -> list[tuple[str, Any]]:
    header = described(presentation_state([SLICE], GraphicLayerSequence=list(items)))
    return [(one.name, one.colour) for one in read_layers(header)]


def test_points_are_columns_and_rows() -> None:
    assert drawn([graphic("POLYLINE", [1, 2, 3, 4])]).graphics == (
        Graphic("POLYLINE", ((1.0, 2.0), (3.0, 4.0))),
    )


@pytest.mark.parametrize(
    "broken",
    [
        graphic("POLYLINE", [1, 2]),
        graphic("ELLIPSE", [1, 2, 3, 4, 5, 6]),
        graphic("SPIRAL", [1, 2, 3, 4]),
        graphic("CIRCLE", [1, 2, 3, 4], units="INCH"),
        item(GraphicType="POINT", GraphicAnnotationUnits="PIXEL"),
    ],
)
def test_a_malformed_graphic_costs_itself_only(broken: Dataset) -> None:
    found = drawn([broken, graphic("POINT", [5, 6])]).graphics
    assert [one.shape for one in found] == ["POINT"]


def test_a_text_has_a_box_or_an_anchor() -> None:
    boxed = boxed_text("One\r\nTwo", (1, 2), (3, 4), "DISPLAY", "RIGHT")
    notes = drawn(texts=[boxed, anchored_text("Here", (5, 6))]).notes
    assert notes == (
        Note(("One", "Two"), ((1, 2), (3, 4)), "DISPLAY", "RIGHT"),
        Note(("Here",), anchor=(5, 6), anchor_visible=True),
    )


def test_a_text_without_words_or_a_place_is_left_out() -> None:
    nowhere = item(UnformattedTextValue="Where?")
    assert drawn(texts=[anchored_text("", (5, 6)), nowhere]).notes == ()


def test_characters_that_turn_or_hide_letters_are_made_visible() -> None:
    note = drawn(texts=[anchored_text("a\u202eb", (5, 6))]).notes[0]
    assert note.lines == ("a⟨202E⟩b",)


def test_layers_lie_in_their_order_and_have_their_colours() -> None:
    assert layers(
        layer("TOP", 2, GraphicLayerRecommendedDisplayCIELabValue=[0, 0x8080, 0x8080]),
        layer("BOTTOM", 1, GraphicLayerRecommendedDisplayGrayscaleValue=0x8000),
        layer("MIDDLE", 1, GraphicLayerRecommendedDisplayRGBValue=[0xFFFF, 0, 0x1000]),
        layer("PLAIN", 3),
    ) == [
        ("BOTTOM", (128, 128, 128)),
        ("MIDDLE", (255, 0, 16)),
        ("TOP", (0, 0, 0)),
        ("PLAIN", None),
    ]


def test_what_is_too_much_to_be_drawn_is_left_out_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "GRAPHIC_POINTS", 100)
    monkeypatch.setattr(limits, "STATE_NOTES", 1)
    lines = [graphic("POLYLINE", [0, 0, 1, 1]), graphic("CIRCLE", [5, 5, 6, 6])]
    notes = [anchored_text("One", (1, 1)), anchored_text("Two", (2, 2))]
    kinds = (
        (lines, notes[:1], False),
        (lines * 2, notes[:1], True),
        (lines, notes, True),
    )
    for graphics, texts, is_cut in kinds:
        drawn_by = annotation("A", graphics, texts)
        made = presentation_state([SLICE], GraphicAnnotationSequence=[drawn_by])
        state = read_presentation_state(described(made))
        assert state.is_cut == is_cut
        assert len(state.annotations[0].notes) == 1
        assert [one.shape for one in state.annotations[0].graphics][:2] == [
            "POLYLINE",
            "CIRCLE",
        ]


def test_annotations_are_drawn_from_the_lowest_layer_up() -> None:
    other = ct_slice(1)
    point = [graphic("POINT", [1, 1])]
    made = presentation_state(
        [SLICE, other],
        GraphicLayerSequence=[layer("A", 2), layer("B", 1)],
        GraphicAnnotationSequence=[
            annotation("A", point),
            annotation("B", point, images=[SLICE]),
            annotation("B", point, images=[other]),
        ],
    )
    state = read_presentation_state(described(made))
    found = state.annotations_for(described(SLICE), 0)
    assert [one.layer for one in found] == ["B", "A"]
    assert found[0].references[0].sop_instance_uid == SLICE.SOPInstanceUID
