"""Every SOP class of the table has a face: never an empty cell (issue of all kinds)."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from viewer.commands.drawing import drawing
from viewer.commands.pixel_stages import StageRequest
from viewer.demo.build import to_bytes
from viewer.demo.kinds import object_of
from viewer.dicom.sop_classes import SopClass, all_sop_classes
from viewer.files.sources import Source
from viewer.kinds import family
from viewer.ui.painting import painted


@pytest.fixture(autouse=True)
def closed(qapp: QApplication) -> Iterator[None]:
    """Views that were painted are gone before the next test."""
    yield
    qapp.processEvents()


@pytest.mark.parametrize("known", all_sop_classes(), ids=lambda one: one.uid)
def test_every_class_opens_in_the_view_of_its_kind(known: SopClass) -> None:
    dataset = object_of(known.kind)
    dataset.SOPClassUID = known.uid
    made = drawing(StageRequest(Source(known.uid, to_bytes(dataset)), "display"))
    assert made.display_set.kind == known.kind
    expected = family(known.kind).view
    cards = ("wsi", "video")  # images that have no view yet
    assert made.display_set.view == expected or known.kind in cards
    picture = painted(made)
    assert len(np.unique(picture)) > 1
    if made.displayed is None:
        assert made.content is not None or made.display_set.view == "card"
