"""What the reader chooses from for planes through a volume."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.geometry.blending import Blend

SLABS_MM = (0.0, 3.0, 5.0, 10.0, 15.0, 20.0, 30.0, 50.0)
"""What thicker and thinner go through; a plane first."""

STEPS_MM = (None, 1.0, 2.0, 3.0, 5.0, 10.0)
"""From plane to plane when scrolling; None is a layer of voxels."""

BLENDS: "tuple[Blend, ...]" = ("max", "min", "mean")
