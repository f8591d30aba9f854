"""A PET over a CT in a window, for the tests of fusion."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.pet_ct import (
    BALL_BQML,
    DELAY_S,
    DOSE_BQ,
    HALF_LIFE_S,
    WEIGHT_KG,
    rigid,
)
from viewer.kinds.base import DisplaySet
from viewer.ui.state.viewport import ViewportModel

if TYPE_CHECKING:
    from pydicom import Dataset

BALL_SUV = BALL_BQML * WEIGHT_KG * 1000 / (DOSE_BQ * 2 ** (-DELAY_S / HALF_LIFE_S))
"""8.18: by the formula of PS3.3 C.8.9.1 on paper."""
MATRIX = rigid(25.0, (12.0, -7.0, 31.0))


def lay_out(write: Write, *series: "list[Dataset]") -> Path:
    folder = Path()
    for number, datasets in enumerate(series):
        for at, dataset in enumerate(datasets):
            folder = write(f"pair/{number}-{at:03}", dataset).parent
    return folder


def set_of(viewer: Viewer, modality: str) -> DisplaySet:
    return next(
        one
        for one in viewer.app.workspace.state.catalogue.sets()
        if one.first.text(0x00080060) == modality
    )


def show_ct(viewer: Viewer) -> None:
    """The slice through the middle of the ball."""
    ct = set_of(viewer, "CT")
    viewer.model.show_set(ct, 16)
    viewer.wait()


def fused(open_viewer: OpenViewer, write: Write, *series: "list[Dataset]") -> Viewer:
    viewer = open_viewer(lay_out(write, *series))
    show_ct(viewer)
    viewer.do("fuse-1")
    return viewer


def over(viewer: Viewer, model: ViewportModel | None = None) -> Any:
    """The values laid over, in Bq/ml; NaN where there are none."""
    model = model or viewer.model
    shown = model.overlaid.over(model.shown)
    assert shown is not None, model.overlaid.trouble
    return shown.decoded.values
