"""Each of the 48 rows opens by its path, is called by its name and shown."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import OpenViewer
from tests.ui.viewer import Viewer, pixels_of
from viewer.demo.build import to_bytes
from viewer.demo.rows import ROWS, object_of_row
from viewer.dicom.sop_classes import sop_class
from viewer.kinds import family
from viewer.text import tr
from viewer.ui.panels.metadata import MetadataPanel
from viewer.ui.views import VIEWS


def words_in_header(viewer: Viewer) -> str:
    panel = viewer.child("metadataPanel", MetadataPanel)
    labels = [one for one in panel.findChildren(QLabel) if one.isVisible()]
    return "\n".join(label.text().replace("\u200b", "") for label in labels)


@pytest.mark.parametrize("uid", ROWS)
def test_a_row_opens_like_an_image_does(
    uid: str, open_viewer: OpenViewer, tmp_path: Path
) -> None:
    path = tmp_path / "object.dcm"
    path.write_bytes(to_bytes(object_of_row(uid)))
    viewer = open_viewer(path)
    known = sop_class(uid)
    assert known
    said = words_in_header(viewer)
    assert known.name in said
    assert known.note is None or tr(known.note) in said
    view = viewer.app.cells.frame_of(viewer.model).view
    word = family(known.kind).view
    assert type(view) is VIEWS[word]()
    assert viewer.model.trouble is None
    if word == "stack":
        assert len(np.unique(viewer.shown.decoded.values)) > 1
    else:
        assert viewer.model.content is not None
    assert len(np.unique(pixels_of(view).reshape(-1, 3), axis=0)) > 4
