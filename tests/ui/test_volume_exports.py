"""Files of what was made of volumes: planes, turning MIPs, fused images."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.ui.conftest import OpenViewer, Write
from tests.ui.fused import fused, lay_out, set_of
from tests.ui.test_exports import Exporter
from tests.ui.viewer import Viewer
from viewer.demo.pet_ct import ct_series, pet_series
from viewer.kinds.computed import VIEWS
from viewer.pixels.pipeline import bare_picture


def pages(path: Path) -> list[Any]:
    with Image.open(path) as read:
        found = []
        for number in range(getattr(read, "n_frames", 1)):
            read.seek(number)
            found.append(np.asarray(read.convert("RGB")).astype(int))
        return found


def grey_of(viewer: Viewer, number: int) -> Any:
    """The frame in its window, without texts."""
    viewer.model.go_to(number)
    viewer.wait()
    shown, look = viewer.shown, viewer.model.state.look
    look = replace(look, voi=look.voi or shown.default_voi)
    return bare_picture(shown.decoded.values, shown.info, look).astype(int)


def all_pictures(exporter: Exporter, folder: Path) -> list[Any]:
    folder.mkdir()
    exporter.export("pictures", "png", folder)
    files = sorted(folder.rglob("*.png"))
    return [pages(file)[0] for file in files]


def test_pictures_of_planes_show_the_planes(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(lay_out(write, ct_series()))
    viewer.do("mpr-coronal")
    expected = [grey_of(viewer, number) for number in (20, 35)]
    made = all_pictures(Exporter(viewer, monkeypatch), tmp_path / "out")
    assert len(made) == viewer.model.state.what.count
    for number, picture in zip((20, 35), expected, strict=True):
        assert made[number].shape[:2] == picture.shape
        assert np.abs(made[number][..., 1] - picture)[:10].max() <= 1, "above the badge"


def test_pictures_of_a_turning_mip_are_all_its_views(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(lay_out(write, ct_series(), pet_series()))
    viewer.model.show_set(set_of(viewer, "PT"))
    viewer.wait()
    viewer.do("turning-mip")
    expected = grey_of(viewer, 10)
    made = all_pictures(Exporter(viewer, monkeypatch), tmp_path / "out")
    assert len(made) == VIEWS
    assert np.abs(made[10][..., 1] - expected)[:8].max() <= 1, "above the badge"


def test_a_picture_of_a_fused_image_has_both_layers_and_their_colours(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    Exporter(viewer, monkeypatch).export("picture", "png", tmp_path / "fused.png")
    (made,) = pages(tmp_path / "fused.png")
    expected = viewer.picture().astype(int)
    assert made.shape == expected.shape
    assert np.abs(made - expected)[:50].max() <= 1, "above the badge"
    assert (made[..., 0] - made[..., 2]).max() > 20, "in colours"
