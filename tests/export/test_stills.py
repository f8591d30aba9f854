"""A picture that cannot be saved is named, with what to do next."""

from pathlib import Path

import numpy as np
import pytest

from viewer.export.records import ExportError
from viewer.export.stills import Still, save_still


def test_a_picture_that_cannot_be_saved_is_named(tmp_path: Path) -> None:
    picture = np.zeros((2, 2), np.uint8)
    assert save_still(Still(picture, "png", tmp_path, "one")) == "one.png"
    with pytest.raises(ExportError) as told:
        save_still(Still(picture, "png", tmp_path / "none", "two"))
    assert str(told.value) == (
        "two.png was not saved: there is no such folder to write it in. Choose another"
        " one."
    )
