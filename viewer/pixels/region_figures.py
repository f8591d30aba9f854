"""What a point says in an ultrasound region that is no picture: velocity, time.

By the reference pixel of the region (PS3.3 C.8.5.5.1.14), where it is given.
"""

from collections.abc import Iterable

from viewer.files.header import Header
from viewer.files.ultrasound_regions import Axis, Ruler, common_region, regions_of
from viewer.geometry.marks import Mark
from viewer.pixels.mark_figures import Figure, FigureName, decimals
from viewer.text import tr

HALF = 0.5
"""Pixels that a point is placed to."""


def region_figures(
    mark: Mark, header: Header, frame_index: int
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """Of a point: what is across and down there, and what their sign rests on."""
    if mark.shape != "point" or not mark.is_whole:
        return (), ()
    region = common_region(regions_of(header, frame_index), mark.points)
    if region is None or region.is_spatial:
        return (), ()
    (column, row), (across, down) = mark.points[0], region.rulers
    found = (
        *_figures("across", column, across, region.across),
        *_figures("down", row, down, region.down),
    )
    if not found:
        return (), ()
    return found, (
        tr(
            "Counted from the reference pixel of the ultrasound region; the sign is "
            "the file's."
        ),
    )


def _figures(
    name: FigureName, place: float, ruler: Ruler | None, axis: Axis
) -> Iterable[Figure]:
    if ruler is None or not axis.unit:
        return
    yield Figure(
        name,
        ruler.value(place),
        axis.unit,
        axis.code,
        "region",
        tr("{unit}, ultrasound region", unit=axis.unit),
        tr("calibrated by the ultrasound region"),
        decimals(HALF * axis.size),
    )
