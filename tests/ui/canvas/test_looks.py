"""Whatever a reader changes of a look, the cell that has painted paints anew."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from tests.ui.canvas.test_picture import covered, grey, paint
from tests.ui.sets import header_of, shown_of
from viewer.geometry.fit import Camera
from viewer.kinds.base import Frame
from viewer.pixels.look import Look, Window
from viewer.pixels.pipeline import picture
from viewer.ui.canvas.picture import CellPicture

CHOSEN: dict[str, Any] = {
    "voi": Window(50, 20),
    "inverted": True,
    "colour_map": "PET",
    "overlays": False,
    "shutters": False,
}
ELSEWHERE = frozenset(
    {"smooth", "state", "hidden_layers", "subtracted", "modality", "laid"}
)
"""What makes another `Shown`, is no frame's own here, or is passed by itself."""


def test_every_choice_is_tried_or_made_elsewhere() -> None:
    untried = {field.name for field in fields(Look)} - CHOSEN.keys() - ELSEWHERE
    assert not untried, "give each a value in CHOSEN: a cell must paint anew for it"


@pytest.mark.parametrize("name", CHOSEN)
def test_a_cell_paints_anew_for_what_is_chosen(name: str) -> None:
    shown = shown_of(Frame(header_of(covered(grey()))))
    kept, plain = CellPicture(), Look(shown.default_voi)
    chosen = replace(plain, **{name: CHOSEN[name]})
    before, _, _ = paint(kept, shown, Camera(1.0), plain)
    after, _, _ = paint(kept, shown, Camera(1.0), chosen)
    made = picture(shown.decoded.values, shown.info, chosen)
    wanted = made if made.ndim == 3 else np.repeat(made[..., None], 3, axis=-1)
    assert not np.array_equal(after, before)
    assert np.array_equal(after, wanted)
