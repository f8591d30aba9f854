"""docs/kinds.md shows an object of each of the 48 rows."""

import re
from pathlib import Path

from PIL import Image

from tests.gallery import CELL, DOCS
from viewer.demo.rows import ROWS
from viewer.dicom.sop_classes import sop_class

MOST_BYTES = 3_000_000


def pictures() -> list[Path]:
    text = (DOCS / "kinds.md").read_text(encoding="utf-8")
    return [DOCS / name for name in re.findall(r"\]\((kinds/[\w-]+\.png)\)", text)]


def test_the_gallery_has_a_picture_of_every_row() -> None:
    text = (DOCS / "kinds.md").read_text(encoding="utf-8")
    assert re.findall(r"`([\d.]+)`", text) == list(ROWS)
    for uid in ROWS:
        known = sop_class(uid)
        assert known
        assert known.name in text
        assert known.note is None or known.note in text
    assert len(set(pictures())) == len(ROWS)


def test_the_pictures_are_small_files_of_one_size() -> None:
    assert sum(path.stat().st_size for path in pictures()) < MOST_BYTES
    assert set(pictures()) == set((DOCS / "kinds").iterdir())
    for path in pictures():
        with Image.open(path) as image:
            assert image.size == CELL
