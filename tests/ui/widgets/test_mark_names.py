"""Every shape of mark is named wherever shapes have names."""

from typing import get_args

import pytest

from viewer.geometry.marks import POINTS, Shape
from viewer.pixels.mark_figures import TITLES, FigureName
from viewer.ui import figures_follower
from viewer.ui.tools.table import MEASURING
from viewer.ui.widgets.mark_names import NAMES


@pytest.mark.parametrize("table", [POINTS, NAMES, figures_follower.SHAPES, MEASURING])
def test_no_table_of_shapes_lacks_one(table: dict[str, object]) -> None:
    assert set(table) == set(get_args(Shape))


def test_every_figure_has_a_title() -> None:
    assert set(TITLES) == set(get_args(FigureName))
