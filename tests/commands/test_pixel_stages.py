"""Made files by the whole chain, from their bytes to the picture, against DCMTK."""

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset

from tests.correctness.oracles import made_by_dcmtk
from viewer.commands.pixel_stages import StageRequest, frame_values
from viewer.demo.build import EXPLICIT_LITTLE, image, to_bytes
from viewer.files.sources import Source


def shown(dataset: Dataset, syntax: str = EXPLICIT_LITTLE) -> NDArray[np.int_]:
    """What `pixels --stage display` writes of the first frame."""
    source = Source("made.dcm", data=to_bytes(dataset, syntax))
    return frame_values(StageRequest(source, "display")).astype(int)


def subsampled(photometric: str) -> Dataset:
    """Every luminance, and the same two chrominances for each pair of pixels."""
    luminance = np.arange(16, 240, dtype=np.uint8).reshape(8, 28)
    pairs = np.empty((8, 14, 4), np.uint8)
    pairs[..., :2] = luminance.reshape(8, 14, 2)
    pairs[..., 2] = np.linspace(90, 160, 14)
    pairs[..., 3] = np.linspace(150, 100, 8)[:, None]
    dataset = image(
        np.zeros((8, 28, 3), np.uint8),
        samples=3,
        PhotometricInterpretation=photometric,
    )
    dataset.PixelData = pairs.tobytes()
    return dataset


@pytest.mark.parametrize("photometric", ["YBR_FULL_422", "YBR_PARTIAL_422"])
def test_subsampled_colours_agree_with_dcmtk(photometric: str) -> None:
    dataset = subsampled(photometric)
    theirs = made_by_dcmtk(dataset)
    assert len(np.unique(theirs)) > 100
    assert np.abs(shown(dataset) - theirs).max() <= 2
