"""What all tests share: the offscreen platform and the shared corpus, where present."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CORPUS = Path(__file__).parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real DICOM files beside the checkout; skips without it."""
    if not (CORPUS / "MANIFEST.tsv").exists():
        pytest.skip("no shared data folder beside the checkout")
    return CORPUS
