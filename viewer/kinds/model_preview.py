"""A small picture of a 3D model: surfaces sampled as points, the nearest seen.

For a card, not for measuring: orthographic, from the front, the left and above, in
patient axes (x to the left, y to the back, z to the head).
"""

import numpy as np
from numpy.typing import NDArray

SIDE = 280
POINTS_PER_PIXEL = 7.0
MOST_POINTS = 4_000_000
MOST_TRIANGLES = 2_000_000
_MARGIN = 0.06
_RIGHT = np.array([0.82, 0.57, 0.0])
_UP = np.array([-0.2, 0.29, 0.94])
_BACKGROUND, _DARK, _BRIGHT = 0, 70, 235


def preview(triangles: NDArray[np.float32]) -> NDArray[np.uint8] | None:
    """The picture (SIDE, SIDE) of corners (count, 3, 3); None for no surface."""
    step = max(len(triangles) // MOST_TRIANGLES, 1)
    corners = triangles[::step].astype(np.float64)
    right, up = _RIGHT / np.linalg.norm(_RIGHT), _UP / np.linalg.norm(_UP)
    axes = np.stack((right, up, np.cross(right, up)))
    placed = corners @ axes.T
    flat = placed.reshape(-1, 3)
    if not len(flat):
        return None
    low, high = flat.min(axis=0), flat.max(axis=0)
    size = float((high - low)[:2].max())
    if not np.isfinite(size) or size <= 0:
        return None
    scale = SIDE * (1 - 2 * _MARGIN) / size
    centred = (placed - (low + high) / 2) * scale
    return _drawn(centred)


def _drawn(corners: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Pixels of corners (count, 3, 3) around 0; axes right, up, towards the reader."""
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    normals = np.cross(one, two)
    lengths = np.linalg.norm(normals, axis=1)
    facing = np.abs(normals[:, 2]) / np.maximum(lengths, 1e-12)
    wanted = lengths / 2 * POINTS_PER_PIXEL
    wanted *= min(1.0, MOST_POINTS / max(float(wanted.sum()), 1.0))
    of = np.repeat(np.arange(len(corners)), np.ceil(wanted).astype(np.int64))
    random = np.random.default_rng(0)
    first, second = random.random((2, len(of)))
    outside = first + second > 1
    first[outside], second[outside] = 1 - first[outside], 1 - second[outside]
    points = corners[of, 0] + first[:, None] * one[of] + second[:, None] * two[of]
    columns = np.clip(points[:, 0] + SIDE / 2, 0, SIDE - 1).astype(np.int64)
    rows = np.clip(SIDE / 2 - points[:, 1], 0, SIDE - 1).astype(np.int64)
    nearest_last = np.argsort(points[:, 2])
    shades = (_DARK + (_BRIGHT - _DARK) * facing[of]).astype(np.uint8)
    picture = np.full((SIDE, SIDE), _BACKGROUND, np.uint8)
    picture[rows[nearest_last], columns[nearest_last]] = shades[nearest_last]
    return picture
